// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "xuanzhi/assessment/assessment.h"
#include "xuanzhi/base/text.h"
#include "xuanzhi/rules/rulebook.h"

namespace xuanzhi::products {

/// The findings of a pair, worst first, then in the order of the rulebook; borrowed.
std::vector<const rules::Finding*> worst_first(const assessment::PairAssessment& pair);

/// An area in m², hectares and mu.
std::string area_text(double m2, Language language);

/// What was measured against which threshold, with units; for findings that could be decided.
std::string measured_text(const rules::Rule& rule, const rules::Finding& finding,
                          double site_area_m2, Language language);

}  // namespace xuanzhi::products
