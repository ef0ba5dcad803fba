// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <iosfwd>

#include "xuanzhi/workspace/workspace.h"

namespace xuanzhi::workspace {

/// Looks at each layer and each source of sites as a whole and enters into its audit
/// (`SourceAudit::topology`, and a note with the sums): features that stand twice, features that
/// overlap each other by more than the sliver tolerance, parts of features beyond the layer's
/// coverage and, where the role is meant to cover all (`covers_all`), parts of the coverage that no
/// feature fills. Changes no geometry. Only the largest of each kind are listed.
void audit_topology(Workspace& workspace, std::ostream* narration);

}  // namespace xuanzhi::workspace
