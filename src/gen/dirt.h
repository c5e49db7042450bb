// Known dirt: which cells of a column hold something wrong, and what they hold in place of the clean value.
//
// A rate decides the rows as it decides NULLs, one keyed row in each block; a keyed draw says what happens to
// the cell. All of it is a pure function of the row's address and of clean cells, so that a manifest, a
// sample and what is stored agree. Fixed rows are rows that people know: they are never dirty.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/value.h"
#include "gen/distribution/alias_table.h"
#include "gen/random.h"
#include "gen/rate.h"
#include "gen/row.h"

namespace seedctl::gen {

// What may be wrong with a cell. All but the first three are of text.
enum class DirtKind {
  value,        // another value, given with the kind
  null,         // NULL
  duplicate,    // the value of the row before: of the next smaller number, in a `per` table of its parent's
  truncate,     // the end is missing
  letter_case,  // letters of the other case
  whitespace,   // spaces around it, or too many within
};

// As a profile writes it: "letter_case" is "case".
const char* dirt_kind_name(DirtKind kind);
std::optional<DirtKind> dirt_kind_of_name(std::string_view name);
std::vector<std::string> dirt_kind_names();
inline bool is_of_text(DirtKind kind) { return kind > DirtKind::duplicate; }

// One way to be dirty.
struct DirtWay {
  DirtKind kind = DirtKind::null;
  base::Value value = base::Null{};  // of DirtKind::value
};

class Dirt {
 public:
  // `key`: of the column and this purpose. `weights` as AliasTable takes them, one a way. `longest`: the
  // characters that the column holds, 0 = not limited.
  Dirt(Key key, Rate rate, std::vector<DirtWay> ways, const std::vector<base::uint128>& weights,
       std::uint32_t longest);

  bool hit(const RowId& row) const { return !row.is_fixed() && rate_.hit(rate_key_, row); }
  // Whether a cell may depend on the row before.
  bool reads_previous() const { return reads_previous_; }

  struct Cell {
    DirtKind kind;
    base::Value value;
  };
  // What a row that is hit holds. A way that would leave the cell as it is (the case of digits) gives way to
  // the next one of the list; nullopt where none changes it: that cell stays clean. `previous`: the clean
  // cell of the row before, where there is one.
  std::optional<Cell> spoil(const RowId& row, const base::Value& clean,
                            const std::optional<base::Value>& previous) const;

  // Whether one of the ways could have made `found` of the clean value: what tells dirt from other edits.
  bool could_make(const base::Value& found, const base::Value& clean,
                  const std::optional<base::Value>& previous) const;

 private:
  std::optional<base::Value> spoiled(const DirtWay& way, const RowId& row, const base::Value& clean,
                                     const std::optional<base::Value>& previous) const;
  std::optional<base::Value> spoiled_text(DirtKind kind, const RowId& row, std::string_view clean) const;

  Key rate_key_, way_key_;
  Rate rate_;
  std::vector<DirtWay> ways_;
  AliasTable choice_;
  std::size_t longest_;
  bool reads_previous_;
};

}  // namespace seedctl::gen
