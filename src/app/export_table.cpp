// A batch is generated in pieces that fit the processor's cache, each encoded while it is there.
#include "app/export_table.h"

#include <algorithm>
#include <exception>
#include <numeric>
#include <thread>

#include "base/column_batch.h"
#include "base/ordered_queue.h"

namespace seedctl::app {
namespace {

// What one thread needs to make encoded rows, used over and over.
class RowMaker {
 public:
  explicit RowMaker(const TableExport& what) : what_(what), wanted_(what.table.columns.size()) {
    std::iota(wanted_.begin(), wanted_.end(), std::size_t{0});
  }

  void make(PlaceRange places, EncodedRows& out) {
    out.clear();
    while (places.first < places.end) {
      const auto count = std::min<std::uint64_t>(places.end - places.first, base::kBatchRows);
      make_piece(places.first, static_cast<std::size_t>(count), out);
      places.first += count;
    }
  }

 private:
  void make_piece(std::uint64_t first_place, std::size_t count, EncodedRows& out) {
    rows_.resize(count);
    what_.table.data->rows_from(first_place, rows_);
    what_.table.data->fill(rows_, wanted_, cells_);
    const std::span<base::ColumnBatch> cells = std::span(cells_).first(wanted_.size());
    if (what_.partitioner == nullptr) {
      selected_.resize(count);
      std::iota(selected_.begin(), selected_.end(), 0U);
      encode(cells, selected_, first_place, "", out);
      return;
    }
    const std::size_t column = what_.partitioner->column();
    const auto groups = groups_.group(*what_.partitioner, cells[column]);
    if (!what_.without_partition_column) return encode(cells, groups, first_place, out);
    // An encoder takes columns side by side: the one left out steps behind the others for a while.
    const auto left_out = cells.begin() + static_cast<std::ptrdiff_t>(column);
    std::rotate(left_out, left_out + 1, cells.end());
    encode(cells.first(cells.size() - 1), groups, first_place, out);
    std::rotate(left_out, cells.end() - 1, cells.end());
  }

  void encode(std::span<const base::ColumnBatch> cells, std::span<const PartitionGroups::Group> groups,
              std::uint64_t first_place, EncodedRows& out) const {
    for (const PartitionGroups::Group& group : groups)
      encode(cells, group.rows, first_place, group.folder, out);
  }

  void encode(std::span<const base::ColumnBatch> cells, std::span<const std::uint32_t> rows,
              std::uint64_t first_place, const std::string& partition, EncodedRows& out) const {
    const base::RowLayout& layout = what_.encoder.layout();
    out.join(layout, partition, layout.unit_of(first_place + rows.front()));
    what_.encoder.append(cells, rows, first_place, out.text);
    out.joined(rows.size(), layout.unit_of(first_place + rows.back()));
  }

  const TableExport& what_;
  std::vector<std::size_t> wanted_;
  std::vector<gen::RowId> rows_;
  std::vector<base::ColumnBatch> cells_;
  std::vector<std::uint32_t> selected_;
  PartitionGroups groups_;
};

// The threads end before what they use does, however the writer ends.
class Makers {
 public:
  using Queue = base::OrderedQueue<EncodedRows>;
  Makers(const TableExport& what, Queue& queue) : what_(what), queue_(queue) {
    try {
      for (std::uint32_t i = 0; i < what.jobs; ++i) threads_.emplace_back([this] { run(); });
    } catch (...) {
      end();
      throw;
    }
  }
  ~Makers() { end(); }
  Makers(const Makers&) = delete;
  Makers& operator=(const Makers&) = delete;

 private:
  void end() {
    queue_.stop();
    for (std::thread& thread : threads_) thread.join();
  }

  void run() {
    RowMaker maker(what_);
    while (const auto claim = queue_.claim()) {
      std::exception_ptr failure;
      try {
        const std::uint64_t first = what_.places.first + claim->number * what_.batch_rows;
        maker.make({first, std::min(first + what_.batch_rows, what_.places.end)}, claim->item);
      } catch (...) {
        failure = std::current_exception();
      }
      queue_.deliver(claim->number, failure);
    }
  }

  const TableExport& what_;
  Queue& queue_;
  std::vector<std::thread> threads_;
};

}  // namespace

void export_table(const TableExport& what, TableFiles& files, base::Progress& progress) {
  const std::uint64_t rows = what.places.end - what.places.first;
  progress.start("export " + what.table.name, rows);
  if (what.partitioner == nullptr) files.begin("");
  // A batch in the making for each thread, and one that waits for the writer.
  constexpr std::size_t kSlotsPerJob = 2;
  Makers::Queue queue((rows + what.batch_rows - 1) / what.batch_rows, what.jobs * kSlotsPerJob);
  const Makers makers(what, queue);
  std::uint64_t done = 0;
  while (const EncodedRows* made = queue.next()) {
    files.append(*made);
    done += made->rows;
    queue.release();
    progress.advance(done);
  }
  progress.finish();
}

}  // namespace seedctl::app
