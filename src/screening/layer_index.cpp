// SPDX-License-Identifier: Apache-2.0
#include "layer_index.h"

#include <algorithm>
#include <map>
#include <utility>

namespace xuanzhi::screening {

using geometry::Probe;
using geometry::RegionOverlap;

LayerIndex index_layer(const workspace::Layer& layer) {
  std::vector<geometry::RegionItem> coverage;
  if (!layer.coverage.empty()) coverage.push_back({&layer.coverage, 0.0});
  LayerIndex out{&layer, geometry::RegionIndex(coverage), {}};
  std::map<std::string, std::vector<std::size_t>> by_class;
  for (std::size_t i = 0; i < layer.features.size(); ++i)
    by_class[layer.features[i].class_id].push_back(i);
  for (auto& [class_id, features] : by_class) {
    std::vector<geometry::RegionItem> items;
    for (const std::size_t i : features)
      items.push_back({&layer.features[i].shape, layer.features[i].half_width_m});
    out.classes.push_back({class_id, std::move(features), geometry::RegionIndex(items)});
  }
  return out;
}

LayerMeasure measure_layer(const LayerIndex& index, const Probe& probe) {
  LayerMeasure out;
  out.index = &index;
  for (const RegionOverlap& known : index.coverage.overlaps(probe)) out.covered_m2 = known.area_m2;
  for (const ClassIndex& entry : index.classes) {
    geometry::RegionRelation relation = entry.region.relation(probe);
    out.classes.push_back({&entry, std::move(relation.overlaps), relation.proximity});
  }
  return out;
}

void ClassMeasure::add_pieces(std::vector<geometry::RegionPiece>& pieces) const {
  for (const RegionOverlap& overlap : overlaps) pieces.push_back({&index->region, overlap});
}

namespace {

// Sites that lie inside a layer up to rounding count as within.
constexpr double kInsideSlack = 1e-9;

Fact fact_over(const std::vector<const ClassMeasure*>& measures, const LayerMeasure& layer,
               std::size_t position, const Probe& probe) {
  Fact fact;
  fact.layer = position;
  std::vector<geometry::RegionPiece> pieces;
  double largest = 0.0;
  for (const ClassMeasure* measure : measures) {
    const auto feature_id = [&](std::size_t item) {
      return layer.index->layer->features[measure->index->features[item]].id;
    };
    if (const auto& nearest = measure->proximity.shape) {
      const bool nearer = fact.distance_m < 0.0 || nearest->distance_m < fact.distance_m;
      if (nearer)
        fact.distance_m = nearest->distance_m, fact.nearest_feature_id = feature_id(nearest->item);
    }
    measure->add_pieces(pieces);
    for (const RegionOverlap& overlap : measure->overlaps) {
      if (overlap.area_m2 > largest)
        largest = overlap.area_m2, fact.nearest_feature_id = feature_id(overlap.item);
    }
  }
  fact.overlap_m2 = geometry::union_area_m2(probe, pieces);
  fact.share = std::min(1.0, fact.overlap_m2 / probe.area_m2());
  fact.covered_share = std::min(1.0, layer.covered_m2 / probe.area_m2());
  fact.containment = fact.share >= 1.0 - kInsideSlack ? Containment::within
                     : fact.distance_m == 0.0         ? Containment::partial
                                                      : Containment::disjoint;
  return fact;
}

}  // namespace

Fact whole_fact(const LayerMeasure& measure, std::size_t layer, const Probe& probe) {
  std::vector<const ClassMeasure*> all;
  for (const ClassMeasure& entry : measure.classes) all.push_back(&entry);
  return fact_over(all, measure, layer, probe);
}

std::vector<Fact> class_facts(const LayerMeasure& measure, std::size_t layer, const Probe& probe) {
  std::vector<Fact> out;
  for (const ClassMeasure& entry : measure.classes) {
    if (entry.index->class_id.empty()) continue;
    out.push_back(fact_over({&entry}, measure, layer, probe));
    out.back().class_id = entry.index->class_id;
  }
  return out;
}

std::vector<FeatureFact> feature_facts(const LayerMeasure& measure, std::size_t layer) {
  std::vector<FeatureFact> out;
  for (const ClassMeasure& entry : measure.classes) {
    for (const RegionOverlap& overlap : entry.overlaps) {
      const workspace::Feature& feature =
          measure.index->layer->features[entry.index->features[overlap.item]];
      out.push_back({layer, feature.id, feature.name, feature.class_id, overlap.area_m2});
    }
  }
  return out;
}

}  // namespace xuanzhi::screening
