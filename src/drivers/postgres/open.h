// Connecting to PostgreSQL servers, and making databases on them.
#pragma once

#include <memory>

#include "db/connection.h"
#include "db/url.h"
#include "drivers/open.h"

namespace seedctl::drivers::postgres {

std::unique_ptr<db::Connection> open(const db::Url& url, const OpenOptions& options);

// See drivers/open.h.
bool create_database(const db::Url& url);

}  // namespace seedctl::drivers::postgres
