// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "xuanzhi/base/text.h"
#include "xuanzhi/rules/directions.h"

namespace xuanzhi::products {

/// A node of a chain in a park: who stands there, and which listed projects could come.
struct ChainGap {
  const rules::Chain* chain = nullptr;
  const rules::ChainNode* node = nullptr;
  std::string park;
  std::vector<std::string> firms;  ///< none: the node is missing there
  std::vector<std::string>
      projects;  ///< ids, those that no rule prohibits at some site of the park
};

std::string directions_text(const rules::DirectionBook& book, const rules::Rulebook& rulebook,
                            const std::vector<workspace::Project>& projects, Language language);
std::string directions_json(const rules::DirectionBook& book, const rules::Rulebook& rulebook,
                            const std::vector<workspace::Project>& projects);

std::string gaps_text(const std::vector<ChainGap>& gaps, Language language);
std::string gaps_json(const std::vector<ChainGap>& gaps);

}  // namespace xuanzhi::products
