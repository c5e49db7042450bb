// A generator within a document or an array: it makes values of a type of its own.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "gen/generator.h"
#include "gen/generators/arguments.h"

namespace seedctl::gen {

class Part {
 public:
  // Of a member of json: of the type that it makes by itself, and with the member's name, so that it is of
  // the person or the address that a column of that name is of.
  static Part build(const BuildContext& context, const base::Node& written, const std::string& name);
  // Of an array's elements. `type`: nullopt where it is the element's own. Distinct ones differ for rows
  // whose numbers do, up to the generator's capacity.
  static Part build_element(const BuildContext& context, const base::Node& written,
                            std::optional<base::LogicalType> type, bool distinct);

  // Resets the batch, and fills it with a value per row.
  void fill(const FillRequest& request, base::ColumnBatch& out) const;
  const Generator& generator() const { return *made_.generator; }
  const base::LogicalType& type() const { return made_.type; }

 private:
  explicit Part(NestedGenerator made) : made_(std::move(made)) {}

  NestedGenerator made_;
};

// What all of them read, each once.
std::vector<std::size_t> inputs_of(std::span<const Part* const> parts);

// The column must hold JSON: of type json, or text of any length.
void require_document(const Arguments& arguments);

}  // namespace seedctl::gen
