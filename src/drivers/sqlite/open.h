// Opening SQLite files, and replacing the content of one.
#pragma once

#include <memory>
#include <string>

#include "db/connection.h"
#include "db/url.h"
#include "drivers/open.h"

namespace seedctl::drivers::sqlite {

std::unique_ptr<db::Connection> open(const db::Url& url, const OpenOptions& options);

// See drivers/open.h.
void replace_content(const std::string& source, const std::string& target);

}  // namespace seedctl::drivers::sqlite
