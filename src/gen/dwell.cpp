// Each form to a distribution over seconds.
#include "gen/dwell.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "gen/distribution/elementary.h"
#include "gen/distribution/exponential.h"
#include "gen/distribution/lognormal.h"
#include "gen/distribution/normal.h"
#include "gen/distribution/uniform.h"
#include "gen/generators/arguments.h"

namespace seedctl::gen {

namespace {

using base::Node;

// Longer than anything that a database remembers; a span beyond it is a mistake.
constexpr std::int64_t kLongestStay = std::int64_t{1000} * 366 * 86'400;
// Beyond so many means, or standard deviations, lies less than one draw in 2^64.
constexpr double kMeans = 45.0, kDeviations = 10.0;

std::int64_t seconds_of(const Node& node) {
  const base::Interval span = span_of(node);
  if (span.months != 0) base::fail_at(node, "months and years differ in length: write weeks, days or less");
  const std::int64_t micros = span.days * base::kMicrosPerDay + span.micros;
  if (micros < 0) base::fail_at(node, "nothing happens before its cause: the span must not be negative");
  if (micros % base::kMicrosPerSecond != 0) base::fail_at(node, "spans are drawn in whole seconds");
  if (micros / base::kMicrosPerSecond > kLongestStay)
    base::fail_at(node, "the span is longer than a thousand years");
  return micros / base::kMicrosPerSecond;
}

const Node& part(const Node& form, std::string_view name, const char* key) {
  const Node* node = form.find(key);
  if (node == nullptr) base::fail_at(form, fmt::format("{} lacks `{}`", name, key));
  return *node;
}

double positive_seconds(const Node& form, std::string_view name, const char* key) {
  const Node& node = part(form, name, key);
  const std::int64_t seconds = seconds_of(node);
  if (seconds == 0) base::fail_at(node, fmt::format("{} must be above 0", key));
  return static_cast<double>(seconds);
}

// From `min`, 0 where it is not given, to `max`, or to where the distribution ends by itself.
struct Ends {
  std::int64_t least;
  std::uint64_t count;
};
Ends ends_of(const Node& form, double natural) {
  const Node* min = form.find("min");
  const Node* max = form.find("max");
  const std::int64_t least = min == nullptr ? 0 : seconds_of(*min);
  const std::int64_t most =
      max != nullptr
          ? seconds_of(*max)
          : static_cast<std::int64_t>(std::ceil(std::min(natural, static_cast<double>(kLongestStay))));
  if (most < least) base::fail_at(form, "nothing of the distribution lies between min and max");
  return {least, static_cast<std::uint64_t>(most - least) + 1};
}

Dwell exponential_dwell(const Node& form) {
  const std::string known[] = {"mean", "min", "max"};
  base::allow_keys(form, known, "exponential");
  const double mean = positive_seconds(form, "exponential", "mean");
  const double from = form.find("min") != nullptr ? static_cast<double>(seconds_of(*form.find("min"))) : 0.0;
  const Ends ends = ends_of(form, from + kMeans * mean);
  return {ends.least, std::make_shared<Exponential>(mean, ends.count)};
}

Dwell normal_dwell(const Node& form) {
  const std::string known[] = {"mean", "sd", "min", "max"};
  base::allow_keys(form, known, "normal");
  const double mean = positive_seconds(form, "normal", "mean"), sd = positive_seconds(form, "normal", "sd");
  const Ends ends = ends_of(form, mean + kDeviations * sd);
  const double low = static_cast<double>(ends.least), high = low + static_cast<double>(ends.count);
  if (low > mean + NormalBetween::kFarthest * sd || high < mean - NormalBetween::kFarthest * sd)
    base::fail_at(form, "nothing of the distribution lies between min and max");
  return {ends.least, std::make_shared<Normal>(mean - low, sd, ends.count)};
}

Dwell lognormal_dwell(const Node& form) {
  const std::string known[] = {"median", "sigma", "max"};
  base::allow_keys(form, known, "lognormal");
  const double median = positive_seconds(form, "lognormal", "median");
  const Node& node = part(form, "lognormal", "sigma");
  const double sigma = number_of(node, "sigma").to_double();
  if (!(sigma > 0) || sigma > 20) base::fail_at(node, "sigma must be above 0 and at most 20");
  const Ends ends = ends_of(form, median * portable_exp(kDeviations * sigma));
  if (Lognormal::z_of(static_cast<double>(ends.count), median, sigma) < -NormalBetween::kFarthest)
    base::fail_at(form, "nothing of the distribution lies below max");
  return {0, std::make_shared<Lognormal>(median, sigma, 0.0, ends.count)};
}

}  // namespace

Dwell Dwell::read(const Node& after) {
  if (after.is_scalar()) return {seconds_of(after), nullptr};
  if (after.kind == Node::Kind::list && after.items.size() == 2) {
    const std::int64_t low = seconds_of(after.items[0]), high = seconds_of(after.items[1]);
    if (high < low) base::fail_at(after, "the longer span must come second");
    return {low, std::make_shared<Uniform>(static_cast<std::uint64_t>(high - low) + 1)};
  }
  const bool named = after.kind == Node::Kind::map && after.entries.size() == 1 &&
                     after.entries.front().value.kind == Node::Kind::map;
  const std::string name = named ? after.entries.front().key : "";
  if (name == "exponential") return exponential_dwell(after.entries.front().value);
  if (name == "normal") return normal_dwell(after.entries.front().value);
  if (name == "lognormal") return lognormal_dwell(after.entries.front().value);
  base::fail_at(after, "after takes a span, a list of two, or exponential, normal or lognormal",
                "write after: [1m, 2d], or after: {exponential: {mean: 6h, max: 7d}}");
}

}  // namespace seedctl::gen
