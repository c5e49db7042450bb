// A type follows from the generator, or from the values that are written out; text is what all others make.
#include "profile/natural_type.h"

#include <optional>
#include <vector>

#include "base/text.h"
#include "gen/expression/functions.h"
#include "profile/nested_columns.h"
#include "profile/notation.h"

namespace seedctl::profile {
namespace {

using base::LogicalType;
using base::Node;
using base::TypeKind;

LogicalType plain_type(TypeKind kind) {
  return gen::type_of({kind, kind == TypeKind::integer || kind == TypeKind::real ? 64 : 0});
}

// The type that holds values of both; text does for all.
LogicalType wider(const LogicalType& a, const LogicalType& b) {
  const auto are = [&](TypeKind one, TypeKind other) {
    return (a.kind == one && b.kind == other) || (a.kind == other && b.kind == one);
  };
  if (a.kind == b.kind) return plain_type(a.kind);
  if (are(TypeKind::integer, TypeKind::decimal)) return plain_type(TypeKind::decimal);
  if (are(TypeKind::integer, TypeKind::real) || are(TypeKind::decimal, TypeKind::real))
    return plain_type(TypeKind::real);
  if (are(TypeKind::date, TypeKind::timestamp)) return plain_type(TypeKind::timestamp);
  return plain_type(TypeKind::text);
}

// Of a value as YAML and people write it.
LogicalType literal_type(const Node& node) {
  if (node.kind == Node::Kind::boolean) return plain_type(TypeKind::boolean);
  if (node.kind == Node::Kind::integer) return plain_type(TypeKind::integer);
  if (node.kind == Node::Kind::real) return plain_type(TypeKind::decimal);
  if (base::Date::parse(node.text)) return plain_type(TypeKind::date);
  for (const TypeKind kind : {TypeKind::timestamp, TypeKind::time})
    if (base::from_text(node.text, plain_type(kind))) return plain_type(kind);
  return plain_type(TypeKind::text);
}

std::vector<const Node*> pointers(const std::vector<Node>& nodes) {
  std::vector<const Node*> found;
  for (const Node& node : nodes) found.push_back(&node);
  return found;
}

// Values of a distribution's own kind; its widths are spans where those are dates.
std::vector<const Node*> places(const Node& map) {
  std::vector<const Node*> found;
  for (const base::NodeEntry& entry : map.entries)
    if (entry.key == "min" || entry.key == "max" || entry.key == "mean" || entry.key == "median")
      if (!base::Interval::parse(entry.value.text) || entry.value.is_number()) found.push_back(&entry.value);
  return found;
}

LogicalType common(const std::vector<const Node*>& nodes) {
  std::optional<LogicalType> type;
  for (const Node* node : nodes) {
    if (!node->is_scalar() || node->kind == Node::Kind::null) continue;
    LogicalType one = literal_type(*node);
    type = type ? wider(*type, one) : plain_type(one.kind);
  }
  return type.value_or(plain_type(TypeKind::text));
}

// What is no value is an expression.
LogicalType bounds_type(const std::vector<Node>& bounds, const TypeSources& sources) {
  std::optional<LogicalType> type;
  for (const Node& bound : bounds) {
    if (!bound.is_scalar() || bound.kind == Node::Kind::null) continue;
    LogicalType one = literal_type(bound);
    if (one.kind == TypeKind::text) one = sources.expression(bound);
    type = type ? wider(*type, one) : plain_type(one.kind);
  }
  return type.value_or(plain_type(TypeKind::text));
}

LogicalType weights_type(const ColumnForm& form) {
  std::vector<Node> keys;
  const auto add = [&](const Node& map) {
    for (const base::NodeEntry& entry : map.entries) keys.push_back(plain(entry.key));
  };
  if (form.column.find("by") == nullptr) {
    add(form.value);
  } else {
    for (const base::NodeEntry& frame : form.value.entries) add(frame.value);
  }
  return common(pointers(keys));
}

// Of all cases; one that is only NULL says nothing.
LogicalType match_type(const ColumnForm& form, const TypeSources& sources) {
  std::optional<LogicalType> type;
  for (const ColumnForm& part : nested_forms(form, "a virtual column")) {
    if (part.is_null_constant()) continue;
    const LogicalType one = natural_type(part, sources);
    type = type ? wider(*type, one) : one;
  }
  return type.value_or(plain_type(TypeKind::text));
}

LogicalType histogram_type(const ColumnForm& form) {
  std::vector<const Node*> ends;
  for (const Node& stretch : form.value.items)
    for (const char* end : {"from", "to"})
      if (const Node* node = stretch.kind == Node::Kind::map ? stretch.find(end) : nullptr)
        ends.push_back(node);
  return common(ends);
}

// Prices that end with a fraction are decimals, whatever their bounds.
LogicalType with_endings(const LogicalType& type, const ColumnForm& form) {
  const Node* ending = form.column.kind == Node::Kind::map ? form.column.find("ending") : nullptr;
  if (ending == nullptr) return type;
  const bool list = ending->kind == Node::Kind::list;
  return wider(type, common(list ? pointers(ending->items) : std::vector<const Node*>{ending}));
}

}  // namespace

LogicalType natural_type(const ColumnForm& form, const TypeSources& sources) {
  if (form.is("expr")) return sources.expression(form.value);
  if (form.is("ref")) return sources.reference(form);
  if (form.is("after")) return sources.column(form.value);
  if (form.is("day")) return plain_type(TypeKind::date);
  if (form.is("uuid")) return plain_type(TypeKind::uuid);
  if (form.is("boolean")) return plain_type(TypeKind::boolean);
  if (form.is("bytes")) return plain_type(TypeKind::bytes);
  if (form.is("latitude") || form.is("longitude")) return plain_type(TypeKind::real);
  if (form.is("sequence") || form.is("zipf")) return plain_type(TypeKind::integer);
  if (form.is("value")) return common({&form.value});
  if (form.is("choice")) return common(pointers(form.value.items));
  if (form.is("between")) return with_endings(bounds_type(form.value.items, sources), form);
  if (form.is("weights")) return weights_type(form);
  if (form.is("histogram")) return with_endings(histogram_type(form), form);
  if (form.is("normal") || form.is("lognormal") || form.is("exponential"))
    return with_endings(common(places(form.value)), form);
  if (form.is("json") || form.is("array")) return plain_type(TypeKind::json);
  if (form.is("match")) return match_type(form, sources);
  return plain_type(TypeKind::text);
}

}  // namespace seedctl::profile
