// Keys of columns: the only thing a column's values depend on besides the row's address.
//
// The bytes that are hashed are spelled out here, length-prefixed and little-endian, because they can never
// change:
// ("a", "bc") and ("ab", "c") must be different columns, on every machine.
#include "gen/random.h"

#include <string>

#include "base/hash.h"

namespace seedctl::gen {

namespace {

void append_number(std::string& bytes, std::uint64_t number) {
  for (int shift = 0; shift < 64; shift += 8) bytes.push_back(static_cast<char>((number >> shift) & 0xff));
}

void append_name(std::string& bytes, std::string_view name) {
  append_number(bytes, name.size());
  bytes.append(name);
}

}  // namespace

Key column_key(std::uint64_t seed, std::string_view table, std::string_view column,
               std::uint32_t generator_version) {
  std::string bytes;
  append_number(bytes, seed);
  append_name(bytes, table);
  append_name(bytes, column);
  append_number(bytes, generator_version);
  return base::hash64(bytes);
}

Key sub_key(Key key, std::string_view purpose) { return base::hash64(purpose, key); }

}  // namespace seedctl::gen
