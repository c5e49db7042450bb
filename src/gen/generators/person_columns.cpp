// full_name, first_name, last_name, email and username: what a row's person is called, in agreement (see
// gen/person.h).
//
// E-mail addresses are only ever of domains that RFC 2606 keeps free for examples, so that no test mail
// reaches anybody.
#include <fmt/format.h>

#include <array>

#include "gen/account_names.h"
#include "gen/generators/arguments.h"
#include "gen/generators/builders.h"
#include "gen/generators/list_text.h"
#include "gen/person.h"

namespace seedctl::gen {

namespace {

using base::Node;

constexpr std::string_view kDomains[] = {"example.com", "example.org", "example.net"};
constexpr std::size_t kLongestDomain = 11;

class FullName final : public Generator {
 public:
  explicit FullName(PersonNames names) : names_(std::move(names)) {}

  void fill(const FillRequest& request, base::ColumnBatch& out) const override {
    PersonNames::Reader identity_of(names_);
    std::string text;
    for (const RowId& row : request.rows) {
      text.clear();
      names_.append_full(text, identity_of(row));
      out.append_text(text);
    }
  }

  std::optional<std::uint64_t> capacity() const override { return names_.capacity(); }

 private:
  PersonNames names_;
};

enum class Part { first, last };

class NamePart final : public Generator {
 public:
  NamePart(PersonNames names, Part part) : names_(std::move(names)), part_(part) {}

  void fill(const FillRequest& request, base::ColumnBatch& out) const override {
    PersonNames::Reader identity_of(names_);
    for (const RowId& row : request.rows) {
      const auto identity = identity_of(row);
      out.append_text(part_ == Part::first ? names_.first_names()[identity.first]
                                           : names_.last_names()[identity.last]);
    }
  }

  std::optional<std::uint64_t> capacity() const override {
    return (part_ == Part::first ? names_.first_names() : names_.last_names()).size();
  }

 private:
  PersonNames names_;
  Part part_;
};

std::size_t longest_form(const std::vector<std::string>& forms) {
  std::size_t longest = 0;
  for (const std::string& form : forms) longest = std::max(longest, form.size());
  return longest;
}

class Account final : public Generator {
 public:
  enum class Kind { email, username };

  Account(PersonNames names, const Locale& locale, Kind kind, Key key, bool numbered)
      : names_(std::move(names)),
        first_(account_names(locale, "first_names")),
        last_(account_names(locale, "last_names")),
        kind_(kind),
        key_(key),
        numbered_(numbered) {}

  void fill(const FillRequest& request, base::ColumnBatch& out) const override {
    PersonNames::Reader identity_of(names_);
    std::string text;
    for (const RowId& row : request.rows) {
      const auto identity = identity_of(row);
      const std::uint64_t bits = draw(key_, row.token);
      const std::string &first = first_[identity.first], &last = last_[identity.last];
      text.clear();
      if (kind_ == Kind::email) {
        text.append(first).append(1, '.').append(last);
      } else {
        append_login(text, first, last, below(bits, 4));
      }
      if (numbered_) {
        const fmt::format_int number(row.number);
        text.append(number.data(), number.size());
      }
      if (kind_ == Kind::email) text.append(1, '@').append(kDomains[below(bits, std::size(kDomains))]);
      out.append_text(text);
    }
  }

  std::size_t longest(std::uint64_t number_bound) const {
    const std::size_t names = longest_form(first_) + 1 + longest_form(last_);
    return names + (numbered_ ? digits_of(number_bound) : 0) +
           (kind_ == Kind::email ? 1 + kLongestDomain : 0);
  }

 private:
  static void append_login(std::string& text, const std::string& first, const std::string& last,
                           std::uint64_t style) {
    switch (style) {
      case 0:
        text.append(first).append(1, '.').append(last);
        break;
      case 1:
        text.append(first).append(1, '_').append(last);
        break;
      case 2:
        text.append(first, 0, 1).append(last);
        break;
      default:
        text.append(first).append(last, 0, 1);
        break;
    }
  }

  PersonNames names_;
  std::vector<std::string> first_;
  std::vector<std::string> last_;
  Kind kind_;
  Key key_;
  bool numbered_;  // ends in the row's number, which makes it unique
};

std::unique_ptr<Generator> build_part(const Arguments& arguments, Part part) {
  arguments.allow_locale();
  PersonNames names(arguments.context, arguments.locale());
  const auto list = part == Part::first ? names.first_names() : names.last_names();
  arguments.require_text(longest_of(list));
  arguments.require_capacity(list.size());
  if (!arguments.context.unique) return std::make_unique<NamePart>(std::move(names), part);
  // Each name once cannot agree with a person of whom there are more: drawn on its own.
  return std::make_unique<ListText>(std::vector(list.begin(), list.end()), arguments.context.key(), true);
}

std::unique_ptr<Generator> build_account(const Arguments& arguments, Account::Kind kind) {
  arguments.allow_locale();
  const Locale& locale = arguments.locale();
  auto account = std::make_unique<Account>(PersonNames(arguments.context, locale), locale, kind,
                                           arguments.context.key(), arguments.context.unique);
  arguments.require_text(account->longest(arguments.context.number_bound));
  return account;
}

}  // namespace

std::unique_ptr<Generator> build_full_name(const Node& value, const Node& column,
                                           const BuildContext& context) {
  const Arguments arguments{"full_name", value, column, context};
  arguments.allow_locale();
  PersonNames names(context, arguments.locale());
  arguments.require_text(names.longest_full());
  arguments.require_capacity(names.capacity());
  return std::make_unique<FullName>(std::move(names));
}

std::unique_ptr<Generator> build_first_name(const Node& value, const Node& column,
                                            const BuildContext& context) {
  return build_part({"first_name", value, column, context}, Part::first);
}

std::unique_ptr<Generator> build_last_name(const Node& value, const Node& column,
                                           const BuildContext& context) {
  return build_part({"last_name", value, column, context}, Part::last);
}

std::unique_ptr<Generator> build_email(const Node& value, const Node& column, const BuildContext& context) {
  return build_account({"email", value, column, context}, Account::Kind::email);
}

std::unique_ptr<Generator> build_username(const Node& value, const Node& column,
                                          const BuildContext& context) {
  return build_account({"username", value, column, context}, Account::Kind::username);
}

}  // namespace seedctl::gen
