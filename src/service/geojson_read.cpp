// SPDX-License-Identifier: Apache-2.0
#include <array>
#include <cmath>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "geojson.h"
#include "xuanzhi/base/error.h"

namespace xuanzhi::service {

namespace {

using geometry::Point;
using geometry::Shape;
using nlohmann::json;

// Deepest nesting of arrays and objects, strings left out.
int nesting(std::string_view text) {
  int depth = 0;
  int deepest = 0;
  bool in_string = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (in_string) {
      if (c == '\\') ++i;
      if (c == '"') in_string = false;
    } else if (c == '"') {
      in_string = true;
    } else if (c == '[' || c == '{') {
      deepest = std::max(deepest, ++depth);
    } else if (c == ']' || c == '}') {
      --depth;
    }
  }
  return deepest;
}

std::string type_of(const json& document) {
  const auto type = document.find("type");
  return type != document.end() && type->is_string() ? type->get<std::string>() : std::string();
}

Error no_area(const std::string& place) {
  return {
      ErrorCode::value_invalid,
      place,
      {"需要 GeoJSON 面（Polygon、MultiPolygon，或含一个面的 Feature）",
       "a GeoJSON area is wanted (Polygon, MultiPolygon, or a Feature with one)"},
      {R"(例如 {"type":"Polygon","coordinates":[[[106.84,39.70],[106.85,39.70],[106.85,39.71],[106.84,39.70]]]})",
       R"(for instance {"type":"Polygon","coordinates":[[[106.84,39.70],[106.85,39.70],[106.85,39.71],[106.84,39.70]]]})"}};
}

Point position(const json& value, const std::string& place) {
  const bool numbers = value.is_array() && value.size() >= 2 && value.size() <= 4 &&
                       value[0].is_number() && value[1].is_number();
  const Point point =
      numbers ? Point{value[0].get<double>(), value[1].get<double>()} : Point{NAN, NAN};
  if (!std::isfinite(point.x) || !std::isfinite(point.y)) {
    throw Error(ErrorCode::value_invalid, place,
                {"坐标应为两个有限的数 [经度, 纬度]",
                 "a position is two finite numbers [longitude, latitude]"});
  }
  if (std::abs(point.x) > 180.0 || std::abs(point.y) > 90.0) {
    throw Error(
        ErrorCode::crs_unsupported, place,
        {fmt::format("坐标 {}, {} 不是经纬度（度）", point.x, point.y),
         fmt::format("{}, {} are no degrees of longitude and latitude", point.x, point.y)},
        {"先转换为 CGCS2000 经纬度；投影坐标可作为坐标交换文件 TXT 提交",
         "convert them to degrees on CGCS2000; projected coordinates can be sent as a survey "
         "text"});
  }
  return point;
}

class Reader {
 public:
  Reader(const geometry::Geos& geos, std::size_t vertices) : geos_(geos), left_(vertices) {}

  void add(const json& geometry, const std::string& place) {
    if (!geometry.is_object()) throw no_area(place);
    const std::string type = type_of(geometry);
    const bool one = type == "Polygon";
    const auto coordinates = geometry.find("coordinates");
    if ((!one && type != "MultiPolygon") || coordinates == geometry.end() ||
        !coordinates->is_array() || coordinates->empty())
      throw no_area(place);
    if (one) return add_polygon(*coordinates, place + "/coordinates");
    for (std::size_t i = 0; i < coordinates->size(); ++i)
      add_polygon((*coordinates)[i], fmt::format("{}/coordinates/{}", place, i));
  }

  Shape shape() const { return geometry::collect(geos_, polygons_); }

 private:
  void add_polygon(const json& rings, const std::string& place) {
    if (!rings.is_array() || rings.empty()) throw no_area(place);
    std::vector<std::vector<Point>> out;
    for (std::size_t r = 0; r < rings.size(); ++r)
      out.push_back(ring(rings[r], fmt::format("{}/{}", place, r)));
    polygons_.push_back(geometry::make_polygon(geos_, out));
  }

  std::vector<Point> ring(const json& points, const std::string& place) {
    if (!points.is_array()) throw no_area(place);
    if (points.size() > left_) {
      throw Error(ErrorCode::request_too_large, place,
                  {"地块的界址点太多", "the site has too many corners"},
                  {"请简化边界，或用 xuanzhi check 审查文件",
                   "simplify it, or check the file with `xuanzhi check`"});
    }
    left_ -= points.size();
    std::vector<Point> out;
    for (std::size_t i = 0; i < points.size(); ++i)
      out.push_back(position(points[i], fmt::format("{}/{}", place, i)));
    const bool closed = out.size() >= 4 && out.front() == out.back();
    if (!closed) {
      throw Error(ErrorCode::value_invalid, place,
                  {"环应有至少四个点，且末点等于首点",
                   "a ring has at least four positions and ends where it begins"});
    }
    return out;
  }

  const geometry::Geos& geos_;
  std::size_t left_;
  std::vector<Shape> polygons_;
};

void require_degrees(const json& document, const std::string& place) {
  const auto crs = document.find("crs");
  if (crs == document.end() || crs->is_null()) return;
  const std::string text = crs->dump();
  for (const char* known : {"CRS84", "EPSG::4490", "EPSG:4490", "EPSG::4326", "EPSG:4326"}) {
    if (text.find(std::string(known) + "\"") != std::string::npos) return;
  }
  throw Error(ErrorCode::crs_unsupported, place + "/crs",
              {"GeoJSON 应为经纬度（RFC 7946），此处声明 " + text,
               "GeoJSON is in longitude and latitude (RFC 7946); this one states " + text},
              {"去掉 crs 并转换为经纬度，或以坐标交换文件 TXT 提交",
               "convert it to degrees and leave `crs` out, or send a survey text"});
}

}  // namespace

json parse_json(std::string_view text, int depth) {
  if (nesting(text) > depth) {
    throw Error(ErrorCode::request_malformed, "body",
                {fmt::format("JSON 嵌套超过 {} 层", depth),
                 fmt::format("the JSON is nested deeper than {}", depth)});
  }
  try {
    return json::parse(text);
  } catch (const json::exception& error) {
    throw Error(ErrorCode::request_malformed, "body",
                {std::string("不是可读的 JSON：") + error.what(),
                 std::string("this is no readable JSON: ") + error.what()});
  }
}

Shape area_of_geojson(const geometry::Geos& geos, const json& document, std::size_t vertices,
                      const std::string& place) {
  if (!document.is_object()) throw no_area(place);
  require_degrees(document, place);
  Reader reader(geos, vertices);
  const std::string type = type_of(document);
  if (type == "Feature") {
    const auto geometry = document.find("geometry");
    if (geometry == document.end()) throw no_area(place);
    reader.add(*geometry, place + "/geometry");
  } else if (type == "FeatureCollection") {
    const auto features = document.find("features");
    if (features == document.end() || !features->is_array() || features->size() != 1)
      throw no_area(place + "/features");
    return area_of_geojson(geos, features->front(), vertices, place + "/features/0");
  } else {
    reader.add(document, place);
  }
  return reader.shape();
}

}  // namespace xuanzhi::service
