// SPDX-License-Identifier: Apache-2.0
#include "signed_distance.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "flat_paths.h"
#include "plane_distance.h"

namespace xuanzhi::geometry {

namespace {

constexpr std::size_t kRunEdges = 8;

double squared_gap(const Box& box, Point p) {
  const double x = std::max({0.0, box.min_x - p.x, p.x - box.max_x});
  const double y = std::max({0.0, box.min_y - p.y, p.y - box.max_y});
  return x * x + y * y;
}

// Whether a value lies between two others, one of which counts as above it where they are equal.
bool between(double value, double a, double b) {
  return (a > value) != (b > value);
}

double at(double value, double from, double to, double from_other, double to_other) {
  return from_other + (value - from) / (to - from) * (to_other - from_other);
}

}  // namespace

SignedDistance::SignedDistance(const Shape& area) {
  edges_.reserve(area.vertex_count());
  for_each_path(area, [&](std::span<const Point> path, bool) {
    for (std::size_t i = 1; i < path.size(); ++i) edges_.push_back({path[i - 1], path[i]});
  });
  make_runs();
  known_ = {box_.max_x + 1.0, box_.max_y + 1.0};
}

SignedDistance::SignedDistance(std::vector<PlaneEdge> edges, Point known, bool inside)
    : edges_(std::move(edges)), known_(known), known_inside_(inside) {
  make_runs();
}

void SignedDistance::make_runs() {
  for (std::size_t first = 0; first < edges_.size(); first += kRunEdges) {
    Run run{box_of(edges_[first].from, edges_[first].to), first,
            std::min(first + kRunEdges, edges_.size())};
    for (std::size_t i = first + 1; i < run.end; ++i)
      run.box = run.box.united(box_of(edges_[i].from, edges_[i].to));
    box_ = first == 0 ? run.box : box_.united(run.box);
    runs_.push_back(run);
  }
}

double SignedDistance::least_squared(const Run& run, Point p, double least) const {
  for (std::size_t i = run.first; i < run.end; ++i)
    least = std::min(least, plane_foot(p, edges_[i].from, edges_[i].to).squared);
  return least;
}

// Whether the way from a point to the known one, first along x and then along y, crosses an odd
// number of edges.
bool SignedDistance::crossed_oddly(const Run& run, Point p) const {
  bool odd = false;
  for (std::size_t i = run.first; i < run.end; ++i) {
    const auto& [a, b] = edges_[i];
    if (between(p.y, a.y, b.y) && between(at(p.y, a.y, b.y, a.x, b.x), p.x, known_.x)) odd = !odd;
    if (between(known_.x, a.x, b.x) && between(at(known_.x, a.x, b.x, a.y, b.y), p.y, known_.y))
      odd = !odd;
  }
  return odd;
}

double SignedDistance::operator()(Point p) const {
  double least = std::numeric_limits<double>::infinity();
  bool inside = known_inside_;
  const auto [west, east] = std::minmax({p.x, known_.x});
  const auto [south, north] = std::minmax({p.y, known_.y});
  for (const Run& run : runs_) {
    const Box& box = run.box;
    if (squared_gap(box, p) < least) least = least_squared(run, p, least);
    const bool on_way_x =
        box.min_y <= p.y && p.y <= box.max_y && box.min_x <= east && west <= box.max_x;
    const bool on_way_y =
        box.min_x <= known_.x && known_.x <= box.max_x && box.min_y <= north && south <= box.max_y;
    if (on_way_x || on_way_y) inside = inside != crossed_oddly(run, p);
  }
  const double distance = std::sqrt(least);
  return inside ? distance : -distance;
}

}  // namespace xuanzhi::geometry
