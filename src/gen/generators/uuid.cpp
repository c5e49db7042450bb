// uuid: random identifiers of version 4 (RFC 9562), in uuid or text columns.
//
// 64 of the 122 free bits are a bijection of the row's token (of its number where they must be unique), so
// that two rows can never share one.
#include "gen/generators/arguments.h"
#include "gen/generators/builders.h"
#include "gen/random.h"

namespace seedctl::gen {

namespace {

using base::Node;
using base::TypeKind;

constexpr std::size_t kTextLength = 36;

base::Uuid uuid_of(Key key, std::uint64_t address) {
  const std::uint64_t distinct = draw(key, address);  // for one key a bijection of the address
  const std::uint64_t rest = draw(key, address, 1);
  // 48 bits, version, 12 bits | variant, 4 bits, 58 bits: `distinct` fills the first 64 free ones.
  const std::uint64_t high = (distinct >> 16 << 16) | 0x4000 | (distinct >> 4 & 0xfff);
  const std::uint64_t low = 0x8000000000000000U | (distinct & 0xf) << 58 | rest >> 6;
  base::Uuid uuid;
  for (std::size_t i = 0; i < 8; ++i) {
    uuid.bytes[i] = static_cast<std::uint8_t>(high >> (56 - 8 * i));
    uuid.bytes[8 + i] = static_cast<std::uint8_t>(low >> (56 - 8 * i));
  }
  return uuid;
}

class UuidGenerator final : public Generator {
 public:
  UuidGenerator(Key key, bool unique, bool text) : key_(key), unique_(unique), text_(text) {}

  void fill(const FillRequest& request, base::ColumnBatch& out) const override {
    for (const RowId& row : request.rows) {
      const base::Uuid uuid = uuid_of(key_, unique_ ? row.number : row.token);
      if (text_) {
        out.append_text(uuid.str());
      } else {
        out.append_uuid(uuid);
      }
    }
  }

 private:
  Key key_;
  bool unique_;
  bool text_;
};

}  // namespace

std::unique_ptr<Generator> build_uuid(const Node& value, const Node& column, const BuildContext& context) {
  const Arguments arguments{"uuid", value, column, context};
  arguments.allow_nothing();
  arguments.require_kind({TypeKind::uuid, TypeKind::text});
  const bool text = context.type.kind == TypeKind::text;
  if (text) arguments.require_text(kTextLength);
  return std::make_unique<UuidGenerator>(context.key(), context.unique, text);
}

}  // namespace seedctl::gen
