// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "xuanzhi/geometry/crs.h"
#include "xuanzhi/geometry/shape.h"

namespace xuanzhi::products::report {

/// A sheet of paper in mm (x to the right, y down) on which the plane of the national 3° zone of
/// its middle is drawn at a round scale, north up.
class MapFrame {
 public:
  /// The sheet shows `focus` (degrees) with at least a seventh of it to spare on every side.
  MapFrame(const geometry::Box& focus, double width_mm, double height_mm);

  double width_mm() const { return width_mm_; }
  double height_mm() const { return height_mm_; }
  /// The N of 1 : N.
  double denominator() const { return denominator_; }
  /// The plane: `EPSG:4545` and the like.
  const std::string& crs() const { return crs_; }
  /// What is seen: degrees (never less than that) and metres of the plane.
  const geometry::Box& degrees() const { return degrees_; }
  const geometry::Box& ground() const { return ground_; }

  geometry::Point paper(geometry::Point lon_lat) const;
  geometry::Point paper_of_ground(geometry::Point metres) const;

  /// The part of a shape that is seen, in mm, without vertices that paper cannot show; empty
  /// where nothing is seen.
  geometry::Shape on_paper(const geometry::Shape& shape) const;

 private:
  double width_mm_;
  double height_mm_;
  std::string crs_;
  geometry::CrsTransform to_plane_;
  double denominator_ = 1.0;
  geometry::Box ground_;
  geometry::Box degrees_;
};

/// Path data of SVG for a shape in mm, with hundredths; areas are closed.
std::string path_data(const geometry::Shape& on_paper);

}  // namespace xuanzhi::products::report
