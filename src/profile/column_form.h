// One column as written, taken apart: which generator, its arguments, and the modifiers beside it.
#pragma once

#include <optional>
#include <string>

#include "base/node.h"
#include "gen/catalog.h"
#include "gen/rate.h"

namespace seedctl::profile {

struct ColumnForm {
  const gen::GeneratorInfo* generator = nullptr;
  base::Node value;   // under the generator's key; null for a bare name
  base::Node column;  // the whole column without its modifiers
  gen::Rate nulls;
  base::SourcePosition nulls_position;
  bool unique = false;
  base::SourcePosition unique_position;
  std::optional<base::Node> dirty;  // as written: profile/dirty.h reads it
  bool is_virtual = false;          // used by other columns, not in the table
  std::optional<base::Node> type;   // of a virtual column, where the profile says it

  bool is(std::string_view name) const { return generator->name == name; }
  // {value: null}
  bool is_null_constant() const {
    return is("value") && value.kind == base::Node::Kind::null && column.kind == base::Node::Kind::map;
  }
};

// Forms: a generator's name; a list, which is a choice; a map with exactly one generator's name and
// parameters and modifiers beside it. `name` is the column's, for messages. Throws ErrorCode::profile for
// anything else.
ColumnForm read_column(const base::Node& node, const std::string& name);

}  // namespace seedctl::profile
