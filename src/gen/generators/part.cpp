// Parts are built by the profile layer, which can read columns; what they are made of here is their filling.
#include "gen/generators/part.h"

#include <fmt/format.h>

#include <algorithm>

namespace seedctl::gen {

Part Part::build(const BuildContext& context, const base::Node& written, const std::string& name) {
  return Part(context.nested_part(written, "member " + name, {.column = name, .type = {}}));
}

Part Part::build_element(const BuildContext& context, const base::Node& written,
                         std::optional<base::LogicalType> type, bool distinct) {
  return Part(context.nested_part(written, "element",
                                  {.column = context.column, .type = std::move(type), .unique = distinct}));
}

void Part::fill(const FillRequest& request, base::ColumnBatch& out) const {
  out.reset(made_.type.kind);
  made_.generator->fill(request, out);
  if (made_.nulls.never()) return;
  for (std::size_t i = 0; i < request.rows.size(); ++i)
    if (made_.nulls.hit(made_.null_key, request.rows[i])) out.set_null(i);
}

std::vector<std::size_t> inputs_of(std::span<const Part* const> parts) {
  std::vector<std::size_t> all;
  for (const Part* part : parts) {
    const auto inputs = part->generator().inputs();
    all.insert(all.end(), inputs.begin(), inputs.end());
  }
  std::sort(all.begin(), all.end());
  all.erase(std::unique(all.begin(), all.end()), all.end());
  return all;
}

void require_document(const Arguments& arguments) {
  const base::LogicalType& type = arguments.context.type;
  if (type.kind == base::TypeKind::json || (type.kind == base::TypeKind::text && type.length == 0)) return;
  arguments.fail(fmt::format("{} makes JSON, for columns of json or of text of any length; column {} is {}",
                             arguments.generator, arguments.context.column, type.str()));
}

}  // namespace seedctl::gen
