// Whether two URLs lead to the same database: what protection is decided by, however a database is named.
//
// Two questions, each wrong only on the safe side: what lifts protection asks for certainty, what gives it
// for the possibility. Both take URLs after Url::with_environment().
#pragma once

#include "db/url.h"

namespace seedctl::db {

// Certainly the same: the same host and address as written, port, and database; never through a service file.
bool is_same_target(const Url& a, const Url& b);

// Possibly the same: any host of one may be any host of the other. All loopback addresses, localhost and
// sockets count as one host; a service file may lead anywhere; a database that is not named may be any.
bool may_be_same_target(const Url& a, const Url& b);

}  // namespace seedctl::db
