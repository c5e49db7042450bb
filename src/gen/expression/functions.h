// The functions, operators and casts of expressions: a table of signatures that the compiler resolves calls
// with, and what makes a node of a resolved call.
//
// Operators are functions named by their sign ("+", "=", "||", "~~" for LIKE). Resolution by PostgreSQL's
// rules (exact types first, then implicit casts, preferred types for literals whose type is not known) is the
// compiler's; the table holds one row per signature, as pg_proc and pg_operator do.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "gen/expression/expression.h"

namespace seedctl::gen {

// A parameter's or result's type: a kind, and the width where it is an integer or real.
struct Signature {
  base::TypeKind kind = base::TypeKind::unsupported;
  int bits = 0;
  bool operator==(const Signature&) const = default;
};
Signature signature_of(const base::LogicalType& type);
base::LogicalType type_of(const Signature& signature);
// "integer", "bigint", "numeric", "timestamp": as PostgreSQL writes it in messages.
std::string_view type_name(const Signature& signature);

struct Function {
  std::string_view name;
  std::vector<Signature> parameters;
  bool variadic = false;  // the last parameter may repeat: concat
  Signature result;
  bool strict = true;  // NULL in, NULL out, and not evaluated there
  // Makes a node; `arguments` have the parameters' types.
  ExpressionPtr (*make)(const Function& function, std::vector<ExpressionPtr> arguments,
                        const base::SourcePosition& position);
};

// All signatures, by name.
std::span<const Function> functions();
std::span<const Function> functions_named(std::string_view name);

enum class CastContext { implicit, assignment, explicit_only };
// The weakest context in which PostgreSQL casts one type to the other; nullopt where there is no cast.
std::optional<CastContext> cast_context(const Signature& from, const Signature& to);
// A cast to a type with its modifiers: numeric(10,2) rounds and may overflow, text(20) (varchar) cuts where
// the cast is written and refuses what is too long where it is an assignment, an enumeration refuses what is
// no label. From text it parses as PostgreSQL's input functions do. There must be a cast (cast_context).
ExpressionPtr make_cast(ExpressionPtr operand, const base::LogicalType& to,
                        const base::SourcePosition& position,
                        CastContext context = CastContext::explicit_only);

}  // namespace seedctl::gen
