// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "xuanzhi/base/text.h"

namespace xuanzhi::products::report {

/// A step as a bar; days count from the beginning of the first step.
struct GanttBar {
  std::string id;
  Text name;
  double start_day = 0.0;
  double days = 0.0;
  bool critical = false;    ///< a day lost here is lost for the whole path
  bool limit_known = true;  ///< false: it is marked where it may begin, with no length
};

/// Bars over calendar days, 170 mm wide; the critical ones are dark.
std::string gantt_svg(const std::vector<GanttBar>& bars, double total_days, Language language);

}  // namespace xuanzhi::products::report
