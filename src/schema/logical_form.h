// What a table's keys and checks mean, apart from how they were declared: sorted, each thing once, without
// names. Two schemas with equal logical forms are the same to everything that generates or checks data.
#pragma once

#include <string>
#include <vector>

#include "schema/model.h"

namespace seedctl::schema {

// Without names, the primary key first; of keys over the same columns one is left, the primary one if it is
// among them.
std::vector<UniqueKey> logical_unique_keys(const Table& table);
std::vector<ForeignKey> logical_foreign_keys(const Table& table);
std::vector<sql::CheckFact> logical_facts(const Table& table);

// The types that engines share: an enumeration is text that a CHECK limits to its labels.
Schema logical(Schema schema);

// For messages: "primary key (id)", "unique (email) that ignores case", "foreign key (user_id) to user (id)",
// "check age from 18 to 120".
std::string describe(const UniqueKey& key);
std::string describe(const ForeignKey& key);
std::string describe(const sql::CheckFact& fact);

// The words of the snapshot file and of messages.
const char* action_name(ForeignKey::Action action);
const char* generated_name(Column::Generated generated);
const char* fact_name(sql::CheckFact::Kind kind);

}  // namespace seedctl::schema
