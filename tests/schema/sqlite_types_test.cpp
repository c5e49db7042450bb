// SQLite's declared type names, read as other engines would read them.
#include "schema/sqlite_types.h"

#include "support/catch.h"

namespace seedctl::schema {

TEST_CASE("a declared type name of SQLite means a logical type") {
  struct Row {
    const char* declared;
    const char* logical;
  };
  const Row row = GENERATE(values<Row>({
      {"SMALLINT", "integer(16)"},
      {"int2", "integer(16)"},
      {"TinyInt", "integer(16)"},
      {"tinyint(1)", "integer(16)"},
      {"INT", "integer(32)"},
      {"INTEGER", "integer(32)"},
      {"int unsigned", "integer(32)"},
      {"mediumint", "integer(32)"},
      {"BIGINT", "integer(64)"},
      {"int8", "integer(64)"},
      {"UNSIGNED BIG INT", "integer(64)"},
      {"bigint(20) unsigned", "integer(64)"},
      {"boolean", "boolean"},
      {"BOOL", "boolean"},
      {"decimal(10,2)", "decimal(10,2)"},
      {"NUMERIC ( 10 , 2 )", "decimal(10,2)"},
      {"numeric(8)", "decimal(8,0)"},
      {"numeric", "decimal"},
      {"REAL", "real(64)"},
      {"double precision", "real(64)"},
      {"double   precision", "real(64)"},
      {"float", "real(64)"},
      {"TEXT", "text"},
      {"varchar(20)", "text(20)"},
      {"CHARACTER VARYING (255)", "text(255)"},
      {"nchar(3)", "text(3)"},
      {"CHAR", "text(1)"},
      {"character", "text(1)"},
      {"nchar", "text(1)"},
      {"NATIONAL  CHARACTER", "text(1)"},
      {"char(1)", "text(1)"},
      {"Character (12)", "text(12)"},
      {"character varying", "text"},
      {"varchar", "text"},
      {"CLOB", "text"},
      {"longtext", "text"},
      {"", "text"},
      {"blob", "bytes"},
      {"BYTEA", "bytes"},
      {"varbinary(16)", "bytes"},
      {"date", "date"},
      {"time", "time"},
      {"TIME WITHOUT TIME ZONE", "time"},
      {"timestamp", "timestamp"},
      {"DATETIME", "timestamp"},
      {"timestamp(3) without time zone", "timestamp"},
      {"TIMESTAMPTZ", "timestamptz"},
      {"timestamp with time zone", "timestamptz"},
      {"timestamp(6) with time zone", "timestamptz"},
      {"interval", "interval"},
      {"UUID", "uuid"},
      {"json", "json"},
      {"JSONB", "json"},
      {"INET", "network(inet)"},
      {"macaddr8", "network(macaddr8)"},
  }));
  CAPTURE(row.declared);
  CHECK(sqlite_type(row.declared).str() == row.logical);
}

TEST_CASE("a declared type name that would lose values or means nothing is unsupported") {
  // STRING has NUMERIC affinity: '007' would be stored as 7. POINT has INTEGER affinity.
  for (const char* declared : {"STRING", "point", "money", "time with time zone", "numeric(2,5)",
                               "numeric(0)", "numeric(5,-2)", "array", "geometry", "ANY", "varchar point"}) {
    CAPTURE(declared);
    const base::LogicalType type = sqlite_type(declared);
    CHECK(type.kind == base::TypeKind::unsupported);
    CHECK(type.raw == declared);
  }
}

}  // namespace seedctl::schema
