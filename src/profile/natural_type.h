// The type of what a column makes by itself, where no table says it: of a virtual column, or of a part of a
// document.
#pragma once

#include <functional>
#include <string_view>

#include "base/value.h"
#include "profile/column_form.h"

namespace seedctl::profile {

// What depends on other columns.
struct TypeSources {
  std::function<base::LogicalType(const base::Node& text)> expression;
  std::function<base::LogicalType(const base::Node& name)> column;
  std::function<base::LogicalType(const ColumnForm& form)> reference;
};

base::LogicalType natural_type(const ColumnForm& form, const TypeSources& sources);

}  // namespace seedctl::profile
