// credit_card: number and brand, which agree in a row.
//
// No range of card numbers is kept for examples, so that a number made up could be somebody's. These are the
// ones that the networks and payment services publish for tests, which no bank gives out; there are few of
// them, and all have valid check digits.
#include "gen/generators/agreeing_list.h"
#include "gen/generators/builders.h"

namespace seedctl::gen {

namespace {

// number|brand. Frozen: another list is another version.
constexpr std::string_view kCards[] = {"4111111111111111|Visa",
                                       "4012888888881881|Visa",
                                       "4242424242424242|Visa",
                                       "4000056655665556|Visa",
                                       "5555555555554444|Mastercard",
                                       "5105105105105100|Mastercard",
                                       "5200828282828210|Mastercard",
                                       "2223003122003222|Mastercard",
                                       "378282246310005|American Express",
                                       "371449635398431|American Express",
                                       "6011111111111117|Discover",
                                       "6011000990139424|Discover",
                                       "3056930009020004|Diners Club",
                                       "30569309025904|Diners Club",
                                       "3530111333300000|JCB",
                                       "3566002020360505|JCB",
                                       "6200000000000005|UnionPay"};

constexpr std::string_view kWords[] = {"credit", "card", "number", "no", "brand", "network", "type", "pan"};

}  // namespace

std::unique_ptr<Generator> build_credit_card(const base::Node& value, const base::Node& column,
                                             const BuildContext& context) {
  constexpr std::string_view kForms[] = {"number", "brand"};
  const Arguments arguments{"credit_card", value, column, context};
  return make_entry_text(arguments, kCards, kForms, kWords);
}

}  // namespace seedctl::gen
