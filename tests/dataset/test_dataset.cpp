// SPDX-License-Identifier: Apache-2.0
// Writing: GeoPackages, archives and exports.
#include <algorithm>
#include <chrono>
#include <cstdint>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include <fmt/format.h>
#include <sys/wait.h>
#include <unistd.h>

#include "dataset/scratch.h"
#include "xuanzhi/base/date.h"
#include "xuanzhi/dataset/database.h"
#include "xuanzhi/dataset/geopackage_writer.h"
#include "xuanzhi/dataset/vector_file.h"
#include "xuanzhi/dataset/vector_writer.h"
#include "xuanzhi/dataset/written_file.h"

using namespace xuanzhi;
using namespace xuanzhi::dataset;
using scratch::error_of;
using scratch::Folder;
namespace fs = std::filesystem;

namespace {

const std::string kWest =
    "POLYGON ((106.80 39.66,106.81 39.66,106.81 39.67,106.80 39.67,106.80 39.66))";
const std::string kEast =
    "POLYGON ((106.82 39.66,106.83 39.66,106.83 39.67,106.82 39.67,106.82 39.66))";

Date stamp() {
  return *parse_date("2023-01-30");
}

/// A result in small: two sites, a table without geometry, one without rows, and a style.
void fill(GeoPackageWriter& writer) {
  writer.begin({"site",
                "地块",
                TableGeometry::polygon,
                {{"site_id", ColumnType::text},
                 {"rows", ColumnType::integer},
                 {"area_m2", ColumnType::real}}});
  writer.add(scratch::wkb_of(kWest), {std::string("A-1"), 3LL, 950123.25});
  writer.add(scratch::wkb_of(kEast), {std::string("乌达 & <海南> '区'"), std::monostate{}, -0.5});
  writer.begin({"finding", "结论项", TableGeometry::none, {{"basis_zh", ColumnType::text}}});
  writer.add({}, {std::string("《土地管理法》第三十五条")});
  writer.begin({"conflict", "冲突", TableGeometry::polygon, {{"rule_id", ColumnType::text}}});
  writer.set_style("site", TableGeometry::polygon, "默认", "<qgis version=\"3.22\"/>");
  writer.set_style("finding", TableGeometry::none, "默认", "<qgis/>");
}

void write_result(const fs::path& file) {
  GeoPackageWriter writer(file, stamp());
  fill(writer);
  writer.close();
}

std::vector<Value> row_of(Database& database, const std::string& sql, int columns) {
  Statement statement = database.prepare(sql);
  std::vector<Value> out;
  REQUIRE(statement.step());
  for (int i = 0; i < columns; ++i) out.push_back(statement.value(i));
  CHECK_FALSE(statement.step());
  return out;
}

std::vector<std::string> texts_of(Database& database, const std::string& sql) {
  Statement statement = database.prepare(sql);
  std::vector<std::string> out;
  while (statement.step()) out.push_back(std::get<std::string>(statement.value(0)));
  return out;
}

/// The number of a process that has ended and been reaped.
int dead_process() {
  const pid_t child = ::fork();
  if (child == 0) ::_exit(0);
  ::waitpid(child, nullptr, 0);
  return child;
}

}  // namespace

TEST_CASE("The same rows give the same GeoPackage, byte for byte", "[dataset]") {
  const Folder folder;
  write_result(folder / "one.gpkg");
  std::this_thread::sleep_for(std::chrono::milliseconds(1100));
  write_result(folder / "two.gpkg");
  const std::string one = scratch::bytes_of(folder / "one.gpkg");
  CHECK(one.size() > 50'000);
  CHECK(one == scratch::bytes_of(folder / "two.gpkg"));
  CHECK(folder.names() == std::vector<std::string>{"one.gpkg", "two.gpkg"});
}

TEST_CASE("GDAL reads a written GeoPackage in degrees of CGCS2000", "[dataset]") {
  const Folder folder;
  write_result(folder / "out.gpkg");
  const auto file = scratch::open(folder / "out.gpkg");
  REQUIRE(file);
  OGRLayer* site = file->GetLayerByName("site");
  REQUIRE(site != nullptr);
  REQUIRE(site->GetSpatialRef() != nullptr);
  CHECK(std::string(site->GetSpatialRef()->GetAuthorityName(nullptr)) == "EPSG");
  CHECK(std::string(site->GetSpatialRef()->GetAuthorityCode(nullptr)) == "4490");
  CHECK(site->GetGeomType() == wkbMultiPolygon);
  CHECK(std::string(site->GetGeometryColumn()) == "geom");
  REQUIRE(site->GetFeatureCount() == 2);
  OGREnvelope extent;
  REQUIRE(site->GetExtent(&extent) == OGRERR_NONE);
  CHECK(extent.MinX == 106.80);
  CHECK(extent.MaxX == 106.83);
  CHECK(extent.MinY == 39.66);

  const OGRFeatureUniquePtr first(site->GetNextFeature());
  CHECK(std::string(first->GetFieldAsString("site_id")) == "A-1");
  CHECK(first->GetFieldAsInteger64("rows") == 3);
  CHECK(first->GetFieldAsDouble("area_m2") == 950123.25);
  const OGRFeatureUniquePtr second(site->GetNextFeature());
  CHECK(std::string(second->GetFieldAsString("site_id")) == "乌达 & <海南> '区'");
  CHECK(second->IsFieldNull(second->GetFieldIndex("rows")));
  CHECK(second->GetFieldAsDouble("area_m2") == -0.5);
  CHECK(scratch::geometry_of(
            scratch::wkb_of("MULTI" + kEast.substr(0, 8) + "(" + kEast.substr(8) + ")"))
            ->Equals(second->GetGeometryRef()));

  OGRLayer* finding = file->GetLayerByName("finding");
  REQUIRE(finding != nullptr);
  CHECK(finding->GetGeomType() == wkbNone);
  CHECK(finding->GetFeatureCount() == 1);
  OGRLayer* conflict = file->GetLayerByName("conflict");
  REQUIRE(conflict != nullptr);  // a table without a row is there as well
  CHECK(conflict->GetFeatureCount() == 0);
}

TEST_CASE("Rows without geometry keep their order and what they lack, however many they are",
          "[dataset]") {
  // Sixteen are written together: fewer, just as many, some more and twice that.
  const int rows = GENERATE(1, 15, 16, 17, 32, 40);
  const Folder folder;
  {
    GeoPackageWriter writer(folder / "out.gpkg", stamp());
    const auto table = [](const char* name) {
      return TableSchema{
          name,
          name,
          TableGeometry::none,
          {{"n", ColumnType::integer}, {"text", ColumnType::text}, {"share", ColumnType::real}}};
    };
    writer.begin_together({table("even"), table("odd")});
    for (int i = 0; i < rows; ++i) {
      std::vector<Cell> cells{static_cast<long long>(i), fmt::format("row {}", i), 0.5 * i};
      // Every third row lacks its end, which must not be that of an earlier row.
      if (i % 3 == 2) cells.resize(1);
      writer.add_row(static_cast<std::size_t>(i % 2), cells);
    }
    writer.close();
  }
  Database file = Database::open_to_read((folder / "out.gpkg").string());
  for (int odd = 0; odd < 2; ++odd) {
    Statement read = file.prepare(
        fmt::format("SELECT fid, n, text, share FROM {} ORDER BY fid", odd == 0 ? "even" : "odd"));
    std::int64_t fid = 0;
    for (int i = odd; i < rows; i += 2) {
      REQUIRE(read.step());
      CHECK(read.value(0) == Value{++fid});
      CHECK(read.value(1) == Value{std::int64_t{i}});
      const bool whole = i % 3 != 2;
      CHECK(read.value(2) == (whole ? Value{fmt::format("row {}", i)} : Value{}));
      CHECK(read.value(3) == (whole ? Value{0.5 * i} : Value{}));
    }
    CHECK_FALSE(read.step());
    Statement count = file.prepare(
        fmt::format("SELECT feature_count FROM gpkg_ogr_contents WHERE table_name = '{}'",
                    odd == 0 ? "even" : "odd"));
    REQUIRE(count.step());
    CHECK(count.value(0) == Value{fid});
  }
}

TEST_CASE("The tables stand in gpkg_contents in the order in which they were begun", "[dataset]") {
  const Folder folder;
  write_result(folder / "out.gpkg");
  Database database = Database::open((folder / "out.gpkg").string());
  CHECK(texts_of(database, "SELECT table_name FROM gpkg_contents ORDER BY rowid") ==
        std::vector<std::string>{"site", "finding", "conflict", "layer_styles"});
  CHECK(texts_of(database, "SELECT DISTINCT last_change FROM gpkg_contents") ==
        std::vector<std::string>{"2023-01-30T00:00:00.000Z"});
  CHECK(texts_of(database, "SELECT identifier FROM gpkg_contents WHERE table_name = 'site'") ==
        std::vector<std::string>{"地块"});
  CHECK(texts_of(database, "PRAGMA integrity_check") == std::vector<std::string>{"ok"});
}

TEST_CASE("Styles stand in layer_styles exactly as QGIS wants them", "[dataset]") {
  const Folder folder;
  write_result(folder / "out.gpkg");
  Database database = Database::open((folder / "out.gpkg").string());
  CHECK(texts_of(database, "SELECT name || ' ' || type FROM pragma_table_info('layer_styles')") ==
        std::vector<std::string>{
            "id INTEGER", "f_table_catalog TEXT(256)", "f_table_schema TEXT(256)",
            "f_table_name TEXT(256)", "f_geometry_column TEXT(256)", "styleName TEXT(30)",
            "styleQML TEXT", "styleSLD TEXT", "useAsDefault BOOLEAN", "description TEXT",
            "owner TEXT(30)", "ui TEXT(30)", "update_time DATETIME"});
  // The empty text and not NULL: QGIS ignores the style otherwise.
  CHECK(row_of(database,
               "SELECT f_table_schema, f_geometry_column, styleName, styleQML, useAsDefault, "
               "update_time "
               "FROM layer_styles WHERE f_table_name = 'site'",
               6) == std::vector<Value>{std::string(), std::string("geom"), std::string("默认"),
                                        std::string("<qgis version=\"3.22\"/>"), std::int64_t{1},
                                        std::string("2023-01-30T00:00:00.000Z")});
  CHECK(row_of(database,
               "SELECT f_geometry_column FROM layer_styles WHERE f_table_name = 'finding'",
               1) == std::vector<Value>{std::string()});
  CHECK(row_of(database,
               "SELECT data_type, srs_id FROM gpkg_contents WHERE table_name = 'layer_styles'",
               2) == std::vector<Value>{std::string("attributes"), std::int64_t{0}});
}

TEST_CASE("Nothing stands at the target before the writer is closed", "[dataset]") {
  const Folder folder;
  const fs::path target = folder / "out.gpkg";
  {
    GeoPackageWriter writer(target, stamp());
    fill(writer);
    CHECK_FALSE(fs::exists(target));
    CHECK(folder.names().size() >= 1);  // it is beside
    writer.close();
    CHECK(fs::exists(target));
  }
  CHECK(folder.names() == std::vector<std::string>{"out.gpkg"});
}

TEST_CASE("A writer that is dropped leaves the earlier file and no trace", "[dataset]") {
  const Folder folder;
  const fs::path target = folder / "out.gpkg";
  scratch::write(target, "the earlier result");
  {
    GeoPackageWriter writer(target, stamp());
    fill(writer);
  }
  CHECK(scratch::bytes_of(target) == "the earlier result");
  CHECK(folder.names() == std::vector<std::string>{"out.gpkg"});
  write_result(target);
  CHECK(scratch::bytes_of(target).starts_with("SQLite format 3"));
  CHECK(folder.names() == std::vector<std::string>{"out.gpkg"});
}

TEST_CASE("What a killed process left is removed, what a living one writes is not", "[dataset]") {
  const Folder folder;
  const std::string dead = ".out.gpkg." + std::to_string(dead_process()) + ".part.gpkg";
  const std::string alive = ".out.gpkg." + std::to_string(::getppid()) + ".part.gpkg";
  const std::string other = ".other.gpkg." + std::to_string(dead_process()) + ".part.gpkg";
  for (const std::string& name : {dead, dead + "-journal", alive, other})
    scratch::write(folder / name, "x");
  write_result(folder / "out.gpkg");
  std::vector<std::string> expected{alive, other, "out.gpkg"};
  std::sort(expected.begin(), expected.end());
  CHECK(folder.names() == expected);
}

TEST_CASE("Geometry that is no WKB is refused and the file does not appear", "[dataset]") {
  const Folder folder;
  {
    GeoPackageWriter writer(folder / "out.gpkg", stamp());
    writer.begin({"site", "地块", TableGeometry::polygon, {{"site_id", ColumnType::text}}});
    CHECK(error_of([&] { writer.add("no WKB at all", {std::string("A")}); }).code() ==
          ErrorCode::output_failed);
  }
  CHECK(folder.names().empty());
}

TEST_CASE("A folder that is missing or a target that is a folder is refused", "[dataset]") {
  const Folder folder;
  fs::create_directory(folder / "taken.gpkg");
  for (const char* name : {"absent/out.gpkg", "taken.gpkg"}) {
    CAPTURE(name);
    CHECK(error_of([&] { GeoPackageWriter(folder / name, stamp()); }).code() ==
          ErrorCode::output_failed);
    CHECK(error_of([&] { write_text_file(folder / name, "x"); }).code() ==
          ErrorCode::output_failed);
  }
}

TEST_CASE("A reader's failure while a writer is open does not fail the writer", "[dataset]") {
  const Folder folder;
  scratch::make(folder / "in.gpkg", "GPKG", {{"site", wkbPolygon, {"name"}, {{kWest, {"a"}}}}});
  GeoPackageWriter writer(folder / "out.gpkg", stamp());
  fill(writer);
  error_of([&] { read_vector({folder / "in.gpkg", "site", "nonsense = 1"}); });
  CHECK_NOTHROW(writer.close());
  CHECK(scratch::open(folder / "out.gpkg") != nullptr);
}

TEST_CASE("A text file is replaced whole", "[dataset]") {
  const Folder folder;
  write_text_file(folder / "a.csv", "first, and longer than what follows");
  write_text_file(folder / "a.csv", "乌海\n");
  CHECK(scratch::bytes_of(folder / "a.csv") == "乌海\n");
  CHECK(folder.names() == std::vector<std::string>{"a.csv"});
}

TEST_CASE("An archive is read back, and the same text gives the same bytes", "[dataset]") {
  const Folder folder;
  const std::string text = "<qgis>" + std::string(100'000, 'x') + "乌海</qgis>";
  write_zip_file(folder / "one.qgz", "project.qgs", text);
  std::this_thread::sleep_for(std::chrono::milliseconds(2100));  // a zip counts in two seconds
  write_zip_file(folder / "two.qgz", "project.qgs", text);
  CHECK(scratch::bytes_of(folder / "one.qgz") == scratch::bytes_of(folder / "two.qgz"));
  CHECK(scratch::bytes_of(folder / "one.qgz").starts_with("PK\x03\x04"));
  CHECK(fs::file_size(folder / "one.qgz") < 10'000);  // deflated

  const std::string inner = "/vsizip/{" + (folder / "one.qgz").string() + "}/project.qgs";
  VSILFILE* file = VSIFOpenL(inner.c_str(), "rb");
  REQUIRE(file != nullptr);
  std::string back(text.size() + 1, '\0');
  back.resize(VSIFReadL(back.data(), 1, back.size(), file));
  VSIFCloseL(file);
  CHECK(back == text);
  CHECK(folder.names() == std::vector<std::string>{"one.qgz", "two.qgz"});
}

TEST_CASE("Every format of areas reads back with all rows and their text", "[dataset]") {
  const Folder folder;
  write_result(folder / "out.gpkg");
  const std::string format =
      GENERATE(as<std::string>(), "geojson", "geojsonl", "fgb", "shp", "csv", "kml", "gml");
  CAPTURE(format);
  const auto table = xuanzhi::dataset::read_vector({folder / "out.gpkg", "site", ""});
  const fs::path file = folder / ("site." + format);
  write_vector(table, {file, table.crs, ""});
  const auto dataset = scratch::open(file);
  REQUIRE(dataset);
  OGRLayer* layer = dataset->GetLayer(0);
  REQUIRE(layer->GetFeatureCount() == 2);
  std::set<std::string> ids;
  for (const auto& feature : *layer) {
    ids.insert(feature->GetFieldAsString("site_id"));
    if (format == "csv") continue;
    REQUIRE(feature->GetGeometryRef() != nullptr);
    OGREnvelope box;
    feature->GetGeometryRef()->getEnvelope(&box);
    CHECK(box.MinX >= 106.7999999);
    CHECK(box.MaxY <= 39.6700001);
    CHECK(box.MaxX - box.MinX > 0.00999);
  }
  CHECK(ids == std::set<std::string>{"A-1", "乌达 & <海南> '区'"});
  // Nothing unfinished is left beside.
  for (const std::string& name : folder.names()) CHECK(name.find(".part") == std::string::npos);
}

TEST_CASE("A table without rows is written where an earlier one stood", "[dataset]") {
  const Folder folder;
  write_result(folder / "out.gpkg");
  auto table = xuanzhi::dataset::read_vector({folder / "out.gpkg", "site", ""});
  for (const char* name : {"site.shp", "site.fgb", "site.gpkg"}) {
    CAPTURE(name);
    write_vector(table, {folder / name, table.crs, ""});
    auto none = table;
    none.rows.clear();
    write_vector(none, {folder / name, table.crs, ""});
    const auto back = xuanzhi::dataset::read_vector({folder / name, "", ""});
    CHECK(back.rows.empty());
    CHECK(back.has_geometry);
  }
}

TEST_CASE("A CSV leaves the side files of a shapefile of its name alone", "[dataset]") {
  const Folder folder;
  write_result(folder / "out.gpkg");
  const auto table = xuanzhi::dataset::read_vector({folder / "out.gpkg", "site", ""});
  write_vector(table, {folder / "site.shp", table.crs, ""});
  const std::string prj = scratch::bytes_of(folder / "site.prj");
  REQUIRE_FALSE(prj.empty());
  write_vector(table, {folder / "site.csv", table.crs, ""});
  CHECK(scratch::bytes_of(folder / "site.prj") == prj);
  fs::remove(folder / "site.prj");
  write_vector(table, {folder / "site.csv", table.crs, ""});
  CHECK_FALSE(fs::exists(folder / "site.prj"));
}

TEST_CASE("Excel knows a CSV for UTF-8 by its mark", "[dataset]") {
  const Folder folder;
  write_result(folder / "out.gpkg");
  const auto table = xuanzhi::dataset::read_vector({folder / "out.gpkg", "site", ""});
  write_vector(table, {folder / "site.csv", table.crs, ""});
  CHECK(scratch::bytes_of(folder / "site.csv").starts_with("\xEF\xBB\xBF"));
  write_vector(table, {folder / "site.csv", table.crs, "GB18030"});
  CHECK_FALSE(is_utf8(scratch::bytes_of(folder / "site.csv")));
}
