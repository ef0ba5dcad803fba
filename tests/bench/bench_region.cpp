// SPDX-License-Identifier: Apache-2.0
// What one site costs against one layer: the region index beside plain GEOS, on the same data.
// Items per second are sites per second.
#include <benchmark/benchmark.h>

#include <functional>
#include <memory>
#include <vector>

#include "landscape.h"
#include "xuanzhi/geometry/measure.h"
#include "xuanzhi/geometry/region_index.h"

namespace {

using namespace xuanzhi;
using geometry::Box;
using geometry::Probe;
using geometry::RegionIndex;
using geometry::Shape;

enum Kind { kHuge, kPlots, kLines, kPoints };

const bench::Landscape& landscape() {
  static const geometry::Geos geos;
  static const bench::Landscape made = bench::make_landscape(geos, {});
  return made;
}

const std::vector<Shape>& layer(std::int64_t kind) {
  switch (kind) {
    case kHuge:
      return landscape().huge;
    case kPlots:
      return landscape().plots;
    case kLines:
      return landscape().lines;
    default:
      return landscape().points;
  }
}

RegionIndex index_of(const std::vector<Shape>& shapes) {
  std::vector<geometry::RegionItem> items;
  for (const Shape& shape : shapes) items.push_back({&shape, 0.0});
  return RegionIndex(items);
}

/// Calls `measure` with one site after the other.
void over_sites(benchmark::State& state, const std::function<void(const Shape&)>& measure) {
  const std::vector<Shape>& sites = landscape().sites;
  std::size_t next = 0;
  for (auto round : state) {
    static_cast<void>(round);
    measure(sites[next]);
    next = (next + 1) % sites.size();
  }
  state.SetItemsProcessed(state.iterations());
}

void build(benchmark::State& state) {
  const std::vector<Shape>& shapes = layer(state.range(0));
  for (auto round : state) {
    static_cast<void>(round);
    benchmark::DoNotOptimize(index_of(shapes));
  }
}

void probe(benchmark::State& state) {
  over_sites(state, [](const Shape& site) {
    benchmark::DoNotOptimize(Probe(site, AreaBasis::ellipsoid).area_m2());
  });
}

void overlap(benchmark::State& state) {
  const RegionIndex index = index_of(layer(state.range(0)));
  over_sites(state, [&](const Shape& site) {
    benchmark::DoNotOptimize(index.overlaps(Probe(site, AreaBasis::ellipsoid)));
  });
}

/// Every feature whose box meets the site's, overlaid whole.
void overlap_by_geos(benchmark::State& state) {
  const std::vector<Shape>& shapes = layer(state.range(0));
  std::vector<Box> boxes;
  for (const Shape& shape : shapes) boxes.push_back(shape.box());
  over_sites(state, [&](const Shape& site) {
    const Box box = site.box();
    double area = 0.0;
    for (std::size_t i = 0; i < shapes.size(); ++i) {
      if (!boxes[i].intersects(box)) continue;
      area += geometry::ellipsoidal_area_m2(geometry::intersection(site, shapes[i]));
    }
    benchmark::DoNotOptimize(area);
  });
}

void distance(benchmark::State& state) {
  const RegionIndex index = index_of(layer(state.range(0)));
  over_sites(state, [&](const Shape& site) {
    benchmark::DoNotOptimize(index.proximity(Probe(site, AreaBasis::ellipsoid)));
  });
}

/// Distance in degrees to every feature, each prepared once: the cheapest that GEOS offers.
void distance_by_geos(benchmark::State& state) {
  const std::vector<Shape>& shapes = layer(state.range(0));
  const GEOSContextHandle_t h = shapes.front().context();
  const auto free = [h](const GEOSPreparedGeometry* p) { GEOSPreparedGeom_destroy_r(h, p); };
  std::vector<std::unique_ptr<const GEOSPreparedGeometry, decltype(free)>> prepared;
  for (const Shape& shape : shapes) prepared.emplace_back(GEOSPrepare_r(h, shape.get()), free);
  over_sites(state, [&](const Shape& site) {
    double least = 1e9;
    for (const auto& one : prepared) {
      double found = 0.0;
      GEOSPreparedDistance_r(h, one.get(), site.get(), &found);
      least = std::min(least, found);
    }
    benchmark::DoNotOptimize(least);
  });
}

BENCHMARK(probe);
BENCHMARK(build)->ArgName("layer")->DenseRange(kHuge, kPoints)->Unit(benchmark::kMillisecond);
BENCHMARK(overlap)->ArgName("layer")->DenseRange(kHuge, kPlots)->Unit(benchmark::kMicrosecond);
BENCHMARK(overlap_by_geos)
    ->ArgName("layer")
    ->DenseRange(kHuge, kPlots)
    ->Unit(benchmark::kMicrosecond);
BENCHMARK(distance)->ArgName("layer")->DenseRange(kHuge, kPoints)->Unit(benchmark::kMicrosecond);
BENCHMARK(distance_by_geos)
    ->ArgName("layer")
    ->DenseRange(kHuge, kPoints)
    ->Unit(benchmark::kMicrosecond);

}  // namespace

BENCHMARK_MAIN();
