// product: what a shop sells, by a name made of parts or by its number.
#include "gen/generators/arguments.h"
#include "gen/generators/builders.h"
#include "gen/generators/pattern_text.h"

namespace seedctl::gen {

namespace {

constexpr std::string_view kNames =
    "(Classic|Compact|Deluxe|Durable|Elegant|Everyday|Folding|Handmade|Light|Modern|Outdoor|Portable|Premium|"
    "Rustic|Simple|Slim|Soft|Sturdy|Travel|Vintage) "
    "(Aluminium|Bamboo|Canvas|Ceramic|Copper|Cork|Cotton|Felt|Glass|Leather|Linen|Marble|Oak|Paper|Steel|"
    "Stone|Walnut|Wicker|Wooden|Wool) "
    "(Backpack|Basket|Bench|Blanket|Bottle|Bowl|Box|Chair|Clock|Cup|Cushion|Desk|Frame|Gloves|Hat|Jug|Kettle|"
    "Lamp|Mat|Mirror|Mug|Notebook|Pan|Plate|Pot|Rack|Scarf|Shelf|Stool|Table|Towel|Tray|Umbrella|Vase|"
    "Wallet)";
constexpr std::string_view kNumbers = "[A-Z]{3}-\\d{5}";

}  // namespace

std::unique_ptr<Generator> build_product(const base::Node& value, const base::Node& column,
                                         const BuildContext& context) {
  constexpr std::string_view kForms[] = {"name", "sku"};
  const Arguments arguments{"product", value, column, context};
  arguments.allow_parameters({});
  return make_pattern_text(arguments, built_in_pattern(form_of(arguments, kForms) == 0 ? kNames : kNumbers));
}

}  // namespace seedctl::gen
