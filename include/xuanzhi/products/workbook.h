// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "xuanzhi/base/text.h"
#include "xuanzhi/products/result.h"

namespace xuanzhi::products {

/// What scores are made of, for the sheets in which a reader may change a weight.
struct ScoreTable {
  struct Criterion {
    Text title;
    double weight = 0.0;
  };
  struct Row {
    std::string project_id;
    std::string site_id;
    /// One per criterion, 0 … 1; nothing where it is not known or does not concern the project.
    std::vector<std::optional<double>> utilities;
    /// Per criterion, whether it concerns the project though nothing is known; empty: none.
    std::vector<bool> gaps = {};
    std::optional<rules::Verdict> verdict = {};  ///< a score heals no prohibition
  };

  std::vector<Criterion> criteria;
  std::vector<Row> rows;  ///< by project: the rank is that among its sites
  /// A row of which a smaller share of the weight that concerns it is known has no score.
  double least_known = 0.0;
};

/// The weighted sum of a row, 0 … 100, the weights of what is known scaled up; nothing where no or
/// too little weight is known. The sheet's formula computes the same.
std::optional<double> score_of(const ScoreTable& table, const ScoreTable::Row& row);

/// The scores of pairs (with their verdicts), by project. Nothing where the criteria make scores by
/// another way than the weighted sum, which the sheet's formula is, or where there are more pairs
/// than `kMostScoredPairs`: formulas over ranks would take longer than a reader waits.
std::optional<ScoreTable> score_table(const suitability::Scorer& scorer,
                                      const workspace::Workspace& workspace,
                                      std::vector<assessment::Assessment> pairs);
constexpr std::size_t kMostScoredPairs = 100000;

/// Writes the result as a workbook (XLSX): a summary with live counts, assessments, findings,
/// sites, projects, rules, input audit and run, and where the result has them placements, budgets,
/// unplaced projects with reasons and approval steps, each sheet with a frozen bilingual header,
/// filters, number formats and verdicts in colour. Sheets that would hold nothing are left out.
/// Verdicts are words of the result's language. With `scores`, two sheets more: the weights, and
/// scores with the rank among a project's sites as formulas over them. The same result gives the
/// same bytes; rows are streamed, so that large tables take no memory. Put in place when complete.
/// Throws `Error` (output_failed).
void write_workbook(const Result& result, const std::filesystem::path& target,
                    const ScoreTable* scores = nullptr);

}  // namespace xuanzhi::products
