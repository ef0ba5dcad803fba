// SPDX-License-Identifier: Apache-2.0
#include "xuanzhi/screening/screen.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <string>
#include <utility>

#include "layer_index.h"
#include "subject_measure.h"
#include "xuanzhi/base/parallel.h"
#include "xuanzhi/base/progress.h"
#include "xuanzhi/geometry/measure.h"

namespace xuanzhi::screening {

using geometry::Probe;
using geometry::Shape;

struct Screen::State {
  std::vector<LayerIndex> layers;
  std::vector<Subject> subjects;
  ScreenOptions options;
};

Screen::Screen(const std::vector<workspace::Layer>& layers, std::vector<Subject> subjects,
               ScreenOptions options)
    : state_(std::make_unique<State>()) {
  for (const workspace::Layer& layer : layers) state_->layers.push_back(index_layer(layer));
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
        const workspace::Feature& feature =
            measure.index->layer->features[entry.index->features[overlap.item]];
        if (feature.code.empty() || overlap.area_m2 <= sliver_m2) continue;
        auto& [area, name] = by_code[feature.code];
        area += overlap.area_m2;
        name = feature.name;
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
Shape zone_around(const workspace::Feature& feature, const Probe& probe, double distance_m) {
  const double reach = distance_m + feature.half_width_m;
  if (!feature.shape.box().intersects(geometry::grown(probe.box(), reach)))
    return geometry::make_empty(probe.geos());
  // Ends made by the cut lie too far away to reach the probe.
  const Shape near =
      geometry::clipped(feature.shape, geometry::grown(probe.box(), 2.0 * distance_m + 1000.0));
  if (near.empty()) return geometry::make_empty(probe.geos());
  const Shape plane = probe.plane().to_plane(near);
  const auto pair = geometry::nearest_points(probe.plane_area(), plane);
  if (std::hypot(pair.on_a.x - pair.on_b.x, pair.on_a.y - pair.on_b.y) > reach)
    return geometry::make_empty(probe.geos());
  return probe.plane().to_lon_lat(geometry::buffered(plane, reach));
}

}  // namespace

SiteFacts Screen::measure(const workspace::Site& site) const {
  SiteFacts out;
  out.site_id = site.info.id;
  const Probe probe(site.shape, state_->options.area_basis);
  std::vector<LayerMeasure> measures;
  for (const LayerIndex& index : state_->layers) measures.push_back(measure_layer(index, probe));
  for (std::size_t i = 0; i < measures.size(); ++i) {
    out.layers.push_back(whole_fact(measures[i], i, probe));
    for (Fact& fact : class_facts(measures[i], i, probe)) out.classes.push_back(std::move(fact));
    for (FeatureFact& fact : feature_facts(measures[i], i)) out.features.push_back(std::move(fact));
  }
  for (const Subject& subject : state_->subjects) {
    out.subjects.push_back(subject_fact(subject, layers_of(subject, measures), probe));
  }
  out.region = region_of(measures, probe, state_->options.sliver_m2);
  return out;
}

std::vector<SiteFacts> Screen::measure_all(const std::vector<workspace::Site>& sites, int threads,
                                           std::ostream* narration) const {
  // A GEOS context belongs to one thread, and the sites to that of the workspace: each is carried
  // over as bytes.
  std::vector<std::string> shapes;
  shapes.reserve(sites.size());
  for (const workspace::Site& site : sites) shapes.push_back(geometry::to_wkb(site.shape));
  std::vector<SiteFacts> out(sites.size());
  Progress progress(narration, "sites", sites.size());
  for_each_in_parallel(sites.size(), threads, progress, [&](std::size_t i) {
    const geometry::Geos geos;
    out[i] = measure({sites[i].info, geometry::from_wkb(geos, shapes[i])});
  });
  return out;
}

Shape Screen::conflict(const workspace::Site& site, std::size_t subject, ConflictKind kind,
                       double distance_m) const {
  const Subject& asked = state_->subjects[subject];
  std::vector<const LayerIndex*> indexes;
  for (const LayerIndex& index : state_->layers) {
    if (index.layer->role->id == asked.role && index.layer->in_force) indexes.push_back(&index);
  }
  const Probe probe(site.shape, state_->options.area_basis);
  if (kind != ConflictKind::nearer) {
    const Shape region = subject_region(asked, indexes, probe, 1.0).shape;
    if (kind == ConflictKind::overlap) return geometry::intersection(site.shape, region);
    return region.empty() ? site.shape.clone() : geometry::difference(site.shape, region);
  }
  std::vector<Shape> strips;
  for (const LayerIndex* index : indexes) {
    for (const workspace::Feature& feature : index->layer->features) {
      const bool asked_for =
          asked.classes.empty() ||
          std::binary_search(asked.classes.begin(), asked.classes.end(), feature.class_id);
      if (!asked_for) continue;
      Shape zone = zone_around(feature, probe, distance_m);
      if (!zone.empty()) strips.push_back(geometry::intersection(site.shape, zone));
    }
  }
  return geometry::union_of(site.shape.geos(), std::move(strips));
}

}  // namespace xuanzhi::screening
