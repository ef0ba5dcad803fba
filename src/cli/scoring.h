// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <vector>

#include "session.h"
#include "xuanzhi/assessment/assessment.h"
#include "xuanzhi/suitability/scorer.h"

namespace xuanzhi::cli {

/// Scores of a session's pairs; nothing where the workspace has no criteria.
struct Scoring {
  suitability::Criteria criteria;
  std::unique_ptr<suitability::Scorer> scorer;
};

/// The pairs that an evaluation keeps. `facts` are those of all sites and need not outlive the
/// call; the session is borrowed by the scorer.
std::unique_ptr<Scoring> score_pairs(const CommonOptions& common, const Session& session,
                                     const assessment::Evaluation& evaluation,
                                     const screening::FactSource& facts);

/// The pairs of an evaluation that holds the facts of all sites.
std::unique_ptr<Scoring> score_pairs(const CommonOptions& common, const Session& session,
                                     const assessment::Evaluation& evaluation);

}  // namespace xuanzhi::cli
