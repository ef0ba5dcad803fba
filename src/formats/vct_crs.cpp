// SPDX-License-Identifier: Apache-2.0
#include <cmath>

#include <fmt/format.h>

#include "vct_content.h"

namespace xuanzhi::formats {

namespace {

constexpr double kFalseEasting = 500000.0;
constexpr double kOneZone = 1e6;

// Parameters: central meridian, scale, false easting, false northing, zone width, zone number. The
// last two may be missing.
struct GaussParameters {
  double central_meridian = 0.0;
  double false_easting = 0.0;
  std::optional<int> width;
  std::optional<int> zone;
};

std::optional<GaussParameters> parameters_of(const std::string& text) {
  std::vector<double> numbers;
  for (const std::string& value : split(text, ",")) {
    const auto number = number_of(value);
    if (!number || std::abs(*number) > 1e9) return std::nullopt;
    numbers.push_back(*number);
  }
  if (numbers.size() < 3) return std::nullopt;
  GaussParameters out{numbers[0], numbers[2], std::nullopt, std::nullopt};
  if (numbers.size() > 4) out.width = static_cast<int>(numbers[4]);
  if (numbers.size() > 5) out.zone = static_cast<int>(numbers[5]);
  return out;
}

// The zone whose numbers all agree with the parameters; 3° goes first, because a 6° zone without
// its number before the eastings has the same coordinates as the 3° zone of its meridian.
std::optional<geometry::GaussZone> zone_of(const GaussParameters& parameters) {
  for (const int width : {3, 6}) {
    if (parameters.width && *parameters.width != width) continue;
    const int number = static_cast<int>(
        std::lround((parameters.central_meridian + (width == 6 ? 3.0 : 0.0)) / width));
    const geometry::GaussZone zone{width, number};
    const bool with_zone = parameters.false_easting == number * kOneZone + kFalseEasting;
    if (!geometry::exists(zone) || geometry::central_meridian(zone) != parameters.central_meridian)
      continue;
    if (!with_zone && parameters.false_easting != kFalseEasting) continue;
    if (parameters.zone && *parameters.zone != 0 && *parameters.zone != number) continue;
    return zone;
  }
  return std::nullopt;
}

void decide_plane(VctFile& file, const std::optional<Point>& sample) {
  const std::string text = head_value(file, "Parameters");
  const auto parameters = parameters_of(text);
  const auto zone = parameters ? zone_of(*parameters) : std::nullopt;
  if (!zone) {
    file.crs_why = {fmt::format("Parameters:{} 与国家高斯-克吕格分带不符", text),
                    fmt::format("Parameters:{} fit no national Gauss–Krüger zone", text)};
    return;
  }
  const geometry::EastingForm form = parameters->false_easting > kOneZone
                                         ? geometry::EastingForm::with_zone
                                         : geometry::EastingForm::without_zone;
  if (sample && std::abs(sample->x - parameters->false_easting) > kFalseEasting) {
    file.crs_why = {
        fmt::format("坐标 {} 与 Parameters 的东偏移 {} 不符", sample->x, parameters->false_easting),
        fmt::format("the easting {} contradicts the false easting {} of Parameters", sample->x,
                    parameters->false_easting)};
    return;
  }
  file.crs = geometry::gauss_code(file.datum, *zone, form);
  const Text name = geometry::datum_name(file.datum);
  file.crs_why = {
      fmt::format("{}，{}° 带 {} 号，中央经线 {}°", name.zh, zone->width_degrees, zone->number,
                  geometry::central_meridian(*zone)),
      fmt::format("{}, {}° zone {}, central meridian {}°E", name.en, zone->width_degrees,
                  zone->number, geometry::central_meridian(*zone))};
}

}  // namespace

std::string head_value(const VctFile& file, std::string_view key) {
  for (const auto& [name, value] : file.head) {
    if (same_word(name, key)) return value;
  }
  return {};
}

void decide_crs(VctFile& file, const std::optional<Point>& sample) {
  const std::string spheroid = head_value(file, "Spheroid");
  file.datum = geometry::datum_of(spheroid.substr(0, spheroid.find(',')));
  if (file.datum == geometry::Datum::unstated || file.datum == geometry::Datum::unknown ||
      file.datum == geometry::Datum::wgs84) {
    file.crs_why = {fmt::format("Spheroid:{} 不能确定坐标系", spheroid),
                    fmt::format("Spheroid:{} tells no Chinese reference system", spheroid)};
    return;
  }
  const std::string unit = half_width(head_value(file, "XYUnit"));
  if (same_word(unit, "M")) return decide_plane(file, sample);
  if (same_word(unit, "D") || same_word(unit, "DEG") || same_word(unit, "度")) {
    file.crs = geometry::geographic_code(file.datum);
    const Text name = geometry::datum_name(file.datum);
    file.crs_why = {name.zh + "经纬度", name.en + ", degrees"};
    return;
  }
  file.crs_why = {fmt::format("XYUnit:{} 不是 M（米）或 D（度）", unit),
                  fmt::format("XYUnit:{} is neither M (metres) nor D (degrees)", unit)};
}

}  // namespace xuanzhi::formats
