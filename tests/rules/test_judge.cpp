// SPDX-License-Identifier: Apache-2.0
// What a judge takes from a rulebook, and what it asks to be measured.
#include "xuanzhi/rules/judge.h"

#include <string>
#include <utility>
#include <vector>

#include "support/catch.h"
#include "support/memory_workspace.h"

namespace {

using memory::day;
using xuanzhi::rules::Judge;
using xuanzhi::rules::Relation;
using xuanzhi::rules::Rule;
using xuanzhi::rules::Rulebook;

Rule rule_of(Relation relation) {
  Rule out;
  out.relation = relation;
  return out;
}

TEST_CASE("A judge takes the rules in effect on the day and asks for each subject once",
          "[rules]") {
  Rulebook book;
  const auto add = [&](const char* id, const char* from, const char* to, const char* role,
                       std::vector<std::string> classes) {
    Rule rule = rule_of(Relation::overlap);
    rule.id = id;
    rule.role = role;
    rule.classes = std::move(classes);
    rule.effective.from = day(from);
    if (*to != '\0') rule.effective.to = day(to);
    book.rules.push_back(rule);
  };
  add("old", "2010-01-01", "2019-12-31", "zone", {});
  add("now", "2020-01-01", "", "reserve", {"core"});
  add("ever", "2000-01-01", "", "redline", {});
  add("same", "2000-01-01", "", "reserve", {"core"});
  using Positions = std::vector<std::size_t>;
  const auto rules = [&](const char* date) { return Judge(book, day(date), 1.0).rules(); };
  CHECK(rules("2009-12-31") == Positions{2, 3});
  CHECK(rules("2010-01-01") == Positions{0, 2, 3});
  CHECK(rules("2019-12-31") == Positions{0, 2, 3});
  CHECK(rules("2020-01-01") == Positions{1, 2, 3});
  const Judge judge(book, day("2025-01-01"), 1.0);
  REQUIRE(judge.subjects().size() == 2);
  CHECK(judge.subjects()[0].role == "redline");
  CHECK(judge.subjects()[1].role == "reserve");
  CHECK(judge.subjects()[1].classes == std::vector<std::string>{"core"});
}

TEST_CASE("Of a subject as much is asked as its rules tell", "[rules]") {
  Rulebook book;
  const auto add = [&](const char* role, Relation relation) {
    Rule rule = rule_of(relation);
    rule.id = std::to_string(book.rules.size());
    rule.role = role;
    book.rules.push_back(rule);
  };
  add("farmland", Relation::overlap_share);
  add("park", Relation::outside);
  add("redline", Relation::outside);
  add("redline", Relation::overlap);
  add("road", Relation::distance);
  book.rules.back().threshold = 50.0;
  add("road", Relation::distance);
  book.rules.back().threshold = 8000.0;
  const Judge judge(book, day("2025-01-01"), 1.0);
  REQUIRE(judge.subjects().size() == 4);
  const auto asks = [&](std::size_t i) {
    return std::pair(judge.subjects()[i].asks_depth, judge.subjects()[i].asks_outside);
  };
  CHECK(asks(0) == std::pair(true, false));
  CHECK(asks(1) == std::pair(false, true));
  CHECK(asks(2) == std::pair(true, true));
  CHECK(asks(3) == std::pair(false, false));
  CHECK(judge.subjects()[3].asks_around_m == 8000.0);
  CHECK(judge.subjects()[0].asks_around_m == 0.0);
}

}  // namespace
