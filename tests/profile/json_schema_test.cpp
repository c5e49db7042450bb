// The JSON Schema of profiles, held against a validator: what editors are told agrees with the parser.
#include "profile/json_schema.h"

#include <nlohmann/json.hpp>
#include <set>

#include "gen/catalog.h"
#include "profile/json_forms.h"
#include "profile/json_validator.h"
#include "profile/keys.h"
#include "profile/profiles.h"
#include "support/catch.h"

namespace seedctl {
namespace {

using test::Validator;

TEST_CASE("every type that a key or a parameter has is described in the JSON Schema") {
  std::set<std::string> described;
  for (const profile::JsonForm& form : profile::json_forms()) described.insert(profile::form_name(form.type));
  const auto definitions = profile::json_schema()["definitions"];
  const auto check = [&](const std::string& owner, const std::string& type) {
    CAPTURE(owner, type);
    CHECK(definitions.contains(profile::form_name(type)));
    described.erase(profile::form_name(type));
  };
  for (const auto keys : {profile::profile_keys(), profile::table_keys(), profile::check_keys()}) {
    for (const profile::KeyInfo& key : keys) check(key.name, key.type);
  }
  for (const gen::ParameterInfo& modifier : gen::column_modifiers()) check(modifier.name, modifier.type);
  for (const gen::GeneratorInfo& generator : gen::generators()) {
    for (const gen::ParameterInfo& parameter : generator.parameters) {
      // A map whose keys are parameters themselves.
      if (parameter.type != "map" && parameter.type != "map of one key")
        check(generator.name, parameter.type);
    }
  }
  // The others are parts of forms.
  for (const std::string& name : described)
    CHECK(profile::json_schema_text().find("#/definitions/" + name + "\"") != std::string::npos);
}

TEST_CASE("the shipped profiles and the schema beside them are as the program has it") {
  Validator schema;
  for (const std::string& name : profile::profile_names(test::source_file("seeds"))) {
    CAPTURE(name);
    const std::string text = test::read_source("seeds/" + name + ".yaml");
    CHECK(schema.accepts(text));
    CHECK(text.starts_with("# yaml-language-server: $schema=profile.schema.json\n"));
  }
  // seedctl generators --json-schema > seeds/profile.schema.json
  CHECK(test::read_source("seeds/profile.schema.json") == profile::json_schema_text());
}

TEST_CASE("every generator's example is valid") {
  Validator schema;
  for (const gen::GeneratorInfo& generator : gen::generators()) {
    CAPTURE(generator.name, generator.example);
    CHECK(schema.accepts("tables:\n  t:\n    rows: 1\n    columns:\n      " + generator.example + "\n"));
  }
}

TEST_CASE("what a profile may be and may not be is the same to an editor as to the parser") {
  Validator schema;
  struct Case {
    bool valid;
    const char* yaml;
  };
  const std::string column = "tables: {user: {rows: 10, columns: {age: ";
  for (const Case& one : {
           Case{true, "between: [1, 5], nulls: 5%"},
           {true, "between: [1, 5], unique: true"},
           {true, "sequence: {start: 1000, step: 10}"},
           {true, "normal: {mean: 40, sd: 12}, hours: {7-9: 3}"},
           {true, "histogram: [{from: 0, to: 1, weight: 5}]"},
           {true, "weights: {a: 50%, b: 50%}"},
           {true, "weights: {2024-01-01: {a: 1}, 2025-01-01: {b: 1}}, by: born"},
           {true, "ref: user, pick: {zipf: 1.1}, capacity: 5"},
           {true, "value: null"},
           {true, "between: [1, 5], dirty: {rate: 2%, values: [9, null], kinds: {duplicate: 3}}"},
           {false, "between: [1, 5], nulls: 5%, colour: red"},
           {false, "between: [1]"},
           {false, "between: 5"},
           {false, "sequence: {start: 1000, stop: 10}"},
           {false, "normal: {mean: 40}"},
           {false, "normal: {mean: 40, sd: 12}, mean: 3"},
           {false, "betwene: [1, 5]"},
           {false, "between: [1, 5], choice: [1, 2]"},
           {false, "nulls: 5%"},
           {false, "after: born"},
           {false, "ref: user, pick: zipf"},
           {false, "unique: 5, between: [1, 5]"},
           {false, "between: [1, 5], dirty: 2%"},
           {false, "between: [1, 5], dirty: {values: [9]}"},
           {false, "between: [1, 5], dirty: {rate: 2%}"},
           {false, "between: [1, 5], dirty: {rate: 2%, kinds: [broken]}"},
           {false, ""},
           {false, "between: {}"},
           {false, "choice: {}"},
           {false, "weights: {}"},
           {false, "template: {}"},
           {false, "text: {}"},
           {false, "text: {length: 5, words: 3}"},
           {false, "boolean: {}"},
           {false, "normal: {}"},
           {false, "zipf: {}"},
           {false, "zipf: {exponent: 0, max: 5}"},
           {false, "zipf: {exponent: 61, max: 5}"},
           {false, "zipf: {exponent: -1, max: 5}"},
           {false, "lognormal: {median: 20, sigma: 0}"},
           {false, "ref: user, pick: {zipf: 0}"},
           {false, "ref: user, pick: {growth: {children_per_parent: 0}}"},
           {false, "ref: user, pick: {distinct: 0}"},
           {false, "ref: user, capacity: 0"},
           {false, "weights: {20: \"5\", 30: 1}"},
           {false, "sequence: {start: \"5\"}"},
           {false, "normal: {mean: 40, sd: -1}"},
           {false, "between: [1, 5], nulls: \"0.5\""},
           {false, "match: name, cases: {}"},
           {false, "json: {}"},
           {false, "array: {}"},
           {false, "histogram: []"},
           {false, "pattern: {}"},
           {false, "expr: {}"},
           {false, "value: {}"},
           {false, "email: {}"},
           {false, "after: {}"},
       }) {
    CAPTURE(one.yaml);
    const std::string yaml = column + "{" + one.yaml + "}}}}";
    CHECK(schema.accepts(yaml) == one.valid);
    if (!one.valid) CHECK(!test::refusal([&] { test::resolved(yaml); }).empty());
  }
  for (const Case& one : {
           Case{true, "tables: {user: 10}"},
           {true, "tables: {user: 100_000, rent: null}\nextends: base"},
           {true, "tables: {rent: {per: user, rows: {zipf: {mean: 4, max: 50}}}}"},
           {true, "tables: {rent: {per: user, total: {rows: 500, max: 20}}}"},
           {true, "tables: {user: {rows: 1, columns: {name: full_name, tag: [a, b], age: null}}}"},
           {true, "checks: [{table: user, row_count: '>= 5'}, {sql: select 1, expect: [[1, a]]}]"},
           // What the other one may have.
           {true, "tables: {user: {rows: {between: [1, 5]}}}\nextends: base"},
           {true, "tables: {user: {rows: null, total: 5}}\nextends: base"},
           {true, "tables: {user: {rows: 1_000_000}}"},
           {true, "as_of: today\nlocale: de_DE\nseed: 42"},
           {false, "tables: {user: {row: 10}}"},
           {false, "tables: {user: -1}"},
           {false, "tables: {user: lots}"},
           {false, "tables: {user: \"5\"}"},
           {false, "tables: {user: {rows: \"5\"}}"},
           {false, "tables: {user: {rows: {between: [1, 5]}}}"},
           {false, "tables: {user: {rows: {between: [1, 5]}, per: null}}"},
           {false, "tables: {user: {total: 5}}"},
           {false, "tables: {user: {rows: 5, total: 5, per: bike}, bike: 3}"},
           {false, "tables: {rent: {rows: 5, per_day: {column: rent_start, from: 2025-02-01, rows: 3}}}"},
           {false,
            "tables: {rent: {per: user, per_day: {column: rent_start, from: 2025-02-01, rows: 3}}, user: 3}"},
           {false, "tables: {user: 5, rent: {per: user, rows: {zipf: {mean: 0, max: 50}}}}"},
           {false, "tables: {user: 5, rent: {per: user, rows: {zipf: {mean: 4, max: 0}}}}"},
           {false, "tables: {user: 5, rent: {per: user, rows: {normal: {mean: 4, sd: 0}}}}"},
           {false, "tables: {user: 5, rent: {per: user, rows: {weights: {}}}}"},
           {false, "tables: {user: 5, rent: {per: user, rows: {}}}"},
           {false, "tables: {user: 5, rent: {per: user, total: 0}}"},
           {false, "tables: {user: 5, rent: {per: [], rows: 5}}"},
           {false, "tables: {user: {rows: 5, columns: {name: {}}}}"},
           {false, "tables: {user: {rows: 5, columns: {name: []}}}"},
           {false, "tables: {user: {rows: 5, key: []}}"},
           {false, "tables: {user: {rows: 5, fixed: {}}}"},
           {false, "tables: {rent: {rows: 5, lifecycle: {}}}"},
           {false, "tables: [user]"},
           {false, "tables: {rent: {per: user, rows: {zipf: {mean: 4}}}}"},
           {false, "tables: {user: {rows: 1, columns: {name: full_nmae}}}"},
           {false, "tables: {user: {rows: 1, columns: {name: between}}}"},
           {false, "tables: {user: {rows: 1, on_conflict: ask}}"},
           {false, "checks: [{table: user, row_count: some}]"},
           {false, "checks: {table: user}"},
           {false, "as_of: tomorrow"},
           {false, "locale: xx_XX"},
           {false, "sed: 42"},
       }) {
    CAPTURE(one.yaml);
    CHECK(schema.accepts(one.yaml) == one.valid);
    // What the schema refuses, the parser refuses too.
    if (one.valid) continue;
    const std::string yaml = one.yaml;
    CHECK(!test::refusal([&] { test::resolved(yaml); }).empty());
  }
}

}  // namespace
}  // namespace seedctl
