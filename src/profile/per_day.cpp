// Days become a calendar, counts are the forms of `rows` times the day's factors.
#include "profile/per_day.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "base/text.h"
#include "gen/day_counts.h"
#include "gen/generators/shape.h"
#include "profile/notation.h"

namespace seedctl::profile {
namespace {

using base::Date;
using base::Node;
using base::TypeKind;

constexpr const char* kForm = "write per_day: {column: created_at, from: 2025-02-14, to: as_of, rows: 100}";

const Node& part(const Node& form, const char* key) {
  const Node* node = form.find(key);
  if (node == nullptr) base::fail_at(form, fmt::format("per_day lacks `{}`", key), kForm);
  return *node;
}

Date date_of(const Node& node, const char* key) {
  if (node.is_scalar())
    if (const auto date = Date::parse(node.text)) return *date;
  const bool ends = std::string_view(key) == "to";
  base::fail_at(node,
                fmt::format("{} must be a date{}, not {}", key, ends ? " or `as_of`" : "",
                            node.is_scalar() ? '"' + base::printable(node.text) + '"' : node.kind_text()),
                fmt::format("write {}: {}", key, ends ? "as_of" : "2025-02-14"));
}

Date last_day(const Node& form, const Settings& settings) {
  const Node* to = form.find("to");
  if (settings.until) return *settings.until;
  return to == nullptr || (to->is_scalar() && to->text == "as_of") ? settings.as_of : date_of(*to, "to");
}

// Where there is a second word on how many rows there are.
void refuse_others(const TableEntry& entry) {
  const char* other = entry.rows.kind != Node::Kind::null ? "rows"
                      : entry.total                       ? "total"
                      : entry.per                         ? "per"
                                                          : nullptr;
  if (other != nullptr) {
    base::fail_at(
        *entry.per_day, fmt::format("per_day and {} are two ways to say how many rows there are", other),
        fmt::format("keep one; a profile that extends another removes its key by `{}: null`", other));
  }
  refuse_given_rows(entry, "day");
}

void check_column(const Node& node, const schema::Table& table, const TableEntry& entry) {
  const std::string& name = base::as_text(node, "column");
  const std::string shown = fmt::format("{}.{}", base::printable(table.name), base::printable(name));
  const schema::Column* column = table.column(name);
  if (column == nullptr) {
    std::vector<std::string> names;
    for (const schema::Column& each : table.columns) names.push_back(each.name);
    base::fail_at(node, fmt::format("per_day: no column \"{}\" in table \"{}\"{}", base::printable(name),
                                    base::printable(table.name), base::did_you_mean(name, names)));
  }
  if (column->generated == schema::Column::Generated::computed)
    base::fail_at(node, fmt::format("{} is computed by the database", shown));
  const TypeKind kind = column->type.kind;
  if (kind != TypeKind::date && kind != TypeKind::timestamp && kind != TypeKind::timestamptz) {
    base::fail_at(node,
                  fmt::format("per_day needs a date or a timestamp; {} is {}", shown, column->type.str()),
                  "name the column that tells the row's day");
  }
  for (const ColumnEntry& written : entry.columns) {
    if (written.name != name) continue;
    fail(written.position, fmt::format("{} is the day of per_day already", shown),
         "leave it out of `columns`; `hours` beside `rows` shapes its time of day");
  }
}

// An s-curve whose middle and length follow from the range would move with its end.
void check_growth(const Node& form) {
  const Node* growth = form.find("growth");
  if (growth == nullptr) return;
  const bool bare = growth->is_scalar() && growth->text == "s-curve";
  const Node* curve = growth->kind == Node::Kind::map ? growth->find("s-curve") : nullptr;
  if (!bare && curve == nullptr) return;
  if (curve != nullptr && curve->kind == Node::Kind::map && curve->find("middle") && curve->find("over"))
    return;
  base::fail_at(*growth,
                "the s-curve needs its middle and its length: the days have no fixed end to tell them",
                "write growth: {s-curve: {middle: 2025-07-01, over: 26w}}");
}

// The most rows that a day can have, which spaces the numbers.
std::uint32_t slots_of(const Node& form, const gen::Cardinality& drawn, const gen::DayFactors& factors,
                       double scale) {
  const double widened = std::max(1.0, scale);  // a smaller scale keeps the numbers
  const Node* written = form.find("max");
  const Node& blamed = written != nullptr ? *written : part(form, "rows");
  double most = 0;
  if (written != nullptr) {
    const std::uint64_t max = base::as_count(*written, "max");
    if (max == 0) base::fail_at(*written, "max must be at least 1");
    most = std::ceil(static_cast<double>(max) * widened);
  } else if (const auto factor = gen::largest_factor(factors)) {
    if (*factor == 0) base::fail_at(form, "the factors leave no day any rows");
    most = std::ceil(drawn.max() * *factor * widened);
  } else {
    base::fail_at(part(form, "growth"),
                  "this growth has no end, and a row's number depends on the most rows of a day",
                  "write max beside it: the most rows that a day may ever have");
  }
  if (most > static_cast<double>(kMaxPerParent)) {
    base::fail_at(blamed, fmt::format("a day can have at most {} rows", base::with_thousands(kMaxPerParent)));
  }
  return static_cast<std::uint32_t>(most);
}

Node day_column(const Node& form, const Node& name) {
  Node column = placed_at(call("day", plain("null")), name.position);
  if (const Node* hours = form.find("hours")) column = with(std::move(column), "hours", *hours);
  return column;
}

}  // namespace

PerPlan read_per_day(const TableEntry& entry, const schema::Table& table, const Settings& settings) {
  const Node& form = entry.per_day.value();
  if (form.kind != Node::Kind::map)
    base::fail_at(form, fmt::format("per_day must be a map, not {}", form.kind_text()), kForm);
  const std::vector<std::string> known = {"column", "from",     "to",     "rows",  "max",
                                          "hours",  "weekdays", "months", "growth"};
  base::allow_keys(form, known, "per_day");
  refuse_others(entry);
  const Node& column = part(form, "column");
  check_column(column, table, entry);
  const Node& from = part(form, "from");
  PerPlan plan;
  plan.days = DaysPlan{column.text, column.position, day_column(form, column), date_of(from, "from"),
                       last_day(form, settings)};
  if (plan.days->to < plan.days->from) {
    const Node* to = form.find("to");
    base::fail_at(
        to != nullptr ? *to : from,
        fmt::format("the last day {} is before the first, {}", plan.days->to.str(), plan.days->from.str()),
        "the last day is `to`, else as_of; --until overrides both");
  }
  const gen::Key key = cardinality_key(entry.name, settings);
  check_growth(form);
  gen::DayCounts counts;
  counts.drawn = read_rows_form(part(form, "rows"), key);
  counts.first = plan.days->from;
  counts.factors = gen::read_day_factors(form, plan.days->from, plan.days->to);
  counts.scale = settings.scale;
  counts.max = slots_of(form, *counts.drawn, counts.factors, settings.scale);
  plan.cardinality = gen::day_counts(gen::sub_key(key, "fraction"), std::move(counts));
  plan.specification = fmt::format("{{\"per_day\":{},\"last\":\"{}\",\"scale\":{}}}", canonical(form),
                                   plan.days->to.str(), settings.scale);
  return plan;
}

std::optional<Date> first_of_days(const Document& document) {
  std::optional<Date> first;
  for (const TableEntry& entry : document.tables) {
    const Node* from =
        entry.per_day && entry.per_day->kind == Node::Kind::map ? entry.per_day->find("from") : nullptr;
    const auto date = from != nullptr && from->is_scalar() ? Date::parse(from->text) : std::nullopt;
    if (date && (!first || *date < *first)) first = date;
  }
  return first;
}

gen::PerParent per_day(const PerPlan& plan) {
  const auto calendar = gen::calendar(plan.days->from, plan.days->to);
  return {calendar.get(), plan.cardinality, calendar, plan.days->from};
}

}  // namespace seedctl::profile
