// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "xuanzhi/geometry/region_index.h"
#include "xuanzhi/screening/fact.h"
#include "xuanzhi/workspace/layer.h"

namespace xuanzhi::screening {

/// Where the searches of one thread ended, per region.
using SearchHints = std::vector<geometry::SearchHint>;

/// A layer as it is measured.
struct LayerIndex {
  const workspace::Layer* layer = nullptr;
  std::size_t first_region = 0;  ///< number of its first class, over all layers of a screen
  std::size_t coverage = 0;      ///< number of its coverage; layers that have the same share it

  const workspace::LayerRegions& regions() const { return *layer->regions; }
};

/// What was measured of one site and one class of a layer.
struct ClassMeasure {
  const workspace::LayerClass* index = nullptr;
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

/// `within_m` bounds the distances, where it is given.
LayerMeasure measure_layer(const LayerIndex& index, const geometry::Probe& probe, double covered_m2,
                           std::optional<double> within_m, SearchHints& hints);

/// See `geometry::RegionIndex::verify_overlaps`; the layer is named where something is wrong.
void verify_overlaps(const LayerIndex& index, const geometry::Probe& probe);

/// The facts of a measured layer: the whole layer, its classes, its features.
Fact whole_fact(const LayerMeasure& measure, std::size_t layer, const geometry::Probe& probe);
/// `whole` is the fact of the whole layer.
void add_class_facts(const LayerMeasure& measure, const Fact& whole, const geometry::Probe& probe,
                     std::vector<Fact>& out);
void add_feature_facts(const LayerMeasure& measure, std::size_t layer,
                       std::vector<FeatureFact>& out);

}  // namespace xuanzhi::screening
