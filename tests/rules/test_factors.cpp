// SPDX-License-Identifier: Apache-2.0
#include <limits>
#include <random>

#include "support/catch.h"
#include "support/memory_workspace.h"
#include "xuanzhi/rules/directions.h"
#include "xuanzhi/rules/factors.h"
#include "xuanzhi/rules/rulebook_difference.h"

namespace {

using memory::project;
using xuanzhi::rules::energy_tests;
using xuanzhi::rules::EnergyTest;
using xuanzhi::rules::Fit;
using xuanzhi::workspace::Project;

const std::filesystem::path kBooks =
    std::filesystem::path(XUANZHI_SOURCE_DIR) / "gisdata" / "rulebooks";

Project user(double tce, double value, const char* nature = "new") {
  return project(
      {{"energy_tce", tce}, {"value_added_10k_cny", value}, {"nature", std::string(nature)}});
}

TEST_CASE("The energy test compares intensity with the benchmark and tells the excess",
          "[rules][factors]") {
  const std::vector<Project> list{user(500.0, 1000.0), user(1000.0, 1000.0), user(1600.0, 1000.0)};
  const auto tests = energy_tests(list, 1.0);
  CHECK(tests[0].fit == Fit::within);
  CHECK(tests[1].fit == Fit::within);  // 达到或低于
  CHECK(tests[2].fit == Fit::over);
  CHECK(tests[2].excess_tce == Approx(600.0));
  CHECK_FALSE(tests[2].partners);  // the first leaves 500 only
  CHECK(energy_tests(list, std::nullopt)[2].fit == Fit::unknown);
  CHECK(energy_tests({project({})}, 1.0)[0].fit == Fit::unknown);
  CHECK(energy_tests({user(500.0, 1000.0, "upgrade"), list[2]}, 0.9)[1].partners == std::nullopt);
}

// The fewest partners by trying every set of the others.
std::size_t fewest(const std::vector<Project>& list, std::size_t self, double benchmark) {
  std::size_t best = std::numeric_limits<std::size_t>::max();
  for (std::size_t set = 0; set < (std::size_t{1} << list.size()); ++set) {
    if ((set >> self & 1U) != 0U) continue;
    double energy = *list[self].number("energy_tce");
    double value = *list[self].number("value_added_10k_cny");
    std::size_t count = 0;
    bool low = true;
    for (std::size_t i = 0; i < list.size(); ++i) {
      if ((set >> i & 1U) == 0U) continue;
      low = low &&
            *list[i].number("energy_tce") <= benchmark * *list[i].number("value_added_10k_cny");
      energy += *list[i].number("energy_tce");
      value += *list[i].number("value_added_10k_cny");
      ++count;
    }
    if (low && energy <= benchmark * value) best = std::min(best, count);
  }
  return best;
}

TEST_CASE("The pairing takes the fewest partners of all sets", "[rules][factors][property]") {
  std::mt19937 chance(41);
  for (int round = 0; round < 60; ++round) {
    std::vector<Project> list;
    for (int i = 0; i < 9; ++i)
      list.push_back(user(static_cast<double>(1 + chance() % 4000),
                          static_cast<double>(100 + chance() % 2000)));
    const auto tests = energy_tests(list, 1.0);
    for (std::size_t i = 0; i < list.size(); ++i) {
      if (tests[i].fit != Fit::over) continue;
      const std::size_t best = fewest(list, i, 1.0);
      if (tests[i].partners)
        CHECK(tests[i].partners->size() == best);
      else
        CHECK(best == std::numeric_limits<std::size_t>::max());
    }
  }
}

struct Books {
  xuanzhi::rules::Rulebook book = xuanzhi::rules::load_rulebooks(
      {kBooks / "national.toml", kBooks / "wuhai.toml"},
      xuanzhi::workspace::RoleCatalogue::load(kBooks / "roles.toml"));
  xuanzhi::rules::FactorBook factors = xuanzhi::rules::load_factors(kBooks / "factors.toml", book);
};

TEST_CASE("Quota times output is compared with the demand, money with the total",
          "[rules][factors]") {
  const Books books;
  const auto water = [&](double demand) {
    return xuanzhi::rules::water_test(books.factors,
                                      project({{"product", std::string("BDO")},
                                               {"output_t", 1000.0},
                                               {"water_total_m3", demand},
                                               {"water_reclaimed_m3", demand / 4.0}}));
  };
  CHECK(water(20000.0).fit == Fit::within);
  CHECK(water(20001.0).fit == Fit::over);
  CHECK(water(20001.0).nonconventional_share == Approx(0.25));
  CHECK(xuanzhi::rules::water_test(books.factors,
                                   project({{"product", std::string("茶")}, {"output_t", 1.0}}))
            .fit == Fit::unknown);
  const auto money =
      xuanzhi::rules::funding(books.factors, project({{"investment_10k_cny", 1000.0},
                                                      {"fund_credit_10k_cny", 300.0},
                                                      {"fund_bond_10k_cny", 250.0}}));
  CHECK(money.secured_10k_cny == Approx(550.0));
  CHECK(*money.gap_10k_cny == Approx(450.0));
  CHECK_FALSE(
      xuanzhi::rules::funding(books.factors, project({{"investment_10k_cny", 1.0}})).gap_10k_cny);
}

TEST_CASE("The queue is 在建, 民生, 急需重点, and what cannot be told has no place",
          "[rules][factors]") {
  const Books books;
  const auto classes = xuanzhi::rules::queue_classes(
      books.factors, books.book,
      {project({{"stage", std::string("在建")}, {"industry_code", std::string("8310")}}),
       project({{"stage", std::string("储备")}, {"industry_code", std::string("8310")}}),
       project({{"stage", std::string("储备")},
                {"industry_code", std::string("3511")},
                {"key_project", memory::whole(1)}}),
       project({{"stage", std::string("储备")},
                {"industry_code", std::string("3511")},
                {"key_project", memory::whole(0)}}),
       project({{"stage", std::string("储备")}})});
  CHECK(classes[0]->id == "under_construction");
  CHECK(classes[1]->id == "livelihood");
  CHECK(classes[2]->id == "urgent_key");
  CHECK(classes[3]->id == "other");
  CHECK(classes[4] == nullptr);
}

TEST_CASE("A project is matched by the words of the plan before its code", "[rules][directions]") {
  const auto book = xuanzhi::rules::load_directions(kBooks / "directions.toml");
  REQUIRE(book.directions.size() == 7);
  CHECK(book.directions[0].industries.empty());
  const auto match = [&](const char* industry, const char* code) {
    const auto all = xuanzhi::rules::directions_of(
        book, project({{"industry", std::string(industry)}, {"industry_code", std::string(code)}}));
    return all.empty() ? std::string("none") : all[0].direction->id + "/" + all[0].industry->id;
  };
  CHECK(match("生物可降解塑料", "2651") == "D2/biodegradable");
  CHECK(match("", "2651") == "D2/biodegradable");
  CHECK(match("葡萄特色农业", "0151") == "D5/grapes");
  CHECK(match("先进制造业", "3511") == "D7/advanced");
  CHECK(match("烟草", "1610") == "none");
  const auto origin = [&](const char* from, const char* industry) {
    return xuanzhi::rules::origin_of(
        book, project({{"origin", std::string(from)}, {"industry", std::string(industry)}}));
  };
  CHECK(origin("日本（日韩）", "食品加工")->field->name.zh == "食品加工");
  CHECK(origin("日本（日韩）", "烟草")->field == nullptr);
  CHECK_FALSE(origin("浙江", "食品加工"));
}

TEST_CASE("Two rulebooks differ by the fields of their rules", "[rules]") {
  const Books books;
  CHECK(xuanzhi::rules::difference(books.book, books.book).empty());
  auto other = books.book;
  const std::string first = other.rules.front().id;
  other.rules.front().threshold = 7.0;
  other.rules.pop_back();
  const auto changes = xuanzhi::rules::difference(books.book, other);
  REQUIRE(changes.size() == 2);
  CHECK(changes[0].rule_id == first);
  REQUIRE(changes[0].fields.size() == 1);
  CHECK(changes[0].fields[0].field == "threshold");
  CHECK(changes[1].kind == xuanzhi::rules::RuleChange::Kind::removed);
}

}  // namespace
