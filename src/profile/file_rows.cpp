// The key is what people see of a row; where the file does not have it, nothing that stays with the row is
// known.
#include "profile/file_rows.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "base/text.h"
#include "gen/generators/pick_policy.h"
#include "profile/inference.h"
#include "profile/nested_columns.h"
#include "profile/notation.h"
#include "profile/uniqueness.h"

namespace seedctl::profile {
namespace {

bool is_in_file(const TablePlan& plan, const std::string& column) {
  const auto& names = plan.entry->file_columns;
  return std::find(names.begin(), names.end(), column) != names.end();
}

// Whether an expression names `row`; a column of that name counts too, which is refused with it.
bool reads_row_number(std::string_view text) {
  const auto is_part = [&](std::size_t at) {
    const char c = at < text.size() ? text[at] : ' ';
    return c == '_' || c == '"' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  };
  for (std::size_t at = text.find("row"); at != std::string_view::npos; at = text.find("row", at + 1))
    if ((at == 0 || !is_part(at - 1)) && !is_part(at + 3)) return true;
  return false;
}

// Why what a form makes follows the row's number; "" where it does not.
std::string form_reason(const ColumnForm& form, const std::string& column) {
  if (form.is("sequence")) return "sequence counts rows";
  const bool reads_row = form.value.text.find("{row") != std::string::npos;
  if (form.is("template") && reads_row) return "{row} is the row's number";
  if (form.is("expr") && reads_row_number(form.value.text)) return "row is the row's number";
  if (form.is("between") && std::any_of(form.value.items.begin(), form.value.items.end(),
                                        [](const base::Node& bound) { return reads_row_number(bound.text); }))
    return "row is the row's number";
  std::string reason;
  for (const auto& parts : {nested_forms(form, column), part_forms(form, column)})
    for (const ColumnForm& part : parts)
      if (reason.empty()) reason = form_reason(part, column);
  return reason;
}

// Why the column's values follow the row's number; "" where they do not.
std::string place_reason(const TablePlan& plan, const ColumnPlan& column) {
  if (column.unique) return column.unique_rule;
  if (column.digit) return fmt::format("it is unique together with others ({})", column.product_name);
  if (std::string reason = form_reason(column.form, column.column->name); !reason.empty()) return reason;
  if (!column.form.is("ref")) return {};
  if (referred_table(plan, column) == plan.table->name)
    return "a reference to the own table goes to an earlier row";
  const base::Node* pick = column.form.column.find("pick");
  const bool by_number = pick != nullptr && (pick->text == "each" || pick->find("growth") != nullptr ||
                                             pick->find("distinct") != nullptr);
  return by_number ? "pick deals parents out by the row's number" : std::string();
}

// The row's cells in these columns as one text; nullopt where one is NULL or not given.
std::optional<std::string> text_of(const TablePlan& plan, const gen::FixedRow& row,
                                   const std::vector<std::string>& columns) {
  std::string text;
  for (const std::string& name : columns) {
    const auto index = plan.index_of(name);
    const auto* cell = index ? row.cell(*index) : nullptr;
    if (cell == nullptr || base::is_null(*cell)) return std::nullopt;
    if (!text.empty()) text += '|';
    text += base::to_text(*cell);
  }
  return text;
}

void refuse_repeated(const TablePlan& plan, const std::vector<gen::FixedRow>& rows,
                     const std::vector<std::string>& columns, const std::string& rule) {
  std::map<std::string, std::size_t> seen;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const auto text = text_of(plan, rows[i], columns);
    if (!text) continue;
    const auto [first, fresh] = seen.try_emplace(*text, i);
    if (fresh) continue;
    const base::Node& row = plan.entry->fixed[i].node;
    const base::Node* cell = row.find(columns.front());
    fail(cell == nullptr ? row.position : cell->position,
         fmt::format("\"{}\" is also in line {}, but {} tells rows apart", base::printable(*text),
                     plan.entry->fixed[first->second].node.position.line, rule));
  }
}

void require_key(const TablePlan& plan) {
  for (const std::string& name : key_columns(*plan.table, plan.entry)) {
    if (is_in_file(plan, name)) continue;
    fail(plan.entry->from->position,
         fmt::format("{} does not give {}, which tells its rows apart",
                     base::printable(plan.entry->from->text), base::printable(name)),
         fmt::format("add a column {} to the file, or say by which of its columns rows are matched: key: {}",
                     base::printable(name), base::printable(base::join(plan.entry->file_columns, ", "))));
  }
}

// With `rows` there may be more than the file's, at another scale at least.
void refuse_unused(const TablePlan& plan, const ColumnPlan& column) {
  const std::string& name = column.column->name;
  if (plan.entry->rows.kind != base::Node::Kind::null) return;
  for (const ColumnEntry& written : plan.entry->columns) {
    if (written.name != name) continue;
    fail(written.position,
         fmt::format("{}.{} is not made: {} gives all rows of the table, and this column",
                     base::printable(plan.table->name), base::printable(name),
                     base::printable(plan.entry->from->text)),
         fmt::format(
             "leave it out ({}: null, where another profile is extended that has it), or ask for more rows "
             "than the file's with `rows`",
             base::printable(name)));
  }
}

}  // namespace

void check_file_columns(const TablePlan& plan) {
  if (!plan.entry->from) return;
  require_key(plan);
  for (const ColumnPlan& column : plan.columns) {
    const std::string& name = column.column->name;
    if (column.given) refuse_unused(plan, column);
    if (is_in_file(plan, name)) continue;
    const std::string reason = place_reason(plan, column);
    if (reason.empty()) continue;
    fail(column.inferred() ? plan.entry->from->position : column.position,
         fmt::format("{}.{} would follow the line's place in {}: {}", base::printable(plan.table->name),
                     base::printable(name), base::printable(plan.entry->from->text), reason),
         fmt::format("add a column {} to the file", base::printable(name)));
  }
}

void name_file_rows(const TablePlan& plan, std::vector<gen::FixedRow>& rows) {
  const std::vector<std::string> key = key_columns(*plan.table, plan.entry);
  refuse_repeated(plan, rows, key, fmt::format("the key ({})", base::join(key, ", ")));
  for (const schema::UniqueKey& unique : plan.table->unique_keys) {
    if (unique.columns.size() > 1 && unique.special.empty())
      refuse_repeated(plan, rows, unique.columns, rule_of(unique));
  }
  for (gen::FixedRow& row : rows) row.name = text_of(plan, row, key).value_or("");
}

}  // namespace seedctl::profile
