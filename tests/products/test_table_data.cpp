// SPDX-License-Identifier: Apache-2.0
#include <bit>
#include <cstdint>
#include <cstdlib>
#include <limits>
#include <random>
#include <sstream>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "support/catch.h"

#include "products/table_data.h"

namespace {

using xuanzhi::dataset::Cell;
using xuanzhi::dataset::ColumnType;
using xuanzhi::products::print_csv;
using xuanzhi::products::RowSink;

// The only line behind the titles.
std::string line_of(const std::vector<Cell>& row) {
  std::vector<xuanzhi::dataset::Column> columns;
  for (std::size_t i = 0; i < row.size(); ++i) columns.push_back({fmt::format("c{}", i)});
  std::ostringstream out;
  print_csv(out, {{"t", "t", xuanzhi::dataset::TableGeometry::none, columns},
                  [&](const RowSink& sink) { sink(row); }});
  const std::string text = out.str();
  const std::size_t begin = text.find("\r\n") + 2;
  return text.substr(begin, text.size() - begin - 2);
}

TEST_CASE("Numbers of a CSV have the shortest digits that read back as they were", "[table]") {
  std::vector<double> values{0.0,
                             -0.0,
                             1.0,
                             -1.0,
                             0.1,
                             1e15,
                             1e15 - 1.0,
                             1e16,
                             -1e15,
                             1e-5,
                             123456.0,
                             1.5,
                             2.5,
                             1e300,
                             5e-324,
                             1.0 / 3.0,
                             99999.5,
                             1e21,
                             4503599627370496.5};
  values.push_back(std::numeric_limits<double>::max());
  std::mt19937_64 dice(20261128);
  for (int i = 0; i < 3000; ++i) {
    const auto value = std::bit_cast<double>(dice());
    if (value == value && value - value == 0.0) values.push_back(value);
    values.push_back(static_cast<double>(static_cast<std::int64_t>(dice() >> (i % 60))));
  }
  // Each beside itself and beside others: what stands in a row must not leak into the next cell.
  for (std::size_t i = 0; i + 1 < values.size(); ++i) {
    const double a = values[i];
    const double b = values[i + 1];
    const std::string expected = fmt::format("{},{},{},{},{}", a, a, b, a, b);
    REQUIRE(line_of({a, a, b, a, b}) == expected);
    REQUIRE(std::strtod(line_of({a}).c_str(), nullptr) == a);
  }
}

TEST_CASE("Texts of a CSV are quoted where they must be", "[table]") {
  CHECK(line_of({std::string("甲"), std::monostate{}, 7LL, std::string("a,b")}) == "甲,,7,\"a,b\"");
  CHECK(line_of({std::string("say \"x\""), std::string("two\nlines")}) ==
        "\"say \"\"x\"\"\",\"two\nlines\"");
}

}  // namespace
