// SPDX-License-Identifier: Apache-2.0
// The direct overlap area against GEOS OverlayNG and against exact arithmetic, and the search for
// what is nearest against a search through all edges with PROJ's geodesics.
//
// XUANZHI_DIFFERENTIAL_PAIRS is the number of pairs of each test (3,000 unless it is set).
#include <array>
#include <cmath>
#include <cstdlib>
#include <iomanip>
#include <iostream>
#include <random>
#include <string>

#include "differential/exact.h"
#include "differential/pairs.h"
#include "support/catch.h"
#include "xuanzhi/geometry/measure.h"
#include "xuanzhi/geometry/region_index.h"

using namespace xuanzhi;
using namespace xuanzhi::geometry;
using differential::kCoarseStep;
using differential::Kind;

namespace {

// Areas up to this are contacts by definition, and no overlap is reported for them.
constexpr double kContactM2 = 1e-6;
constexpr double kOfTheLarger = 1e-9;
// What an overlay may be off where it snaps.
constexpr double kSnapped = 1e-7;

unsigned pairs_asked() {
  const char* const asked = std::getenv("XUANZHI_DIFFERENTIAL_PAIRS");
  return asked == nullptr ? 3'000U : static_cast<unsigned>(std::stoul(asked));
}

double direct_area(const Shape& site, const Shape& other) {
  const Probe probe(site, AreaBasis::ellipsoid);
  double area = 0.0;
  for (const RegionOverlap& overlap : RegionIndex({{&other, 0.0}}).overlaps(probe))
    area += overlap.area_m2;
  return area;
}

double larger_area(const Shape& a, const Shape& b) {
  return std::max(ellipsoidal_area_m2(a), ellipsoidal_area_m2(b));
}

/// A difference that is left where an overlap below the contact is not reported.
double difference(double found, double truth) {
  return found == 0.0 && truth <= 1.01 * kContactM2 ? 0.0 : std::abs(found - truth);
}

struct Tally {
  int pairs = 0;
  int overlapping = 0;
  double worst = 0.0;  // of the larger area

  void add(double found, double share) {
    ++pairs;
    overlapping += found > 0.0 ? 1 : 0;
    worst = std::max(worst, share);
  }
};

void tell(const std::string& name, const Tally& tally) {
  std::cout << std::left << std::setw(16) << name << std::right << std::setw(8) << tally.pairs
            << " pairs " << std::setw(8) << tally.overlapping << " overlap, worst difference "
            << std::scientific << std::setprecision(1) << tally.worst << std::defaultfloat << "\n";
}

}  // namespace

TEST_CASE("The direct overlap area is that of an overlay by GEOS, whatever the pair",
          "[differential]") {
  const Geos geos;
  std::array<Tally, static_cast<std::size_t>(Kind::count)> tallies;
  unsigned snapped = 0;
  const unsigned asked = pairs_asked();
  for (unsigned number = 0; number < asked; ++number) {
    const auto pair = differential::draw_pair(geos, number);
    if (!pair) continue;
    const double larger = larger_area(pair->a, pair->b);
    const double overlay = ellipsoidal_area_m2(intersection(pair->a, pair->b));
    const double found = direct_area(pair->a, pair->b);
    const double turned = direct_area(pair->b, pair->a);
    double off = std::max(difference(found, overlay), difference(turned, overlay));
    INFO(number << " " << differential::name_of(pair->kind));
    // GEOS snaps what it cannot node in doubles, which moves edges by some 1e-10 degrees, 1e-5 m:
    // where the two disagree, and now and then where they do not, exact arithmetic decides.
    const bool disagree = off > kOfTheLarger * larger;
    const bool sampled = number / tallies.size() % 100 == 0 && pair->a.vertex_count() < 100 &&
                         pair->b.vertex_count() < 100;
    if (disagree || sampled) {
      const double truth = differential::exact_common_m2(pair->a, pair->b);
      CHECK(std::max(difference(found, truth), difference(turned, truth)) <= kOfTheLarger * larger);
      if (disagree) {
        ++snapped;
        CHECK(std::abs(overlay - truth) <= kSnapped * larger);
        continue;
      }
    }
    tallies[static_cast<std::size_t>(pair->kind)].add(found, off / larger);
  }
  std::cout << snapped << " pairs in which GEOS is not exact to " << kOfTheLarger
            << " and the direct sum is\n";
  CHECK(snapped <= 1 + asked / 1'000);
  for (std::size_t kind = 0; kind < tallies.size(); ++kind) {
    tell(differential::name_of(static_cast<Kind>(kind)), tallies[kind]);
    // Most of what is drawn must be valid, or little was compared.
    CHECK(tallies[kind].pairs > 0.7 * (asked / tallies.size()));
  }
}

TEST_CASE("On small integer grids the direct overlap area is the exact one", "[differential]") {
  // An ellipsoidal area is no rational number. What is exact are the corners and crossings: they
  // are rational, and so is the plane area, which GEOS has to find too; the ellipsoidal area
  // of the same exact trapezoids is what the direct sum is compared with.
  const Geos geos;
  std::mt19937 dice(12);
  Tally direct, overlay;
  const unsigned asked = pairs_asked();
  while (direct.pairs < static_cast<int>(asked)) {
    const int side = 3 + static_cast<int>(dice() % 14);
    const differential::Grid grid{74.0 + static_cast<double>(dice() % 60),
                                  -10.0 + static_cast<double>(dice() % 64), kCoarseStep};
    const auto draw = [&] {
      differential::GridArea area{differential::draw_grid_ring(dice, side)};
      if (dice() % 3 == 0) area.push_back(differential::draw_grid_ring(dice, side));
      return area;
    };
    const differential::GridArea one = draw(), two = draw();
    const Shape a = from_wkt(geos, differential::text_of(one, grid));
    const Shape b = from_wkt(geos, differential::text_of(two, grid));
    if (GEOSisValid_r(geos.handle(), a.get()) != 1 || GEOSisValid_r(geos.handle(), b.get()) != 1)
      continue;
    const differential::ExactArea truth = differential::exact_common_area(one, two, grid);
    const double larger = larger_area(a, b);
    const double found = direct_area(a, b);
    const double off = difference(found, truth.square_m);
    direct.add(found, off / larger);
    CAPTURE(direct.pairs, differential::text_of(one, grid), differential::text_of(two, grid));
    CHECK(off <= kOfTheLarger * larger);
    const double steps = planar_area(intersection(a, b)) / (kCoarseStep * kCoarseStep);
    const double larger_steps =
        std::max(planar_area(a), planar_area(b)) / (kCoarseStep * kCoarseStep);
    const double steps_off = std::abs(steps - truth.steps.convert_to<double>());
    overlay.add(steps, steps_off / larger_steps);
    CHECK(steps_off <= kOfTheLarger * larger_steps);
  }
  tell("direct, exact", direct);
  tell("GEOS, exact", overlay);
  CHECK(direct.overlapping > direct.pairs / 2);
}

TEST_CASE("The nearest distance is that of a search through all edges with PROJ's geodesics",
          "[differential]") {
  // The search through all edges is slow: a twentieth of the pairs.
  const Geos geos;
  oracle::Stars dice(5);
  Tally tally;
  for (unsigned i = 0; i < pairs_asked() / 20; ++i) {
    const oracle::Position home{dice.uniform(73.5, 134.5), dice.uniform(18.0, 53.0)};
    const oracle::Ring site = dice.star(home, 50.0, 400.0);
    const double away = std::pow(10.0, dice.uniform(2.9, 4.0));
    oracle::Ring other =
        dice.star(oracle::moved(home, dice.uniform(0.0, 360.0), away), 0.1 * away, 0.45 * away);
    const bool line = i % 3 == 0;
    if (line) other.pop_back();
    const Shape a = from_wkt(geos, oracle::polygon(site));
    const Shape b =
        from_wkt(geos, line ? "LINESTRING " + oracle::text(other) : oracle::polygon(other));
    if (intersects(a, b)) continue;
    const double truth = oracle::path_distance(site, other);
    const RegionProximity found =
        RegionIndex({{&b, 0.0}}).proximity(Probe(a, AreaBasis::ellipsoid));
    CAPTURE(i, oracle::text(site), oracle::text(other));
    REQUIRE(found.shape);
    const double off = std::abs(found.shape->distance_m - truth);
    tally.add(truth, off / truth);
    CHECK(off <= 0.001);
  }
  tell("distance", tally);
  CHECK(tally.pairs > static_cast<int>(pairs_asked() / 50));
}
