// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "xuanzhi/rules/rulebook.h"
#include "xuanzhi/workspace/workspace.h"

namespace xuanzhi::products {

/// A rule in effect that cannot see, because its role has no usable layer.
struct BlindRule {
  std::string rule_id;
  std::string role;
  bool role_present =
      false;  ///< a layer is there, but no version of it is in force, or it vouches for nothing
};

std::vector<BlindRule> blind_rules(const workspace::Workspace& workspace,
                                   const rules::Rulebook& book);

/// The audit of a workspace for a person, and as one JSON object for a program.
std::string inspection_text(const workspace::Workspace& workspace, const rules::Rulebook& book,
                            const std::vector<workspace::VersionChoice>& versions,
                            Language language);
std::string inspection_json(const workspace::Workspace& workspace, const rules::Rulebook& book,
                            const std::vector<workspace::VersionChoice>& versions);

}  // namespace xuanzhi::products
