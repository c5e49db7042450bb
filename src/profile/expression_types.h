// PostgreSQL's rules for types in expressions (the manual's chapter "Type Conversion"): which function a call
// means, and which type several values have in common.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/value.h"
#include "gen/expression/functions.h"

namespace seedctl::profile {

// An argument's type; nullopt for a literal whose type is not known: 'text' and NULL.
using ArgumentType = std::optional<gen::Signature>;

// The function or operator that a call means: the one with exactly these types, else the best that they
// convert to implicitly.
struct Resolution {
  const gen::Function* function = nullptr;
  bool ambiguous = false;  // several are as good
};
Resolution resolve_call(std::string_view name, std::span<const ArgumentType> arguments);

// The parameter at a place; the last one of a variadic function repeats.
const gen::Signature& parameter_at(const gen::Function& function, std::size_t place);
// Whether a parameter takes whatever there is.
bool takes_anything(const gen::Signature& parameter);
bool converts_implicitly(const gen::Signature& from, const gen::Signature& to);

// The type of CASE, COALESCE and their like; text where no value's type is known, nullopt where the values do
// not go together.
std::optional<gen::Signature> common_type(std::span<const ArgumentType> values);

// A type that a cast names, as the parser normalises it ("int4", "numeric"). What cannot be made is told in
// `refusal`, in words that go after the type's name.
struct NamedType {
  std::optional<base::LogicalType> type;
  std::string refusal;
};
NamedType type_named(std::string_view name, std::span<const std::int64_t> modifiers);

// "integer", or "unknown" for a literal.
std::string_view name_of(const ArgumentType& type);
// "round(numeric, integer)"; operators "integer + text".
std::string describe_call(std::string_view name, std::span<const ArgumentType> arguments);
bool is_operator(std::string_view name);

}  // namespace seedctl::profile
