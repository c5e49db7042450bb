// SQLite scripts as its shell reads them: a `;` ends a statement, but inside CREATE TRIGGER only the one
// behind END does.
//
// sqlite3_complete has the last word there. It reads the whole text each time it is asked, so it is asked
// only where it can agree, at `; END ;`: once per trigger, and time stays linear.
#include <sqlite3.h>

#include "sql/script.h"

namespace seedctl::sql {
namespace {

// Whether a statement creates a trigger, by its leading words: [EXPLAIN ..] CREATE [TEMP | TEMPORARY]
// TRIGGER.
class TriggerDetector {
 public:
  void add(const Token& token) {
    if (state_ == State::start && token.is("EXPLAIN")) {
      state_ = State::explain;
    } else if ((state_ == State::start || state_ == State::explain) && token.is("CREATE")) {
      state_ = State::create;
    } else if (state_ == State::create && token.is("TRIGGER")) {
      state_ = State::trigger;
    } else if (state_ == State::start ||
               (state_ == State::create && !token.is("TEMP") && !token.is("TEMPORARY"))) {
      state_ = State::other;
    }
  }
  bool found() const { return state_ == State::trigger; }

 private:
  enum class State { start, explain, create, trigger, other };
  State state_ = State::start;
};

bool engine_agrees(std::string_view statement) {
  return sqlite3_complete(std::string(statement).c_str()) != 0;
}

}  // namespace

std::vector<Statement> split_sqlite(const Script& script) {
  std::vector<Statement> statements;
  Lexer lexer(script.text, base::Engine::sqlite, script.start);
  TriggerDetector trigger;
  bool begun = false;
  std::size_t begin = 0;
  std::size_t end = 0;
  Token last, before_last;
  const auto finish = [&] {
    if (begun) statements.push_back(script.statement(begin, end));
    begun = false;
    trigger = {};
    last = before_last = {};
  };
  for (Token token = lexer.next(); token.kind != TokenKind::end; token = lexer.next()) {
    script.require_terminated(token);
    if (token.kind == TokenKind::comment) continue;
    if (token.kind == TokenKind::semicolon) {
      if (!begun) continue;
      const bool may_end =
          !trigger.found() || (last.is("END") && before_last.kind == TokenKind::semicolon &&
                               engine_agrees(script.text.substr(begin, token.end() - begin)));
      if (may_end) {
        finish();
        continue;
      }
    }
    if (!begun) begin = token.offset;
    begun = true;
    trigger.add(token);
    end = token.end();
    before_last = last;
    last = token;
  }
  finish();
  return statements;
}

}  // namespace seedctl::sql
