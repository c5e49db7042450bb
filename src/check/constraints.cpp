// Set-based statements that both engines understand; NULL in a key's column means that the rule does not
// apply (MATCH SIMPLE, NULLs distinct), as the engines have it.
#include "check/constraints.h"

#include <algorithm>
#include "base/stopwatch.h"
#include "base/text.h"
#include "check/savepoint.h"
#include "sql/dialect.h"

namespace seedctl::check {

namespace {

std::string quoted(const std::string& alias, const std::string& column) {
  return alias + "." + sql::quote_identifier(column);
}

std::string every(const std::string& alias, std::span<const std::string> columns, const char* condition) {
  std::vector<std::string> parts;
  for (const std::string& column : columns) parts.push_back(quoted(alias, column) + condition);
  return base::join(parts, " and ");
}

std::string list(const std::string& alias, std::span<const std::string> columns) {
  std::vector<std::string> parts;
  for (const std::string& column : columns) parts.push_back(quoted(alias, column));
  return base::join(parts, ", ");
}

// What names a row to people: its primary key, else the columns that the rule is about.
std::vector<std::string> naming_columns(const schema::Table& table, std::vector<std::string> about) {
  std::vector<std::string> columns;
  if (const schema::UniqueKey* primary = table.primary_key()) columns = primary->columns;
  for (std::string& column : about) {
    if (std::find(columns.begin(), columns.end(), column) == columns.end())
      columns.push_back(std::move(column));
  }
  return columns;
}

std::string from(const schema::Table& table) {
  return " from " + sql::qualified(table.schema, table.name) + " as t";
}

Question question_of(const char* check, const schema::Table& table, std::span<const std::string> columns,
                     std::string title) {
  Question question;
  question.outcome.check = check;
  question.outcome.table = table.name;
  question.outcome.column = base::join(columns, ", ");
  question.outcome.title = std::move(title);
  return question;
}

void ask_for(Question& question, const schema::Table& table, const std::string& where,
             std::vector<std::string> named) {
  const std::string from_where = from(table) + where;
  const schema::UniqueKey* primary = table.primary_key();
  const std::vector<std::string> order = primary != nullptr ? primary->columns : std::vector<std::string>{};
  question.count_sql = "select count(*)" + from_where;
  // Only a key is sure to have an order (json has none).
  question.sample_sql = "select " + list("t", named) + from_where +
                        (order.empty() ? "" : " order by " + list("t", order)) + " limit " +
                        std::to_string(kMaxNamed);
  question.sample_columns = std::move(named);
}

Question foreign_key(const schema::Table& table, const schema::ForeignKey& key, const schema::Table& parent) {
  const std::string columns = base::join(key.columns, ", ");
  Question question = question_of(
      "foreign_key", table, key.columns,
      table.name + "." + columns + " refers to " + parent.name + "." + base::join(key.parent_columns, ", "));
  question.complaint = "to nothing";
  std::vector<std::string> match;
  for (std::size_t i = 0; i < key.columns.size(); ++i) {
    match.push_back(quoted("p", key.parent_columns[i]) + " = " + quoted("t", key.columns[i]));
  }
  ask_for(question, table,
          " where " + every("t", key.columns, " is not null") + " and not exists (select 1 from " +
              sql::qualified(parent.schema, parent.name) + " as p where " + base::join(match, " and ") + ")",
          naming_columns(table, key.columns));
  return question;
}

Question unique(const schema::Table& table, const schema::UniqueKey& key) {
  Question question = question_of(
      key.primary ? "primary_key" : "unique", table, key.columns,
      table.name + "." + base::join(key.columns, ", ") + (key.primary ? " identifies rows" : " is unique"));
  question.complaint = "stored more than once";
  const std::string columns = list("t", key.columns);
  const std::string groups = "select " + columns + ", count(*) as copies" + from(table) + " where " +
                             every("t", key.columns, " is not null") + " group by " + columns +
                             " having count(*) > 1";
  question.count_sql = "select count(*) from (" + groups + ") as g";
  question.sample_sql = "select " + list("g", key.columns) + " from (" + groups + ") as g order by " +
                        list("g", key.columns) + " limit " + std::to_string(kMaxNamed);
  question.sample_columns = key.columns;
  return question;
}

Question not_null(const schema::Table& table, const schema::Column& column) {
  Question question = question_of("not_null", table, std::vector{column.name},
                                  table.name + "." + column.name + " is not null");
  question.complaint = "NULL";
  ask_for(question, table, " where " + quoted("t", column.name) + " is null",
          naming_columns(table, {column.name}));
  return question;
}

Question check_constraint(const schema::Table& table, const schema::Check& check) {
  std::vector<std::string> columns;
  for (const sql::CheckFact& fact : check.facts) {
    for (const std::string& column : {fact.column, fact.other}) {
      const bool known = table.column(column) != nullptr;
      if (known && std::find(columns.begin(), columns.end(), column) == columns.end())
        columns.push_back(column);
    }
  }
  Question question =
      question_of("check", table, columns, table.name + ": " + base::printable(check.expression));
  question.complaint = "against the CHECK";
  // The line break ends a comment that the expression may end with.
  std::vector<std::string> named = naming_columns(table, columns);
  if (named.empty()) named.push_back(table.columns.front().name);
  ask_for(question, table, " where not (" + check.expression + "\n)", std::move(named));
  return question;
}

std::string sample(db::Connection& connection, const Question& question) {
  std::vector<std::string> keys;
  for (const db::Row& row : connection.query(question.sample_sql)) {
    std::vector<std::string> parts;
    for (std::size_t i = 0; i < row.size() && i < question.sample_columns.size(); ++i) {
      parts.push_back(question.sample_columns[i] + " = " + base::printable(row[i].value_or("NULL")));
    }
    keys.push_back(base::join(parts, ", "));
  }
  return base::join(keys, "; ");
}

}  // namespace

std::string counted(std::uint64_t count, const char* one, const char* many) {
  return base::with_thousands(count) + " " + (count == 1 ? one : many);
}

std::vector<Question> constraint_questions(const schema::Table& table, const schema::Schema& live,
                                           std::vector<std::string>& notes) {
  std::vector<Question> questions;
  for (const schema::UniqueKey& key : table.unique_keys) {
    if (!key.special.empty()) {
      notes.push_back(table.name + ": the unique key " + key.name + " (" + key.special +
                      ") is left to the database");
      continue;
    }
    questions.push_back(unique(table, key));
  }
  for (const schema::ForeignKey& key : table.foreign_keys) {
    const schema::Table* parent = key.parent_schema.empty() ? live.table(key.parent) : nullptr;
    if (parent == nullptr || key.columns.size() != key.parent_columns.size()) {
      notes.push_back(table.name + "." + base::join(key.columns, ", ") + " refers to " +
                      (key.parent_schema.empty() ? "" : key.parent_schema + ".") + key.parent +
                      ", which is not in this schema; it was not checked");
      continue;
    }
    questions.push_back(foreign_key(table, key, *parent));
  }
  for (const schema::Column& column : table.columns) {
    if (!column.nullable) questions.push_back(not_null(table, column));
  }
  for (const schema::Check& check : table.checks) {
    if (!check.expression.empty()) questions.push_back(check_constraint(table, check));
  }
  return questions;
}

Outcome ask(db::Connection& connection, Question question) {
  const base::Stopwatch watch;
  Outcome outcome = std::move(question.outcome);
  std::string message;
  std::uint64_t count = 0;
  const std::string failure = in_savepoint(connection, [&] {
    count = std::stoull(connection.query(question.count_sql)[0][0].value_or("0"));
    if (count == 0) return;
    const bool keys = outcome.check == "unique" || outcome.check == "primary_key";
    message = counted(count, keys ? "value" : "row", keys ? "values" : "rows");
    if (outcome.check == "foreign_key") message += count == 1 ? " refers" : " refer";
    message += std::string(" ") + question.complaint + ": " + sample(connection, question);
    if (count > kMaxNamed) message += "; ...";
  });
  if (!failure.empty()) {
    message = "cannot be checked: " + failure;
    count = 1;
  }
  if (count > 0) {
    outcome.passed = false;
    outcome.finding = {outcome.check, outcome.table, outcome.column, message, count};
  }
  outcome.duration_ms = watch.milliseconds();
  return outcome;
}

}  // namespace seedctl::check
