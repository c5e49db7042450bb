// The forms of `rows` in a `per` table, each to a distribution of counts.
#include "profile/cardinality.h"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <charconv>
#include <cmath>

#include "base/text.h"
#include "gen/distribution/alias_table.h"
#include "gen/distribution/normal.h"
#include "gen/distribution/zipf.h"
#include "gen/generators/arguments.h"
#include "gen/generators/weight_list.h"
#include "profile/notation.h"
#include "profile/plan.h"

namespace seedctl::profile {
namespace {

using base::Node;
using gen::CardinalityPtr;

// A normal distribution has no end of its own: beyond six standard deviations lies one parent in a billion.
constexpr double kNormalReach = 6.0;
// Where a total has no `max`: room for four times the mean and a few more, so that it almost never binds.
constexpr std::uint64_t kTotalMeans = 4, kTotalRoom = 16;

std::uint32_t child_count(const Node& node, std::string_view what) {
  const std::uint64_t count = base::as_count(node, what);
  if (count > kMaxPerParent) {
    base::fail_at(node, fmt::format("{} is above {}", what, base::with_thousands(kMaxPerParent)));
  }
  return static_cast<std::uint32_t>(count);
}

// Of `max` and the like, which number the rows.
std::uint32_t slots(const Node& node, std::string_view what) {
  const std::uint32_t count = child_count(node, what);
  if (count == 0)
    base::fail_at(node, fmt::format("{} must be at least 1", what), "leave the table out to have no rows");
  return count;
}

const Node& part(const Node& form, std::string_view name, std::string_view key) {
  const Node* node = form.find(key);
  if (node == nullptr) base::fail_at(form, fmt::format("{} lacks `{}`", name, key));
  return *node;
}

double positive(const Node& form, std::string_view name, std::string_view key) {
  const Node& node = part(form, name, key);
  const double number = gen::number_of(node, key).to_double();
  if (!(number > 0)) base::fail_at(node, fmt::format("{} must be above 0", key));
  return number;
}

void allow(const Node& form, std::string_view name, const std::vector<std::string>& keys) {
  if (form.kind != Node::Kind::map)
    base::fail_at(form, fmt::format("{} takes a map of {}", name, base::join(keys, ", ")));
  base::allow_keys(form, keys, name);
}

CardinalityPtr between_count(const Node& bounds, gen::Key key) {
  if (bounds.kind != Node::Kind::list || bounds.items.size() != 2) {
    base::fail_at(bounds, "between takes a list of two bounds",
                  "write rows: {between: [0, 4]}, or a number for the same count below each");
  }
  const std::uint32_t low = child_count(bounds.items[0], "the lower bound");
  const std::uint32_t high = child_count(bounds.items[1], "the upper bound");
  if (low > high) base::fail_at(bounds, "the lower bound is above the upper one");
  if (high == 0)
    base::fail_at(bounds, "the upper bound must be at least 1", "leave the table out to have no rows");
  return gen::uniform_count(key, low, high);
}

// The mean decides the exponent; counts begin at `min`, 1 where it is not given.
CardinalityPtr zipf_count(const Node& form, gen::Key key) {
  allow(form, "zipf", {"mean", "max", "min"});
  const std::uint32_t max = slots(part(form, "zipf", "max"), "max");
  const Node* written = form.find("min");
  const std::uint32_t min = written == nullptr ? 1 : child_count(*written, "min");
  if (min >= max) base::fail_at(form, "zipf needs a max above its min");
  const double mean = positive(form, "zipf", "mean");
  const std::uint64_t count = std::uint64_t{max} - min + 1;
  const double shifted = mean - min + 1;
  if (!(shifted > 1) || !(shifted < (static_cast<double>(count) + 1) / 2)) {
    base::fail_at(part(form, "zipf", "mean"),
                  fmt::format("the mean of a zipf distribution over {} to {} lies above {} and below {:g}",
                              min, max, min, min + static_cast<double>(count - 1) / 2));
  }
  const double exponent = gen::zipf_exponent_of_mean(shifted, count);
  return gen::drawn_count(key, min, std::make_shared<gen::Zipf>(exponent, 1, count));
}

CardinalityPtr normal_count(const Node& form, gen::Key key) {
  allow(form, "normal", {"mean", "sd", "min", "max"});
  const double mean = positive(form, "normal", "mean"), sd = positive(form, "normal", "sd");
  const Node* least = form.find("min");
  const Node* most = form.find("max");
  const std::uint32_t min = least == nullptr ? 0 : child_count(*least, "min");
  const double natural = std::ceil(mean + kNormalReach * sd);
  if (most == nullptr && natural > static_cast<double>(kMaxPerParent))
    base::fail_at(form, "normal reaches too far", "give it a max");
  const std::uint32_t max = most == nullptr ? static_cast<std::uint32_t>(natural) : slots(*most, "max");
  if (max < min) base::fail_at(form, "max is below min");
  // Half a step around each count must be within reach of the mean.
  const double reach = gen::NormalBetween::kFarthest * sd;
  if (min > mean + reach || max < mean - reach)
    base::fail_at(form, fmt::format("nothing of this distribution lies between {} and {}", min, max));
  return gen::drawn_count(key, min,
                          std::make_shared<gen::Normal>(mean - min, sd, std::uint64_t{max} - min + 1));
}

CardinalityPtr weighted_count(const Node& form, gen::Key key) {
  if (form.kind != Node::Kind::map || form.entries.empty())
    base::fail_at(form, "weights takes a map of counts to weights", "write {0: 20%, 1: 50%, 3: 30%}");
  std::vector<std::uint32_t> counts;
  std::vector<const Node*> weights;
  for (const base::NodeEntry& entry : form.entries) {
    std::uint32_t count = 0;
    const char* end = entry.key.data() + entry.key.size();
    const auto [stop, error] = std::from_chars(entry.key.data(), end, count);
    if (error != std::errc() || stop != end || count > kMaxPerParent) {
      throw base::Error(base::ErrorCode::profile, entry.position,
                        fmt::format("\"{}\" is no number of rows", base::printable(entry.key)));
    }
    counts.push_back(count);
    weights.push_back(&entry.value);
  }
  if (*std::max_element(counts.begin(), counts.end()) == 0)
    base::fail_at(form, "one of the counts must be above 0", "leave the table out to have no rows");
  const gen::BuildContext nothing;
  const gen::Arguments arguments{"weights", form, form, nothing};
  return gen::listed_count(key, std::move(counts),
                           std::make_shared<gen::AliasTable>(gen::read_weights(arguments, weights)));
}

struct Form {
  const char* name;
  CardinalityPtr (*read)(const Node& form, gen::Key key);
};

constexpr Form kForms[] = {
    {"between", between_count}, {"normal", normal_count}, {"weights", weighted_count}, {"zipf", zipf_count}};

const Node& total_rows(const Node& total) {
  if (total.kind != Node::Kind::map) return total;
  allow(total, "total", {"rows", "max"});
  return part(total, "total", "rows");
}

}  // namespace

CardinalityPtr read_rows_form(const Node& rows, gen::Key key) {
  if (rows.kind != Node::Kind::map) {
    const std::uint32_t count = child_count(rows, "rows");
    if (count == 0)
      base::fail_at(rows, "rows per parent must be at least 1", "leave the table out to have no rows");
    return gen::uniform_count(key, count, count);
  }
  std::vector<std::string> known;
  for (const Form& form : kForms) known.emplace_back(form.name);
  base::allow_keys(rows, known, "rows");
  if (rows.entries.size() != 1)
    base::fail_at(rows, fmt::format("rows takes one of {}", base::join(known, ", ")),
                  "write rows: {between: [0, 4]}");
  const base::NodeEntry& entry = rows.entries.front();
  for (const Form& form : kForms)
    if (entry.key == form.name) return form.read(entry.value, key);
  base::fail_at(rows, "rows has no form");
}

PerPlan read_cardinality(const TableEntry& entry, gen::Key key, double scale) {
  PerPlan plan;
  plan.parent = entry.per.value();
  const bool has_rows = entry.rows.kind != Node::Kind::null;
  if (entry.total) {
    if (has_rows)
      base::fail_at(*entry.total, "total and rows are two ways to say how many rows there are",
                    "keep one; a profile that extends another removes its key by `rows: null`");
    const Node& rows = total_rows(*entry.total);
    plan.total = scaled_rows(rows, "total", scale);
    if (plan.total == 0)
      base::fail_at(rows, "total must be at least 1", "leave the table out to have no rows");
    plan.specification = fmt::format("{{\"per\":{},\"total\":{},\"as\":{}}}", quoted_json(plan.parent),
                                     *plan.total, canonical(*entry.total));
    return plan;
  }
  if (!has_rows) {
    fail(entry.position, fmt::format("table \"{}\" lacks `rows`", base::printable(entry.name)),
         "write rows: {between: [0, 4]}, or a number for the same count below each");
  }
  plan.cardinality = read_rows_form(entry.rows, key);
  plan.specification =
      fmt::format("{{\"per\":{},\"rows\":{}}}", quoted_json(plan.parent), canonical(entry.rows));
  return plan;
}

void refuse_given_rows(const TableEntry& entry, std::string_view each) {
  if (!entry.from && entry.fixed.empty()) return;
  base::fail_at(entry.from ? *entry.from : entry.fixed.front().node,
                fmt::format("table \"{}\" has rows per {}: it cannot have {}", base::printable(entry.name),
                            base::printable(each), entry.from ? "rows of a file" : "fixed rows"));
}

void settle_total(PerPlan& plan, const TableEntry& entry, gen::Key key, const gen::Table& parent) {
  const Node& rows = total_rows(*entry.total);
  if (parent.per()) {
    base::fail_at(rows,
                  fmt::format("a total is shared out over rows that can be counted: {} has rows per {}",
                              base::printable(parent.name()), base::printable(parent.per()->parent->name())),
                  "say how many rows each has: rows: {between: [0, 4]}");
  }
  const std::uint64_t parents = parent.rows(), total = *plan.total;
  if (parents == 0) {
    base::fail_at(rows, fmt::format("table {} has no rows to share {} over", base::printable(parent.name()),
                                    base::with_thousands(total)));
  }
  const Node* most = entry.total->kind == Node::Kind::map ? entry.total->find("max") : nullptr;
  std::uint64_t max = std::bit_ceil(kTotalMeans * ((total + parents - 1) / parents) + kTotalRoom);
  if (most != nullptr) max = slots(*most, "max");
  if (max > kMaxPerParent || parents > gen::kMaxRows / max) {
    base::fail_at(rows, fmt::format("a total of {} over {} rows of {} is more than can be numbered",
                                    base::with_thousands(total), base::with_thousands(parents),
                                    base::printable(parent.name())));
  }
  if (total > parents * max) {
    base::fail_at(rows,
                  fmt::format("{} rows of {} with at most {} each take {}, not {}",
                              base::with_thousands(parents), base::printable(parent.name()), max,
                              base::with_thousands(parents * max), base::with_thousands(total)),
                  "ask for fewer rows, or raise max");
  }
  plan.cardinality = gen::total_count(key, total, parents, static_cast<std::uint32_t>(max));
}

}  // namespace seedctl::profile
