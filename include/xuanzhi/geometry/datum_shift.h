// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string_view>

#include "xuanzhi/geometry/shape.h"

namespace xuanzhi::geometry {

/// How Chinese web maps displace positions: GCJ-02 (Amap, Tencent, DataV), and BD-09 (Baidu) on top
/// of it.
enum class WebShift { none, gcj02, bd09 };

/// `gcj02` or `bd09`; nothing for other words.
std::optional<WebShift> web_shift(std::string_view word);

/// What is left of the displacement after it was taken back: the true one is not published and
/// differs from the known formula by 1–2 m. Never for the boundaries of land surveys.
inline constexpr double kWebShiftAccuracyM = 2.0;

/// Degrees of WGS 84 to degrees of the map and back, by the formula that is publicly known. Outside
/// China (72.004–137.8347°E, 0.8293–55.8271°N) nothing is displaced. The way back takes six rounds
/// of a fixed-point iteration, which leaves less than 1e-9 degrees.
Point displaced(Point wgs84, WebShift shift);
Point put_back(Point on_map, WebShift shift);

/// A shape in degrees with every vertex put back.
Shape put_back(const Shape& on_map, WebShift shift);

/// How far the outline of a shape lies from that of a trusted shape of the same thing: the median
/// over points of the outline, in metres, as it stands and after GCJ-02 was taken back.
struct OutlineOffset {
  double as_it_stands_m = 0.0;
  double put_back_m = 0.0;

  /// True where taking the displacement back, and nothing less, makes the outlines meet.
  bool looks_displaced() const;
};

/// Nothing where one of the shapes is no area, they lie more than 2 km apart or the trusted one has
/// more than 50,000 vertices.
std::optional<OutlineOffset> outline_offset(const Shape& suspect, const Shape& trusted);

}  // namespace xuanzhi::geometry
