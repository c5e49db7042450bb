// Where a locale is said: the column before the table before the profile.
#include "profile/profiles.h"
#include "support/catch.h"

namespace seedctl {
namespace {

// The first rows of a column of a profile's table.
std::vector<std::string> first_rows(const profile::ResolvedProfile& profile, const std::string& table_name,
                                    const std::string& column) {
  const gen::Table& table = *profile.table(table_name)->data;
  std::vector<gen::RowId> rows(5);
  rows.resize(table.rows_from(0, rows));
  const std::size_t wanted[] = {table.column_index(column).value()};
  std::vector<base::ColumnBatch> cells;
  table.fill(rows, wanted, cells);
  std::vector<std::string> texts;
  for (std::size_t i = 0; i < rows.size(); ++i) texts.emplace_back(cells[wanted[0]].text_at(i));
  return texts;
}

schema::Schema people() {
  test::SchemaBuilder builder;
  for (const char* table : {"author", "reader"}) {
    builder.table(table)
        .column("id", "integer(64)")
        .primary({"id"})
        .column("name", "text")
        .column("mail", "text");
  }
  return builder.build();
}

constexpr const char* kColumns = "columns: {name: full_name, mail: email}";

TEST_CASE("a locale is the column's or else the table's or else the profile's") {
  const auto rows = [](const std::string& yaml, const std::string& column = "name") {
    return first_rows(test::resolved(yaml, people()), "author", column);
  };
  const std::string columns = kColumns;
  const auto english = rows("tables: {author: {rows: 5, " + columns + "}}");
  const auto german = rows("locale: de_DE\ntables: {author: {rows: 5, " + columns + "}}");
  CHECK(english != german);
  CHECK(rows("tables: {author: {rows: 5, locale: de_DE, " + columns + "}}") == german);
  CHECK(rows("locale: de_DE\ntables: {author: {rows: 5, locale: en_US, " + columns + "}}") == english);
  CHECK(rows("tables: {author: {rows: 5, columns: {name: {full_name: null, locale: de_DE}}}}") == german);
  CHECK(rows("locale: de_DE\ntables: {author: {rows: 5, locale: de_DE, columns: {name: {full_name: null, "
             "locale: en_US}}}}") == english);
  // Inferred columns too.
  CHECK(rows("tables: {author: {rows: 5, locale: de_DE}}") == german);
}

TEST_CASE("another locale is another specification of its table alone") {
  const auto fingerprints = [](const std::string& locale) {
    const auto profile = test::resolved(
        "tables: {author: {rows: 5, " + locale + kColumns + "}, reader: {rows: 5, " + kColumns + "}}",
        people());
    return std::pair(profile.table("author")->fingerprint, profile.table("reader")->fingerprint);
  };
  const auto plain = fingerprints(""), german = fingerprints("locale: de_DE, ");
  CHECK(plain.first != german.first);
  CHECK(plain.second == german.second);
  CHECK(fingerprints("locale: en_US, ") == plain);
}

}  // namespace
}  // namespace seedctl
