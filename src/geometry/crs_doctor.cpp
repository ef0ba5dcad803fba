// SPDX-License-Identifier: Apache-2.0
#include "xuanzhi/geometry/crs_doctor.h"

#include <cmath>
#include <utility>

#include <fmt/format.h>

#include "crs_candidate.h"
#include "xuanzhi/geometry/gauss_zone.h"
#include "xuanzhi/geometry/measure.h"

namespace xuanzhi::geometry {

namespace {

std::string place_text(Point p) {
  return fmt::format("{:.3f}°E {:.3f}°N", p.x, p.y);
}

Text kind_of_numbers(const Box& extent) {
  const std::string box = fmt::format("{:.6g} … {:.6g}, {:.6g} … {:.6g}", extent.min_x,
                                      extent.max_x, extent.min_y, extent.max_y);
  if (looks_like_degrees(extent)) return {"数值像度（" + box + "）", "degrees (" + box + ")"};
  return {"数值像米（" + box + "）", "metres (" + box + ")"};
}

Text described(const CrsCandidate& candidate) {
  Text out;
  if (candidate.meridian == 0) {
    out = {"经纬度", "longitude and latitude"};
  } else {
    out = {fmt::format("{}° 带，中央经线 {}°", candidate.zone_width, candidate.meridian),
           fmt::format("{}° zone, central meridian {}°", candidate.zone_width, candidate.meridian)};
  }
  if (candidate.north_east) out = {out.zh + "，X=北在前", out.en + ", north first"};
  return {out.zh + "，落在 " + place_text(candidate.centre),
          out.en + ", lands at " + place_text(candidate.centre)};
}

// 3° zone 35 and 6° zone 18 share the central meridian 105°E, and so on: every other 3° zone.
bool shared_by_a_wide_zone(const CrsCandidate& candidate) {
  return candidate.zone_width == 3 && (candidate.meridian - 75) % 6 == 0;
}

CrsFinding proposal(CrsIssue issue, Text why, const std::vector<CrsCandidate>& candidates) {
  CrsFinding out{issue, std::move(why), {}};
  for (const CrsCandidate& candidate : candidates) {
    const Text what = described(candidate);
    out.message.zh += "；" + candidate.settings() + "（" + what.zh + "）";
    out.message.en += "; " + candidate.settings() + " (" + what.en + ")";
    if (shared_by_a_wide_zone(candidate)) {
      out.message.zh += "，同中央经线的 6° 带数值相同";
      out.message.en += ", the 6° zone of that meridian has the same numbers";
    }
    out.settings.push_back(candidate.settings());
  }
  return out;
}

CrsFinding examine_missing(const CrsEvidence& evidence) {
  const Text numbers = kind_of_numbers(evidence.extent);
  const std::vector<CrsCandidate> candidates =
      national_candidates(evidence.extent, evidence.area, 0);
  if (!candidates.empty()) {
    return proposal(CrsIssue::missing,
                    {numbers.zh + "，可能的坐标系", numbers.en + ", which could be"}, candidates);
  }
  const bool needs_area = !evidence.area && !looks_like_degrees(evidence.extent);
  return {CrsIssue::missing,
          needs_area ? Text{numbers.zh + "，无带号，各带皆可；在 [workspace] 写 area = "
                                         "[西, 南, 东, 北]（度）后可给出候选",
                            numbers.en + " without zone number fit every zone; with area = [west, "
                                         "south, east, north] (degrees) under [workspace] "
                                         "candidates can be named"}
                     : Text{numbers.zh + "，国家坐标系下均不落在应在的位置（本地坐标系？）",
                            numbers.en + ", and under no national system they lie where they "
                                         "should (a local system?)"},
          {}};
}

CrsIssue issue_of(const CrsEvidence& evidence, const CrsCandidate& better, int stated_meridian) {
  const bool degrees = looks_like_degrees(evidence.extent);
  if (better.north_east) return CrsIssue::swapped_axes;
  if (degrees) return CrsIssue::not_metres;
  if (stated_meridian == 0) return CrsIssue::not_degrees;
  return better.meridian == stated_meridian ? CrsIssue::zone_prefix : CrsIssue::wrong_zone;
}

Text reason_of(CrsIssue issue, const CrsCandidate& better,
               const std::optional<Point>& stated_place) {
  switch (issue) {
    case CrsIssue::swapped_axes:
      return {"坐标轴颠倒（测量习惯 X=北、Y=东）", "the axes are swapped (north stands first)"};
    case CrsIssue::not_metres:
      return {"坐标系以米计而数值是度", "the CRS is in metres and the numbers are degrees"};
    case CrsIssue::not_degrees:
      return {"坐标系以度计而数值是米", "the CRS is in degrees and the numbers are metres"};
    case CrsIssue::zone_prefix:
      return {"带号与坐标系不符（横坐标有无带号）",
              "the easting has a zone number and the CRS has none, or the other way round"};
    default:
      break;
  }
  const double km = stated_place ? geodesic_distance_m(*stated_place, better.centre) / 1000.0 : 0.0;
  return {fmt::format("按所述坐标系落在 {}，与应在位置相距 {:.0f} km，疑为中央经线不对",
                      stated_place ? place_text(*stated_place) : "地球之外", km),
          fmt::format("the stated CRS puts it at {}, {:.0f} km from where it should be: probably "
                      "the wrong central meridian",
                      stated_place ? place_text(*stated_place) : "no place on Earth", km)};
}

// Nothing where the numbers stand where they should, or nothing better is known.
std::optional<CrsFinding> examine_place(const CrsEvidence& evidence, int meridian,
                                        const std::optional<Point>& place) {
  if (place && is_expected(*place, evidence.area)) return std::nullopt;
  std::vector<CrsCandidate> better = national_candidates(evidence.extent, evidence.area, meridian);
  if (better.empty()) {
    const bool off_the_earth = !place && meridian == 0 && !looks_like_degrees(evidence.extent);
    if (!off_the_earth) return std::nullopt;
    CrsFinding out = examine_missing({"", evidence.extent, evidence.area});
    out.issue = CrsIssue::not_degrees;
    return out;
  }
  const CrsIssue issue = issue_of(evidence, better.front(), meridian);
  return proposal(issue, reason_of(issue, better.front(), place), better);
}

std::optional<CrsFinding> examine_zone(const CrsEvidence& evidence, int meridian,
                                       const std::optional<Point>& place) {
  constexpr double kHalfZone = 1.5;
  constexpr double kOverlap = 0.1;
  if (!place || meridian == 0 || (meridian - 75) % 6 != 0) return std::nullopt;
  const double off = std::abs(place->x - meridian);
  const auto zone = zone_of_meridian(3, meridian);
  if (!zone) return std::nullopt;
  const std::string narrow = gauss_code(Datum::cgcs2000, *zone, EastingForm::without_zone);
  const std::string numbered = gauss_code(Datum::cgcs2000, *zone, EastingForm::with_zone);
  const bool stated_narrow = evidence.stated == narrow || evidence.stated == numbered ||
                             evidence.stated.find("3-degree") != std::string::npos ||
                             evidence.stated.find("3_Degree") != std::string::npos;
  if (!stated_narrow || off <= kHalfZone + kOverlap || off > 3.0 + kOverlap) return std::nullopt;
  return CrsFinding{
      CrsIssue::same_numbers,
      {fmt::format("数据在中央经线 {}° 的 3° 带之外 {:.2f}°；该带与 6° 带 {} "
                   "带数值相同，套合不受影响，但带名应核对",
                   meridian, off - kHalfZone, (meridian + 3) / 6),
       fmt::format("the data lie {:.2f}° outside the 3° zone of {}°; the 6° zone {} has the same "
                   "numbers: places are right, the name of the zone should be checked",
                   off - kHalfZone, meridian, (meridian + 3) / 6)},
      {}};
}

}  // namespace

std::vector<CrsFinding> examine_crs(const CrsEvidence& evidence) {
  if (evidence.stated.empty()) return {examine_missing(evidence)};
  std::vector<CrsFinding> out;
  const int meridian = central_meridian(evidence.stated);
  const std::optional<Point> place = landing(evidence.stated, evidence.extent);
  if (const auto found = examine_place(evidence, meridian, place)) out.push_back(*found);
  if (const auto found = examine_zone(evidence, meridian, place)) out.push_back(*found);
  if (const auto code = registered_code(evidence.stated)) {
    out.push_back({CrsIssue::code_found,
                   {"坐标系定义无编码，按参数与 " + *code + " 相同",
                    "the CRS carries no code; by its parameters it is " + *code},
                   {}});
  }
  return out;
}

}  // namespace xuanzhi::geometry
