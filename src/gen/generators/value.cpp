// value: the same value in every row, or NULL.
#include "gen/generators/arguments.h"
#include "gen/generators/builders.h"

namespace seedctl::gen {

namespace {

using base::Node;

class Constant final : public Generator {
 public:
  Constant(const base::Value& value, base::TypeKind kind) : value_(kind) { value_.append(value); }

  void fill(const FillRequest& request, base::ColumnBatch& out) const override {
    for (std::size_t i = 0; i < request.rows.size(); ++i) {
      if (value_.is_null(0)) {
        out.append_null();
      } else {
        out.append_from(value_, 0);
      }
    }
  }

  std::optional<std::uint64_t> capacity() const override { return 1; }

 private:
  base::ColumnBatch value_;  // one cell
};

}  // namespace

std::unique_ptr<Generator> build_value(const Node& value, const Node& column, const BuildContext& context) {
  const Arguments arguments{"value", value, column, context};
  arguments.allow_parameters({});
  if (value.kind == Node::Kind::null) {
    if (column.kind != Node::Kind::map) arguments.require_value();
    if (!context.nullable)
      base::fail_at(value, "column " + context.column + " is NOT NULL, it can't be null");
    return std::make_unique<Constant>(base::Null{}, context.type.kind);
  }
  base::Value constant = value_of(value, context.type);
  arguments.require_capacity(1);
  return std::make_unique<Constant>(std::move(constant), context.type.kind);
}

}  // namespace seedctl::gen
