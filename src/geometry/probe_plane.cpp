// SPDX-License-Identifier: Apache-2.0
#include "probe_plane.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>

#include "ellipsoid.h"
#include "xuanzhi/base/processor_clones.h"

namespace xuanzhi::geometry {

namespace {

// Up to here the bounds on the series hold with room to spare, the way along an edge included.
constexpr float kFarthestM = 60e3F;
constexpr float kLongestM = 20e3F;
// To look at more corners than this for every run is dearer than to measure more runs.
constexpr std::size_t kMostCorners = 256;
constexpr double kWidestM = 5e3;  // half of the largest probe
constexpr double kHighest = 70.0;
// No way within the plane comes higher than its middle by more degrees than this.
constexpr double kRise = 1.0;

// Eight edges side by side. Compilers make of them what registers the processor has.
constexpr std::size_t kLanes = ProbePlane::kEdges;
using Eight = float __attribute__((vector_size(kLanes * sizeof(float))));
using Four = float __attribute__((vector_size(4 * sizeof(float))));
using FourExact = double __attribute__((vector_size(4 * sizeof(double))));
static_assert(kLanes == 8 && sizeof(FourExact) == 2 * sizeof(Point));

constexpr float kInfinite = std::numeric_limits<float>::infinity();
// Squared metres of what counts as no length.
constexpr float kShortest = 1e-30F;

// The least of all lanes.
[[gnu::always_inline]] inline float least_of(Eight all) {
  const auto fold = [&](Eight other) { all = other < all ? other : all; };
  fold(__builtin_shufflevector(all, all, 4, 5, 6, 7, 0, 1, 2, 3));
  fold(__builtin_shufflevector(all, all, 2, 3, 0, 1, 6, 7, 4, 5));
  fold(__builtin_shufflevector(all, all, 1, 0, 3, 2, 5, 4, 7, 6));
  return all[0];
}

}  // namespace

/// The points of a run's edges that are nearest to the middle.
struct ProbePlane::Feet {
  Eight x;
  Eight y;
  Eight squared;  // from the middle
  Eight length;   // squared, of the edges
};

/// The corners as seen from some feet p.
struct ProbePlane::Towards {
  Eight most;     // the largest p · s
  Eight nearest;  // the least |s|² − 2 p · s
};

ProbePlane::ProbePlane(const Box& box, std::span<const Point> outline) : middle_(middle_of(box)) {
  if (outline.size() > kMostCorners || !(std::abs(middle_.y) <= kHighest)) return;
  const double sine = std::sin(middle_.y * kRadians);
  const double cosine = std::cos(middle_.y * kRadians);
  const double w2 = 1.0 - kEccentricitySquared * sine * sine;
  const double normal = kSemiMajor / std::sqrt(w2);
  const double meridian = normal * (1.0 - kEccentricitySquared) / w2;
  const double x_m = kRadians * normal * cosine;
  const double y_m = kRadians * meridian;
  // (N cos φ)′ = −M sin φ and M′ = 3 e² M sin φ cos φ / (1 − e² sin² φ); half for the middle.
  const double half = 0.5 * kRadians * kRadians * meridian * sine;
  scale_ = {static_cast<float>(x_m), static_cast<float>(y_m), static_cast<float>(-half),
            static_cast<float>(3.0 * half * kEccentricitySquared * cosine / w2)};
  double widest = 0.0;
  corners_.reserve(outline.size());
  for (const Point& p : outline) {
    const double x = x_m * (p.x - middle_.x);
    const double y = y_m * (p.y - middle_.y);
    const double square = squared(x) + squared(y);
    widest = std::max(widest, square);
    corners_.push_back({static_cast<float>(x), static_cast<float>(y), static_cast<float>(square)});
  }
  radius_m_ = std::sqrt(widest);
  if (radius_m_ > kWidestM) corners_.clear();
  const double high = (std::abs(middle_.y) + kRise) * kRadians;
  const double steep = std::tan(high);
  // Between a corner (a, b) and a position (X, Y) the middle latitude is that of the formula plus
  // b / 2, which shears by tan φ (|b X| + |a Y| + |a b|) / 2, and M changes by 1 % per radian.
  slope_ = (0.51 * steep + 0.015) * radius_m_ / kSemiMajor;
  level_ = 0.26 * steep * widest / kSemiMajor;
  // An edge straight in degrees bends by a sixteenth of tan φ times its squared length at most.
  bow_ = 0.064 * (steep + 0.02) / kSemiMajor;
  // What the series and the formula (see `MeetingPlane`) leave out.
  bend_ = (0.13 + 0.3 / squared(std::cos(high))) / squared(kSemiMajor);
}

[[gnu::always_inline]] inline ProbePlane::Feet ProbePlane::feet_of(const Run& run) const {
  // Behind the last position it stands again: edges without length, at a true distance.
  std::array<Point, kLanes + 1> filled;
  const Point* nine = run.degrees;
  if (run.edges < kLanes) {
    for (std::size_t i = 0; i <= kLanes; ++i) filled[i] = run.degrees[std::min(i, run.edges)];
    nine = filled.data();
  }
  const FourExact origin{middle_.x, middle_.y, middle_.x, middle_.y};
  const auto two_from = [&](std::size_t i) {
    FourExact two;
    std::memcpy(&two, nine + i, sizeof(two));
    return __builtin_convertvector(two - origin, Four);
  };
  const Four a = two_from(0);
  const Four b = two_from(2);
  const Four c = two_from(4);
  const Four d = two_from(6);
  const Four last = two_from(kLanes - 1);
  const Eight east =
      __builtin_shufflevector(__builtin_shufflevector(a, b, 0, 2, 4, 6),
                              __builtin_shufflevector(c, d, 0, 2, 4, 6), 0, 1, 2, 3, 4, 5, 6, 7);
  const Eight north =
      __builtin_shufflevector(__builtin_shufflevector(a, b, 1, 3, 5, 7),
                              __builtin_shufflevector(c, d, 1, 3, 5, 7), 0, 1, 2, 3, 4, 5, 6, 7);
  const Eight ends = __builtin_shufflevector(last, last, 0, 1, 2, 3, 4, 5, 6, 7);
  const Eight next_east = __builtin_shufflevector(east, ends, 1, 2, 3, 4, 5, 6, 7, 10);
  const Eight next_north = __builtin_shufflevector(north, ends, 1, 2, 3, 4, 5, 6, 7, 11);
  const Eight x = (scale_.x_m + scale_.x_bend * north) * east;
  const Eight y = (scale_.y_m + scale_.y_bend * north) * north;
  const Eight way_x = (scale_.x_m + scale_.x_bend * next_north) * next_east - x;
  const Eight way_y = (scale_.y_m + scale_.y_bend * next_north) * next_north - y;
  const Eight none{};
  const Eight length = way_x * way_x + way_y * way_y;
  Eight share = length > kShortest ? -(x * way_x + y * way_y) / length : none;
  share = share < 0.0F ? none : share;
  share = share > 1.0F ? none + 1.0F : share;
  const Eight foot_x = x + share * way_x;
  const Eight foot_y = y + share * way_y;
  return {foot_x, foot_y, foot_x * foot_x + foot_y * foot_y + kShortest, length};
}

[[gnu::always_inline]] inline ProbePlane::Towards ProbePlane::towards(const Feet& feet) const {
  const Eight none{};
  Towards out{none - kInfinite, none + kInfinite};
  for (const Corner& corner : corners_) {
    const Eight dot = feet.x * corner.x + feet.y * corner.y;
    out.most = out.most < dot ? dot : out.most;
    const Eight more = corner.squared - (dot + dot);
    out.nearest = more < out.nearest ? more : out.nearest;
  }
  return out;
}

XUANZHI_PROCESSOR_CLONES
std::optional<DistanceRange> ProbePlane::range(const Run& run) const {
  const Feet feet = feet_of(run);
  const Towards to = towards(feet);
  const Eight none{};
  const float longest = std::sqrt(-least_of(-feet.length));
  const float most = std::sqrt(std::max(0.0F, least_of(feet.squared + to.nearest)));
  if (!(most <= kFarthestM && longest <= kLongestM)) return std::nullopt;
  const Eight gap = feet.squared > to.most ? feet.squared - to.most : none;
  const float least = std::sqrt(least_of(gap * gap / feet.squared));
  const double slack = slack_m(most, longest);
  return DistanceRange{least - slack, most + slack};
}

XUANZHI_PROCESSOR_CLONES
ProbePlane::Sight ProbePlane::look(const Run& run, double within_m) const {
  const Feet feet = feet_of(run);
  const Towards to = towards(feet);
  const double slack = slack_m(within_m, std::sqrt(-least_of(-feet.length)));
  const auto most = static_cast<float>(within_m + slack);
  Eight way;
  for (std::size_t i = 0; i < kLanes; ++i) way[i] = std::sqrt(feet.squared[i]);
  // |p| − u · s ≤ most.
  const Eight least_dot = feet.squared - most * way;
  Sight out;
  for (std::size_t i = 0; i < run.pieces(); ++i)
    out.edges |= static_cast<unsigned>(to.most[i] >= least_dot[i]) << i;
  std::memcpy(out.foot_x_.data(), &feet.x, sizeof(Eight));
  std::memcpy(out.foot_y_.data(), &feet.y, sizeof(Eight));
  std::memcpy(out.least_dot_.data(), &least_dot, sizeof(Eight));
  return out;
}

unsigned ProbePlane::seen(const Sight& sight, unsigned theirs, std::size_t first,
                          std::size_t edges) const {
  unsigned corners = 0;
  for (unsigned rest = theirs; rest != 0; rest &= rest - 1) {
    const auto i = static_cast<std::size_t>(__builtin_ctz(rest));
    for (std::size_t k = 0; k <= edges; ++k) {
      const Corner& corner = corners_[first + k];
      const float dot = sight.foot_x_[i] * corner.x + sight.foot_y_[i] * corner.y;
      corners |= static_cast<unsigned>(dot >= sight.least_dot_[i]) << k;
    }
  }
  return (corners | corners >> 1U) & ((1U << edges) - 1U);
}

// The ends of an edge may be farther off than where it is nearest.
double ProbePlane::slack_m(double distance_m, double edge_m) const {
  static constexpr double kSinglePrecision = 0x1p-18;
  const double reach = distance_m + edge_m + radius_m_;
  return level_ + bow_ * edge_m * edge_m +
         reach * (slope_ + kSinglePrecision + bend_ * reach * reach);
}

}  // namespace xuanzhi::geometry
