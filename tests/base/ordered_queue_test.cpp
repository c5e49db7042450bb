// Many make, one takes in order.
#include "base/ordered_queue.h"

#include <stdexcept>
#include <thread>

#include "support/catch.h"

using namespace seedctl::base;

namespace {

// Takes everything while `makers` threads square numbers; what fails is at `bad`.
std::vector<std::uint64_t> squares(std::uint64_t count, std::size_t slots, int makers,
                                   std::uint64_t bad = UINT64_MAX) {
  OrderedQueue<std::uint64_t> queue(count, slots);
  std::vector<std::thread> threads;
  for (int i = 0; i < makers; ++i) {
    threads.emplace_back([&] {
      while (const auto claim = queue.claim()) {
        claim->item = claim->number * claim->number;
        const bool fails = claim->number >= bad;
        queue.deliver(
            claim->number,
            fails ? std::make_exception_ptr(std::runtime_error(std::to_string(claim->number))) : nullptr);
      }
    });
  }
  std::vector<std::uint64_t> taken;
  try {
    while (const std::uint64_t* item = queue.next()) {
      taken.push_back(*item);
      queue.release();
    }
  } catch (const std::runtime_error& error) {
    CHECK(error.what() == std::to_string(bad));
  }
  queue.stop();
  for (std::thread& thread : threads) thread.join();
  return taken;
}

}  // namespace

TEST_CASE("items are taken in their order whoever made them and however many slots there are") {
  for (const std::size_t slots : {1U, 2U, 16U}) {
    for (const int makers : {1, 3, 8}) {
      const auto taken = squares(1000, slots, makers);
      REQUIRE(taken.size() == 1000);
      bool in_order = true;
      for (std::uint64_t i = 0; i < taken.size(); ++i) in_order = in_order && taken[i] == i * i;
      CHECK(in_order);
    }
  }
  CHECK(squares(0, 4, 2).empty());
}

TEST_CASE("of several failures the first in order is told and what stands before it is taken") {
  for (const int makers : {1, 3, 8}) CHECK(squares(1000, 8, makers, 437).size() == 437);
}
