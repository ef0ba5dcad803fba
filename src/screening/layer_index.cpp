// SPDX-License-Identifier: Apache-2.0
#include "layer_index.h"

#include <algorithm>
#include <map>
#include <utility>

namespace xuanzhi::screening {

using geometry::Probe;
using geometry::RegionOverlap;
using geometry::Shape;

LayerIndex index_layer(const workspace::Layer& layer) {
  LayerIndex out;
  out.layer = &layer;
  std::map<std::string, std::vector<std::size_t>> by_class;
  for (std::size_t i = 0; i < layer.features.size(); ++i)
    by_class[layer.features[i].class_id].push_back(i);
  for (auto& [class_id, features] : by_class) {
    std::vector<geometry::RegionItem> items;
    for (const std::size_t i : features)
      items.push_back({&layer.features[i].shape, layer.features[i].half_width_m});
    out.classes.push_back({class_id, std::move(features),
                           geometry::RegionIndex(layer.coverage.geos(), std::move(items))});
  }
  return out;
}

LayerMeasure measure_layer(const LayerIndex& index, const Probe& probe) {
  LayerMeasure out;
  out.index = &index;
  const Shape& coverage = index.layer->coverage;
  if (!coverage.empty())
    out.covered_m2 = probe.area_m2(geometry::intersection(probe.area(), coverage));
  for (const ClassIndex& entry : index.classes) {
    ClassMeasure measure{&entry, entry.region.overlaps(probe), {}};
    measure.proximity = measure.overlaps.empty() ? entry.region.proximity(probe)
                                                 : geometry::meeting(measure.overlaps);
    out.classes.push_back(std::move(measure));
  }
  return out;
}

double union_area_m2(const Probe& probe, const std::vector<const Shape*>& pieces) {
  if (pieces.empty()) return 0.0;
  if (pieces.size() == 1) return probe.area_m2(*pieces.front());
  std::vector<Shape> copies;
  for (const Shape* piece : pieces) copies.push_back(piece->clone());
  return probe.area_m2(geometry::union_of(probe.area().geos(), std::move(copies)));
}

namespace {

// Sites that lie inside a layer up to rounding count as within.
constexpr double kInsideSlack = 1e-9;

Fact fact_over(const std::vector<const ClassMeasure*>& measures, const LayerMeasure& layer,
               std::size_t position, const Probe& probe) {
  Fact fact;
  fact.layer = position;
  std::vector<const Shape*> pieces;
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
    for (const RegionOverlap& overlap : measure->overlaps) {
      pieces.push_back(&overlap.piece);
      if (overlap.area_m2 > largest)
        largest = overlap.area_m2, fact.nearest_feature_id = feature_id(overlap.item);
    }
  }
  fact.overlap_m2 = union_area_m2(probe, pieces);
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
