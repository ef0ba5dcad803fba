// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <vector>

#include "xuanzhi/rules/finding.h"
#include "xuanzhi/screening/fact.h"

namespace xuanzhi::assessment {

/// All findings of one project at one site, summed up. Positions refer to the workspace.
struct Assessment {
  std::size_t project = 0;
  std::size_t site = 0;
  rules::Verdict verdict = rules::Verdict::compliant;
  /// The first rule of the rulebook with the worst verdict; `kNone` where all is compliant.
  std::size_t deciding_rule = kNone;
  int prohibitions = 0;
  int conditions = 0;
  int unknowns = 0;
  int passes = 0;
  int notes = 0;  ///< rules that only inform and have something to say
  int not_applicable = 0;
  bool uncertain = false;  ///< a finding of the verdict's rank is uncertain

  static constexpr std::size_t kNone = static_cast<std::size_t>(-1);
};

/// How often each verdict stands over a list, and which are the worst and the best.
struct VerdictCounts {
  std::array<std::size_t, 4> count{};  ///< by `rules::Verdict`

  void add(rules::Verdict verdict) { ++count[static_cast<std::size_t>(verdict)]; }
  void add(const VerdictCounts& other);
  std::size_t total() const;
  /// `insufficient_data` where nothing was counted.
  rules::Verdict worst() const;
  rules::Verdict best() const;

  bool operator==(const VerdictCounts&) const = default;
};

/// What is known of all pairs without keeping them.
struct PairTotals {
  std::vector<VerdictCounts> by_site;
  std::vector<VerdictCounts> by_project;
  /// Per rule of the rulebook: how many verdicts it decided.
  std::vector<VerdictCounts> decided;

  bool operator==(const PairTotals&) const = default;
};

/// The totals of some pairs; `sites`, `projects` and `rules` are how many there are to count for.
PairTotals totals_of(const std::vector<Assessment>& pairs, std::size_t sites, std::size_t projects,
                     std::size_t rules);

/// All pairs decided: the totals, and per project its best sites, the best first.
struct SweptPairs {
  PairTotals totals;
  std::vector<std::vector<std::size_t>> best;
};

/// A finding of one pair.
struct PairFinding {
  std::size_t project = 0;
  std::size_t site = 0;
  rules::Finding finding;
};

/// One pair with everything that was asked.
struct PairAssessment {
  Assessment summary;
  std::vector<rules::Finding> findings;  ///< of all applicable rules, in the order of the rulebook
  /// A site without a project: findings of rules that concern some projects only and would not
  /// pass. They do not count in the summary.
  std::vector<rules::Finding> depending;
};

/// Every project at every site: all pairs, or the totals and the pairs at the best sites.
struct Evaluation {
  /// Per site; empty where only the best pairs are kept.
  std::vector<screening::SiteFacts> facts;
  /// By project, then site; of the best pairs by project, the best first.
  std::vector<Assessment> assessments;
  /// Findings that weigh in a verdict: all but certain passes and rules that only inform. (Those
  /// are the same for thousands of pairs; `assess` gives them for one.)
  std::vector<PairFinding> findings;
  PairTotals totals;  ///< of all pairs, kept or not
  bool all_pairs = true;
};

}  // namespace xuanzhi::assessment
