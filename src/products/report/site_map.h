// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include "figures.h"
#include "xuanzhi/base/text.h"
#include "xuanzhi/geometry/compact_shape.h"
#include "xuanzhi/geometry/shape.h"
#include "xuanzhi/rules/finding.h"
#include "xuanzhi/workspace/workspace.h"

namespace xuanzhi::products::report {

/// A site on a map.
struct MapSite {
  geometry::CompactShape shape;
  std::string label;
  rules::Verdict verdict = rules::Verdict::compliant;
};

/// A piece of a site that a rule holds against it; `number` is the one in the list of conflicts.
struct MapConflict {
  geometry::Shape shape;
  std::size_t number = 0;
  bool prohibits = true;
};

/// A corner of a site with its number in the table of boundary points.
struct MapCorner {
  geometry::Point lon_lat;
  std::string label;
};

/// What a map shows. All borrowed.
struct MapRequest {
  const workspace::Workspace* workspace = nullptr;
  Language language = Language::chinese;
  std::string id;       ///< unique in the file
  geometry::Box focus;  ///< degrees
  double width_mm = kDrawingWidth;
  double height_mm = 100.0;
  std::vector<MapSite> sites;
  const std::vector<MapConflict>* conflicts = nullptr;
  std::vector<MapCorner> corners;
  /// Which layers are drawn (where they are in force).
  std::function<bool(const workspace::Layer&)> wanted;
  /// Sites are marked by a pin instead of their outline: they are too small to be seen.
  bool pins = false;
  bool legend = true;
  bool grid = true;
};

struct DrawnMap {
  std::string svg;
  double denominator = 0.0;  ///< 1 : N on paper
  std::string crs;           ///< of the grid
};

/// Draws the map: layers by the symbols of their roles, sites, conflicts, labels that do not
/// overlap, grid of the national zone with its numbers in km, scale bar, north arrow, legend and,
/// where the workspace is schematic, the mark 示意图.
DrawnMap draw_map(const MapRequest& request);

/// `1:10,000` and what the numbers at the frame mean.
std::string map_caption(const DrawnMap& map, const Text& title, Language language);

}  // namespace xuanzhi::products::report
