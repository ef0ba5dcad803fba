// SPDX-License-Identifier: Apache-2.0
#include "xuanzhi/products/alternatives.h"

#include <algorithm>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace xuanzhi::products {

std::vector<Alternative> better_sites(const assessment::Assessor& assessor,
                                      const workspace::Workspace& workspace, std::size_t project,
                                      const assessment::Assessment& now) {
  static constexpr std::size_t kMost = 5;
  std::vector<Alternative> out;
  for (const workspace::Site& site : workspace.sites) {
    const auto pair = assessor.assess(site.info, assessor.screen().measure(site), project);
    const bool better = pair.summary.verdict < now.verdict ||
                        (pair.summary.verdict == now.verdict &&
                         pair.summary.verdict == rules::Verdict::conditional &&
                         pair.summary.conditions < now.conditions);
    if (better)
      out.push_back({site.info.id, site.info.name, pair.summary.verdict, pair.summary.conditions});
  }
  std::stable_sort(out.begin(), out.end(), [](const Alternative& a, const Alternative& b) {
    return a.verdict != b.verdict ? a.verdict < b.verdict : a.conditions < b.conditions;
  });
  if (out.size() > kMost) out.resize(kMost);
  return out;
}

std::string alternatives_text(const std::vector<Alternative>& sites, Language language) {
  const bool zh = language == Language::chinese;
  if (sites.empty()) return zh ? "\n没有结论更好的地块\n" : "\nNo site fares better\n";
  std::string out = zh ? "\n结论更好的地块\n" : "\nSites that fare better\n";
  for (const Alternative& site : sites) {
    out += fmt::format("  {} {} {}  {} {}\n", padded(site.site_id, 8), padded(site.site_name, 30),
                       rules::verdict_name(site.verdict).in(language), zh ? "条件" : "conditions",
                       site.conditions);
  }
  return out;
}

std::string with_alternatives_json(const std::string& explanation,
                                   const std::vector<Alternative>& sites) {
  nlohmann::json out = nlohmann::json::parse(explanation);
  out["better_sites"] = nlohmann::json::array();
  for (const Alternative& site : sites) {
    out["better_sites"].push_back({{"site_id", site.site_id},
                                   {"name", site.site_name},
                                   {"verdict", rules::to_string(site.verdict)},
                                   {"conditions", site.conditions}});
  }
  return out.dump(2) + "\n";
}

}  // namespace xuanzhi::products
