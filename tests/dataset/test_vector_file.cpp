// SPDX-License-Identifier: Apache-2.0
// Reading: vector tables of many formats and cells of workbooks.
#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "dataset/scratch.h"
#include "xuanzhi/base/text.h"
#include "xuanzhi/dataset/vector_file.h"

using namespace xuanzhi;
using namespace xuanzhi::dataset;
using scratch::error_of;
using scratch::Folder;
namespace fs = std::filesystem;

namespace {

const std::string kSquare = "POLYGON ((0 0,10 0,10 10,0 10,0 0))";
const std::string kWuhaiInGbk = "\xce\xda\xba\xa3";
const std::string kNameInGbk = "\xc3\xfb\xb3\xc6";  // 名称

/// A shapefile with a GBK field name and value, without .cpg, with a language byte of choice.
fs::path gbk_shapefile(const Folder& folder, char language) {
  const fs::path file = folder / "gbk.shp";
  scratch::make(file, "ESRI Shapefile", {{"gbk", wkbPolygon, {"aaaa"}, {{kSquare, {"bbbb"}}}}});
  fs::remove(folder / "gbk.cpg");
  std::string dbf = scratch::bytes_of(folder / "gbk.dbf");
  dbf[29] = language;
  dbf.replace(dbf.find("aaaa"), 4, kNameInGbk);
  dbf.replace(dbf.find("bbbb"), 4, kWuhaiInGbk);
  scratch::write(folder / "gbk.dbf", dbf);
  return file;
}

fs::path two_tables(const Folder& folder) {
  const fs::path file = folder / "two.gpkg";
  scratch::make(file, "GPKG",
                {{"park",
                  wkbPolygon,
                  {"name", "district"},
                  {{kSquare, {"a", "乌达"}}, {kSquare, {"b", "海南"}}}},
                 {"road", wkbLineString, {"class"}, {{"LINESTRING (0 0,1 1)", {"G6"}}}}});
  return file;
}

/// Writes an archive of a shapefile, its parts in a folder of the archive.
fs::path zipped_shapefile(const Folder& folder) {
  scratch::make(folder / "parcel.shp", "ESRI Shapefile",
                {{"parcel", wkbPolygon, {"name"}, {{kSquare, {"乌海"}}}}}, {"ENCODING=UTF-8"});
  const fs::path archive = folder / "parcel.zip";
  for (const char* suffix : {".shp", ".shx", ".dbf", ".cpg"}) {
    const std::string bytes = scratch::bytes_of(folder / (std::string("parcel") + suffix));
    const std::string inner = "/vsizip/" + archive.string() + "/parcel" + suffix;
    VSILFILE* out = VSIFOpenL(inner.c_str(), "wb");
    REQUIRE(out != nullptr);
    REQUIRE(VSIFWriteL(bytes.data(), 1, bytes.size(), out) == bytes.size());
    REQUIRE(VSIFCloseL(out) == 0);
    fs::remove(folder / (std::string("parcel") + suffix));
  }
  return archive;
}

double area_of(const VectorRow& row) {
  const auto geometry = scratch::geometry_of(row.wkb);
  return OGR_G_Area(OGRGeometry::ToHandle(geometry.get()));
}

}  // namespace

TEST_CASE("A connection is shown without its password", "[vector]") {
  CHECK(shown_source("a/PG:b/password=x.shp") == "a/PG:b/password=x.shp");
  CHECK(shown_source("PG:host=h password=x y=1") == "PG:host=h password=*** y=1");
  CHECK(shown_source("PG:password = 'a \\' b' host=h") == "PG:password=*** host=h");
  CHECK(shown_source("PG:postgresql://me:x@h/db?sslmode=off") ==
        "PG:postgresql://me:***@h/db?sslmode=off");
  CHECK(shown_source("MSSQL:server=h;UID=me;PWD=x;database=d") ==
        "MSSQL:server=h;UID=me;PWD=***;database=d");
  CHECK_FALSE(is_virtual_source("/data/a:b/x.shp"));
  CHECK(is_virtual_source("/vsizip/a.zip/x.shp"));
}

TEST_CASE("A file that is missing is named", "[vector]") {
  const Folder folder;
  const fs::path file = folder / "nothing.gpkg";
  const Error error = error_of([&] { read_vector({file, "", ""}); });
  CHECK(error.code() == ErrorCode::file_missing);
  CHECK(error.place() == file.string());
  CHECK(error_of([&] { vector_tables(file); }).code() == ErrorCode::file_missing);
}

TEST_CASE("A file that is no vector data is unreadable, with GDAL's reason", "[vector]") {
  const Folder folder;
  scratch::write(folder / "bad.gpkg", "this is no database");
  scratch::write(folder / "bad.zip", "this is no archive");
  scratch::write(folder / "empty.shp", "");
  for (const char* name : {"bad.gpkg", "bad.zip", "empty.shp"}) {
    CAPTURE(name);
    const Error error = error_of([&] { read_vector({folder / name, "", ""}); });
    CHECK(error.code() == ErrorCode::file_unreadable);
    CHECK(error.place() == (folder / name).string());
  }
}

TEST_CASE("The tables of a file are listed, and one of several must be named", "[vector]") {
  const Folder folder;
  const fs::path file = two_tables(folder);
  CHECK(vector_tables(file) == std::vector<std::string>{"park", "road"});
  CHECK(read_vector({file, "road", ""}).rows.size() == 1);

  const Error none = error_of([&] { read_vector({file, "", ""}); });
  CHECK(none.code() == ErrorCode::table_missing);
  CHECK(none.remedy().en == "tables in the file: park, road");

  const Error wrong = error_of([&] { read_vector({file, "parks", ""}); });
  CHECK(wrong.code() == ErrorCode::table_missing);
  CHECK(wrong.message().en.find("parks") != std::string::npos);
  CHECK(wrong.remedy().zh.find("park, road") != std::string::npos);
}

TEST_CASE("Rows come with their numbers, texts, nulls and geometry", "[vector]") {
  const Folder folder;
  const fs::path file = folder / "in.gpkg";
  scratch::make(
      file, "GPKG",
      {{"park", wkbUnknown, {"name", "district"}, {{kSquare, {"a"}}, {"", {"b", "海南"}}}}});
  const VectorTable table = read_vector({file, "", ""});
  CHECK(table.name == "park");
  CHECK(table.crs.empty());
  CHECK(table.columns == std::vector<std::string>{"name", "district"});
  CHECK(table.column("district") == std::optional<std::size_t>{1});
  CHECK_FALSE(table.column("District"));
  CHECK(table.promised_rows == 2);
  REQUIRE(table.rows.size() == 2);
  CHECK(table.rows[0].number == 1);
  CHECK(table.rows[0].values[0] == "a");
  CHECK_FALSE(table.rows[0].values[1].has_value());
  CHECK(area_of(table.rows[0]) == 100.0);
  CHECK(table.rows[1].number == 2);
  CHECK(table.rows[1].values[1] == "海南");
  CHECK(table.rows[1].wkb.empty());
  CHECK(table.rows[1].fault.empty());
}

TEST_CASE("A filter keeps the rows that meet it", "[vector]") {
  const Folder folder;
  const VectorTable table = read_vector({two_tables(folder), "park", "district = '海南'"});
  REQUIRE(table.rows.size() == 1);
  CHECK(table.rows[0].values[0] == "b");
  CHECK(table.promised_rows == -1);
}

TEST_CASE("A filter on a column that is not there lists the columns, in every format", "[vector]") {
  const Folder folder;
  const std::string where = GENERATE(as<std::string>(), "distrct = '海南'", "\"distrct\" = '海南'",
                                     "district = ", "district = '海南' AND nothing(1)");
  CAPTURE(where);
  scratch::make(folder / "park.geojson", "GeoJSON",
                {{"park", wkbPolygon, {"name", "district"}, {{kSquare, {"a", "海南"}}}}});
  scratch::make(folder / "park.shp", "ESRI Shapefile",
                {{"park", wkbPolygon, {"name", "district"}, {{kSquare, {"a", "b"}}}}});
  for (const fs::path& file : {two_tables(folder), folder / "park.geojson", folder / "park.shp"}) {
    CAPTURE(file.string());
    const Error error = error_of([&] { read_vector({file, "park", where}); });
    CHECK(error.code() == ErrorCode::column_missing);
    CHECK(error.remedy().en == "columns: name, district");
  }
}

TEST_CASE("GBK text of a shapefile without .cpg is decoded, names and values", "[vector]") {
  const Folder folder;
  // No language, and 0x4D, code page 936.
  const char language = GENERATE('\x00', '\x4d');
  const VectorTable table = read_vector({gbk_shapefile(folder, language), "", ""});
  CHECK(table.columns == std::vector<std::string>{"名称"});
  REQUIRE(table.rows.size() == 1);
  CHECK(table.rows[0].values[0] == "乌海");
}

TEST_CASE("GBK text with a .cpg is decoded by it", "[vector]") {
  const Folder folder;
  const std::string name = GENERATE(as<std::string>(), "GBK", "CP936", "GB18030", "936", "UTF-8");
  const fs::path file = gbk_shapefile(folder, '\x57');
  scratch::write(folder / "gbk.cpg", name);  // the last is a lie that the bytes give away
  const VectorTable table = read_vector({file, "", ""});
  CAPTURE(name);
  CHECK(table.columns == std::vector<std::string>{"名称"});
  CHECK(table.rows.at(0).values[0] == "乌海");
}

TEST_CASE("A real .dbf in GBK is decoded", "[vector]") {
  const fs::path file = scratch::real_file("china_north/chinese_gbk_ldid77.dbf");
  if (file.empty()) return;
  const VectorTable table = read_vector({file, "", ""});
  CHECK(table.columns.at(0) == "中国");
  CHECK(table.rows.at(0).values.at(0) == "中国");
}

TEST_CASE("A circle becomes a polygon of straight edges", "[vector]") {
  const Folder folder;
  const fs::path file = folder / "in.gpkg";
  scratch::make(file, "GPKG",
                {{"curve",
                  wkbUnknown,
                  {"name"},
                  {{"CURVEPOLYGON (CIRCULARSTRING (0 0,10 10,20 0,10 -10,0 0))", {"circle"}},
                   {"COMPOUNDCURVE (CIRCULARSTRING (0 0,10 10,20 0),(20 0,30 0))", {"road"}}}}});
  const VectorTable table = read_vector({file, "", ""});
  REQUIRE(table.rows.size() == 2);
  CHECK(wkbFlatten(scratch::geometry_of(table.rows[0].wkb)->getGeometryType()) == wkbPolygon);
  const double exact = 100.0 * std::acos(-1.0);
  CHECK(area_of(table.rows[0]) < exact);
  CHECK(area_of(table.rows[0]) > 0.998 * exact);
  CHECK(wkbFlatten(scratch::geometry_of(table.rows[1].wkb)->getGeometryType()) == wkbLineString);
}

TEST_CASE("A real curve polygon becomes linear", "[vector]") {
  const fs::path file = scratch::real_file("ugly/curvepolygon.gpkg");
  if (file.empty()) return;
  const VectorTable table = read_vector({file, "", ""});
  REQUIRE(table.rows.size() == 1);
  const auto geometry = scratch::geometry_of(table.rows[0].wkb);
  CHECK_FALSE(geometry->hasCurveGeometry());
  CHECK(wkbFlatten(geometry->getGeometryType()) == wkbPolygon);
  CHECK(area_of(table.rows[0]) > 10.0);
  CHECK(table.crs.find("4326") != std::string::npos);
}

TEST_CASE("Heights are dropped, open rings closed and surfaces made polygons", "[vector]") {
  const Folder folder;
  const fs::path file = folder / "in.geojson";
  scratch::write(file, R"({"type":"FeatureCollection","features":[
    {"type":"Feature","properties":{"n":"z"},"geometry":{"type":"Polygon","coordinates":
      [[[0,0,5],[10,0,5],[10,10,5],[0,10,5],[0,0,5]]]}},
    {"type":"Feature","properties":{"n":"open"},"geometry":{"type":"Polygon","coordinates":
      [[[0,0],[10,0],[10,10],[0,10]]]}}]})");
  const VectorTable table = read_vector({file, "", ""});
  REQUIRE(table.rows.size() == 2);
  for (const VectorRow& row : table.rows) {
    const auto geometry = scratch::geometry_of(row.wkb);
    CHECK(geometry->getCoordinateDimension() == 2);
    CHECK(geometry->toPolygon()->getExteriorRing()->getNumPoints() == 5);
    CHECK(area_of(row) == 100.0);
  }
  CHECK(table.rows[0].mended.empty());
  CHECK(table.rows[1].mended.text().en == "an open ring was closed");
  CHECK(table.warnings.empty());

  scratch::make(folder / "tin.gpkg", "GPKG",
                {{"tin",
                  wkbUnknown,
                  {"n"},
                  {{"TIN Z (((0 0 1,1 0 1,0 1 1,0 0 1)),((1 0 1,1 1 1,0 1 1,1 0 1)))", {"a"}}}}});
  const VectorTable tin = read_vector({folder / "tin.gpkg", "", ""});
  REQUIRE(tin.rows.size() == 1);
  CHECK(wkbFlatten(scratch::geometry_of(tin.rows[0].wkb)->getGeometryType()) == wkbMultiPolygon);
  CHECK(area_of(tin.rows[0]) == 1.0);
}

TEST_CASE("The surfaces of a multipatch become polygons", "[vector]") {
  const Folder folder;
  scratch::make(folder / "patch.gpkg", "GPKG",
                {{"patch",
                  wkbUnknown,
                  {"n"},
                  {{"GEOMETRYCOLLECTION Z (TIN Z (((0 0 1,1 0 1,0 1 1,0 0 1))),"
                    "TIN Z (((1 0 1,1 1 1,0 1 1,1 0 1))))",
                    {"a"}}}}});
  const VectorTable table = read_vector({folder / "patch.gpkg", "", ""});
  REQUIRE(table.rows.size() == 1);
  const auto geometry = scratch::geometry_of(table.rows[0].wkb);
  REQUIRE(wkbFlatten(geometry->getGeometryType()) == wkbGeometryCollection);
  for (const OGRGeometry* part : *geometry->toGeometryCollection())
    CHECK(wkbFlatten(part->getGeometryType()) == wkbMultiPolygon);
}

TEST_CASE("An empty part of an area is left out aloud", "[vector]") {
  const Folder folder;
  scratch::make(
      folder / "part.gpkg", "GPKG",
      {{"part", wkbUnknown, {"n"}, {{"MULTIPOLYGON (EMPTY,((0 0,1 0,1 1,0 1,0 0)))", {"a"}}}}});
  const VectorTable table = read_vector({folder / "part.gpkg", "", ""});
  REQUIRE(table.rows.size() == 1);
  CHECK(table.rows[0].mended.text().en == "an empty part was left out");
  CHECK(area_of(table.rows[0]) == 1.0);
}

TEST_CASE("A sequence of features is read whole, whatever stands first in them", "[vector]") {
  const Folder folder;
  const std::string point = R"({"geometry":{"type":"Point","coordinates":[1,2]},)"
                            R"("properties":{"n":"}{"},"type":"Feature"})";
  for (const char* name : {"in.seq", "in.geojson", "in.geojsonl"}) {
    CAPTURE(name);
    scratch::write(folder / name, point + "\n" + point + "\n" + point + "\n");
    CHECK(read_vector({folder / name, "", ""}).rows.size() == 3);
  }
  scratch::write(folder / "one.geojson", point + "\n");
  CHECK(read_vector({folder / "one.geojson", "", ""}).rows.size() == 1);
}

TEST_CASE("An error in the middle of a file is known, a warning is none", "[vector]") {
  const Folder folder;
  const std::string point = R"({"type":"Feature","properties":{},)"
                            R"("geometry":{"type":"Point","coordinates":[1,2]}})";
  scratch::write(folder / "whole.geojsonl", point + "\n" + point + "\n");
  CHECK_FALSE(read_vector({folder / "whole.geojsonl", "", ""}).reader_failed);
  scratch::write(folder / "torn.geojsonl", point + "\n" + point.substr(0, 20) + "\n" + point);
  CHECK(read_vector({folder / "torn.geojsonl", "", ""}).reader_failed);
}

TEST_CASE("A message that quotes broken bytes is text nevertheless", "[vector]") {
  const Folder folder;
  std::string point = R"({"type":"Feature","properties":{},"geometry":{"type":"Point",)"
                      R"("coordinates":["a",2]}})";
  point.replace(point.find("\"a\"") + 1, 1, "\xFF");
  scratch::write(folder / "bytes.geojson", point);
  const VectorTable table = read_vector({folder / "bytes.geojson", "", ""});
  REQUIRE_FALSE(table.warnings.empty());
  for (const xuanzhi::Text& warning : table.warnings) CHECK(is_utf8(warning.en));
}

TEST_CASE("A table of texts is known to hold no geometry", "[vector]") {
  const Folder folder;
  scratch::write(folder / "texts.csv", "name,land\na,1\n");
  CHECK_FALSE(read_vector({folder / "texts.csv", "", ""}).has_geometry);
  scratch::write(folder / "points.csv", "name,lon,lat\na,106,39\n");
  CHECK(read_vector({folder / "points.csv", "", ""}).has_geometry);
}

TEST_CASE("A header that promises more rows than the file gives is known", "[vector]") {
  const fs::path file = scratch::real_file("ugly/postgis_loader/Polygon.shp");
  if (file.empty()) return;
  const VectorTable table = read_vector({file, "", ""});
  CHECK(table.promised_rows == 1);
  CHECK(table.rows.empty());
}

TEST_CASE("A shapefile whose last record is broken is read with a warning", "[vector]") {
  const fs::path file = scratch::real_file("swellendam/rivers_wgs84.shp");
  if (file.empty()) return;
  const VectorTable table = read_vector({file, "", ""});
  const auto told = std::any_of(
      table.warnings.begin(), table.warnings.end(),
      [](const auto& warning) { return warning.en.find("Corrupted") != std::string::npos; });
  CHECK(told);
  // Its last row is either left out or without geometry, but never invented.
  const auto whole = std::count_if(table.rows.begin(), table.rows.end(),
                                   [](const VectorRow& row) { return !row.wkb.empty(); });
  CHECK(whole < table.promised_rows);
}

TEST_CASE("A zipped shapefile is read as it is", "[vector]") {
  const Folder folder;
  const fs::path file = zipped_shapefile(folder);
  REQUIRE(folder.names() == std::vector<std::string>{"parcel.zip"});
  const VectorTable table = read_vector({file, "", ""});
  CHECK(table.name == "parcel");
  CHECK(table.rows.at(0).values[0] == "乌海");
  CHECK(area_of(table.rows.at(0)) == 100.0);
}

TEST_CASE("A real zipped shapefile of 351 towns is read with its CRS", "[vector]") {
  const fs::path file = scratch::real_file("massachusetts/maSP.zip");
  if (file.empty()) return;
  const VectorTable table = read_vector({file, "", ""});
  CHECK(table.rows.size() == 351);
  CHECK(table.promised_rows == 351);
  CHECK(table.crs.find("Massachusetts") != std::string::npos);
}

TEST_CASE("A layer without a row is read and is empty", "[vector]") {
  const Folder folder;
  scratch::make(folder / "in.gpkg", "GPKG", {{"park", wkbPolygon, {"name"}, {}}});
  const VectorTable table = read_vector({folder / "in.gpkg", "", ""});
  CHECK(table.promised_rows == 0);
  CHECK(table.rows.empty());
  CHECK(table.columns == std::vector<std::string>{"name"});
}

TEST_CASE("The cells of a workbook come as text with its title rows", "[cells]") {
  const Folder folder;
  const fs::path file = folder / "projects.xlsx";
  scratch::make(
      file, "XLSX",
      {{"项目清单",
        wkbNone,
        {"c1", "c2"},
        {{"", {"2023年项目表", ""}}, {"", {"项目编号", "　项目名称 "}}, {"", {"P-001", "煤焦化"}}}},
       {"说明", wkbNone, {"x"}, {{"", {"示意"}}}}});
  const CellTable cells = read_cells(file, "项目清单");
  CHECK(cells.name == "项目清单");
  // The writer puts its column names above; they are cells like the others.
  REQUIRE(cells.rows.size() == 4);
  CHECK(cells.rows[0] == std::vector<std::string>{"c1", "c2"});
  CHECK(cells.rows[1] == std::vector<std::string>{"2023年项目表", ""});
  CHECK(cells.rows[2] == std::vector<std::string>{"项目编号", "项目名称"});
  CHECK(cells.rows[3] == std::vector<std::string>{"P-001", "煤焦化"});
  const Error error = error_of([&] { read_cells(file, "清单"); });
  CHECK(error.code() == ErrorCode::table_missing);
  CHECK(error.remedy().en.find("项目清单, 说明") != std::string::npos);
}

TEST_CASE("The demo's project list is read with its title and header", "[cells]") {
  const fs::path file = fs::path(XUANZHI_SOURCE_DIR) / "gisdata/wuhai/projects.xlsx";
  const CellTable cells = read_cells(file, "项目清单");
  CHECK(cells.rows.size() > 100);
  CHECK(cells.rows[0][0].find("2023年乌海市重点招商引资项目表") == 0);
  const auto header = std::find_if(cells.rows.begin(), cells.rows.end(), [](const auto& row) {
    return row.size() > 1 && row[1] == "项目编号";
  });
  REQUIRE(header != cells.rows.end());
  CHECK((*header)[2] == "项目名称");
}

TEST_CASE("A CSV gives its first line as cells, whatever stands in it", "[cells]") {
  const Folder folder;
  const auto [what, bytes] = GENERATE(table<std::string, std::string>({
      {"UTF-8", "编号,名称\nP-1,乌海\n"},
      {"UTF-8 with a byte order mark", "\xef\xbb\xbf编号,名称\nP-1,乌海\n"},
      {"GBK", "\xb1\xe0\xba\xc5,\xc3\xfb\xb3\xc6\nP-1,\xce\xda\xba\xa3\n"},
  }));
  CAPTURE(what);
  const std::string name = GENERATE(as<std::string>(), "list.csv", "LIST.CSV");
  scratch::write(folder / name, bytes);
  const CellTable cells = read_cells(folder / name, "");
  REQUIRE(cells.rows.size() == 2);
  CHECK(cells.rows[0] == std::vector<std::string>{"编号", "名称"});
  CHECK(cells.rows[1] == std::vector<std::string>{"P-1", "乌海"});
}

TEST_CASE("A CSV whose header holds a year keeps its lines", "[cells]") {
  const Folder folder;
  scratch::write(folder / "list.csv", "项目,2023,2024\nP-1,5,6\n");
  const CellTable cells = read_cells(folder / "list.csv", "");
  REQUIRE(cells.rows.size() == 2);
  CHECK(cells.rows[0] == std::vector<std::string>{"项目", "2023", "2024"});
  CHECK(cells.rows[1] == std::vector<std::string>{"P-1", "5", "6"});
}
