// SPDX-License-Identifier: Apache-2.0
#include "xuanzhi/rules/finding.h"

#include <array>

namespace xuanzhi::rules {

namespace {

constexpr std::array kVerdictWords{"compliant", "conditional", "insufficient_data",
                                   "non_compliant"};
constexpr std::array kStateWords{"pass", "within_tolerance", "noted", "unknown", "violated"};

}  // namespace

std::string to_string(Verdict verdict) {
  return kVerdictWords[static_cast<std::size_t>(verdict)];
}

std::string to_string(State state) {
  return kStateWords[static_cast<std::size_t>(state)];
}

Text verdict_name(Verdict verdict) {
  static const std::array<Text, 4> kNames{{{"符合", "Compliant"},
                                           {"有条件符合", "Conditional"},
                                           {"数据不足", "Insufficient data"},
                                           {"不符合", "Non-compliant"}}};
  return kNames[static_cast<std::size_t>(verdict)];
}

Text cause_name(Cause cause) {
  static const std::array<Text, 6> kNames{{
      {"", ""},
      {"缺少该角色的图层", "no layer of this role"},
      {"审查日期没有可用的边界版本", "no boundary version may be used on this date"},
      {"图层未完全覆盖地块（及所需距离）",
       "the layer does not cover the site (and the distance asked for)"},
      {"地块所在行政区未知", "the site's administrative region is unknown"},
      {"项目资料缺项，无法判断是否适用", "the project's data do not tell whether the rule applies"},
  }};
  return kNames[static_cast<std::size_t>(cause)];
}

}  // namespace xuanzhi::rules
