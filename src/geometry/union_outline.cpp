// SPDX-License-Identifier: Apache-2.0
#include "union_outline.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <tuple>
#include <utility>

#include "box_pairs.h"
#include "edge_meeting.h"
#include "exact_side.h"
#include "packed_tree.h"
#include "plane_distance.h"
#include "xuanzhi/geometry/measure.h"

namespace xuanzhi::geometry {

namespace {

// Edges nearer to each other than this are taken to meet.
constexpr double kTouch = 1e-3;

/// An edge of a part, its inside to the left.
struct Edge {
  Point from;  // degrees
  Point to;
  PlaneEdge scaled;  // metres, near enough to tell what meets
  std::size_t part = 0;
  bool kept = true;
};

struct Part {
  std::vector<LocalRing> rings;
  Box box;  // around the rings
};

auto in_order(Point p) {
  return std::tuple(p.x, p.y);
}

bool is_near(Point p, const PlaneEdge& edge) {
  return plane_foot(p, edge.from, edge.to).squared < kTouch * kTouch;
}

// Whether two edges come near each other elsewhere than at a corner that they have in common.
bool meet(const Edge& a, const Edge& b) {
  const PlaneEdge& p = a.scaled;
  const PlaneEdge& q = b.scaled;
  const bool from_from = a.from == b.from;
  const bool from_to = a.from == b.to;
  const bool to_from = a.to == b.from;
  const bool to_to = a.to == b.to;
  const int common = int{from_from} + int{from_to} + int{to_from} + int{to_to};
  if (common > 1) return true;
  if (common == 1) {
    const Point end_a = from_from || from_to ? p.to : p.from;
    const Point end_b = from_from || to_from ? q.to : q.from;
    return is_near(end_a, q) || is_near(end_b, p);
  }
  return is_near(p.from, q) || is_near(p.to, q) || is_near(q.from, p) || is_near(q.to, p) ||
         edges_meet(a.from, a.to, b.from, b.to);
}

class UnionOutline {
 public:
  UnionOutline(const Box& box, const Probe& probe) : box_(box), probe_(probe) {
    const DegreeLength degree = degree_length(middle_of(box).y);
    scale_ = {degree.longitude_m, degree.latitude_m};
  }

  void add(OutlinePart part);
  bool drop_common_edges();
  bool meets_elsewhere() const;
  void drop_inner_edges();
  std::optional<SignedDistance> outline() const;

 private:
  Point scaled(Point p) const {
    const Point middle = middle_of(box_);
    return {(p.x - middle.x) * scale_.x, (p.y - middle.y) * scale_.y};
  }
  std::optional<std::array<Point, 2>> within_box(const Edge& edge) const;
  std::optional<Point> point_off_edges() const;

  const Box& box_;
  const Probe& probe_;
  Point scale_;
  std::vector<Part> parts_;
  std::vector<Edge> edges_;
};

void UnionOutline::add(OutlinePart part) {
  for (const LocalEdge& edge : part.paths->edges_near(part.item, box_)) {
    const FlatPath& path = part.paths->path(edge.path);
    if (!path.ring || edge.from == edge.to) continue;
    // A ring that runs counterclockwise has its inside to the left.
    Edge ours{edge.from, edge.to, {scaled(edge.from), scaled(edge.to)}, parts_.size()};
    if (path.weight < 0) {
      std::swap(ours.from, ours.to);
      std::swap(ours.scaled.from, ours.scaled.to);
    }
    edges_.push_back(ours);
  }
  Part inside{std::move(part.local.rings), box_};
  bool first = true;
  for (const LocalRing& ring : inside.rings) {
    const Box around = box_of_points(ring.points.data(), ring.points.size());
    inside.box = first ? around : inside.box.united(around);
    first = false;
  }
  parts_.push_back(std::move(inside));
}

// False where an edge is had in common in another way than by two areas on its two sides.
bool UnionOutline::drop_common_edges() {
  const auto key = [&](std::size_t i) {
    const auto from = in_order(edges_[i].from);
    const auto to = in_order(edges_[i].to);
    return from < to ? std::pair(from, to) : std::pair(to, from);
  };
  std::vector<std::size_t> order(edges_.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(),
            [&](std::size_t a, std::size_t b) { return key(a) < key(b); });
  for (std::size_t i = 0; i + 1 < order.size(); ++i) {
    Edge& one = edges_[order[i]];
    Edge& next = edges_[order[i + 1]];
    const bool opposite = one.from == next.to && one.to == next.from;
    if (one.from == next.from && one.to == next.to) return false;
    if (!opposite) continue;
    if (!one.kept) return false;  // a third one
    one.kept = next.kept = false;
  }
  return true;
}

// Whether an edge of the outline meets any other one elsewhere than at a corner of both.
bool UnionOutline::meets_elsewhere() const {
  std::vector<Box> boxes;
  boxes.reserve(edges_.size());
  for (const Edge& edge : edges_) {
    const Box box = box_of(edge.scaled.from, edge.scaled.to);
    boxes.push_back({box.min_x - kTouch, box.min_y - kTouch, box.max_x, box.max_y});
  }
  return any_pair(boxes, [&](std::size_t i, std::size_t k) {
    return (edges_[i].kept || edges_[k].kept) && meet(edges_[i], edges_[k]);
  });
}

// The part of an edge in the box (Liang and Barsky 1984).
std::optional<std::array<Point, 2>> UnionOutline::within_box(const Edge& edge) const {
  double first = 0.0;
  double last = 1.0;
  const Point way{edge.to.x - edge.from.x, edge.to.y - edge.from.y};
  const auto cut = [&](double from, double along, double low, double high) {
    if (along == 0.0) return low <= from && from <= high;
    const auto [enter, leave] = std::minmax({(low - from) / along, (high - from) / along});
    first = std::max(first, enter);
    last = std::min(last, leave);
    return first <= last;
  };
  if (!cut(edge.from.x, way.x, box_.min_x, box_.max_x) ||
      !cut(edge.from.y, way.y, box_.min_y, box_.max_y))
    return std::nullopt;
  const auto at = [&](double share) {
    if (share == 1.0) return edge.to;
    return Point{edge.from.x + share * way.x, edge.from.y + share * way.y};
  };
  return std::array{at(first), at(last)};
}

// An edge that meets no other lies inside or outside of an area from end to end.
void UnionOutline::drop_inner_edges() {
  std::vector<Box> boxes;
  boxes.reserve(parts_.size());
  for (const Part& part : parts_) boxes.push_back(part.box);
  const PackedTree tree(boxes);
  std::vector<std::uint32_t> around;
  for (Edge& edge : edges_) {
    if (!edge.kept) continue;
    const auto near = within_box(edge);
    if (!near) continue;
    const auto& [from, to] = *near;
    const Point middle{0.5 * (from.x + to.x), 0.5 * (from.y + to.y)};
    tree.meeting({middle.x, middle.y, middle.x, middle.y}, around);
    edge.kept = std::none_of(around.begin(), around.end(), [&](std::uint32_t i) {
      return i != edge.part && inside_count(parts_[i].rings, middle) > 0;
    });
  }
}

// A point of the probe's box of which it is certain whether it lies inside.
std::optional<Point> UnionOutline::point_off_edges() const {
  static constexpr int kTries = 8;
  const Box& box = probe_.box();
  for (int i = 0; i < kTries; ++i) {
    // Off the places where grids and symmetric shapes have their edges.
    const double x = 0.43 + 0.017 * i;
    const double y = 0.59 - 0.031 * i;
    const Point p{box.min_x + x * (box.max_x - box.min_x), box.min_y + y * (box.max_y - box.min_y)};
    const auto touches = [&](const Edge& edge) { return is_near(scaled(p), edge.scaled); };
    if (std::none_of(edges_.begin(), edges_.end(), touches)) return p;
  }
  return std::nullopt;
}

std::optional<SignedDistance> UnionOutline::outline() const {
  const auto known = point_off_edges();
  if (!known) return std::nullopt;
  std::vector<PlaneEdge> out;
  for (const Edge& edge : edges_) {
    if (!edge.kept) continue;
    const auto near = within_box(edge);
    if (!near) continue;
    const std::vector<Point> path = probe_.plane().image(*near);
    for (std::size_t i = 1; i < path.size(); ++i) out.push_back({path[i - 1], path[i]});
  }
  const bool inside = std::any_of(parts_.begin(), parts_.end(), [&](const Part& part) {
    return inside_count(part.rings, *known) > 0;
  });
  return SignedDistance(std::move(out), probe_.plane().to_plane(*known), inside);
}

}  // namespace

std::optional<SignedDistance> union_outline(std::vector<OutlinePart> parts, const Box& box,
                                            const Probe& probe) {
  UnionOutline outline(box, probe);
  for (OutlinePart& part : parts) outline.add(std::move(part));
  if (parts.size() > 1) {
    if (!outline.drop_common_edges() || outline.meets_elsewhere()) return std::nullopt;
    outline.drop_inner_edges();
  }
  return outline.outline();
}

}  // namespace xuanzhi::geometry
