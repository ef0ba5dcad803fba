// SPDX-License-Identifier: Apache-2.0
#include "xuanzhi/rules/judge.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace xuanzhi::rules {

using screening::Subject;
using screening::SubjectFact;
using workspace::Project;
using workspace::SiteKind;

namespace {

Verdict verdict_of(Severity severity, State state) {
  if (severity == Severity::inform) return Verdict::compliant;
  if (state == State::unknown) return Verdict::insufficient_data;
  if (state != State::violated) return Verdict::compliant;
  return severity == Severity::prohibit ? Verdict::non_compliant : Verdict::conditional;
}

void settle(Finding& finding, const Rule& rule, State state, Cause cause = Cause::none) {
  finding.state =
      state == State::violated && rule.severity == Severity::inform ? State::noted : state;
  finding.cause = cause;
  finding.verdict = verdict_of(rule.severity, state);
}

constexpr double kWhole = 1.0 - 1e-9;

// Overlaps are certain where they are found; that there is none must be vouched for by coverage.
State overlap_state(double measured, double limit, double sliver, bool covered) {
  if (measured > std::max(limit, sliver)) return State::violated;
  if (!covered) return State::unknown;
  return measured > limit ? State::within_tolerance : State::pass;
}

struct Measured {
  double value = 0.0;
  State state = State::pass;
  double margin_m = -1.0;
};

Measured measure_overlap(const Rule& rule, const SubjectFact& fact, double sliver, bool share) {
  const double value = share ? fact.share : fact.overlap_m2;
  const State state =
      overlap_state(value, rule.threshold, share ? 0.0 : sliver, fact.covered_share >= kWhole);
  // The margin says how far the boundary is from making or ending an overlap; for a threshold
  // above zero it bounds the change from below.
  const double margin = fact.overlap_m2 > 0.0 ? fact.depth_m : fact.edge_distance_m;
  return {value, state, margin};
}

Measured measure_outside(const Rule& rule, const SubjectFact& fact, double sliver) {
  Measured out{fact.outside_m2, State::pass, -1.0};
  const bool covered = fact.covered_share >= kWhole;
  if (fact.outside_known_m2 > std::max(rule.threshold, sliver)) {
    out.state = State::violated;
  } else if (!covered) {
    out.state = State::unknown;
  } else if (fact.outside_m2 > rule.threshold) {
    out.state = State::within_tolerance;
  }
  out.margin_m = fact.outside_m2 > 0.0 ? fact.outside_depth_m : fact.clearance_m;
  return out;
}

Measured measure_distance(const Rule& rule, const SubjectFact& fact) {
  Measured out{fact.edge_distance_m, State::pass, -1.0};
  if (fact.edge_distance_m >= 0.0) out.margin_m = std::abs(fact.edge_distance_m - rule.threshold);
  if (fact.edge_distance_m >= 0.0 && fact.edge_distance_m < rule.threshold) {
    out.state = State::violated;
  } else if (fact.coverage_reach_m < rule.threshold) {
    out.state = State::unknown;
  }
  return out;
}

Subject subject_of(const Rule& rule) {
  const bool of_overlap =
      rule.relation == Relation::overlap || rule.relation == Relation::overlap_share;
  return {rule.role, rule.classes, of_overlap, rule.relation == Relation::outside,
          rule.relation == Relation::distance ? rule.threshold : 0.0};
}

// Sorted; each asks for what any of its like does.
std::vector<Subject> without_repetition(std::vector<Subject> subjects) {
  std::sort(subjects.begin(), subjects.end());
  std::vector<Subject> out;
  for (Subject& subject : subjects) {
    if (out.empty() || !(out.back() == subject)) {
      out.push_back(std::move(subject));
      continue;
    }
    out.back().asks_depth = out.back().asks_depth || subject.asks_depth;
    out.back().asks_outside = out.back().asks_outside || subject.asks_outside;
    out.back().asks_around_m = std::max(out.back().asks_around_m, subject.asks_around_m);
  }
  return out;
}

}  // namespace

Judge::Judge(const Rulebook& book, const Date& as_of, double sliver_tolerance_m2)
    : book_(&book),
      sliver_m2_(sliver_tolerance_m2),
      subject_of_rule_(book.rules.size(), Finding::kNoSubject) {
  for (std::size_t i = 0; i < book.rules.size(); ++i) {
    const Rule& rule = book.rules[i];
    if (!rule.effective.contains(as_of)) continue;
    rules_.push_back(i);
    if (!rule.role.empty()) subjects_.push_back(subject_of(rule));
  }
  subjects_ = without_repetition(std::move(subjects_));
  for (const std::size_t i : rules_) {
    const Rule& rule = book.rules[i];
    if (rule.role.empty()) continue;
    const Subject subject = subject_of(rule);
    subject_of_rule_[i] = static_cast<std::size_t>(
        std::lower_bound(subjects_.begin(), subjects_.end(), subject) - subjects_.begin());
  }
}

Finding Judge::judge_geometry(const Rule& rule, const SiteCase& site, Finding finding) const {
  const SubjectFact& fact = site.facts->subjects[finding.subject];
  if (!fact.present || !fact.in_force) {
    settle(finding, rule, State::unknown,
           fact.present ? Cause::no_version_in_force : Cause::layer_missing);
    return finding;
  }
  Measured measured;
  switch (rule.relation) {
    case Relation::overlap:
      measured = measure_overlap(rule, fact, sliver_m2_, false);
      break;
    case Relation::overlap_share:
      measured = measure_overlap(rule, fact, sliver_m2_, true);
      break;
    case Relation::outside:
      measured = measure_outside(rule, fact, sliver_m2_);
      break;
    default:
      measured = measure_distance(rule, fact);
      break;
  }
  finding.measured = measured.value;
  finding.margin_m = measured.margin_m;
  const double accuracy = fact.accuracy_m + site.info->accuracy_m;
  finding.uncertain =
      measured.state != State::unknown && measured.margin_m >= 0.0 && measured.margin_m < accuracy;
  const Cause blind = fact.version_withheld ? Cause::no_version_in_force : Cause::coverage_partial;
  settle(finding, rule, measured.state, measured.state == State::unknown ? blind : Cause::none);
  return finding;
}

Here Judge::here(std::size_t position, const SiteCase& site) const {
  const screening::SiteRegion& region = site.facts->region;
  if (region_matches(book_->rules[position].regions, region.codes)) return Here::yes;
  return region.complete ? Here::no : Here::maybe;
}

double Judge::land_limit_m2(std::size_t position) const {
  const Rule& rule = book_->rules[position];
  return rule.relation == Relation::area ? rule.threshold : std::max(rule.threshold, sliver_m2_);
}

Finding Judge::at_site(std::size_t position, const SiteCase& site) const {
  const Rule& rule = book_->rules[position];
  Finding finding;
  finding.rule = position;
  finding.subject = subject_of_rule_[position];
  finding.threshold = rule.threshold;
  settle(finding, rule, State::pass);
  const Here where = here(position, site);
  if (where == Here::no) return finding;
  if (!rule.role.empty()) {
    finding = judge_geometry(rule, site, finding);
  } else if (rule.relation == Relation::attribute) {
    settle(finding, rule, State::violated);
  }
  // A rule of a region that the site may or may not touch: only a pass is certain.
  if (where == Here::maybe && finding.state != State::pass)
    settle(finding, rule, State::unknown, Cause::region_unknown);
  return finding;
}

void Judge::judge_land(const SiteCase& site, const Project& project, Finding& finding) const {
  const Rule& rule = book_->rules[finding.rule];
  const Here where = here(finding.rule, site);
  if (where == Here::no) return;
  const std::optional<double> need = project.number("land_m2");
  const bool whole = site.info->kind == SiteKind::parcel && rule.relation == Relation::area;
  if (!need && !whole) {
    settle(finding, rule, State::unknown, Cause::project_data_missing);
    return;
  }
  finding.measured =
      whole ? site.info->area_m2
            : *need - (rule.relation == Relation::area ? 0.0 : site.info->available_land_m2);
  if (finding.measured <= land_limit_m2(finding.rule)) return;
  const bool sure = where == Here::yes;
  settle(finding, rule, sure ? State::violated : State::unknown,
         sure ? Cause::none : Cause::region_unknown);
}

Finding Judge::complete(const Finding& at_site, const SiteCase& site, const Project& project,
                        Applies applies) const {
  const Rule& rule = book_->rules[at_site.rule];
  Finding finding = at_site;
  if (rule.relation == Relation::area || rule.relation == Relation::land_shortfall) {
    judge_land(site, project, finding);
  }
  if (applies == Applies::unknown && finding.state != State::pass &&
      finding.state != State::within_tolerance) {
    settle(finding, rule, State::unknown, Cause::project_data_missing);
  }
  return finding;
}

}  // namespace xuanzhi::rules
