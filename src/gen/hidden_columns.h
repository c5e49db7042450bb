// Columns that a table computes for its other columns and does not store: which row a reference picked, cells
// of that row. Filled once a batch, however many columns ask.
//
// They stand behind the columns that the profile names, so that their indexes are known before all of those
// are built.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/error.h"
#include "gen/generator.h"

namespace seedctl::gen {

class HiddenColumns {
 public:
  // `first` is the number of columns that the profile names.
  explicit HiddenColumns(std::size_t first) : first_(first) {}

  // The index of the column of that name, which `make` builds where nobody has provided it.
  std::size_t provide(const std::string& name, const base::LogicalType& type,
                      const std::function<std::unique_ptr<Generator>()>& make);
  // The index of a column that another one will provide; `missing` is thrown by add_to() where none does.
  std::size_t ask_for(const std::string& name, const base::Error& missing);

  // Behind the others, which are all there.
  void add_to(Table& table);

 private:
  struct Hidden {
    std::string name;
    base::LogicalType type;
    std::unique_ptr<Generator> generator;  // nullptr: asked for only
    base::Error missing;
  };
  std::size_t place_of(const std::string& name);

  std::size_t first_;
  std::vector<Hidden> columns_;
};

}  // namespace seedctl::gen
