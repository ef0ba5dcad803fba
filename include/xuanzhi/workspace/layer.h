// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "xuanzhi/geometry/shape.h"
#include "xuanzhi/workspace/audit.h"
#include "xuanzhi/workspace/manifest.h"
#include "xuanzhi/workspace/role.h"

namespace xuanzhi::workspace {

/// One feature of a layer; its shape is valid and in the canonical system.
struct Feature {
  std::string id;
  std::string name;
  std::string class_id;
  std::string code;
  double half_width_m = 0.0;
  geometry::Shape shape;
};

/// A layer as it is used: read, repaired, reprojected.
struct Layer {
  LayerConfig config;
  const Role* role = nullptr;
  std::vector<Feature> features;
  geometry::Shape coverage;  ///< empty: nothing is known to be complete
  bool in_force = true;      ///< false: a boundary version that the as-of date does not use
  double accuracy_m = 0.0;   ///< of the layer, with what the datum policy adds
};

/// Reads one layer with its coverage and adds what happened to `audits`.
/// `area` (degrees) is where the data should lie: a CRS that puts them elsewhere is noted.
/// Throws `Error` where the source, its CRS or a class cannot be understood.
Layer load_layer(const geometry::Geos& geos, const LayerConfig& config, const Role& role,
                 std::vector<SourceAudit>& audits, const std::optional<geometry::Box>& area = {});

}  // namespace xuanzhi::workspace
