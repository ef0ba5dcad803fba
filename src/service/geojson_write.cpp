// SPDX-License-Identifier: Apache-2.0
#include <cmath>
#include <iterator>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "geojson.h"

namespace xuanzhi::service {

namespace {

using geometry::Point;

// Twice the signed area; positive where the ring turns counter-clockwise.
double turn(std::span<const Point> ring) {
  double sum = 0.0;
  for (std::size_t i = 0; i + 1 < ring.size(); ++i) {
    sum += (ring[i].x - ring[0].x) * (ring[i + 1].y - ring[0].y) -
           (ring[i + 1].x - ring[0].x) * (ring[i].y - ring[0].y);
  }
  return sum;
}

// Shortest text of a number with 9 decimals, which keeps answers small.
void write_number(std::string& out, double value) {
  const double rounded = std::round(value * 1e9) / 1e9;
  fmt::format_to(std::back_inserter(out), "{}", rounded);
}

void write_path(std::string& out, std::span<const Point> path, bool reversed) {
  out += '[';
  for (std::size_t i = 0; i < path.size(); ++i) {
    const Point& point = path[reversed ? path.size() - 1 - i : i];
    out += i == 0 ? "[" : ",[";
    write_number(out, point.x);
    out += ',';
    write_number(out, point.y);
    out += ']';
  }
  out += ']';
}

std::string areas_text(const geometry::Shape& shape) {
  std::string inner;
  std::size_t areas = 0;
  geometry::for_each_path(shape, [&](std::span<const Point> ring, bool is_hole) {
    if (!is_hole) {
      inner += areas == 0 ? "[" : "],[";
      ++areas;
    } else {
      inner += ',';
    }
    const bool counter_clockwise = turn(ring) > 0.0;
    write_path(inner, ring, counter_clockwise == is_hole);
  });
  inner += ']';
  if (areas == 1) return R"({"type":"Polygon","coordinates":)" + inner + "}";
  return R"({"type":"MultiPolygon","coordinates":[)" + inner + "]}";
}

std::string paths_text(const geometry::Shape& shape, int dimension) {
  std::string inner;
  std::size_t count = 0;
  geometry::for_each_path(shape, [&](std::span<const Point> path, bool) {
    if (count++ > 0) inner += ',';
    std::string one;
    write_path(one, path, false);
    inner += dimension == 0 ? one.substr(1, one.size() - 2) : one;
  });
  const std::string kind = dimension == 0 ? "Point" : "LineString";
  if (count == 1) return fmt::format(R"({{"type":"{}","coordinates":{}}})", kind, inner);
  return fmt::format(R"({{"type":"Multi{}","coordinates":[{}]}})", kind, inner);
}

}  // namespace

std::string geometry_text(const geometry::Shape& shape) {
  if (shape.empty()) return "null";
  const int dimension = shape.dimension();
  const geometry::Shape pure = geometry::reduced_to(shape, dimension);
  return dimension == 2 ? areas_text(pure) : paths_text(pure, dimension);
}

std::string feature_text(const std::string& id, const std::string& geometry,
                         const std::string& properties) {
  return R"({"type":"Feature","id":)" + nlohmann::json(id).dump() + R"(,"geometry":)" + geometry +
         R"(,"properties":)" + properties + "}";
}

}  // namespace xuanzhi::service
