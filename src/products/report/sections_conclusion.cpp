// SPDX-License-Identifier: Apache-2.0
// What follows: other sites, the conclusion with the smallest change, annexes.
#include <algorithm>
#include <map>
#include <utility>

#include <fmt/format.h>

#include "conflict_kind.h"
#include "figures.h"
#include "finding_text.h"
#include "sections.h"

namespace xuanzhi::products::report {

namespace {

using assessment::Assessment;
using rules::Finding;
using rules::Rule;
using rules::Verdict;

std::string finding_words(const Result& result, const ReportCase& one, const Rule& rule,
                          const Finding& finding, Language language) {
  const bool zh = language == Language::chinese;
  std::string out;
  if (finding.cause != rules::Cause::none) {
    out = rules::cause_name(finding.cause).in(language);
    const workspace::Role* role = result.workspace->roles.find(rule.role);
    if (role != nullptr) out += (zh ? "：" : ": ") + role->name.in(language);
  } else {
    out = measured_text(rule, finding, one.site->info.area_m2, language);
  }
  if (finding.uncertain && finding.margin_m >= 0.0) {
    out += fmt::format(
        fmt::runtime(zh ? "；不确定，距界线 {:.2f} m" : "; uncertain, {:.2f} m from the boundary"),
        finding.margin_m);
  }
  return out;
}

// Nearest distance to a role over its layers in force, half widths deducted as in the findings
// beside it; nothing where no layer vouches for the site.
std::string nearest_of(const Result& result, const ReportCase& one, const workspace::Role& role) {
  double best = -1.0;
  for (const screening::Fact& fact : one.facts.layers) {
    const workspace::Layer& layer = result.workspace->layers[fact.layer];
    if (layer.role != &role || !layer.in_force || fact.edge_distance_m < 0.0) continue;
    if (best < 0.0 || fact.edge_distance_m < best) best = fact.edge_distance_m;
  }
  return best < 0.0 ? "—" : figure(best, 0);
}

HtmlRow count_row(const Article& page, const Text& title,
                  const std::vector<const ReportCase*>& cases, int Assessment::*count) {
  HtmlRow row{{words(page.say(title))}};
  for (const ReportCase* one : cases)
    row.cells.push_back(number_cell(fmt::format("{}", one->assessment.summary.*count)));
  return row;
}

void add_path_row(const Article& page, const std::vector<const ReportCase*>& cases,
                  HtmlTable& table) {
  HtmlRow row{{words(page.zh() ? "办理天数（并联；期限未知的环节）"
                               : "Days of approval (steps without a known limit)")}};
  bool any = false;
  for (const ReportCase* one : cases) {
    any = any || one->path.has_value();
    row.cells.push_back(number_cell(
        one->path ? fmt::format("{} (+{})", one->path->parallel.days, one->path->days_unknown)
                  : "—"));
  }
  if (any) table.rows.push_back(std::move(row));
}

bool scored(const Result& result, const std::vector<const ReportCase*>& cases) {
  return result.scorer != nullptr && std::all_of(cases.begin(), cases.end(), [](const auto* one) {
           return one->score.has_value();
         });
}

std::string part_words(const suitability::Part& part, Language language) {
  if (!part.concerns) return "—";
  if (part.utility) return figure(*part.utility, 3);
  return (language == Language::chinese ? "未知：" : "unknown: ") + part.gap.in(language);
}

void add_score_rows(const Article& page, const Result& result,
                    const std::vector<const ReportCase*>& cases, HtmlTable& table) {
  if (!scored(result, cases)) return;
  HtmlRow totals{{words(page.zh() ? "得分" : "Score")}, "group"};
  for (const ReportCase* one : cases) {
    const suitability::Score& score = *one->score;
    totals.cells.push_back(number_cell((score.total ? figure(*score.total, 2) : "—") + " [" +
                                       figure(score.low, 1) + ", " + figure(score.high, 1) + "]"));
  }
  table.rows.push_back(std::move(totals));
  const auto& criteria = result.scorer->criteria().list;
  for (std::size_t c = 0; c < criteria.size(); ++c) {
    HtmlRow row{{words(fmt::format("{} {:.1f} %", page.say(criteria[c].title),
                                   100.0 * criteria[c].weight))},
                "part"};
    bool concerns = false;
    for (const ReportCase* one : cases) {
      const suitability::Part& part = one->score->parts[c];
      concerns = concerns || part.concerns;
      const std::string text = part_words(part, page.language());
      row.cells.push_back(part.utility ? number_cell(text) : words(text));
    }
    if (concerns) table.rows.push_back(std::move(row));
  }
}

void add_distance_rows(const Article& page, const Result& result,
                       const std::vector<const ReportCase*>& cases, HtmlTable& table) {
  bool first = true;
  for (const workspace::Role& role : result.workspace->roles.all()) {
    if (role.dimension == 2) continue;
    HtmlRow row{{words(page.say(role.name))}, "part"};
    bool any = false;
    for (const ReportCase* one : cases) {
      const std::string nearest = nearest_of(result, *one, role);
      any = any || nearest != "—";
      row.cells.push_back(number_cell(nearest));
    }
    if (!any) continue;
    if (first) {
      HtmlRow title{{words(page.zh() ? "最近的设施（m）" : "Nearest facilities (m)")}, "group"};
      title.cells.resize(cases.size() + 1, words(""));
      table.rows.push_back(std::move(title));
      first = false;
    }
    table.rows.push_back(std::move(row));
  }
}

std::string enough_words(const ReportCase& one, double m2, bool zh) {
  const auto land = one.project == nullptr ? std::nullopt : one.project->number("land_m2");
  if (!land) return zh ? "。" : ".";
  const std::string need = area_figures(*land).mu;
  if (m2 >= *land)
    return fmt::format(
        fmt::runtime(zh ? "，满足用地需求 {} 亩。" : ", enough for the land need of {} mu."), need);
  return fmt::format(
      fmt::runtime(zh ? "，不满足用地需求 {} 亩。" : ", not enough for the land need of {} mu."),
      need);
}

void write_smallest_change(Article& page, const ReportCase& one,
                           const std::vector<const ReportCase*>& others) {
  const bool zh = page.zh();
  page.subheading({"最小调整建议", "The smallest change"});
  std::vector<std::string> items;
  if (one.kept_area_m2) {
    const double cut = std::max(0.0, one.site->info.area_m2 - *one.kept_area_m2);
    const AreaFigures off = area_figures(cut);
    const AreaFigures kept = area_figures(*one.kept_area_m2);
    items.push_back(
        fmt::format(
            fmt::runtime(zh ? "避让：削去全部禁止部分 {} m²（{} 亩），保留 {} m²（{} 公顷，{} 亩）"
                            : "Avoid: cut off all prohibited pieces, {} m² ({} mu); what stays is "
                              "{} m² ({} ha, {} mu)"),
            off.m2, off.mu, kept.m2, kept.ha, kept.mu) +
        enough_words(one, *one.kept_area_m2, zh));
  }
  const Verdict now = one.assessment.summary.verdict;
  std::vector<std::string> better;
  for (const ReportCase* other : others) {
    if (other->assessment.summary.verdict >= now) continue;
    better.push_back(fmt::format(fmt::runtime(zh ? "{} {}（{}）" : "{} {} ({})"),
                                 other->site->info.id, other->site->info.name,
                                 page.say(rules::verdict_name(other->assessment.summary.verdict))));
  }
  if (!better.empty())
    items.push_back((zh ? "改址：以下地块结论更好：" : "Move: these sites fare better: ") +
                    joined(better, zh ? "、" : ", ") + (zh ? "。" : "."));
  if (one.assessment.summary.conditions > 0)
    items.emplace_back(zh ? "办理：逐项落实上表“处理”一栏所列的条件。"
                          : "Proceed: meet the conditions that the list above names, one by one.");
  if (one.assessment.summary.unknowns > 0)
    items.emplace_back(
        zh ? "补数：取得缺少的图层或覆盖范围后重新审查，结论可能变化。"
           : "Complete: obtain the missing layers or coverage and examine again; the verdict may "
             "change.");
  if (items.empty()) items.emplace_back(zh ? "无需调整。" : "Nothing needs to change.");
  page.list(items);
}

// A site without a project: what some projects would meet here, and which ones.
void write_depending(Article& page, const Result& result, const ReportCase& one) {
  if (one.assessment.depending.empty()) return;
  page.subheading({"视项目而定", "Depends on the project"});
  HtmlTable table;
  table.css = "small";
  table.columns = {{{"规则与实测", "Rule and measure"}, 42},
                   {{"对哪些项目", "For which projects"}, 18},
                   {{"结论", "Finding"}, 12},
                   {{"依据（证据）", "Basis (evidence)"}, 0}};
  for (const Finding& finding : one.assessment.depending) {
    const Rule& rule = result.rulebook->rules[finding.rule];
    table.rows.push_back(
        {{words(page.say(rule.title) + (page.zh() ? "。" : ". ") +
                finding_words(result, one, rule, finding, page.language())),
          muted(rule.when), page.verdict_cell(finding.verdict),
          muted(page.say(rule.basis.citation()) + " [" + rule.evidence.label() + "]")}});
  }
  page.table(table);
}

}  // namespace

std::vector<NumberedFinding> open_findings(const Result& result, const ReportCase& one) {
  std::vector<NumberedFinding> out;
  for (const Finding* finding : worst_first(one.assessment)) {
    if (finding->verdict == Verdict::compliant && !finding->uncertain) continue;
    out.push_back({out.size() + 1, finding, &result.rulebook->rules[finding->rule]});
  }
  return out;
}

std::vector<MapConflict> conflict_pieces(const Result& result, const ReportCase& one) {
  std::vector<MapConflict> pieces;
  for (const NumberedFinding& entry : open_findings(result, one)) {
    const auto kind = conflict_kind(entry.rule->relation);
    if (!kind || entry.finding->state != rules::State::violated ||
        entry.finding->subject == Finding::kNoSubject)
      continue;
    geometry::Shape piece = result.assessor->screen().conflict(
        *result.workspace->geos, *one.site, entry.finding->subject, *kind, entry.rule->threshold);
    if (piece.empty()) continue;
    pieces.push_back(
        {std::move(piece), entry.number, entry.rule->severity == rules::Severity::prohibit});
  }
  return pieces;
}

void write_comparison(Article& page, const Result& result, int number,
                      const std::vector<const ReportCase*>& cases) {
  page.heading(number, {"多址比选", "Comparison of sites"});
  if (cases.size() < 2) {
    return page.paragraph(
        page.zh() ? "没有可比选的其他地块。" : "There is no other site to compare with.", "absent");
  }
  HtmlTable table;
  table.columns = {{{"项目", "Item"}, 22}};
  HtmlRow names{{words(page.zh() ? "名称" : "Name")}};
  HtmlRow verdicts{{words(page.zh() ? "结论" : "Verdict")}};
  HtmlRow areas{{words(page.zh() ? "面积（公顷）" : "Area (ha)")}};
  HtmlRow land{{words(page.zh() ? "可供面积（亩）" : "Land to be had (mu)")}};
  HtmlRow regions{{words(page.zh() ? "行政区" : "District")}};
  for (const ReportCase* one : cases) {
    const workspace::SiteInfo& site = one->site->info;
    table.columns.push_back({{site.id, site.id}, 0});
    names.cells.push_back(words(site.name));
    verdicts.cells.push_back(page.verdict_cell(one->assessment.summary.verdict));
    areas.cells.push_back(number_cell(area_figures(site.area_m2).ha));
    land.cells.push_back(number_cell(area_figures(site.available_land_m2).mu));
    regions.cells.push_back(words(joined(one->facts.region.names, page.zh() ? "、" : ", ")));
  }
  table.rows = {std::move(names), std::move(verdicts), std::move(regions), std::move(areas),
                std::move(land)};
  table.rows.push_back(
      count_row(page, {"禁止项", "Prohibitions"}, cases, &Assessment::prohibitions));
  table.rows.push_back(count_row(page, {"数据不足项", "Unknowns"}, cases, &Assessment::unknowns));
  table.rows.push_back(count_row(page, {"有条件项", "Conditions"}, cases, &Assessment::conditions));
  table.rows.push_back(count_row(page, {"通过项", "Passed"}, cases, &Assessment::passes));
  add_path_row(page, cases, table);
  add_score_rows(page, result, cases, table);
  add_distance_rows(page, result, cases, table);
  table.css = "small compare";
  page.table(table);
  page.note(page.zh()
                ? "地块按结论、禁止项、数据不足项、有条件项依次排序。"
                : "Sites are ordered by verdict, then prohibitions, unknowns and conditions.");
  if (scored(result, cases)) {
    page.note(page.zh()
                  ? "得分 0–100 只表示偏好，不改变结论；方括号内为缺项取最差、最好时的得分；"
                    "各分项为效用 0–1，未知的分项不计入，其余权重按比例放大。"
                  : "Scores from 0 to 100 are preferences and change no verdict; in brackets, "
                    "were every gap at its worst and at its best. Parts are utilities from 0 "
                    "to 1; unknown ones are left out and the other weights scaled up.");
  }
}

void write_open_findings(Article& page, const Result& result, const ReportCase& one) {
  const std::vector<NumberedFinding> open = open_findings(result, one);
  if (open.empty()) {
    return page.paragraph(page.zh() ? "适用的规则全部通过。" : "All rules that apply are passed.");
  }
  HtmlTable table;
  table.css = "small";
  table.columns = {{{"序号", "No."}, 6},
                   {{"结论", "Finding"}, 12},
                   {{"规则与实测", "Rule and measure"}, 34},
                   {{"依据（证据）", "Basis (evidence)"}, 22},
                   {{"处理", "What to do"}, 0}};
  for (const NumberedFinding& entry : open) {
    const std::string measured =
        finding_words(result, one, *entry.rule, *entry.finding, page.language());
    table.rows.push_back(
        {{number_cell(fmt::format("{}", entry.number)), page.verdict_cell(entry.finding->verdict),
          words(page.say(entry.rule->title) + (page.zh() ? "。" : ". ") + measured),
          muted(page.say(entry.rule->basis.citation()) + " [" + entry.rule->evidence.label() + "]"),
          words(entry.finding->verdict == Verdict::compliant
                    ? (page.zh() ? "临近界线，核实后为准。" : "Near the boundary: verify.")
                    : page.say(entry.rule->remedy))}});
  }
  page.table(table);
}

void write_conclusion(Article& page, const Result& result, const ReportCase& one,
                      const std::vector<const ReportCase*>& others) {
  const Assessment& sum = one.assessment.summary;
  page.heading(11, {"结论与建议", "Conclusion"});
  page.paragraph(
      fmt::format(
          fmt::runtime(page.zh()
                           ? "综合结论：{}。禁止 {} 项，数据不足 {} 项，有条件 {} 项，通过 {} 项，"
                             "提示 {} 项，不适用 {} 项。"
                           : "Verdict: {}. Prohibited {}, insufficient data {}, conditional {}, "
                             "passed {}, notices {}, not applicable {}."),
          page.say(rules::verdict_name(sum.verdict)), sum.prohibitions, sum.unknowns,
          sum.conditions, sum.passes, sum.notes, sum.not_applicable),
      "lead");
  write_open_findings(page, result, one);
  write_depending(page, result, one);
  write_smallest_change(page, one, others);
}

}  // namespace xuanzhi::products::report
