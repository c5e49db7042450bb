// latitude and longitude: degrees of a place in the locale's country, or anywhere.
//
// The country is told by a rectangle that lies within it (data/locales/*/area.txt), so that a point agrees
// with an address as far as the country: where a city lies is not in the lists.
#include "gen/generators/arguments.h"
#include "gen/generators/builders.h"
#include "gen/generators/pattern_text.h"
#include "gen/generators/uniform_lattice.h"

namespace seedctl::gen {

namespace {

using base::Node;
using base::TypeKind;

// Of degrees, where the column does not say how many: a tenth of a metre.
constexpr int kDecimals = 6;

// Fields of area.txt.
enum AreaField { kSouth = 0, kNorth = 1, kWest = 2, kEast = 3 };

struct Axis {
  std::string_view name;
  AreaField low, high;
  std::string_view world_low, world_high;
};

constexpr Axis kLatitude{"latitude", kSouth, kNorth, "-90", "90"};
constexpr Axis kLongitude{"longitude", kWest, kEast, "-180", "180"};

Node degrees(const Arguments& arguments, std::string_view text) {
  Node node;
  node.text = text;
  node.kind = base::core_schema_kind(text);
  node.position = arguments.node().position;
  return node;
}

std::unique_ptr<Generator> build_coordinate(const Arguments& arguments, const Axis& axis) {
  constexpr std::string_view kForms[] = {"country", "world"};
  arguments.allow_parameters({"locale"});
  arguments.require_kind({TypeKind::decimal, TypeKind::real});
  const bool world = form_of(arguments, kForms) == 1;
  const std::string_view area = arguments.locale().list("area").front();
  const Node low = degrees(arguments, world ? axis.world_low : list_field(area, axis.low));
  const Node high = degrees(arguments, world ? axis.world_high : list_field(area, axis.high));
  const int decimals = arguments.context.type.kind == TypeKind::decimal ? kDecimals : 0;
  return UniformLattice::build(arguments, lattice_of(arguments, {low, high, decimals}));
}

}  // namespace

std::unique_ptr<Generator> build_latitude(const Node& value, const Node& column,
                                          const BuildContext& context) {
  return build_coordinate({"latitude", value, column, context}, kLatitude);
}

std::unique_ptr<Generator> build_longitude(const Node& value, const Node& column,
                                           const BuildContext& context) {
  return build_coordinate({"longitude", value, column, context}, kLongitude);
}

}  // namespace seedctl::gen
