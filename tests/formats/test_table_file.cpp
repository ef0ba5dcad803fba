// SPDX-License-Identifier: Apache-2.0
#include "xuanzhi/formats/table_file.h"

#include <filesystem>

#include <gdal_priv.h>
#include <ogrsf_frmts.h>

#include "formats/table_values.h"
#include "support/catch.h"
#include "xuanzhi/formats/project_table.h"

using namespace xuanzhi;
using namespace xuanzhi::formats;
namespace fs = std::filesystem;

namespace {

const fs::path kRoot = XUANZHI_SOURCE_DIR;

ProjectTable understand(const CellRows& cells) {
  const ProjectDictionary dictionary =
      ProjectDictionary::load(kRoot / "gisdata/rulebooks/project_columns.toml");
  return understand_projects(cells, &dictionary, {});
}

std::vector<std::string> fates(const ProjectTable& table) {
  std::vector<std::string> out;
  for (const TableRow& row : table.rows) out.push_back(to_string(row.fate));
  return out;
}

}  // namespace

TEST_CASE("delimited text keeps blank rows, quotes and line ends", "[formats][projects]") {
  const CellRows rows = parse_delimited("a,\"b\"\"c\n d\",e\r\n\r\n1,2,3\n");
  REQUIRE(rows.size() == 3);
  CHECK(rows[0] == std::vector<std::string>{"a", "b\"c\n d", "e"});
  CHECK(rows[1] == std::vector<std::string>{""});
  CHECK(parse_delimited("a\tb，c\n").front() == std::vector<std::string>{"a", "b，c"});
  CHECK(parse_delimited("a;b\n").front() == std::vector<std::string>{"a", "b"});
  CHECK(parse_delimited("").empty());
}

TEST_CASE("lists that LibreOffice saved are understood alike in every format",
          "[formats][projects]") {
  const std::string name = GENERATE(as<std::string>{}, "list.xlsx", "list.xls", "list.ods",
                                    "list_gbk.csv", "list_utf8sig.csv", "list_utf16.csv");
  INFO(name);
  const dataset::CellTable cells = read_table_file(kRoot / "tests/formats/data" / name, "");
  const ProjectTable table = understand(cells.rows);
  REQUIRE(table.faults.empty());
  CHECK(table.header_row == 3);
  CHECK(table.header_rows == 2);
  CHECK(fates(table) == std::vector<std::string>{"heading", "used", "used", "blank", "heading",
                                                 "rejected", "repaired", "duplicate", "total"});
  CHECK(number(table, 1, "investment_10k_cny") == Approx(125000.0));
  CHECK(number(table, 1, "land_m2") == Approx(200000.0));
  CHECK(number(table, 1, "energy_tce") == Approx(12500.0));
  CHECK(number(table, 1, "water_surface_m3") == Approx(300000.0));
  CHECK(number(table, 1, "water_reclaimed_m3") == Approx(125000.0));
  CHECK(text(table, 1, "start_date") == "2023-03");
  CHECK(text(table, 2, "start_date") == "2023-05-01");
  CHECK(number(table, 2, "land_m2") == Approx(84000.0));
  CHECK(text(table, 2, "nature") == "expansion");
  CHECK(number(table, 6, "investment_10k_cny") == Approx(12340000.0));
  CHECK(table.rows[5].number == 10);
}

TEST_CASE("lists that GDAL wrote come back cell by cell", "[formats][projects]") {
  const auto [driver, name] = GENERATE(table<std::string, std::string>(
      {{"XLSX", "trip.xlsx"}, {"ODS", "trip.ods"}, {"CSV", "trip.csv"}}));
  const fs::path file = fs::temp_directory_path() / ("xuanzhi_" + name);
  fs::remove(file);
  const CellRows cells{{"项目编号", "项目名称", "用地面积(亩)", "总投资（亿元）"},
                       {"A-1", "甲，\"引号\"", "１5", "1,234.5"},
                       {"A-2", "乙", "3", ""}};
  GDALAllRegister();
  GDALDataset* out = GetGDALDriverManager()
                         ->GetDriverByName(driver.c_str())
                         ->Create(file.c_str(), 0, 0, 0, GDT_Unknown, nullptr);
  REQUIRE(out != nullptr);
  OGRLayer* layer = out->CreateLayer("trip", nullptr, wkbNone, nullptr);
  for (const std::string& title : cells[0]) {
    OGRFieldDefn field(title.c_str(), OFTString);
    layer->CreateField(&field);
  }
  for (std::size_t i = 1; i < cells.size(); ++i) {
    OGRFeature feature(layer->GetLayerDefn());
    for (std::size_t k = 0; k < cells[i].size(); ++k)
      feature.SetField(static_cast<int>(k), cells[i][k].c_str());
    REQUIRE(layer->CreateFeature(&feature) == OGRERR_NONE);
  }
  GDALClose(out);
  CellRows read = read_table_file(file, "").rows;
  for (auto& row : read) row.resize(4);
  CHECK(read == cells);
  const ProjectTable table = understand(read);
  CHECK(table.faults.empty());
  CHECK(number(table, 0, "land_m2") == Approx(10000.0));
  fs::remove(file);
}
