// SPDX-License-Identifier: Apache-2.0
// The optimum of small random requests is found by trying every assignment.
#include <algorithm>
#include <cmath>
#include <functional>
#include <random>

#include "placement/lagrangian.h"
#include "support/catch.h"
#include "support/memory_workspace.h"
#include "xuanzhi/placement/solve.h"

using namespace xuanzhi;
using namespace xuanzhi::placement;

namespace {

struct Wishes {
  bool budgets = false;
  bool group = false;
  bool spacing = false;
  bool supplier = false;
};

Problem random_problem(unsigned seed, const Wishes& wishes) {
  std::mt19937 random(seed);
  const auto number = [&](int low, int high) {
    return low + static_cast<int>(random() % static_cast<unsigned>(high - low + 1));
  };
  Problem out;
  out.projects = 6;
  out.sites = 4;
  out.resources = 3;  // itself, land, energy
  for (std::size_t p = 0; p < out.projects; ++p) {
    out.needs.insert(out.needs.end(), {1.0, double(number(1, 9)), double(number(1, 9))});
    if (wishes.supplier && p == 0) out.needs.back() = -4.0;
    for (std::size_t s = 0; s < out.sites; ++s) {
      if (number(0, 3) > 0) out.options.push_back({p, s, double(number(1, 100)) / 7.0});
    }
  }
  for (std::size_t s = 0; s < out.sites; ++s) {
    const bool exclusive = s % 2 == 0;
    out.limits.push_back({"site " + std::to_string(s), exclusive ? 1.0 : double(number(6, 14))});
    out.uses.push_back({{s, exclusive ? std::size_t{0} : std::size_t{1}, 1.0}});
    out.place_of_site.push_back(s / 2);
  }
  if (wishes.budgets) {
    out.limits.push_back({"energy", double(number(5, 16))});
    for (std::size_t s = 0; s < out.sites; ++s)
      out.uses[s].push_back({out.limits.size() - 1, 2, s == 3 ? 0.5 : 1.0});
  }
  if (wishes.group) out.groups.push_back({"chain", {0, 1, 2}});
  if (wishes.spacing) {
    Spacing spacing{"hazard", {}, {}, {{0, 1}, {1, 2}}};
    for (std::size_t p = 0; p < out.projects; ++p) {
      spacing.first.push_back(p < 3 ? 1 : 0);
      spacing.second.push_back(p > 1 ? 1 : 0);  // project 2 is both
    }
    out.spacings.push_back(spacing);
  }
  return out;
}

// To the very optimum.
Effort exact() {
  Effort effort;
  effort.wanted_gap = 1e-7;
  return effort;
}

double best_by_trying(const Problem& problem) {
  std::vector<std::size_t> site_of(problem.projects, kNowhere);
  double best = 0.0;
  const std::function<void(std::size_t, double)> go = [&](std::size_t p, double value) {
    if (p == problem.projects) {
      if (value > best && violations(problem, site_of).empty()) best = value;
      return;
    }
    go(p + 1, value);
    for (const Option& o : problem.options) {
      if (o.project != p) continue;
      site_of[p] = o.site;
      go(p + 1, value + o.value);
      site_of[p] = kNowhere;
    }
  };
  go(0, 0.0);
  return best;
}

void check_against_trying(const Wishes& wishes) {
  for (unsigned seed = 1; seed <= 12; ++seed) {
    const Problem problem = random_problem(seed, wishes);
    const Placed placed = solve(problem, exact());
    const double best = best_by_trying(problem);
    INFO("seed " << seed);
    CHECK(placed.objective == Approx(best).epsilon(1e-9));
    CHECK(placed.bound >= best - 1e-6);
    CHECK(placed.gap() <= 1e-5);
    CHECK(violations(problem, placed.site_of).empty());
  }
}

}  // namespace

TEST_CASE("the optimum equals that of trying everything") {
  SECTION("sites only") {
    check_against_trying({});
  }
  SECTION("budgets") {
    check_against_trying({true, false, false, false});
  }
  SECTION("groups") {
    check_against_trying({true, true, false, false});
  }
  SECTION("spacings") {
    check_against_trying({false, false, true, false});
  }
  SECTION("a project that supplies what others use") {
    check_against_trying({true, false, false, true});
  }
  SECTION("everything") {
    check_against_trying({true, true, true, true});
  }
}

TEST_CASE("a locked pair is kept and the rest is best around it") {
  for (unsigned seed = 1; seed <= 8; ++seed) {
    Problem problem = random_problem(seed, {true, true, true, false});
    const Option lock = problem.options[seed % problem.options.size()];
    problem.locked = {{lock.project, lock.site}};
    const double best = best_by_trying(problem);  // `violations` asks for the lock
    INFO("seed " << seed);
    if (best == 0.0) {
      CHECK_THROWS_AS(solve(problem, exact()), Error);
      continue;
    }
    const Placed placed = solve(problem, exact());
    CHECK(placed.site_of[lock.project] == lock.site);
    CHECK(placed.objective == Approx(best).epsilon(1e-9));
  }
}

TEST_CASE("locked pairs that exclude each other are refused by the name of the limit") {
  Problem problem = random_problem(3, {});
  problem.options = {{0, 0, 1.0}, {1, 0, 1.0}};
  problem.locked = {{0, 0}, {1, 0}};
  const Error error = memory::error_of([&] { solve(problem, exact()); });
  CHECK(error.code() == ErrorCode::placement_infeasible);
  CHECK(error.place() == "site 0");
}

TEST_CASE("the same request gives the same answer, and an empty one an empty answer") {
  const Problem problem = random_problem(5, {true, true, true, true});
  CHECK(solve(problem, exact()).site_of == solve(problem, exact()).site_of);
  Problem nothing = problem;
  nothing.options.clear();
  const Placed placed = solve(nothing, exact());
  CHECK(placed.objective == 0.0);
  CHECK(placed.bound == 0.0);
  CHECK(placed.gap() == 0.0);
}

TEST_CASE("districts that share nothing are solved apart") {
  Problem problem = random_problem(7, {});
  std::erase_if(problem.options, [](const Option& o) { return (o.project < 3) != (o.site < 2); });
  const Placed placed = solve(problem, exact());
  CHECK(placed.parts >= 2);
  CHECK(placed.objective == Approx(best_by_trying(problem)));
}

TEST_CASE("a knapsack with whole weights is exact, and one with others is never below the truth") {
  std::mt19937 random(11);
  for (int round = 0; round < 30; ++round) {
    std::vector<double> values;
    std::vector<double> weights;
    for (int i = 0; i < 9; ++i) {
      values.push_back(1.0 + static_cast<double>(random() % 50));
      weights.push_back(1.0 + static_cast<double>(random() % 12) + (round % 2) * 0.37);
    }
    const double capacity = 23.0;
    double best = 0.0;
    for (unsigned set = 0; set < 512; ++set) {
      double value = 0.0;
      double weight = 0.0;
      for (std::size_t i = 0; i < 9; ++i) {
        if ((set >> i & 1U) == 0) continue;
        value += values[i];
        weight += weights[i];
      }
      if (weight <= capacity) best = std::max(best, value);
    }
    const double found = knapsack(values, weights, capacity, 100).value;
    if (round % 2 == 0) CHECK(found == best);
    CHECK(found >= best);
    CHECK(knapsack(values, weights, capacity, 20000).value == Approx(best).margin(1e-9));
  }
}
