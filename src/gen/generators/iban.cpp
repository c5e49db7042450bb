// iban: account numbers with valid check digits of banks that there are not.
//
// The bank's code is all zeros, which no country gives out (in Brazil, where a bank has it, all nines; where
// a code begins with letters, XXXX), so that nobody's account is met. The account number is drawn; national
// check digits and the two of ISO 13616 are right.
#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <vector>

#include "base/text.h"
#include "gen/generators/arguments.h"
#include "gen/generators/builders.h"
#include "gen/ranks.h"

namespace seedctl::gen {

namespace {

// What stands within or behind the account number.
enum class National { none, spain, france, portugal };

struct Country {
  std::string_view code;
  std::string_view bank;  // with its branch
  std::size_t digits;     // of the account
  National national = National::none;
  std::string_view after = {};  // the account
};

// As in the registry of ISO 13616. Frozen: another order is another version.
constexpr Country kCountries[] = {{"AT", "00000", 11},
                                  {"BR", "9999999900000", 10, National::none, "C1"},
                                  {"CH", "00000", 12},
                                  {"DE", "00000000", 10},
                                  {"ES", "00000000", 10, National::spain},
                                  {"FR", "0000000000", 11, National::france},
                                  {"GB", "XXXX000000", 8},
                                  {"IE", "XXXX000000", 8},
                                  {"LU", "000", 13},
                                  {"NL", "XXXX", 10},
                                  {"PT", "00000000", 11, National::portugal}};

constexpr std::uint64_t power_of_ten(std::size_t digits) {
  std::uint64_t power = 1;
  while (digits-- > 0) power *= 10;
  return power;
}

void append_digits(std::string& text, std::uint64_t number, std::size_t digits) {
  text.append(digits, '0');
  for (auto at = text.rbegin(); digits-- > 0; ++at, number /= 10) *at = static_cast<char>('0' + number % 10);
}

// The number that the text stands for, letters as 10 to 35, divided by 97.
std::uint64_t remainder_97(std::string_view text, std::uint64_t remainder = 0) {
  for (const char c : text) {
    const bool digit = c >= '0' && c <= '9';
    const auto value = static_cast<std::uint64_t>(digit ? c - '0' : c - 'A' + 10);
    remainder = (remainder * (digit ? 10 : 100) + value) % 97;
  }
  return remainder;
}

// Of the ten digits of an account; the one of a bank and branch of zeros is 0.
char spanish_digit(std::string_view account) {
  constexpr int kWeights[] = {1, 2, 4, 8, 5, 10, 9, 7, 3, 6};
  int sum = 0;
  for (std::size_t i = 0; i < account.size(); ++i) sum += (account[i] - '0') * kWeights[i];
  const int digit = 11 - sum % 11;
  return digit == 11 ? '0' : digit == 10 ? '1' : static_cast<char>('0' + digit);
}

// Bank, account and the country's own check digits.
void append_account(std::string& text, const Country& country, std::uint64_t account) {
  const std::size_t begin = text.size();
  text += country.bank;
  if (country.national == National::spain) text += "00";
  append_digits(text, account, country.digits);
  const std::string_view own = std::string_view(text).substr(begin);
  switch (country.national) {
    case National::none:
      break;
    case National::spain: {
      const char digit = spanish_digit(own.substr(own.size() - country.digits));
      text[text.size() - country.digits - 1] = digit;
      break;
    }
    case National::france:
      append_digits(text, 97 - account * 3 % 97, 2);
      break;
    case National::portugal:
      append_digits(text, 98 - remainder_97("00", remainder_97(own)), 2);
      break;
  }
  text += country.after;
}

class Iban final : public Generator {
 public:
  Iban(std::span<const Country> countries, const BuildContext& context)
      : countries_(countries),
        drawn_digits_(std::min_element(countries.begin(), countries.end(),
                                       [](const Country& a, const Country& b) { return a.digits < b.digits; })
                          ->digits),
        key_(sub_key(context.key(), "rest")),
        ranks_(context, countries.size() * power_of_ten(drawn_digits_)) {}

  void fill(const FillRequest& request, base::ColumnBatch& out) const override {
    const std::uint64_t accounts = power_of_ten(drawn_digits_);
    std::string text;
    for (const RowId& row : request.rows) {
      const std::uint64_t rank = ranks_(row);
      const Country& country = countries_[static_cast<std::size_t>(rank / accounts)];
      // Longer numbers begin with digits that need not tell rows apart.
      const std::uint64_t more = power_of_ten(country.digits - drawn_digits_);
      const std::uint64_t account =
          (more == 1 ? 0 : below(draw(key_, row.token), more)) * accounts + rank % accounts;
      text.assign(country.code).append("00");
      append_account(text, country, account);
      const std::uint64_t check = 98 - remainder_97(std::string_view(text).substr(0, 4),
                                                    remainder_97(std::string_view(text).substr(4)));
      text[2] = static_cast<char>('0' + check / 10);
      text[3] = static_cast<char>('0' + check % 10);
      out.append_text(text);
    }
  }

  std::optional<std::uint64_t> capacity() const override { return ranks_.count(); }

 private:
  std::span<const Country> countries_;
  std::size_t drawn_digits_;
  Key key_;
  Ranks ranks_;
};

std::span<const Country> country_of(std::string_view code) {
  for (const Country& country : kCountries)
    if (country.code == code) return {&country, 1};
  return {};
}

// The one that the value names, else the locale's, else all.
std::span<const Country> countries_of(const Arguments& arguments) {
  if (arguments.value.kind == base::Node::Kind::null) {
    const auto own = country_of(list_field(arguments.locale().list("own_country").front(), 1));
    return own.empty() ? std::span<const Country>(kCountries) : own;
  }
  const std::string& code = base::as_text(arguments.value, "iban");
  const auto found = country_of(code);
  if (!found.empty()) return found;
  std::vector<std::string> known;
  for (const Country& country : kCountries) known.emplace_back(country.code);
  base::fail_at(arguments.value, fmt::format("iban makes no numbers of \"{}\"", base::printable(code)),
                fmt::format("it makes those of {}", base::join(known, ", ")));
}

std::size_t length_of(const Country& country) {
  const std::size_t national = country.national == National::none ? 0 : 2;
  return country.code.size() + 2 + country.bank.size() + country.digits + national + country.after.size();
}

}  // namespace

std::unique_ptr<Generator> build_iban(const base::Node& value, const base::Node& column,
                                      const BuildContext& context) {
  const Arguments arguments{"iban", value, column, context};
  arguments.allow_parameters({"locale"});
  const std::span<const Country> countries = countries_of(arguments);
  std::size_t longest = 0;
  for (const Country& country : countries) longest = std::max(longest, length_of(country));
  arguments.require_text(longest);
  auto made = std::make_unique<Iban>(countries, context);
  arguments.require_capacity(*made->capacity());
  return made;
}

}  // namespace seedctl::gen
