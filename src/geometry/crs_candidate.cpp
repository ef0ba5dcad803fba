// SPDX-License-Identifier: Apache-2.0
#include "crs_candidate.h"

#include <algorithm>
#include <array>
#include <cmath>

#include <fmt/format.h>

#include "proj_handle.h"
#include "xuanzhi/base/error.h"
#include "xuanzhi/geometry/crs.h"
#include "xuanzhi/geometry/gauss_zone.h"

namespace xuanzhi::geometry {

namespace {

// Northings of China in Gauss–Krüger: 3° to 54° N.
constexpr double kLeastNorthing = 3.0e5;
constexpr double kMostNorthing = 6.1e6;
constexpr double kOneZone = 1.0e6;  // the zone number stands before six digits
constexpr Box kChina{73.0, 3.0, 136.0, 54.0};
// Degrees end at ±180, but for the last digit of what other programs write.
constexpr double kLimit = 180.0 + 1e-9;

bool inside(Point p, const Box& box) {
  return p.x >= box.min_x && p.x <= box.max_x && p.y >= box.min_y && p.y <= box.max_y;
}

Point middle(const Box& box) {
  return {0.5 * (box.min_x + box.max_x), 0.5 * (box.min_y + box.max_y)};
}

CrsCandidate candidate_of(const GaussZone& zone, EastingForm form) {
  return {gauss_code(Datum::cgcs2000, zone, form),
          central_meridian(zone),
          zone.width_degrees,
          false,
          {}};
}

// The widest a zone is used: half its width and a third of a degree of overlap with the next one.
bool in_zone(double longitude, int meridian, int width) {
  return std::abs(longitude - meridian) <= 0.5 * width + 0.35;
}

class Search {
 public:
  Search(const Box& extent, const std::optional<Box>& area, int known_meridian)
      : extent_(extent), area_(area), known_meridian_(known_meridian) {}

  std::vector<CrsCandidate> run() {
    if (looks_like_degrees(extent_)) {
      try_candidate({"EPSG:4490", 0, 0, false, {}});
      try_candidate({"EPSG:4490", 0, 0, true, {}});
    } else {
      try_metres(false);
      try_metres(true);
    }
    return std::move(found_);
  }

 private:
  void try_metres(bool north_east) {
    const Box box = north_east ? with_axes_swapped(extent_) : extent_;
    if (box.min_y < kLeastNorthing || box.max_y > kMostNorthing || box.max_x < 0.0) return;
    if (box.min_x >= kOneZone) {
      const auto zone = zone_of_number(static_cast<int>(std::floor(box.min_x / kOneZone)));
      if (!zone) return;
      CrsCandidate candidate = candidate_of(*zone, EastingForm::with_zone);
      candidate.north_east = north_east;
      try_candidate(candidate);
      return;
    }
    for (int meridian = 75; meridian <= 135; meridian += 3) {
      if (!area_ && meridian != known_meridian_) continue;
      // The numbers of a 6° zone are those of the 3° zone of its meridian, which is named first.
      for (const int width : {3, 6}) {
        const auto zone = zone_of_meridian(width, meridian);
        if (!zone) continue;
        CrsCandidate candidate = candidate_of(*zone, EastingForm::without_zone);
        candidate.north_east = north_east;
        if (try_candidate(candidate)) break;
      }
    }
  }

  bool try_candidate(CrsCandidate candidate) {
    const auto centre =
        landing(candidate.code, candidate.north_east ? with_axes_swapped(extent_) : extent_);
    if (!centre || !is_expected(*centre, area_)) return false;
    const bool fits =
        candidate.meridian == 0 || in_zone(centre->x, candidate.meridian, candidate.zone_width);
    if (!fits) return false;
    candidate.centre = *centre;
    found_.push_back(candidate);
    return true;
  }

  Box extent_;
  std::optional<Box> area_;
  int known_meridian_;
  std::vector<CrsCandidate> found_;
};

}  // namespace

std::string CrsCandidate::settings() const {
  return fmt::format("crs = \"{}\"{}", code, north_east ? ", axis_order = \"north_east\"" : "");
}

std::optional<Point> landing(const std::string& crs, const Box& extent) {
  try {
    const CrsTransform transform = CrsTransform::to_canonical(crs, SecretDatum::unshifted);
    const std::array<Point, 4> corners{Point{extent.min_x, extent.min_y},
                                       {extent.max_x, extent.min_y},
                                       {extent.max_x, extent.max_y},
                                       {extent.min_x, extent.max_y}};
    for (const Point& corner : corners) {
      const Point there = transform.apply(corner);
      if (std::abs(there.x) > kLimit || std::abs(there.y) > kLimit - 90.0) return std::nullopt;
    }
    return transform.apply(middle(extent));
  } catch (const Error&) {
    return std::nullopt;
  }
}

bool is_expected(Point lon_lat, const std::optional<Box>& area) {
  if (!area) return inside(lon_lat, kChina);
  const double x = std::max(0.3, (area->max_x - area->min_x) / 3.0);
  const double y = std::max(0.3, (area->max_y - area->min_y) / 3.0);
  return inside(lon_lat, {area->min_x - x, area->min_y - y, area->max_x + x, area->max_y + y});
}

bool looks_like_degrees(const Box& extent) {
  const Box degrees{-kLimit, -kLimit, kLimit, kLimit};
  return inside({extent.min_x, extent.min_y}, degrees) &&
         inside({extent.max_x, extent.max_y}, degrees);
}

Box with_axes_swapped(const Box& box) {
  return {box.min_y, box.min_x, box.max_y, box.max_x};
}

std::vector<CrsCandidate> national_candidates(const Box& extent, const std::optional<Box>& area,
                                              int known_meridian) {
  return Search(extent, area, known_meridian).run();
}

int central_meridian(const std::string& crs) {
  const ProjContext context = quiet_context();
  PJ_CONTEXT* c = context.get();
  const ProjObject object(proj_create(c, crs.c_str()));
  if (!object || proj_is_crs(object.get()) == 0) return 0;
  const ProjObject projection(proj_crs_get_coordoperation(c, object.get()));
  if (!projection) return 0;
  const int index =
      proj_coordoperation_get_param_index(c, projection.get(), "Longitude of natural origin");
  double value = 0.0;
  if (index < 0 ||
      proj_coordoperation_get_param(c, projection.get(), index, nullptr, nullptr, nullptr, &value,
                                    nullptr, nullptr, nullptr, nullptr, nullptr, nullptr) == 0) {
    return 0;
  }
  return static_cast<int>(std::lround(value));
}

std::optional<std::string> registered_code(const std::string& crs) {
  struct ListFree {
    void operator()(PJ_OBJ_LIST* list) const { proj_list_destroy(list); }
  };
  constexpr int kSameParameters = 70;  // PROJ: equivalent, with another name
  const ProjContext context = quiet_context();
  const ProjObject object(proj_create(context.get(), crs.c_str()));
  if (!object || proj_get_id_code(object.get(), 0) != nullptr) return std::nullopt;
  int* confidence = nullptr;
  const std::unique_ptr<PJ_OBJ_LIST, ListFree> list(
      proj_identify(context.get(), object.get(), "EPSG", nullptr, &confidence));
  std::optional<std::string> out;
  if (list && proj_list_get_count(list.get()) > 0 && confidence[0] >= kSameParameters) {
    const ProjObject best(proj_list_get(context.get(), list.get(), 0));
    const char* code = proj_get_id_code(best.get(), 0);
    if (code != nullptr) out = std::string("EPSG:") + code;
  }
  proj_int_list_destroy(confidence);
  return out;
}

}  // namespace xuanzhi::geometry
