// SPDX-License-Identifier: Apache-2.0
#include "meeting_plane.h"

#include <algorithm>
#include <cmath>

#include "edge_meeting.h"
#include "ellipsoid.h"
#include "short_geodesic.h"

namespace xuanzhi::geometry {

namespace {

// The sine of a latitude a little north of the origin's.
double sine_north_of(const PlaneOrigin& origin, double angle) {
  // Up to here the next terms of the series are below 1e-12.
  static constexpr double kSeries = 0.01;
  if (std::abs(angle) > kSeries) return std::sin(origin.middle.y * kRadians + angle);
  const double square = angle * angle;
  return origin.sine * (1.0 - square * (0.5 - square / 24.0)) +
         origin.cosine * angle * (1.0 - square / 6.0);
}

}  // namespace

PlaneOrigin::PlaneOrigin(const Box& around)
    : box(around),
      middle(middle_of(around)),
      sine(std::sin(middle.y * kRadians)),
      cosine(std::cos(middle.y * kRadians)) {}

MeetingPlane::MeetingPlane(const PlaneOrigin& origin, const Box& theirs) : middle_(origin.middle) {
  const Box& ours = origin.box;
  const Point other = middle_of(theirs);
  turn_ = std::abs(middle_.x - other.x) > 180.0 ? std::copysign(360.0, middle_.x - other.x) : 0.0;
  north_ = other.y - middle_.y;
  const double sine = sine_north_of(origin, 0.5 * north_ * kRadians);
  const double w2 = 1.0 - kEccentricitySquared * sine * sine;
  const double normal = kSemiMajor / std::sqrt(w2);
  const double meridian = normal * (1.0 - kEccentricitySquared) / w2;
  x_m_ = kRadians * normal * std::sqrt(std::max(0.0, 1.0 - sine * sine));
  y_m_ = kRadians * meridian;
  // p′ per degree of longitude and of latitude.
  const double narrowing = -kRadians * kRadians * meridian * sine;
  const double gap = theirs.min_x + turn_ > ours.max_x   ? theirs.min_x + turn_ - ours.max_x
                     : theirs.max_x + turn_ < ours.min_x ? theirs.max_x + turn_ - ours.min_x
                                                         : 0.0;
  shear_ = 0.5 * narrowing * gap;
  const double wide = ours.max_x - ours.min_x + theirs.max_x - theirs.min_x;
  const double tall = ours.max_y - ours.min_y + theirs.max_y - theirs.min_y;
  second_order_ = 0.3 / std::max(1e-12, 1.0 - sine * sine);
  uneven_m_ = 0.25 * std::abs(narrowing) * wide * tall;
  tall_ = tall * kRadians;
  span_ = (wide + tall) * kRadians;
  const double apart = squared(x_m_ * (other.x + turn_ - middle_.x)) + squared(y_m_ * north_);
  if (apart > kCalibratedBeyondM * kCalibratedBeyondM)
    calibrate(short_geodesic_m(middle_, {other.x + turn_, other.y}) / std::sqrt(apart));
}

void MeetingPlane::calibrate(double scale) {
  x_m_ *= scale;
  y_m_ *= scale;
  shear_ *= scale;
  calibrated_ = true;
}

double MeetingPlane::radius_m(const Box& box) const {
  const double tall = box.max_y - box.min_y;
  const double x = x_m_ * (box.max_x - box.min_x) + std::abs(shear_) * tall;
  const double y = y_m_ * tall;
  return 0.5 * std::sqrt(x * x + y * y);
}

double MeetingPlane::slack_m(double distance_m) const {
  // M changes by less than 1 % per radian.
  static constexpr double kMeridian = 0.02;
  // What the geodesic by which a plane is calibrated may be off by, and the rest by rounding.
  static constexpr double kGeodesic = 4e-9;
  static constexpr double kRounding = 1e-11;
  const double angle = distance_m / kSemiMajor;
  // What the formula leaves out is close to a form of second order in the way between the two
  // positions. Known in the middle, it changes by no more than its steepest slope (twice the bound,
  // and again as much for what is of higher order) times the way within the boxes.
  const double left_out =
      calibrated_ ? 4.0 * second_order_ * angle * span_ + kGeodesic : second_order_ * angle * angle;
  return uneven_m_ + distance_m * (kMeridian * tall_ + left_out + kRounding);
}

}  // namespace xuanzhi::geometry
