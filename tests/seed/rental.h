// Two tables and a reference between them: the smallest schema with parents, children and UNIQUE.
#pragma once

#include <string>
#include <vector>

namespace seedctl::test {

inline const std::vector<std::string> kRental{
    "create table person (id {id}, name text not null, email text not null unique, age smallint not null)",
    "create table rent (id {id}, person_id bigint not null references person (id) on delete cascade, cost "
    "numeric(10, 2) "
    "not null)"};

// A profile of the rental with some people and rents; `columns` are more lines for person's columns.
inline std::string rental(int people, int rents, const std::string& age = "{between: [18, 70]}",
                          const std::string& on_conflict = "refuse") {
  return "seed: 42\nas_of: 2025-02-18\ntables:\n"
         "  person:\n"
         "    rows: " +
         std::to_string(people) +
         "\n"
         "    on_conflict: " +
         on_conflict +
         "\n"
         "    columns:\n"
         "      name: full_name\n"
         "      email: {template: \"user{row}@example.com\"}\n"
         "      age: " +
         age +
         "\n"
         "  rent:\n"
         "    rows: " +
         std::to_string(rents) +
         "\n"
         "    columns:\n"
         "      person_id: {ref: person}\n"
         "      cost: {between: [2.00, 60.00]}\n";
}

}  // namespace seedctl::test
