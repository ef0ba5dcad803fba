// SPDX-License-Identifier: Apache-2.0
// What the report is about: the project, the site, the industry with its energy and water.
#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>

#include "figures.h"
#include "finding_text.h"
#include "sections.h"
#include "xuanzhi/base/units.h"
#include "xuanzhi/products/direction_title.h"
#include "xuanzhi/rules/condition.h"

namespace xuanzhi::products::report {

namespace {

using workspace::Project;

constexpr double kKwhPer10k = 10000.0;
constexpr double kM3Per10k = 10000.0;

std::string number_or_dash(std::optional<double> value, double divisor, int decimals,
                           const std::string& unit) {
  return value ? figure(*value / divisor, decimals) + " " + unit : "—";
}

// The code words that the project dictionary knows.
std::string nature_words(const Project& project, const Article& page) {
  static const std::array<std::pair<const char*, Text>, 3> kNatures{
      {{"new", {"新建", "new"}},
       {"expansion", {"扩建", "expansion"}},
       {"upgrade", {"改造升级", "upgrade"}}}};
  const std::string code = project.text("nature");
  for (const auto& [known, name] : kNatures) {
    if (code == known) return page.say(name);
  }
  return or_dash(code);
}

std::string land_words(std::optional<double> m2, bool zh) {
  if (!m2) return "—";
  const AreaFigures area = area_figures(*m2);
  return area.ha + (zh ? " 公顷（" : " ha (") + area.mu + (zh ? " 亩）" : " mu)");
}

std::string period(const Project& project) {
  const std::string from = project.text("start_date");
  const std::string to = project.text("finish_date");
  if (from.empty() && to.empty()) return or_dash(project.text("construction_period"));
  return or_dash(from) + " – " + or_dash(to);
}

void write_project_table(Article& page, const Result& result, const Project& project) {
  const bool zh = page.zh();
  const std::string money = zh ? "万元" : "10k CNY";
  page.properties(
      {{{"项目编号", "Project id"}, project.id()},
       {{"项目名称", "Name"}, or_dash(project.name())},
       {{"投资单位", "Investor"}, or_dash(project.text("investor"))},
       {{"建设性质", "Nature"}, nature_words(project, page)},
       {{"行业代码", "Industry code"}, or_dash(project.text("industry_code"))},
       {{"行业", "Industry"}, or_dash(project.text("industry"))},
       {{"主攻方向", "Focus direction"},
        or_dash(page.say(direction_title(result.directions, project.text("direction"))))},
       {{"项目阶段", "Stage"}, or_dash(project.text("stage"))},
       {{"总投资", "Investment"},
        number_or_dash(project.number("investment_10k_cny"), 1.0, 2, money)},
       {{"年增加值", "Value added a year"},
        number_or_dash(project.number("value_added_10k_cny"), 1.0, 2, money)},
       {{"用地需求", "Land need"}, land_words(project.number("land_m2"), zh)},
       {{"年综合能耗", "Energy a year"},
        number_or_dash(project.number("energy_tce"), 1.0, 2, zh ? "吨标准煤" : "tce")},
       {{"年用水量", "Water a year"},
        number_or_dash(project.number("water_total_m3"), kM3Per10k, 2, zh ? "万 m³" : "10k m³")},
       {{"建设期", "Construction"}, period(project)}});
}

void write_site_table(Article& page, const ReportCase& one) {
  const bool zh = page.zh();
  const workspace::SiteInfo& site = one.site->info;
  const bool parcel = site.kind == workspace::SiteKind::parcel;
  page.properties(
      {{{"地块编号", "Site id"}, site.id},
       {{"地块名称", "Name"}, or_dash(site.name)},
       {{"所在园区", "Park"}, or_dash(site.park)},
       {{"行政区", "District"}, or_dash(joined(one.facts.region.names, zh ? "、" : ", "))},
       {{"地块面积", "Area"}, land_words(site.area_m2, zh)},
       {{"可供面积", "Land to be had"}, land_words(site.available_land_m2, zh)},
       {{"供地方式", "Kind"},
        parcel ? (zh ? "整宗" : "whole parcel") : (zh ? "园区内部分用地" : "part of a park")},
       {{"界线精度", "Accuracy"}, figure(site.accuracy_m, 1) + " m"}});
}

// Figures that approval papers ask for, as far as the list gives their parts.
void write_intensities(Article& page, const Project& project) {
  const bool zh = page.zh();
  const auto land = project.number("land_m2");
  const auto money = project.number("investment_10k_cny");
  const auto value = project.number("value_added_10k_cny");
  const auto energy = project.number("energy_tce");
  const auto water = project.number("water_total_m3");
  const auto ratio = [](std::optional<double> above, std::optional<double> below, int decimals) {
    if (!above || !below || *below <= 0.0) return std::string("—");
    return figure(*above / *below, decimals);
  };
  std::optional<double> land_mu;
  if (land) land_mu = m2_to_mu(*land);
  HtmlTable table;
  table.columns = {{{"指标", "Measure"}, 46}, {{"数值", "Value"}, 22}, {{"单位", "Unit"}, 0}};
  const auto row = [&](const Text& title, std::string number, const Text& unit) {
    table.rows.push_back(
        {{words(page.say(title)), number_cell(std::move(number)), words(page.say(unit))}});
  };
  row({"投资强度", "Investment per land"}, ratio(money, land_mu, 2), {"万元/亩", "10k CNY per mu"});
  row({"亩均增加值", "Value added per land"}, ratio(value, land_mu, 2),
      {"万元/亩", "10k CNY per mu"});
  row({"单位增加值能耗", "Energy per value added"}, ratio(energy, value, 4),
      {"吨标准煤/万元", "tce per 10k CNY"});
  row({"单位增加值用水", "Water per value added"}, ratio(water, value, 2),
      {"m³/万元", "m³ per 10k CNY"});
  row({"年用电量", "Electricity a year"},
      project.number("electricity_kwh") ? figure(*project.number("electricity_kwh") / kKwhPer10k, 2)
                                        : "—",
      {"万 kWh", "10k kWh"});
  page.table(table);
  if (!zh)
    return page.note(
        "Ratios are computed from the project list; a dash means that a part is missing there.");
  page.note("比值由项目清单所列数据计算；“—”表示清单未提供。");
}

void write_water(Article& page, const Project& project) {
  static const std::array<std::pair<const char*, Text>, 7> kSources{
      {{"water_surface_m3", {"地表水", "Surface water"}},
       {"water_ground_m3", {"地下水", "Groundwater"}},
       {"water_tap_m3", {"自来水", "Tap water"}},
       {"water_reclaimed_m3", {"再生水", "Reclaimed water"}},
       {"water_rain_m3", {"雨水", "Rain water"}},
       {"water_mine_m3", {"疏干水", "Mine water"}},
       {"water_brackish_m3", {"微咸水", "Brackish water"}}}};
  std::vector<double> parts;
  std::vector<const Text*> names;
  double total = 0.0;
  for (const auto& [field, name] : kSources) {
    const auto amount = project.number(field);
    if (!amount || *amount <= 0.0) continue;
    parts.push_back(*amount / kM3Per10k);
    names.push_back(&name);
    total += parts.back();
  }
  if (parts.empty()) return;
  HtmlTable table;
  table.columns = {{{"水源", "Water source"}, 46},
                   {{"万 m³/年", "10k m³ a year"}, 22},
                   {{"占比 %", "Share %"}, 0}};
  std::vector<double> shares;
  shares.reserve(parts.size());
  for (const double part : parts) shares.push_back(100.0 * part / total);
  const auto amounts = rounded_parts(parts, total, 2);
  const auto percents = rounded_parts(shares, 100.0, 2);
  for (std::size_t i = 0; i < parts.size(); ++i) {
    table.rows.push_back({{words(page.say(*names[i])), number_cell(figure(amounts[i], 2)),
                           number_cell(figure(percents[i], 2))}});
  }
  table.rows.push_back({{words(page.zh() ? "合计" : "Total"), number_cell(figure(total, 2)),
                         number_cell(figure(100.0, 2))},
                        "total"});
  page.table(table);
}

// Which of the rulebook's properties (两高, 化工 …) the project has.
void write_terms(Article& page, const Result& result, const Project& project) {
  rules::Conditions conditions(result.rulebook->terms);
  std::vector<Project> alone{project};
  conditions.load(alone);
  HtmlTable table;
  table.columns = {
      {{"项目属性", "Property"}, 60}, {{"认定", "Holds"}, 16}, {{"证据", "Evidence"}, 0}};
  for (const rules::Term& term : result.rulebook->terms) {
    const rules::Applies applies = conditions.evaluate(term.id).front();
    if (applies == rules::Applies::no) continue;
    const bool known = applies == rules::Applies::yes;
    table.rows.push_back(
        {{words(page.say(term.title)),
          known ? words(page.zh() ? "是" : "yes") : muted(page.zh() ? "清单未说明" : "not stated"),
          muted(term.evidence.label())}});
  }
  if (!table.rows.empty()) page.table(table);
}

}  // namespace

void write_project(Article& page, const Result& result, const ReportCase& one) {
  page.heading(1, {"项目概况", "Project and site"});
  if (one.project == nullptr) {
    page.paragraph(page.zh() ? "未指定项目：本报告只审查地块本身，结论只含与项目无关的规则。"
                             : "No project is given: this report is about the site alone and "
                               "holds only rules that concern every project.",
                   "absent");
  } else {
    write_project_table(page, result, *one.project);
  }
  page.subheading({"地块", "Site"});
  write_site_table(page, one);
}

void write_industry(Article& page, const Result& result, const ReportCase& one) {
  page.heading(8, {"产业与能耗水耗", "Industry, energy and water"});
  if (one.project == nullptr) {
    return page.paragraph(page.zh() ? "未指定项目，不作产业审查。"
                                    : "No project is given, so there is nothing to examine.",
                          "absent");
  }
  write_terms(page, result, *one.project);
  write_intensities(page, *one.project);
  write_water(page, *one.project);
  HtmlTable table;
  table.columns = {{{"规则", "Rule"}, 40}, {{"依据", "Basis"}, 34}, {{"结论", "Finding"}, 0}};
  for (const rules::Finding* finding : worst_first(one.assessment)) {
    const rules::Rule& rule = result.rulebook->rules[finding->rule];
    if (rule.relation != rules::Relation::attribute) continue;
    if (finding->state == rules::State::pass && finding->verdict == rules::Verdict::compliant)
      continue;
    table.rows.push_back(
        {{words(page.say(rule.title)), muted(page.say(rule.basis.citation())),
          finding->state == rules::State::noted ? words(page.zh() ? "提示" : "notice")
                                                : page.verdict_cell(finding->verdict)}});
  }
  if (table.rows.empty()) {
    return page.paragraph(page.zh() ? "按项目属性适用的规则没有提出要求。"
                                    : "No rule about the project's properties asks for anything.");
  }
  page.subheading({"按项目属性适用的规则", "Rules by the project's properties"});
  page.table(table);
}

}  // namespace xuanzhi::products::report
