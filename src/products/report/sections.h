// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "article.h"
#include "site_map.h"
#include "xuanzhi/products/report.h"

/// The sections of a compliance report (建设项目用地合规性审查报告), in the usual order. Each
/// writes itself, with its heading, into an article; all numbers are those of the assessment.
namespace xuanzhi::products::report {

/// A finding that is not passed, with its number in the list of conclusions.
struct NumberedFinding {
  std::size_t number = 0;
  const rules::Finding* finding = nullptr;
  const rules::Rule* rule = nullptr;
};

/// All findings of a case that do not pass, worst first, counted from 1.
std::vector<NumberedFinding> open_findings(const Result& result, const ReportCase& one);

/// The pieces of the site that they are about, where they have a place on the map.
std::vector<MapConflict> conflict_pieces(const Result& result, const ReportCase& one);

/// The worst verdict of the case's findings on a role; nothing where no rule asked about it.
std::optional<rules::Verdict> verdict_on_role(const Result& result, const ReportCase& one,
                                              const std::string& role);

/// The corners of the site, numbered as in the table of boundary points.
std::vector<MapCorner> site_corners(const Result& result, const ReportCase& one);

void write_project(Article& page, const Result& result, const ReportCase& one);       // 1
void write_basis(Article& page, const Result& result, const ReportCase& one);         // 2
void write_data(Article& page, const Result& result, const ReportCase& one);          // 3
void write_corners(Article& page, const Result& result, const ReportCase& one);       // 4
void write_land_classes(Article& page, const Result& result, const ReportCase& one);  // 5
void write_three_lines(Article& page, const Result& result, const ReportCase& one);   // 6
void write_controls(Article& page, const Result& result, const ReportCase& one);      // 7
void write_industry(Article& page, const Result& result, const ReportCase& one);      // 8
void write_approvals(Article& page, const Result& result, const ReportCase& one);     // 9
void write_comparison(Article& page, const Result& result, int number,
                      const std::vector<const ReportCase*>& cases);  // 10
void write_conclusion(Article& page, const Result& result, const ReportCase& one,
                      const std::vector<const ReportCase*>& others);             // 11
void write_annexes(Article& page, const Result& result, const ReportCase& one);  // 12

/// Who stands where, budgets and who has no place, in three sections from `number` on; returns the
/// next number. Nothing where the result has no placement.
int write_placement(Article& page, const Result& result, int number);

/// Parts that several reports share.
/// The park of a site, or that it lies outside parks.
std::string park_name(const Result& result, std::size_t site, bool zh);
/// The days of the approval path and its chart, or why there is none.
void write_path_chart(Article& page, const Result& result, const ReportCase& one);
void write_boundary_versions(Article& page, const Result& result);
void write_rulebook_line(Article& page, const Result& result);
/// Rows that were mended or rejected, and what readers assumed (CRS, encoding, datum) or doubted.
void write_repairs(Article& page, const Result& result);
void write_hashes(Article& page, const Result& result);
void write_signatures(Article& page, const Result& result);
void write_open_findings(Article& page, const Result& result, const ReportCase& one);

}  // namespace xuanzhi::products::report
