// SPDX-License-Identifier: Apache-2.0
#include "xuanzhi/products/summary.h"

#include <algorithm>
#include <map>
#include <numeric>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

#include "result_tables.h"

namespace xuanzhi::products {

using assessment::Assessment;
using nlohmann::json;
using rules::Verdict;

namespace {

constexpr std::size_t kMostReasons = 10;
constexpr std::array kWorstFirst{Verdict::non_compliant, Verdict::insufficient_data,
                                 Verdict::conditional, Verdict::compliant};

std::vector<Reason> commonest(const Result& result) {
  std::map<std::pair<std::size_t, Verdict>, std::size_t> counts;
  for (const Assessment& one : result.evaluation->assessments) {
    if (one.deciding_rule != Assessment::kNone) ++counts[{one.deciding_rule, one.verdict}];
  }
  std::vector<Reason> reasons;
  for (const auto& [key, count] : counts) {
    const rules::Rule& rule = result.rulebook->rules[key.first];
    reasons.push_back({rule.id, rule.title, rule.basis.citation(), key.second, count});
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
  for (const Assessment& one : result.evaluation->assessments)
    ++summary.verdicts[static_cast<std::size_t>(one.verdict)];
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

std::string summary_text(const Summary& s, Language language) {
  const bool zh = language == Language::chinese;
  const std::size_t total = std::accumulate(s.verdicts.begin(), s.verdicts.end(), std::size_t{0});
  std::string out = fmt::format("{}\n", s.name.in(language));
  out += fmt::format(fmt::runtime(zh ? "审查日期 {}   项目 {} × 地块 {} = {} 项审查\n"
                                     : "as of {}   {} projects × {} sites = {} assessments\n"),
                     s.as_of, s.projects, s.sites, total);
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
           {"boundary_versions", s.versions},
           {"files", s.files}};
  for (const Verdict verdict : kWorstFirst)
    out["verdicts"][rules::to_string(verdict)] = s.verdicts[static_cast<std::size_t>(verdict)];
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
