// SPDX-License-Identifier: Apache-2.0
// A whole list at all sites: charts, maps and tables.
#include <algorithm>
#include <array>
#include <map>
#include <utility>

#include <fmt/format.h>

#include "charts.h"
#include "cover.h"
#include "figures.h"
#include "page.h"
#include "result_tables.h"
#include "sections.h"
#include "site_cluster.h"
#include "xuanzhi/geometry/measure.h"
#include "xuanzhi/products/direction_title.h"
#include "xuanzhi/products/inspection.h"
#include "xuanzhi/products/placement_product.h"
#include "xuanzhi/products/summary.h"

namespace xuanzhi::products {

namespace report {

namespace {

using assessment::Assessment;

/// The evaluation, counted in the ways that the charts show.
struct Overview {
  VerdictShare all{};
  VerdictShare best_of_projects{};
  std::vector<VerdictCounts> of_sites;
  std::vector<VerdictCounts> of_projects;
};

Overview counted(const Result& result) {
  Overview view;
  view.of_sites = counts_by_site(result);
  view.of_projects = result.evaluation->totals.by_project;
  VerdictCounts all;
  for (const VerdictCounts& counts : view.of_projects) {
    all.add(counts);
    ++view.best_of_projects[static_cast<std::size_t>(counts.best())];
  }
  view.all = all.count;
  return view;
}

// Bars by a name of the sites or projects, in falling order of what is compliant or conditional.
template <typename NameOf>
std::vector<VerdictBar> bars_by(const std::vector<VerdictCounts>& counts, NameOf&& name_of) {
  std::map<std::string, VerdictShare> sums;
  for (std::size_t i = 0; i < counts.size(); ++i) {
    VerdictShare& sum = sums[name_of(i)];
    for (std::size_t v = 0; v < sum.size(); ++v) sum[v] += counts[i].count[v];
  }
  std::vector<VerdictBar> bars;
  bars.reserve(sums.size());
  for (auto& [name, sum] : sums) bars.push_back({name, sum});
  const auto good = [](const VerdictBar& bar) {
    const auto all =
        static_cast<double>(bar.counts[0] + bar.counts[1] + bar.counts[2] + bar.counts[3]);
    return all == 0.0 ? 0.0 : static_cast<double>(bar.counts[0] + bar.counts[1]) / all;
  };
  std::stable_sort(bars.begin(), bars.end(),
                   [&](const VerdictBar& a, const VerdictBar& b) { return good(a) > good(b); });
  return bars;
}

std::string district_of(const Result& result, std::size_t site) {
  const auto& names = result.evaluation->facts[site].region.names;
  const std::string& stated = result.workspace->sites[site].info.district;
  if (!stated.empty()) return stated;
  return names.empty() ? "—" : names.front();
}

std::string direction_words(const Article& page, const Result& result, std::size_t project) {
  const std::string& code = result.workspace->projects[project].text("direction");
  return or_dash(page.say(direction_title(result.directions, code)));
}

Cover overview_cover(const Article& page, const Result& result, const Overview& view) {
  const bool zh = page.zh();
  Cover cover;
  cover.kind = {"招商选址合规审查总览", "Overview of a siting evaluation"};
  cover.title = page.say(result.workspace->manifest.name);
  cover.subtitle =
      fmt::format(fmt::runtime(zh ? "{} 个项目 × {} 个地块，共 {} 项审查"
                                  : "{} projects × {} sites, {} assessments"),
                  figure(result.workspace->projects.size()), figure(result.workspace->sites.size()),
                  figure(result.evaluation->assessments.size()));
  const std::size_t placeable = view.best_of_projects[0] + view.best_of_projects[1];
  cover.figures = {
      {figure(placeable), {"有可用地块的项目（符合或有条件）", "projects with a usable site"}},
      {figure(view.best_of_projects[0]), {"其中有完全符合的地块", "of them with a compliant site"}},
      {figure(result.workspace->projects.size() - placeable),
       {"没有可用地块的项目", "projects without a usable site"}},
      {figure(static_cast<std::size_t>(std::count_if(
           view.of_sites.begin(), view.of_sites.end(),
           [](const VerdictCounts& c) { return c.best() <= rules::Verdict::conditional; }))),
       {"对至少一个项目可用的地块", "sites usable for some project"}}};
  if (result.placement != nullptr)
    cover.figures.push_back({figure(result.placement->scenarios.front().placed),
                             {"本方案落位的项目", "projects placed by this run"}});
  return cover;
}

void write_charts(Article& page, const Result& result, const Overview& view) {
  const bool zh = page.zh();
  page.heading(1, {"结论", "Verdicts"});
  page.drawing(
      verdict_bars_svg({{zh ? "全部审查" : "All assessments", view.all},
                        {zh ? "项目的最好结论" : "Best of each project", view.best_of_projects}},
                       page.language()),
      "");
  page.subheading({"按行政区（地块所在）", "By district of the site"});
  page.drawing(verdict_bars_svg(
                   bars_by(view.of_sites, [&](std::size_t s) { return district_of(result, s); }),
                   page.language()),
               "");
  page.subheading({"按园区（地块所在）", "By park of the site"});
  page.drawing(verdict_bars_svg(
                   bars_by(view.of_sites, [&](std::size_t s) { return park_name(result, s, zh); }),
                   page.language()),
               "");
  page.subheading({"按主攻方向（项目）", "By focus direction of the project"});
  page.drawing(
      verdict_bars_svg(bars_by(view.of_projects,
                               [&](std::size_t p) { return direction_words(page, result, p); }),
                       page.language()),
      "");
}

void write_reasons(Article& page, const Result& result) {
  const Summary summary = summarize(result, {});
  page.heading(2, {"决定结论的主要原因", "Commonest deciding reasons"});
  std::vector<CountBar> bars;
  HtmlTable table;
  table.css = "small";
  table.columns = {{{"规则", "Rule"}, 40},
                   {{"结论", "Verdict"}, 14},
                   {{"项数", "Assessments"}, 10},
                   {{"依据", "Basis"}, 0}};
  for (const Reason& reason : summary.reasons) {
    bars.push_back({page.say(reason.title), reason.assessments,
                    verdict_colour(static_cast<std::size_t>(reason.verdict))});
    table.rows.push_back(
        {{words(page.say(reason.title)), page.verdict_cell(reason.verdict),
          number_cell(figure(reason.assessments)), muted(page.say(reason.basis))}});
  }
  page.drawing(count_bars_svg(bars), "");
  page.table(table);
}

bool taller_than_wide(const geometry::Box& box) {
  const auto degree = geometry::degree_length(0.5 * (box.min_y + box.max_y));
  return (box.max_y - box.min_y) * degree.latitude_m > (box.max_x - box.min_x) * degree.longitude_m;
}

void write_maps(Article& page, const Result& result, const Overview& view, int section) {
  page.heading(section, {"地块分布", "Where the sites lie"});
  std::size_t number = 0;
  for (const SiteCluster& cluster : cluster_sites(result.workspace->sites)) {
    MapRequest request;
    request.workspace = result.workspace;
    request.language = page.language();
    request.id = fmt::format("cluster{}-{}", ++number, page.zh() ? "zh" : "en");
    request.focus = cluster.box;
    request.height_mm = taller_than_wide(cluster.box) ? 190.0 : 110.0;
    request.pins = true;
    for (std::size_t s = 0; s < result.workspace->sites.size(); ++s) {
      const workspace::Site& site = result.workspace->sites[s];
      if (site.shape.box().intersects(cluster.box))
        request.sites.push_back({site.shape, site.info.id, view.of_sites[s].best()});
    }
    request.wanted = [](const workspace::Layer& layer) { return layer.role->locates; };
    const DrawnMap map = draw_map(request);
    page.drawing(map.svg, map_caption(map,
                                      {fmt::format("图 {}　地块按最好结论着色", number),
                                       fmt::format("Map {} Sites by their best verdict", number)},
                                      page.language()));
  }
}

void write_sites(Article& page, const Result& result, const Overview& view, int section) {
  page.heading(section, {"地块", "Sites"});
  HtmlTable table;
  table.css = "small";
  table.columns = {{{"编号", "Id"}, 8},          {{"名称", "Name"}, 22},
                   {{"行政区", "District"}, 11}, {{"公顷", "ha"}, 10},
                   {{"可供亩", "mu free"}, 11},  {{"最好结论", "Best"}, 13},
                   {{"符合", "ok"}, 6},          {{"有条件", "if"}, 7.5},
                   {{"不足", "?"}, 6},           {{"不符合", "no"}, 7.5}};
  for (std::size_t s = 0; s < result.workspace->sites.size(); ++s) {
    const workspace::SiteInfo& site = result.workspace->sites[s].info;
    HtmlRow row{{words(site.id), words(site.name), words(district_of(result, s)),
                 number_cell(area_figures(site.area_m2).ha),
                 number_cell(area_figures(site.available_land_m2).mu),
                 page.verdict_cell(view.of_sites[s].best())}};
    for (const std::size_t count : view.of_sites[s].count)
      row.cells.push_back(number_cell(figure(count)));
    table.rows.push_back(std::move(row));
  }
  page.table(table);
}

void write_projects(Article& page, const Result& result, const Overview& view, int section) {
  page.heading(section, {"项目", "Projects"});
  HtmlTable table;
  table.css = "small";
  table.columns = {
      {{"编号", "Id"}, 9},        {{"名称", "Name"}, 34}, {{"主攻方向", "Direction"}, 17},
      {{"最好结论", "Best"}, 13}, {{"符合", "ok"}, 0},    {{"有条件", "if"}, 0},
      {{"不足", "?"}, 0},         {{"不符合", "no"}, 0}};
  for (std::size_t p = 0; p < result.workspace->projects.size(); ++p) {
    const workspace::Project& project = result.workspace->projects[p];
    HtmlRow row{{words(project.id()), words(project.name()),
                 muted(direction_words(page, result, p)),
                 page.verdict_cell(view.of_projects[p].best())}};
    for (const std::size_t count : view.of_projects[p].count)
      row.cells.push_back(number_cell(figure(count)));
    table.rows.push_back(std::move(row));
  }
  page.table(table);
}

void write_inputs(Article& page, const Result& result, int section) {
  page.heading(section, {"依据与数据", "Basis and data"});
  write_rulebook_line(page, result);
  write_boundary_versions(page, result);
  page.subheading({"输入数据", "Inputs"});
  HtmlTable table;
  table.css = "small";
  table.columns = {{{"来源", "Source"}, 40}, {{"读入", "Read"}, 12},     {{"原样使用", "Used"}, 12},
                   {{"修复", "Mended"}, 12}, {{"拒绝", "Rejected"}, 12}, {{"异常", "Oddities"}, 0}};
  for (const workspace::SourceAudit& audit : result.workspace->audits) {
    if (audit.kind == "coverage") continue;
    table.rows.push_back(
        {{words(audit.source_id), number_cell(figure(audit.rows_read)),
          number_cell(figure(audit.rows_used)), number_cell(figure(audit.rows_repaired)),
          number_cell(figure(audit.rows_rejected)), number_cell(figure(audit.topology.size()))}});
  }
  page.table(table);
  write_repairs(page, result);
  const std::vector<BlindRule> blind = blind_rules(*result.workspace, *result.rulebook);
  if (!blind.empty()) {
    std::vector<std::string> roles;
    for (const BlindRule& rule : blind) {
      const std::string& name = page.say(result.workspace->roles.find(rule.role)->name);
      if (std::find(roles.begin(), roles.end(), name) == roles.end()) roles.push_back(name);
    }
    page.paragraph(
        fmt::format(fmt::runtime(page.zh() ? "{} 条规则没有数据可依，缺少的要素：{}。"
                                           : "{} rules have no data to look at. Missing: {}."),
                    blind.size(), joined(roles, page.zh() ? "、" : ", ")),
        "absent");
  }
}

std::string overview_article(const Result& result, const Overview& view, Language language) {
  Article page(language);
  write_cover(page, result, overview_cover(page, result, view));
  write_charts(page, result, view);
  page.xml().element("div", {{"class", "newpage"}}, [&] { write_reasons(page, result); });
  int section = 3;
  if (result.placement != nullptr)
    page.xml().element("div", {{"class", "newpage"}},
                       [&] { section = write_placement(page, result, section); });
  page.xml().element("div", {{"class", "newpage"}},
                     [&] { write_maps(page, result, view, section++); });
  page.xml().element("div", {{"class", "newpage"}}, [&] {
    write_inputs(page, result, section++);
    write_sites(page, result, view, section++);
    write_projects(page, result, view, section++);
    write_hashes(page, result);
    write_signatures(page, result);
  });
  return page.xml().str();
}

}  // namespace

}  // namespace report

std::string overview_report_html(const Result& result) {
  const report::Overview view = report::counted(result);
  const Text& name = result.workspace->manifest.name;
  report::Page page;
  page.title = {"招商选址合规审查总览 " + name.zh, "Siting overview " + name.in(Language::english)};
  page.header = report::running_header(result);
  page.language = result.language;
  for (const Language language : {Language::chinese, Language::english}) {
    page.articles[static_cast<std::size_t>(language)] =
        report::overview_article(result, view, language);
  }
  return report::page_html(page);
}

}  // namespace xuanzhi::products
