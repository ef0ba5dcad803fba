// SPDX-License-Identifier: Apache-2.0
#include "nearest_search.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <queue>
#include <utility>

#include "degree_floor.h"
#include "plane_distance.h"
#include "xuanzhi/geometry/measure.h"

namespace xuanzhi::geometry {

namespace {

constexpr double kNothing = std::numeric_limits<double>::infinity();
// Distances that differ by less count as equal: a shared corner is measured along either edge.
constexpr double kTie = 1e-6;

Point middle_of(const Box& box) {
  return {0.5 * (box.min_x + box.max_x), 0.5 * (box.min_y + box.max_y)};
}

// How far a geodesic bound is still short enough for one floor in all directions.
constexpr double kNear = 30e3;

// No point of a box lies farther from its middle: the straight way in degrees, with the longest
// degrees.
double radius_of(const Box& box) {
  const double nearest = box.min_y <= 0.0 && box.max_y >= 0.0
                             ? 0.0
                             : std::min(std::abs(box.min_y), std::abs(box.max_y));
  const double high = std::max(std::abs(box.min_y), std::abs(box.max_y));
  const double x = (box.max_x - box.min_x) * degree_length(nearest).longitude_m;
  const double y = (box.max_y - box.min_y) * degree_length(high).latitude_m;
  return 0.5 * std::sqrt(x * x + y * y);
}

bool farther(Point gap, DegreeFloor floor, double metres) {
  const double x = gap.x * floor.x_m;
  const double y = gap.y * floor.y_m;
  return x * x + y * y > metres * metres;
}

bool boxes_farther(const PlaneEdge& a, const PlaneEdge& b, double metres) {
  const auto [left, right] = std::minmax(a.from.x, a.to.x);
  const auto [low, high] = std::minmax(a.from.y, a.to.y);
  const double x =
      std::max({0.0, left - std::max(b.from.x, b.to.x), std::min(b.from.x, b.to.x) - right});
  const double y =
      std::max({0.0, low - std::max(b.from.y, b.to.y), std::min(b.from.y, b.to.y) - high});
  return x * x + y * y > metres * metres;
}

/// Bounds from above on the two answers.
struct Bounds {
  double shape = kNothing;
  double edge = kNothing;

  void tighten(double distance, double half_width) {
    shape = std::min(shape, distance);
    edge = std::min(edge, std::max(0.0, distance - half_width));
  }
  /// How far an item with this half width may lie and still matter.
  double reach(double half_width) const { return std::max(shape, edge + half_width) + kTie; }
};

/// One search: first the bounds, then what lies within them.
class Search {
 public:
  Search(const EdgeIndex& index, const ProbeOutline& probe, const LocalPlane& plane, Bounds bounds)
      : index_(index),
        probe_(probe),
        plane_(plane),
        bounds_(bounds),
        probe_radius_(radius_of(probe.box)) {}

  void find_bounds();
  /// Distance in the plane and nearest points, per item within the bounds.
  std::map<std::size_t, PlaneGap> measure() const;

 private:
  DegreeFloor floor_to(const Box& box, double reach) const;
  bool out_of_reach(const Box& box, double half_width) const;
  void approach(const EdgeChunk& chunk);
  void measure_chunk(const EdgeChunk& chunk, std::map<std::size_t, PlaneGap>& out) const;
  template <class Visit>
  void visit_near(const EdgeChunk& chunk, double& limit, Visit visit) const;

  const EdgeIndex& index_;
  const ProbeOutline& probe_;
  const LocalPlane& plane_;
  Bounds bounds_;
  double probe_radius_;
  // One floor serves all boxes within `round_reach_` of the probe.
  mutable DegreeFloor round_floor_;
  mutable double round_reach_ = 0.0;
};

// Near the probe one floor for all directions is good enough; far away that of the box itself cuts
// the search much shorter.
DegreeFloor Search::floor_to(const Box& box, double reach) const {
  if (reach > kNear) return degree_floor(probe_.box, box, reach);
  if (reach > round_reach_ || reach < 0.5 * round_reach_) {
    round_floor_ = degree_floor(probe_.box, grown(probe_.box, reach), reach);
    round_reach_ = reach;
  }
  return round_floor_;
}

bool Search::out_of_reach(const Box& box, double half_width) const {
  const double reach = bounds_.reach(half_width);
  if (reach == kNothing) return false;
  if (farther(gap_between(probe_.box, box), floor_to(box, reach), reach)) return true;
  if (reach <= kNear) return false;
  // Far away the floor is loose; by the triangle inequality the way between the middles is less so.
  const double between = geodesic_distance_m(middle_of(probe_.box), middle_of(box));
  return between - probe_radius_ - radius_of(box) > reach;
}

// Calls visit(edge of the chunk, edge of the probe, gap in metres of the floor) for all pairs of
// edges that may be within `limit`, which the visitor may lower.
template <class Visit>
void Search::visit_near(const EdgeChunk& chunk, double& limit, Visit visit) const {
  const DegreeFloor floor = floor_to(chunk.box, limit);
  // The chunk is carried to the probe's side of the antimeridian.
  const double turn =
      360.0 * std::round((middle_of(probe_.box).x - middle_of(chunk.box).x) / 360.0);
  const Point* theirs = index_.flat->points.data();
  const Point* ours = probe_.flat.points.data();
  const auto scaled = [&](Point p) { return Point{p.x * floor.x_m, p.y * floor.y_m}; };
  for (const EdgeChunk& part : probe_.chunks) {
    if (farther(gap_between(part.box, chunk.box), floor, limit)) continue;
    for (std::size_t i = chunk.first; i < chunk.first + std::max<std::size_t>(1, chunk.count);
         ++i) {
      const std::size_t next = chunk.count == 0 ? i : i + 1;
      const PlaneEdge edge{scaled({theirs[i].x + turn, theirs[i].y}),
                           scaled({theirs[next].x + turn, theirs[next].y})};
      for (std::size_t k = part.first; k < part.first + part.count; ++k) {
        const PlaneEdge side{scaled(ours[k]), scaled(ours[k + 1])};
        if (boxes_farther(edge, side, limit)) continue;
        visit(i, k, plane_gap(edge, side), floor, turn);
      }
    }
  }
}

// Tightens the bounds by the geodesic between the points that look nearest.
void Search::approach(const EdgeChunk& chunk) {
  const double half_width = index_.half_width_m[chunk.item];
  double limit = bounds_.reach(half_width);
  PlaneGap best;
  const auto visit = [&](std::size_t, std::size_t, PlaneGap gap, DegreeFloor floor, double turn) {
    if (gap.distance >= best.distance) return;
    best = gap;
    best.on_a = {gap.on_a.x / floor.x_m - turn, gap.on_a.y / floor.y_m};
    best.on_b = {gap.on_b.x / floor.x_m, gap.on_b.y / floor.y_m};
    limit = std::min(limit, gap.distance);
  };
  visit_near(chunk, limit, visit);
  if (best.distance == kNothing) return;
  bounds_.tighten(geodesic_distance_m(best.on_a, best.on_b), half_width);
}

void Search::find_bounds() {
  const DegreeLength degree = degree_length(middle_of(probe_.box).y);
  const auto rough = [&](const Box& box) {
    const Point gap = gap_between(probe_.box, box);
    const double x = gap.x * degree.longitude_m;
    const double y = gap.y * degree.latitude_m;
    return x * x + y * y;
  };
  using Step = std::pair<double, const PackedTree::Node*>;
  const auto later = [](const Step& a, const Step& b) { return a.first > b.first; };
  std::priority_queue<Step, std::vector<Step>, decltype(later)> open(later);
  open.push({rough(index_.tree.root().box), &index_.tree.root()});
  while (!open.empty()) {
    const PackedTree::Node& node = *open.top().second;
    open.pop();
    if (out_of_reach(node.box, index_.widest_m)) continue;
    if (!node.leaf) {
      for (const PackedTree::Node& child : index_.tree.children(node)) {
        if (!out_of_reach(child.box, index_.widest_m)) open.push({rough(child.box), &child});
      }
      continue;
    }
    std::vector<std::pair<double, const EdgeChunk*>> order;
    for (const PackedTree::Entry& entry : index_.tree.entries(node)) {
      order.emplace_back(rough(entry.box), &index_.chunks[entry.number]);
    }
    std::sort(order.begin(), order.end());
    for (const auto& [gap, chunk] : order) {
      const double half_width = index_.half_width_m[chunk->item];
      if (bounds_.reach(half_width) == kNothing) {
        const Point there = index_.flat->points[chunk->first];
        bounds_.tighten(geodesic_distance_m(probe_.flat.points.front(), there), half_width);
      }
      if (!out_of_reach(chunk->box, half_width)) approach(*chunk);
    }
  }
}

void Search::measure_chunk(const EdgeChunk& chunk, std::map<std::size_t, PlaneGap>& out) const {
  double reach = bounds_.reach(index_.half_width_m[chunk.item]);
  std::size_t projected = std::numeric_limits<std::size_t>::max();
  std::vector<Point> image;
  const auto visit = [&](std::size_t theirs, std::size_t ours, PlaneGap near, DegreeFloor, double) {
    if (near.distance > reach) return;
    if (projected != theirs) {
      const Point* edge = index_.flat->points.data() + theirs;
      image = plane_.image({edge, chunk.count == 0 ? 1U : 2U});
      if (image.size() == 1) image.push_back(image.front());
      projected = theirs;
    }
    PlaneGap& best = out[chunk.item];
    for (std::size_t i = 1; i < image.size(); ++i) {
      for (std::size_t k = probe_.image.begin[ours]; k < probe_.image.begin[ours + 1]; ++k) {
        const PlaneGap gap = plane_gap({image[i - 1], image[i]},
                                       {probe_.image.points[k], probe_.image.points[k + 1]});
        if (gap.distance < best.distance) best = gap;
      }
    }
  };
  visit_near(chunk, reach, visit);
}

std::map<std::size_t, PlaneGap> Search::measure() const {
  std::map<std::size_t, PlaneGap> out;
  std::vector<const PackedTree::Node*> open{&index_.tree.root()};
  while (!open.empty()) {
    const PackedTree::Node& node = *open.back();
    open.pop_back();
    if (out_of_reach(node.box, index_.widest_m)) continue;
    if (!node.leaf) {
      for (const PackedTree::Node& child : index_.tree.children(node)) open.push_back(&child);
      continue;
    }
    for (const PackedTree::Entry& entry : index_.tree.entries(node)) {
      const EdgeChunk& chunk = index_.chunks[entry.number];
      if (!out_of_reach(chunk.box, index_.half_width_m[chunk.item])) measure_chunk(chunk, out);
    }
  }
  return out;
}

// The least distance, at the first item that has it up to a tie; nothing beyond the bound.
std::optional<RegionNearest> least(const std::vector<RegionNearest>& all, double within) {
  double best = kNothing;
  for (const RegionNearest& one : all) best = std::min(best, one.distance_m);
  if (best > within || best == kNothing) return std::nullopt;
  const auto first = std::find_if(all.begin(), all.end(), [&](const RegionNearest& one) {
    return one.distance_m <= best + kTie;
  });
  return RegionNearest{first->item, best};
}

}  // namespace

EdgeIndex index_edges(const FlatPaths& flat, std::vector<double> half_width_m) {
  EdgeIndex out;
  out.flat = &flat;
  out.chunks = edge_chunks(flat);
  std::vector<Box> boxes;
  boxes.reserve(out.chunks.size());
  for (const EdgeChunk& chunk : out.chunks) boxes.push_back(chunk.box);
  out.tree = PackedTree(boxes);
  out.half_width_m = std::move(half_width_m);
  for (const double half_width : out.half_width_m)
    out.widest_m = std::max(out.widest_m, half_width);
  return out;
}

RegionProximity nearest_outlines(const EdgeIndex& index, const ProbeOutline& probe,
                                 const LocalPlane& plane, std::optional<double> within_m) {
  RegionProximity out;
  if (index.tree.empty()) return out;
  const double within = within_m.value_or(kNothing);
  Search search(index, probe, plane, {within, within});
  search.find_bounds();
  std::vector<RegionNearest> shapes;
  std::vector<RegionNearest> edges;
  for (const auto& [item, gap] : search.measure()) {
    const double distance =
        geodesic_distance_m(plane.to_lon_lat(gap.on_a), plane.to_lon_lat(gap.on_b));
    shapes.push_back({item, distance});
    edges.push_back({item, std::max(0.0, distance - index.half_width_m[item])});
  }
  out.shape = least(shapes, within);
  out.edge = least(edges, within);
  return out;
}

}  // namespace xuanzhi::geometry
