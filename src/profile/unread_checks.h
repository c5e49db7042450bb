// CHECKs that are not understood: no plan holds rows against them, only the database does.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "profile/resolve.h"
#include "schema/model.h"
#include "sql/check_facts.h"

namespace seedctl::profile {

// Whether a fact says nothing that the columns, as they are made, are held against.
bool is_unread(const sql::CheckFact& fact, std::span<const ResolvedColumn> columns);

// In words, each once: "a CHECK of age is not understood: only the database can tell whether it holds".
std::vector<std::string> notes_of_unread(const schema::Table& table, std::span<const ResolvedColumn> columns);

}  // namespace seedctl::profile
