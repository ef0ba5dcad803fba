// SPDX-License-Identifier: Apache-2.0
#include <filesystem>
#include <string>

#include "../support/catch.h"
#include "../support/memory_workspace.h"
#include "products/workbook_scores.h"
#include "xuanzhi/dataset/vector_file.h"

using namespace xuanzhi;  // NOLINT(google-build-using-namespace): a test
using products::ScoreTable;

namespace {

// Weights 3 and 1; P1 has a clear winner, P2 a site of which nothing is known.
ScoreTable sample() {
  ScoreTable table;
  table.criteria = {{{"距变电站", "substation"}, 3.0}, {{"方向契合", "direction"}, 1.0}};
  table.rows = {{"P1", "A", {0.5, 1.0}},
                {"P1", "B", {1.0, std::nullopt}},
                {"P2", "A", {std::nullopt, std::nullopt}},
                {"P2", "B", {0.0, 0.4}}};
  return table;
}

}  // namespace

TEST_CASE("What is not known scales the weights of what is known") {
  const ScoreTable table = sample();
  CHECK(*score_of(table, table.rows[0]) == Approx(100.0 * (3 * 0.5 + 1 * 1.0) / 4));
  CHECK(*score_of(table, table.rows[1]) == Approx(100.0));
  CHECK_FALSE(score_of(table, table.rows[2]).has_value());
  CHECK(*score_of(table, table.rows[3]) == Approx(100.0 * 0.4 / 4));
}

TEST_CASE("A gap counts against what must be known, what does not concern the project does not") {
  ScoreTable table = sample();
  table.least_known = 0.5;
  ScoreTable::Row row{"P3", "A", {std::nullopt, 0.4}};
  CHECK(*score_of(table, row) == Approx(40.0));  // the first criterion does not concern it
  row.gaps = {true, false};
  CHECK_FALSE(score_of(table, row).has_value());  // 1 of 4 is known
  table.least_known = 0.25;
  CHECK(*score_of(table, row) == Approx(40.0));
}

TEST_CASE("The sheet of scores shows scores and ranks among the sites of each project") {
  const memory::Workspace scratch;
  const std::filesystem::path file = scratch / "scores.xlsx";
  {
    products::WorkbookFile book(file, *parse_date("2023-02-01"));
    write_score_sheets(book, sample(), Language::chinese);
    book.close();
  }
  const auto weights = dataset::read_cells(file, "权重").rows;
  CHECK(weights[0][1] == "距变电站");
  CHECK(std::stod(weights[1][1]) == 3.0);
  const auto scores = dataset::read_cells(file, "得分").rows;
  REQUIRE(scores.size() == 5);
  CHECK(scores[1][0] == "P1");
  CHECK(std::stod(scores[1][3]) == Approx(62.5));
  CHECK(std::stod(scores[1][4]) == 2.0);
  CHECK(std::stod(scores[2][3]) == Approx(100.0));
  CHECK(std::stod(scores[2][4]) == 1.0);
  CHECK(std::stod(scores[4][3]) == Approx(10.0));
  CHECK(std::stod(scores[4][4]) == 1.0);
}
