// The steps are those of PostgreSQL's func_select_candidate and select_common_type, in their order: only the
// same steps choose the same function for every call.
#include "profile/expression_types.h"

#include <fmt/format.h>

#include <algorithm>

namespace seedctl::profile {
namespace {

using base::LogicalType;
using base::TypeKind;
using gen::Function;
using gen::Signature;

enum class Category { number, string, boolean, time, span, other };

Category category_of(const Signature& type) {
  switch (type.kind) {
    case TypeKind::integer:
    case TypeKind::decimal:
    case TypeKind::real:
      return Category::number;
    case TypeKind::text:
      return Category::string;
    case TypeKind::boolean:
      return Category::boolean;
    case TypeKind::date:
    case TypeKind::time:
    case TypeKind::timestamp:
    case TypeKind::timestamptz:
      return Category::time;
    case TypeKind::interval:
      return Category::span;
    default:
      return Category::other;
  }
}

bool is_preferred(const Signature& type) {
  switch (type.kind) {
    case TypeKind::real:
      return type.bits == 64;
    case TypeKind::text:
    case TypeKind::boolean:
    case TypeKind::timestamptz:
    case TypeKind::interval:
      return true;
    default:
      return false;
  }
}

using Arguments = std::span<const ArgumentType>;
using Candidates = std::vector<const Function*>;

bool takes_count(const Function& function, std::size_t count) {
  return function.variadic ? count >= function.parameters.size() : count == function.parameters.size();
}

bool is_exact(const Function& function, Arguments arguments) {
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    if (arguments[i] != parameter_at(function, i)) return false;
  }
  return true;
}

bool can_take(const Function& function, Arguments arguments) {
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    if (arguments[i] && !converts_implicitly(*arguments[i], parameter_at(function, i))) return false;
  }
  return true;
}

// Keeps those with the highest score.
template <class Score>
void keep_best(Candidates& candidates, const Score& score) {
  int best = 0;
  for (const Function* candidate : candidates) best = std::max(best, score(*candidate));
  std::erase_if(candidates, [&](const Function* candidate) { return score(*candidate) < best; });
}

// What literals of unknown type most likely are: the category that all candidates agree on, text before all.
void settle_literals(Candidates& candidates, Arguments arguments) {
  std::vector<std::optional<Category>> categories(arguments.size());
  std::vector<bool> preferred(arguments.size(), false);
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    if (arguments[i]) continue;
    bool agreed = true, string = false;
    for (const Function* candidate : candidates) {
      const Category category = category_of(parameter_at(*candidate, i));
      if (category == Category::string) string = true;
      if (categories[i] && *categories[i] != category) agreed = false;
      categories[i] = category;
    }
    if (string) categories[i] = Category::string;
    if (!agreed && !string) return;
    for (const Function* candidate : candidates) {
      const Signature& parameter = parameter_at(*candidate, i);
      if (category_of(parameter) == categories[i] && is_preferred(parameter)) preferred[i] = true;
    }
  }
  Candidates kept;
  for (const Function* candidate : candidates) {
    bool good = true;
    for (std::size_t i = 0; i < arguments.size(); ++i) {
      if (arguments[i]) continue;
      const Signature& parameter = parameter_at(*candidate, i);
      if (category_of(parameter) != categories[i] || (preferred[i] && !is_preferred(parameter))) good = false;
    }
    if (good) kept.push_back(candidate);
  }
  if (!kept.empty()) candidates = std::move(kept);
}

// Where all known arguments are of one type, literals are taken for that type too.
void settle_by_others(Candidates& candidates, Arguments arguments) {
  ArgumentType only;
  for (const ArgumentType& argument : arguments) {
    if (!argument) continue;
    if (only && only != argument) return;
    only = argument;
  }
  if (!only) return;
  const std::vector<ArgumentType> alike(arguments.size(), only);
  Candidates kept;
  for (const Function* candidate : candidates) {
    if (can_take(*candidate, alike)) kept.push_back(candidate);
  }
  if (kept.size() == 1) candidates = std::move(kept);
}

Resolution best_of(Candidates candidates, Arguments arguments) {
  keep_best(candidates, [&](const Function& candidate) {
    int exact = 0;
    for (std::size_t i = 0; i < arguments.size(); ++i) exact += arguments[i] == parameter_at(candidate, i);
    return exact;
  });
  if (candidates.size() > 1) {
    keep_best(candidates, [&](const Function& candidate) {
      int good = 0;
      for (std::size_t i = 0; i < arguments.size(); ++i) {
        if (!arguments[i]) continue;
        const Signature& parameter = parameter_at(candidate, i);
        const bool prefers = is_preferred(parameter) && category_of(parameter) == category_of(*arguments[i]);
        good += *arguments[i] == parameter || prefers;
      }
      return good;
    });
  }
  const bool literals = std::any_of(arguments.begin(), arguments.end(), [](const auto& a) { return !a; });
  if (candidates.size() > 1 && literals) settle_literals(candidates, arguments);
  if (candidates.size() > 1 && literals) settle_by_others(candidates, arguments);
  if (candidates.size() == 1) return {candidates.front()};
  return {nullptr, candidates.size() > 1};
}

}  // namespace

const Signature& parameter_at(const Function& function, std::size_t place) {
  return function.parameters[std::min(place, function.parameters.size() - 1)];
}

bool takes_anything(const Signature& parameter) { return parameter.kind == TypeKind::unsupported; }

bool converts_implicitly(const Signature& from, const Signature& to) {
  return from == to || takes_anything(to) || gen::cast_context(from, to) == gen::CastContext::implicit;
}

Resolution resolve_call(std::string_view name, Arguments arguments) {
  Candidates candidates;
  for (const Function& function : gen::functions_named(name)) {
    if (takes_count(function, arguments.size())) candidates.push_back(&function);
  }
  // One literal beside an operator is first taken for the type of the other side.
  std::vector<ArgumentType> supposed(arguments.begin(), arguments.end());
  if (is_operator(name) && supposed.size() == 2 && supposed[0].has_value() != supposed[1].has_value()) {
    (supposed[0] ? supposed[1] : supposed[0]) = supposed[0] ? supposed[0] : supposed[1];
  }
  for (const Function* candidate : candidates) {
    if (is_exact(*candidate, supposed)) return {candidate};
  }
  std::erase_if(candidates, [&](const Function* candidate) { return !can_take(*candidate, arguments); });
  return best_of(std::move(candidates), arguments);
}

std::optional<Signature> common_type(std::span<const ArgumentType> values) {
  std::optional<Signature> common;
  for (const ArgumentType& value : values) {
    if (!value || value == common) continue;
    if (common && category_of(*value) != category_of(*common)) return std::nullopt;
    const bool wider = !common || (!is_preferred(*common) && converts_implicitly(*common, *value) &&
                                   !converts_implicitly(*value, *common));
    if (wider) common = value;
  }
  if (!common) return Signature{TypeKind::text, 0};
  for (const ArgumentType& value : values) {
    if (value && !converts_implicitly(*value, *common)) return std::nullopt;
  }
  return common;
}

NamedType type_named(std::string_view name, std::span<const std::int64_t> modifiers) {
  static constexpr struct {
    std::string_view name;
    Signature type;
  } kTypes[] = {{"bool", {TypeKind::boolean, 0}},
                {"int2", {TypeKind::integer, 16}},
                {"int4", {TypeKind::integer, 32}},
                {"int8", {TypeKind::integer, 64}},
                {"numeric", {TypeKind::decimal, 0}},
                {"float4", {TypeKind::real, 32}},
                {"float8", {TypeKind::real, 64}},
                {"text", {TypeKind::text, 0}},
                {"varchar", {TypeKind::text, 0}},
                {"date", {TypeKind::date, 0}},
                {"time", {TypeKind::time, 0}},
                {"timestamp", {TypeKind::timestamp, 0}},
                {"timestamptz", {TypeKind::timestamptz, 0}},
                {"interval", {TypeKind::interval, 0}},
                {"uuid", {TypeKind::uuid, 0}}};
  const auto* found =
      std::find_if(std::begin(kTypes), std::end(kTypes), [&](const auto& row) { return row.name == name; });
  if (found == std::end(kTypes)) return {std::nullopt, "is no type that expressions know"};
  LogicalType type = gen::type_of(found->type);
  if (modifiers.empty()) return {type, {}};
  if (name == "varchar" && modifiers.size() == 1 && modifiers[0] >= 1) {
    type.length = static_cast<std::uint32_t>(modifiers[0]);
    return {type, {}};
  }
  if (name == "numeric" && modifiers.size() <= 2) {
    const std::int64_t scale = modifiers.size() == 2 ? modifiers[1] : 0;
    if (modifiers[0] < 1 || modifiers[0] > base::Decimal::kMaxDigits || scale < 0 || scale > modifiers[0]) {
      return {std::nullopt, fmt::format("takes 1 to {} digits, and at most so many after the point",
                                        base::Decimal::kMaxDigits)};
    }
    type.precision = static_cast<int>(modifiers[0]);
    type.scale = static_cast<int>(scale);
    return {type, {}};
  }
  return {std::nullopt, "takes no such modifier here"};
}

std::string_view name_of(const ArgumentType& type) {
  return type ? gen::type_name(*type) : std::string_view("unknown");
}

bool is_operator(std::string_view name) {
  return name.find_first_not_of("+-*/<>=~!@#%^&|`?") == std::string_view::npos;
}

std::string describe_call(std::string_view name, Arguments arguments) {
  if (is_operator(name) && arguments.size() == 2) {
    return fmt::format("{} {} {}", name_of(arguments[0]), name, name_of(arguments[1]));
  }
  if (is_operator(name) && arguments.size() == 1) return fmt::format("{} {}", name, name_of(arguments[0]));
  std::string list;
  for (const ArgumentType& argument : arguments) {
    if (!list.empty()) list += ", ";
    list += name_of(argument);
  }
  return fmt::format("{}({})", name, list);
}

}  // namespace seedctl::profile
