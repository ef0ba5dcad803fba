// SPDX-License-Identifier: Apache-2.0
// How sure a finding is: the margins of a subject.
#include <cmath>

#include "geometry/oracle.h"
#include "screening/site_at_wuhai.h"
#include "support/catch.h"

namespace {

using namespace at_wuhai;
using memory::box;
using memory::kEverywhere;
using xuanzhi::screening::kMarginReach;
using xuanzhi::screening::SiteFacts;
using xuanzhi::screening::SubjectFact;
using xuanzhi::workspace::Workspace;

// Depths are metres that a boundary would have to move: hand-computed from the strips' widths.
TEST_CASE("Depths and clearance say how far the boundary would have to move", "[screening]") {
  const auto width = [](double west, double east) {
    // The parallel is shortest in the north; a vertex's distance to a meridian is along it.
    return oracle::distance({west, kNorth}, {east, kNorth});
  };
  memory::Workspace ground;
  ground.add_layer({"in", "zone", {{tall(106.798, 106.82), "1"}}, kEverywhere});
  ground.add_layer({"edge", "redline", {{tall(106.808, 106.9), "1"}}, kEverywhere});
  ground.add_sites({{kSite, "s"}});
  const Workspace workspace = ground.open();
  const SiteFacts facts = measured(workspace, {{"zone", {}}, {"redline", {}}});
  const SubjectFact& within = facts.subjects[0];
  CHECK(std::abs(within.clearance_m - width(106.798, kWest)) <= 0.1);
  CHECK(within.outside_depth_m == 0.0);
  const SubjectFact& partly = facts.subjects[1];
  CHECK(std::abs(partly.depth_m - width(106.808, kEast)) <= 0.2);
  // 686 m stick out: more than is told.
  CHECK(partly.outside_depth_m == kMarginReach);
}

TEST_CASE("An area wholly inside a site is no doubtful overlap", "[screening]") {
  // 0.002 by 0.001 degrees, with no corner of the site in it: half of 111 m.
  memory::Workspace ground;
  ground.add_layer(
      {"patch", "redline", {{box(106.804, 39.664, 106.806, 39.665), "1"}}, kEverywhere});
  ground.add_sites({{kSite, "s"}});
  const Workspace workspace = ground.open();
  const double half = 0.5 * oracle::distance({106.805, 39.664}, {106.805, 39.665});
  const SubjectFact fact = measured(workspace, {{"redline", {}}}).subjects[0];
  CHECK(fact.depth_m <= half + 0.02);
  CHECK(fact.depth_m >= 0.98 * half - 0.03);
}

TEST_CASE("Margins that nobody asks for are not measured, and change nothing else", "[screening]") {
  memory::Workspace ground;
  ground.add_layer({"edge", "redline", {{tall(106.808, 106.9), "1"}}, kEverywhere});
  ground.add_sites({{kSite, "s"}});
  const Workspace workspace = ground.open();
  const SubjectFact all = measured(workspace, {{"redline", {}}}).subjects[0];
  const SubjectFact none = measured(workspace, {{"redline", {}, false, false}}).subjects[0];
  CHECK(all.depth_m > 0.0);
  CHECK(none.depth_m == 0.0);
  CHECK(none.outside_depth_m == 0.0);
  CHECK(none.clearance_m == 0.0);
  CHECK(none.overlap_m2 == all.overlap_m2);
  CHECK(none.outside_m2 == all.outside_m2);
  CHECK(none.outside_known_m2 == all.outside_known_m2);
  CHECK(none.coverage_reach_m == all.coverage_reach_m);
}

}  // namespace
