// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "xuanzhi/geometry/region_index.h"
#include "xuanzhi/screening/fact.h"
#include "xuanzhi/workspace/layer.h"

namespace xuanzhi::screening {

/// The features of one class of a layer (all features where the role has no classes), indexed.
struct ClassIndex {
  std::string class_id;
  std::vector<std::size_t> features;  ///< item of the region -> feature of the layer
  geometry::RegionIndex region;
};

/// A layer prepared for measuring.
struct LayerIndex {
  const workspace::Layer* layer = nullptr;
  geometry::RegionIndex coverage;   ///< nothing where the coverage is unknown
  std::vector<ClassIndex> classes;  ///< sorted by id
};

LayerIndex index_layer(const workspace::Layer& layer);

/// What was measured of one site and one class of a layer.
struct ClassMeasure {
  const ClassIndex* index = nullptr;
  std::vector<geometry::RegionOverlap> overlaps;
  geometry::RegionProximity proximity;

  /// Appends the overlaps with the region that they were found in.
  void add_pieces(std::vector<geometry::RegionPiece>& pieces) const;
};

/// All classes of a layer, measured once for a site.
struct LayerMeasure {
  const LayerIndex* index = nullptr;
  double covered_m2 = 0.0;
  std::vector<ClassMeasure> classes;
};

LayerMeasure measure_layer(const LayerIndex& index, const geometry::Probe& probe);

/// The facts of a measured layer: the whole layer, its classes, its features.
Fact whole_fact(const LayerMeasure& measure, std::size_t layer, const geometry::Probe& probe);
std::vector<Fact> class_facts(const LayerMeasure& measure, std::size_t layer,
                              const geometry::Probe& probe);
std::vector<FeatureFact> feature_facts(const LayerMeasure& measure, std::size_t layer);

}  // namespace xuanzhi::screening
