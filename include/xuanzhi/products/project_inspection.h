// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "xuanzhi/base/text.h"
#include "xuanzhi/workspace/project.h"

namespace xuanzhi::products {

/// How a project list was understood, column by column and row by row, for a person and as one JSON
/// object for a program. Faults stand in both.
std::string project_inspection_text(const workspace::ProjectList& list, Language language);
std::string project_inspection_json(const workspace::ProjectList& list);

}  // namespace xuanzhi::products
