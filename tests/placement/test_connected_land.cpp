// SPDX-License-Identifier: Apache-2.0
#include "placement/connected_land.h"
#include "support/catch.h"
#include "support/memory_workspace.h"

using namespace xuanzhi;

TEST_CASE("a park in two parts offers its larger one, and a neck narrower than asked parts it") {
  memory::Workspace made;
  const std::string large = "((106.80 39.60,106.81 39.60,106.81 39.61,106.80 39.61,106.80 39.60))";
  const std::string small =
      "((106.82 39.60,106.825 39.60,106.825 39.61,106.82 39.61,106.82 39.60))";
  // Two squares of 0.01° joined by a neck some 86 m wide.
  const std::string dumb_bell =
      "POLYGON((106.90 39.60,106.91 39.60,106.91 39.6046,106.912 39.6046,106.912 39.60,106.922 "
      "39.60,106.922 39.61,106.912 39.61,106.912 39.6054,106.91 39.6054,106.91 39.61,106.90 "
      "39.61,106.90 39.60))";
  made.add_sites(
      {{"MULTIPOLYGON(" + large + "," + small + ")", "S1", "", "", "", "", "park", "100"},
       {dumb_bell, "S2", "", "", "", "", "park", "100"}});
  made.write_manifest();
  const workspace::Workspace workspace = made.open();
  placement::ConnectedLand land(workspace);
  const double square = memory::box_area(106.80, 39.60, 106.81, 39.61);
  CHECK(memory::off(land.largest_m2(0, 0.0), square) < 1e-9);
  CHECK(memory::off(land.largest_m2(1, 0.0),
                    2.0 * square + memory::box_area(106.91, 39.6046, 106.912, 39.6054)) < 1e-9);
  // A disc of 60 m passes the neck, one of 120 m does not; corners are rounded off by the disc.
  CHECK(land.largest_m2(1, 60.0) > 2.0 * square);
  CHECK(land.largest_m2(1, 120.0) < 1.001 * square);
  CHECK(land.largest_m2(1, 120.0) > 0.99 * square);
  CHECK(land.largest_m2(1, 2000.0) == 0.0);
}
