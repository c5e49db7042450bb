// Written by hand rather than through a JSON library: the text is hashed, so each byte of it is ours to
// decide.
#include "profile/specification.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/hash.h"
#include "base/text.h"
#include "profile/feasibility.h"
#include "profile/nested_columns.h"
#include "profile/notation.h"

namespace seedctl::profile {
namespace {

std::string joined(const std::vector<std::string>& parts) { return base::join(parts, ","); }

// The generator's own value first, then its parameters by name: their order in the profile means nothing.
std::string arguments_of(const ColumnForm& form) {
  std::string text = fmt::format("\"value\":{}", canonical(form.value));
  if (form.column.kind != base::Node::Kind::map) return text;
  std::map<std::string, std::string> further;
  for (const base::NodeEntry& entry : form.column.entries) {
    if (entry.key != form.generator->name) further[entry.key] = canonical(entry.value);
  }
  for (const auto& [key, value] : further)
    text += fmt::format(",{}:{}", quoted_json("parameter " + key), value);
  return text;
}

// What a reference reads beside its arguments: the foreign key it follows, and whether it may be NULL.
std::string reference_text(const TablePlan& plan, const ColumnPlan& column) {
  if (!column.form.is("ref")) return {};
  std::vector<std::string> parts = {quoted_json(referred_table(plan, column))};
  const schema::ForeignKey* key =
      followed_key(*plan.table, column.column->name, referred_table(plan, column));
  if (key != nullptr) {
    parts.push_back(quoted_json(base::join(key->columns, ",")));
    parts.push_back(quoted_json(base::join(key->parent_columns, ",")));
  }
  const bool nullable = not_null_rule(plan, *column.column).empty();
  return fmt::format(",\"refers\":[{}],\"nullable\":{}", joined(parts), nullable);
}

// Which generators the column is made of beside its own, with their versions.
std::string parts_text(const ColumnForm& form, const std::string& column) {
  std::string text;
  std::vector<ColumnForm> parts = nested_forms(form, column);
  for (ColumnForm& part : part_forms(form, column)) parts.push_back(std::move(part));
  for (const ColumnForm& part : parts) {
    text += fmt::format("{}[{},{}{}]", text.empty() ? "" : ",", quoted_json(part.generator->name),
                        part.generator->version, parts_text(part, column));
  }
  return text.empty() ? text : ",\"parts\":[" + text + "]";
}

std::string column_text(const TablePlan& plan, const ColumnPlan& column) {
  std::string text = fmt::format("{{\"name\":{},\"type\":{},\"generator\":{},\"version\":{},{}",
                                 quoted_json(column.column->name), quoted_json(column.type.str()),
                                 quoted_json(column.form.generator->name), column.form.generator->version,
                                 arguments_of(column.form));
  if (!column.form.nulls.never()) {
    text += fmt::format(",\"nulls\":\"{}/{}\"", column.form.nulls.hits, column.form.nulls.block);
  }
  if (column.form.dirty) text += fmt::format(",\"dirty\":{}", canonical(*column.form.dirty));
  if (column.is_virtual()) text += ",\"virtual\":true";
  if (column.unique) text += ",\"unique\":true";
  if (column.digit) {
    text += fmt::format(",\"combined\":[{},{},{},{}]", quoted_json(column.product_name),
                        column.digit->product, column.digit->stride, column.digit->within_parent);
  }
  text += reference_text(plan, column) + parts_text(column.form, column.column->name);
  return text + "}";
}

std::string fixed_text(const TablePlan& plan, const gen::FixedRow& row) {
  std::map<std::string, std::string> cells;
  for (std::size_t i = 0; i < row.cells.size(); ++i) {
    if (!row.cells[i]) continue;
    const std::string value =
        base::is_null(*row.cells[i]) ? "null" : quoted_json(base::to_text(*row.cells[i]));
    cells[quoted_json(plan.columns[i].column->name)] = value;
  }
  std::vector<std::string> parts;
  for (const auto& [name, value] : cells) parts.push_back(name + ":" + value);
  return fmt::format("{{\"name\":{},\"cells\":{{{}}}}}", quoted_json(row.name), joined(parts));
}

std::string fingerprints_text(const std::map<std::string, std::string>& fingerprints) {
  std::vector<std::string> parts;
  for (const auto& [name, fingerprint] : fingerprints)
    parts.push_back(fmt::format("{}:{}", quoted_json(name), quoted_json(fingerprint)));
  return "{" + joined(parts) + "}";
}

}  // namespace

std::string with_late_parents(const std::string& specification,
                              const std::map<std::string, std::string>& fingerprints) {
  return specification.substr(0, specification.size() - 1) + ",\"late\":" + fingerprints_text(fingerprints) +
         "}";
}

std::string specification(const TablePlan& plan, const gen::Table& table, const Settings& settings,
                          const std::map<std::string, std::string>& fingerprints) {
  std::string rows = plan.per ? plan.per->specification : std::to_string(plan.rows);
  if (plan.entry->dense) rows += ",\"dense\":true";
  std::map<std::string, std::string> by_name;
  for (const ColumnPlan& column : plan.columns) by_name[column.column->name] = column_text(plan, column);
  std::vector<std::string> columns, fixed, key;
  for (const auto& [name, text] : by_name) columns.push_back(text);
  for (const gen::FixedRow& row : table.fixed()) fixed.push_back(fixed_text(plan, row));
  // A file may have many rows; the ledger keeps what tells two versions of it apart.
  if (plan.entry->from) fixed = {quoted_json("rows of a file: " + base::sha256_hex(joined(fixed)))};
  for (const std::string& name : key_columns(*plan.table, plan.entry)) key.push_back(quoted_json(name));
  return fmt::format(
      "{{\"format\":1,\"table\":{},\"seed\":{},\"as_of\":\"{}\",\"locale\":{},\"rows\":{},\"key\":[{}],"
      "\"columns\":[{}],"
      "\"fixed\":[{}],\"parents\":{}}}",
      quoted_json(plan.table->name), settings.seed, settings.as_of.str(), quoted_json(plan.locale->name()),
      rows, joined(key), joined(columns), joined(fixed), fingerprints_text(fingerprints));
}

}  // namespace seedctl::profile
