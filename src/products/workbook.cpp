// SPDX-License-Identifier: Apache-2.0
#include "xuanzhi/products/workbook.h"

#include <algorithm>
#include <array>
#include <numeric>
#include <utility>

#include <fmt/format.h>

#include "column_titles.h"
#include "path_tables.h"
#include "placement_tables.h"
#include "result_tables.h"
#include "workbook_file.h"
#include "workbook_scores.h"
#include "xuanzhi/base/units.h"
#include "xuanzhi/products/summary.h"

namespace xuanzhi::products {

using dataset::Cell;
using dataset::ColumnType;

namespace {

constexpr std::size_t kMostRows = 1'048'575;   // a sheet has 1,048,576, one of them the header
constexpr std::size_t kAssessmentVerdict = 2;  // column of the assessments sheet

struct SheetPlan {
  Text name;
  TableData table;
  std::size_t frozen_columns = 1;
};

// The sites as a table: the result keeps them as a layer.
TableData site_table(const Result& result) {
  TableData table;
  table.schema.columns = {{"site_id"},
                          {"name"},
                          {"park"},
                          {"district"},
                          {"kind"},
                          {"area_m2", ColumnType::real},
                          {"area_ha", ColumnType::real},
                          {"area_mu", ColumnType::real},
                          {"available_land_m2", ColumnType::real},
                          {"best_verdict"},
                          {"worst_verdict"},
                          {"projects_compliant", ColumnType::integer},
                          {"projects_conditional", ColumnType::integer},
                          {"projects_insufficient_data", ColumnType::integer},
                          {"projects_non_compliant", ColumnType::integer}};
  const std::vector<VerdictCounts> counts = counts_by_site(result);
  for (std::size_t s = 0; s < counts.size(); ++s) {
    const workspace::SiteInfo& site = result.workspace->sites[s].info;
    const auto& regions = result.evaluation->facts[s].region.names;
    const bool stated = !site.district.empty() || regions.empty();
    std::vector<Cell> row{site.id,
                          text_cell(site.name),
                          text_cell(site.park),
                          text_cell(stated ? site.district : regions.front()),
                          site.kind == workspace::SiteKind::parcel ? "parcel" : "park",
                          site.area_m2,
                          m2_to_ha(site.area_m2),
                          m2_to_mu(site.area_m2),
                          site.available_land_m2,
                          to_string(counts[s].best()),
                          to_string(counts[s].worst())};
    for (const std::size_t count : counts[s].count) row.push_back(count_cell(count));
    table.rows.push_back(std::move(row));
  }
  return table;
}

// Ids are for programs; people want to see names beside them.
TableData named_assessments(const Result& result) {
  TableData table = collected(assessment_table(result));
  table.schema.columns.push_back({"project_name"});
  table.schema.columns.push_back({"site_name"});
  for (std::size_t i = 0; i < table.rows.size(); ++i) {
    const assessment::Assessment& one = result.evaluation->assessments[i];
    table.rows[i].push_back(text_cell(result.workspace->projects[one.project].name()));
    table.rows[i].push_back(text_cell(result.workspace->sites[one.site].info.name));
  }
  return table;
}

TableData titled_findings(const Result& result) {
  TableData table = collected(finding_table(result));
  table.schema.columns.push_back({"rule_title"});
  for (std::size_t i = 0; i < table.rows.size(); ++i) {
    const rules::Finding& finding = result.evaluation->findings[i].finding;
    table.rows[i].emplace_back(result.rulebook->rules[finding.rule].title.in(result.language));
  }
  return table;
}

bool has_verdict(const std::string& column) {
  return column == "verdict" || column == "best_verdict" || column == "worst_verdict";
}

std::string verdict_word(const std::string& code, Language language) {
  for (const auto verdict : {rules::Verdict::compliant, rules::Verdict::conditional,
                             rules::Verdict::insufficient_data, rules::Verdict::non_compliant}) {
    if (rules::to_string(verdict) == code) return rules::verdict_name(verdict).in(language);
  }
  return code;
}

CellLook look_of(const dataset::Column& column) {
  if (column.type == ColumnType::integer) return CellLook::whole;
  const bool fine = column.name == "measured" || column.name == "threshold" ||
                    column.name == "area_ha" || column.name == "score" ||
                    column.name == "use_share" || column.name == "best_score" ||
                    column.name == "lost_by";
  return fine ? CellLook::decimal : CellLook::area;
}

void write_cell(WorkbookSheet& sheet, std::size_t row, std::size_t column, const Cell& cell,
                const dataset::Column& schema, Language language) {
  if (const auto* text = std::get_if<std::string>(&cell)) {
    sheet.text(row, column, has_verdict(schema.name) ? verdict_word(*text, language) : *text);
  } else if (const auto* whole = std::get_if<long long>(&cell)) {
    sheet.number(row, column, static_cast<double>(*whole), CellLook::whole);
  } else if (const auto* real = std::get_if<double>(&cell)) {
    sheet.number(row, column, *real, look_of(schema));
  }
}

double text_width(const Cell& cell) {
  if (const auto* text = std::get_if<std::string>(&cell))
    return static_cast<double>(display_width(*text));
  if (const auto* real = std::get_if<double>(&cell))
    return static_cast<double>(fmt::format("{:.2f}", *real).size()) + 2.0;
  if (const auto* whole = std::get_if<long long>(&cell))
    return static_cast<double>(fmt::format("{}", *whole).size()) + 1.0;
  return 0.0;
}

// As wide as the title and the first rows want, within reason.
double column_width(const TableData& table, std::size_t column) {
  static constexpr std::size_t kSample = 400;
  const Text title = column_title(table.schema.columns[column].name);
  double width =
      static_cast<double>(std::max(display_width(title.zh), display_width(title.en))) + 3.0;
  for (std::size_t i = 0; i < std::min(kSample, table.rows.size()); ++i)
    width = std::max(width, text_width(table.rows[i][column]) + 1.5);
  return std::min(std::max(width, 9.0), 46.0);
}

void write_rows(WorkbookSheet& sheet, const SheetPlan& plan, std::size_t first, std::size_t count,
                Language language) {
  const auto& columns = plan.table.schema.columns;
  sheet.row_height(0, 32.0);
  for (std::size_t c = 0; c < columns.size(); ++c) {
    const Text title = column_title(columns[c].name);
    sheet.text(0, c, title.zh == title.en ? title.zh : title.zh + "\n" + title.en,
               CellLook::header);
    sheet.column_width(c, column_width(plan.table, c));
  }
  for (std::size_t r = 0; r < count; ++r) {
    for (std::size_t c = 0; c < columns.size(); ++c)
      write_cell(sheet, r + 1, c, plan.table.rows[first + r][c], columns[c], language);
  }
  sheet.freeze(1, plan.frozen_columns);
  sheet.fit_to_paper();
  sheet.filter(std::max<std::size_t>(count, 1), columns.size() - 1);
  for (std::size_t c = 0; c < columns.size(); ++c) {
    if (has_verdict(columns[c].name) && count > 0) sheet.colour_verdicts(c, 1, count, language);
  }
}

std::string sheet_name(const SheetPlan& plan, std::size_t part, Language language) {
  const std::string& name = plan.name.in(language);
  return part == 0 ? name : fmt::format("{} {}", name, part + 1);
}

// Tables longer than a sheet go on in the next one.
void write_plan(WorkbookFile& book, const SheetPlan& plan, Language language) {
  std::size_t part = 0;
  for (std::size_t first = 0; first < plan.table.rows.size(); first += kMostRows) {
    WorkbookSheet sheet = book.add_sheet(sheet_name(plan, part++, language));
    write_rows(sheet, plan, first, std::min(kMostRows, plan.table.rows.size() - first), language);
  }
}

const Text kAssessments{"审查", "Assessments"};

// Live: a reader who corrects a verdict in the sheet sees the counts move.
void write_counts(WorkbookSheet& sheet, const Summary& summary, std::size_t& row,
                  Language language) {
  const std::size_t total =
      std::accumulate(summary.verdicts.begin(), summary.verdicts.end(), std::size_t{0});
  const std::string column = fmt::format("'{}'!${}:${}", kAssessments.in(language),
                                         static_cast<char>('A' + kAssessmentVerdict),
                                         static_cast<char>('A' + kAssessmentVerdict));
  const bool zh = language == Language::chinese;
  sheet.text(row, 0, zh ? "结论" : "Verdict", CellLook::header);
  sheet.text(row, 1, zh ? "项数" : "Assessments", CellLook::header);
  sheet.text(row, 2, zh ? "占比" : "Share", CellLook::header);
  const std::size_t first = ++row;
  for (std::size_t v = 0; v < summary.verdicts.size(); ++v, ++row) {
    const auto count = static_cast<double>(summary.verdicts[v]);
    sheet.text(row, 0, rules::verdict_name(static_cast<rules::Verdict>(v)).in(language));
    sheet.formula(row, 1, fmt::format("=COUNTIF({},A{})", column, row + 1), count, CellLook::whole);
    sheet.formula(row, 2, fmt::format("=IF(B{0}=0,0,B{1}/B{0})", first + 5, row + 1),
                  total == 0 ? 0.0 : count / static_cast<double>(total), CellLook::percent);
  }
  sheet.text(row, 0, zh ? "合计" : "Total", CellLook::plain);
  sheet.formula(row, 1, fmt::format("=SUM(B{}:B{})", first + 1, first + 4),
                static_cast<double>(total), CellLook::whole);
  sheet.colour_verdicts(0, first, row - 1, language);
  ++row;
}

void write_reasons(WorkbookSheet& sheet, const Summary& summary, std::size_t& row,
                   Language language) {
  if (summary.reasons.empty()) return;
  const bool zh = language == Language::chinese;
  sheet.text(row, 0, zh ? "决定性规则" : "Deciding rule", CellLook::header);
  sheet.text(row, 1, zh ? "项数" : "Assessments", CellLook::header);
  sheet.text(row, 2, zh ? "结论" : "Verdict", CellLook::header);
  sheet.text(row, 3, zh ? "规则" : "What it asks", CellLook::header);
  sheet.text(row, 4, zh ? "依据" : "Basis", CellLook::header);
  const std::size_t first = ++row;
  for (const Reason& reason : summary.reasons) {
    sheet.text(row, 0, reason.rule_id);
    sheet.number(row, 1, static_cast<double>(reason.assessments), CellLook::whole);
    sheet.text(row, 2, rules::verdict_name(reason.verdict).in(language));
    sheet.text(row, 3, reason.title.in(language), CellLook::wrapped);
    sheet.text(row, 4, reason.basis.in(language), CellLook::wrapped);
    ++row;
  }
  sheet.colour_verdicts(2, first, row - 1, language);
}

void write_summary(WorkbookFile& book, const Result& result) {
  const Language language = result.language;
  const bool zh = language == Language::chinese;
  const Summary summary = summarize(result, {});
  WorkbookSheet sheet = book.add_sheet(zh ? "概览" : "Summary");
  for (const auto& [column, width] :
       {std::pair<std::size_t, double>{0, 26.0}, {1, 14.0}, {2, 16.0}, {3, 52.0}, {4, 46.0}})
    sheet.column_width(column, width);
  sheet.fit_to_paper();
  sheet.row_height(0, 24.0);
  std::size_t row = 0;
  sheet.text(row++, 0, summary.name.in(language), CellLook::title);
  sheet.text(row++, 0, (zh ? "审查日期 " : "as of ") + summary.as_of);
  sheet.text(row++, 0,
             (zh ? "规则集 " : "rulebook ") + result.rulebook->id + " " + result.rulebook->version);
  sheet.text(row++, 0,
             std::string(zh ? "仅供内部参考，不作为审批依据" : "For internal reference only") +
                 (summary.schematic ? (zh ? "；示意数据，非法定边界" : "; schematic data") : ""));
  ++row;
  if (result.evaluation->assessments.empty()) return;
  write_counts(sheet, summary, row, language);
  ++row;
  write_reasons(sheet, summary, row, language);
}

}  // namespace

void write_workbook(const Result& result, const std::filesystem::path& target,
                    const ScoreTable* scores) {
  WorkbookFile book(target, result.workspace->manifest.as_of);
  write_summary(book, result);
  std::vector<SheetPlan> plans{{kAssessments, named_assessments(result), 2},
                               {{"结论项", "Findings"}, titled_findings(result), 3}};
  // A report on some pairs has no facts of all sites, and its counts would mislead.
  if (result.evaluation->facts.size() == result.workspace->sites.size()) {
    plans.push_back({{"地块", "Sites"}, site_table(result), 2});
    plans.push_back({{"项目", "Projects"}, project_table(result), 2});
  }
  if (result.placement != nullptr) {
    plans.push_back({{"落位", "Placements"}, placed_table(result), 2});
    plans.push_back({{"要素预算", "Budgets"}, budget_table(result), 2});
    plans.push_back(
        {{"未落位", "Unplaced"}, unplaced_table(result, unplaced_of(*result.placement)), 2});
  }
  if (result.paths != nullptr)
    plans.push_back({{"办理步骤", "Approval steps"},
                     approval_step_table(*result.procedures, *result.paths),
                     3});
  plans.push_back({{"规则", "Rules"}, rule_table(result), 2});
  plans.push_back({{"数据审查", "Input audit"}, audit_table(result), 1});
  plans.push_back({{"运行", "Run"}, run_table(result), 1});
  for (const SheetPlan& plan : plans) write_plan(book, plan, result.language);
  if (scores != nullptr && !scores->rows.empty() && !scores->criteria.empty())
    write_score_sheets(book, *scores, result.language);
  book.close();
}

}  // namespace xuanzhi::products
