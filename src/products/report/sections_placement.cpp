// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "charts.h"
#include "figures.h"
#include "placement_tables.h"
#include "sections.h"
#include "xuanzhi/base/units.h"
#include "xuanzhi/products/resource_amount.h"

namespace xuanzhi::products::report {

using placement::kNowhere;
using placement::LimitInfo;

std::string park_name(const Result& result, std::size_t site, bool zh) {
  const std::string& park = result.workspace->sites[site].info.park;
  return park.empty() ? (zh ? "园区外" : "outside parks") : park;
}

namespace {

void write_proof(Article& page, const Result& result) {
  const PlacementProduct& product = *result.placement;
  const placement::Placed& placed = *product.placed;
  const ScenarioRow& sums = product.scenarios.front();
  const bool zh = page.zh();
  page.properties(
      {{{"落位项目", "Placed"}, fmt::format("{} / {}", sums.placed, placed.site_of.size())},
       {{"目标值（优先系数 × 得分之和）", "Objective (sum of priority × score)"},
        figure(placed.objective, 2)},
       {{"已证上界", "Proven bound"}, figure(placed.bound, 2)},
       {{"已证差距", "Proven gap"}, percent(placed.gap()) + " %"},
       {{"用地", "Land"}, figure(m2_to_mu(sums.land_m2), 2) + (zh ? " 亩" : " mu")},
       {{"总投资", "Investment"}, figure(sums.investment_10k_cny, 2) + (zh ? " 万元" : " 10k CNY")},
       {{"年增加值", "Value added a year"},
        figure(sums.value_added_10k_cny, 2) + (zh ? " 万元" : " 10k CNY")},
       {{"年综合能耗", "Energy a year"},
        figure(sums.energy_tce, 2) + (zh ? " 吨标准煤" : " tce")}});
  page.note(zh ? "差距：任何落位方案的目标值都不会超过上界。得分是偏好，不能抵消禁止事项。"
               : "No placement is worth more than the bound. Scores are preferences and never "
                 "outweigh a prohibition.");
  if (placed.time_limit_struck)
    page.paragraph(zh ? "求解触及时间上限，结果可能因机器而异。"
                      : "The time limit struck: the answer may differ from machine to machine.",
                   "absent");
}

void write_parks(Article& page, const Result& result) {
  std::map<std::string, std::pair<std::size_t, double>> parks;  // projects, land
  const PlacementProduct& product = *result.placement;
  for (std::size_t p = 0; p < product.placed->site_of.size(); ++p) {
    const std::size_t s = product.placed->site_of[p];
    if (s == kNowhere) continue;
    auto& [count, land] = parks[park_name(result, s, page.zh())];
    ++count;
    land += result.workspace->projects[p].number("land_m2").value_or(0.0);
  }
  std::vector<CountBar> bars;
  bars.reserve(parks.size());
  for (const auto& [park, sums] : parks) {
    bars.push_back({fmt::format(fmt::runtime(page.zh() ? "{}（{} 亩）" : "{} ({} mu)"), park,
                                figure(m2_to_mu(sums.second), 0)),
                    sums.first});
  }
  std::stable_sort(bars.begin(), bars.end(),
                   [](const CountBar& a, const CountBar& b) { return a.count > b.count; });
  page.subheading({"各园区落位项目数", "Placed projects by park"});
  page.drawing(count_bars_svg(bars), "");
}

void write_placed(Article& page, const Result& result) {
  HtmlTable table;
  table.css = "small";
  table.columns = {{{"项目", "Project"}, 9}, {{"名称", "Name"}, 30}, {{"地块", "Site"}, 8},
                   {{"园区", "Park"}, 21},   {{"亩", "mu"}, 9},      {{"得分", "Score"}, 9},
                   {{"结论", "Verdict"}, 0}};
  const PlacementProduct& product = *result.placement;
  for (std::size_t p = 0; p < product.placed->site_of.size(); ++p) {
    const std::size_t s = product.placed->site_of[p];
    if (s == kNowhere) continue;
    const workspace::Project& project = result.workspace->projects[p];
    const std::size_t pair = product.request->pair(p, s);
    const auto land = project.number("land_m2");
    const auto score = product.request->scores[pair];
    table.rows.push_back(
        {{words(project.id()), words(project.name()), words(result.workspace->sites[s].info.id),
          muted(park_name(result, s, page.zh())),
          number_cell(land ? figure(m2_to_mu(*land), 2) : "—"),
          number_cell(score ? figure(*score, 2) : "—"),
          page.verdict_cell(result.evaluation->assessments[pair].verdict)}});
  }
  page.table(table);
}

bool is_budget(const LimitInfo& info) {
  return info.kind == LimitInfo::Kind::budget || info.kind == LimitInfo::Kind::pairing;
}

void write_budgets(Article& page, const Result& result) {
  const PlacementProduct& product = *result.placement;
  std::vector<ShareBar> bars;
  HtmlTable table;
  table.css = "small";
  table.columns = {{{"要素预算", "Budget"}, 28},  {{"限额", "Limit"}, 15},
                   {{"已承诺", "Committed"}, 14}, {{"本方案", "Placed"}, 14},
                   {{"余量", "Left"}, 14},        {{"边际价值", "Marginal value"}, 0}};
  for (std::size_t k = 0; k < product.request->limits.size(); ++k) {
    const LimitInfo& info = product.request->limits[k];
    if (!is_budget(info)) continue;
    const placement::LimitUse& use = product.placed->limits[k];
    const ResourceUnit unit = resource_unit(info.resource);
    const auto shown = [&](double kept) { return figure(kept / unit.kept_per_unit, 1); };
    const std::string& name = or_dash(page.say(info.name).empty() ? info.id : page.say(info.name));
    const std::string& unit_name = page.say(unit.name);
    if (info.supply > 0.0)
      bars.push_back({name, info.committed / info.supply, use.used / info.supply,
                      shown(info.supply) + " " + unit_name});
    table.rows.push_back(
        {{words(fmt::format("{} ({})", name, unit_name)), number_cell(shown(info.supply)),
          number_cell(shown(info.committed)), number_cell(shown(use.used)),
          number_cell(shown(info.supply - info.committed - use.used)),
          number_cell(use.marginal > 0.0 ? fmt::format("{:.3g}", use.marginal * unit.kept_per_unit)
                                         : "0")}});
  }
  page.drawing(share_bars_svg(bars, page.language()), "");
  page.table(table);
  page.note(page.zh() ? "边际价值：限额多一个单位，目标值至多增加多少（按松弛问题）。"
                      : "Marginal value: by how much one unit more of the limit raises the "
                        "objective at most (of the relaxed problem).");
}

void write_unplaced(Article& page, const Result& result) {
  const std::vector<Unplaced> unplaced = unplaced_of(*result.placement);
  HtmlTable table;
  table.css = "small";
  table.columns = {{{"项目", "Project"}, 9},
                   {{"名称", "Name"}, 24},
                   {{"最接近可行的地块", "Nearest to possible"}, 12},
                   {{"原因与最小改变", "Reason and smallest change"}, 0}};
  for (const Unplaced& one : unplaced) {
    const workspace::Project& project = result.workspace->projects[one.project];
    table.rows.push_back(
        {{words(project.id()), words(project.name()),
          words(one.nearest_site == kNowhere ? "—"
                                             : result.workspace->sites[one.nearest_site].info.id),
          muted(page.say(reason_text(one.reason, *result.placement->source)))}});
  }
  if (table.rows.empty())
    page.paragraph(page.zh() ? "全部项目都已落位。" : "All projects are placed.");
  else
    page.table(table);
}

}  // namespace

int write_placement(Article& page, const Result& result, int number) {
  if (result.placement == nullptr) return number;
  page.heading(number++, {"落位方案", "Placement"});
  write_proof(page, result);
  write_parks(page, result);
  page.subheading({"落位项目", "Placed projects"});
  write_placed(page, result);
  page.heading(number++, {"要素预算", "Budgets"});
  write_budgets(page, result);
  page.heading(number++, {"未落位项目与最小改变", "Unplaced projects and smallest changes"});
  write_unplaced(page, result);
  return number;
}

}  // namespace xuanzhi::products::report
