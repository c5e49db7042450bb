// What the schema claims, asked of the rows: keys, NOT NULL, CHECK, whether or not the engine enforces them.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "check/check.h"
#include "db/connection.h"
#include "schema/model.h"

namespace seedctl::check {

// Offending keys that a message lists; the rest is counted.
inline constexpr std::uint64_t kMaxNamed = 5;

// One question about a table: how many rows break a rule, and which.
struct Question {
  Outcome outcome;             // passed, until asked
  const char* complaint = "";  // "rows refer to nothing": follows the count in the message
  std::string count_sql;       // one number
  std::string sample_sql;      // up to kMaxNamed rows, of the columns named by `sample_columns`
  std::vector<std::string> sample_columns;
};

// Every constraint of a table as a question; `live` for the tables that it refers to. What cannot be asked (a
// unique key on an expression) becomes a sentence in `notes`.
std::vector<Question> constraint_questions(const schema::Table& table, const schema::Schema& live,
                                           std::vector<std::string>& notes);

// Asks: fills the outcome. Inside a savepoint, so that a question that fails is a finding and the next can be
// asked.
Outcome ask(db::Connection& connection, Question question);

// "3 rows" and "1 row".
std::string counted(std::uint64_t count, const char* one, const char* many);

}  // namespace seedctl::check
