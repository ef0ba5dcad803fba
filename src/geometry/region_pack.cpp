// SPDX-License-Identifier: Apache-2.0
// Prepared regions in a file, and back without a copy.
#include <algorithm>
#include <memory>
#include <span>
#include <utility>

#include "prepared_region.h"
#include "xuanzhi/base/packed_file.h"
#include "xuanzhi/geometry/region_index.h"

namespace xuanzhi::geometry {

namespace {

void pack_tree(const PackedTree& tree, PackedWriter& out) {
  out.add_value(std::uint64_t{tree.size()});
  out.add_value(tree.whole());
  out.add(tree.blocks().span());
  out.add(tree.numbers().span());
}

PackedTree unpacked_tree(PackedReader& in) {
  const auto size = static_cast<std::size_t>(in.value<std::uint64_t>());
  const auto whole = in.value<Box>();
  const std::span<const PackedTree::Block> blocks = in.array<PackedTree::Block>();
  const std::span<const std::uint32_t> numbers = in.array<std::uint32_t>();
  PackedTree out(size, whole, FlatArray<PackedTree::Block>::borrowed(blocks),
                 FlatArray<std::uint32_t>::borrowed(numbers));
  if (!out.valid()) throw PackedFault();
  return out;
}

}  // namespace

void RegionIndex::pack(PackedWriter& out) const {
  const FlatPaths& flat = prepared_->flat;
  out.add(flat.points.span());
  out.add(flat.paths.span());
  out.add(flat.item_begin.span());
  pack_tree(prepared_->tree, out);
  out.add(prepared_->paths.boxes().span());
  const EdgeIndex& edges = prepared_->edges;
  out.add(edges.chunks.span());
  pack_tree(edges.tree, out);
  out.add(edges.half_width_m.span());
  out.add_text(prepared_->digest);
}

RegionIndex RegionIndex::unpacked(PackedReader& in) {
  auto out = std::make_unique<Prepared>();
  out->flat.points = FlatArray<Point>::borrowed(in.array<Point>());
  out->flat.paths = FlatArray<FlatPath>::borrowed(in.array<FlatPath>());
  out->flat.item_begin = FlatArray<std::uint64_t>::borrowed(in.array<std::uint64_t>());
  if (!out->flat.valid()) throw PackedFault();
  out->tree = unpacked_tree(in);
  out->paths = PathTree(out->flat, FlatArray<CoarseBox>::borrowed(in.array<CoarseBox>()));
  EdgeIndex& edges = out->edges;
  edges.flat = &out->flat;
  edges.chunks = FlatArray<EdgeChunk>::borrowed(in.array<EdgeChunk>());
  edges.tree = unpacked_tree(in);
  edges.half_width_m = FlatArray<double>::borrowed(in.array<double>());
  out->digest = in.text();
  for (const double half_width : edges.half_width_m)
    edges.widest_m = std::max(edges.widest_m, half_width);
  const std::size_t items = out->flat.items();
  if (out->tree.size() != items || edges.half_width_m.size() != items || !out->paths.fits() ||
      edges.tree.size() != edges.chunks.size())
    throw PackedFault();
  for (const EdgeChunk& chunk : edges.chunks) {
    if (chunk.item >= items || chunk.count > kChunkEdges ||
        std::size_t{chunk.first} + chunk.count >= out->flat.points.size())
      throw PackedFault();
  }
  return RegionIndex(std::move(out));
}

}  // namespace xuanzhi::geometry
