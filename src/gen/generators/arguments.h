// What all generators ask of their arguments and of the column they fill, with one wording for each refusal.
//
// Everything here runs while the plan is made; whatever is wrong is a profile error at the node that is
// wrong.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

#include "base/node.h"
#include "base/value.h"
#include "gen/generator.h"
#include "gen/locale.h"

namespace seedctl::gen {

// What a profile wrote for a column: the generator's name, the node under its key and the whole column.
struct Arguments {
  std::string_view generator;
  const base::Node& value;
  const base::Node& column;
  const BuildContext& context;

  // The node to blame: the value where there is one, else the column.
  const base::Node& node() const;
  // Refuses keys of the column map that are neither the generator, a modifier, nor one of these parameters.
  void allow_parameters(std::initializer_list<std::string_view> parameters) const;
  // A parameter beside the generator's key; nullptr where it is not given.
  const base::Node* parameter(std::string_view name) const;
  // For generators that take none: refuses a value and parameters.
  void allow_nothing() const;
  // For generators that take no value and no parameter but `locale`.
  void allow_locale() const;
  void require_value() const;
  // The column must be of one of these kinds.
  void require_kind(std::initializer_list<base::TypeKind> kinds) const;
  // The column is text that holds so many characters.
  void require_text(std::size_t longest) const;
  // Characters that the column holds; nullopt = not limited.
  std::optional<std::size_t> text_limit() const;
  // Where values must be unique: refuses more rows than there are values.
  void require_capacity(std::uint64_t capacity) const;
  // Where values must be unique: refuses, with the reason.
  void refuse_unique(std::string_view reason) const;
  // The column's own `locale`, else the one that the context gives.
  const Locale& locale() const;
  [[noreturn]] void fail(std::string message, std::string hint = {}) const;

 private:
  void refuse_value() const;
};

// A number of a parameter named `what`, exactly as written.
base::Decimal number_of(const base::Node& node, std::string_view what);

// A span of time, not longer than the calendar.
base::Interval span_of(const base::Node& node);

// Another column of the same table that holds dates or timestamps, named by the node.
SiblingColumn time_column(const Arguments& arguments, const base::Node& node);

// A scalar as a value of the type, in the form in which a column of the type gives it back; null is refused.
base::Value value_of(const base::Node& node, const base::LogicalType& type);

std::size_t digits_of(std::uint64_t number);

}  // namespace seedctl::gen
