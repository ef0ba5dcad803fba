// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <iosfwd>
#include <optional>
#include <vector>

#include "xuanzhi/assessment/assessment.h"
#include "xuanzhi/rules/site_columns.h"

namespace xuanzhi::assessment {

/// What the projects bring to a sweep over all pairs.
struct SweptProjects {
  /// Per column of the sites, per project: does the rule concern it?
  std::vector<std::vector<rules::Applies>> applies;
  std::vector<std::optional<double>> need_m2;  ///< of land, per project
  /// Per site: its place in the order of the ids, which settles ties.
  std::vector<std::size_t> site_order;
};

/// Decides every project at every site, on up to `threads` threads, and keeps the totals and the
/// `best` best sites of each project. Nothing is kept of any other pair, so that memory grows with
/// sites + projects and not with their product. The verdicts are those of `rules::Judge`.
///
/// The best site has the mildest verdict, then the fewest prohibitions, unknowns and conditions (in
/// this order), then the least land to spare for what the project needs (a site that is too small
/// comes after all that suffice), then the first id.
/// Throws `Error` (rulebook_invalid) for more than 1023 rules that can weigh in one verdict.
SweptPairs sweep_pairs(const rules::SiteColumns& sites, const SweptProjects& projects,
                       std::size_t best, int threads, std::ostream* narration);

}  // namespace xuanzhi::assessment
