// Buffers for making the cells of other rows while filling a batch, reused from batch to batch.
//
// A reference asks its parent's table for cells, which may hold references itself: each depth of a thread's
// recursion has its own buffers. As batches are bounded, so are they.
#pragma once

#include <vector>

#include "base/column_batch.h"
#include "gen/row.h"

namespace seedctl::gen {

struct ScratchBuffers {
  std::vector<RowId> rows;
  std::vector<std::size_t> places;  // in the batch, of `rows`
  std::vector<base::ColumnBatch> cells;
};

// Holds the buffers of one depth while it lives.
class Scratch {
 public:
  Scratch();
  ~Scratch();
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;
  ScratchBuffers* operator->() { return buffers_; }

 private:
  ScratchBuffers* buffers_;
};

}  // namespace seedctl::gen
