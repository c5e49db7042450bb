// match: another column's value picks the generator of a row.
//
// Each case fills its own rows alone, gathered with the cells that it reads, so that none is evaluated for a
// row of another. A case draws with a key of its own: editing one changes its rows and no others.
#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "base/text.h"
#include "gen/generators/arguments.h"
#include "gen/generators/builders.h"
#include "gen/scratch.h"

namespace seedctl::gen {

namespace {

using base::ColumnBatch;
using base::Node;
using base::TypeKind;
using Storage = base::ColumnBatch::Storage;

constexpr const char* kExample =
    "for example: {match: type, cases: {road: {between: [400, 1000]}}, else: {between: [200, 600]}}";

// The text that equal values have in common.
std::string canonical(const base::Value& value) {
  if (const auto* decimal = std::get_if<base::Decimal>(&value)) return decimal->normalized().str();
  return base::to_text(value);
}

struct Case {
  std::string name;  // "case road", "null", "else"
  NestedGenerator made;
  std::vector<std::size_t> inputs = {};
};

// Which case a value takes. Cases of values are numbered in the order of their values' texts or numbers.
class CaseNumbers {
 public:
  explicit CaseNumbers(TypeKind kind) : others_(kind) {}

  void add(const base::Value& value, std::size_t number) {
    switch (others_.storage()) {
      case Storage::integer: {
        ColumnBatch one(others_.kind());
        one.append(value);
        integers_.emplace_back(one.integer_at(0), number);
        std::sort(integers_.begin(), integers_.end());
        return;
      }
      case Storage::text:
        texts_.emplace(base::to_text(value), number);
        return;
      default:
        others_.append(value);
        numbers_of_others_.push_back(number);
    }
  }

  // nullopt where no case has the value.
  std::optional<std::size_t> find(const ColumnBatch& cells, std::size_t i) const {
    if (others_.storage() == Storage::integer) {
      const auto found =
          std::lower_bound(integers_.begin(), integers_.end(), cells.integer_at(i),
                           [](const auto& entry, std::int64_t value) { return entry.first < value; });
      if (found == integers_.end() || found->first != cells.integer_at(i)) return std::nullopt;
      return found->second;
    }
    if (others_.storage() == Storage::text) {
      const auto found = texts_.find(cells.text_at(i));
      return found == texts_.end() ? std::nullopt : std::optional(found->second);
    }
    for (std::size_t j = 0; j < others_.size(); ++j)
      if (cells.same(i, others_, j)) return numbers_of_others_[j];
    return std::nullopt;
  }

 private:
  std::vector<std::pair<std::int64_t, std::size_t>> integers_;
  std::map<std::string, std::size_t, std::less<>> texts_;
  ColumnBatch others_;
  std::vector<std::size_t> numbers_of_others_;
};

class Match final : public Generator {
 public:
  // `numbers` are places in `cases`; `null_case` and `otherwise` too, where there are any.
  Match(std::size_t by, std::vector<Case> cases, CaseNumbers numbers, std::optional<std::size_t> null_case,
        std::optional<std::size_t> otherwise, const Arguments& arguments)
      : by_(by),
        cases_(std::move(cases)),
        numbers_(std::move(numbers)),
        null_case_(null_case),
        otherwise_(otherwise),
        kind_(arguments.context.type.kind),
        by_name_(arguments.value.text),
        position_(arguments.value.position) {}

  void fill(const FillRequest& request, ColumnBatch& out) const override {
    const std::size_t count = request.rows.size();
    Scratch made;
    std::vector<std::size_t>& taken = made->places;
    std::vector<std::size_t> ends(cases_.size() + 1);  // of each case's rows among those of all, by case
    for (std::size_t i = 0; i < count; ++i) {
      taken.push_back(case_of(request, i));
      ++ends[taken.back()];
    }
    if (count > 0 && ends[taken.front()] == count) {
      fill_case(cases_[taken.front()], request, out);
      return;
    }
    if (made->cells.size() < cases_.size()) made->cells.resize(cases_.size());
    fill_cases(request, taken, ends, made->cells);
    std::vector<std::size_t> next(cases_.size());
    for (const std::size_t number : taken) out.append_from(made->cells[number], next[number]++);
  }

  std::vector<std::size_t> inputs() const override {
    std::vector<std::size_t> all{by_};
    for (const Case& one : cases_) all.insert(all.end(), one.inputs.begin(), one.inputs.end());
    std::sort(all.begin(), all.end());
    all.erase(std::unique(all.begin(), all.end()), all.end());
    return all;
  }

  std::vector<const Generator*> parts() const override {
    std::vector<const Generator*> parts;
    for (const Case& one : cases_) parts.push_back(one.made.generator.get());
    return parts;
  }

  std::optional<TakenCase> taken_case(const FillRequest& request, std::size_t i) const override {
    const Case& one = cases_[case_of(request, i)];
    const NestedGenerator& made = one.made;
    if (!made.nulls.never() && made.nulls.hit(made.null_key, request.rows[i]))
      return TakenCase{{one.name, "nulls"}, {by_}};
    auto inner = made.generator->taken_case(request, i);
    if (!inner) inner = TakenCase{{}, one.inputs, made.randomness};
    inner->names.insert(inner->names.begin(), one.name);
    if (std::find(inner->inputs.begin(), inner->inputs.end(), by_) == inner->inputs.end())
      inner->inputs.insert(inner->inputs.begin(), by_);
    return inner;
  }

 private:
  std::size_t case_of(const FillRequest& request, std::size_t i) const {
    const ColumnBatch& by = request.cells[by_];
    const bool null = by.is_null(i);
    const auto found = null ? null_case_ : numbers_.find(by, i);
    if (found) return *found;
    if (otherwise_) return *otherwise_;
    throw base::Error(
        base::ErrorCode::profile, position_,
        fmt::format("match: {} is {} in row {}, which has no case", by_name_,
                    null ? "NULL" : fmt::format("\"{}\"", base::printable(base::to_text(by.value_at(i)))),
                    request.rows[i].number))
        .with_hint("add a case for it, or else");
  }

  static void fill_case(const Case& one, const FillRequest& request, ColumnBatch& out) {
    const NestedGenerator& made = one.made;
    const std::size_t first = out.size();
    made.generator->fill(request, out);
    if (made.nulls.never()) return;
    for (std::size_t i = 0; i < request.rows.size(); ++i)
      if (made.nulls.hit(made.null_key, request.rows[i])) out.set_null(first + i);
  }

  // `ends` holds how many rows each case has.
  void fill_cases(const FillRequest& request, std::span<const std::size_t> taken,
                  std::vector<std::size_t>& ends, std::vector<ColumnBatch>& made) const {
    Scratch gathered;
    std::vector<std::size_t>& order = gathered->places;  // places in the batch, case by case
    order.resize(taken.size());
    std::vector<std::size_t> at(cases_.size());
    for (std::size_t number = 0, before = 0; number < cases_.size(); ++number) {
      at[number] = before;
      ends[number] = before += ends[number];
    }
    for (std::size_t i = 0; i < taken.size(); ++i) order[at[taken[i]]++] = i;
    if (gathered->cells.size() < request.cells.size()) gathered->cells.resize(request.cells.size());
    for (std::size_t number = 0, begin = 0; number < cases_.size(); begin = ends[number++]) {
      made[number].reset(kind_);
      const auto places = std::span<const std::size_t>(order).subspan(begin, ends[number] - begin);
      if (places.empty()) continue;
      gathered->rows.clear();
      for (const std::size_t place : places) gathered->rows.push_back(request.rows[place]);
      for (const std::size_t input : cases_[number].inputs) {
        ColumnBatch& cells = gathered->cells[input];
        cells.reset(request.cells[input].kind());
        for (const std::size_t place : places) cells.append_from(request.cells[input], place);
      }
      fill_case(cases_[number], {gathered->rows, gathered->cells}, made[number]);
    }
  }

  std::size_t by_;
  std::vector<Case> cases_;
  CaseNumbers numbers_;
  std::optional<std::size_t> null_case_, otherwise_;
  TypeKind kind_;
  std::string by_name_;
  base::SourcePosition position_;
};

class MatchBuilder {
 public:
  explicit MatchBuilder(const Arguments& arguments) : arguments_(arguments), by_(input()) {}

  std::unique_ptr<Generator> build() {
    const Node* cases = arguments_.parameter("cases");
    if (cases == nullptr) arguments_.fail("match needs cases", kExample);
    if (cases->kind != Node::Kind::map || cases->entries.empty())
      base::fail_at(*cases, "cases is a map of the column's values to generators", kExample);
    for (const base::NodeEntry& entry : cases->entries) read(entry);
    const Node* otherwise = arguments_.parameter("else");
    check_coverage(*cases, otherwise != nullptr);
    CaseNumbers numbers(by_.type.kind);
    std::vector<Case> made;
    std::optional<std::size_t> null_case;
    for (const Written& one : written_) {
      if (base::is_null(one.value)) {
        null_case = made.size();
      } else {
        numbers.add(one.value, made.size());
      }
      made.push_back(make(base::is_null(one.value) ? "null" : "case " + canonical(one.value), *one.node));
    }
    std::optional<std::size_t> else_case;
    if (otherwise != nullptr) {
      else_case = made.size();
      made.push_back(make("else", *otherwise));
    }
    return std::make_unique<Match>(by_.index, std::move(made), std::move(numbers), null_case, else_case,
                                   arguments_);
  }

 private:
  struct Written {
    base::Value value;
    const Node* node;
  };

  const BuildContext& context() const { return arguments_.context; }

  SiblingColumn input() const {
    const std::string& name = base::as_text(arguments_.value, "match");
    const auto found = context().sibling(name);
    if (!found) {
      base::fail_at(arguments_.value,
                    fmt::format("table {} has no column \"{}\"{}", context().table, base::printable(name),
                                base::did_you_mean(name, context().sibling_names)));
    }
    if (name == context().column)
      base::fail_at(arguments_.value, fmt::format("column {} refers to itself", name));
    switch (found->type.kind) {
      case TypeKind::bytes:
      case TypeKind::interval:
      case TypeKind::json:
      case TypeKind::unsupported:
        base::fail_at(arguments_.value, fmt::format("match cannot tell values of type {} apart; column {} is",
                                                    found->type.str(), name));
      default:
        return *found;
    }
  }

  void read(const base::NodeEntry& entry) {
    Node key;
    key.kind = base::core_schema_kind(entry.key);
    key.position = entry.position;
    key.text = entry.key;
    const bool null = entry.key == "null";
    if (!null && key.kind == Node::Kind::null) key.kind = Node::Kind::text;
    const base::Value value = null ? base::Value(base::Null{}) : value_of(key, by_.type);
    const auto same = [&](const Written& other) { return is_same(other.value, value); };
    if (std::any_of(written_.begin(), written_.end(), same))
      base::fail_at(key,
                    fmt::format("\"{}\" is the same value as a case before", base::printable(entry.key)));
    written_.push_back({value, &entry.value});
    keys_.push_back(std::move(key));
  }

  static bool is_same(const base::Value& a, const base::Value& b) {
    return base::is_null(a) == base::is_null(b) && canonical(a) == canonical(b);
  }

  static std::string shown(const base::Value& value) {
    return base::is_null(value) ? "null" : base::printable(base::to_text(value));
  }

  // Every value that the column can have has its case, and every case a value.
  void check_coverage(const Node& cases, bool has_else) const {
    const auto possible = context().possible_values(arguments_.value.text);
    if (!possible) {
      if (has_else) return;
      base::fail_at(cases,
                    fmt::format("match needs an else: nobody can list the values of {}",
                                base::printable(arguments_.value.text)),
                    "for example: else: {value: null}");
    }
    if (possible->empty()) return;  // the other column is wrong, and says so itself
    std::vector<std::string> names;
    for (const base::Value& value : *possible) names.push_back(shown(value));
    for (std::size_t i = 0; i < written_.size(); ++i) {
      const auto same = [&](const base::Value& value) { return is_same(value, written_[i].value); };
      if (std::any_of(possible->begin(), possible->end(), same)) continue;
      base::fail_at(keys_[i],
                    fmt::format("{} is never \"{}\"{}", base::printable(arguments_.value.text),
                                base::printable(keys_[i].text), base::did_you_mean(keys_[i].text, names)),
                    fmt::format("its values are {}", base::join(names, ", ")));
    }
    if (has_else) return;
    std::vector<std::string> missing;
    for (const base::Value& value : *possible) {
      const auto same = [&](const Written& one) { return is_same(one.value, value); };
      if (std::none_of(written_.begin(), written_.end(), same)) missing.push_back(shown(value));
    }
    if (missing.empty()) return;
    base::fail_at(cases,
                  fmt::format("{} can also be {}: {} no case", base::printable(arguments_.value.text),
                              base::join(missing, ", "), missing.size() == 1 ? "it has" : "they have"),
                  "add what is missing, or an else for all the rest");
  }

  Case make(const std::string& name, const Node& node) const {
    Case one{name, context().nested(node, name)};
    one.inputs = one.made.generator->inputs();
    return one;
  }

  const Arguments& arguments_;
  SiblingColumn by_;
  std::vector<Written> written_;
  std::vector<Node> keys_;
};

}  // namespace

std::unique_ptr<Generator> build_match(const Node& value, const Node& column, const BuildContext& context) {
  const Arguments arguments{"match", value, column, context};
  arguments.require_value();
  arguments.allow_parameters({"cases", "else"});
  arguments.refuse_unique("rows of different cases may have the same value");
  return MatchBuilder(arguments).build();
}

}  // namespace seedctl::gen
