// SPDX-License-Identifier: Apache-2.0
#include "vector_tile.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <map>
#include <numbers>
#include <vector>

namespace xuanzhi::service {

namespace {

using geometry::Box;
using geometry::Point;
using geometry::Shape;
using std::numbers::pi;

constexpr double kExtent = 4096.0;
constexpr double kMargin = 64.0;
constexpr double kQuarterPixel = kExtent / 256.0 / 4.0;
constexpr int kDeepestZoom = 22;

std::optional<int> whole_number(const std::string& word) {
  int value = 0;
  const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), value);
  if (error != std::errc{} || end != word.data() + word.size() || value < 0) return std::nullopt;
  return value;
}

double latitude_at(double row, double tiles) {
  return std::atan(std::sinh(pi * (1.0 - 2.0 * row / tiles))) * 180.0 / pi;
}

Box box_with_margin(const TileAddress& tile, double margin) {
  const double tiles = std::exp2(tile.zoom);
  const double grow = margin / kExtent;
  return {360.0 * (tile.column - grow) / tiles - 180.0, latitude_at(tile.row + 1 + grow, tiles),
          360.0 * (tile.column + 1 + grow) / tiles - 180.0, latitude_at(tile.row - grow, tiles)};
}

// Protocol buffers: https://protobuf.dev/programming-guides/encoding/
void put_varint(std::string& out, std::uint64_t value) {
  while (value >= 0x80) {
    out += static_cast<char>(value | 0x80);
    value >>= 7;
  }
  out += static_cast<char>(value);
}

void put_number(std::string& out, unsigned field, std::uint64_t value) {
  put_varint(out, std::uint64_t{field} << 3U);
  put_varint(out, value);
}

void put_bytes(std::string& out, unsigned field, const std::string& bytes) {
  put_varint(out, (std::uint64_t{field} << 3U) | 2U);
  put_varint(out, bytes.size());
  out += bytes;
}

struct GridPoint {
  std::int32_t x = 0;
  std::int32_t y = 0;
  bool operator==(const GridPoint&) const = default;
};

// The commands of a geometry, each point relative to the one before (MVT 2.1, 4.3).
class Commands {
 public:
  void move_to(const GridPoint& point) {
    put_varint(bytes_, (1U << 3U) | 1U);
    step(point);
  }
  void move_to(const std::vector<GridPoint>& points) {
    put_varint(bytes_, (points.size() << 3U) | 1U);
    for (const GridPoint& point : points) step(point);
  }
  void line_to(const std::vector<GridPoint>& points, std::size_t first, std::size_t last) {
    put_varint(bytes_, ((last - first) << 3U) | 2U);
    for (std::size_t i = first; i < last; ++i) step(points[i]);
  }
  void close() { put_varint(bytes_, (1U << 3U) | 7U); }
  const std::string& bytes() const { return bytes_; }

 private:
  void step(const GridPoint& point) {
    put_varint(bytes_, zigzag(point.x - at_.x));
    put_varint(bytes_, zigzag(point.y - at_.y));
    at_ = point;
  }
  static std::uint32_t zigzag(std::int32_t value) {
    return (static_cast<std::uint32_t>(value) << 1U) ^ static_cast<std::uint32_t>(value >> 31);
  }

  std::string bytes_;
  GridPoint at_;
};

std::vector<GridPoint> on_grid(std::span<const Point> path, const TileAddress& tile) {
  const double tiles = std::exp2(tile.zoom);
  std::vector<GridPoint> out;
  for (const Point& point : path) {
    const double sine = std::sin(point.y * pi / 180.0);
    const double x = (point.x + 180.0) / 360.0 * tiles - tile.column;
    const double y = (0.5 - std::atanh(sine) / (2.0 * pi)) * tiles - tile.row;
    const GridPoint here{static_cast<std::int32_t>(std::lround(x * kExtent)),
                         static_cast<std::int32_t>(std::lround(y * kExtent))};
    if (out.empty() || !(out.back() == here)) out.push_back(here);
  }
  return out;
}

// Twice the area on the grid, whose y runs down: positive is clockwise to the eye, an outer ring.
std::int64_t turn(const std::vector<GridPoint>& ring) {
  std::int64_t sum = 0;
  for (std::size_t i = 0; i < ring.size(); ++i) {
    const GridPoint& a = ring[i];
    const GridPoint& b = ring[(i + 1) % ring.size()];
    sum += std::int64_t{a.x} * b.y - std::int64_t{b.x} * a.y;
  }
  return sum;
}

std::string commands_of(const Shape& shape, int dimension, const TileAddress& tile) {
  Commands commands;
  std::vector<GridPoint> points;
  bool shell_drawn = false;
  geometry::for_each_path(shape, [&](std::span<const Point> path, bool is_hole) {
    std::vector<GridPoint> grid = on_grid(path, tile);
    if (dimension == 0) {
      points.insert(points.end(), grid.begin(), grid.end());
      return;
    }
    if (dimension == 1) {
      if (grid.size() < 2) return;
      commands.move_to(grid.front());
      commands.line_to(grid, 1, grid.size());
      return;
    }
    if (grid.size() > 1 && grid.front() == grid.back()) grid.pop_back();
    const std::int64_t area = grid.size() < 3 ? 0 : turn(grid);
    if (!is_hole) shell_drawn = area != 0;
    if (area == 0 || !shell_drawn) return;
    if ((area > 0) == is_hole) std::reverse(grid.begin(), grid.end());
    commands.move_to(grid.front());
    commands.line_to(grid, 1, grid.size());
    commands.close();
  });
  if (!points.empty()) commands.move_to(points);
  return commands.bytes();
}

// Keys and values stand once in a layer; features refer to them by number.
class Attributes {
 public:
  void add(std::string& tags, const std::string& key, const std::string& value) {
    if (value.empty()) return;
    put_varint(tags, number(keys_, key));
    put_varint(tags, number(values_, value));
  }
  void write(std::string& layer) const {
    for (const std::string& key : in_order(keys_)) put_bytes(layer, 3, key);
    for (const std::string& value : in_order(values_)) {
      std::string coded;
      put_bytes(coded, 1, value);
      put_bytes(layer, 4, coded);
    }
  }

 private:
  using Numbers = std::map<std::string, std::size_t>;
  static std::size_t number(Numbers& numbers, const std::string& text) {
    return numbers.emplace(text, numbers.size()).first->second;
  }
  static std::vector<std::string> in_order(const Numbers& numbers) {
    std::vector<std::string> out(numbers.size());
    for (const auto& [text, position] : numbers) out[position] = text;
    return out;
  }

  Numbers keys_;
  Numbers values_;
};

bool too_small(const Box& box, int dimension, double unit_degrees) {
  return dimension > 0 && box.max_x - box.min_x < kQuarterPixel * unit_degrees &&
         box.max_y - box.min_y < kQuarterPixel * unit_degrees;
}

}  // namespace

std::optional<TileAddress> tile_address(const std::string& zoom, const std::string& column,
                                        const std::string& row) {
  const auto z = whole_number(zoom);
  const auto x = whole_number(column);
  const auto y = whole_number(row);
  if (!z || !x || !y || *z > kDeepestZoom) return std::nullopt;
  if (*x >= (1 << *z) || *y >= (1 << *z)) return std::nullopt;
  return TileAddress{*z, *x, *y};
}

Box tile_box(const TileAddress& tile) {
  return box_with_margin(tile, 0.0);
}

std::string vector_tile(const workspace::Layer& layer, const LayerBoxes& boxes,
                        const TileAddress& tile) {
  const Box box = box_with_margin(tile, kMargin);
  if (!boxes.all || !boxes.all->intersects(box)) return {};
  const double unit_degrees = 360.0 / std::exp2(tile.zoom) / kExtent;
  const geometry::Geos geos;
  Attributes attributes;
  std::string body;
  for (std::size_t i = 0; i < boxes.features.size(); ++i) {
    if (!boxes.features[i].intersects(box)) continue;
    Shape cut = geometry::clipped(layer.shape(geos, i), box);
    const int dimension = cut.dimension();
    if (dimension < 0 || too_small(boxes.features[i], dimension, unit_degrees)) continue;
    if (dimension > 0) cut = geometry::without_straight_vertices(cut, unit_degrees / 2.0);
    const std::string commands = commands_of(cut, dimension, tile);
    if (commands.empty()) continue;
    std::string tags;
    const workspace::Feature& feature = layer.features[i];
    attributes.add(tags, "id", feature.id);
    attributes.add(tags, "name", feature.name);
    attributes.add(tags, "class", std::string(feature.class_id));
    std::string coded;
    put_number(coded, 1, i + 1);
    put_bytes(coded, 2, tags);
    put_number(coded, 3, static_cast<std::uint64_t>(dimension + 1));
    put_bytes(coded, 4, commands);
    put_bytes(body, 2, coded);
  }
  if (body.empty()) return {};
  std::string named;
  put_number(named, 15, 2);
  put_bytes(named, 1, "features");
  named += body;
  attributes.write(named);
  put_number(named, 5, static_cast<std::uint64_t>(kExtent));
  std::string out;
  put_bytes(out, 3, named);
  return out;
}

}  // namespace xuanzhi::service
