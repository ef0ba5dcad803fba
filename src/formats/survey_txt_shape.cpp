// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include <fmt/format.h>

#include "line_text.h"
#include "survey_rings.h"
#include "xuanzhi/base/error.h"
#include "xuanzhi/base/units.h"
#include "xuanzhi/formats/survey_txt.h"
#include "xuanzhi/geometry/measure.h"

namespace xuanzhi::formats {

namespace {

// Two spellings of one boundary point: half a millimetre, or as much in degrees.
constexpr double kSameMetres = 0.0005;
constexpr double kSameDegrees = 5e-9;
constexpr double kMostDegrees = 180.0;

constexpr double kUnitTolerance = 0.01;
constexpr double kDifferenceTolerance = 0.001;

bool same_place(const Point& a, const Point& b) {
  const bool degrees = std::abs(a.x) <= kMostDegrees && std::abs(a.y) <= kMostDegrees;
  const double limit = degrees ? kSameDegrees : kSameMetres;
  return std::abs(a.x - b.x) <= limit && std::abs(a.y - b.y) <= limit;
}

Error too_few(const SurveyParcel& parcel, std::size_t line, const Text& what) {
  return {ErrorCode::geometry_failed,
          fmt::format("line {}", line),
          {fmt::format("地块“{}”（第 {} 行）中从第 {} 行开始的{}", parcel.name, parcel.line, line,
                       what.zh),
           fmt::format("parcel \"{}\" (line {}): {} that begins at line {}", parcel.name,
                       parcel.line, what.en, line)},
          {"补全界址点或删除该圈", "complete its points or remove it"}};
}

struct Path {
  std::vector<Point> points;
  std::size_t line = 0;
};

bool is_closed(const Path& path) {
  return path.points.size() >= 4 && same_place(path.points.front(), path.points.back());
}

std::vector<Path> raw_paths(const SurveyParcel& parcel, AxisOrder order) {
  std::vector<Path> paths;
  const SurveyPoint* last = nullptr;
  for (const SurveyPoint& point : parcel.points) {
    const bool same_ring = last != nullptr && last->ring == point.ring;
    const bool closed =
        same_ring && parcel.geometry == SurveyGeometry::area && is_closed(paths.back());
    const Point position = position_of(point, order);
    last = &point;
    // Some tools write the closing point twice.
    if (closed && same_place(position, paths.back().points.front())) continue;
    if (!same_ring || closed) paths.push_back({{}, point.line});
    paths.back().points.push_back(position);
  }
  return paths;
}

// Points within the tolerance of the one before are one point; the ring ends exactly where it
// began.
void close(Path& path, const SurveyParcel& parcel) {
  std::vector<Point>& points = path.points;
  while (points.size() > 1 && same_place(points.front(), points.back())) points.pop_back();
  if (points.size() < 3) {
    throw too_few(parcel, path.line,
                  {"圈少于 3 个不同的点", "a ring of fewer than three different points"});
  }
  points.push_back(points.front());
}

}  // namespace

Point position_of(const SurveyPoint& point, AxisOrder order) {
  if (order == AxisOrder::north_east) return {point.y_east, point.x_north};
  return {point.x_north, point.y_east};
}

std::vector<std::vector<Point>> paths_of(const SurveyParcel& parcel, AxisOrder order) {
  std::vector<Path> paths = raw_paths(parcel, order);
  if (paths.size() > kMostRings) {
    throw too_few(parcel, parcel.line,
                  {fmt::format("圈超过 {} 个，", kMostRings),
                   fmt::format("more than {} rings in a parcel", kMostRings)});
  }
  std::vector<std::vector<Point>> out;
  for (Path& path : paths) {
    if (parcel.geometry == SurveyGeometry::area) close(path, parcel);
    if (parcel.geometry == SurveyGeometry::line && path.points.size() < 2) {
      throw too_few(parcel, path.line, {"线少于 2 个点", "a line of fewer than two points"});
    }
    out.push_back(std::move(path.points));
  }
  return out;
}

geometry::Shape assemble(const geometry::Geos& geos, const SurveyParcel& parcel, AxisOrder order) {
  std::vector<std::vector<Point>> paths = paths_of(parcel, order);
  switch (parcel.geometry) {
    case SurveyGeometry::area:
      return geometry::from_wkb(geos, polygons_wkb(grouped_by_containment(std::move(paths))));
    case SurveyGeometry::line:
      return geometry::from_wkb(geos, lines_wkb(paths));
    case SurveyGeometry::point:
      break;
  }
  std::vector<Point> points;
  for (const std::vector<Point>& path : paths)
    points.insert(points.end(), path.begin(), path.end());
  return geometry::from_wkb(geos, points_wkb(points));
}

namespace {

struct AreaUnit {
  const char* id;
  Text name;
  double m2;
};

const std::array<AreaUnit, 3>& area_units() {
  static const std::array<AreaUnit, 3> units{{{"ha", {"公顷", "ha"}, kSquareMetresPerHectare},
                                              {"m2", {"平方米", "m²"}, 1.0},
                                              {"mu", {"亩", "mu"}, kSquareMetresPerMu}}};
  return units;
}

// Half a unit of the last digit that was written.
double rounding_of(const std::string& number) {
  const std::string plain = half_width(number);
  const std::size_t point = plain.find('.');
  const std::size_t decimals = point == std::string::npos ? 0 : plain.size() - point - 1;
  return 0.5 * std::pow(10.0, -static_cast<double>(std::min<std::size_t>(decimals, 12)));
}

Text said(const SurveyParcel& parcel, const AreaReading& reading) {
  return {fmt::format("地块“{}”：声明面积 {}，计算面积 {:.4f} 公顷", parcel.name,
                      parcel.declared_area, m2_to_ha(reading.computed_m2)),
          fmt::format("parcel \"{}\": declared area {}, computed {:.4f} ha", parcel.name,
                      parcel.declared_area, m2_to_ha(reading.computed_m2))};
}

void note(AreaReading& reading, const SurveyParcel& parcel, const Text& why) {
  const Text sizes = said(parcel, reading);
  reading.warning = FileWarning{parcel.line, {sizes.zh + "；" + why.zh, sizes.en + "; " + why.en}};
}

void compare(AreaReading& reading, const SurveyParcel& parcel) {
  const double rounding = rounding_of(parcel.declared_area);
  for (const AreaUnit& unit : area_units()) {
    const double difference_m2 = *reading.declared * unit.m2 - reading.computed_m2;
    const double rounding_m2 = rounding * unit.m2;
    if (std::abs(difference_m2) > std::max(kUnitTolerance * reading.computed_m2, rounding_m2)) {
      continue;
    }
    reading.unit = unit.id;
    reading.difference_m2 = difference_m2;
    const double allowed = kDifferenceTolerance * reading.computed_m2 + rounding_m2;
    if (std::abs(difference_m2) > allowed) {
      note(reading, parcel,
           {fmt::format("相差 {:.2f} 平方米", difference_m2),
            fmt::format("they differ by {:.2f} m²", difference_m2)});
    } else if (reading.unit != "ha") {
      note(reading, parcel,
           {fmt::format("看来以{}为单位，而非公顷", unit.name.zh),
            fmt::format("it seems to be in {}, not in hectares", unit.name.en)});
    }
    return;
  }
  note(reading, parcel, {"与公顷、平方米、亩都不符", "it fits neither hectares nor m² nor mu"});
}

}  // namespace

AreaReading read_area(const geometry::Geos& geos, const SurveyParcel& parcel,
                      const CoordinateReading& coordinates) {
  AreaReading reading;
  reading.declared = number_of(parcel.declared_area);
  if (parcel.geometry != SurveyGeometry::area) return reading;
  const geometry::Shape shape = assemble(geos, parcel, coordinates.order);
  reading.computed_m2 =
      coordinates.degrees ? geometry::ellipsoidal_area_m2(shape) : geometry::planar_area(shape);
  if (!reading.declared) {
    if (!parcel.declared_area.empty()) {
      note(reading, parcel, {"声明面积不是数字", "the declared area is no number"});
    }
    return reading;
  }
  compare(reading, parcel);
  return reading;
}

}  // namespace xuanzhi::formats
