// SPDX-License-Identifier: Apache-2.0
// Over the whole demo: each smallest change suffices, and 99 % of it does not.
#include <sstream>

#include "cli/planned_session.h"
#include "support/catch.h"
#include "support/memory_workspace.h"
#include "xuanzhi/placement/reasons.h"
#include "xuanzhi/placement/solve.h"

using namespace xuanzhi;
using namespace xuanzhi::placement;

namespace {

cli::CommonOptions demo() {
  cli::CommonOptions common;
  common.workspace = std::string(XUANZHI_SOURCE_DIR) + "/gisdata/wuhai";
  return common;
}

// Quick: reasons are about any placement, not about the best.
Effort quick() {
  Effort effort;
  effort.nodes = 1;
  effort.neighbourhoods = 0;
  effort.search_rounds = 0;
  effort.subgradient_steps = 0;
  effort.wanted_gap = 0.5;
  return effort;
}

bool has_amount(const PairReason& reason) {
  for (const Change& change : reason.changes) {
    if (change.amount > 0.0) return true;
  }
  return false;
}

}  // namespace

TEST_CASE("every smallest change of the demo makes its pair possible, and 99 % of it does not") {
  const cli::PlannedSession session(demo(), {}, {}, false);
  const Placed placed = solve(session.request().problem, quick());
  const RequestSource source = session.source();
  const Reasons reasons(source, session.assessor(), session.request(), placed);
  std::size_t measured = 0;
  std::vector<std::string> too_little;
  std::vector<std::string> too_much;
  for (std::size_t p = 0; p < session.request().problem.projects; ++p) {
    for (std::size_t s = 0; s < session.request().problem.sites; ++s) {
      const PairReason reason = reasons.explain(p, s);
      if (reason.outcome == PairReason::Outcome::placed || !has_amount(reason)) continue;
      ++measured;
      const std::string name =
          source.workspace->projects[p].id() + " " + source.workspace->sites[s].info.id;
      if (!reasons.possible_after(reason, 1.0)) too_little.push_back(name);
      if (reasons.possible_after(reason, 0.99)) too_much.push_back(name);
    }
  }
  INFO("too little: " << joined(too_little).substr(0, 400));
  INFO("too much: " << joined(too_much).substr(0, 400));
  CHECK(measured > 5000);
  CHECK(too_little.empty());
  CHECK(too_much.empty());
}

TEST_CASE("settings, locks and bans of a scenario are read and applied") {
  CHECK(parse_setting("budget.water.wuda=+20%").key == "budget.water.wuda");
  CHECK_THROWS_AS(parse_setting("budget.water.wuda"), Error);
  CHECK(parse_pair("P-012=S-07").second == "S-07");
  workspace::Planning planning;
  planning.budgets.push_back({});
  planning.budgets[0].id = "w";
  planning.budgets[0].limit = 100.0;
  planning.budgets[0].unit_size = 10.0;
  apply_settings({{"budget.w", "+20%"}}, planning);
  CHECK(planning.budgets[0].limit == Approx(120.0));
  apply_settings({{"budget.w", "-2"}}, planning);
  CHECK(planning.budgets[0].limit == Approx(100.0));
  apply_settings({{"budget.w", "7"}}, planning);
  CHECK(planning.budgets[0].limit == Approx(70.0));
  const Error unknown = memory::error_of([&] { apply_settings({{"budget.x", "1"}}, planning); });
  CHECK(memory::holds(unknown.remedy().en, "budget.w"));
  CHECK_THROWS_AS(apply_settings({{"budget.w", "-9999"}}, planning), Error);
  CHECK_THROWS_AS(apply_settings({{"budget.w", "20%"}}, planning), Error);
}
