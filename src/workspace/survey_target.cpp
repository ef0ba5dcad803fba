// SPDX-License-Identifier: Apache-2.0
#include "xuanzhi/workspace/survey_target.h"

#include <algorithm>
#include <chrono>
#include <optional>
#include <utility>
#include <vector>

#include "xuanzhi/base/error.h"
#include "xuanzhi/dataset/written_file.h"
#include "xuanzhi/formats/survey_txt.h"
#include "xuanzhi/formats/text_encoding.h"

namespace xuanzhi::workspace {

namespace {

using formats::SurveyPlane;
using geometry::EastingForm;
using geometry::GaussZone;

std::optional<SurveyPlane> plane_of(const std::string& crs) {
  constexpr int kMostZones = 120;  // of 3° around the globe
  for (const int width : {3, 6}) {
    for (int number = 1; number <= kMostZones; ++number) {
      if (!geometry::exists({width, number})) continue;
      for (const EastingForm form : {EastingForm::with_zone, EastingForm::without_zone}) {
        const SurveyPlane plane{GaussZone{width, number}, form};
        if (formats::crs_of(plane) == crs) return plane;
      }
    }
  }
  return std::nullopt;
}

// The value of the first column that is there.
std::string value_of(const dataset::VectorTable& table, const dataset::VectorRow& row,
                     const std::vector<std::string>& names) {
  for (const std::string& name : names) {
    const auto column = table.column(name);
    if (column && row.values[*column]) return *row.values[*column];
  }
  return {};
}

}  // namespace

bool is_survey_target(const std::filesystem::path& file) {
  return file.extension() == ".txt" || file.extension() == ".TXT";
}

void write_survey_target(const dataset::VectorTable& table, const std::string& crs,
                         const std::string& encoding, const std::filesystem::path& file) {
  const std::optional<SurveyPlane> plane = plane_of(crs);
  if (!plane) {
    throw Error(ErrorCode::wrong_usage, "--to-crs",
                {"坐标交换文件须为 CGCS2000 高斯带，现为 " + crs,
                 "a survey text is in a CGCS2000 Gauss zone, not in " + crs},
                {"例如 --to-crs EPSG:4524（3° 带 36，横坐标带带号）",
                 "for instance --to-crs EPSG:4524 (3° zone 36, with its number)"});
  }
  const geometry::Geos geos;
  std::vector<geometry::Shape> shapes;
  std::vector<formats::SurveyFeature> features;
  for (const dataset::VectorRow& row : table.rows) {
    formats::SurveyFeature feature;
    feature.number = value_of(table, row, {"地块编号", "site_id", "id", "BSM", "bsm"});
    if (feature.number.empty()) feature.number = std::to_string(features.size() + 1);
    feature.name = value_of(table, row, {"地块名称", "名称", "name", "title_zh", "mc", "MC"});
    feature.map_sheet = value_of(table, row, {"图幅号"});
    feature.use = value_of(table, row, {"地块用途", "用途"});
    feature.land_code = value_of(table, row, {"地类编码", "DLBM", "dlbm"});
    shapes.push_back(geometry::from_wkb(geos, row.wkb));
    features.push_back(std::move(feature));
  }
  for (std::size_t i = 0; i < features.size(); ++i) features[i].shape = &shapes[i];
  const Date today{std::chrono::floor<std::chrono::days>(std::chrono::system_clock::now())};
  const formats::SurveyFile made = formats::make_survey_file(features, *plane, "xuanzhi", today);
  dataset::write_text_file(
      file, formats::write_survey_txt(made, encoding.empty() ? "GB18030" : encoding));
}

}  // namespace xuanzhi::workspace
