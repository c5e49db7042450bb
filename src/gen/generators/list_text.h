// Text from a list, one entry a row: what most semantic generators are.
#pragma once

#include <string_view>
#include <vector>

#include "gen/generator.h"
#include "gen/locale.h"
#include "gen/ranks.h"

namespace seedctl::gen {

class ListText final : public Generator {
 public:
  ListText(std::vector<std::string_view> words, Key key, bool unique)
      : words_(std::move(words)), ranks_(key, words_.size(), unique) {}

  void fill(const FillRequest& request, base::ColumnBatch& out) const override {
    for (const RowId& row : request.rows) out.append_text(words_[static_cast<std::size_t>(ranks_(row))]);
  }

  std::optional<std::uint64_t> capacity() const override { return words_.size(); }

 private:
  std::vector<std::string_view> words_;
  Ranks ranks_;
};

}  // namespace seedctl::gen
