// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "xuanzhi/base/text.h"
#include "xuanzhi/screening/fact.h"
#include "xuanzhi/workspace/workspace.h"

namespace xuanzhi::products {

/// Which version of a boundary a finding rests on: layer, status, days and document of each
/// (rule L2 of the plan asks for it). Empty where no layer of the subject has versions.
Text boundary_note(const workspace::Workspace& workspace, const screening::SubjectFact& fact);

}  // namespace xuanzhi::products
