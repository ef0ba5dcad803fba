// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include <fmt/format.h>

#include "cover.h"
#include "finding_text.h"
#include "page.h"
#include "sections.h"

namespace xuanzhi::products {

namespace report {

namespace {

// Rules that were applied and passed: nobody has to take the program's word for what it looked at.
void write_passes(Article& page, const Result& result, const ReportCase& one) {
  page.subheading({"附表　通过的规则", "Rules that were passed"});
  HtmlTable table;
  table.css = "small";
  table.columns = {
      {{"规则编号", "Rule"}, 27}, {{"规则", "What it asks"}, 41}, {{"依据", "Basis"}, 0}};
  for (const rules::Finding& finding : one.assessment.findings) {
    if (finding.verdict != rules::Verdict::compliant || finding.uncertain) continue;
    const rules::Rule& rule = result.rulebook->rules[finding.rule];
    table.rows.push_back(
        {{muted(rule.id), words(page.say(rule.title)), muted(page.say(rule.basis.citation()))}});
  }
  page.table(table);
}

std::string pair_article(const Result& result, const ReportCase& one,
                         const std::vector<const ReportCase*>& others, Language language) {
  Article page(language);
  write_cover(page, result, pair_cover(page, result, one, others));
  std::vector<const ReportCase*> compared{&one};
  compared.insert(compared.end(), others.begin(), others.end());
  page.xml().element("div", {{"class", "newpage"}}, [&] {
    write_project(page, result, one);
    write_basis(page, result, one);
    write_data(page, result, one);
    write_corners(page, result, one);
    write_land_classes(page, result, one);
    write_three_lines(page, result, one);
    write_controls(page, result, one);
    write_industry(page, result, one);
    write_approvals(page, result, one);
    write_comparison(page, result, 10, compared);
    write_conclusion(page, result, one, others);
    write_signatures(page, result);
  });
  page.xml().element("div", {{"class", "newpage"}}, [&] {
    write_annexes(page, result, one);
    write_passes(page, result, one);
  });
  return page.xml().str();
}

}  // namespace

void write_annexes(Article& page, const Result& result, const ReportCase& one) {
  page.heading(12, {"附图附件", "Maps and annexes"});
  const std::string tongue = page.zh() ? "zh" : "en";
  const DrawnMap where = location_map(result, {&one}, page.language(), "where-" + tongue, 88.0);
  page.drawing(where.svg, map_caption(where, {"图 1　区位", "Map 1 Location"}, page.language()));
  const DrawnMap detail = detail_map(result, one, page.language(), "detail-" + tongue, 92.0, true);
  page.drawing(detail.svg, map_caption(detail,
                                       {"图 2　地块、界址点与冲突部分",
                                        "Map 2 The site, its corners and conflicts"},
                                       page.language()));
  write_hashes(page, result);
}

}  // namespace report

std::string pair_report_html(const Result& result, const ReportCase& one,
                             const std::vector<const ReportCase*>& others) {
  report::Page page;
  const std::string subject =
      (one.project == nullptr ? "" : one.project->id() + " × ") + one.site->info.id;
  page.title = {report::report_kind().zh + " " + subject, report::report_kind().en + " " + subject};
  page.header = report::running_header(result);
  page.language = result.language;
  for (const Language language : {Language::chinese, Language::english}) {
    page.articles[static_cast<std::size_t>(language)] =
        report::pair_article(result, one, others, language);
  }
  return report::page_html(page);
}

}  // namespace xuanzhi::products
