// SPDX-License-Identifier: Apache-2.0
#include <cmath>
#include <optional>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "xuanzhi/formats/survey_txt.h"

namespace xuanzhi::formats {

namespace {

// China: 3.4–53.6 °N, 73.4–135.1 °E, with some room.
constexpr double kSouth = 0.0;
constexpr double kNorth = 60.0;
constexpr double kWest = 70.0;
constexpr double kEast = 140.0;
constexpr double kOneZone = 1e6;  // metres from one zone number to the next
constexpr double kFalseEasting = 500000.0;
constexpr double kMetresPerDegree = 111320.0;  // of longitude at the equator

bool is_latitude(double v) {
  return v > kSouth && v < kNorth;
}
bool is_longitude(double v) {
  return v > kWest && v < kEast;
}
// Northings of 60° end at 6.66 million; below 100 km there is no land of China.
bool is_northing(double v) {
  return v > 1e5 && v < 6.7e6;
}

// What one point can be. A number of seven digits cannot be an easting: no zone of China is
// below 13.
enum class Kind {
  degrees,
  degrees_swapped,
  with_zone,
  swapped_with_zone,
  plain,
  swapped_plain,
  none
};

Kind kind_of(const SurveyPoint& point) {
  const double a = point.x_north;
  const double b = point.y_east;
  if (is_latitude(a) && is_longitude(b)) return Kind::degrees;
  if (is_longitude(a) && is_latitude(b)) return Kind::degrees_swapped;
  if (is_northing(a) && b >= 1e7) return Kind::with_zone;
  if (a >= 1e7 && is_northing(b)) return Kind::swapped_with_zone;
  if (is_northing(a) && a >= kOneZone && b > 0.0 && b < kOneZone) return Kind::plain;
  if (is_northing(b) && b >= kOneZone && a > 0.0 && a < kOneZone) return Kind::swapped_plain;
  return Kind::none;
}

bool is_swapped(Kind kind) {
  return kind == Kind::degrees_swapped || kind == Kind::swapped_with_zone ||
         kind == Kind::swapped_plain;
}

std::string width_of(const geometry::GaussZone& zone) {
  return fmt::format("{}°", zone.width_degrees);
}

class Reader {
 public:
  explicit Reader(const SurveyFile& file) : file_(file) { out_.datum = file.stated.datum; }

  CoordinateReading read() {
    if (!look_at_points()) return std::move(out_);
    say_order();
    if (out_.degrees) {
      propose_degrees();
    } else if (out_.zone_prefix) {
      propose_with_prefix();
    } else {
      propose_without_prefix();
    }
    return std::move(out_);
  }

 private:
  // All points must be of one kind and one zone; the first that is not is named.
  bool look_at_points() {
    const SurveyPoint* first = nullptr;
    for (const SurveyParcel& parcel : file_.parcels) {
      for (const SurveyPoint& point : parcel.points) {
        if (first == nullptr) {
          first = &point;
          kind_ = kind_of(point);
          out_.zone_prefix = prefix_of(point);
        }
        if (kind_of(point) != kind_ || prefix_of(point) != out_.zone_prefix) {
          return differ(*first, point);
        }
        remember(point);
      }
    }
    if (first == nullptr || kind_ == Kind::none) return no_grid(first);
    out_.order = is_swapped(kind_) ? AxisOrder::east_north : AxisOrder::north_east;
    out_.degrees = kind_ == Kind::degrees || kind_ == Kind::degrees_swapped;
    return true;
  }

  double easting_of(const SurveyPoint& point) const {
    return is_swapped(kind_) ? point.x_north : point.y_east;
  }

  std::optional<int> prefix_of(const SurveyPoint& point) const {
    if (kind_ != Kind::with_zone && kind_ != Kind::swapped_with_zone) return std::nullopt;
    return static_cast<int>(std::floor(easting_of(point) / kOneZone));
  }

  void remember(const SurveyPoint& point) {
    if (kind_ == Kind::none) return;
    const double easting = std::fmod(easting_of(point), kOneZone);
    const double northing = is_swapped(kind_) ? point.y_east : point.x_north;
    const double latitude = northing / kMetresPerDegree;
    const double off = std::abs(easting - kFalseEasting) /
                       (kMetresPerDegree * std::cos(latitude * 3.14159265358979 / 180.0));
    if (off > farthest_degrees_) {
      farthest_degrees_ = off;
      farthest_line_ = point.line;
    }
  }

  bool differ(const SurveyPoint& first, const SurveyPoint& other) {
    out_.zone_prefix.reset();
    out_.why = {
        fmt::format("第 {} 行与第 {} 行的坐标不是同一种（带号、轴序或单位不同）：{},{} 与 {},{}",
                    first.line, other.line, first.x_north, first.y_east, other.x_north,
                    other.y_east),
        fmt::format("the coordinates of lines {} and {} are not of one kind (zone number, axis "
                    "order or unit differ): {},{} and {},{}",
                    first.line, other.line, first.x_north, first.y_east, other.x_north,
                    other.y_east)};
    warn(other.line, out_.why);
    return false;
  }

  bool no_grid(const SurveyPoint* first) {
    if (first == nullptr) {
      out_.why = {"文件没有坐标", "the file has no coordinates"};
      return false;
    }
    out_.why = {
        fmt::format("第 {} 行的坐标 {},{} 不像经纬度，也不像国家高斯-克吕格坐标；可能是独立坐标系",
                    first->line, first->x_north, first->y_east),
        fmt::format("line {}: {},{} looks neither like degrees nor like the national "
                    "Gauss–Krüger grid; it may be a local system",
                    first->line, first->x_north, first->y_east)};
    warn(first->line, out_.why);
    return false;
  }

  void say_order() {
    if (out_.order == AxisOrder::north_east) return;
    warn(0, {"第 3 个值是东坐标、第 4 个值是北坐标：与“X=北”的习惯相反（坐标数值可以证明）",
             "the third value is east and the fourth north, against the habit \"X is north\"; the "
             "numbers prove it"});
  }

  // CGCS2000 where nothing is stated; the sentence says so.
  geometry::Datum proposed_datum() {
    if (out_.datum == geometry::Datum::unstated) {
      say({"未注明坐标系，按 2000国家大地坐标系 建议", "no datum is stated; CGCS2000 is assumed"});
      return geometry::Datum::cgcs2000;
    }
    if (out_.datum == geometry::Datum::xian80 || out_.datum == geometry::Datum::beijing54) {
      const Text name = geometry::datum_name(out_.datum);
      say({fmt::format("文件注明{}，未做基准转换", name.zh),
           fmt::format("the file states {}; no datum shift is applied (未做基准转换)", name.en)});
    }
    return out_.datum;
  }

  void propose_degrees() {
    say({"坐标是经纬度（度）", "the coordinates are degrees"});
    if (file_.stated.unit == "米" || file_.stated.zone) {
      warn(0, {"文件头写的是米或带号，坐标却是度",
               "the head speaks of metres or a zone, the "
               "coordinates are degrees"});
    }
    settle(geometry::geographic_code(proposed_datum()));
  }

  void propose_with_prefix() {
    const int prefix = *out_.zone_prefix;
    const auto zone = geometry::zone_of_number(prefix);
    if (!zone) {
      say({fmt::format("东坐标前的 {} 不是中国的带号（3° 带 25–45，6° 带 13–23）", prefix),
           fmt::format("{} before the eastings is no zone of China (3°: 25–45, 6°: 13–23)",
                       prefix)});
      warn(0, out_.why);
      return;
    }
    say({fmt::format("东坐标前有带号 {}（{} 带）", prefix, width_of(*zone)),
         fmt::format("the eastings carry the zone number {} ({} zones)", prefix, width_of(*zone))});
    const auto& stated = file_.stated;
    const bool number_differs = stated.zone && *stated.zone != prefix;
    const bool width_differs = stated.zone_width && *stated.zone_width != zone->width_degrees;
    const std::string code =
        geometry::gauss_code(proposed_datum(), *zone, geometry::EastingForm::with_zone);
    if (number_differs || width_differs) {
      contradict(*zone, code);
      return;
    }
    check_meridian(*zone);
    settle(code);
  }

  void contradict(const geometry::GaussZone& zone, const std::string& code) {
    const auto& stated = file_.stated;
    const std::string head =
        fmt::format("{}{}{}", stated.zone ? fmt::format("带号={}", *stated.zone) : "",
                    stated.zone && stated.zone_width ? ", " : "",
                    stated.zone_width ? fmt::format("几度分带={}", *stated.zone_width) : "");
    say({fmt::format("与文件头“{}”矛盾；请把文件头改为 带号={}, 几度分带={}，或更正坐标", head,
                     zone.number, zone.width_degrees),
         fmt::format(
             "the head says \"{}\", which contradicts them; write 带号={}, 几度分带={} or mend "
             "the coordinates",
             head, zone.number, zone.width_degrees)});
    if (!code.empty()) out_.candidates.push_back(code);
    const auto by_head = stated.zone ? geometry::zone_of_number(*stated.zone) : std::nullopt;
    if (by_head) {
      const std::string other = geometry::gauss_code(file_.stated.datum == geometry::Datum::unstated
                                                         ? geometry::Datum::cgcs2000
                                                         : file_.stated.datum,
                                                     *by_head, geometry::EastingForm::with_zone);
      if (!other.empty() && other != code) out_.candidates.push_back(other);
    }
    warn(0, out_.why);
  }

  void propose_without_prefix() {
    const auto& stated = file_.stated;
    if (!stated.zone) {
      say(
          {"东坐标前没有带号，文件头也没有“带号”：分带无法判定；请在 [属性描述] 中加一行，例如 "
           "带号=36",
           "the eastings carry no zone number and the head has no 带号: the zone cannot be told; "
           "add a "
           "line to [属性描述], such as 带号=36"});
      return;
    }
    const geometry::GaussZone zone{
        stated.zone_width.value_or(
            geometry::zone_of_number(*stated.zone).value_or(geometry::GaussZone{}).width_degrees),
        *stated.zone};
    if (!geometry::exists(zone)) {
      say({fmt::format(
               "文件头的 带号={} 与 几度分带={} 合不成中国的分带（3° 带 25–45，6° 带 13–23）",
               zone.number, zone.width_degrees),
           fmt::format(
               "带号={} and 几度分带={} of the head make no zone of China (3°: 25–45, 6°: 13–23)",
               zone.number, zone.width_degrees)});
      warn(0, out_.why);
      return;
    }
    say({fmt::format("东坐标前没有带号；按文件头的 {} 带 {} 号，中央经线 {}°", width_of(zone),
                     zone.number, geometry::central_meridian(zone)),
         fmt::format(
             "the eastings carry no zone number; the head states {} zone {}, central meridian "
             "{}°E",
             width_of(zone), zone.number, geometry::central_meridian(zone))});
    if (!stated.zone_width) {
      say({"几度分带未注明，由带号推断", "the width of the zones follows from the number"});
    }
    check_meridian(zone);
    settle(geometry::gauss_code(proposed_datum(), zone, geometry::EastingForm::without_zone));
  }

  // Half a degree beyond the edge is usual for a site that straddles it.
  void check_meridian(const geometry::GaussZone& zone) {
    if (farthest_degrees_ <= zone.width_degrees / 2.0 + 0.5) return;
    warn(farthest_line_,
         {fmt::format("离中央经线 {}° 约 {:.1f}°，超出 {} 带：分带可能不对",
                      geometry::central_meridian(zone), farthest_degrees_, width_of(zone)),
          fmt::format(
              "about {:.1f}° from the central meridian {}°E, beyond a {} zone: the zone may be "
              "wrong",
              farthest_degrees_, geometry::central_meridian(zone), width_of(zone))});
  }

  void settle(std::string code) {
    if (code.empty()) {
      const Text name = geometry::datum_name(out_.datum);
      say({fmt::format("{}没有对应的 EPSG 代码，不作建议", name.zh),
           fmt::format("there is no EPSG code for {}; nothing is proposed", name.en)});
      return;
    }
    out_.crs = std::move(code);
  }

  void say(const Text& sentence) {
    out_.why.zh += (out_.why.zh.empty() ? "" : "；") + sentence.zh;
    out_.why.en += (out_.why.en.empty() ? "" : "; ") + sentence.en;
  }

  void warn(std::size_t line, const Text& text) { out_.warnings.push_back({line, text}); }

  const SurveyFile& file_;
  CoordinateReading out_;
  Kind kind_ = Kind::none;
  double farthest_degrees_ = 0.0;
  std::size_t farthest_line_ = 0;
};

}  // namespace

CoordinateReading coordinate_reading(const SurveyFile& file) {
  return Reader(file).read();
}

}  // namespace xuanzhi::formats
