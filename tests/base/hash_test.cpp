// Hashes are pinned: a change would invalidate every stored checksum and digest.
#include "base/hash.h"

#include <rapidcheck.h>

#include "support/catch.h"

using namespace seedctl::base;

TEST_CASE("hashes have the published values of their algorithms") {
  CHECK(sha256_hex("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  CHECK(sha256_hex("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  CHECK(md5_hex("abc") == "900150983cd24fb0d6963f7d28e17f72");
  CHECK(hash64("") == 0x2D06800538D394C2U);
  CHECK(hash128("").hex() == "99aa06d3014798d86001c324468d497f");
}

TEST_CASE("a seed changes the hash") {
  CHECK(hash64("abc", 1) != hash64("abc"));
  CHECK_FALSE(hash128("abc", 1) == hash128("abc"));
}

TEST_CASE("the sum of hashes carries into the high half and wraps") {
  CHECK((Hash128{0, UINT64_MAX} + Hash128{0, 1}) == Hash128{1, 0});
  CHECK((Hash128{UINT64_MAX, UINT64_MAX} + Hash128{0, 2}) == Hash128{0, 1});
  CHECK(Hash128{0x0123456789ABCDEFU, 0xFU}.hex() == "0123456789abcdef000000000000000f");
}

TEST_CASE("the sum of hashes does not depend on order") {
  CHECK(rc::check([](std::uint64_t a, std::uint64_t b, std::uint64_t c) {
    const Hash128 x{a, b};
    const Hash128 y{b, c};
    const Hash128 z{c, a};
    RC_ASSERT((x + y) + z == z + (y + x));
  }));
}
