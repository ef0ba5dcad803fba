// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <vector>

#include "xuanzhi/base/units.h"
#include "xuanzhi/geometry/shape.h"

namespace xuanzhi::placement {

/// Land that one project wants of a site.
struct OutlineWish {
  std::size_t project = 0;
  double area_m2 = 0.0;
  double least_width_m = 0.0;  ///< 0: any
};

/// A proposed parcel.
struct Outline {
  std::size_t project = 0;
  geometry::Shape shape;
  double area_m2 = 0.0;    ///< by the basis asked for; the wanted one within 1 m² where it fits
  double width_m = 0.0;    ///< the smaller side of its box along the site's main direction
  bool contiguous = true;  ///< one piece
  bool fits = true;        ///< false: the free land did not suffice, and the shape is empty
};

/// Cuts parcels of exactly the wanted areas out of what is free of a site, without overlap and in
/// as few pieces as its form allows: land is taken from the side next to a road, then halved along
/// the longer extent again and again. Cuts are straight in longitude and latitude, like all edges
/// here. Among cuts of as few pieces those that leave every wish its least width are preferred;
/// `width_m` tells what came of it. `taken` and `roads` are in the canonical system and may lie
/// anywhere.
std::vector<Outline> draw_outlines(const geometry::Shape& site,
                                   const std::vector<geometry::Shape>& taken,
                                   const std::vector<geometry::Shape>& roads,
                                   std::vector<OutlineWish> wishes, AreaBasis basis);

}  // namespace xuanzhi::placement
