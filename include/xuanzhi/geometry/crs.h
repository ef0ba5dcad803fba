// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>

#include "xuanzhi/geometry/shape.h"

namespace xuanzhi::geometry {

/// What to do with a datum whose parameters are not public (Xi'an 80, Beijing 54): refuse it, or,
/// on explicit demand, take its degrees for those of CGCS2000 and say so.
enum class SecretDatum { refuse, unshifted };

/// Metres by which positions of an unshifted datum may be off where nothing better is known: the
/// true shift is tens of metres to over 100 m.
inline constexpr double kUnshiftedAccuracyM = 100.0;

/// The one place that decides axis order, datum changes and the canonical system.
///
/// Inside xuanzhi every geometry is in the canonical system: CGCS2000 longitude and latitude in
/// degrees, and an edge is straight in longitude and latitude.
///
/// Datum policy: WGS 84 and CGCS2000 are taken as equal (accuracy 1 m). Other datums need an
/// operation that PROJ has registered; "ballpark" operations (Xi'an 80, Beijing 54 without
/// parameters) are refused, and taken as identity only on explicit demand (`SecretDatum`).
class CrsTransform {
 public:
  /// `definition` is an authority code (`EPSG:4545`), WKT or a PROJ string.
  /// Throws `Error` (crs_unsupported) where it is no CRS, is local, or its datum has no registered
  /// operation.
  static CrsTransform to_canonical(const std::string& definition,
                                   SecretDatum secret = SecretDatum::refuse);

  /// From the canonical system to a projected one, for planar areas and for drawing.
  static CrsTransform from_canonical(const std::string& definition,
                                     SecretDatum secret = SecretDatum::refuse);

  ~CrsTransform();
  CrsTransform(CrsTransform&&) noexcept;
  CrsTransform& operator=(CrsTransform&&) noexcept;

  /// One position. Throws `Error` (geometry_failed) where the result is not finite.
  Point apply(Point point) const;

  /// A whole shape; vertices are added so that no edge, straight in the source, strays by more
  /// than 0.1 mm. Throws `Error` (geometry_failed) where a vertex lies outside the source CRS or
  /// the result leaves ±180°, ±90°.
  Shape apply(const Shape& shape) const;
  /// The same; nothing is copied where nothing changes.
  Shape apply(Shape&& shape) const;

  /// True where the source is canonical already.
  bool changes_nothing() const;

  /// The same vertices and no more: for files whose points are surveyed ones.
  Shape apply_to_vertices(const Shape& shape) const;

  /// True where a secret datum was taken as it stands.
  bool unshifted() const;

  /// Metres by which a position may be off because of the datum policy; 0 for CGCS2000 itself.
  double datum_accuracy_m() const;

  /// The name of the source CRS as PROJ knows it, with its code where it has one.
  const std::string& source_name() const;

 private:
  struct State;
  explicit CrsTransform(std::unique_ptr<State> state);
  void require_invertible(const Shape& shape) const;
  std::unique_ptr<State> state_;
};

/// The code of the national 3° Gauss–Krüger zone (CGCS2000, easting without zone number) that
/// holds a longitude: EPSG:4534 + (central meridian − 75) / 3, for 73.5°E to 136.5°E; UTM on WGS 84
/// elsewhere, so that foreign test data have a plane as well.
std::string national_zone(Point lon_lat);

/// Versions of GEOS and PROJ, which repair and reproject.
std::string library_versions();

}  // namespace xuanzhi::geometry
