// A rule never stops the others: what it cannot ask is its finding.
#include "check/rules.h"

#include <algorithm>
#include <limits>

#include "base/decimal.h"
#include "base/stopwatch.h"
#include "base/text.h"
#include "check/constraints.h"
#include "check/savepoint.h"
#include "sql/dialect.h"
#include "sql/splitter.h"

namespace seedctl::check {

namespace {

// Rows of an unexpected answer that a message shows.
constexpr std::size_t kMaxShownRows = 3;

std::string shown(const std::optional<std::string>& cell) { return cell ? base::printable(*cell) : "NULL"; }

std::string shown(const db::Row& row) {
  std::vector<std::string> cells;
  for (const auto& cell : row) cells.push_back(shown(cell));
  return row.size() == 1 ? cells.front() : "(" + base::join(cells, ", ") + ")";
}

// `asked`: where the answer has as many rows, there may be more.
std::string shown(const std::vector<db::Row>& rows, std::size_t asked) {
  if (rows.empty()) return "no rows";
  std::vector<std::string> parts;
  for (const db::Row& row : rows) {
    if (parts.size() == kMaxShownRows) {
      parts.push_back(rows.size() < asked
                          ? "... (" + counted(rows.size(), "row", "rows") + ")"
                          : "... (more than " + counted(rows.size() - 1, "row", "rows") + ")");
      break;
    }
    parts.push_back(shown(row));
  }
  return base::join(parts, "; ");
}

std::string shown(const base::Node& expected) {
  if (expected.kind == base::Node::Kind::null) return "NULL";
  if (expected.kind != base::Node::Kind::list) return base::printable(expected.text);
  std::vector<std::string> parts;
  for (const base::Node& item : expected.items) parts.push_back(shown(item));
  return "[" + base::join(parts, ", ") + "]";
}

bool is_row_expected(const db::Row& row, const base::Node& expected) {
  if (expected.kind != base::Node::Kind::list) return !row.empty() && is_expected(row.front(), expected);
  if (row.size() != expected.items.size()) return false;
  for (std::size_t i = 0; i < row.size(); ++i) {
    if (!is_expected(row[i], expected.items[i])) return false;
  }
  return true;
}

bool is_query(const std::string& text) {
  const std::vector<std::string> words = sql::leading_words(text, 1);
  if (words.empty()) return false;
  const std::vector<std::string> queries{"SELECT", "WITH", "VALUES", "TABLE"};
  return std::find(queries.begin(), queries.end(), base::printable(words.front())) != queries.end();
}

std::string text_of(const profile::CountRange& range) {
  if (range.low == range.high) return "exactly " + base::with_thousands(range.low);
  if (range.high == std::numeric_limits<std::uint64_t>::max())
    return "at least " + base::with_thousands(range.low);
  if (range.low == 0) return "at most " + base::with_thousands(range.high);
  return base::with_thousands(range.low) + " to " + base::with_thousands(range.high);
}

void check_row_count(db::Connection& connection, const profile::CheckEntry& rule, double scale,
                     const schema::Schema& live, Outcome& outcome, std::string& message) {
  const profile::CountRange range = profile::scaled(profile::count_range(rule.row_count), scale);
  outcome.check = "row_count";
  outcome.table = rule.table;
  outcome.title = rule.table + " has " + text_of(range) + " rows";
  const schema::Table* table = live.table(rule.table);
  if (table == nullptr) {
    message = "there is no such table";
    return;
  }
  const std::string failure = in_savepoint(connection, [&] {
    const std::uint64_t rows = std::stoull(
        connection.query("select count(*) from " + sql::qualified(table->schema, table->name))[0][0].value_or(
            "0"));
    if (rows < range.low || rows > range.high) {
      message = counted(rows, "row", "rows") + ", expected " + text_of(range);
    }
  });
  if (!failure.empty()) message = failure;
}

void check_sql(db::Connection& connection, const profile::CheckEntry& rule, Outcome& outcome,
               std::string& message) {
  outcome.check = "sql";
  outcome.title = rule.name.empty() ? rule.sql : rule.name;
  if (!is_query(rule.sql)) {
    message = "a rule is one query (SELECT, WITH, VALUES): " + base::printable(rule.sql);
    return;
  }
  const std::string failure = in_savepoint(connection, [&] {
    message = unexpected(connection.first_rows(rule.sql, rows_to_judge(rule.expect)), rule.expect);
  });
  if (!failure.empty()) message = failure;
}

}  // namespace

bool is_expected(const std::optional<std::string>& cell, const base::Node& expected) {
  if (expected.kind == base::Node::Kind::null) return !cell;
  if (!cell) return false;
  if (expected.is_number() && !expected.quoted) {
    const auto wanted = base::Decimal::parse(expected.text);
    const auto found = base::Decimal::parse(*cell);
    if (wanted && found) return *wanted == *found;
  }
  if (expected.kind == base::Node::Kind::boolean) {
    const bool wanted = base::lower_ascii(expected.text) == "true";
    const std::string found = base::lower_ascii(*cell);
    return wanted ? found == "t" || found == "1" || found == "true"
                  : found == "f" || found == "0" || found == "false";
  }
  return *cell == expected.text;
}

std::size_t rows_to_judge(const base::Node& expect) {
  const std::size_t expected = expect.kind == base::Node::Kind::list ? expect.items.size() : 1;
  return std::max(expected, kMaxShownRows) + 1;
}

std::string unexpected(const std::vector<db::Row>& rows, const base::Node& expect) {
  const std::string got = "answered " + shown(rows, rows_to_judge(expect)) + ", expected ";
  if (expect.kind == base::Node::Kind::text && !expect.quoted && expect.text == "empty") {
    return rows.empty() ? "" : got + "no rows";
  }
  if (expect.kind != base::Node::Kind::list) {
    const bool right = rows.size() == 1 && !rows.front().empty() && is_expected(rows.front().front(), expect);
    return right ? "" : got + shown(expect);
  }
  bool right = rows.size() == expect.items.size();
  for (std::size_t i = 0; right && i < rows.size(); ++i) right = is_row_expected(rows[i], expect.items[i]);
  return right ? "" : got + shown(expect);
}

Outcome check_rule(db::Connection& connection, const profile::CheckEntry& rule, double scale,
                   const schema::Schema& live) {
  const base::Stopwatch watch;
  Outcome outcome;
  std::string message;
  if (rule.sql.empty())
    check_row_count(connection, rule, scale, live, outcome, message);
  else
    check_sql(connection, rule, outcome, message);
  if (!message.empty()) {
    outcome.passed = false;
    const std::string place = rule.position.str();
    outcome.finding = {
        outcome.check, outcome.table, {}, message + (place.empty() ? "" : " (" + place + ")"), 1};
  }
  outcome.duration_ms = watch.milliseconds();
  return outcome;
}

}  // namespace seedctl::check
