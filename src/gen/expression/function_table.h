// The parts of the table of functions, one per file, and the types their rows are written with.
#pragma once

#include <vector>

#include "gen/expression/functions.h"
#include "gen/expression/node.h"

namespace seedctl::gen {

inline constexpr Signature kBoolean{base::TypeKind::boolean, 0};
inline constexpr Signature kInt2{base::TypeKind::integer, 16};
inline constexpr Signature kInt4{base::TypeKind::integer, 32};
inline constexpr Signature kInt8{base::TypeKind::integer, 64};
inline constexpr Signature kNumeric{base::TypeKind::decimal, 0};
inline constexpr Signature kFloat4{base::TypeKind::real, 32};
inline constexpr Signature kFloat8{base::TypeKind::real, 64};
inline constexpr Signature kText{base::TypeKind::text, 0};
inline constexpr Signature kBytes{base::TypeKind::bytes, 0};
inline constexpr Signature kDate{base::TypeKind::date, 0};
inline constexpr Signature kTime{base::TypeKind::time, 0};
inline constexpr Signature kTimestamp{base::TypeKind::timestamp, 0};
inline constexpr Signature kTimestamptz{base::TypeKind::timestamptz, 0};
inline constexpr Signature kInterval{base::TypeKind::interval, 0};
inline constexpr Signature kUuid{base::TypeKind::uuid, 0};
inline constexpr Signature kJson{base::TypeKind::json, 0};
inline constexpr Signature kEnumeration{base::TypeKind::enumeration, 0};

template <auto Fn>
void add(std::vector<Function>& table, std::string_view name, std::vector<Signature> parameters,
         Signature result) {
  table.push_back({name, std::move(parameters), false, result, true, &make_strict<Fn>});
}

void add_comparisons(std::vector<Function>& table);
void add_integer_functions(std::vector<Function>& table);
void add_decimal_functions(std::vector<Function>& table);
void add_real_functions(std::vector<Function>& table);
void add_text_functions(std::vector<Function>& table);
void add_time_functions(std::vector<Function>& table);

}  // namespace seedctl::gen
