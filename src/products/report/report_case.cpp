// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <tuple>
#include <utility>

#include "xuanzhi/products/explanation.h"
#include "xuanzhi/products/report.h"

namespace xuanzhi::products {

namespace {

// The first four digits of an administrative code name the city.
std::string city_of(const ReportCase& one) {
  return one.facts.region.codes.empty() ? "" : one.facts.region.codes.front().substr(0, 4);
}

ReportCase judged(const assessment::Assessor& assessor, const workspace::Workspace& workspace,
                  const rules::Rulebook& rulebook, const workspace::Site& site,
                  const workspace::Project* project, screening::SiteFacts facts) {
  ReportCase one;
  one.site = &site;
  one.project = project;
  one.facts = std::move(facts);
  one.assessment =
      project == nullptr
          ? assessor.assess_site(site.info, one.facts)
          : assessor.assess(site.info, one.facts,
                            static_cast<std::size_t>(project - workspace.projects.data()));
  one.kept_area_m2 = kept_area_m2(assessor, workspace, rulebook, site, one.assessment);
  return one;
}

}  // namespace

ReportCase make_report_case(const assessment::Assessor& assessor,
                            const workspace::Workspace& workspace, const rules::Rulebook& rulebook,
                            const workspace::Site& site, const workspace::Project* project) {
  return judged(assessor, workspace, rulebook, site, project, assessor.screen().measure(site));
}

std::vector<ReportCase> rank_sites(const assessment::Assessor& assessor,
                                   const workspace::Workspace& workspace,
                                   const rules::Rulebook& rulebook,
                                   const workspace::Project& project, std::ostream* narration) {
  std::vector<screening::SiteFacts> facts =
      assessor.screen().measure_all(workspace.sites, all_cores(), narration);
  std::vector<ReportCase> cases;
  for (std::size_t s = 0; s < workspace.sites.size(); ++s) {
    cases.push_back(
        judged(assessor, workspace, rulebook, workspace.sites[s], &project, std::move(facts[s])));
  }
  const auto rank = [](const ReportCase& one) {
    const assessment::Assessment& sum = one.assessment.summary;
    return std::tuple(sum.verdict, sum.prohibitions, sum.unknowns, sum.conditions);
  };
  std::stable_sort(cases.begin(), cases.end(),
                   [&](const ReportCase& a, const ReportCase& b) { return rank(a) < rank(b); });
  return cases;
}

CaseFacts::CaseFacts(const workspace::Workspace& workspace,
                     const std::vector<const ReportCase*>& cases) {
  for (const ReportCase* one : cases)
    of_site_[static_cast<std::size_t>(one->site - workspace.sites.data())] = &one->facts;
}

screening::SiteFacts CaseFacts::at(std::size_t site) const {
  const auto found = of_site_.find(site);
  return found == of_site_.end() ? screening::SiteFacts{} : *found->second;
}

assessment::Evaluation evaluation_of(const workspace::Workspace& workspace,
                                     const rules::Rulebook& rulebook,
                                     const std::vector<const ReportCase*>& cases) {
  assessment::Evaluation out;
  for (const ReportCase* one : cases) {
    if (one->project == nullptr) continue;
    const auto project = static_cast<std::size_t>(one->project - workspace.projects.data());
    const auto site = static_cast<std::size_t>(one->site - workspace.sites.data());
    out.assessments.push_back(one->assessment.summary);
    out.assessments.back().project = project;
    out.assessments.back().site = site;
    for (const rules::Finding& finding : one->assessment.findings)
      out.findings.push_back({project, site, finding});
  }
  out.totals = assessment::totals_of(out.assessments, workspace.sites.size(),
                                     workspace.projects.size(), rulebook.rules.size());
  return out;
}

std::vector<const ReportCase*> sites_to_compare(const std::vector<ReportCase>& ranked,
                                                const ReportCase& one, std::size_t most) {
  std::vector<const ReportCase*> out;
  for (const ReportCase& other : ranked) {
    if (out.size() == most) break;
    if (other.site != one.site) out.push_back(&other);
  }
  const std::string home = city_of(one);
  const auto elsewhere = [&](const ReportCase& other) { return city_of(other) != home; };
  if (out.empty() || std::any_of(out.begin(), out.end(), [&](auto* o) { return elsewhere(*o); }))
    return out;
  const auto best = std::find_if(ranked.begin(), ranked.end(), elsewhere);
  if (best != ranked.end()) out.back() = &*best;
  return out;
}

}  // namespace xuanzhi::products
