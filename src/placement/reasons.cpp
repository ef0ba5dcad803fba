// SPDX-License-Identifier: Apache-2.0
#include "xuanzhi/placement/reasons.h"

#include <algorithm>
#include <map>
#include <utility>

namespace xuanzhi::placement {

using rules::Finding;
using rules::Relation;
using rules::Rule;
using rules::Verdict;

namespace {

// A hair more than the least amount, so that rounding does not undo the change.
double enough(double amount) {
  return amount * (1.0 + 1e-9) + 1e-9;
}

// The least change of what a violated prohibition measured that makes it pass.
Change change_of(const Rule& rule, const Finding& finding, const screening::SiteFacts& facts,
                 double sliver_m2) {
  const double tolerated = std::max(rule.threshold, sliver_m2);
  switch (rule.relation) {
    case Relation::overlap:
      return {Change::Kind::cut_back, rule.id, enough(finding.measured - tolerated), "m2"};
    case Relation::outside:
      return {Change::Kind::cut_back, rule.id,
              enough(facts.subjects[finding.subject].outside_known_m2 - tolerated), "m2"};
    case Relation::overlap_share:
      return {Change::Kind::cut_back, rule.id, enough(finding.measured - rule.threshold), "share"};
    case Relation::distance:
      return {Change::Kind::distance, rule.id, enough(rule.threshold - finding.measured), "m"};
    case Relation::land_shortfall:
      return {Change::Kind::more_land, rule.id, enough(finding.measured - tolerated), "m2"};
    case Relation::area:
    case Relation::attribute:
      break;
  }
  return {Change::Kind::exception, rule.id, 0.0, ""};
}

// Facts as they would be after a change of a rule's measure.
void make_change(double amount, std::size_t subject, Relation relation, screening::SiteFacts& facts,
                 workspace::SiteInfo& site) {
  if (relation == Relation::land_shortfall) site.available_land_m2 += amount;
  if (subject == Finding::kNoSubject) return;
  screening::SubjectFact& fact = facts.subjects[subject];
  if (relation == Relation::overlap) fact.overlap_m2 -= amount;
  if (relation == Relation::overlap_share) fact.share -= amount;
  if (relation == Relation::distance) fact.edge_distance_m += amount;
  if (relation != Relation::outside) return;
  fact.outside_m2 -= amount;
  fact.outside_known_m2 -= amount;
}

bool names(const std::vector<Change>& changes, Change::Kind kind, const std::string& id) {
  return std::any_of(changes.begin(), changes.end(),
                     [&](const Change& change) { return change.kind == kind && change.id == id; });
}

}  // namespace

Reasons::Reasons(const RequestSource& source, const assessment::Assessor& assessor,
                 const Request& request, const Placed& placed)
    : source_(source), assessor_(&assessor), request_(&request), placed_(&placed) {
  used_.assign(request.problem.limits.size(), 0.0);
  for (std::size_t p = 0; p < request.problem.projects; ++p) {
    if (placed.site_of[p] == kNowhere) continue;
    for (const Use& use : request.problem.uses[placed.site_of[p]])
      used_[use.limit] += request.problem.taken(use, p);
  }
}

std::vector<Finding> Reasons::judged_after(const PairReason& reason, double share) const {
  workspace::SiteInfo info = source_.workspace->sites[reason.site].info;
  screening::SiteFacts facts = source_.evaluation->facts[reason.site];
  // Rules that measure the same thing are met by the greatest of their changes.
  std::map<std::pair<std::size_t, Relation>, double> amounts;
  for (const Finding& finding : assessor_->assess(info, facts, reason.project).findings) {
    const Rule& rule = source_.rulebook->rules[finding.rule];
    for (const Change& change : reason.changes) {
      if (change.id != rule.id || change.amount == 0.0) continue;
      double& amount = amounts[{finding.subject, rule.relation}];
      amount = std::max(amount, share * change.amount);
    }
  }
  for (const auto& [what, amount] : amounts)
    make_change(amount, what.first, what.second, facts, info);
  return assessor_->assess(info, facts, reason.project).findings;
}

void Reasons::add_rule_changes(PairReason& reason) const {
  const workspace::Site& site = source_.workspace->sites[reason.site];
  const screening::SiteFacts& facts = source_.evaluation->facts[reason.site];
  for (const Finding& finding : assessor_->assess(site.info, facts, reason.project).findings) {
    const Rule& rule = source_.rulebook->rules[finding.rule];
    if (finding.verdict < Verdict::insufficient_data) continue;
    reason.rules.push_back(finding.rule);
    if (finding.verdict == Verdict::non_compliant) {
      reason.changes.push_back(
          change_of(rule, finding, facts, source_.workspace->manifest.sliver_tolerance_m2));
    }
  }
  // What is unknown now, and what will be once the conflicts that are known are gone.
  for (const Finding& finding : judged_after(reason, 1.0)) {
    const std::string& id = source_.rulebook->rules[finding.rule].id;
    if (finding.verdict == Verdict::insufficient_data)
      reason.changes.push_back({Change::Kind::data, id, 0.0, ""});
  }
}

std::vector<double> Reasons::used_without(const PairReason& reason) const {
  const Problem& problem = request_->problem;
  std::vector<double> used = used_;
  for (std::size_t q = 0; q < problem.projects; ++q) {
    const bool leaves = q == reason.project || names(reason.changes, Change::Kind::free_site,
                                                     source_.workspace->projects[q].id());
    if (!leaves || placed_->site_of[q] == kNowhere) continue;
    for (const Use& use : problem.uses[placed_->site_of[q]])
      used[use.limit] -= problem.taken(use, q);
  }
  return used;
}

void Reasons::add_leavers(PairReason& reason) const {
  const Problem& problem = request_->problem;
  const std::vector<double> used = used_without(reason);
  for (const Use& use : problem.uses[reason.site]) {
    if (!request_->limits[use.limit].resource.empty() || missing(use, reason.project, used) == 0.0)
      continue;
    for (std::size_t q = 0; q < problem.projects; ++q) {
      if (q == reason.project || placed_->site_of[q] == kNowhere) continue;
      const auto& theirs = problem.uses[placed_->site_of[q]];
      const std::string& id = source_.workspace->projects[q].id();
      const bool in_the_way = std::any_of(
          theirs.begin(), theirs.end(), [&](const Use& other) { return other.limit == use.limit; });
      if (in_the_way && !names(reason.changes, Change::Kind::free_site, id))
        reason.changes.push_back({Change::Kind::free_site, id, 0.0, ""});
    }
  }
}

double Reasons::missing(const Use& use, std::size_t project,
                        const std::vector<double>& used) const {
  const double available = request_->problem.limits[use.limit].available;
  const double amount = used[use.limit] + request_->problem.taken(use, project) - available;
  return amount <= 1e-9 * std::max(1.0, available) ? 0.0 : amount;
}

// What the pair would need beyond what the others leave. Who leaves the site gives back what it
// draws from the budgets, so that only the rest has to be raised.
void Reasons::add_limit_changes(PairReason& reason) const {
  add_leavers(reason);
  const std::vector<double> used = used_without(reason);
  for (const Use& use : request_->problem.uses[reason.site]) {
    const LimitInfo& info = request_->limits[use.limit];
    const double more = missing(use, reason.project, used);
    if (more == 0.0 || info.resource.empty()) continue;
    reason.changes.push_back({Change::Kind::raise_limit, info.id, enough(more), info.resource});
  }
}

void Reasons::add_rival(PairReason& reason) const {
  const Problem& problem = request_->problem;
  const auto worth = [&](std::size_t p, std::size_t s) {
    return request_->factors[p] * request_->scores[request_->pair(p, s)].value_or(0.0);
  };
  const double mine = worth(reason.project, reason.site);
  double least = 0.0;
  for (const Change& change : reason.changes) {
    for (std::size_t q = 0; q < problem.projects; ++q) {
      const std::size_t s = placed_->site_of[q];
      if (q == reason.project || s == kNowhere) continue;
      const bool by_name = change.kind == Change::Kind::free_site &&
                           source_.workspace->projects[q].id() == change.id;
      const bool by_limit =
          change.kind == Change::Kind::raise_limit &&
          std::any_of(problem.uses[s].begin(), problem.uses[s].end(), [&](const Use& use) {
            return request_->limits[use.limit].id == change.id && problem.taken(use, q) > 0.0;
          });
      if (!by_name && !by_limit) continue;
      const double theirs = worth(q, s);
      if (reason.lost_to && theirs >= least) continue;
      reason.lost_to = q;
      least = theirs;
    }
  }
  if (reason.lost_to) reason.lost_by = least - mine;
}

PairReason Reasons::explain(std::size_t project, std::size_t site) const {
  PairReason out;
  out.project = project;
  out.site = site;
  out.state = request_->states[request_->pair(project, site)];
  const std::size_t now = placed_->site_of[project];
  if (now == site) {
    out.outcome = PairReason::Outcome::placed;
    return out;
  }
  if (out.state == PairState::not_eligible) add_rule_changes(out);
  if (out.state == PairState::no_score || out.state == PairState::need_unknown)
    out.changes.push_back(
        {Change::Kind::data, out.state == PairState::no_score ? "score" : "need", 0.0, ""});
  if (out.state == PairState::forbidden)
    out.changes.push_back({Change::Kind::not_here, "forbid", 0.0, ""});
  if (out.state == PairState::no_room)
    out.changes.push_back({Change::Kind::connected_land, "",
                           enough(request_->missing_room_m2.at(request_->pair(project, site))),
                           "m2"});
  if (out.state == PairState::option || out.state == PairState::too_big ||
      out.state == PairState::no_room)
    add_limit_changes(out);
  if (out.state != PairState::option) return out;
  out.outcome = now == kNowhere ? PairReason::Outcome::lost : PairReason::Outcome::elsewhere;
  add_rival(out);
  if (!out.changes.empty() || now != kNowhere) return out;
  // Room enough: something that has no amount keeps it away.
  out.changes.push_back({Change::Kind::not_here, "group or spacing", 0.0, ""});
  return out;
}

bool Reasons::rules_allow_after(const PairReason& reason, double share) const {
  const std::vector<Finding> findings = judged_after(reason, share);
  return std::all_of(findings.begin(), findings.end(), [&](const Finding& finding) {
    const std::string& id = source_.rulebook->rules[finding.rule].id;
    if (finding.verdict == Verdict::insufficient_data)
      return names(reason.changes, Change::Kind::data, id);
    return finding.verdict < Verdict::insufficient_data ||
           names(reason.changes, Change::Kind::exception, id);
  });
}

bool Reasons::possible_after(const PairReason& reason, double share) const {
  if (reason.state == PairState::not_eligible) return rules_allow_after(reason, share);
  const auto lacks = request_->missing_room_m2.find(request_->pair(reason.project, reason.site));
  double room = lacks == request_->missing_room_m2.end() ? 0.0 : -lacks->second;
  for (const Change& change : reason.changes) {
    if (change.kind == Change::Kind::connected_land) room += share * change.amount;
  }
  if (room < 0.0) return false;
  const Problem& problem = request_->problem;
  const std::vector<double> used = used_without(reason);
  return std::all_of(problem.uses[reason.site].begin(), problem.uses[reason.site].end(),
                     [&](const Use& use) {
                       double available = problem.limits[use.limit].available;
                       for (const Change& change : reason.changes) {
                         if (change.kind == Change::Kind::raise_limit &&
                             change.id == request_->limits[use.limit].id)
                           available += share * change.amount;
                       }
                       return used[use.limit] + problem.taken(use, reason.project) <=
                              available + 1e-10 * std::max(1.0, available);
                     });
}

}  // namespace xuanzhi::placement
