// SPDX-License-Identifier: Apache-2.0
#include "survey_source.h"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <fstream>
#include <iterator>
#include <map>
#include <utility>

#include <fmt/format.h>

#include "xuanzhi/base/error.h"
#include "xuanzhi/base/text.h"
#include "xuanzhi/formats/survey_txt.h"
#include "xuanzhi/formats/vct.h"
#include "xuanzhi/workspace/source_table.h"

namespace xuanzhi::workspace {

namespace {

using dataset::FieldType;
using dataset::VectorRow;
using dataset::VectorTable;

std::string bytes_of(const SourceTable& source) {
  if (!source.where.empty()) {
    throw Error(ErrorCode::value_invalid, place_of(source),
                {"该格式不支持 where", "this format has no `where`"},
                {"先用 xuanzhi convert 转成 GeoPackage", "convert it to a GeoPackage first"});
  }
  std::ifstream in(source.source, std::ios::binary);
  if (!in) {
    throw Error(ErrorCode::file_missing, source.source.string(), {"文件不存在", "no such file"},
                {"检查路径", "check the path"});
  }
  return {std::istreambuf_iterator<char>(in), {}};
}

void note_warnings(const std::vector<formats::FileWarning>& warnings, SourceAudit& audit) {
  for (const formats::FileWarning& warning : warnings) {
    Text note = warning.text;
    if (warning.line > 0)
      note = {fmt::format("第 {} 行：{}", warning.line, note.zh),
              fmt::format("line {}: {}", warning.line, note.en)};
    audit.notes.push_back(std::move(note));
  }
}

VectorRow row_of(const geometry::Geos& geos, const formats::SurveyParcel& parcel,
                 const formats::CoordinateReading& reading, std::int64_t number) {
  VectorRow row;
  row.number = number;
  row.values = {parcel.number, parcel.name,      parcel.map_sheet,
                parcel.use,    parcel.land_code, parcel.declared_area};
  try {
    row.wkb = geometry::to_wkb(formats::assemble(geos, parcel, reading.order));
  } catch (const Error& error) {
    row.fault = error.message();
  }
  return row;
}

// How the areas that the heads declare compare with those of the coordinates, in one line.
class DeclaredAreas {
 public:
  void add(const formats::AreaReading& area) {
    if (!area.declared) return;
    ++declared_;
    if (area.unit.empty()) return;
    ++fitting_[area.unit];
    widest_m2_ = std::max(widest_m2_, std::abs(area.difference_m2));
  }

  void note(SourceAudit& audit) const {
    std::string units;
    for (const auto& [unit, count] : fitting_)
      units += fmt::format("{}{} {}", units.empty() ? "" : ", ", count, unit);
    if (units.empty()) return;
    audit.notes.push_back(
        {fmt::format("声明面积与坐标计算面积对照：{} 个地块声明，单位相符 {}，最大相差 {:.2f} m²",
                     declared_, units, widest_m2_),
         fmt::format("declared areas against those of the coordinates: {} parcels declare one, the "
                     "unit is {}, at most {:.2f} m² apart",
                     declared_, units, widest_m2_)});
  }

 private:
  std::size_t declared_ = 0;
  std::map<std::string, std::size_t> fitting_;
  double widest_m2_ = 0.0;
};

const formats::VctTable& chosen_table(const SourceTable& source, const formats::VctFile& file) {
  std::vector<std::string> names;
  for (const formats::VctTable& table : file.tables) {
    names.push_back(table.name);
    const bool named = source.table == table.name || source.table == table.code ||
                       source.table == table.attribute_table;
    if (!source.table.empty() && named) return table;
  }
  const auto with_shapes = std::count_if(
      file.tables.begin(), file.tables.end(),
      [](const formats::VctTable& table) { return table.geometry != formats::VctGeometry::none; });
  if (source.table.empty() && with_shapes == 1) {
    return *std::find_if(file.tables.begin(), file.tables.end(), [](const auto& table) {
      return table.geometry != formats::VctGeometry::none;
    });
  }
  throw Error(ErrorCode::table_missing, place_of(source),
              {"须写明 table（要素名称、代码或属性表名）",
               "`table` must name a feature, its code or its attribute table"},
              {"可用的表：" + joined(names), "tables in the file: " + joined(names)});
}

FieldType type_of(const std::string& stated) {
  if (stated.starts_with("Int")) return FieldType::integer;
  if (stated == "Float" || stated == "Double") return FieldType::real;
  return FieldType::text;
}

VectorTable read_vct(const SourceTable& source, SourceAudit& audit) {
  const formats::VctFile file = formats::parse_vct(bytes_of(source), source.source.string());
  const formats::VctTable& chosen = chosen_table(source, file);
  VectorTable table;
  table.name = chosen.attribute_table.empty() ? chosen.name : chosen.attribute_table;
  table.format = "VCT";
  table.encoding_used = file.encoding;
  table.crs = file.crs;
  note_warnings(file.warnings, audit);
  if (!file.crs_why.zh.empty()) audit.notes.push_back(file.crs_why);
  if (table.crs.empty()) table.crs_missing = file.crs_why;
  for (const formats::VctColumn& column : chosen.columns) {
    table.columns.push_back(column.name);
    table.types.push_back(type_of(column.type));
  }
  for (const formats::VctRow& row : chosen.rows) {
    VectorRow out{row.id, row.wkb, row.values, {}, {}};
    out.values.resize(table.columns.size());
    table.rows.push_back(std::move(out));
  }
  return table;
}

}  // namespace

VectorTable read_survey_text(const std::string& bytes, const std::string& name,
                             SourceAudit& audit) {
  const formats::SurveyFile file = formats::parse_survey_txt(bytes, name);
  const formats::CoordinateReading reading = formats::coordinate_reading(file);
  VectorTable table;
  table.name = std::filesystem::path(name).stem().string();
  table.format = "TXT";
  table.encoding_used = file.encoding;
  table.crs = reading.crs;
  table.columns = {"地块编号", "地块名称", "图幅号", "地块用途", "地类编码", "地块面积"};
  table.types.assign(table.columns.size(), FieldType::text);
  note_warnings(file.warnings, audit);
  note_warnings(reading.warnings, audit);
  const bool told =
      std::any_of(reading.warnings.begin(), reading.warnings.end(),
                  [&](const formats::FileWarning& warning) { return warning.text == reading.why; });
  if (!told && !reading.why.zh.empty()) audit.notes.push_back(reading.why);
  if (table.crs.empty()) table.crs_missing = reading.why;
  DeclaredAreas areas;
  const geometry::Geos geos;
  for (const formats::SurveyParcel& parcel : file.parcels) {
    table.rows.push_back(
        row_of(geos, parcel, reading, static_cast<std::int64_t>(table.rows.size()) + 1));
    if (parcel.geometry != formats::SurveyGeometry::area || !table.rows.back().fault.empty())
      continue;
    const formats::AreaReading area = formats::read_area(geos, parcel, reading);
    if (area.warning) note_warnings({*area.warning}, audit);
    areas.add(area);
  }
  areas.note(audit);
  return table;
}

std::optional<VectorTable> read_survey_source(const SourceTable& source, SourceAudit& audit) {
  const std::string suffix = lower_case(source.source.extension().string());
  if (suffix == ".txt") return read_survey_text(bytes_of(source), source.source.string(), audit);
  if (suffix == ".vct") return read_vct(source, audit);
  return std::nullopt;
}

}  // namespace xuanzhi::workspace
