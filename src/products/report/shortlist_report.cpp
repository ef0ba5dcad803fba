// SPDX-License-Identifier: Apache-2.0
// The best sites of one project, side by side and one after the other.
#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "charts.h"
#include "cover.h"
#include "figures.h"
#include "page.h"
#include "sections.h"

namespace xuanzhi::products {

namespace report {

namespace {

struct Shortlist {
  std::vector<const ReportCase*> best;
  VerdictShare counts{};  ///< over all sites
};

Shortlist shortlist(const std::vector<ReportCase>& ranked, std::size_t top) {
  Shortlist list;
  for (const ReportCase& one : ranked) {
    ++list.counts[static_cast<std::size_t>(one.assessment.summary.verdict)];
    if (list.best.size() < top) list.best.push_back(&one);
  }
  return list;
}

Cover shortlist_cover(const Article& page, const Result& result, const Shortlist& list) {
  const bool zh = page.zh();
  const ReportCase& first = *list.best.front();
  Cover cover;
  cover.kind = {"项目选址比选报告", "Site shortlist of a project"};
  cover.title = named(first.project->id(), first.project->name());
  cover.subtitle = fmt::format(
      fmt::runtime(zh ? "{} 个候选地块中最好的 {} 个" : "the best {1} of {0} sites"),
      list.counts[0] + list.counts[1] + list.counts[2] + list.counts[3], list.best.size());
  cover.verdict = first.assessment.summary.verdict;
  cover.reasons = {(zh ? "最好的地块：" : "The best site: ") +
                   named(first.site->info.id, first.site->info.name)};
  const assessment::Assessment& sum = first.assessment.summary;
  cover.reasons.push_back(
      fmt::format(fmt::runtime(zh ? "禁止 {} 项，数据不足 {} 项，有条件 {} 项。"
                                  : "Prohibited {}, insufficient data {}, conditional {}."),
                  sum.prohibitions, sum.unknowns, sum.conditions));
  for (std::size_t i = 0; i < list.counts.size(); ++i) {
    const Text name = rules::verdict_name(static_cast<rules::Verdict>(i));
    cover.figures.push_back({figure(list.counts[i]), {name.zh + "的地块", "sites: " + name.en}});
  }
  const DrawnMap map = location_map(result, list.best, page.language(),
                                    std::string("cover-") + (zh ? "zh" : "en"), 105.0);
  cover.map_svg = map.svg;
  cover.map_caption = map_caption(map, {"入选地块区位", "Where the sites lie"}, page.language());
  return cover;
}

void write_one_site(Article& page, const Result& result, const ReportCase& one, std::size_t rank) {
  const workspace::SiteInfo& site = one.site->info;
  page.xml().element("div", {{"class", "newpage"}}, [&] {
    page.heading(0, {fmt::format("第 {} 位　{}", rank, named(site.id, site.name)),
                     fmt::format("No. {}  {}", rank, named(site.id, site.name))});
    const DrawnMap map =
        detail_map(result, one, page.language(),
                   fmt::format("site{}-{}", rank, page.zh() ? "zh" : "en"), 82.0, false);
    page.drawing(map.svg, map_caption(map, {"地块与冲突部分", "The site and its conflicts"},
                                      page.language()));
    const AreaFigures area = area_figures(site.area_m2);
    page.paragraph(
        fmt::format(fmt::runtime(
                        page.zh() ? "结论：{}。面积 {} m²（{} 公顷，{} 亩），可供 {} 亩；{}。"
                                  : "Verdict: {}. Area {} m² ({} ha, {} mu), {} mu to be had; {}."),
                    page.say(rules::verdict_name(one.assessment.summary.verdict)), area.m2, area.ha,
                    area.mu, area_figures(site.available_land_m2).mu,
                    joined(one.facts.region.names, page.zh() ? "、" : ", ")),
        "lead");
    write_open_findings(page, result, one);
    page.subheading({"办理路径", "Approval path"});
    write_path_chart(page, result, one);
  });
}

std::string shortlist_article(const Result& result, const std::vector<ReportCase>& ranked,
                              std::size_t top, Language language) {
  const Shortlist list = shortlist(ranked, top);
  Article page(language);
  write_cover(page, result, shortlist_cover(page, result, list));
  page.xml().element("div", {{"class", "newpage"}}, [&] {
    write_project(page, result, *list.best.front());
    page.heading(2, {"审查依据", "Basis"});
    write_rulebook_line(page, result);
    write_boundary_versions(page, result);
    write_comparison(page, result, 3, list.best);
    page.subheading({"全部候选地块的结论", "Verdicts of all sites"});
    page.drawing(verdict_bars_svg({{page.zh() ? "候选地块" : "Sites", list.counts}}, language), "");
  });
  for (std::size_t i = 0; i < list.best.size(); ++i)
    write_one_site(page, result, *list.best[i], i + 1);
  write_hashes(page, result);
  write_signatures(page, result);
  return page.xml().str();
}

}  // namespace

}  // namespace report

std::string shortlist_report_html(const Result& result, const std::vector<ReportCase>& ranked,
                                  std::size_t top) {
  const workspace::Project& project = *ranked.front().project;
  report::Page page;
  page.title = {"项目选址比选报告 " + project.id(), "Site shortlist " + project.id()};
  page.header = report::running_header(result);
  page.language = result.language;
  for (const Language language : {Language::chinese, Language::english}) {
    page.articles[static_cast<std::size_t>(language)] =
        report::shortlist_article(result, ranked, top, language);
  }
  return report::page_html(page);
}

}  // namespace xuanzhi::products
