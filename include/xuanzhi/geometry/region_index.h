// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <vector>

#include "xuanzhi/geometry/area_meter.h"
#include "xuanzhi/geometry/local_plane.h"
#include "xuanzhi/geometry/shape.h"

namespace xuanzhi::geometry {

struct ProbeEdges;

/// An area that is compared with many others: prepared once, with its own plane. Belongs to one
/// thread: some of it is prepared only when it is asked for.
class Probe {
 public:
  /// `area` is a valid area in the canonical system; it is borrowed and must outlive the probe.
  Probe(const Shape& area, AreaBasis basis);
  ~Probe();
  Probe(Probe&&) noexcept;

  const Shape& area() const { return *area_; }
  const Shape& plane_area() const;
  const ProbeEdges& edges() const;
  const LocalPlane& plane() const { return plane_; }
  Box box() const { return box_; }
  /// Area of the probe itself, and of any shape near it, by the probe's basis.
  double area_m2() const { return area_m2_; }
  double area_m2(const Shape& shape) const { return meter_.area_m2(shape); }
  bool intersects(const Shape& other) const;
  bool covers(const Shape& other) const;

 private:
  struct Free {
    GEOSContextHandle_t context = nullptr;
    void operator()(const GEOSPreparedGeometry* prepared) const;
  };
  const Shape* area_;
  Box box_;
  LocalPlane plane_;
  AreaMeter meter_;
  double area_m2_;
  std::unique_ptr<const GEOSPreparedGeometry, Free> prepared_;
  mutable Shape plane_area_;  // null until asked for
  mutable std::unique_ptr<const ProbeEdges> edges_;
};

/// One shape of a region with the half width of what it stands for (0 for areas; the half width of
/// a road whose centreline is held). The shape is borrowed.
struct RegionItem {
  const Shape* shape = nullptr;
  double half_width_m = 0.0;
};

/// The overlap of a probe with one item: the common piece and its area.
struct RegionOverlap {
  std::size_t item = 0;
  Shape piece;
  double area_m2 = 0.0;
};

/// The nearest item and its distance in metres on the ellipsoid.
struct RegionNearest {
  std::size_t item = 0;
  double distance_m = 0.0;
};

/// `shape`: to the shapes as they are. `edge`: with the half widths deducted, not below 0.
struct RegionProximity {
  std::optional<RegionNearest> shape;
  std::optional<RegionNearest> edge;
};

/// The proximity that overlaps imply: distance 0, naming the item with the largest overlap, then
/// the first. `overlaps` must not be empty.
RegionProximity meeting(const std::vector<RegionOverlap>& overlaps);

/// Answers "what does this area meet, and what is nearest?" over a set of shapes in the canonical
/// system. This is the small interface behind which the measuring engine stands.
class RegionIndex {
 public:
  RegionIndex(const Geos& geos, std::vector<RegionItem> items);
  ~RegionIndex();
  RegionIndex(RegionIndex&&) noexcept;

  bool empty() const { return items_.empty(); }

  /// Items that share at least a point with the probe, in ascending order.
  std::vector<std::size_t> touching(const Probe& probe) const;

  /// Overlaps of positive area, in ascending order of the items.
  std::vector<RegionOverlap> overlaps(const Probe& probe) const;

  /// Nearest items; distance 0 where the probe meets one (the item with the largest overlap, then
  /// the first, is named). Of several at the same distance, up to a micrometre, the first is named.
  /// `within_m` bounds the search; absent = no bound.
  RegionProximity proximity(const Probe& probe, std::optional<double> within_m = {}) const;

  /// The union of all areas of the region within `reach_m` of the probe, for margins.
  Shape surroundings(const Probe& probe, double reach_m) const;

 private:
  struct Prepared;

  const Geos* geos_;
  std::vector<RegionItem> items_;
  std::unique_ptr<const Prepared> prepared_;
};

}  // namespace xuanzhi::geometry
