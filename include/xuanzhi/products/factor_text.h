// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "xuanzhi/approvals/path.h"
#include "xuanzhi/base/text.h"
#include "xuanzhi/rules/factors.h"

namespace xuanzhi::products {

/// What is known of a project's factors; all borrowed.
struct FactorCase {
  const workspace::Project* project = nullptr;
  const approvals::PathStep* review = nullptr;  ///< the energy review; null: no procedures
  rules::EnergyTest energy;
  rules::WaterTest water;
  rules::Funding funding;
  const rules::QueueClass* queue = nullptr;
};

/// The list of projects that partners refer to, by position, is `projects`.
std::string factors_text(const rules::FactorBook& book, const rules::Parameter* benchmark,
                         const std::vector<workspace::Project>& projects,
                         const std::vector<FactorCase>& cases, Language language);
std::string factors_json(const rules::FactorBook& book, const rules::Parameter* benchmark,
                         const std::vector<workspace::Project>& projects,
                         const std::vector<FactorCase>& cases);

}  // namespace xuanzhi::products
