// SPDX-License-Identifier: Apache-2.0
#include "layer_index.h"

#include <algorithm>
#include <span>
#include <utility>

#include "xuanzhi/base/error.h"

namespace xuanzhi::screening {

using geometry::Probe;
using geometry::RegionOverlap;

LayerMeasure measure_layer(const LayerIndex& index, const Probe& probe, double covered_m2,
                           std::optional<double> within_m, SearchHints& hints) {
  LayerMeasure out;
  out.index = &index;
  out.covered_m2 = covered_m2;
  out.classes.reserve(index.regions().classes.size());
  std::size_t number = index.first_region;
  for (const workspace::LayerClass& entry : index.regions().classes) {
    geometry::RegionRelation relation = entry.region.relation(probe, within_m, &hints[number++]);
    out.classes.push_back({&entry, std::move(relation.overlaps), relation.proximity});
  }
  return out;
}

void verify_overlaps(const LayerIndex& index, const Probe& probe) {
  try {
    index.regions().coverage.verify_overlaps(probe);
    for (const workspace::LayerClass& entry : index.regions().classes)
      entry.region.verify_overlaps(probe);
  } catch (const Error& error) {
    throw error.at(index.layer->config.id);
  }
}

void ClassMeasure::add_pieces(std::vector<geometry::RegionPiece>& pieces) const {
  for (const RegionOverlap& overlap : overlaps) pieces.push_back({&index->region, overlap});
}

namespace {

// Sites that lie inside a layer up to rounding count as within.
constexpr double kInsideSlack = 1e-9;

Fact fact_over(std::span<const ClassMeasure> measures, const LayerMeasure& layer,
               std::size_t position, const Probe& probe) {
  Fact fact;
  fact.layer = position;
  std::vector<geometry::RegionPiece> pieces;
  double largest = 0.0;
  const std::string* named = nullptr;
  for (const ClassMeasure& measure : measures) {
    const auto feature_id = [&](std::size_t item) {
      return &layer.index->layer->features[measure.index->features[item]].id;
    };
    if (const auto& nearest = measure.proximity.shape) {
      const bool nearer = fact.distance_m < 0.0 || nearest->distance_m < fact.distance_m;
      if (nearer) fact.distance_m = nearest->distance_m, named = feature_id(nearest->item);
    }
    if (const auto& edge = measure.proximity.edge) {
      const bool nearer = fact.edge_distance_m < 0.0 || edge->distance_m < fact.edge_distance_m;
      if (nearer) fact.edge_distance_m = edge->distance_m;
    }
    measure.add_pieces(pieces);
    for (const RegionOverlap& overlap : measure.overlaps) {
      if (overlap.area_m2 > largest) largest = overlap.area_m2, named = feature_id(overlap.item);
    }
  }
  if (named != nullptr) fact.nearest_feature_id = *named;
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
  return fact_over(measure.classes, measure, layer, probe);
}

void add_class_facts(const LayerMeasure& measure, const Fact& whole, const Probe& probe,
                     std::vector<Fact>& out) {
  for (const ClassMeasure& entry : measure.classes) {
    if (entry.index->class_id.empty()) continue;
    // The only class is the whole layer.
    out.push_back(
        measure.classes.size() == 1 ? whole : fact_over({&entry, 1}, measure, whole.layer, probe));
    out.back().class_id = entry.index->class_id;
  }
}

void add_feature_facts(const LayerMeasure& measure, std::size_t layer,
                       std::vector<FeatureFact>& out) {
  for (const ClassMeasure& entry : measure.classes) {
    for (const RegionOverlap& overlap : entry.overlaps) {
      const workspace::Feature& feature =
          measure.index->layer->features[entry.index->features[overlap.item]];
      out.push_back(
          {layer, feature.id, feature.name, std::string(feature.class_id), overlap.area_m2});
    }
  }
}

}  // namespace xuanzhi::screening
