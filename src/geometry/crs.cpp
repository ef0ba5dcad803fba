// SPDX-License-Identifier: Apache-2.0
#include "xuanzhi/geometry/crs.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numbers>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "densify.h"
#include "proj_handle.h"
#include "xuanzhi/base/error.h"
#include "xuanzhi/geometry/gauss_zone.h"
#include "xuanzhi/geometry/measure.h"

namespace xuanzhi::geometry {

struct CrsTransform::State {
  ProjContext context = quiet_context();
  ProjObject transform;  // null where nothing changes
  PJ_DIRECTION direction = PJ_FWD;
  bool metric_source = false;
  bool unshifted = false;
  double accuracy_m = 0.0;
  std::string name;
};

namespace {

constexpr double kDatumPolicyAccuracy = 1.0;
// 1 mm along one side of a hectare is 1e-5 of its area, and areas are promised to 1e-6.
constexpr double kMostStray = 0.0001;

// `secret`: Beijing 1954, New Beijing and Xi'an 1980. Their parameters are not public, and the few
// operations that EPSG lists for Beijing 1954 belong to single oil fields.
enum class DatumKind { cgcs2000, wgs84, secret, other };

[[noreturn]] void refuse(const std::string& crs, Text why) {
  throw Error(
      ErrorCode::crs_unsupported, crs, std::move(why),
      {"在 workspace.toml 中为该图层写明正确的坐标系，例如 crs = \"EPSG:4545\"，或先转换到 "
       "CGCS2000",
       "state the right CRS of this layer in workspace.toml, e.g. crs = \"EPSG:4545\", or convert "
       "the data to CGCS2000 first"});
}

std::string name_of(const PJ* object) {
  const char* name = proj_get_name(object);
  const char* authority = proj_get_id_auth_name(object, 0);
  const char* code = proj_get_id_code(object, 0);
  std::string out = name == nullptr ? "?" : name;
  if (authority != nullptr && code != nullptr) out += fmt::format(" ({}:{})", authority, code);
  return out;
}

DatumKind kind_of_datum(PJ_CONTEXT* context, const PJ* geodetic) {
  static constexpr std::array<std::string_view, 6> kCgcs{"China 2000",
                                                         "China_2000",
                                                         "CGCS2000",
                                                         "CGCS_2000",
                                                         "China Geodetic Coordinate System 2000",
                                                         "China_Geodetic_Coordinate_System_2000"};
  static constexpr std::array<std::string_view, 4> kWgs{"World Geodetic System 1984", "WGS 84",
                                                        "WGS_1984", "WGS84"};
  static constexpr std::array<std::string_view, 5> kSecret{"Beijing 1954", "Beijing_1954",
                                                           "New Beijing", "New_Beijing", "Xian"};
  const ProjObject datum(proj_crs_get_datum_forced(context, geodetic));
  const ProjObject ellipsoid(proj_get_ellipsoid(context, geodetic));
  if (!datum || !ellipsoid) return DatumKind::other;
  double a = 0.0;
  double inverse_flattening = 0.0;
  proj_ellipsoid_get_parameters(context, ellipsoid.get(), &a, nullptr, nullptr,
                                &inverse_flattening);
  const bool fits =
      std::abs(a - 6378137.0) < 1e-3 && std::abs(inverse_flattening - 298.2572) < 1e-3;
  const std::string_view name = proj_get_name(datum.get());
  const auto holds = [&](std::string_view part) {
    return name.find(part) != std::string_view::npos;
  };
  if (std::any_of(kSecret.begin(), kSecret.end(), holds)) return DatumKind::secret;
  if (fits && std::any_of(kCgcs.begin(), kCgcs.end(), holds)) return DatumKind::cgcs2000;
  // "based on the WGS 84 ellipsoid" names an ellipsoid and no datum.
  if (fits && !holds("based on") && !holds("unknown") &&
      std::any_of(kWgs.begin(), kWgs.end(), holds)) {
    return DatumKind::wgs84;
  }
  return DatumKind::other;
}

// The horizontal CRS that a definition means.
ProjObject horizontal_crs(PJ_CONTEXT* context, const std::string& definition) {
  // Without its type PROJ takes a string for a projection and not for a system.
  const bool untyped = definition.find("+proj=") != std::string::npos &&
                       definition.find("type=crs") == std::string::npos;
  ProjObject crs(proj_create(context, (untyped ? definition + " +type=crs" : definition).c_str()));
  if (!crs || proj_is_crs(crs.get()) == 0) {
    refuse(definition.substr(0, 80),
           {"不是可识别的坐标系定义", "this is no coordinate reference system"});
  }
  if (proj_get_type(crs.get()) == PJ_TYPE_COMPOUND_CRS) {
    crs.reset(proj_crs_get_sub_crs(context, crs.get(), 0));
  }
  return crs;
}

ProjObject normalised(PJ_CONTEXT* context, ProjObject transform) {
  if (!transform) return transform;
  return ProjObject(proj_normalize_for_visualization(context, transform.get()));
}

ProjObject to_own_geodetic(PJ_CONTEXT* context, const PJ* crs, const PJ* geodetic) {
  return normalised(context, ProjObject(proj_create_crs_to_crs_from_pj(context, crs, geodetic,
                                                                       nullptr, nullptr)));
}

ProjObject to_wgs84(PJ_CONTEXT* context, const PJ* crs) {
  const ProjObject wgs84(proj_create(context, "EPSG:4326"));
  const std::array<const char*, 2> options{"ALLOW_BALLPARK=NO", nullptr};
  return normalised(context, ProjObject(proj_create_crs_to_crs_from_pj(context, crs, wgs84.get(),
                                                                       nullptr, options.data())));
}

bool is_geographic(const PJ* crs) {
  const PJ_TYPE type = proj_get_type(crs);
  return type == PJ_TYPE_GEOGRAPHIC_2D_CRS || type == PJ_TYPE_GEOGRAPHIC_3D_CRS;
}

// True where a geographic system counts degrees from Greenwich, as the canonical one does.
bool in_degrees_from_greenwich(PJ_CONTEXT* context, const PJ* geographic) {
  const ProjObject axes(proj_crs_get_coordinate_system(context, geographic));
  const ProjObject meridian(proj_get_prime_meridian(context, geographic));
  double radians = 0.0;
  double longitude = 0.0;
  if (!axes || !meridian ||
      proj_cs_get_axis_info(context, axes.get(), 0, nullptr, nullptr, nullptr, &radians, nullptr,
                            nullptr, nullptr) == 0 ||
      proj_prime_meridian_get_parameters(context, meridian.get(), &longitude, nullptr, nullptr) ==
          0) {
    return false;
  }
  return std::abs(radians - std::numbers::pi / 180.0) < 1e-12 && longitude == 0.0;
}

double metres_between_degrees(Point a, Point b) {
  const DegreeLength degree = degree_length(0.5 * (a.y + b.y));
  return std::hypot((a.x - b.x) * degree.longitude_m, (a.y - b.y) * degree.latitude_m);
}

double metres_between_metres(Point a, Point b) {
  return std::hypot(a.x - b.x, a.y - b.y);
}

[[noreturn]] void refuse_position(const std::string& crs, Point point) {
  throw Error(
      ErrorCode::geometry_failed, crs,
      {fmt::format("坐标 ({:.7g}, {:.7g}) 不在该坐标系的有效范围内", point.x, point.y),
       fmt::format("the position ({:.7g}, {:.7g}) lies outside this system", point.x, point.y)},
      {"检查坐标系、坐标顺序（X=北, Y=东）与带号；跨180°经线的要素先切开",
       "check the CRS, the axis order (X = north) and the zone; cut what crosses longitude 180"});
}

// Only places on the globe can be measured; a longitude of 190 would miss its neighbours at -170.
void require_on_globe(const std::string& crs, const Shape& lon_lat) {
  static constexpr double kMostLongitude = 180.0 + 1e-6;  // rounding at the antimeridian
  static constexpr double kMostLatitude = 90.0;
  const Box box = lon_lat.box();
  if (box.min_x < -kMostLongitude || box.min_y < -kMostLatitude) {
    refuse_position(crs, {box.min_x, box.min_y});
  }
  if (box.max_x > kMostLongitude || box.max_y > kMostLatitude) {
    refuse_position(crs, {box.max_x, box.max_y});
  }
}

}  // namespace

CrsTransform::CrsTransform(std::unique_ptr<State> state) : state_(std::move(state)) {}
CrsTransform::~CrsTransform() = default;
CrsTransform::CrsTransform(CrsTransform&&) noexcept = default;
CrsTransform& CrsTransform::operator=(CrsTransform&&) noexcept = default;

CrsTransform CrsTransform::to_canonical(const std::string& definition, SecretDatum secret) {
  auto state = std::make_unique<State>();
  PJ_CONTEXT* context = state->context.get();
  const ProjObject crs = horizontal_crs(context, definition);
  state->name = name_of(crs.get());
  const ProjObject geodetic(proj_crs_get_geodetic_crs(context, crs.get()));
  if (!geodetic || !is_geographic(geodetic.get())) {
    refuse(state->name, {"本地（工程）坐标系，无法与其他图层套合",
                         "a local (engineering) system cannot be laid over other layers"});
  }
  const DatumKind datum = kind_of_datum(context, geodetic.get());
  state->metric_source = !is_geographic(crs.get());
  state->accuracy_m = datum == DatumKind::cgcs2000 ? 0.0 : kDatumPolicyAccuracy;
  const bool has_own_parameters = proj_get_type(crs.get()) == PJ_TYPE_BOUND_CRS;
  state->unshifted =
      datum == DatumKind::secret && !has_own_parameters && secret == SecretDatum::unshifted;
  if (state->unshifted) state->accuracy_m = kUnshiftedAccuracyM;
  if (datum == DatumKind::other || (datum == DatumKind::secret && !state->unshifted)) {
    if (datum == DatumKind::other || has_own_parameters) {
      state->transform = to_wgs84(context, crs.get());
    }
    if (!state->transform || proj_pj_info(state->transform.get()).definition == nullptr) {
      refuse(state->name,
             {"该基准（如西安80、北京54）到 CGCS2000 没有登记的转换参数，拒绝按零平移处理（"
              "西安80、北京54 的参考数据可写 datum = \"unshifted\"，精度按 100 m 计）",
              "no registered operation leads from this datum to CGCS2000; it is not taken as "
              "identity (for reference data in Xi'an 80 or Beijing 54 state datum = \"unshifted\", "
              "which counts 100 m of inaccuracy)"});
    }
  } else if (!in_degrees_from_greenwich(context, geodetic.get())) {
    refuse(state->name,
           {"经纬度不以格林尼治起算的度为单位", "its longitudes are not degrees from Greenwich"});
  } else if (state->metric_source) {
    state->transform = to_own_geodetic(context, crs.get(), geodetic.get());
    if (!state->transform)
      refuse(state->name, {"无法反算经纬度", "it cannot be inverted to degrees"});
  }
  return CrsTransform(std::move(state));
}

CrsTransform CrsTransform::from_canonical(const std::string& definition, SecretDatum secret) {
  CrsTransform transform = to_canonical(definition, secret);
  transform.state_->direction = PJ_INV;
  return transform;
}

Point CrsTransform::apply(Point point) const {
  if (!state_->transform) return point;
  const PJ_COORD in = proj_coord(point.x, point.y, 0.0, HUGE_VAL);
  const PJ_COORD out = proj_trans(state_->transform.get(), state_->direction, in);
  if (!std::isfinite(out.xy.x) || !std::isfinite(out.xy.y)) refuse_position(state_->name, point);
  return {out.xy.x, out.xy.y};
}

// Inverse projections answer far beyond their range, with a place somewhere else on Earth. An edge
// to such a place would be cut into millions of pieces.
void CrsTransform::require_invertible(const Shape& shape) const {
  static constexpr double kMostMetres = 1000.0;  // forward and back may be different operations
  const PJ_DIRECTION back = state_->direction == PJ_FWD ? PJ_INV : PJ_FWD;
  for_each_path(shape, [&](std::span<const Point> path, bool) {
    for (const Point& point : path) {
      const Point image = apply(point);
      const PJ_COORD again =
          proj_trans(state_->transform.get(), back, proj_coord(image.x, image.y, 0.0, HUGE_VAL));
      if (!(metres_between_metres(point, {again.xy.x, again.xy.y}) <= kMostMetres)) {
        refuse_position(state_->name, point);
      }
    }
  });
}

bool CrsTransform::changes_nothing() const {
  return !state_->transform;
}

Shape CrsTransform::apply(Shape&& shape) const {
  if (!changes_nothing()) return apply(static_cast<const Shape&>(shape));
  if (state_->direction == PJ_FWD && !shape.empty()) require_on_globe(state_->name, shape);
  return std::move(shape);
}

Shape CrsTransform::apply(const Shape& shape) const {
  if (changes_nothing()) return apply(shape.clone());
  const bool canonical = state_->direction == PJ_FWD;
  if (canonical && state_->metric_source) require_invertible(shape);
  // 2 km, or 0.02 degrees: below that no system bends an edge twice.
  const bool from_metres = state_->metric_source == canonical;
  const PositionMap map{[this](Point p) { return apply(p); },
                        canonical ? metres_between_degrees : metres_between_metres,
                        from_metres ? 2000.0 : 0.02, kMostStray};
  Shape out = mapped(shape, [&](std::span<const Point> path) { return densified(path, map); });
  if (canonical && !out.empty()) require_on_globe(state_->name, out);
  return out;
}

Shape CrsTransform::apply_to_vertices(const Shape& shape) const {
  if (!state_->transform) return shape.clone();
  return mapped(shape, [this](std::span<const Point> path) {
    std::vector<Point> out;
    for (const Point& p : path) out.push_back(apply(p));
    return out;
  });
}

bool CrsTransform::unshifted() const {
  return state_->unshifted;
}

double CrsTransform::datum_accuracy_m() const {
  return state_->accuracy_m;
}

const std::string& CrsTransform::source_name() const {
  return state_->name;
}

std::string national_zone(Point lon_lat) {
  const auto china = zone_at(lon_lat.x);
  if (china && lon_lat.y > 0.0)
    return gauss_code(Datum::cgcs2000, *china, EastingForm::without_zone);
  const int zone = std::clamp(static_cast<int>(std::floor((lon_lat.x + 180.0) / 6.0)) + 1, 1, 60);
  return fmt::format("EPSG:{}", (lon_lat.y >= 0.0 ? 32600 : 32700) + zone);
}

std::string library_versions() {
  return std::string("GEOS ") + GEOSversion() + " PROJ " + proj_info().version;
}

}  // namespace xuanzhi::geometry
