// SPDX-License-Identifier: Apache-2.0
#include "xuanzhi/products/path_text.h"

#include <algorithm>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "xuanzhi/products/json_words.h"

namespace xuanzhi::products {

using approvals::ApprovalPath;
using approvals::Outcome;
using approvals::PathStep;
using nlohmann::json;

namespace {

std::string listed(const char* zh_title, const char* en_title,
                   const std::vector<std::string>& words, bool zh) {
  if (words.empty()) return {};
  return fmt::format("      {} {}\n", zh ? zh_title : en_title, joined(words, zh ? "、" : ", "));
}

std::string relief_lines(const PathStep& step, Language language) {
  const bool zh = language == Language::chinese;
  std::string out;
  for (const approvals::Relief* relief : step.granted) {
    out += fmt::format("      {} [{}]", zh ? "方案措施" : "plan", relief->id);
    for (const std::string& quote : relief->quotes) out += fmt::format(" 「{}」", quote);
    if (!relief->note.zh.empty()) out += "\n        " + relief->note.in(language);
    out += "\n";
  }
  for (const approvals::Relief* relief : step.open) {
    out += fmt::format("      {} [{}]\n",
                       zh ? "可能适用，缺少判断所需资料" : "may apply, data are missing for it",
                       relief->id);
  }
  return out;
}

std::string step_text(const ApprovalPath& path, std::size_t position, Language language) {
  const bool zh = language == Language::chinese;
  const PathStep& step = path.steps[position];
  const approvals::Slot& slot = path.parallel.slots[position];
  std::string out = fmt::format("  {} {}  {}", padded(step.step->title.in(language), zh ? 30 : 46),
                                padded(approvals::outcome_name(step.outcome).in(language), 8),
                                step.instrument.in(language));
  if (step.done) out += zh ? "（已办结）" : " (done)";
  out += "\n";
  if (!step.missing.empty()) {
    std::vector<std::string> names;
    for (const Text& text : step.missing) names.push_back(text.in(language));
    out += listed("未知：", "unknown:", names, zh);
  }
  if (step.counts()) {
    const std::string level = approvals::level_name(step.level).in(language);
    out += fmt::format("      {}{}  {}  {}", step.authority.in(language),
                       level.empty() ? "" : (zh ? "（" : " (") + level + (zh ? "）" : ")"),
                       approvals::mode_name(step.mode).in(language),
                       days_text(step.expected_days, language));
    if (step.expected_days != step.ordinary_days)
      out += fmt::format(fmt::runtime(zh ? "（一般 {}）" : " (ordinarily {})"),
                         days_text(step.ordinary_days, language));
    out += fmt::format("  {} → {}{}\n", to_string(slot.start), to_string(slot.finish),
                       slot.critical ? (zh ? "  关键" : "  critical") : "");
    out += listed("材料", "documents", step.documents, zh);
    out += listed("可后补", "may come later", step.deferred, zh);
    const Text& due = step.due.zh.empty() ? step.step->deadline : step.due;
    if (!due.zh.empty()) out += fmt::format("      {} {}\n", zh ? "时限" : "due", due.in(language));
  }
  out += listed("图层", "layers", step.layers, zh);
  out += relief_lines(step, language);
  if (step.variant != nullptr) {
    out += fmt::format("      {} {} [{}]", zh ? "依据" : "basis", step.variant->basis.in(language),
                       step.variant->evidence.label());
    for (const std::string& quote : step.variant->quotes) out += fmt::format(" 「{}」", quote);
    out += "\n";
  }
  return out;
}

json days_json(const approvals::Days& days) {
  return {{"count", days.count ? json(*days.count) : json()},
          {"unit", days.calendar ? "calendar" : "working"}};
}

json relief_json(const std::vector<const approvals::Relief*>& reliefs) {
  json out = json::array();
  for (const approvals::Relief* relief : reliefs)
    out.push_back(
        {{"id", relief->id}, {"quotes", relief->quotes}, {"note", bilingual(relief->note)}});
  return out;
}

json slot_json(const approvals::Slot& slot) {
  return {{"start", to_string(slot.start)},
          {"finish", to_string(slot.finish)},
          {"critical", slot.critical}};
}

json step_json(const ApprovalPath& path, std::size_t position) {
  const PathStep& step = path.steps[position];
  json out{{"step_id", step.step->id},
           {"procedure", step.step->procedure},
           {"title", bilingual(step.step->title)},
           {"outcome", to_string(step.outcome)},
           {"ordinary_outcome", to_string(step.ordinary)},
           {"instrument", bilingual(step.instrument)},
           {"authority", bilingual(step.authority)},
           {"level", step.level.empty() ? json() : json(step.level)},
           {"mode", to_string(step.mode)},
           {"statutory_days", days_json(step.ordinary_days)},
           {"expected_days", days_json(step.expected_days)},
           {"after", step.step->after},
           {"documents", step.documents},
           {"deferrable", step.deferred},
           {"due_event", bilingual(step.due.zh.empty() ? step.step->deadline : step.due)},
           {"reliefs", relief_json(step.granted)},
           {"open_reliefs", relief_json(step.open)},
           {"layers", step.layers},
           {"milestone", step.step->milestone},
           {"done", step.done}};
  out["missing"] = json::array();
  for (const Text& text : step.missing) out["missing"].push_back(bilingual(text));
  const approvals::Variant* variant = step.variant;
  out["variant"] = variant == nullptr ? json() : json(variant->id);
  out["basis"] = variant == nullptr ? json() : bilingual(variant->basis);
  out["evidence"] = variant == nullptr ? json() : json(variant->evidence.label());
  out["quotes"] = variant == nullptr ? json::array() : json(variant->quotes);
  out["parallel"] = step.counts() ? slot_json(path.parallel.slots[position]) : json();
  out["serial"] = step.ordinary == Outcome::required || step.ordinary == Outcome::unknown
                      ? slot_json(path.ordinary.slots[position])
                      : json();
  return out;
}

}  // namespace

std::string days_text(const approvals::Days& days, Language language) {
  const bool zh = language == Language::chinese;
  if (!days.count) return zh ? "期限未知" : "no known limit";
  return fmt::format("{} {}", *days.count,
                     days.calendar ? (zh ? "日" : "d") : (zh ? "工作日" : "working d"));
}

std::vector<std::string> path_sums(const approvals::Procedures& procedures,
                                   const ApprovalPath& path, Language language) {
  const bool zh = language == Language::chinese;
  std::vector<std::string> out;
  out.push_back(fmt::format(
      fmt::runtime(zh ? "依次办理（无方案措施）{} 日；并联办理（含方案措施）{} 日；少 {} 日。"
                        "减环节 {}，减随件材料 {}。"
                      : "One after the other, without the plan: {} days; side by side, with it: "
                        "{} days; {} days saved. Steps saved {}, documents with the file saved "
                        "{}."),
      path.ordinary.days, path.parallel.days, path.ordinary.days - path.parallel.days,
      path.steps_saved, path.documents_saved));
  out.push_back(fmt::format(
      fmt::runtime(zh ? "另有 {} 个环节没有已知期限，未计入天数；法定节假日未扣除；费用没有数据。"
                      : "{} more steps have no known limit and are counted as no days; public "
                        "holidays are not taken off; there are no data on fees."),
      path.days_unknown));
  if (const auto maturity = path.maturity())
    out.push_back(
        fmt::format(fmt::runtime(zh ? "成熟度 {}/{}（{:.0f} %）" : "Maturity {}/{} ({:.0f} %)"),
                    path.done, path.required, 100.0 * *maturity));
  out.push_back((zh ? "统筹：" : "Coordinator: ") + procedures.coordinator.in(language));
  const bool region = std::any_of(path.steps.begin(), path.steps.end(), [](const PathStep& step) {
    return step.counts() && step.level == "region";
  });
  if (region)
    out.back() +=
        (zh ? "；自治区级环节：" : "; steps of the region: ") + procedures.escalation.in(language);
  return out;
}

std::string path_text(const approvals::Procedures& procedures, const ApprovalPath& path,
                      Language language) {
  std::string out =
      fmt::format("{} {} → {}\n", language == Language::chinese ? "办理路径" : "Approval path",
                  path.project_id, path.site_id);
  std::string procedure;
  for (std::size_t i = 0; i < path.steps.size(); ++i) {
    if (path.steps[i].step->procedure != procedure) {
      procedure = path.steps[i].step->procedure;
      const approvals::Procedure& head = procedures.procedure(procedure);
      out += fmt::format("\n{} {}\n", head.number, head.title.in(language));
    }
    out += step_text(path, i, language);
  }
  out += "\n";
  for (const std::string& line : path_sums(procedures, path, language)) out += line + "\n";
  return out;
}

std::string path_json(const approvals::Procedures& procedures, const ApprovalPath& path) {
  json out{{"project_id", path.project_id},
           {"site_id", path.site_id},
           {"serial_days", path.ordinary.days},
           {"parallel_days", path.parallel.days},
           {"days_saved", path.ordinary.days - path.parallel.days},
           {"steps_saved", path.steps_saved},
           {"documents_saved", path.documents_saved},
           {"steps_without_known_days", path.days_unknown},
           {"required", path.required},
           {"done", path.done},
           {"maturity", path.maturity() ? json(*path.maturity()) : json()},
           {"coordinator", bilingual(procedures.coordinator)},
           {"escalation", bilingual(procedures.escalation)},
           {"procedures_version", procedures.version}};
  out["steps"] = json::array();
  for (std::size_t i = 0; i < path.steps.size(); ++i) out["steps"].push_back(step_json(path, i));
  return out.dump(2) + "\n";
}

}  // namespace xuanzhi::products
