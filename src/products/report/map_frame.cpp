// SPDX-License-Identifier: Apache-2.0
#include "map_frame.h"

#include <algorithm>
#include <array>
#include <cmath>

#include <fmt/format.h>

namespace xuanzhi::products::report {

namespace {

using geometry::Box;
using geometry::Point;
using geometry::Shape;

constexpr double kSpare = 1.28;       // of the focus, so that it does not touch the frame
constexpr double kFinestMm = 0.04;    // detail that print cannot show
constexpr double kLeastGroundM = 60;  // a focus of no extent is still a place
constexpr double kMmPerM = 1000.0;

Point middle(const Box& box) {
  return {0.5 * (box.min_x + box.max_x), 0.5 * (box.min_y + box.max_y)};
}

// Scales that can be read off with a ruler.
double round_scale(double least) {
  static constexpr std::array kSteps{1.0, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 7.5, 10.0};
  const double decade = std::pow(10.0, std::floor(std::log10(least)));
  for (const double step : kSteps) {
    if (step * decade >= least * (1.0 - 1e-9)) return step * decade;
  }
  return 10.0 * decade;
}

// The box around the images of the corners and edge middles of a box.
template <typename Map>
Box box_of_image(const Box& box, Map&& map) {
  const Point mid = middle(box);
  Box out{1e300, 1e300, -1e300, -1e300};
  for (const double x : {box.min_x, mid.x, box.max_x}) {
    for (const double y : {box.min_y, mid.y, box.max_y}) {
      const Point p = map(Point{x, y});
      out = {std::min(out.min_x, p.x), std::min(out.min_y, p.y), std::max(out.max_x, p.x),
             std::max(out.max_y, p.y)};
    }
  }
  return out;
}

}  // namespace

MapFrame::MapFrame(const Box& focus, double width_mm, double height_mm)
    : width_mm_(width_mm),
      height_mm_(height_mm),
      crs_(geometry::national_zone(middle(focus))),
      to_plane_(geometry::CrsTransform::from_canonical(crs_)) {
  const Box seen = box_of_image(focus, [&](Point p) { return to_plane_.apply(p); });
  const double across = std::max(seen.max_x - seen.min_x, kLeastGroundM);
  const double up = std::max(seen.max_y - seen.min_y, kLeastGroundM);
  denominator_ = round_scale(kSpare * kMmPerM * std::max(across / width_mm, up / height_mm));
  const Point mid = middle(seen);
  const double half_x = 0.5 * width_mm * denominator_ / kMmPerM;
  const double half_y = 0.5 * height_mm * denominator_ / kMmPerM;
  ground_ = {mid.x - half_x, mid.y - half_y, mid.x + half_x, mid.y + half_y};
  const auto back = geometry::CrsTransform::to_canonical(crs_);
  degrees_ = box_of_image(ground_, [&](Point p) { return back.apply(p); });
}

Point MapFrame::paper_of_ground(Point metres) const {
  const double mm_per_m = kMmPerM / denominator_;
  return {(metres.x - ground_.min_x) * mm_per_m, (ground_.max_y - metres.y) * mm_per_m};
}

Point MapFrame::paper(Point lon_lat) const {
  return paper_of_ground(to_plane_.apply(lon_lat));
}

Shape MapFrame::on_paper(const Shape& shape) const {
  if (shape.empty() || !shape.box().intersects(degrees_)) return geometry::make_empty(shape.geos());
  const Shape seen = geometry::clipped(shape, degrees_);
  if (seen.empty()) return geometry::make_empty(shape.geos());
  const Shape flat = geometry::mapped(seen, [&](std::span<const Point> path) {
    std::vector<Point> out;
    for (const Point& p : path) out.push_back(paper(p));
    return out;
  });
  if (flat.dimension() == 0) return flat.clone();
  return geometry::without_straight_vertices(flat, kFinestMm);
}

std::string path_data(const Shape& on_paper) {
  std::string out;
  const bool area = on_paper.dimension() == 2;
  geometry::for_each_path(on_paper, [&](std::span<const Point> path, bool) {
    // The closing point of a ring is what `Z` draws.
    const std::size_t count = area && path.size() > 1 ? path.size() - 1 : path.size();
    for (std::size_t i = 0; i < count; ++i) {
      out += fmt::format("{}{:.2f} {:.2f}", i == 0 ? "M" : "L", path[i].x, path[i].y);
    }
    if (area) out += "Z";
  });
  return out;
}

}  // namespace xuanzhi::products::report
