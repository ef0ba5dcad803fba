// SPDX-License-Identifier: Apache-2.0
#include "xuanzhi/geometry/gauss_zone.h"

#include <cmath>
#include <initializer_list>

#include <fmt/format.h>

namespace xuanzhi::geometry {

namespace {

bool holds(std::string_view text, std::initializer_list<std::string_view> words) {
  for (const std::string_view word : words) {
    if (text.find(word) != std::string_view::npos) return true;
  }
  return false;
}

// EPSG gives each series in the order of its zones; these are the codes of the first zone
// (3°: zone 25, 6°: zone 13).
struct FirstCodes {
  int three_with;
  int three_without;
  int six_with;
  int six_without;
};
constexpr FirstCodes kCgcs2000{4513, 4534, 4491, 4502};
constexpr FirstCodes kXian80{2349, 2370, 2327, 2338};
constexpr FirstCodes kBeijing54{2401, 2422, 21413, 21453};
constexpr int kFirstThree = 25;
constexpr int kFirstSix = 13;

}  // namespace

Datum datum_of(std::string_view name) {
  if (trimmed(name).empty()) return Datum::unstated;
  if (holds(name, {"CGCS2000", "cgcs2000", "国家2000", "国家大地", "2000国家", "国家大地坐标系2000",
                   "China_2000", "China Geodetic", "China_Geodetic", "China 2000"})) {
    return Datum::cgcs2000;
  }
  if (holds(name, {"西安", "Xian", "xian", "Xi'an", "XIAN", "1980", "IAG"})) return Datum::xian80;
  if (holds(name,
            {"北京", "Beijing", "beijing", "BEIJING", "1954", "Krasov", "Krassov", "克拉索夫"}))
    return Datum::beijing54;
  if (holds(name, {"WGS", "wgs"})) return Datum::wgs84;
  if (trimmed(name) == "2000") return Datum::cgcs2000;
  return Datum::unknown;
}

Text datum_name(Datum datum) {
  switch (datum) {
    case Datum::unstated:
      return {"未注明的基准", "an unstated datum"};
    case Datum::cgcs2000:
      return {"2000国家大地坐标系", "CGCS2000"};
    case Datum::xian80:
      return {"1980西安坐标系", "Xi'an 80"};
    case Datum::beijing54:
      return {"1954北京坐标系", "Beijing 54"};
    case Datum::wgs84:
      return {"WGS 84", "WGS 84"};
    case Datum::unknown:
      break;
  }
  return {"未识别的坐标系", "an unknown system"};
}

bool exists(const GaussZone& zone) {
  if (zone.width_degrees == 3) return zone.number >= 25 && zone.number <= 45;
  return zone.width_degrees == 6 && zone.number >= 13 && zone.number <= 23;
}

std::optional<GaussZone> zone_of_number(int number) {
  for (const int width : {3, 6}) {
    const GaussZone zone{width, number};
    if (exists(zone)) return zone;
  }
  return std::nullopt;
}

int central_meridian(const GaussZone& zone) {
  return zone.width_degrees == 3 ? 3 * zone.number : 6 * zone.number - 3;
}

std::optional<GaussZone> zone_of_meridian(int width_degrees, int meridian) {
  const int number = width_degrees == 3 ? meridian / 3 : (meridian + 3) / 6;
  const GaussZone zone{width_degrees, number};
  if (!exists(zone) || central_meridian(zone) != meridian) return std::nullopt;
  return zone;
}

std::optional<GaussZone> zone_at(double longitude) {
  const GaussZone zone{3, static_cast<int>(std::lround(longitude / 3.0))};
  if (!exists(zone)) return std::nullopt;
  return zone;
}

std::string gauss_code(Datum datum, const GaussZone& zone, EastingForm form) {
  if (!exists(zone)) return {};
  const FirstCodes* first = nullptr;
  if (datum == Datum::cgcs2000) first = &kCgcs2000;
  if (datum == Datum::xian80) first = &kXian80;
  if (datum == Datum::beijing54) first = &kBeijing54;
  if (first == nullptr) return {};
  const bool with = form == EastingForm::with_zone;
  const int code =
      zone.width_degrees == 3
          ? (with ? first->three_with : first->three_without) + zone.number - kFirstThree
          : (with ? first->six_with : first->six_without) + zone.number - kFirstSix;
  return fmt::format("EPSG:{}", code);
}

std::string geographic_code(Datum datum) {
  switch (datum) {
    case Datum::cgcs2000:
      return "EPSG:4490";
    case Datum::xian80:
      return "EPSG:4610";
    case Datum::beijing54:
      return "EPSG:4214";
    case Datum::wgs84:
      return "EPSG:4326";
    case Datum::unstated:
    case Datum::unknown:
      break;
  }
  return {};
}

}  // namespace xuanzhi::geometry
