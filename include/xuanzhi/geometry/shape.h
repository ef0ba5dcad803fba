// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <geos_c.h>

namespace xuanzhi::geometry {

/// A position: degrees (longitude, latitude) in the canonical system, metres (east, north) in a
/// plane. The order never changes inside xuanzhi.
struct Point {
  double x = 0.0;
  double y = 0.0;

  bool operator==(const Point&) const = default;
};

/// An axis-parallel box in the units of the geometry it was taken from.
struct Box {
  double min_x = 0.0;
  double min_y = 0.0;
  double max_x = 0.0;
  double max_y = 0.0;

  bool intersects(const Box& other) const;
  Box united(const Box& other) const;
};

/// Owner of one GEOS context. One per thread; every `Shape` remembers the one it was made in and
/// must not outlive it.
class Geos {
 public:
  Geos();
  ~Geos();
  Geos(const Geos&) = delete;
  Geos& operator=(const Geos&) = delete;

  GEOSContextHandle_t handle() const { return handle_; }

  /// What GEOS said of its last failure.
  const std::string& last_message() const { return *last_message_; }

 private:
  std::unique_ptr<std::string> last_message_;
  GEOSContextHandle_t handle_ = nullptr;
};

/// Frees a geometry in the context it was made in.
struct GeometryFree {
  GEOSContextHandle_t context = nullptr;
  void operator()(GEOSGeometry* geometry) const { GEOSGeom_destroy_r(context, geometry); }
};

/// Owner of one geometry. Movable, copied only by `clone`.
/// All functions that take shapes throw `Error` (geometry_failed) where GEOS fails.
class Shape {
 public:
  Shape() = default;
  /// Takes ownership of `geometry`; throws where it is null, with what GEOS said.
  Shape(const Geos& geos, GEOSGeometry* geometry);

  explicit operator bool() const { return geometry_ != nullptr; }
  const GEOSGeometry* get() const { return geometry_.get(); }
  GEOSGeometry* release() { return geometry_.release(); }
  const Geos& geos() const { return *geos_; }
  GEOSContextHandle_t context() const { return geos_->handle(); }

  Shape clone() const;
  bool empty() const;
  /// 0 points, 1 lines, 2 areas; the highest of a collection; -1 where it is empty.
  int dimension() const;
  std::size_t vertex_count() const;
  Box box() const;

 private:
  const Geos* geos_ = nullptr;
  std::unique_ptr<GEOSGeometry, GeometryFree> geometry_;
};

/// Well-known binary and text, two dimensions.
Shape from_wkb(const Geos& geos, std::string_view wkb);
Shape from_wkt(const Geos& geos, const std::string& wkt);
std::string to_wkb(const Shape& shape);

Shape make_empty(const Geos& geos);
Shape make_box(const Geos& geos, const Box& box);
Shape make_point(const Geos& geos, Point point);
/// A line of at least two positions.
Shape make_line(const Geos& geos, const std::vector<Point>& path);
/// A polygon of closed rings, the shell first; it is not checked.
Shape make_polygon(const Geos& geos, std::span<const std::vector<Point>> rings);
/// A collection of copies of the simple parts of shapes. Polygons become a multipolygon.
Shape collect(const Geos& geos, const std::vector<Shape>& shapes);

/// The simple parts (points, lines, polygons) of a shape, borrowed from it.
std::vector<const GEOSGeometry*> parts(const Shape& shape);

/// Copies of them, each a shape of its own.
std::vector<Shape> separated(const Shape& shape);

/// The parts of one dimension only, as a collection; empty where there is none.
Shape reduced_to(const Shape& shape, int dimension);

/// Overlay. Results hold areas only (touching edges and points are dropped). A failed overlay is
/// tried again on a grid of 1e-10 degrees (0.01 mm) before it is given up.
Shape intersection(const Shape& a, const Shape& b);
Shape difference(const Shape& a, const Shape& b);
Shape union_of(const Geos& geos, std::vector<Shape> shapes);

/// Boundary lines of areas; lines and points are returned as they are.
Shape outline(const Shape& shape);

/// The part of a shape within a box. Areas are proved valid or cut by overlay instead.
Shape clipped(const Shape& shape, const Box& box);

/// The shape without the vertices that lie within `tolerance` of a straight edge; it stays valid.
Shape without_straight_vertices(const Shape& shape, double tolerance);

/// True where the shapes share at least one point.
bool intersects(const Shape& a, const Shape& b);

/// Calls `visit` with the vertices of every ring or line of the shape, in order; `is_hole` tells
/// inner rings.
void for_each_path(const Shape& shape,
                   const std::function<void(std::span<const Point> path, bool is_hole)>& visit);

/// The same shape with every path replaced by what `map` returns for it.
Shape mapped(const Shape& shape,
             const std::function<std::vector<Point>(std::span<const Point> path)>& map);

}  // namespace xuanzhi::geometry
