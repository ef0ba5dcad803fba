// SPDX-License-Identifier: Apache-2.0
#include "xuanzhi/screening/screen.h"

#include <algorithm>

#include "geometry/oracle.h"
#include "screening/site_at_wuhai.h"
#include "support/catch.h"
#include "support/memory_workspace.h"
#include "xuanzhi/geometry/region_index.h"

namespace {

using namespace at_wuhai;
using memory::box;
using memory::box_area;
using memory::kEverywhere;
using memory::off;
using xuanzhi::screening::Containment;
using xuanzhi::screening::Fact;
using xuanzhi::screening::FeatureFact;
using xuanzhi::screening::Screen;
using xuanzhi::screening::SiteFacts;
using xuanzhi::screening::Subject;
using xuanzhi::screening::SubjectFact;
using xuanzhi::workspace::Workspace;

double site_area() {
  return box_area(kWest, kSouth, kEast, kNorth);
}

// The site cut by meridians, as tall as the site and as part of it.
double strip_area(double west, double east) {
  return box_area(west, kSouth, east, kNorth);
}

TEST_CASE("A site across a layer's edge overlaps by the part inside", "[screening]") {
  memory::Workspace ground;
  ground.add_layer({"a", "redline", {{tall(106.804, 106.9), "f"}}, kEverywhere});
  ground.add_sites({{kSite, "s"}});
  const Workspace workspace = ground.open();
  const SiteFacts facts = measured(workspace);
  REQUIRE(facts.layers.size() == 1);
  const Fact& fact = facts.layers[0];
  CHECK(facts.site_id == "s");
  CHECK(off(fact.overlap_m2, strip_area(106.804, kEast)) <= 1e-6);
  CHECK(off(fact.share, 0.6) <= 1e-9);
  CHECK(fact.containment == Containment::partial);
  CHECK(fact.distance_m == 0.0);
  CHECK(fact.nearest_feature_id == "f");
  CHECK(fact.covered_share == 1.0);
}

TEST_CASE("A site apart from a layer has the distance and the name of the nearest feature",
          "[screening]") {
  memory::Workspace ground;
  ground.add_layer(
      {"a", "redline", {{tall(106.9, 107.0), "far"}, {tall(106.82, 106.83), "near"}}, kEverywhere});
  ground.add_layer({"none", "redline", {}, kEverywhere, "allow_empty = true\n"});
  ground.add_sites({{kSite, "s"}});
  const Workspace workspace = ground.open();
  const SiteFacts facts = measured(workspace);
  const double metres = oracle::path_distance(oracle::box(kWest, kSouth, kEast, kNorth),
                                              oracle::box(106.82, 39.6, 106.83, 39.7));
  CHECK(std::abs(facts.layers[0].distance_m - metres) <= 0.01);
  CHECK(facts.layers[0].nearest_feature_id == "near");
  CHECK(facts.layers[0].overlap_m2 == 0.0);
  CHECK(facts.layers[0].containment == Containment::disjoint);
  CHECK(facts.layers[1].distance_m < 0.0);
  CHECK(facts.layers[1].nearest_feature_id.empty());
  CHECK(facts.features.empty());
}

TEST_CASE("Features that overlap each other count one by one, and once in the union",
          "[screening]") {
  memory::Workspace ground;
  ground.add_layer({"a",
                    "redline",
                    {{tall(106.79, 106.806), "west"}, {tall(106.804, 106.82), "east"}},
                    kEverywhere});
  ground.add_sites({{kSite, "s"}});
  const Workspace workspace = ground.open();
  const SiteFacts facts = measured(workspace, {{"redline", {}}});
  REQUIRE(facts.features.size() == 2);
  CHECK(facts.features[0].feature_id == "west");
  CHECK(facts.features[1].feature_id == "east");
  CHECK(off(facts.features[0].overlap_m2, strip_area(kWest, 106.806)) <= 1e-6);
  CHECK(off(facts.features[1].overlap_m2, strip_area(106.804, kEast)) <= 1e-6);
  CHECK(off(facts.layers[0].overlap_m2, site_area()) <= 1e-6);
  CHECK(facts.layers[0].share <= 1.0);
  CHECK(off(facts.layers[0].share, 1.0) <= 1e-9);
  CHECK(facts.layers[0].containment == Containment::within);
  CHECK(off(facts.subjects[0].overlap_m2, site_area()) <= 1e-6);
  CHECK(facts.subjects[0].feature_ids == std::vector<std::string>{"west", "east"});
}

TEST_CASE("A coverage that ends halfway through a site covers half of it", "[screening]") {
  memory::Workspace ground;
  ground.add_layer({"half", "redline", {{tall(107, 107.1), "f"}}, tall(106, 106.805)});
  ground.add_layer({"none", "redline", {{tall(107, 107.1), "f"}}});
  ground.add_layer({"all", "zone", {{tall(106.808, 107.1), "f"}}, tall(106, 107.2)});
  ground.add_sites({{kSite, "s"}});
  const Workspace workspace = ground.open();
  const SiteFacts facts =
      measured(workspace, {{"redline", {}, true, true, 100.0}, {"zone", {}, true, true, 100.0}});
  CHECK(off(facts.layers[0].covered_share, 0.5) <= 1e-6);
  CHECK(facts.layers[1].covered_share == 0.0);
  CHECK(facts.layers[2].covered_share == 1.0);
  CHECK(off(facts.subjects[0].covered_share, 0.5) <= 1e-6);
  CHECK(facts.subjects[0].coverage_reach_m < 0.0);
  // Of the part outside, only the half that the coverage knows is known.
  CHECK(off(facts.subjects[0].outside_m2, site_area()) <= 1e-6);
  CHECK(off(facts.subjects[0].outside_known_m2, strip_area(kWest, 106.805)) <= 1e-6);
  CHECK(facts.subjects[1].covered_share == 1.0);
  CHECK(facts.subjects[1].coverage_reach_m > 0.0);
  CHECK(off(facts.subjects[1].outside_m2, strip_area(kWest, 106.808)) <= 1e-6);
}

TEST_CASE("The reach of a coverage is the distance from the site to its edge", "[screening]") {
  memory::Workspace ground;
  ground.add_layer({"a", "redline", {{tall(107, 107.1), "f"}}, box(106, 39, 106.82, 40)});
  ground.add_sites({{kSite, "s"}});
  const Workspace workspace = ground.open();
  const SiteFacts facts = measured(workspace, {{"redline", {}, true, true, 3000.0}});
  const double metres = oracle::path_distance(oracle::box(kWest, kSouth, kEast, kNorth),
                                              {{106.82, 39.6}, {106.82, 39.7}});
  CHECK(std::abs(facts.subjects[0].coverage_reach_m - metres) <= 0.01);
}

TEST_CASE("A coverage is looked at as far as a rule asks, and no farther", "[screening]") {
  memory::Workspace ground;
  ground.add_layer({"a", "redline", {{tall(107, 107.1), "f"}}, box(106, 39, 107.5, 40)});
  ground.add_sites({{kSite, "s"}});
  const Workspace workspace = ground.open();
  const auto reach = [&](double asked) {
    return measured(workspace, {{"redline", {}, true, true, asked}}).subjects[0].coverage_reach_m;
  };
  CHECK(reach(0.0) == 0.0);
  CHECK(reach(3000.0) == 3000.0);
  CHECK(reach(20000.0) == 20000.0);
  // To the southern and northern edges it is some 37 and 73 km.
  CHECK(reach(60000.0) < 38000.0);
}

TEST_CASE("Two layers of a role know together what each knows in part", "[screening]") {
  memory::Workspace ground;
  ground.add_layer({"w", "redline", {{tall(107, 107.1), "f"}}, box(106, 39, 106.805, 40)});
  ground.add_layer({"e", "redline", {{tall(107, 107.1), "f"}}, box(106.805, 39, 107.5, 40)});
  ground.add_sites({{kSite, "s"}});
  const Workspace workspace = ground.open();
  const SiteFacts facts = measured(workspace, {{"redline", {}}});
  CHECK(facts.layers[0].covered_share < 0.6);
  CHECK(facts.subjects[0].covered_share == 1.0);
}

TEST_CASE("Classes have facts of their own, and a subject asks for some of them", "[screening]") {
  memory::Workspace ground;
  ground.add_layer({"a",
                    "reserve",
                    {{tall(106.79, 106.803), "c", "core"},
                     {tall(106.803, 106.808), "o", "outer"},
                     {tall(106.809, 106.9), "p", "outer"}},
                    kEverywhere});
  ground.add_sites({{kSite, "s"}});
  const Workspace workspace = ground.open();
  const SiteFacts facts = measured(
      workspace, {{"reserve", {}}, {"reserve", {"core"}}, {"reserve", {"outer"}}, {"redline", {}}});
  REQUIRE(facts.classes.size() == 2);
  CHECK(facts.classes[0].class_id == "core");
  CHECK(off(facts.classes[0].overlap_m2, strip_area(kWest, 106.803)) <= 1e-6);
  CHECK(facts.classes[1].class_id == "outer");
  const double outer = strip_area(106.803, 106.808) + strip_area(106.809, kEast);
  CHECK(off(facts.classes[1].overlap_m2, outer) <= 1e-6);
  CHECK(off(facts.layers[0].share, 0.9) <= 1e-9);
  CHECK(facts.layers[0].class_id.empty());
  CHECK(off(facts.subjects[0].share, 0.9) <= 1e-9);
  CHECK(off(facts.subjects[1].share, 0.3) <= 1e-9);
  CHECK(off(facts.subjects[2].share, 0.6) <= 1e-9);
  CHECK(facts.subjects[1].feature_ids == std::vector<std::string>{"c"});
  CHECK_FALSE(facts.subjects[3].present);
  std::vector<std::string> rows;
  for (const FeatureFact& fact : facts.features)
    rows.push_back(fact.feature_id + " " + fact.class_id);
  std::sort(rows.begin(), rows.end());
  CHECK(rows == std::vector<std::string>{"c core", "o outer", "p outer"});
}

TEST_CASE("Outside is what no layer of the role covers", "[screening]") {
  struct Case {
    std::vector<double> edges;  // west and east of the two layers' features
    double outside;             // share of the site
  };
  for (const Case& c : std::vector<Case>{{{106.79, 106.805, 106.805, 106.82}, 0.0},
                                         {{106.79, 106.804, 106.806, 106.82}, 0.2},
                                         {{106.79, 106.807, 106.803, 106.806}, 0.3},
                                         {{106.9, 106.91, 106.92, 106.93}, 1.0}}) {
    memory::Workspace ground;
    ground.add_layer({"w", "zone", {{tall(c.edges[0], c.edges[1]), "1"}}, kEverywhere});
    ground.add_layer({"e", "zone", {{tall(c.edges[2], c.edges[3]), "2"}}, kEverywhere});
    ground.add_sites({{kSite, "s"}});
    const Workspace workspace = ground.open();
    const SiteFacts facts = measured(workspace, {{"zone", {}}});
    const SubjectFact& fact = facts.subjects[0];
    INFO(c.outside);
    CHECK(std::abs(fact.outside_m2 - c.outside * site_area()) <= 1e-6 * site_area());
    CHECK(std::abs(fact.outside_known_m2 - fact.outside_m2) <= 1e-9 * site_area());
    CHECK(std::abs(fact.share - (1.0 - c.outside)) <= 1e-6);
  }
}

TEST_CASE("A version that is not in force says nothing, and its absence is told", "[screening]") {
  memory::Workspace ground;
  ground.add_layer({"v",
                    "zone",
                    {{tall(106.7, 106.9), "1"}},
                    tall(106, 107),
                    "version = { series = \"s\", status = \"pending\" }\n"});
  ground.add_layer({"there", "zone", {{box(113, 40, 114, 41), "1"}}, box(113, 40, 114, 41)});
  ground.add_sites({{kSite, "s"}, {box(113.1, 40.5, 113.11, 40.51), "j"}});
  Workspace workspace = ground.open();
  const SubjectFact valid = measured(workspace, {{"zone", {}}}).subjects[0];
  CHECK(valid.in_force);
  CHECK_FALSE(valid.version_withheld);
  CHECK(off(valid.share, 1.0) <= 1e-9);
  workspace.layers[0].in_force = false;
  const SubjectFact withheld = measured(workspace, {{"zone", {}}}).subjects[0];
  CHECK(withheld.present);
  CHECK(withheld.in_force);  // another layer of the role is
  CHECK(withheld.version_withheld);
  CHECK(withheld.overlap_m2 == 0.0);
  // 560 km away nothing is withheld: that version is drawn for another place.
  CHECK_FALSE(measured(workspace, {{"zone", {}}}, 1).subjects[0].version_withheld);
  workspace.layers[1].in_force = false;
  const SubjectFact none = measured(workspace, {{"zone", {}}}).subjects[0];
  CHECK(none.present);
  CHECK_FALSE(none.in_force);
}

TEST_CASE("Half widths are deducted from the distance to the edge, never below nothing",
          "[screening]") {
  memory::Workspace ground;
  ground.add_layer({"a",
                    "road",
                    {{"LINESTRING(106.812 39.6,106.812 39.7)", "narrow", "", "5"},
                     {"LINESTRING(106.813 39.6,106.813 39.7)", "wide", "", "150"},
                     {"LINESTRING(106.9 39.6,106.9 39.7)", "far", "", "10"}},
                    kEverywhere});
  ground.add_layer(
      {"b", "road", {{"LINESTRING(106.812 39.6,106.812 39.7)", "broad", "", "500"}}, kEverywhere});
  ground.add_sites({{kSite, "s"}});
  Workspace workspace = ground.open();
  const oracle::Ring site = oracle::box(kWest, kSouth, kEast, kNorth);
  const double narrow = oracle::path_distance(site, {{106.812, 39.6}, {106.812, 39.7}});
  const double wide = oracle::path_distance(site, {{106.813, 39.6}, {106.813, 39.7}});
  workspace.layers.pop_back();
  const SiteFacts facts = measured(workspace, {{"road", {}}});
  // The centreline of `narrow` is nearer, the edge of `wide` is.
  CHECK(std::abs(facts.layers[0].distance_m - narrow) <= 0.01);
  CHECK(facts.layers[0].nearest_feature_id == "narrow");
  CHECK(std::abs(facts.layers[0].edge_distance_m - (wide - 150.0)) <= 0.01);
  CHECK(std::abs(facts.subjects[0].edge_distance_m - (wide - 150.0)) <= 0.01);
  CHECK(facts.subjects[0].feature_ids == std::vector<std::string>{"wide"});

  const Workspace both = ground.open();
  const SiteFacts inside = measured(both, {{"road", {}}});
  CHECK(inside.subjects[0].edge_distance_m == 0.0);
  CHECK(inside.subjects[0].layer_ids == std::vector<std::string>{"b"});
}

TEST_CASE("The accuracy of a subject is the worst of its layers in force", "[screening]") {
  memory::Workspace ground;
  ground.add_layer({"a", "zone", {{tall(106.7, 106.9), "1"}}, kEverywhere, "accuracy_m = 2.0\n"});
  ground.add_layer({"b", "zone", {{tall(106.7, 106.9), "1"}}, kEverywhere, "accuracy_m = 50.0\n"});
  ground.add_sites({{kSite, "s"}});
  Workspace workspace = ground.open();
  CHECK(measured(workspace, {{"zone", {}}}).subjects[0].accuracy_m == 50.0);
  workspace.layers[1].in_force = false;
  CHECK(measured(workspace, {{"zone", {}}}).subjects[0].accuracy_m == 2.0);
}

TEST_CASE("Administrative codes stand in the order of falling overlap", "[screening]") {
  memory::Workspace ground;
  ground.add_layer({"a",
                    "province",
                    {{tall(106.0, 106.803), "1", "", "", "1501", "West"},
                     {tall(106.803, 107.0), "2", "", "", "1502", "East"},
                     {tall(107.0, 108.0), "3", "", "", "1503", "Far"}},
                    kEverywhere});
  const double sliver = 5e-9;  // 0.5 mm of 1110 m: half a square metre
  ground.add_sites({{kSite, "across"},
                    {box(106.9, 39.66, 107.0 + sliver, 39.67), "touching"},
                    {box(107.95, 39.66, 108.05, 39.67), "partly"},
                    {box(110, 39.66, 110.1, 39.67), "nowhere"}});
  const Workspace workspace = ground.open();
  const auto region = [&](std::size_t site) { return measured(workspace, {}, site).region; };
  CHECK(region(0).codes == std::vector<std::string>{"1502", "1501"});
  CHECK(region(0).names == std::vector<std::string>{"East", "West"});
  CHECK(region(0).complete);
  CHECK(region(1).codes == std::vector<std::string>{"1502"});
  CHECK(region(1).complete);
  CHECK(region(2).codes == std::vector<std::string>{"1503"});
  CHECK_FALSE(region(2).complete);
  CHECK(region(3).codes.empty());
  CHECK_FALSE(region(3).complete);
}

TEST_CASE("Without a layer that gives regions the region is unknown", "[screening]") {
  memory::Workspace ground;
  ground.add_layer({"a", "redline", {{tall(106, 107), "1", "", "", "1501"}}, kEverywhere});
  ground.add_sites({{kSite, "s"}});
  const Workspace workspace = ground.open();
  const auto region = measured(workspace).region;
  CHECK(region.codes.empty());
  CHECK_FALSE(region.complete);
}

// ------------------------------------------------------------------ properties

const oracle::Position kCentre{106.805, 39.665};

std::vector<memory::Row> stars(unsigned seed) {
  oracle::Stars dice(seed);
  std::vector<memory::Row> rows;
  for (int i = 0; i < 6; ++i) {
    const oracle::Position at = oracle::moved(kCentre, dice.uniform(0, 360), dice.uniform(0, 900));
    rows.push_back({oracle::polygon(dice.star(at, 150, 700)), std::to_string(i)});
  }
  return rows;
}

TEST_CASE("Splitting a site in two keeps every overlap's sum", "[screening]") {
  for (const unsigned seed : {1U, 2U, 3U, 4U, 5U}) {
    oracle::Stars dice(seed + 100);
    const double cut = dice.uniform(106.802, 106.808);
    memory::Workspace ground;
    ground.add_layer({"a", "redline", stars(seed), kEverywhere});
    ground.add_sites({{kSite, "whole"},
                      {box(kWest, kSouth, cut, kNorth), "west"},
                      {box(cut, kSouth, kEast, kNorth), "east"}});
    const Workspace workspace = ground.open();
    const auto overlaps = [&](std::size_t site) {
      const SiteFacts facts = measured(workspace, {{"redline", {}}}, site);
      std::vector<double> out{facts.layers[0].overlap_m2, facts.subjects[0].outside_m2};
      for (int feature = 0; feature < 6; ++feature) {
        double sum = 0.0;
        for (const FeatureFact& fact : facts.features)
          if (fact.feature_id == std::to_string(feature)) sum += fact.overlap_m2;
        out.push_back(sum);
      }
      return out;
    };
    const auto whole = overlaps(0), west = overlaps(1), east = overlaps(2);
    INFO("seed " << seed);
    CHECK(whole[0] > 0.0);
    CHECK(whole[1] > 0.0);
    for (std::size_t i = 0; i < whole.size(); ++i)
      CHECK(std::abs(west[i] + east[i] - whole[i]) <= 1e-8 * site_area());
    // Inside and outside make up the site.
    CHECK(off(whole[0] + whole[1], site_area()) <= 1e-6);
  }
}

oracle::Ring reversed(oracle::Ring ring) {
  std::reverse(ring.begin(), ring.end());
  return ring;
}

oracle::Ring started_at(oracle::Ring ring, std::size_t start) {
  ring.pop_back();
  std::rotate(ring.begin(), ring.begin() + static_cast<long>(start % ring.size()), ring.end());
  ring.push_back(ring.front());
  return ring;
}

TEST_CASE("The order of a ring and its first vertex change nothing", "[screening]") {
  oracle::Stars dice(7);
  for (int round = 0; round < 4; ++round) {
    const oracle::Ring site = dice.star(kCentre, 400, 800);
    const oracle::Ring region = dice.star(oracle::moved(kCentre, 90, 500), 400, 800);
    memory::Workspace ground;
    ground.add_layer({"a", "redline", {{oracle::polygon(region), "1"}}, kEverywhere});
    ground.add_layer(
        {"b", "zone", {{oracle::polygon(started_at(reversed(region), 3)), "1"}}, kEverywhere});
    ground.add_sites({{oracle::polygon(site), "plain"},
                      {oracle::polygon(reversed(site)), "reversed"},
                      {oracle::polygon(started_at(site, 2)), "started"}});
    const Workspace workspace = ground.open();
    const SiteFacts plain = measured(workspace);
    REQUIRE(plain.layers[0].overlap_m2 > 1000.0);
    for (std::size_t other : {0U, 1U, 2U}) {
      const SiteFacts facts = measured(workspace, {}, other);
      CHECK(off(workspace.sites[other].info.area_m2, workspace.sites[0].info.area_m2) <= 1e-12);
      for (std::size_t layer : {0U, 1U})
        CHECK(off(facts.layers[layer].overlap_m2, plain.layers[0].overlap_m2) <= 1e-11);
    }
  }
}

TEST_CASE("The same layer in a projected file gives the same areas and distances", "[screening]") {
  const oracle::Projection zone = oracle::Projection::to_crs("EPSG:4545");
  REQUIRE(zone.ready());
  // A vertex every few metres: between them the straight lines of both systems agree to a micron.
  const auto dense = [](const oracle::Ring& ring) {
    oracle::Ring out;
    oracle::walk(ring, 200, [&](oracle::Position p) { out.push_back(p); });
    out.push_back(ring.front());
    return out;
  };
  oracle::Stars dice(11);
  std::vector<memory::Row> degrees;
  std::vector<memory::Row> metres;
  for (const double east : {300.0, 2500.0}) {
    const oracle::Ring ring = dense(dice.star(oracle::moved(kCentre, 90, east), 300, 800));
    oracle::Ring projected;
    for (const oracle::Position& p : ring) projected.push_back(zone.forward(p));
    degrees.push_back({oracle::polygon(ring), std::to_string(degrees.size())});
    metres.push_back({oracle::polygon(projected), std::to_string(metres.size())});
  }
  memory::Workspace ground;
  ground.add_layer({"a", "redline", degrees, kEverywhere});
  ground.add_layer(
      {"b", "redline", metres, kEverywhere, "source = \"b.csv\"\ncrs = \"EPSG:4545\"\n"});
  ground.add_layer({"c", "zone", {degrees[1]}, kEverywhere});
  ground.add_layer(
      {"d", "zone", {metres[1]}, kEverywhere, "source = \"d.csv\"\ncrs = \"EPSG:4545\"\n"});
  ground.add_sites({{kSite, "s"}});
  const Workspace workspace = ground.open();
  const SiteFacts facts = measured(workspace);
  REQUIRE(facts.layers[0].overlap_m2 > 1000.0);
  CHECK(off(facts.layers[1].overlap_m2, facts.layers[0].overlap_m2) < 1e-9);
  REQUIRE(facts.layers[2].distance_m > 100.0);
  CHECK(std::abs(facts.layers[3].distance_m - facts.layers[2].distance_m) < 1e-4);
}

// ------------------------------------------------------------------ conflict pieces

TEST_CASE("The piece in conflict has the area that was measured", "[screening]") {
  memory::Workspace ground;
  ground.add_layer({"a", "redline", {{tall(106.804, 106.9), "1"}}, kEverywhere});
  ground.add_layer(
      {"r", "road", {{"LINESTRING(106.82 39.6,106.82 39.7)", "1", "", "20"}}, kEverywhere});
  ground.add_sites({{kSite, "s"}});
  const Workspace workspace = ground.open();
  using xuanzhi::screening::ConflictKind;
  const Screen screen(workspace.layers, {{"redline", {}}, {"road", {}}, {"zone", {}}}, {});
  const auto& site = workspace.sites[0];
  const xuanzhi::geometry::Geos geos;
  const xuanzhi::geometry::Shape shape = site.shape.in(geos);
  const xuanzhi::geometry::Probe probe(shape, xuanzhi::AreaBasis::ellipsoid);
  const auto area = [&](std::size_t subject, ConflictKind kind, double metres) {
    return probe.area_m2(screen.conflict(geos, site, subject, kind, metres));
  };
  CHECK(off(area(0, ConflictKind::overlap, 0), strip_area(106.804, kEast)) <= 1e-6);
  CHECK(off(area(0, ConflictKind::outside, 0), strip_area(kWest, 106.804)) <= 1e-6);
  // Outside a role that has no layer lies the whole site.
  CHECK(off(area(2, ConflictKind::outside, 0), site_area()) <= 1e-6);
  // Nearer than 1000 m to the edge of the road: 1020 m from the centreline, 0.01 degrees of which
  // lie between road and site.
  const oracle::Position middle{106.82, 39.665};
  double west = kWest;
  for (double east = kEast; east - west > 1e-9;) {  // bisection for the meridian 1020 m away
    const double mid = 0.5 * (west + east);
    const double metres = oracle::point_to_edge({mid, middle.y}, {106.82, 39.6}, {106.82, 39.7});
    (metres > 1020.0 ? west : east) = mid;
  }
  CHECK(off(area(1, ConflictKind::nearer, 1000), strip_area(west, kEast)) <= 1e-3);
  CHECK(area(1, ConflictKind::nearer, 100) == 0.0);
}

}  // namespace
