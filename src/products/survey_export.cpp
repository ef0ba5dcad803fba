// SPDX-License-Identifier: Apache-2.0
#include "xuanzhi/products/survey_export.h"

#include <map>
#include <utility>

#include <fmt/format.h>

#include "site_zone.h"
#include "xuanzhi/dataset/vector_file.h"
#include "xuanzhi/geometry/gauss_zone.h"
#include "xuanzhi/workspace/survey_target.h"

namespace xuanzhi::products {

std::vector<std::filesystem::path> export_survey_texts(const std::filesystem::path& geopackage,
                                                       const std::string& table,
                                                       const std::filesystem::path& folder) {
  const geometry::Geos geos;
  dataset::VectorTable all = dataset::read_vector({geopackage, table, "", "", false});
  std::map<int, std::vector<dataset::VectorRow>> by_zone;
  for (dataset::VectorRow& row : all.rows) {
    if (row.wkb.empty()) continue;
    const geometry::Shape area = geometry::from_wkb(geos, row.wkb);
    const ZoneShape own =
        in_own_zone(area, fmt::format("{} {}", table, row.values.front().value_or("")));
    row.wkb = geometry::to_wkb(own.shape);
    by_zone[own.plane.zone.number].push_back(std::move(row));
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
