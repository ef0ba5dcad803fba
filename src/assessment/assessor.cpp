// SPDX-License-Identifier: Apache-2.0
#include "xuanzhi/assessment/assessor.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "xuanzhi/base/progress.h"

namespace xuanzhi::assessment {

using rules::Applies;
using rules::Finding;
using rules::Judge;
using rules::Rule;
using rules::SiteCase;
using rules::Verdict;
using workspace::BoundaryStatus;
using workspace::Layer;

std::vector<workspace::VersionChoice> choose_versions(workspace::Workspace& workspace,
                                                      const rules::Rulebook& book) {
  const Date as_of = workspace.manifest.as_of;
  return workspace::choose_versions(workspace.layers, as_of, [&](const Layer& layer) {
    std::vector<BoundaryStatus> statuses;
    const std::string& region = layer.config.version->region;
    for (const std::string& word : rules::usable_statuses(book, layer.role->id, region, as_of)) {
      statuses.push_back(*workspace::boundary_status(word));
    }
    return statuses;
  });
}

struct Assessor::State {
  const workspace::Workspace* workspace;
  const rules::Rulebook* book;
  Judge judge;
  screening::Screen screen;
  /// Per rule in effect: does it concern each project?
  std::vector<std::vector<Applies>> applies;

  State(const workspace::Workspace& input, const rules::Rulebook& rulebook)
      : workspace(&input),
        book(&rulebook),
        judge(rulebook, input.manifest.as_of, input.manifest.sliver_tolerance_m2),
        screen(input.layers, judge.subjects(),
               {input.manifest.area_basis, input.manifest.sliver_tolerance_m2}) {
    rules::Conditions conditions(rulebook.terms);
    conditions.load(input.projects);
    for (const std::size_t rule : judge.rules())
      applies.push_back(conditions.evaluate(rulebook.rules[rule].when));
  }
};

namespace {

// The part of all rules that does not depend on the project.
std::vector<Finding> site_findings(const Judge& judge, const SiteCase& site) {
  std::vector<Finding> out;
  for (const std::size_t rule : judge.rules()) out.push_back(judge.at_site(rule, site));
  return out;
}

void count(const Finding& finding, Assessment& summary) {
  switch (finding.verdict) {
    case Verdict::non_compliant:
      ++summary.prohibitions;
      break;
    case Verdict::conditional:
      ++summary.conditions;
      break;
    case Verdict::insufficient_data:
      ++summary.unknowns;
      break;
    case Verdict::compliant:
      ++(finding.state == rules::State::noted ? summary.notes : summary.passes);
      break;
  }
  if (finding.verdict > summary.verdict) {
    summary.verdict = finding.verdict;
    summary.deciding_rule = finding.rule;
    summary.uncertain = finding.uncertain;
  } else if (finding.verdict == summary.verdict) {
    summary.uncertain = summary.uncertain || finding.uncertain;
  }
}

}  // namespace

Assessor::Assessor(const workspace::Workspace& workspace, const rules::Rulebook& book)
    : state_(std::make_unique<State>(workspace, book)) {}

Assessor::~Assessor() = default;

const screening::Screen& Assessor::screen() const {
  return state_->screen;
}

PairAssessment Assessor::assess(const workspace::SiteInfo& site, const screening::SiteFacts& facts,
                                std::size_t project) const {
  const SiteCase site_case{&site, &facts};
  const std::vector<Finding> at_site = site_findings(state_->judge, site_case);
  PairAssessment out;
  out.summary.project = project;
  for (std::size_t r = 0; r < at_site.size(); ++r) {
    const Applies applies = state_->applies[r][project];
    if (applies == Applies::no) {
      ++out.summary.not_applicable;
      continue;
    }
    out.findings.push_back(state_->judge.complete(at_site[r], site_case,
                                                  state_->workspace->projects[project], applies));
    count(out.findings.back(), out.summary);
  }
  return out;
}

PairAssessment Assessor::assess_site(const workspace::SiteInfo& site,
                                     const screening::SiteFacts& facts) const {
  const SiteCase site_case{&site, &facts};
  PairAssessment out;
  for (const Finding& finding : site_findings(state_->judge, site_case)) {
    const Rule& rule = state_->book->rules[finding.rule];
    const bool about_land =
        rule.relation == rules::Relation::land_shortfall || rule.relation == rules::Relation::area;
    if (rule.when.empty() && !about_land) {
      out.findings.push_back(finding);
      count(finding, out.summary);
      continue;
    }
    const bool about_site = rule.relation != rules::Relation::attribute && !about_land;
    if (about_site && finding.state != rules::State::pass) out.depending.push_back(finding);
    ++out.summary.not_applicable;
  }
  return out;
}

bool Assessor::weighs(const Finding& finding) const {
  const bool plain = finding.state == rules::State::pass && !finding.uncertain;
  return !plain && state_->book->rules[finding.rule].severity != rules::Severity::inform;
}

struct Assessor::OfProject {
  std::vector<Assessment> assessments;  // per site
  std::vector<PairFinding> findings;
};

Assessor::OfProject Assessor::judge_project(
    std::size_t project, const std::vector<screening::SiteFacts>& facts,
    const std::vector<std::vector<Finding>>& at_sites) const {
  const auto& sites = state_->workspace->sites;
  OfProject out;
  for (std::size_t s = 0; s < sites.size(); ++s) {
    const SiteCase site_case{&sites[s].info, &facts[s]};
    Assessment summary;
    summary.project = project;
    summary.site = s;
    for (std::size_t r = 0; r < at_sites[s].size(); ++r) {
      const Applies applies = state_->applies[r][project];
      if (applies == Applies::no) {
        ++summary.not_applicable;
        continue;
      }
      const Finding finding = state_->judge.complete(at_sites[s][r], site_case,
                                                     state_->workspace->projects[project], applies);
      count(finding, summary);
      if (weighs(finding)) out.findings.push_back({project, s, finding});
    }
    out.assessments.push_back(summary);
  }
  return out;
}

Evaluation Assessor::evaluate(std::ostream* narration, int threads) const {
  const auto& sites = state_->workspace->sites;
  const std::size_t projects = state_->workspace->projects.size();
  Evaluation out;
  out.facts = state_->screen.measure_all(sites, threads, narration);
  std::vector<std::vector<Finding>> at_sites;
  for (std::size_t s = 0; s < sites.size(); ++s)
    at_sites.push_back(site_findings(state_->judge, {&sites[s].info, &out.facts[s]}));
  std::vector<OfProject> judged(projects);
  Progress judging(narration, "projects", projects);
  for_each_in_parallel(projects, threads, judging,
                       [&](std::size_t p) { judged[p] = judge_project(p, out.facts, at_sites); });
  for (OfProject& one : judged) {
    out.assessments.insert(out.assessments.end(), one.assessments.begin(), one.assessments.end());
    out.findings.insert(out.findings.end(), std::make_move_iterator(one.findings.begin()),
                        std::make_move_iterator(one.findings.end()));
    one = {};
  }
  return out;
}

}  // namespace xuanzhi::assessment
