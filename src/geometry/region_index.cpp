// SPDX-License-Identifier: Apache-2.0
#include "xuanzhi/geometry/region_index.h"

#include <algorithm>
#include <utility>

#include "box_cut.h"
#include "flat_paths.h"
#include "nearest_search.h"
#include "packed_tree.h"
#include "path_tree.h"
#include "probe_outline.h"
#include "xuanzhi/geometry/measure.h"

namespace xuanzhi::geometry {

namespace {

// Areas with more positions than this are cut to the surroundings of the probe before an overlay.
constexpr std::size_t kCutAbove = 256;
// Room around a cut, so that its artificial edges lie off everything that is asked for.
constexpr double kCutMargin = 10.0;
// Less than this counts as touching: along a common edge rounding alone makes slivers.
constexpr double kSliverM2 = 1e-6;
// Of the probe's area: rounding above this is not trusted.
constexpr double kMostRounding = 1e-10;
// Pairs of edges beyond which an overlay, which sorts its edges, is the faster.
constexpr std::size_t kManyPairs = 1'000'000;

Point centre_of(const Box& box) {
  return {0.5 * (box.min_x + box.max_x), 0.5 * (box.min_y + box.max_y)};
}

}  // namespace

Probe::Probe(const Shape& area, AreaBasis basis)
    : area_(&area),
      basis_(basis),
      box_(area.box()),
      plane_(centre_of(box_)),
      meter_(basis, centre_of(box_)),
      area_m2_(meter_.area_m2(area)) {}

Probe::~Probe() = default;
Probe::Probe(Probe&&) noexcept = default;

const Shape& Probe::plane_area() const {
  if (!plane_area_) plane_area_ = plane_.to_plane(*area_);
  return plane_area_;
}

const ProbeOutline& Probe::outline() const {
  if (!outline_) outline_ = std::make_unique<const ProbeOutline>(outline_of(*area_, plane_));
  return *outline_;
}

struct RegionIndex::Prepared {
  struct Item {
    bool area = false;
    std::size_t positions = 0;
  };
  std::vector<Item> items;
  PackedTree tree;  // over the items' boxes
  FlatPaths flat;
  PathTree paths;   // over `flat`
  EdgeIndex edges;  // over `flat`

  Shape whole_shape(const Geos& geos, std::size_t item) const {
    std::vector<LocalRing> whole;
    for (const FlatPath& path : flat.paths_of(item)) {
      if (!path.ring) continue;
      const auto begin = flat.points.begin() + static_cast<std::ptrdiff_t>(path.begin);
      const auto end = flat.points.begin() + static_cast<std::ptrdiff_t>(path.end);
      whole.push_back({{begin, end}, path.hole, path.weight});
    }
    return shape_of(geos, whole);
  }

  // The part of an area within a box.
  Shape shape_within(const Geos& geos, std::size_t item, const Box& box) const {
    // The cut may widen the box by a hair.
    static constexpr double kHair = 1.0;
    if (items[item].positions > kCutAbove) {
      const LocalArea local = paths.local_area(item, grown(box, kHair));
      if (Shape cut = cut_area(geos, local.rings, box)) return cut;
    }
    return clipped(whole_shape(geos, item), box);
  }
};

RegionIndex::RegionIndex(const std::vector<RegionItem>& items) {
  auto prepared = std::make_unique<Prepared>();
  std::vector<Box> boxes;
  std::vector<double> half_widths;
  for (const RegionItem& item : items) {
    boxes.push_back(item.shape->box());
    half_widths.push_back(item.half_width_m);
    prepared->items.push_back({item.shape->dimension() == 2, item.shape->vertex_count()});
    prepared->flat.add(*item.shape);
  }
  prepared->tree = PackedTree(boxes);
  prepared->paths = PathTree(prepared->flat);
  prepared->edges = index_edges(prepared->flat, std::move(half_widths));
  prepared_ = std::move(prepared);
}

RegionIndex::~RegionIndex() = default;
RegionIndex::RegionIndex(RegionIndex&&) noexcept = default;

bool RegionIndex::empty() const {
  return prepared_->items.empty();
}

const PathTree& RegionIndex::paths() const {
  return prepared_->paths;
}

bool RegionIndex::meets(const Probe& probe, std::size_t item) const {
  const ProbeOutline& ours = probe.outline();
  const bool area = prepared_->items[item].area;
  LocalArea local;
  if (area) local = prepared_->paths.local_area(item, ours.box);
  if (local.covers_box) return true;
  const std::vector<LocalEdge> edges = prepared_->paths.edges_near(item, ours.box);
  for (const LocalEdge& edge : edges) {
    if (touches_outline(ours, edge)) return true;
  }
  // The outlines do not meet: each path lies wholly inside or outside of the other shape.
  for (const FlatPath& path : ours.flat.paths) {
    if (local.edge_in_box && inside_count(local.rings, ours.flat.points[path.begin]) > 0)
      return true;
  }
  for (std::size_t i = 0; i < edges.size(); ++i) {
    const bool first_of_path = i == 0 || edges[i].path != edges[i - 1].path;
    if (first_of_path && inside_count(ours.rings, edges[i].from) > 0) return true;
  }
  return false;
}

std::vector<std::size_t> RegionIndex::touching(const Probe& probe) const {
  std::vector<std::size_t> out;
  for (const std::size_t i : prepared_->tree.meeting(probe.box())) {
    if (meets(probe, i)) out.push_back(i);
  }
  return out;
}

std::optional<RegionOverlap> RegionIndex::overlap_with(const Probe& probe, std::size_t item) const {
  if (!prepared_->items[item].area) return std::nullopt;
  const ProbeOutline& ours = probe.outline();
  const LocalArea local = prepared_->paths.local_area(item, ours.box);
  if (!local.edge_in_box) {
    if (!local.covers_box) return std::nullopt;
    return RegionOverlap{item, probe.area_m2()};
  }
  const bool low = ours.box.max_y - ours.box.min_y <= ParallelStrip::kHighest;
  if (probe.basis() == AreaBasis::ellipsoid && low) {
    const std::vector<Roof> theirs = roofs_over(local.rings, ours.box);
    if (theirs.size() * ours.roofs.size() <= kManyPairs) {
      const CommonArea common = common_area(ours.roofs, theirs, ours.strip);
      const bool trusted = common.rounding_m2 <= kMostRounding * probe.area_m2();
      if (trusted && common.area_m2 > kSliverM2 + common.rounding_m2)
        return RegionOverlap{item, common.area_m2};
      if (common.area_m2 + common.rounding_m2 <= kSliverM2) return std::nullopt;
    }
  }
  if (!meets(probe, item)) return std::nullopt;
  const double area = probe.area_m2(piece(probe, item));
  if (!(area > kSliverM2)) return std::nullopt;
  return RegionOverlap{item, area};
}

std::vector<RegionOverlap> RegionIndex::overlaps(const Probe& probe) const {
  return overlaps(probe, [](std::size_t) { return true; });
}

std::vector<RegionOverlap> RegionIndex::overlaps(
    const Probe& probe, const std::function<bool(std::size_t)>& asked) const {
  std::vector<RegionOverlap> out;
  for (const std::size_t i : prepared_->tree.meeting(probe.box())) {
    if (!asked(i)) continue;
    if (const auto overlap = overlap_with(probe, i)) out.push_back(*overlap);
  }
  return out;
}

RegionRelation RegionIndex::relation(const Probe& probe, std::optional<double> within_m) const {
  RegionRelation out{overlaps(probe), {}};
  if (out.overlaps.empty()) {
    const std::vector<std::size_t> met = touching(probe);
    if (met.empty()) {
      out.proximity = nearest_outlines(prepared_->edges, probe.outline(), probe.plane(), within_m);
    } else {
      out.proximity.shape = out.proximity.edge = RegionNearest{met.front(), 0.0};
    }
    return out;
  }
  const auto largest = std::max_element(
      out.overlaps.begin(), out.overlaps.end(),
      [](const RegionOverlap& a, const RegionOverlap& b) { return a.area_m2 < b.area_m2; });
  out.proximity.shape = out.proximity.edge = RegionNearest{largest->item, 0.0};
  return out;
}

RegionProximity RegionIndex::proximity(const Probe& probe, std::optional<double> within_m) const {
  return relation(probe, within_m).proximity;
}

Shape RegionIndex::piece(const Probe& probe, std::size_t item) const {
  const LocalArea local = prepared_->paths.local_area(item, probe.box());
  if (!local.edge_in_box) return local.covers_box ? probe.area().clone() : make_empty(probe.geos());
  const Geos& geos = probe.geos();
  if (prepared_->items[item].positions <= kCutAbove)
    return intersection(probe.area(), prepared_->whole_shape(geos, item));
  const Box around = grown(probe.box(), kCutMargin);
  return intersection(probe.area(), prepared_->shape_within(geos, item, around));
}

RegionSurroundings RegionIndex::surroundings(const Probe& probe, double reach_m) const {
  const Box box = grown(probe.box(), reach_m);
  std::vector<std::size_t> partly;
  for (const std::size_t i : prepared_->tree.meeting(box)) {
    if (!prepared_->items[i].area) continue;
    const LocalArea local = prepared_->paths.local_area(i, box);
    if (local.covers_box) return {make_box(probe.geos(), box), true};
    if (local.edge_in_box) partly.push_back(i);
  }
  std::vector<Shape> near;
  for (const std::size_t i : partly) {
    Shape part = prepared_->shape_within(probe.geos(), i, box);
    if (!part.empty()) near.push_back(std::move(part));
  }
  if (near.empty()) return {make_empty(probe.geos()), false};
  return {union_of(probe.geos(), std::move(near)), false};
}

}  // namespace xuanzhi::geometry
