// SPDX-License-Identifier: Apache-2.0
#include "xuanzhi/geometry/region_index.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include <fmt/format.h>

#include "box_cut.h"
#include "edge_meeting.h"
#include "flat_paths.h"
#include "nearest_search.h"
#include "packed_tree.h"
#include "path_tree.h"
#include "prepared_region.h"
#include "probe_outline.h"
#include "xuanzhi/base/error.h"
#include "xuanzhi/base/fingerprint.h"
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

std::string digest_of(const FlatPaths& flat) {
  Fingerprint print;
  const auto add = [&](const auto& numbers) {
    const std::size_t size = numbers.size();
    print.add({reinterpret_cast<const char*>(&size), sizeof(size)});
    print.add(
        {reinterpret_cast<const char*>(numbers.data()), numbers.size() * sizeof(*numbers.data())});
  };
  add(flat.item_begin);
  add(flat.points);
  // Their bytes would hold what lies between the members.
  std::vector<std::uint64_t> paths;
  for (const FlatPath& path : flat.paths)
    paths.insert(paths.end(), {path.begin, path.end,
                               static_cast<std::uint64_t>(path.ring) << 1U |
                                   static_cast<std::uint64_t>(path.hole)});
  add(paths);
  return print.hex();
}

std::vector<Point> starts_of(const FlatPaths& flat) {
  std::vector<Point> out;
  out.reserve(flat.paths.size());
  for (const FlatPath& path : flat.paths) out.push_back(flat.points[path.begin]);
  return out;
}

// One position of every path that has an edge there.
std::vector<Point> starts_of(const std::vector<LocalEdge>& edges) {
  std::vector<Point> out;
  for (std::size_t i = 0; i < edges.size(); ++i) {
    if (i == 0 || edges[i].path != edges[i - 1].path) out.push_back(edges[i].from);
  }
  return out;
}

// True where one of the points lies inside the rings; `contains` tells the same of one point, by a
// tree.
template <class Contains>
bool any_inside(const std::vector<Point>& points, const std::vector<LocalRing>& rings,
                Contains contains) {
  // To walk along all rings for every point, up to here, is faster than a tree.
  static constexpr std::size_t kWalked = 100'000;
  std::size_t positions = 0;
  for (const LocalRing& ring : rings) positions += ring.points.size();
  if (points.size() * positions > kWalked)
    return std::any_of(points.begin(), points.end(), contains);
  return std::any_of(points.begin(), points.end(),
                     [&](Point point) { return inside_count(rings, point) > 0; });
}

}  // namespace

Shape RegionIndex::Prepared::whole_shape(const Geos& geos, std::size_t item) const {
  std::vector<LocalRing> whole;
  for (const FlatPath& path : flat.paths_of(item)) {
    if (!path.ring) continue;
    const Point* points = flat.points.data();
    whole.push_back({{points + path.begin, points + path.end}, path.hole, path.weight});
  }
  return shape_of(geos, whole);
}

Shape RegionIndex::Prepared::shape_within(const Geos& geos, std::size_t item,
                                          const Box& box) const {
  // The cut may widen the box by a hair.
  static constexpr double kHair = 1.0;
  if (positions(item) > kCutAbove) {
    const LocalArea local = paths.local_area(item, grown(box, kHair));
    if (local.covers_box) return make_box(geos, box);
    if (!local.edge_in_box) return make_empty(geos);
    if (Shape cut = cut_area(geos, local.rings, box)) return cut;
  }
  return clipped(whole_shape(geos, item), box);
}

RegionIndex::RegionIndex(const std::vector<RegionItem>& items) {
  auto prepared = std::make_unique<Prepared>();
  std::vector<Box> boxes;
  std::vector<double> half_widths;
  std::size_t positions = 0;
  for (const RegionItem& item : items) positions += item.shape->vertex_count();
  prepared->flat.points.reserve(positions);
  prepared->flat.paths.reserve(items.size());
  prepared->flat.item_begin.reserve(items.size());
  for (const RegionItem& item : items) {
    boxes.push_back(item.shape->box());
    half_widths.push_back(item.half_width_m);
    prepared->flat.add(*item.shape);
  }
  prepared->tree = PackedTree(boxes);
  prepared->paths = PathTree(prepared->flat);
  prepared->edges = index_edges(prepared->flat, std::move(half_widths));
  prepared->digest = digest_of(prepared->flat);
  prepared_ = std::move(prepared);
}

RegionIndex::RegionIndex(std::unique_ptr<const Prepared> prepared)
    : prepared_(std::move(prepared)) {}
RegionIndex::~RegionIndex() = default;
RegionIndex::RegionIndex(RegionIndex&&) noexcept = default;

bool RegionIndex::empty() const {
  return prepared_->flat.items() == 0;
}

std::size_t RegionIndex::items() const {
  return prepared_->flat.items();
}

std::optional<Box> RegionIndex::box() const {
  if (prepared_->tree.empty()) return std::nullopt;
  return prepared_->tree.whole();
}

std::size_t RegionIndex::vertex_count(std::size_t item) const {
  return prepared_->positions(item);
}

Shape RegionIndex::shape(const Geos& geos, std::size_t item) const {
  if (prepared_->is_all_rings(item)) return prepared_->whole_shape(geos, item);
  std::vector<Shape> parts;
  if (prepared_->is_area(item)) parts.push_back(prepared_->whole_shape(geos, item));
  for (const FlatPath& path : prepared_->flat.paths_of(item)) {
    if (path.ring) continue;
    const Point* points = prepared_->flat.points.data();
    const std::vector<Point> line(points + path.begin, points + path.end);
    parts.push_back(line.size() == 1 ? make_point(geos, line.front()) : make_line(geos, line));
  }
  Shape all = collect(geos, parts);
  return prepared_->is_area(item) ? std::move(all) : reduced_to(all, all.dimension());
}

const std::string& RegionIndex::digest() const {
  return prepared_->digest;
}

const PathTree& RegionIndex::paths() const {
  return prepared_->paths;
}

std::vector<std::uint32_t> RegionIndex::candidates(const Box& box) const {
  std::vector<std::uint32_t> out;
  prepared_->tree.meeting(box, out);
  return out;
}

bool RegionIndex::covers(const Box& box) const {
  const std::vector<std::uint32_t> near = candidates(box);
  return std::any_of(near.begin(), near.end(), [&](std::uint32_t i) {
    return prepared_->paths.local_area(i, box).covers_box;
  });
}

bool RegionIndex::meets(const Probe& probe, std::size_t item, const LocalArea& local) const {
  if (local.covers_box) return true;
  if (!local.edge_in_box && prepared_->is_all_rings(item)) return false;
  const ProbeOutline& ours = probe.outline();
  const std::vector<LocalEdge> edges = prepared_->paths.edges_near(item, ours.box);
  if (touches_outline(ours, edges)) return true;
  // The outlines do not meet: each path lies wholly inside or outside of the other shape.
  const auto inside_theirs = [&](Point start) { return prepared_->paths.contains(item, start); };
  if (local.edge_in_box && any_inside(starts_of(ours.flat), local.rings, inside_theirs))
    return true;
  std::optional<PathTree> tree;  // over the probe, which is one item
  const auto inside_ours = [&](Point start) {
    if (!tree) tree.emplace(ours.flat);
    return tree->contains(0, start);
  };
  return any_inside(starts_of(edges), ours.rings, inside_ours);
}

std::vector<std::size_t> RegionIndex::touching(const Probe& probe) const {
  std::vector<std::size_t> out;
  for (const std::uint32_t i : candidates(probe.box())) {
    if (meets(probe, i, prepared_->paths.local_area(i, probe.box()))) out.push_back(i);
  }
  return out;
}

std::vector<std::size_t> RegionIndex::near(const Probe& probe, double within_m) const {
  const std::vector<std::uint32_t> met =
      candidates(grown(probe.box(), within_m + prepared_->edges.widest_m));
  return {met.begin(), met.end()};
}

std::optional<RegionOverlap> RegionIndex::overlap_with(const Probe& probe, std::size_t item,
                                                       const LocalArea& local) const {
  if (!local.edge_in_box) {
    if (!local.covers_box) return std::nullopt;
    return RegionOverlap{item, probe.area_m2()};
  }
  const ProbeOutline& ours = probe.outline();
  if (probe.basis() == AreaBasis::ellipsoid && ParallelStrip::serves(ours.box)) {
    const std::vector<Roof> theirs = roofs_over(local.rings, ours.box);
    if (theirs.size() * ours.roofs.size() <= kManyPairs) {
      const CommonArea common = common_area(ours.roofs, theirs, ours.strip);
      const bool trusted = common.rounding_m2 <= kMostRounding * probe.area_m2();
      if (trusted && common.area_m2 > kSliverM2 + common.rounding_m2)
        return RegionOverlap{item, common.area_m2};
      if (common.area_m2 + common.rounding_m2 <= kSliverM2) return std::nullopt;
    }
  }
  if (!meets(probe, item, local)) return std::nullopt;
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
  for (const std::uint32_t i : candidates(probe.box())) {
    if (!asked(i)) continue;
    const LocalArea local = prepared_->paths.local_area(i, probe.box());
    if (const auto overlap = overlap_with(probe, i, local)) out.push_back(*overlap);
  }
  return out;
}

std::size_t RegionIndex::verify_overlaps(const Probe& probe) const {
  static constexpr double kMostShare = 1e-9;
  std::size_t compared = 0;
  for (const std::uint32_t i : candidates(probe.box())) {
    if (!prepared_->is_area(i)) continue;
    const LocalArea local = prepared_->paths.local_area(i, probe.box());
    const auto found = overlap_with(probe, i, local);
    const double direct = found ? found->area_m2 : 0.0;
    const Box around = grown(probe.box(), kCutMargin);
    const Shape near = prepared_->shape_within(probe.geos(), i, around);
    const double overlaid = near.empty() ? 0.0 : probe.area_m2(intersection(probe.area(), near));
    if (std::abs(direct - overlaid) > kMostShare * probe.area_m2() + kSliverM2) {
      const Point at = middle_of(probe.box());
      throw Error(ErrorCode::internal_fault, fmt::format("{:.6f} {:.6f} #{}", at.x, at.y, i),
                  {fmt::format("压占面积两法不一致：直接法 {} m²，叠置法 {} m²", direct, overlaid),
                   fmt::format("the overlap differs: {} m² from the edges, {} m² by overlay",
                               direct, overlaid)},
                  {"请连同数据一并报告", "report it with the data"});
    }
    ++compared;
  }
  return compared;
}

bool RegionIndex::may_lie_within(const Probe& probe, std::optional<double> within_m) const {
  // What counts as the same distance, and what rounding makes of a box.
  static constexpr double kHair = 1e-3;
  if (!within_m) return true;
  // What has no width and does not meet the probe is farther than nought.
  if (*within_m <= 0.0 && prepared_->edges.widest_m == 0.0) return false;
  const double reach = *within_m + prepared_->edges.widest_m + kHair;
  const Box around = grown(probe.box(), reach);
  // Boxes know no way over a pole or across the antimeridian.
  static constexpr double kNearPole = 88.0;
  static constexpr double kAntimeridian = 180.0;
  const bool wraps = around.min_x < -kAntimeridian || around.max_x > kAntimeridian ||
                     around.min_y < -kNearPole || around.max_y > kNearPole;
  return wraps || prepared_->tree.meets(around);
}

RegionRelation RegionIndex::relation(const Probe& probe, std::optional<double> within_m,
                                     SearchHint* hint) const {
  RegionRelation out;
  std::optional<std::size_t> met;
  for (const std::uint32_t i : candidates(probe.box())) {
    const LocalArea local = prepared_->paths.local_area(i, probe.box());
    if (const auto overlap = overlap_with(probe, i, local)) out.overlaps.push_back(*overlap);
    if (out.overlaps.empty() && !met && meets(probe, i, local)) met = i;
  }
  if (out.overlaps.empty()) {
    if (met) {
      out.proximity.shape = out.proximity.edge = RegionNearest{*met, 0.0};
    } else if (may_lie_within(probe, within_m)) {
      out.proximity = nearest_outlines(prepared_->edges, probe.outline(), within_m, hint);
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
  if (prepared_->positions(item) <= kCutAbove)
    return intersection(probe.area(), prepared_->whole_shape(geos, item));
  const Box around = grown(probe.box(), kCutMargin);
  return intersection(probe.area(), prepared_->shape_within(geos, item, around));
}

RegionSurroundings RegionIndex::surroundings(const Probe& probe, double reach_m) const {
  const Box box = grown(probe.box(), reach_m);
  std::vector<std::size_t> partly;
  for (const std::uint32_t i : candidates(box)) {
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
