// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <vector>

#include "xuanzhi/geometry/shape.h"

namespace xuanzhi::geometry {

/// Two shapes of one set that share area; `first < second`.
struct OverlappingPair {
  std::size_t first = 0;
  std::size_t second = 0;
  double area_m2 = 0.0;  ///< on the ellipsoid
};

/// Areas of one set that share area, in the order of their numbers.
struct SelfOverlap {
  std::vector<OverlappingPair> pairs;
  /// False where the search ended beyond `kMostPairs` pairs, before all were compared.
  bool complete = true;
};

/// Pairs after which the search ends: a set that is stacked upon itself has no end of pairs.
inline constexpr std::size_t kMostPairs = 2'000'000;

/// Compares all areas of a set with each other; lines and points are passed over. The shapes are
/// borrowed and in the canonical system.
SelfOverlap self_overlap(const std::vector<const Shape*>& shapes);

/// For each shape the first one of the set that has the same points, edges and holes, whatever the
/// start and direction of its rings; its own number where there is none before it.
std::vector<std::size_t> first_alike(const std::vector<const Shape*>& shapes);

}  // namespace xuanzhi::geometry
