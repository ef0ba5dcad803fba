// SPDX-License-Identifier: Apache-2.0
#include "xuanzhi/products/summary.h"

#include <algorithm>
#include <numeric>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

#include "result_tables.h"

namespace xuanzhi::products {

using nlohmann::json;
using rules::Verdict;

namespace {

constexpr std::size_t kMostReasons = 10;
constexpr std::array kWorstFirst{Verdict::non_compliant, Verdict::insufficient_data,
                                 Verdict::conditional, Verdict::compliant};

std::vector<Reason> commonest(const Result& result) {
  std::vector<Reason> reasons;
  for (std::size_t r = 0; r < result.evaluation->totals.decided.size(); ++r) {
    const rules::Rule& rule = result.rulebook->rules[r];
    const auto& counts = result.evaluation->totals.decided[r].count;
    for (std::size_t v = 0; v < counts.size(); ++v) {
      if (counts[v] == 0) continue;
      reasons.push_back(
          {rule.id, rule.title, rule.basis.citation(), static_cast<Verdict>(v), counts[v]});
    }
  }
  std::stable_sort(reasons.begin(), reasons.end(),
                   [](const Reason& a, const Reason& b) { return a.assessments > b.assessments; });
  if (reasons.size() > kMostReasons) reasons.resize(kMostReasons);
  return reasons;
}

}  // namespace

Verdict Summary::worst() const {
  for (const Verdict verdict : kWorstFirst) {
    if (verdicts[static_cast<std::size_t>(verdict)] > 0) return verdict;
  }
  return Verdict::compliant;
}

Summary summarize(const Result& result, const std::vector<std::filesystem::path>& files) {
  Summary summary;
  const workspace::Manifest& manifest = result.workspace->manifest;
  summary.name = manifest.name;
  summary.as_of = to_string(manifest.as_of);
  summary.schematic = manifest.schematic;
  summary.projects = result.workspace->projects.size();
  summary.sites = result.workspace->sites.size();
  assessment::VerdictCounts all;
  for (const auto& counts : result.evaluation->totals.by_project) all.add(counts);
  summary.verdicts = all.count;
  summary.all_pairs = result.evaluation->all_pairs;
  summary.reasons = commonest(result);
  for (const workspace::VersionChoice& choice : *result.versions) {
    summary.versions.push_back(
        fmt::format("{} ({}): {}", choice.role, choice.series,
                    choice.layer_id.empty()
                        ? "-"
                        : choice.layer_id + " [" + workspace::to_string(choice.status) + "]"));
  }
  for (const auto& file : files) summary.files.push_back(file.string());
  return summary;
}

namespace {

std::string reuse_text(const Reuse& reuse, Language language) {
  const bool zh = language == Language::chinese;
  if (!reuse.obstacle.en.empty()) return fmt::format("\n{}\n", reuse.obstacle.in(language));
  std::string out = fmt::format(
      fmt::runtime(zh ? "\n沿用旧结果：{} 个地块全部沿用，{} 个部分重算，{} 个新算\n"
                      : "\nTaken over: all facts of {} sites, part of {}; {} measured anew\n"),
      reuse.sites.whole, reuse.sites.part, reuse.sites.fresh);
  if (!reuse.changed_roles.empty()) {
    out += fmt::format("  {} {}\n", zh ? "重算的图层角色" : "roles measured anew:",
                       fmt::join(reuse.changed_roles, ", "));
  }
  return out;
}

}  // namespace

std::string summary_text(const Summary& s, Language language) {
  const bool zh = language == Language::chinese;
  const std::size_t total = std::accumulate(s.verdicts.begin(), s.verdicts.end(), std::size_t{0});
  std::string out = fmt::format("{}\n", s.name.in(language));
  out += fmt::format(fmt::runtime(zh ? "审查日期 {}   项目 {} × 地块 {} = {} 项审查\n"
                                     : "as of {}   {} projects × {} sites = {} assessments\n"),
                     s.as_of, s.projects, s.sites, total);
  if (!s.all_pairs) {
    out += zh ? "  明细只保存每个项目的较优地块（全部审查用 --pairs all）\n"
              : "  kept are the best sites of each project (all pairs: --pairs all)\n";
  }
  for (const std::string& version : s.versions)
    out += fmt::format("  {} {}\n", zh ? "边界版本" : "boundary version", version);
  out += zh ? "\n结论\n" : "\nVerdicts\n";
  for (const Verdict verdict : kWorstFirst) {
    const std::size_t count = s.verdicts[static_cast<std::size_t>(verdict)];
    out += fmt::format(
        "  {} {:>8}  {:5.1f} %\n", padded(rules::verdict_name(verdict).in(language), 18), count,
        total == 0 ? 0.0 : 100.0 * static_cast<double>(count) / static_cast<double>(total));
  }
  out += zh ? "\n最常见的决定性原因\n" : "\nCommonest deciding reasons\n";
  for (const Reason& reason : s.reasons) {
    out += fmt::format("  {:>6}  {} {} {}\n          {}\n", reason.assessments,
                       padded(rules::verdict_name(reason.verdict).in(language), 18),
                       padded(reason.rule_id, 22), reason.title.in(language),
                       reason.basis.in(language));
  }
  if (s.reuse) out += reuse_text(*s.reuse, language);
  out += zh ? "\n文件\n" : "\nFiles\n";
  for (const std::string& file : s.files) out += "  " + file + "\n";
  if (s.schematic)
    out += zh ? "\n示意数据，仅供内部参考，不作为审批依据\n"
              : "\nSchematic data; for internal reference only\n";
  return out;
}

std::string summary_json(const Summary& s) {
  json out{{"name", {{"zh", s.name.zh}, {"en", s.name.en}}},
           {"as_of", s.as_of},
           {"schematic", s.schematic},
           {"projects", s.projects},
           {"sites", s.sites},
           {"pairs", s.all_pairs ? "all" : "best"},
           {"boundary_versions", s.versions},
           {"files", s.files}};
  for (const Verdict verdict : kWorstFirst)
    out["verdicts"][rules::to_string(verdict)] = s.verdicts[static_cast<std::size_t>(verdict)];
  if (s.reuse) {
    out["reuse"] = {{"sites_whole", s.reuse->sites.whole},
                    {"sites_part", s.reuse->sites.part},
                    {"sites_fresh", s.reuse->sites.fresh},
                    {"changed_roles", s.reuse->changed_roles},
                    {"obstacle", {{"zh", s.reuse->obstacle.zh}, {"en", s.reuse->obstacle.en}}}};
  }
  out["reasons"] = json::array();
  for (const Reason& reason : s.reasons) {
    out["reasons"].push_back({{"rule_id", reason.rule_id},
                              {"verdict", rules::to_string(reason.verdict)},
                              {"assessments", reason.assessments},
                              {"title", {{"zh", reason.title.zh}, {"en", reason.title.en}}},
                              {"basis", {{"zh", reason.basis.zh}, {"en", reason.basis.en}}}});
  }
  return out.dump(2) + "\n";
}

}  // namespace xuanzhi::products
