// SPDX-License-Identifier: Apache-2.0
#include "edge_index.h"

#include <algorithm>
#include <utility>

namespace xuanzhi::geometry {

EdgeIndex index_edges(const FlatPaths& flat, std::vector<double> half_width_m) {
  EdgeIndex out;
  out.flat = &flat;
  const std::vector<EdgeChunk> chunks = edge_chunks(flat);
  std::vector<Box> boxes;
  boxes.reserve(chunks.size());
  for (const EdgeChunk& chunk : chunks) boxes.push_back(box_of(flat, chunk));
  out.tree = PackedTree(boxes);
  std::vector<EdgeChunk> ordered;
  ordered.reserve(chunks.size());
  for (const std::uint32_t number : out.tree.give_up_numbers()) ordered.push_back(chunks[number]);
  out.chunks = FlatArray<EdgeChunk>(std::move(ordered));
  for (const double half_width : half_width_m) out.widest_m = std::max(out.widest_m, half_width);
  out.half_width_m = FlatArray<double>(std::move(half_width_m));
  return out;
}

}  // namespace xuanzhi::geometry
