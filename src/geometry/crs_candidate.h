// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "xuanzhi/geometry/shape.h"

namespace xuanzhi::geometry {

/// A national system that could explain coordinates.
struct CrsCandidate {
  std::string code;
  int meridian = 0;  ///< 0: degrees
  int zone_width = 0;
  bool north_east = false;
  Point centre;  ///< of the data, where it would lie

  /// The line or lines for workspace.toml.
  std::string settings() const;
};

/// Where the middle of raw numbers lies under a CRS; nothing where a corner is nowhere on Earth.
std::optional<Point> landing(const std::string& crs, const Box& extent);

/// True where a position is in the area, a third of its size (at least 0.3°) around it included, or
/// in China where there is no area.
bool is_expected(Point lon_lat, const std::optional<Box>& area);

bool looks_like_degrees(const Box& extent);
Box with_axes_swapped(const Box& box);

/// The national systems under which the numbers lie where they are expected. Eastings without zone
/// number fit every zone, so without an area they have no candidates, save `known_meridian` (0:
/// none is known).
std::vector<CrsCandidate> national_candidates(const Box& extent, const std::optional<Box>& area,
                                              int known_meridian);

/// Central meridian of a projected CRS in whole degrees; 0 for others.
int central_meridian(const std::string& crs);

/// The registered code of a definition that carries none; nothing where it has one already or
/// matches none.
std::optional<std::string> registered_code(const std::string& crs);

}  // namespace xuanzhi::geometry
