// SPDX-License-Identifier: Apache-2.0
#include "xuanzhi/dataset/vector_file.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include <cpl_conv.h>
#include <fmt/format.h>

#include "encoding_survey.h"
#include "linear_geometry.h"
#include "ods_copy.h"
#include "vector_open.h"
#include "xuanzhi/base/error.h"
#include "xuanzhi/base/text.h"

namespace xuanzhi::dataset {

namespace {

namespace fs = std::filesystem;

// GDAL's text as UTF-8. A last character that the field was too short for is dropped; text that is
// not UTF-8 in a format that should be is taken for GB18030, and counted. Nothing where it is
// neither.
std::optional<std::string> as_utf8(std::string_view text, std::size_t& in_gb18030) {
  if (is_utf8(text)) return std::string(text);
  for (std::size_t cut = 1; cut <= 3 && cut < text.size(); ++cut) {
    const std::string_view whole = text.substr(0, text.size() - cut);
    const bool tail_is_a_beginning = static_cast<unsigned char>(text[whole.size()]) >= 0xC2U;
    if (tail_is_a_beginning && is_utf8(whole)) return std::string(whole);
  }
  std::optional<std::string> out = decoded(text, "GB18030");
  if (out) ++in_gb18030;
  return out;
}

FieldType type_of(const OGRFieldDefn& field) {
  switch (field.GetType()) {
    case OFTInteger:
      return field.GetSubType() == OFSTBoolean ? FieldType::flag : FieldType::integer;
    case OFTInteger64:
      return FieldType::integer;
    case OFTReal:
      return FieldType::real;
    case OFTDate:
      return FieldType::date;
    case OFTDateTime:
      return FieldType::date_time;
    default:
      return FieldType::text;
  }
}

// A cell with all its digits; nothing where its text is in no known encoding.
std::optional<std::string> cell_text(OGRFeature& feature, int i, std::size_t& in_gb18030) {
  const OGRFieldDefn& field = *feature.GetFieldDefnRef(i);
  if (field.GetType() == OFTReal && field.GetWidth() == 0)
    return fmt::format("{}", feature.GetFieldAsDouble(i));
  if (field.GetType() == OFTDate) {
    std::string day = feature.GetFieldAsString(i);
    std::replace(day.begin(), day.end(), '/', '-');
    return day;
  }
  return as_utf8(feature.GetFieldAsString(i), in_gb18030);
}

Text unsupported(const GdalMessages& messages) {
  return {"不支持的几何类型：" + messages.last(), "unsupported geometry type: " + messages.last()};
}

// Geometry as linear, two-dimensional WKB, or the reason why not.
void take_geometry(OGRFeature& feature, VectorRow& row, bool closed_lines_are_areas,
                   const GdalMessages& messages) {
  GeometryHandle geometry(feature.StealGeometry());
  if (!geometry) return;
  geometry = linear_geometry(std::move(geometry));
  if (!geometry) {
    row.fault = unsupported(messages);
    return;
  }
  if (closed_lines_are_areas) geometry = area_of_closed_line(std::move(geometry));
  row.mended = make_plain(*geometry);
  row.wkb.resize(static_cast<std::size_t>(geometry->WkbSize()));
  if (geometry->exportToWkb(wkbNDR, reinterpret_cast<unsigned char*>(row.wkb.data()),
                            wkbVariantIso) != OGRERR_NONE) {
    row.wkb.clear();
    row.fault = unsupported(messages);
  }
}

// How the rows of a table are taken, and what was seen in them.
struct Taking {
  bool closed_lines_are_areas = false;
  std::size_t texts_in_gb18030 = 0;  // in a format whose texts should be UTF-8
};

VectorRow take_row(OGRFeature& feature, Taking& taking, const GdalMessages& messages) {
  VectorRow row;
  row.number = feature.GetFID();
  const int fields = feature.GetFieldCount();
  row.values.resize(static_cast<std::size_t>(fields));
  Text undecoded;
  for (int i = 0; i < fields; ++i) {
    if (!feature.IsFieldSetAndNotNull(i)) continue;
    auto& value = row.values[static_cast<std::size_t>(i)];
    value = cell_text(feature, i, taking.texts_in_gb18030);
    if (value) continue;
    undecoded = {fmt::format("第 {} 列既不是 UTF-8 也不是 GB18030", i + 1),
                 fmt::format("column {} is neither UTF-8 nor GB18030", i + 1)};
  }
  take_geometry(feature, row, taking.closed_lines_are_areas, messages);
  if (!undecoded.en.empty()) row.fault = undecoded;
  return row;
}

// A GeoPackage looks at a filter only when it is read, and would take a misspelt "column" for text:
// so the filter is compiled in OGR's own dialect before.
bool filtered(OGRLayer& layer, const std::string& where) {
  OGRFeatureQuery query;
  return query.Compile(&layer, where.c_str()) == OGRERR_NONE &&
         layer.SetAttributeFilter(where.c_str()) == OGRERR_NONE;
}

std::string crs_wkt(const OGRLayer& layer) {
  const OGRSpatialReference* reference = const_cast<OGRLayer&>(layer).GetSpatialRef();
  // The two systems by which a GeoPackage says that it states none.
  if (reference == nullptr || std::string_view(reference->GetName()).starts_with("Undefined ")) {
    return {};
  }
  char* wkt = nullptr;
  const std::array<const char*, 2> options{"FORMAT=WKT2_2019", nullptr};
  std::string out =
      reference->exportToWkt(&wkt, options.data()) == OGRERR_NONE && wkt != nullptr ? wkt : "";
  CPLFree(wkt);
  return out;
}

}  // namespace

std::optional<std::size_t> VectorTable::column(const std::string& wanted) const {
  const auto found = std::find(columns.begin(), columns.end(), wanted);
  if (found == columns.end()) return std::nullopt;
  return static_cast<std::size_t>(found - columns.begin());
}

std::string reader_version() {
  return GDALVersionInfo("--version");
}

std::vector<std::string> vector_tables(const fs::path& source) {
  const GdalMessages messages;
  return table_names(source, messages);
}

namespace {

VectorTable described(const OpenedTable& opened) {
  VectorTable table;
  table.name = opened.name;
  table.format = opened.dataset->GetDriverName();
  table.crs = crs_wkt(*opened.layer);
  table.encoding_declared = opened.encoding_declared;
  table.encoding_used = opened.encoding_used;
  table.has_geometry = opened.layer->GetGeomType() != wkbNone;
  const OGRFeatureDefn& definition = *opened.layer->GetLayerDefn();
  std::size_t in_gb18030 = 0;  // titles are seen by everybody
  for (int i = 0; i < definition.GetFieldCount(); ++i) {
    const OGRFieldDefn& field = *definition.GetFieldDefn(i);
    table.columns.push_back(
        as_utf8(field.GetNameRef(), in_gb18030).value_or(fmt::format("column{}", i + 1)));
    table.types.push_back(type_of(field));
  }
  if (opened.cut_texts > 0) {
    table.warnings.push_back(
        {fmt::format("{} 个文字值末尾半个汉字已舍去", opened.cut_texts),
         fmt::format("{} texts end in the middle of a character, which was left out",
                     opened.cut_texts)});
  }
  return table;
}

void set_filter(const VectorQuery& query, const VectorTable& table, OGRLayer& layer,
                const GdalMessages& messages) {
  if (query.where.empty() || filtered(layer, query.where)) return;
  throw Error(
      ErrorCode::column_missing, shown_source(query.source) + ":" + table.name,
      {"where 条件无效：" + messages.last(), "the filter `where` is not valid: " + messages.last()},
      {"可用的列：" + joined(table.columns), "columns: " + joined(table.columns)});
}

// GDAL's sentence about open rings names no row and an option of its own; the rows tell it better.
bool told_by_rows(const std::string& said, const VectorTable& table) {
  return said.starts_with("Non closed ring detected") &&
         std::any_of(table.rows.begin(), table.rows.end(),
                     [](const VectorRow& row) { return !row.mended.empty(); });
}

}  // namespace

VectorTable read_vector(const VectorQuery& query) {
  const GdalMessages messages;
  const OpenedTable opened = open_table(query, messages);
  OGRLayer& layer = *opened.layer;
  VectorTable table = described(opened);
  set_filter(query, table, layer, messages);
  if (query.where.empty()) table.promised_rows = layer.GetFeatureCount(FALSE);
  // A damaged header may promise anything.
  static constexpr std::int64_t kMostPromised = 1'000'000;
  table.rows.reserve(
      static_cast<std::size_t>(std::clamp<std::int64_t>(table.promised_rows, 0, kMostPromised)));
  Taking taking{table.format == "DXF"};
  // Failures while the file was opened are those of readers that did not know it.
  const std::size_t failures_before = messages.failures();
  layer.ResetReading();
  for (FeatureHandle feature(layer.GetNextFeature()); feature;
       feature.reset(layer.GetNextFeature())) {
    VectorRow& row = table.rows.emplace_back(take_row(*feature, taking, messages));
    const auto undecoded = opened.undecoded_rows.find(row.number);
    if (undecoded == opened.undecoded_rows.end()) continue;
    row.fault = Text{fmt::format("第 {} 列不是 {}", undecoded->second, opened.encoding_used),
                     fmt::format("column {} is not {}", undecoded->second, opened.encoding_used)};
  }
  table.reader_failed = messages.failures() > failures_before;
  if (taking.texts_in_gb18030 > 0) {
    table.warnings.push_back(
        {fmt::format("{} 个文字值不是 UTF-8，已按 GB18030 读取", taking.texts_in_gb18030),
         fmt::format("{} texts are not UTF-8 and were read as GB18030", taking.texts_in_gb18030)});
  }
  for (const std::string& said : messages.all())
    if (!told_by_rows(said, table)) table.warnings.push_back({said, said});
  return table;
}

namespace {

// A CSV's first line becomes the column names, unless GDAL sees a number in it: then the columns
// are field_1, field_2, … and the line is a row.
bool first_line_is_header(const fs::path& source, const VectorTable& table) {
  if (!EQUAL(source.extension().c_str(), ".csv")) return false;
  for (std::size_t i = 0; i < table.columns.size(); ++i) {
    if (table.columns[i] != fmt::format("field_{}", i + 1)) return true;
  }
  return false;
}

}  // namespace

CellTable read_cells(const fs::path& source, const std::string& sheet) {
  // Header detection guesses wrong on title rows and on sheets of text: switch it off for this
  // read.
  struct ThreadOption {
    ThreadOption(const char* option, const char* value) : key(option) {
      CPLSetThreadLocalConfigOption(key, value);
    }
    ~ThreadOption() { CPLSetThreadLocalConfigOption(key, nullptr); }
    const char* key;
  };
  const std::array<ThreadOption, 6> options{{{"OGR_XLSX_HEADERS", "DISABLE"},
                                             {"OGR_XLSX_FIELD_TYPES", "STRING"},
                                             {"OGR_ODS_HEADERS", "DISABLE"},
                                             {"OGR_ODS_FIELD_TYPES", "STRING"},
                                             {"OGR_XLS_HEADERS", "DISABLE"},
                                             {"OGR_XLS_FIELD_TYPES", "STRING"}}};
  const OdsCopy copy(source);
  const VectorTable table = read_vector({copy.path(), sheet, "", "", false});
  CellTable cells;
  cells.name = table.name;
  if (first_line_is_header(source, table)) cells.rows.push_back(table.columns);
  for (const VectorRow& row : table.rows) {
    std::vector<std::string> line;
    for (const auto& value : row.values) line.push_back(value ? trimmed(*value) : "");
    cells.rows.push_back(std::move(line));
  }
  return cells;
}

}  // namespace xuanzhi::dataset
