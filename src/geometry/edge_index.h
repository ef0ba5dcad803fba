// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "flat_paths.h"
#include "packed_tree.h"

namespace xuanzhi::geometry {

/// The outlines of a region prepared for distances. Read-only once built.
struct EdgeIndex {
  const FlatPaths* flat = nullptr;  ///< borrowed
  FlatArray<EdgeChunk> chunks;      ///< in the order of the tree
  PackedTree tree;                  ///< over the chunks
  FlatArray<double> half_width_m;   ///< per item
  double widest_m = 0.0;
};

EdgeIndex index_edges(const FlatPaths& flat, std::vector<double> half_width_m);

}  // namespace xuanzhi::geometry
