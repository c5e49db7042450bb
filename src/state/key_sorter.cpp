// Runs are merged by level, as in a log-structured tree: a level never holds more than kSortFanIn runs, so
// that the number of open files grows with the logarithm of the records.
#include "state/key_sorter.h"

#include <algorithm>
#include <utility>

namespace seedctl::state {

// Merges sorted spools; a heap of their heads.
class KeySorter::Merge {
 public:
  explicit Merge(std::vector<RecordSpool> runs) : runs_(std::move(runs)) {
    for (std::size_t i = 0; i < runs_.size(); ++i) {
      runs_[i].rewind();
      push(i);
    }
  }

  bool next(std::string& key, std::uint64_t& number) {
    if (heads_.empty()) return false;
    std::pop_heap(heads_.begin(), heads_.end(), later);
    Head head = std::move(heads_.back());
    heads_.pop_back();
    key.swap(head.key);
    number = head.number;
    push(head.run);
    return true;
  }

 private:
  struct Head {
    std::string key;
    std::uint64_t number = 0;
    std::size_t run = 0;
  };
  static bool later(const Head& a, const Head& b) {
    const int order = a.key.compare(b.key);
    return order != 0 ? order > 0 : a.number > b.number;
  }
  void push(std::size_t run) {
    Head head;
    head.run = run;
    if (!runs_[run].next(head.key, head.number)) return;
    heads_.push_back(std::move(head));
    std::push_heap(heads_.begin(), heads_.end(), later);
  }

  std::vector<RecordSpool> runs_;
  std::vector<Head> heads_;
};

KeySorter::KeySorter(std::size_t buffer_bytes) : buffer_bytes_(buffer_bytes) {}
KeySorter::~KeySorter() = default;

void KeySorter::add(std::string_view key, std::uint64_t number) {
  entries_.push_back({bytes_.size(), static_cast<std::uint32_t>(key.size()), number});
  bytes_.append(key);
  if (bytes_.size() + entries_.size() * sizeof(Entry) >= buffer_bytes_) write_run();
}

void KeySorter::sort_buffer() {
  std::sort(entries_.begin(), entries_.end(), [this](const Entry& a, const Entry& b) {
    const int order = key_of(a).compare(key_of(b));
    return order != 0 ? order < 0 : a.number < b.number;
  });
}

void KeySorter::write_run() {
  sort_buffer();
  RecordSpool run;
  for (const Entry& entry : entries_) run.append(key_of(entry), entry.number);
  entries_.clear();
  bytes_.clear();
  add_run(0, std::move(run));
}

void KeySorter::add_run(std::size_t level, RecordSpool run) {
  if (levels_.size() <= level) levels_.resize(level + 1);
  levels_[level].push_back(std::move(run));
  if (levels_[level].size() < kSortFanIn) return;
  Merge merge(std::move(levels_[level]));
  levels_[level].clear();
  RecordSpool merged;
  std::string key;
  std::uint64_t number = 0;
  while (merge.next(key, number)) merged.append(key, number);
  add_run(level + 1, std::move(merged));
}

void KeySorter::finish() {
  if (levels_.empty()) {
    sort_buffer();
    return;
  }
  if (!entries_.empty()) write_run();
  entries_ = {};
  bytes_ = {};
  std::vector<RecordSpool> runs;
  for (auto& level : levels_) {
    for (RecordSpool& run : level) runs.push_back(std::move(run));
  }
  levels_.clear();
  merge_ = std::make_unique<Merge>(std::move(runs));
}

bool KeySorter::next(std::string& key, std::uint64_t& number) {
  if (merge_) return merge_->next(key, number);
  if (read_ == entries_.size()) return false;
  const Entry& entry = entries_[read_++];
  key.assign(key_of(entry));
  number = entry.number;
  return true;
}

}  // namespace seedctl::state
