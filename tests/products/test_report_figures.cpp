// SPDX-License-Identifier: Apache-2.0
#include <cmath>
#include <numeric>
#include <random>

#include "../support/catch.h"
#include "products/report/figures.h"
#include "products/report/gantt.h"
#include "products/report/page.h"

using namespace xuanzhi;  // NOLINT(google-build-using-namespace): a test
using products::report::area_figures;
using products::report::area_parts;
using products::report::figure;
using products::report::rounded_parts;

TEST_CASE("Figures have commas, fixed decimals and no negative nought") {
  CHECK(figure(1234567.891, 2) == "1,234,567.89");
  CHECK(figure(999.999, 2) == "1,000.00");
  CHECK(figure(-1234.5, 1) == "-1,234.5");
  CHECK(figure(-0.001, 2) == "0.00");
  CHECK(figure(std::size_t{24}) == "24");
  CHECK(figure(std::size_t{23976}) == "23,976");
}

TEST_CASE("Areas have the decimals of land papers, and a little is never printed as nothing") {
  const auto area = area_figures(88215.63);
  CHECK(area.m2 == "88,215.63");
  CHECK(area.ha == "8.8216");
  CHECK(area.mu == "132.32");  // 88215.63 · 15 / 10000 = 132.323445, never by 667
  CHECK(area_figures(0.3).ha == "<0.0001");
  CHECK(area_figures(0.0).ha == "0.0000");
}

TEST_CASE("Thirds of a hundred are rounded so that they make a hundred") {
  const auto parts = rounded_parts({100.0 / 3, 100.0 / 3, 100.0 / 3}, 100.0, 2);
  CHECK(parts == std::vector<double>{33.34, 33.33, 33.33});
}

TEST_CASE("Rounded parts add up to the rounded total and stay within one unit of the truth") {
  std::mt19937 dice(20230201);
  std::uniform_real_distribution<double> size(0.0, 50000.0);
  for (int round = 0; round < 500; ++round) {
    std::vector<double> parts(static_cast<std::size_t>(1 + round % 12));
    for (double& part : parts) part = size(dice);
    const double total = std::accumulate(parts.begin(), parts.end(), 0.0);
    for (const int decimals : {0, 2, 4}) {
      const double unit = std::pow(10.0, -decimals);
      const auto rounded = rounded_parts(parts, total, decimals);
      const double sum = std::accumulate(rounded.begin(), rounded.end(), 0.0);
      CHECK(std::abs(sum - std::round(total / unit) * unit) < 0.01 * unit + 1e-9);
      for (std::size_t i = 0; i < parts.size(); ++i)
        CHECK(std::abs(rounded[i] - parts[i]) < unit + 1e-9);
    }
    const auto areas = area_parts(parts, total);
    products::report::AreaPart whole;
    for (const auto& area : areas) whole = whole + area;
    CHECK(area_figures(whole).m2 == area_figures(total).m2);
    CHECK(area_figures(whole).ha == area_figures(total).ha);
    CHECK(area_figures(whole).mu == area_figures(total).mu);
  }
}

TEST_CASE("A Gantt chart places its bars by their days") {
  const std::string svg =
      products::report::gantt_svg({{"a", {"一", "one"}, 0.0, 10.0, true, true},
                                   {"b", {"二 <b>", "two <b>"}, 10.0, 30.0, false, true},
                                   {"c", {"三", "three"}, 20.0, 0.0, false, false}},
                                  40.0, Language::english);
  // 104 mm for 40 days: 2.6 mm a day, from 58 mm on.
  CHECK(svg.find("x=\"58.00\" y=\"7.00\" width=\"26.00\"") != std::string::npos);
  CHECK(svg.find("x=\"84.00\" y=\"13.20\" width=\"78.00\"") != std::string::npos);
  CHECK(svg.find("two &lt;b&gt;") != std::string::npos);
  // Without a known limit there is only a mark at its day: 58 + 20 · 2.6.
  CHECK(svg.find("M110.00 19.90L") != std::string::npos);
  CHECK(svg.find("three") < svg.find("data-step=\"c\""));
}

TEST_CASE("Nothing in a page's title or header can end its style sheet") {
  products::report::Page page;
  page.title = {"</title><b>", "t"};
  page.header = {"\"}</style>\\", "h"};
  const std::string html = page_html(page);
  CHECK(html.find("</style>") == html.rfind("</style>"));
  CHECK(html.find("</title><b>") == std::string::npos);
  CHECK(html.find("content:\"\\22 }\\3c /style>\\5c \"") != std::string::npos);
}
