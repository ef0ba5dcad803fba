// SPDX-License-Identifier: Apache-2.0
// The area of pieces that may overlap each other.
#include <algorithm>
#include <utility>
#include <vector>

#include "box_pairs.h"
#include "common_area.h"
#include "path_tree.h"
#include "probe_outline.h"
#include "xuanzhi/geometry/region_index.h"

namespace xuanzhi::geometry {

namespace {

// Of the probe's area: what two pieces may share and still count as side by side.
constexpr double kSideBySide = 1e-11;
// Pairs of edges beyond which the union by overlay is the cheaper.
constexpr std::size_t kManyPairs = 200'000;

/// An item cut to the probe's box.
struct CutItem {
  Box box;
  std::vector<Roof> roofs;
};

CutItem cut_item(const ProbeOutline& probe, const RegionPiece& piece) {
  const LocalArea local = piece.region->paths().local_area(piece.overlap.item, probe.box);
  const std::vector<LocalRing> rings = cut_to(local.rings, probe.box);
  CutItem out{probe.box, roofs_over(rings, probe.box)};
  bool first = true;
  for (const LocalRing& ring : rings) {
    for (const Point& p : ring.points) {
      const Box at{p.x, p.y, p.x, p.y};
      out.box = first ? at : out.box.united(at);
      first = false;
    }
  }
  return out;
}

bool interiors_apart(const Box& a, const Box& b) {
  return a.max_x <= b.min_x || b.max_x <= a.min_x || a.max_y <= b.min_y || b.max_y <= a.min_y;
}

// True where no two items share more than rounding within the probe's box.
bool side_by_side(const Probe& probe, const std::vector<RegionPiece>& pieces) {
  const ProbeOutline& ours = probe.outline();
  if (!ParallelStrip::serves(ours.box)) return false;
  std::vector<CutItem> items;
  items.reserve(pieces.size());
  for (const RegionPiece& piece : pieces) items.push_back(cut_item(ours, piece));
  std::vector<Box> boxes;
  boxes.reserve(items.size());
  for (const CutItem& item : items) boxes.push_back(item.box);
  const double slack = kSideBySide * probe.area_m2() + 1e-9;
  return !any_pair(boxes, [&](std::size_t i, std::size_t k) {
    if (interiors_apart(boxes[i], boxes[k])) return false;
    if (items[i].roofs.size() * items[k].roofs.size() > kManyPairs) return true;
    const CommonArea common = common_area(items[i].roofs, items[k].roofs, ours.strip);
    return common.rounding_m2 > slack || common.area_m2 > slack;
  });
}

}  // namespace

double union_area_m2(const Probe& probe, const std::vector<RegionPiece>& pieces) {
  double sum = 0.0;
  for (const RegionPiece& piece : pieces) {
    // A piece that is all of the probe is the union.
    if (piece.overlap.area_m2 == probe.area_m2()) return probe.area_m2();
    sum += piece.overlap.area_m2;
  }
  if (pieces.size() < 2) return sum;
  if (probe.basis() == AreaBasis::ellipsoid && side_by_side(probe, pieces)) return sum;
  std::vector<Shape> shapes;
  shapes.reserve(pieces.size());
  for (const RegionPiece& piece : pieces)
    shapes.push_back(piece.region->piece(probe, piece.overlap.item));
  return probe.area_m2(union_of(probe.geos(), std::move(shapes)));
}

}  // namespace xuanzhi::geometry
