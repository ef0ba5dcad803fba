// SPDX-License-Identifier: Apache-2.0
// The variants of Chinese shapefiles that stand about, written by GDAL and then spoiled.
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>

#include <unistd.h>

#include <gdal_priv.h>
#include <ogrsf_frmts.h>

#include "dataset/encoding_survey.h"
#include "support/catch.h"
#include "xuanzhi/base/error.h"
#include "xuanzhi/dataset/vector_file.h"
#include "xuanzhi/dataset/vector_writer.h"

using namespace xuanzhi;
using namespace xuanzhi::dataset;
namespace fs = std::filesystem;

namespace {

const std::string kName = "乌海市海勃湾区镕㙍";

struct Folder {
  Folder() : path(fs::temp_directory_path() / ("xuanzhi_encodings_" + std::to_string(::getpid()))) {
    fs::remove_all(path);
    fs::create_directories(path);
    GDALAllRegister();
  }
  ~Folder() { fs::remove_all(path); }
  fs::path path;
};

struct Variant {
  const char* written;  ///< encoding of the bytes
  const char* cpg;      ///< null: none
  unsigned char ldid;
};

fs::path write_shapefile(const fs::path& folder, const Variant& variant, const std::string& text,
                         int width = 60) {
  const fs::path file = folder / "a.shp";
  for (const char* suffix : {".shp", ".shx", ".dbf", ".cpg"}) {
    fs::path part = file;
    fs::remove(part.replace_extension(suffix));
  }
  GDALDriver* driver = GetGDALDriverManager()->GetDriverByName("ESRI Shapefile");
  GDALDataset* dataset = driver->Create(file.c_str(), 0, 0, 0, GDT_Unknown, nullptr);
  const std::string option = std::string("ENCODING=") + variant.written;
  char* options[] = {const_cast<char*>(option.c_str()), nullptr};
  OGRLayer* layer = dataset->CreateLayer("a", nullptr, wkbPoint, options);
  OGRFieldDefn field("名称", OFTString);
  field.SetWidth(width);
  REQUIRE(layer->CreateField(&field) == OGRERR_NONE);
  OGRFeature* feature = OGRFeature::CreateFeature(layer->GetLayerDefn());
  feature->SetField(0, text.c_str());
  OGRPoint point(106.8, 39.6);
  feature->SetGeometry(&point);
  REQUIRE(layer->CreateFeature(feature) == OGRERR_NONE);
  OGRFeature::DestroyFeature(feature);
  GDALClose(dataset);
  fs::path cpg = file;
  cpg.replace_extension(".cpg");
  fs::remove(cpg);
  if (variant.cpg != nullptr) std::ofstream(cpg) << variant.cpg;
  fs::path dbf = file;
  std::fstream header(dbf.replace_extension(".dbf"),
                      std::ios::in | std::ios::out | std::ios::binary);
  header.seekp(29);
  header.put(static_cast<char>(variant.ldid));
  return file;
}

}  // namespace

TEST_CASE("shapefiles are read in the encoding they are in", "[encodings]") {
  const Folder folder;
  const Variant variants[] = {
      {"GB18030", nullptr, 0x00}, {"GB18030", nullptr, 0x4D}, {"GB18030", nullptr, 0x57},
      {"GB18030", "GBK", 0x00},   {"GB18030", "936", 0x4D},   {"GB18030", "GB2312", 0x00},
      {"GB18030", "UTF-8", 0x00}, {"GB18030", "OEM", 0x00},   {"GB18030", "ANSI 936", 0x00},
      {"GB18030", "x-gbk", 0x00}, {"GB18030", "", 0x00},      {"GB18030", "ISO-8859-1", 0x57},
      {"UTF-8", nullptr, 0x00},   {"UTF-8", "UTF-8", 0x00},   {"UTF-8", "GBK", 0x4D},
      {"UTF-8", nullptr, 0x57}};
  for (const Variant& variant : variants) {
    CAPTURE(variant.written, variant.cpg == nullptr ? "none" : variant.cpg, int{variant.ldid});
    const fs::path file = write_shapefile(folder.path, variant, kName);
    const VectorTable table = read_vector({file, "", ""});
    CHECK(table.columns.front() == "名称");
    REQUIRE(table.rows.size() == 1);
    CHECK(table.rows.front().values.front() == kName);
    CHECK(table.encoding_used == variant.written);
    if (variant.cpg != nullptr) CHECK(table.encoding_declared == variant.cpg);
    // Filters are matched in the encoding that was found.
    CHECK(read_vector({file, "", "\"名称\" = '" + kName + "'"}).rows.size() == 1);
  }
}

TEST_CASE("a value cut in mid-character keeps its whole characters", "[encodings]") {
  const Folder folder;
  for (const char* encoding : {"GB18030", "UTF-8"}) {
    const fs::path file =
        write_shapefile(folder.path, {encoding, nullptr, 0}, "乌海市海勃湾区", 13);
    const VectorTable table = read_vector({file, "", ""});
    const std::string value = table.rows.front().values.front().value();
    CAPTURE(encoding, value);
    CHECK(std::string("乌海市海勃湾区").starts_with(value));
    CHECK(value.size() >= std::string("乌海市海").size());
  }
}

TEST_CASE("bytes in no encoding are named and not dropped", "[encodings]") {
  const Folder folder;
  const fs::path file = write_shapefile(folder.path, {"GB18030", nullptr, 0}, kName);
  fs::path dbf = file;
  std::fstream bytes(dbf.replace_extension(".dbf"),
                     std::ios::in | std::ios::out | std::ios::binary);
  bytes.seekp(-59, std::ios::end);  // in the only value
  bytes.write("\xFF\xFF\x80", 3);
  bytes.close();
  CHECK_THROWS_AS(read_vector({file, "", ""}), Error);
  const VectorTable forced = read_vector({file, "", "", "GB18030"});
  CHECK_FALSE(forced.rows.front().fault.empty());
}

TEST_CASE("a code page is known by the names that .cpg files give it", "[encodings]") {
  CHECK(known_encoding("ANSI 1250") == "CP1250");
  CHECK(known_encoding("1252") == "CP1252");
  CHECK(known_encoding("88591") == "ISO-8859-1");
  CHECK(known_encoding("ANSI 936") == "GB18030");
  CHECK_FALSE(known_encoding("<html>").has_value());
}

TEST_CASE("a CSV in GBK with coordinate columns", "[encodings]") {
  const Folder folder;
  const fs::path file = folder.path / "点.csv";
  // 名称,经度,纬度 / 乌海,106.8,39.6 in GBK
  std::ofstream(file, std::ios::binary) << "code,\xC3\xFB\xB3\xC6,\xBE\xAD\xB6\xC8,"
                                           "\xCE\xB3\xB6\xC8\n0601,\xCE\xDA\xBA\xA3,106.8,39.6\n";
  const VectorTable table = read_vector({file, "", ""});
  CHECK(table.encoding_used == "GB18030");
  CHECK(table.columns[1] == "名称");
  CHECK(table.rows.front().values[0] == "0601");
  CHECK(table.rows.front().values[1] == "乌海");
  CHECK_FALSE(table.rows.front().wkb.empty());
  CHECK(table.crs.empty());
}

TEST_CASE("closed lines of a drawing are areas, open ones stay lines", "[encodings]") {
  const Folder folder;
  VectorTable table;
  table.name = "红线";
  const auto add = [&](const char* wkt) {
    OGRGeometry* geometry = nullptr;
    REQUIRE(OGRGeometryFactory::createFromWkt(wkt, nullptr, &geometry) == OGRERR_NONE);
    VectorRow row;
    row.wkb.resize(geometry->WkbSize());
    geometry->exportToWkb(wkbNDR, reinterpret_cast<unsigned char*>(row.wkb.data()), wkbVariantIso);
    OGRGeometryFactory::destroyGeometry(geometry);
    table.rows.push_back(row);
  };
  add("POLYGON((0 0,100 0,100 100,0 100,0 0))");
  add("LINESTRING(0 0,50 50,100 0)");
  write_vector(table, {folder.path / "a.dxf", "", ""});
  const VectorTable back = read_vector({folder.path / "a.dxf", "", ""});
  REQUIRE(back.rows.size() == 2);
  CHECK(back.rows[0].wkb[1] == 3);  // polygon
  CHECK(back.rows[1].wkb[1] == 2);  // line
  CHECK(back.rows[0].values[*back.column("Layer")] == "红线");
}

TEST_CASE("shapefiles are written with plain field names", "[encodings]") {
  const Folder folder;
  VectorTable table;
  table.columns = {"name", "用地面积", "available_land_mu", "available_land_m2", "available_"};
  table.types = {FieldType::text, FieldType::real, FieldType::integer, FieldType::integer,
                 FieldType::text};
  VectorRow row{1, "", {kName, "0.1", "7", "8", std::nullopt}, {}, {}};
  OGRPoint point(106.8, 39.6);
  row.wkb.resize(point.WkbSize());
  point.exportToWkb(wkbNDR, reinterpret_cast<unsigned char*>(row.wkb.data()), wkbVariantIso);
  table.rows.push_back(row);
  const WrittenVector written = write_vector(table, {folder.path / "b.shp", "", ""});
  CHECK(written.encoding == "GB18030");
  REQUIRE(written.renamed.size() == 3);
  CHECK(written.renamed[0].second == "F02");
  CHECK(written.renamed[1].second == "available2");
  CHECK(written.renamed[2].second == "available3");
}
