// SPDX-License-Identifier: Apache-2.0
// The approval path of one project at one site: the chart, the steps to take, those that fall away.
#include <chrono>

#include <fmt/format.h>

#include "figures.h"
#include "gantt.h"
#include "sections.h"
#include "xuanzhi/products/path_text.h"

namespace xuanzhi::products::report {

namespace {

using approvals::ApprovalPath;
using approvals::PathStep;

double days_between(const Date& from, const Date& to) {
  using std::chrono::sys_days;
  return static_cast<double>((sys_days(to) - sys_days(from)).count());
}

std::vector<GanttBar> bars_of(const ApprovalPath& path) {
  std::vector<GanttBar> bars;
  const Date first = path.parallel.slots.front().start;
  for (std::size_t i = 0; i < path.steps.size(); ++i) {
    const PathStep& step = path.steps[i];
    if (!step.counts()) continue;
    const approvals::Slot& slot = path.parallel.slots[i];
    bars.push_back({step.step->id, step.step->title, days_between(first, slot.start),
                    days_between(slot.start, slot.finish), slot.critical,
                    step.expected_days.count.has_value()});
  }
  return bars;
}

std::string bracketed(const Article& page, const std::string& text) {
  if (text.empty()) return {};
  return (page.zh() ? "（" : " (") + text + (page.zh() ? "）" : ")");
}

std::string step_words(const Article& page, const PathStep& step) {
  std::string out = page.say(step.step->title);
  const std::string& instrument = page.say(step.instrument);
  if (instrument != out) out += bracketed(page, instrument);
  if (step.done) out += page.zh() ? "；已办结" : "; done";
  if (step.outcome != approvals::Outcome::unknown) return out;
  std::vector<std::string> missing;
  for (const Text& text : step.missing) missing.push_back(page.say(text));
  out += (page.zh() ? "；能否免办未知，按需要办理计；缺："
                    : "; whether it is due is not known, so it counts as due; missing: ") +
         joined(missing, page.zh() ? "、" : ", ");
  return out;
}

std::string days_words(const Article& page, const PathStep& step) {
  std::string out = days_text(step.expected_days, page.language());
  if (step.expected_days != step.ordinary_days)
    out += bracketed(page, (page.zh() ? "一般 " : "ordinarily ") +
                               days_text(step.ordinary_days, page.language()));
  return out;
}

std::string document_words(const Article& page, const PathStep& step) {
  const char* comma = page.zh() ? "、" : ", ";
  std::string out = joined(step.documents, comma);
  if (!step.deferred.empty()) {
    out += (out.empty() ? "" : (page.zh() ? "；" : "; "));
    out += (page.zh() ? "可后补：" : "may come later: ") + joined(step.deferred, comma);
  }
  const Text& due = step.due.zh.empty() ? step.step->deadline : step.due;
  return due.zh.empty() ? out : out + bracketed(page, page.say(due));
}

std::string basis_words(const Article& page, const PathStep& step) {
  if (step.variant == nullptr) return {};
  std::string out = page.say(step.variant->basis) + " [" + step.variant->evidence.label() + "]";
  std::vector<std::string> reliefs;
  for (const approvals::Relief* relief : step.granted) reliefs.push_back(relief->id);
  if (!reliefs.empty())
    out += (page.zh() ? "；方案措施 " : "; measures of the plan ") + joined(reliefs, ", ");
  reliefs.clear();
  for (const approvals::Relief* relief : step.open) reliefs.push_back(relief->id);
  if (!reliefs.empty())
    out += (page.zh() ? "；资料不足，未采用 " : "; data are missing for ") + joined(reliefs, ", ");
  return out;
}

HtmlRow step_row(const Article& page, const PathStep& step, const approvals::Slot& slot) {
  const std::string authority =
      page.say(step.authority) + bracketed(page, page.say(approvals::level_name(step.level)));
  const bool ends = step.expected_days.count.has_value();
  return {{words(step_words(page, step)), words(authority),
           words(page.say(approvals::mode_name(step.mode))), words(days_words(page, step)),
           number_cell(to_string(slot.start)), number_cell(ends ? to_string(slot.finish) : "?"),
           words(document_words(page, step)), muted(basis_words(page, step))}};
}

void write_steps(Article& page, const ApprovalPath& path) {
  HtmlTable table;
  table.css = "small";
  table.columns = {{{"环节（文书）", "Step (instrument)"}, 18},
                   {{"部门（层级）", "Authority (level)"}, 13},
                   {{"方式", "Mode"}, 8},
                   {{"期限", "Limit"}, 8},
                   {{"最早开始", "From"}, 10},
                   {{"办结", "To"}, 10},
                   {{"材料", "Documents"}, 16},
                   {{"依据（证据）", "Basis (evidence)"}, 0}};
  for (std::size_t i = 0; i < path.steps.size(); ++i) {
    if (path.steps[i].counts())
      table.rows.push_back(step_row(page, path.steps[i], path.parallel.slots[i]));
  }
  page.table(table);
}

void write_not_due(Article& page, const ApprovalPath& path) {
  std::vector<std::string> items;
  for (const PathStep& step : path.steps) {
    if (step.counts()) continue;
    items.push_back(page.say(step.step->title) + (page.zh() ? "：" : ": ") +
                    page.say(approvals::outcome_name(step.outcome)) +
                    bracketed(page, page.say(step.instrument)) + (page.zh() ? "；" : "; ") +
                    basis_words(page, step));
  }
  if (items.empty()) return;
  page.subheading({"本址无需办理的环节", "Steps that are not due here"});
  page.list(items);
}

}  // namespace

void write_path_chart(Article& page, const Result& result, const ReportCase& one) {
  if (one.project == nullptr) {
    return page.paragraph(page.zh() ? "未指定项目；办理路径因项目而定。"
                                    : "No project is given; the approval path depends on it.",
                          "absent");
  }
  if (!one.path || result.procedures == nullptr) {
    return page.paragraph(
        page.zh() ? "工作空间没有写明办理程序（workspace.toml 的 approvals），无法推演办理路径；"
                    "各项手续以主管部门要求为准。"
                  : "The workspace names no approval procedures (approvals in workspace.toml), so "
                    "no path can be found; the authorities say which procedures apply.",
        "absent");
  }
  const ApprovalPath& path = *one.path;
  page.list(path_sums(*result.procedures, path, page.language()));
  page.drawing(
      gantt_svg(bars_of(path), path.parallel.days, page.language()),
      fmt::format(fmt::runtime(page.zh() ? "并联办理，横轴为自 {} 起的日历日，共 {} 日；深色为关键"
                                           "路径，菱形为没有已知期限的环节（最早可开始之日）。"
                                         : "Side by side; calendar days from {}, {} in all. Dark: "
                                           "the critical path. Diamond: a step without a known "
                                           "limit, where it may begin."),
                  to_string(path.parallel.slots.front().start), path.parallel.days));
}

void write_approvals(Article& page, const Result& result, const ReportCase& one) {
  page.heading(9, {"办理路径", "Approval path"});
  write_path_chart(page, result, one);
  if (!one.path || result.procedures == nullptr) return;
  write_steps(page, *one.path);
  write_not_due(page, *one.path);
  page.note(fmt::format(
      fmt::runtime(page.zh() ? "办理程序 {} {}；缺资料的环节按需要办理计。逐环节原文引句见 "
                               "xuanzhi path {} {}。"
                             : "Procedures {} {}; a step whose data are missing counts as due. "
                               "xuanzhi path {} {} shows the words of the plan step by step."),
      result.procedures->id, result.procedures->version, one.project->id(), one.site->info.id));
}

}  // namespace xuanzhi::products::report
