// The refusals, worded once.
#include "gen/generators/arguments.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/text.h"
#include "gen/catalog.h"

namespace seedctl::gen {

namespace {

using base::Node;
using base::TypeKind;

}  // namespace

const Node& Arguments::node() const { return value.kind == Node::Kind::null ? column : value; }

void Arguments::allow_parameters(std::initializer_list<std::string_view> parameters) const {
  if (column.kind != Node::Kind::map) return;
  std::vector<std::string> known{std::string(generator)};
  for (const std::string_view name : parameters) known.emplace_back(name);
  for (const ParameterInfo& modifier : column_modifiers()) known.push_back(modifier.name);
  base::allow_keys(column, known, generator);
}

const Node* Arguments::parameter(std::string_view name) const {
  return column.kind == Node::Kind::map ? column.find(name) : nullptr;
}

void Arguments::refuse_value() const {
  if (value.kind == Node::Kind::null) return;
  base::fail_at(value, fmt::format("{} takes no value", generator), fmt::format("write just: {}", generator));
}

void Arguments::allow_nothing() const {
  refuse_value();
  allow_parameters({});
}

void Arguments::allow_locale() const {
  refuse_value();
  allow_parameters({"locale"});
}

void Arguments::require_value() const {
  if (value.kind != Node::Kind::null) return;
  const GeneratorInfo* info = find_generator(generator);
  base::fail_at(column, fmt::format("{} needs a value", generator),
                info != nullptr ? fmt::format("for example: {}", info->example) : "");
}

void Arguments::require_kind(std::initializer_list<TypeKind> kinds) const {
  if (std::find(kinds.begin(), kinds.end(), context.type.kind) != kinds.end()) return;
  std::string names;
  for (const TypeKind kind : kinds)
    names += fmt::format("{}{}", names.empty() ? "" : ", ", base::kind_name(kind));
  fail(fmt::format("{} makes {}; column {} is {}", generator, names, context.column, context.type.str()));
}

void Arguments::require_text(std::size_t longest) const {
  require_kind({TypeKind::text});
  const auto limit = text_limit();
  if (!limit || longest <= *limit) return;
  fail(fmt::format("{} can be {} characters long; column {} is {}", generator, longest, context.column,
                   context.type.str()));
}

std::optional<std::size_t> Arguments::text_limit() const {
  return context.type.length == 0 ? std::nullopt : std::optional<std::size_t>(context.type.length);
}

void Arguments::require_capacity(std::uint64_t capacity) const {
  if (!context.unique || capacity >= context.number_bound) return;
  fail(fmt::format("unique: {} has only {} different {}, {} rows are asked for; {} would work", generator,
                   capacity, capacity == 1 ? "value" : "values", context.number_bound, capacity));
}

void Arguments::refuse_unique(std::string_view reason) const {
  if (!context.unique) return;
  fail(fmt::format("unique: {} cannot be unique: {}", generator, reason));
}

const Locale& Arguments::locale() const {
  if (const Node* own = parameter("locale")) return Locale::at(base::as_text(*own, "locale"), own->position);
  if (context.locale != nullptr) return *context.locale;
  const Locale* locale = Locale::find("en_US");
  if (locale == nullptr) throw base::Error(base::ErrorCode::internal, "locale en_US is missing");
  return *locale;
}

void Arguments::fail(std::string message, std::string hint) const {
  base::fail_at(node(), std::move(message), std::move(hint));
}

base::Decimal number_of(const Node& node, std::string_view what) {
  if (node.is_number()) {
    if (const auto number = base::Decimal::parse(node.text)) return number->normalized();
  }
  base::fail_at(node, fmt::format("{} must be a number, not {}", what,
                                  node.is_scalar() ? fmt::format("\"{}\"", base::printable(node.text))
                                                   : std::string(node.kind_text())));
}

base::Interval span_of(const base::Node& node) {
  // Longer than the calendar is a typing mistake, and would overflow further on.
  constexpr std::int64_t kMostDays = 10'000 * 366;
  std::optional<base::Interval> span;
  if (node.is_scalar() && node.kind != Node::Kind::null) span = base::Interval::parse(node.text);
  if (!span) base::fail_at(node, "a span is written with units: 90s, 10m, 4h, 1d12h, 2w, 3mo, 1y");
  const std::int64_t days =
      span->months / 12 * std::int64_t{366} + span->days + span->micros / base::kMicrosPerDay;
  if (days > kMostDays || days < -kMostDays) base::fail_at(node, "this span is longer than the calendar");
  return *span;
}

SiblingColumn time_column(const Arguments& arguments, const Node& node) {
  const BuildContext& context = arguments.context;
  const std::string& name = base::as_text(node, arguments.generator);
  const auto found = context.sibling ? context.sibling(name) : std::nullopt;
  if (!found) {
    base::fail_at(node, fmt::format("table {} has no column \"{}\"{}", context.table, base::printable(name),
                                    base::did_you_mean(name, context.sibling_names)));
  }
  if (name == context.column) base::fail_at(node, fmt::format("column {} refers to itself", name));
  const TypeKind kind = found->type.kind;
  if (kind != TypeKind::date && kind != TypeKind::timestamp && kind != TypeKind::timestamptz) {
    base::fail_at(node, fmt::format("{} needs a date or a timestamp; column {} is {}", arguments.generator,
                                    name, found->type.str()));
  }
  return *found;
}

base::Value value_of(const Node& node, const base::LogicalType& type) {
  if (!node.is_scalar()) {
    base::fail_at(node, fmt::format("expected one value of type {}, not {}", type.str(), node.kind_text()));
  }
  if (node.kind == Node::Kind::null) {
    base::fail_at(node, fmt::format("expected a value of type {}, not null", type.str()),
                  "for a share of NULLs write nulls: 5% beside the generator");
  }
  std::string text = node.text;
  if (type.kind == TypeKind::boolean && node.kind == Node::Kind::boolean) text = base::lower_ascii(text);
  if (type.kind == TypeKind::integer && node.kind == Node::Kind::integer) {
    text = std::to_string(base::as_integer(node, "value"));  // 0x1F and the like
  }
  if (auto value = base::from_text(text, type)) {
    // As the column gives it back: 5 is 5.00 in decimal(10,2), 0.1 the nearest float in real(32).
    if (auto* decimal = std::get_if<base::Decimal>(&*value); decimal != nullptr && type.precision > 0) {
      *decimal = decimal->rescaled(type.scale);
    } else if (auto* real = std::get_if<double>(&*value); real != nullptr && type.bits == 32) {
      *real = static_cast<double>(static_cast<float>(*real));
    }
    return *std::move(value);
  }
  base::fail_at(node, fmt::format("\"{}\" is no value of type {}", base::printable(node.text), type.str()));
}

std::size_t digits_of(std::uint64_t number) {
  std::size_t digits = 1;
  for (; number >= 10; number /= 10) ++digits;
  return digits;
}

}  // namespace seedctl::gen
