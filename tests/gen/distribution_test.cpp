// Distributions: their mathematics against the library's, their draws against what they promise.
#include <cmath>
#include <functional>
#include <memory>

#include "gen/distribution/alias_table.h"
#include "gen/distribution/elementary.h"
#include "gen/distribution/exponential.h"
#include "gen/distribution/lognormal.h"
#include "gen/distribution/normal.h"
#include "gen/distribution/zipf.h"
#include "gen/p_values.h"
#include "gen/statistics.h"
#include "support/catch.h"

using namespace seedctl;
using namespace seedctl::gen;

namespace {

double relative_error(double made, double expected) {
  return expected == 0 ? std::abs(made) : std::abs(made - expected) / std::abs(expected);
}

double standard_normal(double z) { return std::erfc(-z / std::sqrt(2.0)) / 2; }

using Share = std::function<double(double)>;  // probability of all that is below a position, not truncated

struct Case {
  const char* name;
  std::shared_ptr<Distribution> distribution;
  Share share;         // of position (in ranks); the truncated one follows
  double cell = -0.5;  // where rank r's share begins, relative to r
};

std::vector<Case> continuous_cases() {
  const auto normal = [](double mean, double sd) {
    return Share([=](double x) { return standard_normal((x - mean) / sd); });
  };
  const auto lognormal = [](double median, double sigma, double first) {
    return Share([=](double x) {
      return x + first <= 0 ? 0 : standard_normal(std::log((x + first) / median) / sigma);
    });
  };
  const auto geometric = [](double mean) {
    return Share([=](double x) { return 1 - std::pow(mean / (mean + 1), x); });
  };
  return {
      {"normal", std::make_shared<Normal>(22, 12, 73), normal(22, 12)},
      {"normal cut on one side", std::make_shared<Normal>(-5, 10, 40), normal(-5, 10)},
      {"normal in its upper tail", std::make_shared<Normal>(-60, 10, 30), normal(-60, 10)},
      {"normal in its lower tail", std::make_shared<Normal>(90, 10, 30), normal(90, 10)},
      {"narrow normal", std::make_shared<Normal>(5.2, 0.4, 11), normal(5.2, 0.4)},
      {"wide normal", std::make_shared<Normal>(50, 5000, 100), normal(50, 5000)},
      {"lognormal", std::make_shared<Lognormal>(20, 0.5, 0, 80), lognormal(20, 0.5, 0)},
      {"lognormal from a minimum", std::make_shared<Lognormal>(20, 1.5, 10, 500), lognormal(20, 1.5, 10)},
      {"exponential", std::make_shared<Exponential>(5, 40), geometric(5), 0},
      {"exponential cut early", std::make_shared<Exponential>(50, 20), geometric(50), 0},
      {"rare exponential", std::make_shared<Exponential>(0.2, 10), geometric(0.2), 0},
  };
}

double share_below(const Case& c, std::uint64_t rank) {
  const auto at = [&](std::uint64_t r) { return c.share(static_cast<double>(r) + c.cell); };
  const double low = at(0), high = at(c.distribution->count());
  return (at(rank) - low) / (high - low);
}

}  // namespace

TEST_CASE("logarithm exponential and power agree with the library to a few last bits") {
  for (int i = -3000; i <= 3000; ++i) {
    const double x = std::exp(i / 10.0);
    CHECK(std::abs(portable_log(x) - std::log(x)) <= 4e-16 * std::max(1.0, std::abs(std::log(x))));
    const double y = i / 4.3;
    if (std::abs(y) < 700) CHECK(relative_error(portable_exp(y), std::exp(y)) < 1e-15);
    const double t = i / 1e4;
    CHECK(relative_error(t * log1p_ratio(t), std::log1p(t)) < 1e-15);
    CHECK(relative_error(t * expm1_ratio(t), std::expm1(t)) < 1e-15);
  }
  CHECK(portable_log(1.0) == 0.0);
  CHECK(portable_exp(0.0) == 1.0);
  CHECK(portable_exp(-1000.0) == 0.0);
  CHECK(relative_error(portable_pow(10, -1.1), std::pow(10, -1.1)) < 1e-15);
}

TEST_CASE("the mathematics of distributions never changes") {
  CHECK(portable_log(3.0) == 0x1.193ea7aad030bp+0);
  CHECK(portable_exp(1.0) == 0x1.5bf0a8b14576ap+1);
  CHECK(normal_quantile(0.025) == -0x1.f5c0331eeff83p+0);
  CHECK(normal_quantile(1e-10) == -0x1.97203597a2154p+2);
  CHECK(normal_below(-1.5) == 0x1.11a46d89647ecp-4);
}

TEST_CASE("the normal quantile inverts the normal probability") {
  for (double z = -8; z <= 0; z += 0.01) {
    CHECK(relative_error(normal_below(z), standard_normal(z)) < 1e-13);
    CHECK(std::abs(normal_quantile(standard_normal(z)) - z) < 1e-13);
    CHECK(std::abs(normal_below(-z) - standard_normal(-z)) < 1e-15);
  }
  CHECK(std::abs(normal_quantile(normal_below(-29.5)) + 29.5) < 1e-12);
}

TEST_CASE("each rank's probability is that of its stretch of the truncated curve") {
  for (const Case& c : continuous_cases()) {
    INFO(c.name);
    CHECK(c.distribution->below(0) == 0);
    CHECK(c.distribution->below(c.distribution->count()) == 1);
    for (std::uint64_t rank = 1; rank < c.distribution->count(); ++rank) {
      CHECK(std::abs(c.distribution->below(rank) - share_below(c, rank)) < 1e-7);
    }
  }
}

TEST_CASE("zipf gives each number its power and its mean finds its exponent") {
  for (const double exponent : {0.3, 0.9999999, 1.0, 1.1, 2.5}) {
    for (const std::uint64_t first : {1, 7}) {
      const Zipf zipf(exponent, first, 500);
      double total = 0, below = 0;
      for (std::uint64_t k = first; k < first + 500; ++k) total += std::pow(k, -exponent);
      for (std::uint64_t k = first; k < first + 500; ++k) {
        CHECK(std::abs(zipf.below(k - first) - below / total) < 1e-8);
        below += std::pow(k, -exponent);
      }
    }
  }
  for (const double mean : {1.5, 4.0, 20.0}) {
    const double exponent = zipf_exponent_of_mean(mean, 50);
    double top = 0, bottom = 0;
    for (int k = 1; k <= 50; ++k) {
      top += k * std::pow(k, -exponent);
      bottom += std::pow(k, -exponent);
    }
    CHECK(std::abs(top / bottom - mean) < 1e-9);
  }
}

TEST_CASE("an alias table gives each rank its weight") {
  const AliasTable table({1, 0, 9998, 1});
  CHECK(std::abs(table.below(1) - 1e-4) < 1e-15);
  CHECK(std::abs(table.below(2) - 1e-4) < 1e-15);
  CHECK(std::abs(table.below(3) - 0.9999) < 1e-15);
  CHECK(std::abs(table.below(4) - 1) < 1e-15);
}

TEST_CASE("p-values over 200 seeds are uniform for every distribution") {
  auto cases = continuous_cases();
  cases.push_back({"zipf", std::make_shared<Zipf>(1.1, 1, 1000), {}});
  cases.push_back({"zipf below one", std::make_shared<Zipf>(0.4, 1, 50), {}});
  cases.push_back({"zipf from five", std::make_shared<Zipf>(2.0, 5, 1000), {}});
  cases.push_back({"weights", std::make_shared<AliasTable>(std::vector<base::uint128>{1, 2, 500, 9497}), {}});
  for (const Case& c : cases) {
    INFO(c.name);
    const auto expected = [&](std::uint64_t rank) {
      return c.share ? share_below(c, rank) : c.distribution->below(rank);
    };
    CHECK(test::ks_of_uniform(test::p_values(*c.distribution, expected)) < test::kUniformPValues);
  }
}

TEST_CASE("a weight of 0.01% is drawn one time in ten thousand") {
  const AliasTable table({1, 9999});
  const auto expected = [](std::uint64_t rank) { return rank == 0 ? 0 : rank == 1 ? 1e-4 : 1; };
  CHECK(test::ks_of_uniform(test::p_values(table, expected, 1'000'000)) < test::kUniformPValues);
}

TEST_CASE("the ranks of many rows are those of each row alone") {
  auto cases = continuous_cases();
  for (const double exponent : {0.3, 1.0, 1.1, 2.5, 12.0})
    for (const std::uint64_t count : {std::uint64_t{1}, std::uint64_t{2}, std::uint64_t{1'000},
                                      std::uint64_t{4'096}, std::uint64_t{5'000}, std::uint64_t{1} << 40})
      cases.push_back({"zipf", std::make_shared<Zipf>(exponent, 1, count), {}});
  std::vector<RowId> rows;
  for (std::uint64_t number = 1; number <= 3'000; ++number)
    rows.push_back({.number = number, .token = number * 7});
  for (const Case& c : cases) {
    INFO(c.name << " of " << c.distribution->count());
    std::vector<std::uint64_t> ranks(rows.size());
    c.distribution->ranks(5, rows, ranks);
    std::uint64_t wrong = 0;
    for (std::size_t i = 0; i < rows.size(); ++i)
      wrong +=
          ranks[i] == c.distribution->rank(5, rows[i].token) && ranks[i] < c.distribution->count() ? 0 : 1;
    CHECK(wrong == 0);
  }
}

// The numbers that are looked up meet those that are computed at 4,096.
TEST_CASE("zipf draws numbers on both sides of what it looks up as often as they should come") {
  constexpr std::uint64_t kCount = 20'000;
  const Zipf zipf(0.5, 1, kCount);
  const auto share = [&](std::uint64_t rank) { return zipf.below(rank); };
  std::vector<double> shares;
  constexpr std::uint64_t kEdges[] = {0, 100, 4'000, 4'090, 4'096, 4'102, 4'200, 10'000, kCount};
  for (std::size_t i = 0; i + 1 < std::size(kEdges); ++i)
    shares.push_back(share(kEdges[i + 1]) - share(kEdges[i]));
  const auto bin = [&](Key key, std::uint64_t token) {
    const auto edge = std::upper_bound(std::begin(kEdges), std::end(kEdges), zipf.rank(key, token));
    return static_cast<std::size_t>(edge - std::begin(kEdges)) - 1;
  };
  CHECK(test::ks_of_uniform(test::p_values_of_bins(shares, bin, 100'000)) < test::kUniformPValues);
}

TEST_CASE("the exponent of zipf is recovered from what it draws") {
  for (const double exponent : {0.5, 1.0, 1.1, 2.0}) {
    constexpr std::uint64_t kDraws = 100'000, kNumbers = 1000;
    const Zipf zipf(exponent, 1, kNumbers);
    double logs = 0;
    for (std::uint64_t i = 1; i <= kDraws; ++i) logs += std::log(1.0 + static_cast<double>(zipf.rank(7, i)));
    // Maximum likelihood: the exponent at which the mean logarithm is the one observed.
    double low = 0.01, high = 5;
    for (int i = 0; i < 50; ++i) {
      const double s = (low + high) / 2;
      double top = 0, bottom = 0;
      for (std::uint64_t k = 1; k <= kNumbers; ++k) {
        const double share = std::pow(static_cast<double>(k), -s);
        top += share * std::log(static_cast<double>(k));
        bottom += share;
      }
      (top / bottom > logs / kDraws ? low : high) = s;
    }
    CHECK(std::abs(low - exponent) < 0.01);
  }
}

TEST_CASE("draws of neighbouring rows and columns are not correlated") {
  constexpr std::uint64_t kRows = 100'000;
  for (const Case& c : continuous_cases()) {
    INFO(c.name);
    std::vector<double> own, next, other;
    const Key key = column_key(42, "t", "c", 1), neighbour = column_key(42, "t", "d", 1);
    for (std::uint64_t i = 1; i <= kRows; ++i) {
      own.push_back(static_cast<double>(c.distribution->rank(key, i)));
      next.push_back(static_cast<double>(c.distribution->rank(key, i + 1)));
      other.push_back(static_cast<double>(c.distribution->rank(neighbour, i)));
    }
    CHECK(std::abs(test::correlation(own, next)) < test::kFair / std::sqrt(kRows));
    CHECK(std::abs(test::correlation(own, other)) < test::kFair / std::sqrt(kRows));
  }
}

TEST_CASE("ranks of extreme parameters stay within their count") {
  const std::uint64_t wide = std::uint64_t{1} << 62;
  const std::vector<std::shared_ptr<Distribution>> all{std::make_shared<Normal>(-25, 1, 3),
                                                       std::make_shared<Normal>(28, 1, 3),
                                                       std::make_shared<Normal>(1e18, 1e17, wide),
                                                       std::make_shared<Normal>(0.5, 1e-6, 2),
                                                       std::make_shared<Lognormal>(1e-3, 5, 0, 4),
                                                       std::make_shared<Lognormal>(1e12, 8, 0, wide),
                                                       std::make_shared<Exponential>(1e-9, 5),
                                                       std::make_shared<Exponential>(1e18, wide),
                                                       std::make_shared<Zipf>(40, 1, 1000),
                                                       std::make_shared<Zipf>(0.01, 1, Zipf::kMaxNumber - 1),
                                                       std::make_shared<Zipf>(1, 3, 1)};
  for (const auto& distribution : all) {
    bool within = true;
    for (std::uint64_t i = 1; i <= 20'000; ++i)
      within = within && distribution->rank(3, i) < distribution->count();
    CHECK(within);
  }
}
