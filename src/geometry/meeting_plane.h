// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "xuanzhi/geometry/shape.h"

namespace xuanzhi::geometry {

/// The middle of a box, with what every plane around it asks for.
struct PlaneOrigin {
  PlaneOrigin() = default;
  explicit PlaneOrigin(const Box& box);

  Box box;
  Point middle;
  double sine = 0.0;  ///< of the middle's latitude
  double cosine = 1.0;
};

/// How one of the two sides of a meeting is carried into its plane.
struct PlaneMap {
  Point origin;  ///< degrees
  double north;  ///< of where the shear is nought, from the origin
  double x_m;    ///< metres per degree
  double y_m;
  double shear;  ///< metres to the east per degree to the north

  Point operator()(Point p) const {
    const double y = p.y - origin.y;
    return {x_m * (p.x - origin.x) + shear * (y - north), y_m * y};
  }
};

/// A plane in which edges of two small boxes can be compared by distance.
///
/// By Gauss's mid-latitude formula two positions (λ, φ) and (λ′, φ′) are apart by p(φ_m) Δλ to the
/// east and m Δφ to the north, with p = N cos φ and the middle latitude φ_m = (φ + φ′) / 2. Linear
/// in both positions around the middles of the boxes, p(φ_m) Δλ = p Δλ + p′ Δλ₀ (δφ + δφ′) / 2: the
/// second term shears the two sides against each other, which is the meridians' convergence. Δλ₀ is
/// the gap between the boxes, so that positions which nearly meet are compared without it. Boxes
/// far apart have the plane scaled by the geodesic between their middles.
class MeetingPlane {
 public:
  /// Beyond this one geodesic, by which a plane is calibrated, saves many.
  static constexpr double kCalibratedBeyondM = 50e3;

  MeetingPlane(const PlaneOrigin& ours, const Box& theirs);

  PlaneMap ours() const { return {middle_, 0.0, x_m_, y_m_, -shear_}; }
  PlaneMap theirs() const { return {{middle_.x - turn_, middle_.y}, north_, x_m_, y_m_, shear_}; }
  /// How far from its middle a box reaches at most.
  double radius_m(const Box& box) const;
  /// How far a distance in the plane may be off.
  double slack_m(double distance_m) const;

 private:
  void calibrate(double scale);

  Point middle_;  // of our box
  double north_;  // of the middle of their box, from ours
  double turn_;   // carries them to our side of the antimeridian
  double x_m_;
  double y_m_;
  double shear_;
  double uneven_m_;      // what the terms of second order in the positions may come to
  double second_order_;  // those of the formula are below this times the squared angle
  double tall_;          // radians, both boxes
  double span_;          // and with their widths
  bool calibrated_ = false;
};

}  // namespace xuanzhi::geometry
