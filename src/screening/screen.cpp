// SPDX-License-Identifier: Apache-2.0
#include "xuanzhi/screening/screen.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <span>
#include <string>
#include <utility>

#include "layer_index.h"
#include "site_coverage.h"
#include "subject_measure.h"
#include "xuanzhi/base/parallel.h"
#include "xuanzhi/base/progress.h"
#include "xuanzhi/geometry/measure.h"
#include "xuanzhi/geometry/place_order.h"

namespace xuanzhi::screening {

using geometry::Probe;
using geometry::Shape;

struct Screen::State {
  std::vector<LayerIndex> layers;
  std::size_t regions = 0;
  std::vector<Subject> subjects;
  ScreenOptions options;
};

Screen::Screen(const std::vector<workspace::Layer>& layers, std::vector<Subject> subjects,
               ScreenOptions options)
    : state_(std::make_unique<State>()) {
  std::map<std::string, std::size_t> coverages;
  for (const workspace::Layer& layer : layers) {
    const auto coverage = coverages.emplace(layer.regions->coverage.digest(), coverages.size());
    state_->layers.push_back({&layer, state_->regions, coverage.first->second});
    state_->regions += layer.regions->classes.size();
  }
  state_->subjects = std::move(subjects);
  state_->options = options;
}

Screen::~Screen() = default;

const std::vector<Subject>& Screen::subjects() const {
  return state_->subjects;
}

namespace {

SiteRegion region_of(const std::vector<LayerMeasure>& measures, const Probe& probe,
                     double sliver_m2) {
  SiteRegion region;
  std::map<std::string, std::pair<double, std::string>> by_code;
  std::vector<geometry::RegionPiece> pieces;
  for (const LayerMeasure& measure : measures) {
    if (!measure.index->layer->role->gives_region) continue;
    for (const ClassMeasure& entry : measure.classes) {
      entry.add_pieces(pieces);
      for (const geometry::RegionOverlap& overlap : entry.overlaps) {
        const std::size_t feature = entry.index->features[overlap.item];
        const std::string_view code = measure.index->layer->code(feature);
        if (code.empty() || overlap.area_m2 <= sliver_m2) continue;
        auto& [area, name] = by_code[std::string(code)];
        area += overlap.area_m2;
        name = measure.index->layer->features[feature].name;
      }
    }
  }
  std::vector<std::pair<double, std::string>> order;
  order.reserve(by_code.size());
  for (const auto& [code, entry] : by_code) order.emplace_back(-entry.first, code);
  std::sort(order.begin(), order.end());
  for (const auto& [area, code] : order) {
    region.codes.push_back(code);
    region.names.push_back(by_code[code].second);
  }
  const double known = geometry::union_area_m2(probe, pieces);
  region.complete = probe.area_m2() - known <= sliver_m2;
  return region;
}

// Everything within a distance of a feature's true edge, where that may reach the probe.
Shape zone_around(const Shape& shape, double half_width_m, const Probe& probe, double distance_m) {
  const double reach = distance_m + half_width_m;
  if (!shape.box().intersects(geometry::grown(probe.box(), reach)))
    return geometry::make_empty(probe.geos());
  // Ends made by the cut lie too far away to reach the probe.
  const Shape near =
      geometry::clipped(shape, geometry::grown(probe.box(), 2.0 * distance_m + 1000.0));
  if (near.empty()) return geometry::make_empty(probe.geos());
  const Shape plane = probe.plane().to_plane(near);
  const auto pair = geometry::nearest_points(probe.plane_area(), plane);
  if (std::hypot(pair.on_a.x - pair.on_b.x, pair.on_a.y - pair.on_b.y) > reach)
    return geometry::make_empty(probe.geos());
  return probe.plane().to_lon_lat(geometry::buffered(plane, reach));
}

}  // namespace

struct Screen::Visit {
  SearchHints hints;
};

SiteFacts Screen::measure(const workspace::Site& site) const {
  const geometry::Geos geos;
  Visit visit{SearchHints(state_->regions)};
  return measure(geos, site, visit);
}

SiteFacts Screen::measure(const geometry::Geos& geos, const workspace::Site& site,
                          Visit& visit) const {
  SiteFacts out;
  out.site_id = site.info.id;
  const Probe probe(geos, site.shape, state_->options.area_basis);
  std::vector<LayerMeasure> measures;
  measures.reserve(state_->layers.size());
  SiteCoverage coverage(probe);
  for (const LayerIndex& index : state_->layers)
    measures.push_back(measure_layer(index, probe, coverage.covered_m2(index),
                                     state_->options.within_m, visit.hints));
  if (state_->options.verify_overlaps) {
    for (const LayerIndex& index : state_->layers) verify_overlaps(index, probe);
  }
  out.layers.reserve(measures.size());
  out.classes.reserve(state_->regions);
  for (std::size_t i = 0; i < measures.size(); ++i) {
    out.layers.push_back(whole_fact(measures[i], i, probe));
    add_class_facts(measures[i], out.layers.back(), probe, out.classes);
    add_feature_facts(measures[i], i, out.features);
  }
  out.subjects.reserve(state_->subjects.size());
  for (const Subject& subject : state_->subjects)
    out.subjects.push_back(subject_fact(subject, layers_of(subject, measures), probe, coverage));
  out.region = region_of(measures, probe, state_->options.sliver_m2);
  return out;
}

std::vector<std::size_t> visiting_order(std::span<const workspace::Site> sites) {
  std::vector<geometry::Box> boxes;
  boxes.reserve(sites.size());
  for (const workspace::Site& site : sites) boxes.push_back(site.shape.box());
  return geometry::in_order_of_place(boxes);
}

std::vector<SiteFacts> Screen::measure_all(std::span<const workspace::Site> sites, int threads,
                                           std::ostream* narration) const {
  const std::vector<std::size_t> order = visiting_order(sites);
  std::vector<SiteFacts> out(sites.size());
  Progress progress(narration, "sites", sites.size());
  measure_some(sites, order, threads, progress,
               [&](std::size_t place, SiteFacts facts) { out[order[place]] = std::move(facts); });
  return out;
}

void Screen::measure_some(std::span<const workspace::Site> sites,
                          std::span<const std::size_t> positions, int threads, Progress& progress,
                          const TakeFacts& take) const {
  static constexpr std::size_t kRun = 64;
  for_each_run_in_parallel(positions.size(), kRun, threads, progress,
                           [&](std::size_t begin, std::size_t end) {
                             // A GEOS context belongs to one thread.
                             const geometry::Geos geos;
                             Visit visit{SearchHints(state_->regions)};
                             for (std::size_t i = begin; i < end; ++i) {
                               take(i, measure(geos, sites[positions[i]], visit));
                             }
                           });
}

Shape Screen::conflict(const geometry::Geos& geos, const workspace::Site& site, std::size_t subject,
                       ConflictKind kind, double distance_m) const {
  const Subject& asked = state_->subjects[subject];
  std::vector<const LayerIndex*> indexes;
  for (const LayerIndex& index : state_->layers) {
    if (index.layer->role->id == asked.role && index.layer->in_force) indexes.push_back(&index);
  }
  const Shape area = site.shape.in(geos);
  const Probe probe(area, state_->options.area_basis);
  if (kind != ConflictKind::nearer) {
    const Shape region = subject_region(asked, indexes, probe, 1.0).shape;
    if (kind == ConflictKind::overlap) return geometry::intersection(area, region);
    return region.empty() ? area.clone() : geometry::difference(area, region);
  }
  std::vector<Shape> strips;
  for (const LayerIndex* index : indexes) {
    for (const workspace::LayerClass& entry : index->regions().classes) {
      if (!asks_for(asked, entry.class_id)) continue;
      for (const std::size_t item : entry.region.near(probe, distance_m)) {
        const double half_width = index->layer->features[entry.features[item]].half_width_m;
        Shape zone =
            zone_around(entry.region.shape(probe.geos(), item), half_width, probe, distance_m);
        if (!zone.empty()) strips.push_back(geometry::intersection(area, zone));
      }
    }
  }
  return geometry::union_of(geos, std::move(strips));
}

}  // namespace xuanzhi::screening
