// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "xuanzhi/products/report.h"

namespace xuanzhi::products::report {

/// The steps of a path as bars over working days, 170 mm wide; the critical ones are dark.
std::string gantt_svg(const ApprovalPlan& plan, Language language);

}  // namespace xuanzhi::products::report
