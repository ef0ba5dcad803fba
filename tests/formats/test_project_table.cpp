// SPDX-License-Identifier: Apache-2.0
#include "xuanzhi/formats/project_table.h"

#include <algorithm>

#include "formats/table_values.h"
#include "support/catch.h"

using namespace xuanzhi;
using namespace xuanzhi::formats;

namespace {

const ProjectDictionary& dictionary() {
  static const ProjectDictionary kDictionary =
      ProjectDictionary::load(XUANZHI_SOURCE_DIR "/gisdata/rulebooks/project_columns.toml");
  return kDictionary;
}

ProjectTable understand(const CellRows& cells, const TableRequest& request = {}) {
  return understand_projects(cells, &dictionary(), request);
}

const TableColumn& column(const ProjectTable& table, const std::string& field) {
  const auto found = std::find_if(table.columns.begin(), table.columns.end(),
                                  [&](const TableColumn& c) { return c.field == field; });
  REQUIRE(found != table.columns.end());
  return *found;
}

// A list of one project whose only other column is given.
ProjectTable one(const std::string& title, const std::string& cell) {
  return understand({{"项目编号", "项目名称", title}, {"A", "甲", cell}});
}

double one_number(const std::string& title, const std::string& cell, const std::string& field) {
  const ProjectTable table = one(title, cell);
  INFO(title << " " << cell);
  REQUIRE(table.faults.empty());
  return number(table, 0, field);
}

std::vector<std::string> fates(const ProjectTable& table) {
  std::vector<std::string> out;
  for (const TableRow& row : table.rows) out.push_back(to_string(row.fate));
  return out;
}

}  // namespace

TEST_CASE("the header is found below title rows", "[formats][projects]") {
  const ProjectTable table = understand({{"2023年项目清单"},
                                         {},
                                         {"填报单位：某局", "", "2023年1月"},
                                         {"序号", "项目名称", "用地面积（亩）"},
                                         {"1", "甲", "15"}});
  CHECK(table.faults.empty());
  CHECK(table.header_row == 4);
  CHECK(table.header_rows == 1);
  CHECK(number(table, 0, "land_m2") == Approx(10000.0));
}

TEST_CASE("titles in two rows are read together", "[formats][projects]") {
  const ProjectTable table =
      understand({{"序号", "项目名称", "年用水量（万m³）", "", "总投资", "备注"},
                  {"", "", "地表水", "再生水", "（亿元）", ""},
                  {"1", "甲", "2", "3.5", "1.2", "x"}});
  REQUIRE(table.faults.empty());
  CHECK(table.header_rows == 2);
  CHECK(number(table, 0, "water_surface_m3") == Approx(20000.0));
  CHECK(number(table, 0, "water_reclaimed_m3") == Approx(35000.0));
  CHECK(number(table, 0, "investment_10k_cny") == Approx(12000.0));
  CHECK(column(table, "water_reclaimed_m3").title == "年用水量（万m³）/再生水");
}

TEST_CASE("a group that changes the meaning of a number is an error", "[formats][projects]") {
  const ProjectTable table = understand({{"序号", "项目名称", "二期工程", ""},
                                         {"", "", "总投资(万元)", "年用电量(万度)"},
                                         {"1", "甲", "2", "3"}});
  CHECK(table.faults.size() == 2);
}

TEST_CASE("a list without a header is an error that says what to write", "[formats][projects]") {
  const ProjectTable table = understand({{"a", "b"}, {"c", "d"}});
  REQUIRE(table.faults.size() == 1);
  CHECK(table.faults[0].code() == ErrorCode::column_missing);
  CHECK(table.faults[0].remedy().zh.find("header_row") != std::string::npos);
}

TEST_CASE("units are read in every spelling", "[formats][projects]") {
  const double mu = 10000.0 / 15.0;
  CHECK(one_number("用地面积(亩)", "3", "land_m2") == Approx(3 * mu));
  CHECK(one_number("占地面积／亩", "3", "land_m2") == Approx(3 * mu));
  CHECK(one_number("占地亩", "3", "land_m2") == Approx(3 * mu));
  CHECK(one_number("用地规模（ＨＡ）", "3", "land_m2") == Approx(30000.0));
  CHECK(one_number("用地面积[hm²]", "3", "land_m2") == Approx(30000.0));
  CHECK(one_number("用地面积（㎡）", "3", "land_m2") == Approx(3.0));
  CHECK(one_number("用地\n面积 （单位：m2）", "3", "land_m2") == Approx(3.0));
  CHECK(one_number("总投资(亿元)", "3", "investment_10k_cny") == Approx(30000.0));
  CHECK(one_number("总投资额（万元）", "3", "investment_10k_cny") == Approx(3.0));
  CHECK(one_number("总投资【亿】", "3", "investment_10k_cny") == Approx(30000.0));
  CHECK(one_number("年综合能耗（吨标煤）", "3", "energy_tce") == Approx(3.0));
  CHECK(one_number("综合能耗（万吨标准煤/年）", "3", "energy_tce") == Approx(30000.0));
  CHECK(one_number("能耗(TCE)", "3", "energy_tce") == Approx(3.0));
  CHECK(one_number("用电量（亿千瓦时）", "3", "electricity_kwh") == Approx(3e8));
  CHECK(one_number("年用电量(万kWh)", "3", "electricity_kwh") == Approx(3e4));
  CHECK(one_number("年用水量（万立方米）", "3", "water_total_m3") == Approx(3e4));
  CHECK(one_number("年用水量(m³/a)", "3", "water_total_m3") == Approx(3.0));
}

TEST_CASE("a unit is never guessed", "[formats][projects]") {
  for (const std::string title : {"用地面积", "总投资", "年综合能耗", "年用水量", "年用电量"}) {
    const ProjectTable table = one(title, "12");
    INFO(title);
    REQUIRE(table.faults.size() == 1);
    CHECK(table.faults[0].code() == ErrorCode::unit_unclear);
    CHECK(table.faults[0].message().zh.find(title) != std::string::npos);
    CHECK(table.faults[0].message().en.find("row 2") != std::string::npos);
    CHECK(table.faults[0].remedy().en.find("header = \"" + title + "\"") != std::string::npos);
  }
  SECTION("also where the title states one of another kind or per day") {
    CHECK(one("用地面积（万元）", "12").faults.size() == 1);
    CHECK(one("年用水量（m³/d）", "12").faults.size() == 1);
    CHECK(one("总投资（含税）", "12").faults.size() == 1);
    CHECK(one("用地面积（万）", "12").faults.size() == 1);
  }
  SECTION("but a silent column without numbers needs none") {
    CHECK(one("用地面积", "-").faults.empty());
  }
}

TEST_CASE("a line that states the units of the sheet is taken", "[formats][projects]") {
  const ProjectTable table = understand({{"清单", "", "单位：万元、亩"},
                                         {"序号", "项目名称", "总投资", "用地面积"},
                                         {"1", "甲", "5", "15"}});
  REQUIRE(table.faults.empty());
  CHECK(number(table, 0, "investment_10k_cny") == Approx(5.0));
  CHECK(number(table, 0, "land_m2") == Approx(10000.0));
  const ProjectTable office =
      understand({{"单位：乌海市某局"}, {"序号", "项目名称", "总投资"}, {"1", "甲", "5"}});
  CHECK(office.faults.size() == 1);
}

TEST_CASE("numbers are read as people write them", "[formats][projects]") {
  const auto land = [](const std::string& cell) {
    return one_number("用地面积(m2)", cell, "land_m2");
  };
  CHECK(land("１２３．５") == Approx(123.5));
  CHECK(land("1,234,567.5") == Approx(1234567.5));
  CHECK(land("1，234") == Approx(1234.0));
  CHECK(land("12 345") == Approx(12345.0));
  CHECK(land(" 500 ") == Approx(500.0));
  CHECK(land("'500") == Approx(500.0));
  CHECK(land("1.5E3") == Approx(1500.0));
  CHECK(land("2e+2") == Approx(200.0));
  CHECK(land("500㎡") == Approx(500.0));
  CHECK(land("500 平方米") == Approx(500.0));
  CHECK(land(".5") == Approx(0.5));
  CHECK(land("0") == 0.0);
}

TEST_CASE("what is no exact number takes the row out with a reason", "[formats][projects]") {
  for (const std::string cell :
       {"约500", "≥500", "500以上", "100-200", "1,23", "1,2345", "50%", "５０％", "五百", "1.2.3",
        "-5", "nan", "inf", "0x10", "1e999", "500万", "500公斤", "500亩", "12，3"}) {
    const ProjectTable table = one("用地面积(公顷)", cell);
    INFO(cell);
    REQUIRE(table.faults.empty());
    CHECK(table.rows.at(0).fate == RowFate::rejected);
    CHECK(table.rows[0].reason.zh.find("用地面积(公顷)（C 列）") != std::string::npos);
    CHECK(table.rows[0].reason.en.find(cell) != std::string::npos);
    CHECK(table.rows[0].values.empty());
  }
}

TEST_CASE("cells may state the unit where the title is silent", "[formats][projects]") {
  const ProjectTable table = understand({{"项目编号", "项目名称", "总投资"},
                                         {"A", "甲", "3亿元"},
                                         {"B", "乙", "5000万元"},
                                         {"C", "丙", ""}});
  REQUIRE(table.faults.empty());
  CHECK(number(table, 0, "investment_10k_cny") == Approx(30000.0));
  CHECK(number(table, 1, "investment_10k_cny") == Approx(5000.0));
  CHECK(table.rows[2].values.count("investment_10k_cny") == 0);
}

TEST_CASE("a cell that has nothing to say leaves its field open", "[formats][projects]") {
  for (const std::string cell : {"", " ", "-", "—", "——", "/", "待定", "N/A"}) {
    const ProjectTable table = one("用地面积(亩)", cell);
    INFO(cell);
    CHECK(table.rows.at(0).fate == RowFate::used);
    CHECK(table.rows[0].values.count("land_m2") == 0);
  }
}

TEST_CASE("rows that are no project are told apart", "[formats][projects]") {
  const ProjectTable table = understand({{"序号", "项目编号", "项目名称", "总投资(万元)"},
                                         {"1", "2", "3", "4"},
                                         {"一、化工", "", "", ""},
                                         {"1", "A", "甲", "10"},
                                         {"", "", "", ""},
                                         {"序号", "项目编号", "项目名称", "总投资（万元）"},
                                         {"2", "B", "合计量具项目", "20"},
                                         {"", "", "", "5"},
                                         {"小计（2个）", "", "", "30"},
                                         {"合 计", "", "", "30"},
                                         {"", "", "全市总计", "30"}});
  CHECK(fates(table) == std::vector<std::string>{"heading", "heading", "used", "blank", "heading",
                                                 "used", "rejected", "total", "total", "total"});
  CHECK(table.rows[6].number == 8);
}

TEST_CASE("sections numbered in Chinese are headings where the serial number is the id",
          "[formats][projects]") {
  const ProjectTable table = understand({{"序号", "项目名称", "总投资(万元)"},
                                         {"一", "化工产业", "30"},
                                         {"（十二）", "装备", ""},
                                         {"1", "甲", "10"}});
  CHECK(fates(table) == std::vector<std::string>{"heading", "heading", "used"});
}

TEST_CASE("a project that stands twice is used once", "[formats][projects]") {
  const ProjectTable table = understand({{"项目编号", "项目名称", "总投资(万元)"},
                                         {"A", "甲", "10"},
                                         {"A", "甲", "10"},
                                         {"A", "甲", "12"},
                                         {"B", "甲", "10"}});
  CHECK(fates(table) == std::vector<std::string>{"used", "duplicate", "duplicate", "used"});
  CHECK(table.rows[1].reason.en.find("row 2") != std::string::npos);
  CHECK(table.rows[2].reason.zh.find("总投资(万元)") != std::string::npos);
  CHECK(table.rows[3].remark.en.find("same name as in row 2") != std::string::npos);
}

TEST_CASE("yes and no have many words", "[formats][projects]") {
  for (const auto& [cell, flag] : std::vector<std::pair<std::string, std::int64_t>>{{"是", 1},
                                                                                    {"√", 1},
                                                                                    {"有", 1},
                                                                                    {"Y", 1},
                                                                                    {"Ｙ", 1},
                                                                                    {"1", 1},
                                                                                    {"否", 0},
                                                                                    {"×", 0},
                                                                                    {"无", 0},
                                                                                    {"N", 0},
                                                                                    {"0", 0}}) {
    const ProjectTable table = one("是否涉危化品", cell);
    INFO(cell);
    CHECK(std::get<std::int64_t>(table.rows.at(0).values.at("hazchem")) == flag);
  }
  const ProjectTable open = one("是否涉危化品", "看情况");
  CHECK(open.rows.at(0).fate == RowFate::repaired);
  CHECK(open.rows[0].values.count("hazchem") == 0);
}

TEST_CASE("code words become codes, and undecided words leave the field open",
          "[formats][projects]") {
  CHECK(text(one("建设性质", "新建"), 0, "nature") == "new");
  CHECK(text(one("项目性质", "改扩建"), 0, "nature") == "expansion");
  CHECK(text(one("建设性质(新建/改扩建)", "技改"), 0, "nature") == "upgrade");
  const ProjectTable going_on = one("建设性质", "续建");
  CHECK(going_on.rows.at(0).fate == RowFate::repaired);
  CHECK(going_on.rows[0].values.count("nature") == 0);
}

TEST_CASE("dates keep the precision they have", "[formats][projects]") {
  const auto start = [](const std::string& cell) {
    return text(one("开工时间", cell), 0, "start_date");
  };
  CHECK(start("2023.3") == "2023-03");
  CHECK(start("２０２３．０３") == "2023-03");
  CHECK(start("2023年3月") == "2023-03");
  CHECK(start("2023年3月5日") == "2023-03-05");
  CHECK(start("2023-03") == "2023-03");
  CHECK(start("2023/3/5") == "2023-03-05");
  CHECK(start("2023/03/05 00:00:00") == "2023-03-05");
  CHECK(start("202303") == "2023-03");
  CHECK(start("20230305") == "2023-03-05");
  CHECK(start("2023年") == "2023");
  CHECK(start("2023.13").empty());
  CHECK(start("2023-02-30").empty());
  CHECK(start("年底").empty());
}

TEST_CASE("a serial day of Excel is no date unless its cell says so", "[formats][projects]") {
  const ProjectTable table = one("开工时间", "45000");
  CHECK(table.rows.at(0).fate == RowFate::repaired);
  CHECK(table.rows[0].reason.en.find("serial day") != std::string::npos);
}

TEST_CASE("January that may be October is remarked", "[formats][projects]") {
  CHECK(text(one("开工时间", "2023.1"), 0, "start_date") == "2023-01");
  CHECK_FALSE(one("开工时间", "2023.1").rows.at(0).remark.en.empty());
  CHECK(one("开工时间", "2023.10").rows.at(0).remark.en.empty());
}

TEST_CASE("a period has two ends", "[formats][projects]") {
  const auto period = [](const std::string& cell) {
    return text(one("建设起止年限", cell), 0, "construction_period");
  };
  CHECK(period("2023-2025") == "2023/2025");
  CHECK(period("2023.3—2024.12") == "2023-03/2024-12");
  CHECK(period("2023年3月至2024年12月") == "2023-03/2024-12");
  CHECK(period("2025-2023").empty());
}

TEST_CASE("two columns for one field are an error that names both", "[formats][projects]") {
  const ProjectTable table = understand(
      {{"项目编号", "项目名称", "总投资(万元)", "投资总额(亿元)"}, {"A", "甲", "1", "2"}});
  REQUIRE(table.faults.size() == 1);
  CHECK(table.faults[0].code() == ErrorCode::column_ambiguous);
  CHECK(table.faults[0].message().en.find("总投资(万元) (C), 投资总额(亿元) (D)") !=
        std::string::npos);
}

TEST_CASE("a proper id column comes before the serial number", "[formats][projects]") {
  const ProjectTable table =
      understand({{"序号", "项目代码", "项目编号", "项目名称"}, {"1", "2307-1", "P-1", "甲"}});
  CHECK(column(table, "project_id").title == "项目编号");
  CHECK(table.columns[0].how == Understanding::ignored);
  CHECK(table.rows.at(0).id == "P-1");
}

TEST_CASE("the column map overrides the dictionary", "[formats][projects]") {
  TableRequest request;
  request.columns = {{"land_m2", ColumnKind::number, "用地面积", "mu", {}},
                     {"nature", ColumnKind::code, "类型", "", {{"甲类", "new"}}}};
  const CellRows cells{{"项目编号", "项目名称", "用地面积", "占地面积(公顷)", "类型", "建设性质"},
                       {"A", "甲", "15", "9", "甲类", "扩建"},
                       {"B", "乙", "15", "9", "乙类", "扩建"}};
  const ProjectTable table = understand(cells, request);
  REQUIRE(table.faults.empty());
  CHECK(number(table, 0, "land_m2") == Approx(10000.0));
  CHECK(text(table, 0, "nature") == "new");
  CHECK(table.columns[2].how == Understanding::stated);
  CHECK(table.columns[3].how == Understanding::ignored);
  CHECK(table.rows[1].fate == RowFate::rejected);
  CHECK(table.rows[1].reason.en.find("\"乙类\" = ") != std::string::npos);
}

TEST_CASE("a whole column map needs no dictionary", "[formats][projects]") {
  TableRequest request;
  request.header_row = 2;
  request.stated_only = true;
  request.columns = {{"project_id", ColumnKind::text, "编号", "", {}},
                     {"land_m2", ColumnKind::number, "面积", "ha", {}}};
  const CellRows cells{{"题"}, {"编号", "面积", "项目名称"}, {"A", "2", "甲"}, {"", "4", "合计"}};
  const ProjectTable table = understand_projects(cells, nullptr, request);
  REQUIRE(table.faults.empty());
  CHECK(number(table, 0, "land_m2") == Approx(20000.0));
  CHECK(table.rows[0].values.count("name") == 0);
  CHECK(table.rows[1].fate == RowFate::rejected);
  SECTION("a title that is not there is an error") {
    request.columns[1].header = "占地";
    const ProjectTable missing = understand_projects(cells, nullptr, request);
    REQUIRE(missing.faults.size() == 1);
    CHECK(missing.faults[0].code() == ErrorCode::column_missing);
  }
}

TEST_CASE("a title that is told to be ignored is ignored", "[formats][projects]") {
  TableRequest request;
  request.ignore = {"总投资（含税）"};
  const ProjectTable table =
      understand({{"项目编号", "项目名称", "总投资(含税)"}, {"A", "甲", "1"}}, request);
  CHECK(table.faults.empty());
}
