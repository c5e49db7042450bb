// The reader: every object's keys and every value's kind are checked by hand, so that a file mangled by a
// merge is refused at the place where it is wrong instead of being half understood.
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include <array>
#include <set>

#include "base/text.h"
#include "schema/logical_form.h"
#include "schema/snapshot.h"
#include "schema/snapshot_format.h"
#include "sql/splitter.h"

namespace seedctl::schema {
namespace {

using Json = nlohmann::ordered_json;

constexpr const char* kRewriteHint =
    "the file is written by `seedctl migrate`; run it again, or take the committed file";

// A value and the way to it from the top of the file: "tables[2].columns[0].type".
struct Place {
  const Json& json;
  std::string path;
  const std::string& file;

  [[noreturn]] void fail(const std::string& message) const {
    base::Error error(base::ErrorCode::config, base::SourcePosition{file, 0, 0},
                      path.empty() ? message : fmt::format("{}: {}", base::printable(path), message));
    throw error.with_hint(kRewriteHint);
  }
  // An object's value, or nothing.
  std::optional<Place> find(const char* key) const {
    const auto found = json.find(key);
    if (found == json.end()) return std::nullopt;
    return Place{*found, path.empty() ? key : path + "." + key, file};
  }
  Place need(const char* key) const {
    const auto found = find(key);
    if (!found) fail(fmt::format("\"{}\" is missing", key));
    return *found;
  }
  std::vector<Place> items() const {
    if (!json.is_array()) fail("a list is wanted here");
    std::vector<Place> places;
    for (std::size_t i = 0; i < json.size(); ++i)
      places.push_back({json[i], fmt::format("{}[{}]", path, i), file});
    return places;
  }
  void allow(std::initializer_list<const char*> keys) const {
    if (!json.is_object()) fail("an object is wanted here");
    const std::vector<std::string> known(keys.begin(), keys.end());
    for (const auto& [key, value] : json.items()) {
      if (std::find(known.begin(), known.end(), key) != known.end()) continue;
      fail(fmt::format("unknown key \"{}\"{}", base::printable(key), base::did_you_mean(key, known)));
    }
  }
  std::string text() const {
    if (!json.is_string()) fail("a text is wanted here");
    return json.get<std::string>();
  }
  std::string name() const {
    std::string value = text();
    if (value.empty()) fail("a name cannot be empty");
    return value;
  }
  bool boolean() const {
    if (!json.is_boolean()) fail("true or false is wanted here");
    return json.get<bool>();
  }
  std::uint64_t count() const {
    if (!json.is_number_unsigned()) fail("a whole number is wanted here");
    return json.get<std::uint64_t>();
  }
  std::vector<std::string> texts() const {
    std::vector<std::string> values;
    for (const Place& item : items()) values.push_back(item.text());
    return values;
  }
  bool flag(const char* key) const {
    const auto found = find(key);
    return found && found->boolean();
  }
  std::string text_or_empty(const char* key) const {
    const auto found = find(key);
    return found ? found->text() : "";
  }
  std::optional<std::string> optional_text(const char* key) const {
    const auto found = find(key);
    if (!found) return std::nullopt;
    return found->text();
  }
  std::optional<std::uint64_t> optional_count(const char* key) const {
    const auto found = find(key);
    if (!found) return std::nullopt;
    return found->count();
  }
  // The one of `all` whose name stands here.
  template <typename Enum, std::size_t N>
  Enum one_of(const std::array<Enum, N>& all, const char* (*name_of)(Enum)) const {
    const std::string value = text();
    std::vector<std::string> known;
    for (const Enum one : all) {
      if (value == name_of(one)) return one;
      known.emplace_back(name_of(one));
    }
    fail(fmt::format("\"{}\" is none of {}", base::printable(value), base::join(known, ", ")));
  }
};

Column read_column(const Place& place) {
  place.allow({"name", "type", "nullable", "generated", "default"});
  Column column;
  column.name = place.need("name").name();
  const Place type = place.need("type");
  const auto logical = base::LogicalType::parse(type.text());
  if (!logical) type.fail(fmt::format("\"{}\" is no logical type", base::printable(type.text())));
  column.type = *logical;
  column.nullable = place.flag("nullable");
  if (const auto generated = place.find("generated")) {
    using G = Column::Generated;
    column.generated = generated->one_of(std::array{G::none, G::identity_always, G::auto_number, G::computed},
                                         generated_name);
  }
  column.has_default = place.flag("default") || column.generated != Column::Generated::none;
  return column;
}

// Names of columns of this table.
std::vector<std::string> read_columns_of(const Table& table, const Place& place) {
  std::vector<std::string> names;
  for (const Place& item : place.items()) {
    names.push_back(item.name());
    if (table.column(names.back()) == nullptr) {
      item.fail(fmt::format("table {} has no column \"{}\"", base::printable(table.name),
                            base::printable(names.back())));
    }
  }
  return names;
}

UniqueKey read_unique_key(const Table& table, const Place& place) {
  place.allow({"columns", "primary", "special"});
  UniqueKey key;
  key.columns = read_columns_of(table, place.need("columns"));
  key.primary = place.flag("primary");
  key.special = place.text_or_empty("special");
  if (key.columns.empty() && key.special.empty()) place.fail("a key needs columns");
  return key;
}

ForeignKey read_foreign_key(const Table& table, const Place& place) {
  place.allow({"columns", "parent_schema", "parent", "parent_columns", "on_delete", "deferrable"});
  ForeignKey key;
  key.columns = read_columns_of(table, place.need("columns"));
  key.parent = place.need("parent").name();
  key.parent_schema = place.text_or_empty("parent_schema");
  key.parent_columns = place.need("parent_columns").texts();
  // Without parent columns: SQLite keeps a foreign key to a table that is not there.
  const bool dangling = key.parent_columns.empty();
  if (key.columns.empty() || (!dangling && key.parent_columns.size() != key.columns.size())) {
    place.fail("a foreign key needs as many parent_columns as columns, and at least one");
  }
  if (const auto action = place.find("on_delete")) {
    using A = ForeignKey::Action;
    key.on_delete = action->one_of(
        std::array{A::no_action, A::restrict, A::cascade, A::set_null, A::set_default}, action_name);
  }
  key.deferrable = place.flag("deferrable");
  return key;
}

sql::CheckFact read_fact(const Place& place) {
  place.allow({"kind", "column", "other", "or_equal", "low", "low_open", "high", "high_open", "values",
               "min_length", "max_length"});
  using K = sql::CheckFact::Kind;
  sql::CheckFact fact;
  fact.kind = place.need("kind").one_of(
      std::array{K::range, K::values, K::length, K::less, K::not_null, K::like, K::matches, K::unknown}, fact_name);
  fact.column = place.text_or_empty("column");
  fact.other = place.text_or_empty("other");
  fact.or_equal = place.flag("or_equal");
  fact.low = place.optional_text("low");
  fact.low_open = place.flag("low_open");
  fact.high = place.optional_text("high");
  fact.high_open = place.flag("high_open");
  if (const auto values = place.find("values")) fact.values = values->texts();
  fact.min_length = place.optional_count("min_length");
  fact.max_length = place.optional_count("max_length");
  return fact;
}

Table read_table(const Place& place) {
  place.allow({"name", "columns", "unique_keys", "foreign_keys", "checks"});
  Table table;
  table.name = place.need("name").name();
  for (const Place& item : place.need("columns").items()) {
    Column column = read_column(item);
    if (table.column(column.name) != nullptr)
      item.fail(fmt::format("column \"{}\" is here twice", base::printable(column.name)));
    table.columns.push_back(std::move(column));
  }
  if (const auto keys = place.find("unique_keys")) {
    for (const Place& item : keys->items()) table.unique_keys.push_back(read_unique_key(table, item));
  }
  if (const auto keys = place.find("foreign_keys")) {
    for (const Place& item : keys->items()) table.foreign_keys.push_back(read_foreign_key(table, item));
  }
  // The file says what holds, not by which constraint: each fact stands alone.
  if (const auto checks = place.find("checks")) {
    for (const Place& item : checks->items()) table.checks.push_back({"", "", {read_fact(item)}});
  }
  return table;
}

Json parse(std::string_view text, const std::string& file) {
  if (text.size() > kMaxSnapshotBytes) {
    throw base::Error(
        base::ErrorCode::config, base::SourcePosition{file, 0, 0},
        fmt::format("no schema snapshot has more than {} bytes", base::with_thousands(kMaxSnapshotBytes)))
        .with_hint(kRewriteHint);
  }
  try {
    return Json::parse(text);
  } catch (const Json::parse_error& error) {
    const std::size_t offset = error.byte == 0 ? 0 : error.byte - 1;
    const base::SourcePosition where = sql::position_of(text, std::min(offset, text.size()), file);
    base::Error failure(base::ErrorCode::config, where, "this is not JSON");
    failure.excerpt = base::excerpt_of(text, where);
    throw failure.with_hint(kRewriteHint);
  }
}

}  // namespace

Schema from_snapshot(std::string_view text, const std::string& file) {
  const Json json = parse(text, file);
  const Place top{json, "", file};
  top.allow({"version", "tables"});
  const Place version = top.need("version");
  if (version.count() != kSnapshotVersion) {
    version.fail(
        fmt::format("this seedctl reads version {}, the file has {}", kSnapshotVersion, version.count()));
  }
  Schema schema;
  std::set<std::string> seen;
  for (const Place& item : top.need("tables").items()) {
    schema.tables.push_back(read_table(item));
    const std::string& name = schema.tables.back().name;
    if (!seen.insert(name).second)
      item.fail(fmt::format("table \"{}\" is here twice", base::printable(name)));
  }
  std::sort(schema.tables.begin(), schema.tables.end(),
            [](const Table& a, const Table& b) { return a.name < b.name; });
  return schema;
}

}  // namespace seedctl::schema
