// SPDX-License-Identifier: Apache-2.0
#include "finding_text.h"

#include <algorithm>

#include <fmt/format.h>

#include "xuanzhi/base/units.h"

namespace xuanzhi::products {

using assessment::PairAssessment;
using rules::Finding;
using rules::Rule;

std::vector<const Finding*> worst_first(const PairAssessment& pair) {
  std::vector<const Finding*> out;
  for (const Finding& finding : pair.findings) out.push_back(&finding);
  std::stable_sort(out.begin(), out.end(), [](const Finding* a, const Finding* b) {
    if (a->verdict != b->verdict) return a->verdict > b->verdict;
    return a->state > b->state;
  });
  return out;
}

std::string area_text(double m2, Language language) {
  const bool zh = language == Language::chinese;
  return fmt::format("{:.2f} m²{}{:.4f} {}{}{:.2f} {}", m2, zh ? "（" : " (", m2_to_ha(m2),
                     zh ? "公顷" : "ha", zh ? "，" : ", ", m2_to_mu(m2), zh ? "亩）" : "mu)");
}

std::string measured_text(const Rule& rule, const Finding& finding, double site_area_m2,
                          Language language) {
  const bool zh = language == Language::chinese;
  switch (rule.relation) {
    case rules::Relation::overlap:
      return (zh ? "压占 " : "overlap ") + area_text(finding.measured, language) +
             fmt::format(fmt::runtime(zh ? "，占地块 {:.2f} %" : ", {:.2f} % of the site"),
                         100.0 * finding.measured / site_area_m2);
    case rules::Relation::overlap_share:
      return fmt::format("{} {:.2f} %", zh ? "压占比" : "share", 100.0 * finding.measured);
    case rules::Relation::outside:
      return (zh ? "界外 " : "outside ") + area_text(finding.measured, language);
    case rules::Relation::distance:
      if (finding.measured < 0.0) return zh ? "图层内无此类要素" : "no such feature in the layer";
      return fmt::format(fmt::runtime(zh ? "最近距离 {:.2f} m，要求不小于 {:g} m"
                                         : "distance {:.2f} m, at least {:g} m wanted"),
                         finding.measured, finding.threshold);
    case rules::Relation::area:
      return (zh ? "使用土地 " : "land taken ") + area_text(finding.measured, language);
    case rules::Relation::land_shortfall:
      if (finding.measured <= 0.0) return zh ? "用地足够" : "enough land";
      return (zh ? "缺少土地 " : "land missing ") + area_text(finding.measured, language);
    case rules::Relation::attribute:
      break;
  }
  return zh ? "按项目属性适用" : "applies by the project's properties";
}

}  // namespace xuanzhi::products
