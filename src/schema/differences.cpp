// Only what changes the data that fits: names of constraints, widths that still hold every number, and how an
// engine gives out numbers are not worth a sentence.
#include <fmt/format.h>

#include <algorithm>

#include "schema/logical_form.h"
#include "schema/snapshot.h"

namespace seedctl::schema {
namespace {

constexpr const char* kInDatabase = "the database";

class Sentences {
 public:
  void differ(const std::string& what, std::string_view in_snapshot, std::string_view in_database) {
    list_.push_back(
        fmt::format("{}: {} in {}, {} in {}", what, in_snapshot, kSnapshotFile, in_database, kInDatabase));
  }
  void only_in_snapshot(const std::string& what) {
    list_.push_back(fmt::format("{}: in {}, not in {}", what, kSnapshotFile, kInDatabase));
  }
  void only_in_database(const std::string& what) {
    list_.push_back(fmt::format("{}: in {}, not in {}", what, kInDatabase, kSnapshotFile));
  }
  std::vector<std::string> take() { return std::move(list_); }

 private:
  std::vector<std::string> list_;
};

// A live integer column that is wider than in the snapshot holds all that is made for it; one that the engine
// numbers is never given more than the number of rows.
bool compatible(const Column& snapshot, const Column& live) {
  if (snapshot.type == live.type) return true;
  if (snapshot.type.kind != base::TypeKind::integer || live.type.kind != base::TypeKind::integer)
    return false;
  const auto numbered = [](const Column& c) {
    return c.generated == Column::Generated::auto_number || c.generated == Column::Generated::identity_always;
  };
  return live.type.bits >= snapshot.type.bits || numbered(snapshot) || numbered(live);
}

void compare_columns(const std::string& what, const Column& snapshot, const Column& live,
                     Sentences& sentences) {
  const auto choose = [](bool yes, const char* if_yes, const char* if_no) { return yes ? if_yes : if_no; };
  if (!compatible(snapshot, live)) sentences.differ(what, snapshot.type.str(), live.type.str());
  if (snapshot.nullable != live.nullable) {
    sentences.differ(what, choose(snapshot.nullable, "nullable", "NOT NULL"),
                     choose(live.nullable, "nullable", "NOT NULL"));
  }
  const bool was_computed = snapshot.generated == Column::Generated::computed;
  const bool is_computed = live.generated == Column::Generated::computed;
  if (was_computed != is_computed) {
    sentences.differ(what, choose(was_computed, "computed", "not computed"),
                     choose(is_computed, "computed", "not computed"));
  }
  const bool plain =
      snapshot.generated == Column::Generated::none && live.generated == Column::Generated::none;
  if (plain && snapshot.has_default != live.has_default) {
    sentences.differ(what, choose(snapshot.has_default, "a default", "no default"),
                     choose(live.has_default, "a default", "no default"));
  }
}

template <typename Part>
void compare_parts(const std::string& table, const std::vector<Part>& snapshot, const std::vector<Part>& live,
                   Sentences& sentences) {
  std::vector<std::string> before, after;
  for (const Part& part : snapshot) before.push_back(describe(part));
  for (const Part& part : live) after.push_back(describe(part));
  const auto has = [](const std::vector<std::string>& list, const std::string& one) {
    return std::find(list.begin(), list.end(), one) != list.end();
  };
  for (const std::string& part : before) {
    if (!has(after, part)) sentences.only_in_snapshot(table + ": " + part);
  }
  for (const std::string& part : after) {
    if (!has(before, part)) sentences.only_in_database(table + ": " + part);
  }
}

void compare_tables(const Table& snapshot, const Table& live, Sentences& sentences) {
  for (const Column& column : snapshot.columns) {
    const std::string what = snapshot.name + "." + column.name;
    const Column* other = live.column(column.name);
    if (other == nullptr) {
      sentences.only_in_snapshot(what);
    } else {
      compare_columns(what, column, *other, sentences);
    }
  }
  for (const Column& column : live.columns) {
    if (snapshot.column(column.name) == nullptr) sentences.only_in_database(live.name + "." + column.name);
  }
  compare_parts(live.name, logical_unique_keys(snapshot), logical_unique_keys(live), sentences);
  compare_parts(live.name, logical_foreign_keys(snapshot), logical_foreign_keys(live), sentences);
  compare_parts(live.name, logical_facts(snapshot), logical_facts(live), sentences);
}

}  // namespace

std::vector<std::string> differences(const Schema& in_snapshot, const Schema& in_database) {
  const Schema snapshot = logical(in_snapshot), live = logical(in_database);
  Sentences sentences;
  for (const Table& table : snapshot.tables) {
    const Table* other = live.table(table.name);
    if (other == nullptr) {
      sentences.only_in_snapshot("table " + table.name);
    } else {
      compare_tables(table, *other, sentences);
    }
  }
  for (const Table& table : live.tables) {
    if (table.not_loadable.empty() && snapshot.table(table.name) == nullptr) {
      sentences.only_in_database("table " + table.name);
    }
  }
  return sentences.take();
}

}  // namespace seedctl::schema
