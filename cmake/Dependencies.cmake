# Every package the project uses, and the differences between Debian 12 and 13, in one place.
include(CheckCXXSourceCompiles)
set(THREADS_PREFER_PTHREAD_FLAG ON)
find_package(Threads REQUIRED)
find_package(PkgConfig REQUIRED)
find_package(PostgreSQL REQUIRED)
pkg_check_modules(PQXX REQUIRED IMPORTED_TARGET libpqxx>=6.4)
pkg_check_modules(XXHASH REQUIRED IMPORTED_TARGET libxxhash)
find_package(SQLiteCpp REQUIRED)
find_package(SQLite3 REQUIRED)
find_package(yaml-cpp REQUIRED)
find_package(CLI11 REQUIRED)
find_package(fmt REQUIRED)
find_package(nlohmann_json REQUIRED)
find_package(OpenSSL REQUIRED COMPONENTS Crypto)

# yaml-cpp 0.7 exports `yaml-cpp`, 0.8 only `yaml-cpp::yaml-cpp`.
if(TARGET yaml-cpp::yaml-cpp)
  set(SEEDCTL_YAML yaml-cpp::yaml-cpp)
else()
  set(SEEDCTL_YAML yaml-cpp)
endif()

# libpg_query ships neither a pkg-config file nor a CMake one.
find_path(PG_QUERY_INCLUDE pg_query.h REQUIRED)
find_library(PG_QUERY_LIBRARY NAMES pg_query REQUIRED)
add_library(pg_query::pg_query UNKNOWN IMPORTED)
set_target_properties(pg_query::pg_query PROPERTIES
  IMPORTED_LOCATION "${PG_QUERY_LIBRARY}"
  INTERFACE_INCLUDE_DIRECTORIES "${PG_QUERY_INCLUDE}")

add_library(seedctl_pqxx INTERFACE)
target_link_libraries(seedctl_pqxx INTERFACE PkgConfig::PQXX PostgreSQL::PostgreSQL)

# A libpqxx built as C++17 does not link into a C++20 program unless it is told that
# std::source_location is absent.
set(saved_flags "${CMAKE_REQUIRED_FLAGS}")
set(CMAKE_REQUIRED_FLAGS "-std=c++20")
set(CMAKE_REQUIRED_LIBRARIES PkgConfig::PQXX PostgreSQL::PostgreSQL)
check_cxx_source_compiles("
  #include <pqxx/pqxx>
  int main() {
    try { pqxx::connection c(\"\"); pqxx::work w(c); return w.exec(\"\")[0][0].as<int>(); }
    catch (pqxx::argument_error const&) { return 1; }
  }" SEEDCTL_PQXX_LINKS_AS_CXX20)
set(CMAKE_REQUIRED_FLAGS "${saved_flags}")
unset(CMAKE_REQUIRED_LIBRARIES)
if(NOT SEEDCTL_PQXX_LINKS_AS_CXX20)
  target_compile_definitions(seedctl_pqxx INTERFACE SEEDCTL_PQXX_NO_SOURCE_LOCATION=1)
endif()
