// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <iterator>

#include <fmt/format.h>

#include "plane_rings.h"
#include "xuanzhi/base/error.h"
#include "xuanzhi/base/units.h"
#include "xuanzhi/formats/survey_txt.h"
#include "xuanzhi/formats/text_encoding.h"
#include "xuanzhi/geometry/measure.h"

namespace xuanzhi::formats {

namespace {

constexpr const char* kLineEnd = "\r\n";
constexpr double kDecimalsFactor = 1e4;  // four decimals

// A value must not end the value, the line or the head.
std::string as_value(const std::string& value) {
  std::string out;
  for (const char c : value) {
    if (c == ',') {
      out += "，";
    } else {
      out += c == '\r' || c == '\n' ? ' ' : c;
    }
  }
  return trimmed(out);
}

std::string as_line(const std::string& value) {
  std::string out = value;
  std::replace_if(
      out.begin(), out.end(), [](char c) { return c == '\r' || c == '\n'; }, ' ');
  return out;
}

const char* geometry_word(SurveyGeometry geometry) {
  switch (geometry) {
    case SurveyGeometry::point:
      return "点";
    case SurveyGeometry::line:
      return "线";
    case SurveyGeometry::area:
      break;
  }
  return "面";
}

void write_parcel(std::string& out, const SurveyParcel& parcel, int decimals) {
  for (const std::string& value : {parcel.declared_count, parcel.declared_area, parcel.number,
                                   parcel.name, std::string(geometry_word(parcel.geometry)),
                                   parcel.map_sheet, parcel.use, parcel.land_code}) {
    out += as_value(value) + ",";
  }
  for (const std::string& value : parcel.extra) out += as_value(value) + ",";
  out += "@";
  out += kLineEnd;
  for (const SurveyPoint& point : parcel.points) {
    fmt::format_to(std::back_inserter(out), "{},{},{:.{}f},{:.{}f}{}{}{}", as_value(point.number),
                   point.ring, point.x_north, decimals, point.y_east, decimals,
                   point.rest.empty() ? "" : ",", as_line(point.rest), kLineEnd);
  }
}

double rounded(double metres) {
  return std::round(metres * kDecimalsFactor) / kDecimalsFactor;
}

// The ring without its closing point, turned the wanted way, from its north-west corner.
std::vector<Point> arranged(std::span<const Point> path, bool is_hole) {
  Ring ring;
  for (const Point& p : path) ring.push_back({rounded(p.x), rounded(p.y)});
  const bool clockwise = signed_area(ring) < 0.0;
  if (clockwise == is_hole) std::reverse(ring.begin(), ring.end());
  ring.pop_back();
  const auto north_west =
      std::max_element(ring.begin(), ring.end(),
                       [](const Point& a, const Point& b) { return a.y - a.x < b.y - b.x; });
  std::rotate(ring.begin(), north_west, ring.end());
  return ring;
}

void append_path(SurveyParcel& parcel, std::span<const Point> path, bool is_hole, int ring,
                 std::size_t& corners) {
  const bool area = parcel.geometry == SurveyGeometry::area;
  const std::vector<Point> points =
      area ? arranged(path, is_hole) : std::vector<Point>(path.begin(), path.end());
  const std::size_t first = corners + 1;
  for (const Point& p : points) {
    parcel.points.push_back(
        {fmt::format("J{}", ++corners), ring, rounded(p.y), rounded(p.x), "", 0});
  }
  if (!area) return;
  SurveyPoint closing = parcel.points[parcel.points.size() - points.size()];
  closing.number = fmt::format("J{}", first);
  parcel.points.push_back(std::move(closing));
}

SurveyParcel parcel_of(const SurveyFeature& feature) {
  if (feature.shape == nullptr || feature.shape->empty()) {
    throw Error(ErrorCode::geometry_failed, feature.number,
                {"空几何不能写入坐标文件", "an empty geometry cannot be written as a survey text"});
  }
  SurveyParcel parcel;
  parcel.number = feature.number;
  parcel.name = feature.name;
  parcel.map_sheet = feature.map_sheet;
  parcel.use = feature.use;
  parcel.land_code = feature.land_code;
  parcel.extra = feature.extra;
  const int dimension = feature.shape->dimension();
  parcel.geometry = dimension == 2   ? SurveyGeometry::area
                    : dimension == 1 ? SurveyGeometry::line
                                     : SurveyGeometry::point;
  int ring = 0;
  std::size_t corners = 0;
  geometry::for_each_path(*feature.shape, [&](std::span<const Point> path, bool is_hole) {
    append_path(parcel, path, is_hole, ++ring, corners);
  });
  parcel.declared_count = fmt::format("{}", parcel.points.size());
  parcel.declared_area = fmt::format("{:.4f}", m2_to_ha(geometry::planar_area(*feature.shape)));
  return parcel;
}

}  // namespace

std::string write_survey_txt(const SurveyFile& file, const std::string& encoding) {
  std::string out;
  for (const std::string& line : file.preamble) out += as_line(line) + kLineEnd;
  for (const SurveySection& section : file.sections) {
    out += "[" + as_line(section.name) + "]" + kLineEnd;
    for (const std::string& line : section.lines) out += as_line(line) + kLineEnd;
  }
  out += std::string("[属性描述]") + kLineEnd;
  for (const auto& [key, value] : file.header) {
    out += as_line(key) + "=" + as_line(value) + kLineEnd;
  }
  out += std::string("[地块坐标]") + kLineEnd;
  for (const SurveyParcel& parcel : file.parcels) {
    write_parcel(out, parcel, file.coordinate_decimals);
  }
  return encode_text(out, encoding);
}

std::string crs_of(const SurveyPlane& plane) {
  std::string code = geometry::gauss_code(geometry::Datum::cgcs2000, plane.zone, plane.form);
  if (code.empty()) {
    throw Error(ErrorCode::crs_unsupported,
                fmt::format("{}°/{}", plane.zone.width_degrees, plane.zone.number),
                {"中国没有这个高斯-克吕格分带", "China has no such Gauss–Krüger zone"},
                {"3° 带用 25–45，6° 带用 13–23", "use 25–45 for 3° and 13–23 for 6° zones"});
  }
  return code;
}

SurveyFile make_survey_file(std::span<const SurveyFeature> features, const SurveyPlane& plane,
                            const std::string& producer, const Date& day) {
  crs_of(plane);
  SurveyFile file;
  file.encoding = "GB18030";
  file.header = {{"格式版本号", "1.01"},
                 {"数据产生单位", as_line(producer)},
                 {"数据产生日期", to_string(day)},
                 {"坐标系", "2000国家大地坐标系"},
                 {"几度分带", fmt::format("{}", plane.zone.width_degrees)},
                 {"投影类型", "高斯克吕格"},
                 {"计量单位", "米"},
                 {"带号", fmt::format("{}", plane.zone.number)},
                 {"精度", "0.0001"},
                 {"转换参数", ",,,,,,"}};
  file.stated.name = "2000国家大地坐标系";
  file.stated.datum = geometry::Datum::cgcs2000;
  file.stated.zone_width = plane.zone.width_degrees;
  file.stated.zone = plane.zone.number;
  file.stated.projection = "高斯克吕格";
  file.stated.unit = "米";
  file.stated.precision = "0.0001";
  file.stated.transform = ",,,,,,";
  for (const SurveyFeature& feature : features) file.parcels.push_back(parcel_of(feature));
  return file;
}

}  // namespace xuanzhi::formats
