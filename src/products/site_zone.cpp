// SPDX-License-Identifier: Apache-2.0
#include "site_zone.h"

#include <fmt/format.h>

#include "xuanzhi/base/error.h"
#include "xuanzhi/geometry/crs.h"
#include "xuanzhi/geometry/gauss_zone.h"

namespace xuanzhi::products {

namespace {

constexpr double kStraightM = 0.0002;

geometry::GaussZone zone_of(const geometry::Shape& area, const std::string& place) {
  const geometry::Box box = area.box();
  const double longitude = 0.5 * (box.min_x + box.max_x);
  if (const auto zone = geometry::zone_at(longitude)) return *zone;
  throw Error(ErrorCode::crs_unsupported, place,
              {fmt::format("东经 {:.2f} 度不在国家 3° 带范围", longitude),
               fmt::format("longitude {:.2f} lies in no national 3° zone", longitude)},
              {"坐标交换文件只用于中国境内，请改用其他格式",
               "a survey text is for places in China; choose another format"});
}

}  // namespace

ZoneShape in_own_zone(const geometry::Shape& area, const std::string& place) {
  const formats::SurveyPlane plane{zone_of(area, place), geometry::EastingForm::with_zone};
  const auto transform = geometry::CrsTransform::from_canonical(formats::crs_of(plane));
  return {plane,
          geometry::without_straight_vertices(transform.apply_to_vertices(area), kStraightM)};
}

}  // namespace xuanzhi::products
