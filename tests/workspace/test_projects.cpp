// SPDX-License-Identifier: Apache-2.0
#include "xuanzhi/workspace/project.h"

#include <algorithm>

#include "support/catch.h"
#include "support/memory_workspace.h"
#include "xuanzhi/workspace/workspace.h"

namespace {

using memory::audit_of;
using memory::check_counts;
using memory::error_of;
using memory::holds;
using memory::off;
using xuanzhi::ErrorCode;
using xuanzhi::workspace::Project;
using xuanzhi::workspace::SourceAudit;

const std::string kColumns =
    "project_id = \"编号\"\nland_m2 = { header = \"用地\", unit = \"mu\" }\n"
    "water_tap_m3 = { header = \"自来水\", unit = \"10k_m3\" }\nwater_mine_m3 = { header = "
    "\"疏干水\", unit = \"m3\" }\n"
    "one_to_one = { header = \"包联\", values = { \"是\" = \"1\", \"否\" = \"0\" } }\n"
    "nature = { header = \"性质\", values = { \"新建\" = \"new\" } }\n";

std::vector<Project> read_projects(const std::string& lines, SourceAudit& audit,
                                   const std::string& columns = kColumns) {
  memory::Workspace ground;
  ground.add_projects("编号,用地,自来水,疏干水,包联,性质\n" + lines, columns);
  auto workspace = ground.open();
  audit = audit_of(workspace.audits, "projects", "projects");
  return std::move(workspace.projects);
}

TEST_CASE("Project values carry their units and code words, and blanks stay unknown",
          "[workspace]") {
  SourceAudit audit;
  const auto projects = read_projects(
      "P1,\"1,500\",2.5,7,是,新建\n"
      "P2,,,,,\n"
      "P3,3,0,,否,新建\n",
      audit);
  REQUIRE(projects.size() == 3);
  CHECK(projects[0].id() == "P1");
  CHECK(off(*projects[0].number("land_m2"), 1000000.0) <= 1e-12);  // 1500 mu = 100 ha
  CHECK(off(*projects[0].number("water_tap_m3"), 25000.0) <= 1e-12);
  CHECK(*projects[0].number("water_mine_m3") == 7.0);
  CHECK(*projects[0].number("one_to_one") == 1.0);
  CHECK(projects[0].text("nature") == "new");
  for (const char* field : {"land_m2", "water_tap_m3", "one_to_one", "water_total_m3"}) {
    INFO(field);
    CHECK_FALSE(projects[1].number(field));
  }
  CHECK(off(*projects[2].number("land_m2"), 2000.0) <= 1e-12);  // 15 mu = 1 ha
  CHECK(*projects[2].number("one_to_one") == 0.0);
  CHECK(audit.rows_used == 3);
  check_counts(audit);
}

TEST_CASE("Total water is the sum of the sources stated, unless the list gives the total",
          "[workspace]") {
  SourceAudit audit;
  const auto summed = read_projects("P1,1,2.5,7,是,新建\nP2,1,,7,是,新建\nP3,1,,,是,新建\n", audit);
  CHECK(off(*summed[0].number("water_total_m3"), 25007.0) <= 1e-12);
  CHECK(*summed[1].number("water_total_m3") == 7.0);
  CHECK_FALSE(summed[2].number("water_total_m3"));
  const auto given =
      read_projects("P1,99,2.5,7,是,新建\n", audit,
                    "project_id = \"编号\"\nwater_total_m3 = { header = \"用地\", unit = \"m3\" "
                    "}\nwater_mine_m3 = { header = \"疏干水\", unit = \"m3\" }\n");
  CHECK(*given[0].number("water_total_m3") == 99.0);
}

TEST_CASE("A row that cannot be read is rejected with its number and its reason", "[workspace]") {
  struct Case {
    const char* line;
    const char* reason;
  };
  for (const Case& c :
       std::vector<Case>{{"P2,about 3,1,1,是,新建", "a number was expected, found \"about 3\""},
                         {"P2,3 mu,1,1,是,新建", "a number was expected, found \"3 mu\""},
                         {"P2,nan,1,1,是,新建", "a number was expected, found \"nan\""},
                         {"P2,inf,1,1,是,新建", "a number was expected, found \"inf\""},
                         {"P2,3,1,1,maybe,新建", "\"maybe\" is not in its `values`"},
                         {"P2,3,1,1,是,扩建", "\"扩建\" is not in its `values`"},
                         {",合计,1,1,是,新建", "there is no project id"},
                         {",6,2,2,,", "there is no project id"},
                         {"P1,3,1,1,是,新建", "the project id stands in row 2 already"}}) {
    SourceAudit audit;
    const auto projects =
        read_projects("P1,3,1,1,是,新建\n" + std::string(c.line) + "\nP9,3,1,1,是,新建\n", audit);
    INFO(c.line);
    REQUIRE(projects.size() == 2);
    CHECK(projects[0].id() == "P1");
    CHECK(projects[1].id() == "P9");
    REQUIRE(audit.rows_rejected == 1);
    check_counts(audit);
    CHECK(holds(audit.items[0].id, "row 3"));
    CHECK(holds(audit.items[0].reason.en, c.reason));
  }
}

TEST_CASE("A title that the list does not have is refused with the titles that it has",
          "[workspace]") {
  SourceAudit audit;
  const xuanzhi::Error error = error_of(
      [&] { read_projects("P1,3,1,1,是,新建\n", audit, kColumns + "name = \"项目名称\"\n"); });
  CHECK(error.code() == ErrorCode::column_missing);
  CHECK(holds(error.message().en, "项目名称"));
  CHECK(holds(error.message().en, "编号 | 用地 | 自来水 | 疏干水 | 包联 | 性质"));
}

TEST_CASE("Blank rows are no rows", "[workspace]") {
  SourceAudit audit;
  const auto projects = read_projects("P1,3,1,1,是,新建\n,,,,,\nP2,3,1,1,是,新建\n", audit);
  CHECK(projects.size() == 2);
  CHECK(audit.rows_read == 2);
}

TEST_CASE("The demo's workbook is read below its title rows, all of it", "[workspace][demo]") {
  const auto manifest =
      xuanzhi::workspace::read_manifest(std::string(XUANZHI_SOURCE_DIR) + "/gisdata/wuhai");
  std::vector<SourceAudit> audits;
  const auto projects = xuanzhi::workspace::load_projects(*manifest.projects, audits);
  const SourceAudit& audit = audit_of(audits, "projects", "projects");
  check_counts(audit);
  // Counted and summed in the workbook itself with openpyxl: 296 rows, 77291.7 mu, 7512.69 x 10,000
  // m3 of water; P-001 takes 240 mu and 1.26 + 1.14 + 0.13 x 10,000 m3.
  REQUIRE(projects.size() == 296);
  CHECK(audit.rows_used == 296);
  double land = 0.0;
  double water = 0.0;
  for (const Project& project : projects) {
    land += *project.number("land_m2");
    water += *project.number("water_total_m3");
  }
  CHECK(off(land, 77291.7 * 10000.0 / 15.0) <= 1e-9);
  CHECK(off(water, 7512.69 * 10000.0) <= 1e-9);
  const Project& first = projects.front();
  CHECK(first.id() == "P-001");
  CHECK(first.name() == "示意企业001矿用运输车辆部件项目");
  CHECK(first.text("industry_code") == "3434");
  CHECK(first.text("nature") == "new");
  CHECK(first.text("funding") == "enterprise");
  CHECK(off(*first.number("land_m2"), 160000.0) <= 1e-12);
  CHECK(off(*first.number("water_total_m3"), 25300.0) <= 1e-9);
  CHECK(off(*first.number("electricity_kwh"), 14984000.0) <= 1e-12);
  CHECK(*first.number("key_project") == 1.0);
  CHECK(*first.number("hazchem") == 0.0);
}

}  // namespace
