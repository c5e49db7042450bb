// What differs between engines in making a table hold what it should: the only place in this layer that knows
// them.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "base/error.h"
#include "db/connection.h"
#include "schema/model.h"
#include "seed/cell_guard.h"
#include "seed/change.h"

namespace seedctl::seed {

class Recipe {
 public:
  virtual ~Recipe() = default;

  // Settings that must change outside the transaction, and back again after it, whatever its end.
  virtual void before_transaction() = 0;
  virtual void after_transaction() noexcept = 0;

  // Why the live column would not give back values of that type as they were ("" = it does).
  virtual std::string cannot_store(const base::LogicalType& type, const schema::Column& live) const = 0;
  // Why this session may be shown only some of the table's rows ("" = it sees all): such rows could neither
  // be compared nor counted.
  virtual std::string hides_rows(const schema::Table& table) = 0;
  // What the live column cuts off values that it stores.
  virtual ColumnLimits limits_of(const schema::Column& live) const = 0;
  // Whether triggers of the user fire when rows of the table change.
  virtual bool has_triggers(const schema::Table& table) = 0;

  virtual db::TableName stage_table(const std::string& name) const = 0;
  virtual std::string create_stage(const db::TableName& stage, const std::string& select) const = 0;
  // Statements that make a filled stage ready to be matched with its table by the key.
  virtual std::vector<std::string> index_stage(const db::TableName& stage, const schema::Table& live,
                                               std::span<const std::string> key) const = 0;

  // Whether the engine's numbering still holds the reserve behind `highest`: a table that lives on never
  // loses it, a table that is made again never has it. nullopt where the numbering cannot tell.
  virtual std::optional<bool> keeps_its_numbers(const schema::Table& table, const schema::Column& column,
                                                std::int64_t highest, std::uint64_t rows) = 0;

  // First in the transaction: how long its statements wait for other sessions. From then on rows that are
  // hidden from this session, of whatever table, are an error of the statement that would miss them.
  virtual void limit_waiting(std::chrono::milliseconds longest) = 0;
  // Next, before anything is compared: until the end of the transaction other sessions read the tables and do
  // not write them, so that what is compared is what is changed. Returns for each table whether that is so;
  // it is not where the session may insert rows and has no right to keep others out. Nothing but inserting
  // is safe there, and refuse_unsafe() refuses the rest.
  virtual std::vector<bool> keep_still(std::span<const schema::Table* const> tables) = 0;
  // Whether the server ended the transaction because it collided with another session's, so that the same may
  // pass another time.
  virtual bool is_collision(const base::Error& error) const = 0;
  // After the rollback: the error of a collision, or of a wait that was too long, with the table and who is
  // in the way; any other error as it is. `table` is the one that was worked on before apply(), which knows
  // better.
  virtual base::Error explained(const base::Error& error, const schema::Table* table) = 0;

  // What people should know of a change before it is made: what makes it slow, what it cannot make sure of.
  // Sentences without a capital and a full stop; reads only.
  virtual std::vector<std::string> plan_notes(const TableChange& change) = 0;

  // Whether a CHECK refused a row, or no partition took it.
  virtual bool is_broken_check(const base::Error& error) const = 0;

  // Tables outside the schema whose foreign keys refer to the table, with those foreign keys alone.
  virtual std::vector<schema::Table> references_from_elsewhere(const schema::Table& table) = 0;
  // A condition that is true where the engine's unique keys that ignore case take two texts for the same.
  virtual std::string same_ignoring_case(const std::string& left, const std::string& right) const = 0;

  // Throws ErrorCode::refused for changes that this engine cannot make without touching people's rows. Asked
  // before anything is changed, of the staged changes; reads only.
  virtual void refuse_unsafe(std::span<const TableChange> changes) = 0;
  // Keeps other sessions from adding references to rows that are about to be deleted, or to values that are
  // about to change.
  virtual void lock_for_references(std::span<const TableChange> changes, const schema::Schema& live) = 0;

  // Writes all changes (tables in the order parents first) such that UNIQUE values may move between rows,
  // values may change together with the rows that refer to them, and
  // no foreign key is violated in the end that was not before; no cascade runs. Throws base::Error.
  virtual void apply(std::span<const TableChange> changes, const schema::Schema& live) = 0;

  // Moves the numbers that the engine gives out for the column past `highest` and a reserve behind it that
  // suits a table of `rows` rows; never backwards, and writes nothing where they are past it already.
  virtual void reserve_numbers(const schema::Table& table, const schema::Column& column, std::int64_t highest,
                               std::uint64_t rows) = 0;
};

// What is kept free behind the highest number that seedctl made: rows that people add get numbers beyond it,
// so that they do not meet later growth. Never more than half of the numbers that are left up to `limit`.
std::int64_t reserved_up_to(std::int64_t highest, std::uint64_t rows, std::int64_t limit);
inline constexpr std::int64_t kLeastReserve = 1'000'000;
inline constexpr std::uint64_t kReserveTimesRows = 10;

std::unique_ptr<Recipe> make_recipe(db::Connection& connection);

// For make_recipe().
std::unique_ptr<Recipe> make_postgres_recipe(db::Connection& connection);
std::unique_ptr<Recipe> make_sqlite_recipe(db::Connection& connection);

}  // namespace seedctl::seed
