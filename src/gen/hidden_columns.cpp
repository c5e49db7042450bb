// A list in the order of first mention.
#include "gen/hidden_columns.h"

#include "gen/table.h"

namespace seedctl::gen {

std::size_t HiddenColumns::place_of(const std::string& name) {
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    if (columns_[i].name == name) return i;
  }
  columns_.push_back({name, {}, nullptr, base::Error(base::ErrorCode::internal, "no hidden column " + name)});
  return columns_.size() - 1;
}

std::size_t HiddenColumns::provide(const std::string& name, const base::LogicalType& type,
                                   const std::function<std::unique_ptr<Generator>()>& make) {
  const std::size_t place = place_of(name);
  if (columns_[place].generator == nullptr) {
    auto generator = make();  // may ask for further columns
    columns_[place].type = type;
    columns_[place].generator = std::move(generator);
  }
  return first_ + place;
}

std::size_t HiddenColumns::ask_for(const std::string& name, const base::Error& missing) {
  const std::size_t place = place_of(name);
  columns_[place].missing = missing;
  return first_ + place;
}

void HiddenColumns::add_to(Table& table) {
  for (Hidden& hidden : columns_) {
    if (hidden.generator == nullptr) throw hidden.missing;
    Column column;
    column.name = hidden.name;
    column.type = hidden.type;
    column.stored = false;
    column.named = false;
    column.generator = std::move(hidden.generator);
    table.add_column(std::move(column));
  }
  columns_.clear();
}

}  // namespace seedctl::gen
