// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <filesystem>
#include <iosfwd>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "xuanzhi/approvals/path.h"
#include "xuanzhi/assessment/assessor.h"
#include "xuanzhi/products/result.h"
#include "xuanzhi/suitability/scorer.h"

/// Printable reports: each is one HTML file in both languages that fetches nothing, drawn for A4.
namespace xuanzhi::products {

/// One project at one site, or one site alone, with everything that a report says of it.
struct ReportCase {
  const workspace::Site* site = nullptr;
  const workspace::Project* project = nullptr;  ///< null: the site alone
  screening::SiteFacts facts;
  assessment::PairAssessment assessment;
  /// Land that stays when all pieces that forbid the project are cut off (see `kept_area_m2`).
  std::optional<double> kept_area_m2;
  /// Borrows the procedures of the result. Nothing: no project is given or the workspace names no
  /// procedures, which the report says.
  std::optional<approvals::ApprovalPath> path;
  /// One part per criterion of the result's scorer. Nothing: no project or no criteria.
  std::optional<suitability::Score> score;
};

/// Measures and judges one pair (`project` null: the site alone).
ReportCase make_report_case(const assessment::Assessor& assessor,
                            const workspace::Workspace& workspace, const rules::Rulebook& rulebook,
                            const workspace::Site& site, const workspace::Project* project);

/// The sites of the workspace for one project, the best first: by verdict, then by the numbers of
/// prohibitions, unknowns and conditions, then in the order of the sites. Progress goes to
/// `narration`.
std::vector<ReportCase> rank_sites(const assessment::Assessor& assessor,
                                   const workspace::Workspace& workspace,
                                   const rules::Rulebook& rulebook,
                                   const workspace::Project& project, std::ostream* narration);

/// The facts of the sites of some cases, for results that are about them alone. Borrows both.
class CaseFacts : public screening::FactSource {
 public:
  CaseFacts(const workspace::Workspace& workspace, const std::vector<const ReportCase*>& cases);
  /// Empty for a site of no case.
  screening::SiteFacts at(std::size_t site) const override;

 private:
  std::map<std::size_t, const screening::SiteFacts*> of_site_;
};

/// The cases as an evaluation of their own, for a workbook about them; with all their findings.
assessment::Evaluation evaluation_of(const workspace::Workspace& workspace,
                                     const rules::Rulebook& rulebook,
                                     const std::vector<const ReportCase*>& cases);

/// The report on one pair or one site. `others` are sites to compare with; the file's first
/// language is that of `result`, whose evaluation is not looked at.
std::string pair_report_html(const Result& result, const ReportCase& one,
                             const std::vector<const ReportCase*>& others);

/// The report on the best sites of a project; `ranked` are all sites, of which `top` are shown.
std::string shortlist_report_html(const Result& result, const std::vector<ReportCase>& ranked,
                                  std::size_t top);

/// The report on a whole evaluation: every project at every site.
std::string overview_report_html(const Result& result);

/// The sites of `ranked` to compare one with: the `most` best ones (without the case itself) and,
/// where all of those lie in the same city, the best one of another.
std::vector<const ReportCase*> sites_to_compare(const std::vector<ReportCase>& ranked,
                                                const ReportCase& one, std::size_t most);

}  // namespace xuanzhi::products
