// SPDX-License-Identifier: Apache-2.0
// A made-up province for benchmarks: the same bytes on every machine for the same seed and sizes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "xuanzhi/geometry/shape.h"

namespace xuanzhi::bench {

/// Numbers in [0, 1) by SplitMix64 (Steele, Lea, Flood 2014): unlike the distributions of <random>
/// they do not depend on the standard library.
class Dice {
 public:
  explicit Dice(std::uint64_t seed) : state_(seed) {}
  double roll();
  double between(double low, double high) { return low + (high - low) * roll(); }

 private:
  std::uint64_t state_;
};

/// How much of everything; positions are degrees around 106–108°E, 39–41°N.
struct LandscapeSizes {
  std::size_t sites = 2000;
  std::size_t huge = 4;                ///< fractal polygons with holes, like ecological red lines
  std::size_t huge_vertices = 100000;  ///< of each, holes not counted
  std::size_t plots = 20000;           ///< farmland plots that share their edges with neighbours
  std::size_t lines = 2000;            ///< roads of 50 vertices
  std::size_t points = 500;
};

/// The shapes belong to the context that was given.
struct Landscape {
  std::vector<geometry::Shape> sites;
  std::vector<geometry::Shape> huge;
  std::vector<geometry::Shape> plots;
  std::vector<geometry::Shape> lines;
  std::vector<geometry::Shape> points;
};

Landscape make_landscape(const geometry::Geos& geos, const LandscapeSizes& sizes,
                         std::uint64_t seed = 4);

}  // namespace xuanzhi::bench
