// SPDX-License-Identifier: Apache-2.0
// Pairs of areas that are hard on overlays, each drawn from its own number: a pair that fails can
// be drawn again alone.
#pragma once

#include <optional>
#include <string>

#include "geometry/oracle.h"
#include "xuanzhi/geometry/shape.h"

namespace differential {

enum class Kind {
  stars,         ///< random corners
  ragged,        ///< a site and a ragged area of hundreds of corners, with holes
  shared_edge,   ///< neighbours with whole edges in common
  collinear,     ///< corners on the other's edges, as nearly as doubles allow
  micrometre,    ///< the same area, moved by 1e-6 m: slivers along every edge
  touching,      ///< one corner in common
  filled_hole,   ///< an area that fills the hole of the other
  spike,         ///< spikes some micrometres wide
  same,          ///< an area and itself, begun at another corner
  zoned_metres,  ///< corners in whole millimetres at eastings of 3.6e7 to 4e7 m
  count
};

std::string name_of(Kind kind);

struct Pair {
  Kind kind = Kind::stars;
  xuanzhi::geometry::Shape a;
  xuanzhi::geometry::Shape b;
};

/// Pair `number`; nothing where what was drawn is no valid area.
std::optional<Pair> draw_pair(const xuanzhi::geometry::Geos& geos, unsigned number);

}  // namespace differential
