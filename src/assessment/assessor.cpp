// SPDX-License-Identifier: Apache-2.0
#include "xuanzhi/assessment/assessor.h"

#include <algorithm>
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

Evaluation Assessor::evaluate(std::ostream* narration) const {
  const auto& sites = state_->workspace->sites;
  const auto& projects = state_->workspace->projects;
  Evaluation out;
  std::vector<std::vector<Finding>> at_sites;
  Progress measuring(narration, "sites", sites.size());
  for (const workspace::Site& site : sites) {
    out.facts.push_back(state_->screen.measure(site));
    at_sites.push_back(site_findings(state_->judge, {&site.info, &out.facts.back()}));
    measuring.advance();
  }
  Progress judging(narration, "projects", projects.size());
  for (std::size_t p = 0; p < projects.size(); ++p) {
    for (std::size_t s = 0; s < sites.size(); ++s) {
      const SiteCase site_case{&sites[s].info, &out.facts[s]};
      Assessment summary;
      summary.project = p;
      summary.site = s;
      for (std::size_t r = 0; r < at_sites[s].size(); ++r) {
        const Applies applies = state_->applies[r][p];
        if (applies == Applies::no) {
          ++summary.not_applicable;
          continue;
        }
        const Finding finding =
            state_->judge.complete(at_sites[s][r], site_case, projects[p], applies);
        count(finding, summary);
        if (weighs(finding)) out.findings.push_back({p, s, finding});
      }
      out.assessments.push_back(summary);
    }
    judging.advance();
  }
  return out;
}

}  // namespace xuanzhi::assessment
