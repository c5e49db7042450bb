// Every expression is evaluated by PostgreSQL over the rows of a table, and by us over the rows that were put
// there: values, NULLs and SQLSTATEs must be the same.
#include <fmt/format.h>

#include <numeric>

#include "base/text.h"
#include "bench.h"
#include "expression_cases.h"
#include "profile/expression.h"
#include "support/catch.h"

using namespace seedctl;
using namespace seedctl::test;

namespace {

constexpr std::size_t kRows = 60;

class Oracle {
 public:
  Oracle() {
    bench_.run(
        {"create table cells (id {id}, small smallint not null, n integer not null, big bigint, price "
         "numeric(10, 2) not null, rate numeric(6, 4) not null, ratio double precision not null, flag "
         "boolean, name text not null, code text not null, note varchar(20), day date not null, at "
         "timestamp not null, clock time not null, token uuid not null)"});
    const std::string yaml =
        "seed: 11\nas_of: 2025-02-18\ntables:\n  cells:\n    rows: " + std::to_string(kRows) +
        "\n    columns:\n"
        "      small: {between: [1, 120]}\n"
        "      n: {between: [1, 100]}\n"
        "      big: {between: [1, 9000000000], nulls: 20%}\n"
        "      price: {between: [1.00, 999.99]}\n"
        "      rate: {between: [0.0001, 12.5000]}\n"
        "      ratio: {between: [0, 1]}\n"
        "      flag: {boolean: 50%, nulls: 30%}\n"
        "      name: first_name\n"
        "      code: [A-1, B-22, AB-333, C, \"\", \"A-1-2\"]\n"
        "      note: {choice: [here, there, \"\"], nulls: 40%}\n"
        "      day: {between: [2024-01-01, 2024-12-31]}\n"
        "      at: {between: [2024-01-01, 2024-12-31]}\n"
        "      clock: {between: [\"00:00:00\", \"23:59:59\"]}\n"
        "      token: uuid\n";
    bench_.seed(yaml);
    profile_ = bench_.resolve(yaml);
    table_ = profile_.table("cells");
    rows_.resize(kRows);
    rows_.resize(table_->data->rows_from(0, rows_));
    std::vector<std::size_t> wanted(table_->columns.size());
    std::iota(wanted.begin(), wanted.end(), 0U);
    table_->data->fill(rows_, wanted, cells_);
    bench_.run({"set timezone to 'UTC'"});
  }

  // The cells as lines of text, or "error 22012"; "refused" where the expression means nothing.
  std::string theirs(const std::string& expression) {
    try {
      return bench_.text("select (" + expression + ")::text from cells order by id");
    } catch (const base::Error& error) {
      return error.sqlstate.starts_with("42") ? "refused" : "error " + error.sqlstate;
    }
  }

  std::string ours(const std::string& expression) const {
    base::Node text;
    text.kind = base::Node::Kind::text;
    text.text = "(" + expression + ")::text";
    gen::ExpressionPtr compiled;
    try {
      compiled = profile::compile_expression(text, *base::LogicalType::parse("text"), scope());
    } catch (const base::Error& error) {
      return "refused";
    }
    std::vector<std::uint32_t> places(rows_.size());
    std::iota(places.begin(), places.end(), 0U);
    base::ColumnBatch made(base::TypeKind::text);
    try {
      compiled->evaluate({rows_, cells_, places}, made);
    } catch (const base::Error& error) {
      return "error " + error.sqlstate;
    }
    std::string lines;
    for (std::size_t i = 0; i < rows_.size(); ++i) {
      lines += made.is_null(i) ? "NULL" : std::string(made.text_at(i));
      lines += "\n";
    }
    return lines;
  }

 private:
  profile::ExpressionScope scope() const {
    profile::ExpressionScope scope;
    scope.as_of = profile_.as_of;
    scope.column = [this](std::string_view name) -> std::optional<gen::SiblingColumn> {
      for (std::size_t i = 0; i < table_->columns.size(); ++i) {
        if (table_->columns[i].name == name) return gen::SiblingColumn{i, table_->columns[i].type};
      }
      return std::nullopt;
    };
    return scope;
  }

  Bench bench_{base::Engine::postgres};
  profile::ResolvedProfile profile_;
  const profile::ResolvedTable* table_ = nullptr;
  std::vector<gen::RowId> rows_;
  std::vector<base::ColumnBatch> cells_;
};

std::vector<std::string> all_expressions() {
  std::vector<std::string> all(std::begin(kOracleExpressions), std::end(kOracleExpressions));
  for (const std::string left : kOracleNumbers) {
    for (const std::string right : kOracleNumbers) {
      for (const std::string op : kOracleOperators) all.push_back(left + " " + op + " " + right);
    }
  }
  for (const std::string column : kOracleColumns) {
    for (const std::string type : kOracleTypes) all.push_back(column + "::" + type);
  }
  return all;
}

std::string first_difference(const std::string& ours, const std::string& theirs) {
  const std::vector<std::string> a = base::split(ours, '\n'), b = base::split(theirs, '\n');
  std::size_t i = 0;
  while (i + 1 < std::min(a.size(), b.size()) && a[i] == b[i]) ++i;
  return fmt::format("line {}: ours \"{}\", PostgreSQL's \"{}\"", i + 1, a[i], b[i]);
}

}  // namespace

TEST_CASE("expressions have PostgreSQL's values and NULLs and errors") {
  Oracle oracle;
  const std::vector<std::string> expressions = all_expressions();
  std::size_t values = 0, differences = 0;
  std::string different;
  for (const std::string& expression : expressions) {
    const std::string theirs = oracle.theirs(expression), ours = oracle.ours(expression);
    values += theirs.ends_with('\n');
    if (ours == theirs) continue;
    ++differences;
    different += expression + ": " + first_difference(ours, theirs) + "\n";
  }
  WARN(fmt::format("{} expressions, {} of them with values, {} differences", expressions.size(), values,
                   differences));
  CHECK(values >= 200);
  INFO(different);
  CHECK(differences == 0);
}

TEST_CASE("what means nothing to PostgreSQL is refused when the profile is read") {
  Oracle oracle;
  for (const char* expression : kOracleRefused) {
    CAPTURE(expression);
    CHECK(!oracle.theirs(expression).ends_with('\n'));
    CHECK(oracle.ours(expression) == "refused");
  }
}
