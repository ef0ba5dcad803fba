// SPDX-License-Identifier: Apache-2.0
#include "xuanzhi/dataset/geopackage_writer.h"

#include <cpl_conv.h>

#include "attribute_table.h"
#include "gdal_handle.h"
#include "xuanzhi/base/error.h"
#include "xuanzhi/dataset/database.h"
#include "xuanzhi/dataset/written_file.h"

namespace xuanzhi::dataset {

namespace fs = std::filesystem;

namespace {

struct Style {
  std::string table;
  std::string geometry_column;
  std::string name;
  std::string qml;
};

[[noreturn]] void fail(const fs::path& target, const std::string& why) {
  throw Error(ErrorCode::output_failed, target.string(),
              {"写入失败：" + why, "writing failed: " + why},
              {"检查磁盘空间与文件夹权限", "check free space and the folder's permissions"});
}

OGRwkbGeometryType ogr_type(TableGeometry geometry) {
  switch (geometry) {
    case TableGeometry::point:
      return wkbMultiPoint;
    case TableGeometry::line:
      return wkbMultiLineString;
    case TableGeometry::polygon:
      return wkbMultiPolygon;
    case TableGeometry::none:
      break;
  }
  return wkbNone;
}

OGRFieldType ogr_type(ColumnType type) {
  switch (type) {
    case ColumnType::integer:
      return OFTInteger64;
    case ColumnType::real:
      return OFTReal;
    case ColumnType::bytes:
      return OFTBinary;
    case ColumnType::text:
      break;
  }
  return OFTString;
}

}  // namespace

struct GeoPackageWriter::State {
  PendingFile file;
  std::string stamp;
  GdalMessages messages;
  DatasetHandle dataset;
  OGRSpatialReference reference;
  OGRLayer* layer = nullptr;
  OGRwkbGeometryType type = wkbNone;
  std::vector<std::unique_ptr<AttributeTable>> tables;
  std::vector<Style> styles;

  State(const fs::path& target, const Date& day)
      : file(target), stamp(to_string(day) + "T00:00:00.000Z") {}
};

GeoPackageWriter::GeoPackageWriter(const fs::path& target, const Date& stamp)
    : state_(std::make_unique<State>(target, stamp)) {
  register_drivers();
  // The driver would write the present moment, and no two runs would give the same bytes.
  CPLSetThreadLocalConfigOption("OGR_CURRENT_DATE", state_->stamp.c_str());
  // The file is thrown away where the process ends early, so a journal serves nobody.
  CPLSetThreadLocalConfigOption("OGR_SQLITE_SYNCHRONOUS", "OFF");
  GDALDriver* driver = GetGDALDriverManager()->GetDriverByName("GPKG");
  if (driver == nullptr) fail(state_->file.path(), "GDAL has no GPKG driver");
  state_->dataset.reset(driver->Create(state_->file.path().c_str(), 0, 0, 0, GDT_Unknown, nullptr));
  if (!state_->dataset) fail(state_->file.path(), state_->messages.last());
  state_->reference.importFromEPSG(4490);
  state_->reference.SetAxisMappingStrategy(OAMS_TRADITIONAL_GIS_ORDER);
  state_->dataset->StartTransaction();
}

GeoPackageWriter::~GeoPackageWriter() {
  CPLSetThreadLocalConfigOption("OGR_CURRENT_DATE", nullptr);
  CPLSetThreadLocalConfigOption("OGR_SQLITE_SYNCHRONOUS", nullptr);
}

void GeoPackageWriter::begin(const TableSchema& schema) {
  State& s = *state_;
  s.type = ogr_type(schema.geometry);
  s.layer = nullptr;
  if (s.type == wkbNone) {
    begin_together({schema});
    return;
  }
  finish_tables();
  CPLStringList options;
  options.SetNameValue("IDENTIFIER", schema.title.c_str());
  options.SetNameValue("GEOMETRY_NAME", "geom");
  s.layer = s.dataset->CreateLayer(schema.name.c_str(), &s.reference, s.type, options.List());
  if (s.layer == nullptr) fail(s.file.path(), schema.name + ": " + s.messages.last());
  for (const Column& column : schema.columns) {
    OGRFieldDefn field(column.name.c_str(), ogr_type(column.type));
    if (s.layer->CreateField(&field) != OGRERR_NONE) fail(s.file.path(), s.messages.last());
  }
}

void GeoPackageWriter::begin_together(const std::vector<TableSchema>& schemas) {
  State& s = *state_;
  finish_tables();
  auto* handle = static_cast<sqlite3*>(s.dataset->GetInternalHandle("SQLITE_HANDLE"));
  if (handle == nullptr) fail(s.file.path(), "GDAL gives no SQLite handle");
  for (const TableSchema& schema : schemas)
    s.tables.push_back(std::make_unique<AttributeTable>(handle, schema, s.stamp));
}

void GeoPackageWriter::finish_tables() {
  for (const auto& table : state_->tables) table->finish();
  state_->tables.clear();
}

void GeoPackageWriter::add_row(std::size_t table, const std::vector<Cell>& cells) {
  state_->tables[table]->add(cells);
}

void GeoPackageWriter::add(std::string_view wkb, const std::vector<Cell>& cells) {
  State& s = *state_;
  if (s.layer == nullptr) {
    add_row(0, cells);
    return;
  }
  OGRFeature feature(s.layer->GetLayerDefn());
  for (std::size_t i = 0; i < cells.size(); ++i) {
    const int field = static_cast<int>(i);
    if (const auto* text = std::get_if<std::string>(&cells[i]))
      feature.SetField(field, text->c_str());
    if (const auto* whole = std::get_if<long long>(&cells[i]))
      feature.SetField(field, GIntBig{*whole});
    if (const auto* real = std::get_if<double>(&cells[i])) feature.SetField(field, *real);
    if (const auto* raw = std::get_if<Bytes>(&cells[i]))
      feature.SetField(field, static_cast<int>(raw->bytes.size()), raw->bytes.data());
  }
  if (!wkb.empty()) {
    OGRGeometry* raw = nullptr;
    if (OGRGeometryFactory::createFromWkb(wkb.data(), nullptr, &raw, wkb.size()) != OGRERR_NONE) {
      fail(s.file.path(), "WKB: " + s.messages.last());
    }
    std::unique_ptr<OGRGeometry> geometry(OGRGeometryFactory::forceTo(raw, s.type));
    geometry->assignSpatialReference(&s.reference);
    feature.SetGeometryDirectly(geometry.release());
  }
  if (s.layer->CreateFeature(&feature) != OGRERR_NONE) fail(s.file.path(), s.messages.last());
}

void GeoPackageWriter::set_style(const std::string& table, TableGeometry geometry,
                                 const std::string& name, const std::string& qml) {
  state_->styles.push_back({table, geometry == TableGeometry::none ? "" : "geom", name, qml});
}

namespace {

// The table exactly as QGIS writes it: it ignores any other form without a word.
constexpr const char* kStyleTable = R"sql(
CREATE TABLE "layer_styles" ("id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
 "f_table_catalog" TEXT(256),"f_table_schema" TEXT(256),"f_table_name" TEXT(256),
 "f_geometry_column" TEXT(256),"styleName" TEXT(30),"styleQML" TEXT,"styleSLD" TEXT,
 "useAsDefault" BOOLEAN,"description" TEXT,"owner" TEXT(30),"ui" TEXT(30),
 "update_time" DATETIME DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now'))))sql";

void write_styles(const std::string& path, const std::vector<Style>& styles,
                  const std::string& stamp) {
  if (styles.empty()) return;
  Database database = Database::open(path);
  database.execute("BEGIN");
  database.execute(kStyleTable);
  Statement contents = database.prepare(
      "INSERT INTO gpkg_contents(table_name,data_type,identifier,last_change,srs_id) "
      "VALUES('layer_styles','attributes','layer_styles',?1,0)");
  contents.bind(1, stamp);
  contents.step();
  Statement insert = database.prepare(
      "INSERT INTO layer_styles(f_table_catalog,f_table_schema,f_table_name,f_geometry_column,"
      "styleName,styleQML,styleSLD,useAsDefault,description,owner,ui,update_time) "
      "VALUES('','',?1,?2,?3,?4,'',1,'','','',?5)");
  for (const Style& style : styles) {
    insert.bind(1, style.table);
    insert.bind(2, style.geometry_column);
    insert.bind(3, style.name);
    insert.bind(4, style.qml);
    insert.bind(5, stamp);
    insert.step();
    insert.reset();
  }
  database.execute("COMMIT");
}

}  // namespace

void GeoPackageWriter::close() {
  State& s = *state_;
  s.layer = nullptr;
  finish_tables();
  CPLErrorReset();  // what failed on this thread meanwhile, reading say, is no failure of this file
  if (s.dataset->CommitTransaction() != OGRERR_NONE) fail(s.file.path(), s.messages.last());
  s.dataset->FlushCache(true);
  s.dataset.reset();
  if (CPLGetLastErrorType() >= CE_Failure) fail(s.file.path(), s.messages.last());
  write_styles(s.file.path().string(), s.styles, s.stamp);
  s.file.commit();
}

}  // namespace xuanzhi::dataset
