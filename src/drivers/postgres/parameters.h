// libpq's connection parameters: what they come to, and whether libpq can read them, without contacting a
// server.
#pragma once

#include <optional>
#include <string>

#include "base/error.h"
#include "db/url.h"

namespace seedctl::drivers::postgres {

// The URL's own, else what libpq would use: from the environment (PGOPTIONS, PGCONNECT_TIMEOUT, ...) and the
// service file.
std::string given_or_default(const db::Url& url, const char* keyword);

// Throws ErrorCode::config, naming the parameter, for a number that is none: libpq itself finds that out only
// while it connects.
void require_numbers(const db::Url& url);

// Whether libpq refuses the parameters themselves, such as `sslmode=bogus` or one that is newer than libpq.
// To be asked after a connection failed: libpq's own words then name the parameter.
bool are_refused(const db::Url& url);

}  // namespace seedctl::drivers::postgres
