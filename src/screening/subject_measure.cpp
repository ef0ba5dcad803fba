// SPDX-License-Identifier: Apache-2.0
#include "subject_measure.h"

#include <algorithm>
#include <utility>

#include "xuanzhi/geometry/depth.h"
#include "xuanzhi/geometry/measure.h"

namespace xuanzhi::screening {

using geometry::Probe;
using geometry::RegionSurroundings;
using geometry::Shape;

bool asks_for(const Subject& subject, const std::string& class_id) {
  return subject.classes.empty() ||
         std::binary_search(subject.classes.begin(), subject.classes.end(), class_id);
}

namespace {

using Regions = std::vector<const geometry::RegionIndex*>;

// What the subject asks for of some layers.
Regions regions_of(const Subject& subject, const std::vector<const LayerIndex*>& layers) {
  Regions out;
  for (const LayerIndex* index : layers) {
    for (const workspace::LayerClass& entry : index->regions().classes) {
      if (asks_for(subject, entry.class_id)) out.push_back(&entry.region);
    }
  }
  return out;
}

void add_outside_margins(SubjectFact& fact, const Regions& regions, const Probe& probe) {
  const bool apart = fact.overlap_m2 == 0.0;
  if (fact.outside_m2 > 0.0) {
    const bool far = apart && (fact.edge_distance_m < 0.0 || fact.edge_distance_m > kMarginReach);
    fact.outside_depth_m =
        far ? kMarginReach : geometry::depth_beyond(probe, regions, kMarginReach);
    return;
  }
  fact.clearance_m = geometry::clearance_within(probe, regions, kMarginReach);
}

void add_coverage(SubjectFact& fact, const Subject& subject,
                  const std::vector<const LayerIndex*>& layers, const Regions& regions,
                  const Probe& probe, SiteCoverage& coverage) {
  static constexpr double kHair = 1.0;
  const KnownAround& known = coverage.known_by(layers);
  fact.covered_share = known.share;
  if (known.share == 1.0) {
    fact.outside_known_m2 = fact.outside_m2;
    fact.coverage_reach_m = coverage.reach_m(layers, subject.asks_around_m);
    return;
  }
  fact.outside_known_m2 = known.known_m2;
  if (fact.overlap_m2 == 0.0 || known.known_m2 == 0.0) return;
  const Shape inside = geometry::surroundings_of(regions, probe, kHair).shape;
  fact.outside_known_m2 = probe.area_m2(geometry::difference(known.known, inside));
}

// What is left of an area; what rounding may have left is nothing.
double rest_of(double area_m2, double taken_m2) {
  static constexpr double kRounding = 1e-9;
  const double rest = area_m2 - taken_m2;
  return rest > kRounding * area_m2 ? rest : 0.0;
}

// Distances, features and the area of the union over all layers and classes asked for. Named are
// the layers and features that overlap, else the nearest one.
void add_relations(SubjectFact& fact, const Subject& subject, const SubjectLayers& layers,
                   const Probe& probe) {
  std::vector<geometry::RegionPiece> pieces;
  std::string nearest_layer;
  std::string nearest_feature;
  for (const LayerMeasure* measure : layers.in_force) {
    const workspace::Layer& layer = *measure->index->layer;
    fact.accuracy_m = std::max(fact.accuracy_m, layer.accuracy_m);
    const std::size_t before = pieces.size();
    for (const ClassMeasure& entry : measure->classes) {
      if (!asks_for(subject, entry.index->class_id)) continue;
      const auto feature_id = [&](std::size_t item) {
        return layer.features[entry.index->features[item]].id;
      };
      entry.add_pieces(pieces);
      for (const geometry::RegionOverlap& overlap : entry.overlaps) {
        fact.feature_ids.push_back(feature_id(overlap.item));
      }
      const auto& edge = entry.proximity.edge;
      if (!edge || (fact.edge_distance_m >= 0.0 && edge->distance_m >= fact.edge_distance_m)) {
        continue;
      }
      fact.edge_distance_m = edge->distance_m;
      nearest_feature = feature_id(edge->item);
      nearest_layer = layer.config.id;
    }
    if (pieces.size() > before) fact.layer_ids.push_back(layer.config.id);
  }
  if (pieces.empty() && !nearest_layer.empty()) {
    fact.layer_ids.push_back(nearest_layer);
    fact.feature_ids.push_back(nearest_feature);
  }
  fact.overlap_m2 = geometry::union_area_m2(probe, pieces);
  fact.share = std::min(1.0, fact.overlap_m2 / probe.area_m2());
}

}  // namespace

SubjectLayers layers_of(const Subject& subject, const std::vector<LayerMeasure>& layers) {
  SubjectLayers out;
  for (const LayerMeasure& measure : layers) {
    if (measure.index->layer->role->id != subject.role) continue;
    out.present = true;
    if (measure.index->layer->in_force) out.in_force.push_back(&measure);
  }
  for (const LayerMeasure& measure : layers) {
    const workspace::Layer& layer = *measure.index->layer;
    if (layer.role->id != subject.role || layer.in_force || measure.covered_m2 <= 0.0) continue;
    const auto same_series = [&](const LayerMeasure* other) {
      const auto& version = other->index->layer->config.version;
      return version && version->series == layer.config.version->series;
    };
    out.version_withheld =
        out.version_withheld || std::none_of(out.in_force.begin(), out.in_force.end(), same_series);
  }
  return out;
}

RegionSurroundings subject_region(const Subject& subject,
                                  const std::vector<const LayerIndex*>& layers, const Probe& probe,
                                  double reach_m) {
  return geometry::surroundings_of(regions_of(subject, layers), probe, reach_m);
}

SubjectFact subject_fact(const Subject& subject, const SubjectLayers& layers, const Probe& probe,
                         SiteCoverage& coverage) {
  SubjectFact fact;
  fact.present = layers.present;
  fact.in_force = !layers.in_force.empty();
  fact.version_withheld = layers.version_withheld;
  if (!fact.in_force) return fact;
  add_relations(fact, subject, layers, probe);
  fact.outside_m2 = rest_of(probe.area_m2(), fact.overlap_m2);
  std::vector<const LayerIndex*> indexes;
  for (const LayerMeasure* measure : layers.in_force) indexes.push_back(measure->index);
  const Regions regions = regions_of(subject, indexes);
  if (layers.in_force.front()->index->layer->role->dimension == 2) {
    if (subject.asks_depth && fact.overlap_m2 > 0.0)
      fact.depth_m = geometry::depth_within(probe, regions, kMarginReach);
    if (subject.asks_outside) add_outside_margins(fact, regions, probe);
  }
  add_coverage(fact, subject, indexes, regions, probe, coverage);
  return fact;
}

}  // namespace xuanzhi::screening
