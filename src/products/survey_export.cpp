// SPDX-License-Identifier: Apache-2.0
#include "xuanzhi/products/survey_export.h"

#include <map>
#include <utility>

#include <fmt/format.h>

#include "xuanzhi/base/error.h"
#include "xuanzhi/dataset/vector_file.h"
#include "xuanzhi/geometry/crs.h"
#include "xuanzhi/geometry/gauss_zone.h"
#include "xuanzhi/workspace/survey_target.h"

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

std::vector<std::filesystem::path> export_survey_texts(const std::filesystem::path& geopackage,
                                                       const std::string& table,
                                                       const std::filesystem::path& folder) {
  const geometry::Geos geos;
  dataset::VectorTable all = dataset::read_vector({geopackage, table, "", "", false});
  std::map<int, std::vector<dataset::VectorRow>> by_zone;
  for (dataset::VectorRow& row : all.rows) {
    if (row.wkb.empty()) continue;
    const geometry::Shape area = geometry::from_wkb(geos, row.wkb);
    const geometry::GaussZone zone =
        zone_of(area, fmt::format("{} {}", table, row.values.front().value_or("")));
    const auto transform = geometry::CrsTransform::from_canonical(
        geometry::gauss_code(geometry::Datum::cgcs2000, zone, geometry::EastingForm::with_zone));
    row.wkb = geometry::to_wkb(
        geometry::without_straight_vertices(transform.apply_to_vertices(area), kStraightM));
    by_zone[zone.number].push_back(std::move(row));
  }
  std::vector<std::filesystem::path> files;
  for (auto& [number, rows] : by_zone) {
    all.rows = std::move(rows);
    files.push_back(folder / fmt::format("{}_zone{}.txt", table, number));
    workspace::write_survey_target(all,
                                   geometry::gauss_code(geometry::Datum::cgcs2000, {3, number},
                                                        geometry::EastingForm::with_zone),
                                   "", files.back());
  }
  return files;
}

}  // namespace xuanzhi::products
