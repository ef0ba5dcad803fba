// SPDX-License-Identifier: Apache-2.0
#include "xuanzhi/assessment/path_survey.h"

#include <map>
#include <tuple>
#include <utility>

namespace xuanzhi::assessment {

std::vector<Pair> best_pairs(const Evaluation& evaluation, std::size_t projects) {
  const auto rank = [](const Assessment& one) {
    return std::tuple(one.verdict, one.prohibitions + one.conditions + one.unknowns, one.site);
  };
  std::vector<const Assessment*> best(projects, nullptr);
  for (const Assessment& one : evaluation.assessments) {
    const Assessment*& so_far = best[one.project];
    if (so_far == nullptr || rank(one) < rank(*so_far)) so_far = &one;
  }
  std::vector<Pair> out;
  for (const Assessment* one : best) {
    if (one != nullptr) out.push_back({one->project, one->site});
  }
  return out;
}

PathSurvey::PathSurvey(const workspace::Workspace& workspace, const rules::Rulebook& rulebook,
                       const approvals::Procedures& procedures)
    : workspace_(&workspace),
      screen_(workspace.layers, procedures.subjects(),
              {workspace.manifest.area_basis, workspace.manifest.sliver_tolerance_m2}),
      finder_(procedures, rulebook, workspace.manifest) {}

std::vector<approvals::ApprovalPath> PathSurvey::find(const std::vector<Pair>& pairs,
                                                      const Date& start) const {
  std::map<std::size_t, std::vector<std::size_t>> at_site;  // positions in `pairs`
  for (std::size_t i = 0; i < pairs.size(); ++i) at_site[pairs[i].site].push_back(i);
  std::vector<approvals::ApprovalPath> out(pairs.size());
  for (const auto& [site, positions] : at_site) {
    const workspace::Site& place = workspace_->sites[site];
    std::vector<workspace::Project> projects;
    for (const std::size_t i : positions)
      projects.push_back(workspace_->projects[pairs[i].project]);
    auto found = finder_.find(place.info, screen_.measure(place), projects, start);
    for (std::size_t k = 0; k < positions.size(); ++k) out[positions[k]] = std::move(found[k]);
  }
  return out;
}

approvals::ApprovalPath PathSurvey::find(const workspace::Site& site, std::size_t project,
                                         const Date& start) const {
  return finder_.find(site.info, screen_.measure(site), {workspace_->projects[project]}, start)
      .front();
}

}  // namespace xuanzhi::assessment
