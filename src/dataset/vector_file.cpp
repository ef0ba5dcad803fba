// SPDX-License-Identifier: Apache-2.0
#include "xuanzhi/dataset/vector_file.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include <cpl_conv.h>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include "gdal_handle.h"
#include "xuanzhi/base/error.h"
#include "xuanzhi/base/text.h"

namespace xuanzhi::dataset {

namespace {

namespace fs = std::filesystem;

DatasetHandle open(const fs::path& source, const GdalMessages& messages) {
  register_drivers();
  const std::string name = source.string();
  const bool virtual_path = name.starts_with("/vsi") || name.find(':') != std::string::npos;
  if (!virtual_path && !fs::exists(source)) {
    throw Error(ErrorCode::file_missing, name, {"文件不存在", "no such file"},
                {"检查 source 的路径（相对于 workspace.toml 所在文件夹）",
                 "check the path of `source`; it is relative to the folder of workspace.toml"});
  }
  const std::string opened =
      !virtual_path && source.extension() == ".zip" ? "/vsizip/" + name : name;
  DatasetHandle dataset(GDALDataset::Open(opened.c_str(), GDAL_OF_VECTOR | GDAL_OF_READONLY));
  if (!dataset) {
    throw Error(ErrorCode::file_unreadable, name,
                {"无法作为矢量数据读取：" + messages.last(),
                 "not readable as vector data: " + messages.last()},
                {"确认格式与附属文件（.shx/.dbf）齐全",
                 "check the format and its side files (.shx, .dbf)"});
  }
  return dataset;
}

std::vector<std::string> table_names(GDALDataset& dataset) {
  std::vector<std::string> names;
  for (OGRLayer* layer : dataset.GetLayers()) names.emplace_back(layer->GetName());
  return names;
}

OGRLayer& find_layer(GDALDataset& dataset, const VectorQuery& query) {
  const std::vector<std::string> names = table_names(dataset);
  const std::string all = fmt::format("{}", fmt::join(names, ", "));
  if (names.empty()) {
    throw Error(ErrorCode::table_missing, query.source.string(),
                {"文件中没有矢量表", "the file holds no vector table"},
                {"确认文件完整、不是空文件，压缩包内有矢量数据",
                 "check that the file is whole and not empty, and that an archive holds vector "
                 "data"});
  }
  if (query.table.empty() && names.size() == 1) return *dataset.GetLayer(0);
  OGRLayer* layer = query.table.empty() ? nullptr : dataset.GetLayerByName(query.table.c_str());
  if (layer != nullptr) return *layer;
  throw Error(ErrorCode::table_missing, query.source.string(),
              query.table.empty()
                  ? Text{"文件含多个表，须写明 table",
                         "the file holds several tables; `table` must be stated"}
                  : Text{"没有名为 " + query.table + " 的表", "no table named " + query.table},
              {"可用的表：" + all, "tables in the file: " + all});
}

// Text that is not UTF-8 is taken for GB18030 (the superset of GBK and GB2312), the usual encoding
// of Chinese shapefiles without a .cpg.
std::string as_utf8(const char* text) {
  if (is_utf8(text)) return text;
  char* recoded = CPLRecode(text, "GB18030", CPL_ENC_UTF8);
  std::string out = recoded == nullptr ? "" : recoded;
  CPLFree(recoded);
  return is_utf8(out) ? out : "";
}

// Geometry as linear, two-dimensional WKB, or the reason why not.
void take_geometry(OGRFeature& feature, VectorRow& row, const GdalMessages& messages) {
  std::unique_ptr<OGRGeometry> geometry(feature.StealGeometry());
  if (!geometry) return;
  if (geometry->hasCurveGeometry()) geometry.reset(geometry->getLinearGeometry());
  const OGRwkbGeometryType type = wkbFlatten(geometry ? geometry->getGeometryType() : wkbUnknown);
  if (type == wkbTIN || type == wkbPolyhedralSurface || type == wkbTriangle) {
    geometry.reset(OGRGeometryFactory::forceToMultiPolygon(geometry.release()));
  }
  if (!geometry) {
    row.fault = "unsupported geometry type: " + messages.last();
    return;
  }
  geometry->closeRings();
  geometry->flattenTo2D();
  row.wkb.resize(static_cast<std::size_t>(geometry->WkbSize()));
  if (geometry->exportToWkb(wkbNDR, reinterpret_cast<unsigned char*>(row.wkb.data()),
                            wkbVariantIso) != OGRERR_NONE) {
    row.wkb.clear();
    row.fault = "unsupported geometry type: " + messages.last();
  }
}

VectorRow take_row(OGRFeature& feature, const GdalMessages& messages) {
  VectorRow row;
  row.number = feature.GetFID();
  const int fields = feature.GetFieldCount();
  row.values.resize(static_cast<std::size_t>(fields));
  for (int i = 0; i < fields; ++i) {
    if (feature.IsFieldSetAndNotNull(i))
      row.values[static_cast<std::size_t>(i)] = as_utf8(feature.GetFieldAsString(i));
  }
  take_geometry(feature, row, messages);
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
  const char* const options[] = {"FORMAT=WKT2_2019", nullptr};
  std::string out =
      reference->exportToWkt(&wkt, options) == OGRERR_NONE && wkt != nullptr ? wkt : "";
  CPLFree(wkt);
  return out;
}

}  // namespace

std::optional<std::size_t> VectorTable::column(const std::string& wanted) const {
  const auto found = std::find(columns.begin(), columns.end(), wanted);
  if (found == columns.end()) return std::nullopt;
  return static_cast<std::size_t>(found - columns.begin());
}

std::vector<std::string> vector_tables(const fs::path& source) {
  const GdalMessages messages;
  const DatasetHandle dataset = open(source, messages);
  return table_names(*dataset);
}

VectorTable read_vector(const VectorQuery& query) {
  const GdalMessages messages;
  const DatasetHandle dataset = open(query.source, messages);
  OGRLayer& layer = find_layer(*dataset, query);
  VectorTable table;
  table.name = layer.GetName();
  table.crs = crs_wkt(layer);
  const OGRFeatureDefn& definition = *layer.GetLayerDefn();
  for (int i = 0; i < definition.GetFieldCount(); ++i) {
    table.columns.push_back(as_utf8(definition.GetFieldDefn(i)->GetNameRef()));
  }
  if (!query.where.empty() && !filtered(layer, query.where)) {
    throw Error(ErrorCode::column_missing, query.source.string() + ":" + table.name,
                {"where 条件无效：" + messages.last(),
                 "the filter `where` is not valid: " + messages.last()},
                {fmt::format("可用的列：{}", fmt::join(table.columns, ", ")),
                 fmt::format("columns: {}", fmt::join(table.columns, ", "))});
  }
  if (query.where.empty()) table.promised_rows = layer.GetFeatureCount(FALSE);
  layer.ResetReading();
  for (FeatureHandle feature(layer.GetNextFeature()); feature;
       feature.reset(layer.GetNextFeature())) {
    table.rows.push_back(take_row(*feature, messages));
  }
  table.warnings = messages.all();
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
  const ThreadOption options[] = {{"OGR_XLSX_HEADERS", "DISABLE"},
                                  {"OGR_XLSX_FIELD_TYPES", "STRING"},
                                  {"OGR_ODS_HEADERS", "DISABLE"},
                                  {"OGR_ODS_FIELD_TYPES", "STRING"}};
  const VectorTable table = read_vector({source, sheet, ""});
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
