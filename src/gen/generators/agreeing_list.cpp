// The group's key has a version of its own, which changes all its columns together.
#include "gen/generators/agreeing_list.h"

#include <fmt/format.h>

#include <algorithm>

#include "gen/generators/list_text.h"
#include "gen/generators/pattern_text.h"
#include "gen/person.h"

namespace seedctl::gen {

namespace {

constexpr std::uint32_t kAgreementVersion = 1;  // part of the values

class AgreeingText final : public Generator {
 public:
  AgreeingText(std::vector<std::string_view> texts, std::uint64_t capacity, const Ranks& ranks)
      : texts_(std::move(texts)), capacity_(capacity), ranks_(ranks) {}

  void fill(const FillRequest& request, base::ColumnBatch& out) const override {
    for (const RowId& row : request.rows) out.append_text(texts_[static_cast<std::size_t>(ranks_(row))]);
  }

  std::optional<std::uint64_t> capacity() const override { return capacity_; }

 private:
  std::vector<std::string_view> texts_;
  std::uint64_t capacity_;
  Ranks ranks_;
};

}  // namespace

Ranks agreeing_ranks(const BuildContext& context, std::string_view group,
                     std::span<const std::string_view> words, std::size_t entries) {
  const std::string purpose = fmt::format("{}:{}", group, name_without(context.column, words));
  return {context.draws_with(column_key(context.seed, context.table, purpose, kAgreementVersion)), entries,
          false};
}

std::unique_ptr<Generator> make_agreeing_text(const Arguments& arguments, std::vector<std::string_view> texts,
                                              const Ranks& ranks) {
  std::vector<std::string_view> different = texts;
  std::sort(different.begin(), different.end());
  different.erase(std::unique(different.begin(), different.end()), different.end());
  arguments.require_text(longest_of(texts));
  arguments.require_capacity(different.size());
  if (arguments.context.unique) {
    return std::make_unique<ListText>(std::move(different), arguments.context.key(), true);
  }
  return std::make_unique<AgreeingText>(std::move(texts), different.size(), ranks);
}

std::unique_ptr<Generator> make_entry_text(const Arguments& arguments,
                                           std::span<const std::string_view> entries,
                                           std::span<const std::string_view> forms,
                                           std::span<const std::string_view> words) {
  arguments.allow_parameters({});
  const std::size_t form = form_of(arguments, forms);
  std::vector<std::string_view> texts;
  for (const std::string_view entry : entries) texts.push_back(list_field(entry, form));
  const Ranks ranks = agreeing_ranks(arguments.context, arguments.generator, words, texts.size());
  return make_agreeing_text(arguments, std::move(texts), ranks);
}

}  // namespace seedctl::gen
