// Numbered items that many threads make in any order and one takes in theirs.
//
// Bounded: an item is claimed only while there is a slot for it, and slots are used over and over, so that
// memory depends on the number of slots alone. A failure is met where its item would have been, so that which
// of several is told does not depend on the threads.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <exception>
#include <mutex>
#include <optional>
#include <vector>

namespace seedctl::base {

template <class Item>
class OrderedQueue {
 public:
  // Items 0..count-1, at most `slots` of them under way.
  OrderedQueue(std::uint64_t count, std::size_t slots) : count_(count), slots_(slots) {}

  struct Claim {
    std::uint64_t number;
    Item& item;  // as its slot was left
  };
  // The next item to make; waits for a slot. nullopt where none is left to make.
  std::optional<Claim> claim() {
    std::unique_lock lock(mutex_);
    freed_.wait(lock, [&] { return stopped_ || claimed_ == count_ || claimed_ - taken_ < slots_.size(); });
    if (stopped_ || claimed_ == count_) return std::nullopt;
    const std::uint64_t number = claimed_++;
    return Claim{number, slot(number).item};
  }
  void deliver(std::uint64_t number, const std::exception_ptr& failure = nullptr) {
    const std::lock_guard lock(mutex_);
    slot(number).failure = failure;
    slot(number).ready = true;
    if (number == taken_) made_.notify_one();
  }

  // The next item in order; waits for it. nullptr at the end. Throws what its maker threw.
  Item* next() {
    std::unique_lock lock(mutex_);
    if (taken_ == count_) return nullptr;
    made_.wait(lock, [&] { return slot(taken_).ready; });
    if (slot(taken_).failure) std::rethrow_exception(slot(taken_).failure);
    return &slot(taken_).item;
  }
  // Done with what next() gave.
  void release() {
    const std::lock_guard lock(mutex_);
    slot(taken_).ready = false;
    ++taken_;
    freed_.notify_all();
  }
  // No more are to be made.
  void stop() {
    const std::lock_guard lock(mutex_);
    stopped_ = true;
    freed_.notify_all();
  }

 private:
  struct Slot {
    Item item;
    bool ready = false;
    std::exception_ptr failure;
  };
  Slot& slot(std::uint64_t number) { return slots_[static_cast<std::size_t>(number % slots_.size())]; }

  const std::uint64_t count_;
  std::vector<Slot> slots_;
  std::mutex mutex_;
  std::condition_variable freed_, made_;
  std::uint64_t claimed_ = 0, taken_ = 0;
  bool stopped_ = false;
};

}  // namespace seedctl::base
