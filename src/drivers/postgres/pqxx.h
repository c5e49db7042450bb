// libpqxx, from version 6.4 (Debian 12) to 7.10 (Debian 13): the only file that includes it.
//
// The connection is opened by libpq and handed to libpqxx, so that both speak through the same handle.
// Version 6 takes it through a connection policy, which hands it out once and so also prevents that version's
// silent reconnects.
#pragma once

#include <version>
#ifdef SEEDCTL_PQXX_NO_SOURCE_LOCATION
#undef __cpp_lib_source_location  // a libpqxx built as C++17 has no such symbols to link with
#endif

#include <libpq-fe.h>

// libpqxx 6's headers do not survive -Wconversion and -Wshadow.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wconversion"
#pragma GCC diagnostic ignored "-Wshadow"
#pragma GCC diagnostic ignored "-Wpedantic"
#include <pqxx/pqxx>
#pragma GCC diagnostic pop

#include <memory>
#include <string>

namespace seedctl::drivers::postgres {

#if PQXX_VERSION_MAJOR >= 7

using PqxxConnection = pqxx::connection;
inline constexpr bool kPqxxClosesHandle = true;

inline std::unique_ptr<PqxxConnection> adopt(PGconn* opened) {
  return std::make_unique<pqxx::connection>(pqxx::connection::seize_raw_connection(opened));
}

#else

class AdoptPolicy : public pqxx::connectionpolicy {
 public:
  explicit AdoptPolicy(const std::string& options) : connectionpolicy(options) {}
  handle do_startconnect(handle original) override {
    if (original != nullptr) return original;
    const handle opened = next();
    next() = nullptr;
    if (opened == nullptr) throw pqxx::broken_connection("the connection was lost");
    return opened;
  }
  handle do_disconnect(handle /*original*/) noexcept override { return nullptr; }
  // What the next connection of this thread adopts.
  static handle& next() {
    static thread_local handle opened = nullptr;
    return opened;
  }
};

using PqxxConnection = pqxx::basic_connection_base<AdoptPolicy>;  // its base has no virtual destructor
inline constexpr bool kPqxxClosesHandle = false;

inline std::unique_ptr<PqxxConnection> adopt(PGconn* opened) {
  AdoptPolicy::next() = opened;
  return std::make_unique<pqxx::basic_connection_base<AdoptPolicy> >(std::string{});
}

#endif

}  // namespace seedctl::drivers::postgres
