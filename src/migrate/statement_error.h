// Leads what the database says back to the file that its statement came from.
#pragma once

#include <string_view>

#include "base/error.h"
#include "migrate/engine.h"
#include "migrate/plan.h"
#include "sql/splitter.h"

namespace seedctl::migrate {

// Where statements begin in their file. Asked for them in order it reads the section once, not once for each.
class StatementPlaces {
 public:
  explicit StatementPlaces(const Step& step);
  base::SourcePosition of(const sql::Statement& statement);

 private:
  std::string_view text_;   // the step's
  std::size_t offset_ = 0;  // of here_
  base::SourcePosition first_, here_;
};

// `cause` as an error at its place in the step's file, with the source line and a caret. `consequence` says
// what stays of the migration ("nothing of 0007_orders was kept") and ends the message.
base::Error at_statement(const base::Error& cause, const Step& step, const sql::Statement& statement,
                         const EngineRules& rules, std::string_view consequence);

// The same for what concerns the section as a whole, such as a failing COMMIT.
base::Error at_section(const base::Error& cause, const Step& step, std::string_view consequence);

}  // namespace seedctl::migrate
