// What a larger profile changes of a smaller one's rows: for every policy of references, when the parents,
// the children or both grow; and for the profiles that ship.
#include <cmath>

#include "profile/profiles.h"
#include "support/catch.h"

using namespace seedctl;
using namespace seedctl::test;

namespace {

schema::Schema users_and_tags() {
  SchemaBuilder schema;
  schema.table("user").column("id", "integer(64)").column("name", "text").primary({"id"});
  schema.table("tag").column("id", "integer(64)").primary({"id"});
  schema.table("rent").column("id", "integer(64)").column("user_id", "integer(64)", true).primary({"id"});
  schema.foreign({"user_id"}, "user");
  schema.table("profile").column("id", "integer(64)").column("user_id", "integer(64)").primary({"id"});
  schema.foreign({"user_id"}, "user").unique({"user_id"});
  schema.table("interest").column("user_id", "integer(64)").column("tag_id", "integer(64)");
  schema.primary({"user_id", "tag_id"}).foreign({"user_id"}, "user").foreign({"tag_id"}, "tag");
  return schema.build();
}

// By row address, the parent that each row has.
using Parents = std::map<std::uint64_t, std::string>;

struct Sizes {
  std::uint64_t parents, children;
};

struct Policy {
  const char* what;
  const char* table;  // of the children
  // Of the children: %P and %C are the numbers of parents and children.
  std::string entry;
  Sizes small, large;
  // Share of the small profile's children that have another parent when the parents, the children or both
  // have the larger number.
  double when_parents_grow, when_children_grow, when_both_grow;
};

std::string with(std::string text, const Sizes& sizes) {
  for (const auto& [mark, number] :
       {std::pair<std::string, std::uint64_t>{"%P", sizes.parents}, {"%C", sizes.children}})
    for (std::size_t at = text.find(mark); at != std::string::npos; at = text.find(mark))
      text.replace(at, mark.size(), std::to_string(number));
  return text;
}

Parents parents_of(const Policy& policy, const Sizes& sizes) {
  const auto profile = resolved(
      with("tables:\n  user: %P\n  tag: 12\n  " + std::string(policy.table) + ": " + policy.entry + "\n",
           sizes),
      users_and_tags());
  const profile::ResolvedTable& table = *profile.table(policy.table);
  Parents parents;
  for (std::uint64_t place = 0; place < table.data->rows(); ++place)
    parents[table.data->row_at(place).number] = cell(table, place, "user_id");
  return parents;
}

double moved(const Parents& before, const Parents& after) {
  std::size_t count = 0;
  for (const auto& [number, parent] : before) {
    const auto found = after.find(number);
    count += found == after.end() || found->second != parent ? 1 : 0;
  }
  return static_cast<double>(count) / static_cast<double>(before.size());
}

// Where it says 0 nothing at all may move.
bool is(double share, double promised) {
  return promised == 0 ? share == 0 : std::abs(share - promised) < 0.08;
}

}  // namespace

TEST_CASE("children keep their parents as every policy promises") {
  const Sizes few{100, 400}, many{125, 500};
  const auto rent = [](const std::string& reference) {
    return "{rows: %C, columns: {user_id: {ref: user" + (reference.empty() ? "" : ", " + reference) + "}}}";
  };
  const std::vector<Policy> policies{
      {"uniform, the default", "rent", rent(""), few, many, 0.2, 0, 0.2},
      {"uniform below a capacity", "rent", rent("capacity: 100"), few, many, 0, 0, 0},
      {"growth", "rent", rent("pick: {growth: {children_per_parent: 4}}"), few, many, 0, 0, 0},
      {"zipf", "rent", rent("pick: {zipf: 1.1}"), few, many, 0.95, 0, 0.95},
      {"zipf below a capacity", "rent", rent("pick: {zipf: 1.1}, capacity: 100"), few, many, 0, 0, 0},
      {"weights of the first rows", "rent", rent("pick: {weights: [3, 2, 1]}"), few, many, 0, 0, 0},
      {"distinct", "rent", rent("pick: {distinct: 4}"), few, many, 0.99, 0, 0.99},
      {"distinct below a capacity", "rent", rent("pick: {distinct: 4}, capacity: 100"), few, many, 0, 0, 0},
      {"each", "rent", rent("pick: each"), {100, 80}, {125, 100}, 0.99, 0, 0.99},
      {"each below a capacity", "rent", rent("pick: each, capacity: 100"), {100, 80}, {125, 100}, 0, 0, 0},
      {"a unique reference", "profile", "{rows: %C}", {100, 80}, {125, 100}, 0.99, 0, 0.99},
      {"a unique reference below a capacity",
       "profile",
       "{rows: %C, columns: {user_id: {ref: user, capacity: 100}}}",
       {100, 80},
       {125, 100},
       0,
       0,
       0},
      {"a composite key", "interest", "{rows: %C}", few, many, 0.99, 0, 0.99},
      {"a composite key below a capacity", "interest",
       "{rows: %C, columns: {user_id: {ref: user, capacity: 100}}}", few, many, 0, 0, 0},
      {"per", "rent", "{per: user, rows: {between: [0, 6]}}", few, many, 0, 0, 0},
      {"per, every parent alike", "rent", "{per: user, rows: 3}", few, many, 0, 0, 0},
      {"per of two parents", "interest", "{per: [user, tag], rows: {between: [0, 4]}}", few, many, 0, 0, 0},
  };
  for (const Policy& policy : policies) {
    INFO(policy.what);
    const Parents before = parents_of(policy, policy.small);
    const Sizes& small = policy.small;
    const Sizes& large = policy.large;
    const double by_parents = moved(before, parents_of(policy, {large.parents, small.children}));
    CHECK(is(by_parents, policy.when_parents_grow));
    if (std::string(policy.what) != "growth") {  // whose children are bounded by their parents
      const double by_children = moved(before, parents_of(policy, {small.parents, large.children}));
      CHECK(is(by_children, policy.when_children_grow));
    }
    CHECK(is(moved(before, parents_of(policy, large)), policy.when_both_grow));
  }
}

// Of the rows of `table` in the smaller profile, the share whose cell differs in the larger.
double differing(const profile::ResolvedProfile& small, const profile::ResolvedProfile& large,
                 const char* table, const char* column) {
  const auto column_of = [&](const profile::ResolvedProfile& profile) {
    Parents cells;
    const profile::ResolvedTable& rows = *profile.table(table);
    for (std::uint64_t place = 0; place < rows.data->rows() && place < 500; ++place)
      cells[rows.data->row_at(place).number] = cell(rows, place, column);
    return cells;
  };
  return moved(column_of(small), column_of(large));
}

TEST_CASE("the shipped profiles nest where they say that they do") {
  const auto shipped = [](const char* name) {
    return profile::resolve(profile::load_profile(source_file("seeds"), name), rental(), plain_options());
  };
  std::map<std::string, profile::ResolvedProfile> profiles;
  for (const char* name : {"ci", "dev", "perf"}) profiles.emplace(name, shipped(name));
  const struct {
    const char *small, *large, *table, *column;
    double differ;
  } promises[] = {
      {"ci", "dev", "bike", "price", 0},
      {"ci", "dev", "user", "age", 0.1},  // the first of ten is the admin, another row
      {"ci", "dev", "user", "name", 0.1},
      {"ci", "dev", "rent", "user_id", 0},
      {"ci", "dev", "rent", "bike_id", 0},
      {"ci", "dev", "rent", "rent_cost", 0},
      {"ci", "dev", "loyalty_event", "user_id", 0.09},  // as many as the admin has
      {"ci", "dev", "loyalty_event", "points", 0.18},
      {"dev", "perf", "bike", "price", 0},
      {"dev", "perf", "user", "email", 0.01},
      {"dev", "perf", "rent", "rent_start", 0},
      {"dev", "perf", "rent", "rent_end", 0},
      // perf picks of all users, and of more bikes.
      {"dev", "perf", "rent", "user_id", 1},
      {"dev", "perf", "rent", "bike_id", 1},
  };
  for (const auto& promise : promises) {
    INFO(promise.small << " in " << promise.large << ": " << promise.table << "." << promise.column);
    const double share =
        differing(profiles.at(promise.small), profiles.at(promise.large), promise.table, promise.column);
    CAPTURE(share);
    CHECK(is(share, promise.differ));
  }
}
