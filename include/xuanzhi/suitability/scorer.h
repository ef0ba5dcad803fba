// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "xuanzhi/rules/rulebook.h"
#include "xuanzhi/screening/fact_store.h"
#include "xuanzhi/suitability/criteria.h"
#include "xuanzhi/workspace/workspace.h"

namespace xuanzhi::suitability {

/// What one criterion says of a pair. Either a value with its utility, or a gap with its reason, or
/// neither where the criterion does not concern the project.
struct Part {
  std::optional<double> value;  ///< in the criterion's unit
  std::optional<double> utility;
  Text gap;
  bool concerns = true;
};

/// A score from 0 to 100 with its parts, one per criterion in the order of the list.
struct Score {
  /// Nothing where too little is known. What is not known counts neither for nor against: the
  /// weights of the known parts are scaled up.
  std::optional<double> total;
  double low = 0.0;   ///< were every gap at its worst
  double high = 0.0;  ///< were every gap at its best
  double known_weight = 0.0;
  std::vector<Part> parts;
};

/// The score that utilities make under weights, 0 to 100; unknown ones are left out. Nothing where
/// none is known.
std::optional<double> total_of(const std::vector<std::optional<double>>& utilities,
                               const std::vector<double>& weights, Method method);

/// Scores pairs of a workspace. Everything given is borrowed.
class Scorer {
 public:
  /// Reads the facts of the given sites, one after the other; scores may be asked of these alone.
  /// `facts` need not outlive the call. Throws `Error` (rulebook_invalid) where a condition does
  /// not compile.
  Scorer(const Criteria& criteria, const workspace::Workspace& workspace,
         const rules::Rulebook& terms, const screening::FactSource& facts,
         const std::vector<std::size_t>& sites);
  ~Scorer();
  Scorer(const Scorer&) = delete;
  Scorer& operator=(const Scorer&) = delete;

  const Criteria& criteria() const;
  Score score(std::size_t project, std::size_t site) const;
  /// The same of any site that was measured against the layers of the workspace.
  Score score(std::size_t project, const workspace::SiteInfo& site,
              const screening::SiteFacts& facts) const;
  /// The total alone.
  std::optional<double> total(std::size_t project, std::size_t site) const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace xuanzhi::suitability
