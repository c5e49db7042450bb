// Engines name a constraint, or print its text, in their message; the table is named there or in front of it.
#include "seed/unread_checks.h"

#include <algorithm>

#include "base/text.h"
#include "profile/document.h"
#include "profile/unread_checks.h"
#include "schema/tokens.h"

namespace seedctl::seed {

namespace {

// PostgreSQL's text says CHECK itself.
std::string rule_text(const schema::Check& check) {
  const std::string text = base::printable(check.expression);
  return text.starts_with("CHECK") ? text : "CHECK (" + text + ")";
}

bool holds(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

bool names(const std::string& message, const schema::Check& check) {
  if (!check.name.empty() && holds(message, "\"" + base::printable(check.name) + "\"")) return true;
  return holds(message, "failed: " + base::printable(check.name.empty() ? check.expression : check.name));
}

bool names(const std::string& message, const schema::Table& table) {
  const std::string name = base::printable(table.name);
  return message.starts_with(name + ": ") || holds(message, "\"" + name + "\"");
}

struct Broken {
  const TableWork* work = nullptr;
  const schema::Check* check = nullptr;  // nullptr: the table takes no such row for another reason
};

// Two tables can have a CHECK of one name: the one that the message names comes first.
Broken broken_rule(const std::string& message, const std::vector<std::unique_ptr<TableWork>>& works) {
  Broken found;
  for (const bool by_table : {true, false}) {
    for (const auto& work : works) {
      if (!work->writes() || (by_table && !names(message, work->live))) continue;
      for (const schema::Check& check : work->live.checks) {
        if (names(message, check)) return {work.get(), &check};
      }
      if (by_table && found.work == nullptr) found.work = work.get();
    }
  }
  return found;
}

// Of the named columns that the profile fills, those that it writes down first.
std::vector<const profile::ResolvedColumn*> filled_columns(const TableWork& work, const std::string& text,
                                                           base::Engine engine) {
  std::vector<std::string> names;
  for (const schema::Column& column : work.live.columns) names.push_back(column.name);
  std::vector<const profile::ResolvedColumn*> found;
  for (const std::string& name : schema::columns_in(text, engine, names)) {
    for (const profile::ResolvedColumn& column : work.table.columns) {
      if (column.name == name) found.push_back(&column);
    }
  }
  std::stable_partition(found.begin(), found.end(),
                        [](const profile::ResolvedColumn* column) { return column->reason.empty(); });
  return found;
}

std::string names_of(const std::vector<const profile::ResolvedColumn*>& columns) {
  std::vector<std::string> names;
  for (const profile::ResolvedColumn* column : columns) names.push_back(base::printable(column->name));
  return base::join(names, " and ");
}

}  // namespace

void note_unread_checks(TableWork& work) {
  if (!work.writes()) return;
  for (const schema::Check& check : work.live.checks) {
    const bool unread = std::any_of(check.facts.begin(), check.facts.end(), [&](const sql::CheckFact& fact) {
      return profile::is_unread(fact, work.table.columns);
    });
    if (unread) work.add_note("not understood, left to the database: " + rule_text(check));
  }
}

base::Error placed_in_profile(base::Error error, const std::vector<std::unique_ptr<TableWork>>& works,
                              const Recipe& recipe, base::Engine engine) {
  if (error.position() || !recipe.is_broken_check(error)) return error;
  const Broken broken = broken_rule(error.message(), works);
  if (broken.work == nullptr) return error;
  const profile::ResolvedTable& table = broken.work->table;
  // Of a row without a partition the detail names the columns: "contains (day) = (2025-02-18)".
  const std::string text =
      broken.check != nullptr ? broken.check->expression : error.detail.substr(0, error.detail.find(" = "));
  const auto columns = filled_columns(*broken.work, text, engine);
  error.at(columns.empty() ? table.position : columns.front()->position);
  if (error.hint.empty()) {
    const std::string what = columns.empty() ? "its columns are" : names_of(columns) + " may be";
    error.hint = broken.check != nullptr
                     ? rule_text(*broken.check) + ": say under `columns` what " + what
                     : "say under `columns` what " + what + ", or make a partition that takes the row";
  }
  profile::add_excerpt(error);
  return error;
}

}  // namespace seedctl::seed
