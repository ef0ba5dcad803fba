// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "layer_index.h"
#include "site_coverage.h"

namespace xuanzhi::screening {

/// The layers that answer for a subject, from all measured layers of a site.
struct SubjectLayers {
  bool present = false;
  bool version_withheld = false;  ///< see SubjectFact
  std::vector<const LayerMeasure*> in_force;
};

/// True where the subject is about this class.
bool asks_for(const Subject& subject, const std::string& class_id);

SubjectLayers layers_of(const Subject& subject, const std::vector<LayerMeasure>& layers);

/// The relation of a site and a subject, from what was measured per layer.
SubjectFact subject_fact(const Subject& subject, const SubjectLayers& layers,
                         const geometry::Probe& probe, SiteCoverage& coverage);

/// The union of the subject's areas within `reach_m` of the probe.
geometry::RegionSurroundings subject_region(const Subject& subject,
                                            const std::vector<const LayerIndex*>& layers,
                                            const geometry::Probe& probe, double reach_m);

}  // namespace xuanzhi::screening
