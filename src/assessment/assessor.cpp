// SPDX-License-Identifier: Apache-2.0
#include "xuanzhi/assessment/assessor.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <numeric>
#include <utility>

#include "xuanzhi/base/progress.h"
#include "xuanzhi/screening/fact_reuse.h"

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
        screen(input.layers, judge.subjects(), options()) {
    rules::Conditions conditions(rulebook.terms);
    conditions.load(input.projects);
    for (const std::size_t rule : judge.rules())
      applies.push_back(conditions.evaluate(rulebook.rules[rule].when));
  }

  screening::ScreenOptions options() const {
    return {workspace->manifest.area_basis, workspace->manifest.sliver_tolerance_m2};
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

std::vector<std::size_t> order_of_ids(const std::vector<workspace::Site>& sites) {
  std::vector<std::size_t> by_id(sites.size());
  std::iota(by_id.begin(), by_id.end(), std::size_t{0});
  std::stable_sort(by_id.begin(), by_id.end(), [&](std::size_t a, std::size_t b) {
    return sites[a].info.id < sites[b].info.id;
  });
  std::vector<std::size_t> order(sites.size());
  for (std::size_t i = 0; i < by_id.size(); ++i) order[by_id[i]] = i;
  return order;
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

rules::SiteColumns Assessor::columns() const {
  return {state_->judge, state_->workspace->sites.size()};
}

SweptPairs Assessor::sweep(const rules::SiteColumns& sites, std::size_t best,
                           std::ostream* narration, int threads) const {
  SweptProjects projects;
  const std::vector<std::size_t>& in_effect = state_->judge.rules();
  for (const std::size_t rule : sites.rules()) {
    const auto at = std::lower_bound(in_effect.begin(), in_effect.end(), rule);
    projects.applies.push_back(state_->applies[static_cast<std::size_t>(at - in_effect.begin())]);
  }
  for (const workspace::Project& project : state_->workspace->projects)
    projects.need_m2.push_back(project.number("land_m2"));
  projects.site_order = order_of_ids(state_->workspace->sites);
  return sweep_pairs(sites, projects, best, threads, narration);
}

struct Assessor::OfProject {
  std::vector<Assessment> assessments;  // per site
  std::vector<PairFinding> findings;
};

// One pair; `position` is that of the site.
void Assessor::judge_pair(const SiteCase& site, const std::vector<Finding>& at_site,
                          std::size_t project, std::size_t position, OfProject& out) const {
  Assessment summary;
  summary.project = project;
  summary.site = position;
  for (std::size_t r = 0; r < at_site.size(); ++r) {
    const Applies applies = state_->applies[r][project];
    if (applies == Applies::no) {
      ++summary.not_applicable;
      continue;
    }
    const Finding finding =
        state_->judge.complete(at_site[r], site, state_->workspace->projects[project], applies);
    count(finding, summary);
    if (weighs(finding)) out.findings.push_back({project, position, finding});
  }
  out.assessments.push_back(summary);
}

Assessor::OfProject Assessor::judge_project(
    std::size_t project, const std::vector<screening::SiteFacts>& facts,
    const std::vector<std::vector<Finding>>& at_sites) const {
  const auto& sites = state_->workspace->sites;
  OfProject out;
  for (std::size_t s = 0; s < sites.size(); ++s)
    judge_pair({&sites[s].info, &facts[s]}, at_sites[s], project, s, out);
  return out;
}

Evaluation Assessor::evaluate(std::ostream* narration, int threads) const {
  return evaluate(state_->screen.measure_all(state_->workspace->sites, threads, narration),
                  narration, threads);
}

Evaluation Assessor::evaluate(std::vector<screening::SiteFacts> facts, std::ostream* narration,
                              int threads) const {
  const auto& sites = state_->workspace->sites;
  const std::size_t projects = state_->workspace->projects.size();
  Evaluation out;
  out.facts = std::move(facts);
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
  out.totals = totals_of(out.assessments, sites.size(), projects, state_->book->rules.size());
  return out;
}

Evaluation Assessor::evaluate_best(const rules::SiteColumns& columns,
                                   const screening::FactSource& facts, std::size_t best,
                                   std::ostream* narration, int threads) const {
  SweptPairs swept = sweep(columns, best, narration, threads);
  Evaluation out;
  out.all_pairs = false;
  out.totals = std::move(swept.totals);
  const auto& sites = state_->workspace->sites;
  // A site that is among the best of many projects is read once for all of them.
  std::map<std::size_t, std::vector<std::pair<std::size_t, std::size_t>>> asked;
  std::vector<std::vector<OfProject>> judged(swept.best.size());
  for (std::size_t p = 0; p < swept.best.size(); ++p) {
    judged[p].resize(swept.best[p].size());
    for (std::size_t rank = 0; rank < swept.best[p].size(); ++rank)
      asked[swept.best[p][rank]].emplace_back(p, rank);
  }
  for (const auto& [site, pairs] : asked) {
    const screening::SiteFacts measured = facts.at(site);
    const SiteCase site_case{&sites[site].info, &measured};
    const std::vector<Finding> at_site = site_findings(state_->judge, site_case);
    for (const auto& [project, rank] : pairs)
      judge_pair(site_case, at_site, project, site, judged[project][rank]);
  }
  for (const auto& ranks : judged) {
    for (const OfProject& one : ranks) {
      out.assessments.insert(out.assessments.end(), one.assessments.begin(), one.assessments.end());
      out.findings.insert(out.findings.end(), one.findings.begin(), one.findings.end());
    }
  }
  return out;
}

std::size_t Assessor::concerned(std::size_t rule) const {
  const std::vector<std::size_t>& in_effect = state_->judge.rules();
  const auto at = std::lower_bound(in_effect.begin(), in_effect.end(), rule);
  if (at == in_effect.end() || *at != rule) return 0;
  const auto& answers = state_->applies[static_cast<std::size_t>(at - in_effect.begin())];
  return static_cast<std::size_t>(std::count(answers.begin(), answers.end(), Applies::yes));
}

screening::FactKey Assessor::fact_key() const {
  return screening::fact_key(state_->workspace->layers, state_->judge.subjects(),
                             state_->options());
}

}  // namespace xuanzhi::assessment
