// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <vector>

#include "session.h"
#include "xuanzhi/assessment/assessment.h"
#include "xuanzhi/suitability/scorer.h"

namespace xuanzhi::cli {

/// Scores of a session's pairs; nothing where the workspace has no criteria or only
/// the best pairs are kept.
struct Scoring {
  suitability::Criteria criteria;
  std::unique_ptr<suitability::Scorer> scorer;
};

/// The session and the evaluation are borrowed by the scorer.
std::unique_ptr<Scoring> score_pairs(const CommonOptions& common, const Session& session,
                                     const assessment::Evaluation& evaluation);

/// The same from the facts of all sites, in their order; they need not outlive the call.
std::unique_ptr<Scoring> score_sites(const CommonOptions& common, const Session& session,
                                     const std::vector<screening::SiteFacts>& facts);

}  // namespace xuanzhi::cli
