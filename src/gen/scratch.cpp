// The buffers of a thread, by depth.
#include "gen/scratch.h"

#include <memory>

namespace seedctl::gen {

namespace {

struct ThreadBuffers {
  std::vector<std::unique_ptr<ScratchBuffers>>
      by_depth;  // pointers, as outer depths hold theirs while this grows
  std::size_t depth = 0;
};

thread_local ThreadBuffers buffers_of_thread;

}  // namespace

Scratch::Scratch() {
  ThreadBuffers& buffers = buffers_of_thread;
  if (buffers.depth == buffers.by_depth.size())
    buffers.by_depth.push_back(std::make_unique<ScratchBuffers>());
  buffers_ = buffers.by_depth[buffers.depth++].get();
  buffers_->rows.clear();
  buffers_->places.clear();
}

Scratch::~Scratch() { --buffers_of_thread.depth; }

}  // namespace seedctl::gen
