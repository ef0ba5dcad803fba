// SPDX-License-Identifier: Apache-2.0
#pragma once

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

/// Every project at every site.
struct Evaluation {
  std::vector<screening::SiteFacts> facts;  ///< per site
  std::vector<Assessment> assessments;      ///< by project, then site
  /// Findings that weigh in a verdict: all but certain passes and rules that only inform. (Those
  /// are the same for thousands of pairs; `assess` gives them for one.)
  std::vector<PairFinding> findings;
};

}  // namespace xuanzhi::assessment
