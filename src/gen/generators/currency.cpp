// currency: code (ISO 4217), name and symbol, which agree in a row.
#include "gen/generators/agreeing_list.h"
#include "gen/generators/builders.h"

namespace seedctl::gen {

namespace {

// code|name|symbol. Frozen: another list is another version.
constexpr std::string_view kCurrencies[] = {
    "AED|UAE dirham|AED",       "AUD|Australian dollar|A$",   "BRL|Brazilian real|R$",
    "CAD|Canadian dollar|C$",   "CHF|Swiss franc|CHF",        "CLP|Chilean peso|CLP",
    "CNY|Chinese yuan|CN¥",     "COP|Colombian peso|COP",     "CZK|Czech koruna|Kč",
    "DKK|Danish krone|DKK",     "EGP|Egyptian pound|EGP",     "EUR|Euro|€",
    "GBP|Pound sterling|£",     "HKD|Hong Kong dollar|HK$",   "HUF|Hungarian forint|Ft",
    "IDR|Indonesian rupiah|Rp", "ILS|Israeli new shekel|₪",   "INR|Indian rupee|₹",
    "JPY|Japanese yen|¥",       "KES|Kenyan shilling|KSh",    "KRW|South Korean won|₩",
    "MXN|Mexican peso|MX$",     "MYR|Malaysian ringgit|RM",   "NGN|Nigerian naira|₦",
    "NOK|Norwegian krone|NOK",  "NZD|New Zealand dollar|NZ$", "PHP|Philippine peso|₱",
    "PLN|Polish zloty|zł",      "RON|Romanian leu|RON",       "SAR|Saudi riyal|SAR",
    "SEK|Swedish krona|SEK",    "SGD|Singapore dollar|S$",    "THB|Thai baht|฿",
    "TRY|Turkish lira|₺",       "UAH|Ukrainian hryvnia|₴",    "USD|US dollar|$",
    "VND|Vietnamese dong|₫",    "ZAR|South African rand|ZAR"};

constexpr std::string_view kWords[] = {"currency", "code", "name", "symbol", "iso"};

}  // namespace

std::unique_ptr<Generator> build_currency(const base::Node& value, const base::Node& column,
                                          const BuildContext& context) {
  constexpr std::string_view kForms[] = {"code", "name", "symbol"};
  const Arguments arguments{"currency", value, column, context};
  return make_entry_text(arguments, kCurrencies, kForms, kWords);
}

}  // namespace seedctl::gen
