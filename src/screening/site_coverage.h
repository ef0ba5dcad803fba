// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <utility>
#include <vector>

#include "layer_index.h"

namespace xuanzhi::screening {

/// What the coverage of some layers, taken together, knows of a site.
struct KnownAround {
  double share = 0.0;     ///< of the site
  double known_m2 = 0.0;  ///< of the site
  geometry::Shape known;  ///< that part of the site; null where it is all or nothing of it
};

/// The coverages around one site, each measured once: most layers of a workspace have the same.
class SiteCoverage {
 public:
  explicit SiteCoverage(const geometry::Probe& probe) : probe_(probe) {}

  /// Of the site, covered by a layer.
  double covered_m2(const LayerIndex& layer);
  /// By some layers taken together.
  const KnownAround& known_by(const std::vector<const LayerIndex*>& layers);
  /// How far around the site they reach, where they know all of it; `within_m` where it is farther.
  double reach_m(const std::vector<const LayerIndex*>& layers, double within_m);

 private:
  using Numbers = std::vector<std::size_t>;
  KnownAround measured(const std::vector<const LayerIndex*>& layers);

  const geometry::Probe& probe_;
  // By the number of the coverage; negative: not measured yet.
  std::vector<double> covered_m2_;
  std::map<Numbers, KnownAround> known_;
  std::map<std::pair<Numbers, double>, double> reach_m_;
};

}  // namespace xuanzhi::screening
