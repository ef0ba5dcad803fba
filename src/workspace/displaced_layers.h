// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "xuanzhi/workspace/audit.h"
#include "xuanzhi/workspace/layer.h"

namespace xuanzhi::workspace {

/// Compares the outlines of layers that have the same role, and notes in the audit of a layer that
/// it seems to be displaced as web maps are (GCJ-02). Nothing is changed.
void note_displaced_layers(const geometry::Geos& geos, const std::vector<Layer>& layers,
                           std::vector<SourceAudit>& audits);

}  // namespace xuanzhi::workspace
