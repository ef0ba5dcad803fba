// SPDX-License-Identifier: Apache-2.0
#include "xuanzhi/products/explanation.h"

#include <algorithm>
#include <span>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

#include "boundary_note.h"
#include "conflict_kind.h"
#include "finding_text.h"
#include "xuanzhi/geometry/area_meter.h"
#include "xuanzhi/products/json_words.h"

namespace xuanzhi::products {

using assessment::PairAssessment;
using nlohmann::json;
using rules::Finding;
using rules::Rule;
using rules::State;
using rules::Verdict;

std::optional<double> kept_area_m2(const assessment::Assessor& assessor,
                                   const workspace::Workspace& workspace,
                                   const rules::Rulebook& rulebook, const workspace::Site& site,
                                   const PairAssessment& pair) {
  const geometry::Geos geos;
  std::vector<geometry::Shape> pieces;
  for (const Finding& finding : pair.findings) {
    if (finding.verdict != Verdict::non_compliant) continue;
    const Rule& rule = rulebook.rules[finding.rule];
    const auto kind = conflict_kind(rule.relation);
    if (!kind) return std::nullopt;
    geometry::Shape piece =
        assessor.screen().conflict(geos, site, finding.subject, *kind, rule.threshold);
    if (!piece.empty()) pieces.push_back(std::move(piece));
  }
  if (pieces.empty()) return std::nullopt;
  const geometry::Shape kept =
      geometry::difference(site.shape.in(geos), geometry::union_of(geos, std::move(pieces)));
  const geometry::Box box = site.shape.box();
  return geometry::AreaMeter(workspace.manifest.area_basis,
                             {0.5 * (box.min_x + box.max_x), 0.5 * (box.min_y + box.max_y)})
      .area_m2(kept);
}

namespace {

std::string mark(const Finding& finding) {
  switch (finding.verdict) {
    case Verdict::non_compliant:
      return "✗";
    case Verdict::insufficient_data:
      return "?";
    case Verdict::conditional:
      return "!";
    case Verdict::compliant:
      break;
  }
  return finding.state == State::noted ? "i" : "✓";
}

// A site may lie on thousands of plots.
std::string features_text(const std::vector<std::string>& ids, bool zh) {
  static constexpr std::size_t kMostNamed = 12;
  if (ids.empty()) return "";
  const std::span<const std::string> named(ids.data(), std::min(ids.size(), kMostNamed));
  std::string out = fmt::format("{}{}", zh ? "；要素 " : "; feature ",
                                fmt::join(named.begin(), named.end(), ", "));
  if (named.size() < ids.size()) {
    out += fmt::format(fmt::runtime(zh ? " 等共 {} 个（--json 列出全部）"
                                       : " and more, {} in all (--json names them)"),
                       ids.size());
  }
  return out;
}

std::string finding_text(const Rule& rule, const Finding& finding, const Explained& e,
                         Language language) {
  const bool zh = language == Language::chinese;
  std::string out = fmt::format("{} [{}] {}\n", mark(finding), rule.id, rule.title.in(language));
  if (finding.cause != rules::Cause::none) {
    out += "    " + rules::cause_name(finding.cause).in(language);
    if (!rule.role.empty())
      out += " (" + e.workspace->roles.find(rule.role)->name.in(language) + ")";
    out += "\n";
  } else {
    out += "    " + measured_text(rule, finding, e.site->info.area_m2, language) + "\n";
  }
  if (finding.state == State::within_tolerance)
    out += zh ? "    在容差内\n" : "    within tolerance\n";
  if (finding.uncertain) {
    out += fmt::format(fmt::runtime(zh ? "    不确定：距改变结论的界线 {:.2f} m，小于数据精度\n"
                                       : "    uncertain: {:.2f} m from where the finding would "
                                         "change, less than the data's accuracy\n"),
                       finding.margin_m);
  }
  if (finding.subject != Finding::kNoSubject) {
    const screening::SubjectFact& fact = e.facts->subjects[finding.subject];
    // What lies nearest says nothing where the layer does not know the site.
    const bool telling = finding.cause == rules::Cause::none || fact.overlap_m2 > 0.0;
    if (telling && !fact.layer_ids.empty()) {
      out += fmt::format("    {} {}{}\n", zh ? "图层" : "layer", fmt::join(fact.layer_ids, ", "),
                         features_text(fact.feature_ids, zh));
    }
    const Text version = boundary_note(*e.workspace, fact);
    if (!version.zh.empty())
      out += fmt::format("    {} {}\n", zh ? "边界版本" : "boundary version", version.in(language));
  }
  for (const rules::Parameter* parameter : rules::parameters_of(*e.rulebook, rule))
    out += fmt::format("    {} {}\n", zh ? "参数" : "parameter", parameter->label().in(language));
  out += fmt::format("    {} {} [{}]\n", zh ? "依据" : "basis", rule.basis.citation().in(language),
                     rule.evidence.label());
  const bool wants_remedy = finding.verdict != Verdict::compliant;
  if (wants_remedy)
    out += fmt::format("    {} {}\n", zh ? "建议" : "remedy", rule.remedy.in(language));
  if (wants_remedy && !rule.note.in(language).empty())
    out += fmt::format("    {} {}\n", zh ? "说明" : "note", rule.note.in(language));
  return out;
}

std::string head_text(const Explained& e, Language language) {
  const bool zh = language == Language::chinese;
  const workspace::SiteInfo& site = e.site->info;
  std::string out = fmt::format("{} {} {}\n", zh ? "地块" : "Site", site.id, site.name);
  out += fmt::format("  {} {}\n", zh ? "面积" : "area", area_text(site.area_m2, language));
  out +=
      fmt::format("  {} {}\n", zh ? "行政区" : "district", fmt::join(e.facts->region.names, ", "));
  if (e.project != nullptr) {
    out += fmt::format("{} {} {}\n", zh ? "项目" : "Project", e.project->id(), e.project->name());
    const auto land = e.project->number("land_m2");
    if (land)
      out += fmt::format("  {} {}\n", zh ? "用地需求" : "land need", area_text(*land, language));
  }
  out += fmt::format("{} {}\n", zh ? "审查日期" : "As of", to_string(e.workspace->manifest.as_of));
  for (const workspace::VersionChoice& choice : *e.versions) {
    out += fmt::format("  {} {} ({}): {}\n", zh ? "边界版本" : "boundary version", choice.role,
                       choice.series,
                       choice.layer_id.empty()
                           ? (zh ? "无可用版本" : "none in force")
                           : choice.layer_id + " [" + workspace::to_string(choice.status) + "]");
  }
  return out;
}

// A site without a project: how the list fares, so that the verdict above is not taken for theirs.
std::string list_text(const Explained& e, Language language) {
  const bool zh = language == Language::chinese;
  std::string out =
      zh ? "  （未指定项目：结论只含与项目无关的规则）\n"
         : "  (no project given: the verdict is of the rules that concern every project)\n";
  if (e.workspace->projects.empty()) return out;
  out += zh ? "  项目清单在此：" : "  the project list here: ";
  for (std::size_t i = e.list_verdicts.size(); i-- > 0;) {
    out += fmt::format("{} {}{}", rules::verdict_name(static_cast<Verdict>(i)).in(language),
                       e.list_verdicts[i], i == 0 ? "\n" : (zh ? "，" : ", "));
  }
  return out;
}

std::string change_text(const Explained& e, Language language) {
  const bool zh = language == Language::chinese;
  if (!e.kept_area_m2) return {};
  std::string out =
      (zh ? "如削去全部禁止部分，余 " : "With all prohibited pieces cut off, what stays is ") +
      area_text(*e.kept_area_m2, language);
  const auto land = e.project == nullptr ? std::nullopt : e.project->number("land_m2");
  if (land) {
    const bool enough = *e.kept_area_m2 >= *land;
    out += zh ? (enough ? "，满足用地需求" : "，不满足用地需求")
              : (enough ? ", enough for the land need" : ", not enough for the land need");
  }
  return out + "\n";
}

}  // namespace

std::string explanation_text(const Explained& e, Language language, bool all) {
  const bool zh = language == Language::chinese;
  const assessment::Assessment& sum = e.assessment->summary;
  std::string out = head_text(e, language);
  for (const Text& remark : e.site->remarks) out += "  " + remark.in(language) + "\n";
  out += fmt::format("\n{}{}{}\n",
                     zh ? "结论：" : "Verdict: ", rules::verdict_name(sum.verdict).in(language),
                     sum.uncertain ? (zh ? "（含不确定项）" : " (uncertain)") : "");
  out += fmt::format(
      fmt::runtime(zh ? "  禁止 {}，数据不足 {}，有条件 {}，通过 {}，提示 {}，不适用 {}\n"
                      : "  prohibited {}, insufficient data {}, conditional {}, passed {}, notes "
                        "{}, not applicable {}\n"),
      sum.prohibitions, sum.unknowns, sum.conditions, sum.passes, sum.notes, sum.not_applicable);
  if (e.project == nullptr) out += list_text(e, language);
  out += change_text(e, language) + "\n";
  for (const Finding* finding : worst_first(*e.assessment)) {
    const bool silent = finding->state == State::pass && !finding->uncertain;
    if (silent && !all) continue;
    out += finding_text(e.rulebook->rules[finding->rule], *finding, e, language);
  }
  if (!e.assessment->depending.empty()) {
    out += zh ? "\n视项目而定（对部分项目适用的规则）\n"
              : "\nDepends on the project (rules that concern some projects)\n";
  }
  for (const Finding& finding : e.assessment->depending) {
    const Rule& rule = e.rulebook->rules[finding.rule];
    out += finding_text(rule, finding, e, language);
    out += fmt::format("    {} {}\n", zh ? "适用于" : "applies when", rule.when);
  }
  if (e.workspace->manifest.schematic)
    out += zh ? "\n示意数据，仅供内部参考，不作为审批依据\n"
              : "\nSchematic data; for internal reference only\n";
  return out;
}

namespace {

json finding_json(const Rule& rule, const Finding& finding, const Explained& e) {
  json out{{"rule_id", rule.id},
           {"title", bilingual(rule.title)},
           {"verdict", rules::to_string(finding.verdict)},
           {"state", rules::to_string(finding.state)},
           {"severity", rules::to_string(rule.severity)},
           {"relation", rules::to_string(rule.relation)},
           {"measured", rule.relation == rules::Relation::attribute || finding.measured < 0.0
                            ? json()
                            : json(finding.measured)},
           {"threshold", finding.threshold},
           {"unit", rule.unit},
           {"margin_m", optional_number(finding.margin_m)},
           {"uncertain", finding.uncertain},
           {"cause", bilingual(rules::cause_name(finding.cause))},
           {"basis", bilingual(rule.basis.citation())},
           {"evidence", rule.evidence.label()},
           {"remedy", bilingual(rule.remedy)}};
  out["parameters"] = json::object();
  for (const rules::Parameter* parameter : rules::parameters_of(*e.rulebook, rule))
    out["parameters"][parameter->id] = parameter->value ? json(*parameter->value) : json();
  if (finding.subject != Finding::kNoSubject) {
    const screening::SubjectFact& fact = e.facts->subjects[finding.subject];
    out["layers"] = fact.layer_ids;
    out["features"] = fact.feature_ids;
    out["covered_share"] = fact.covered_share;
    const Text version = boundary_note(*e.workspace, fact);
    out["boundary_version"] = version.zh.empty() ? json() : bilingual(version);
  }
  return out;
}

}  // namespace

std::string explanation_json(const Explained& e) {
  const assessment::Assessment& sum = e.assessment->summary;
  json out{{"site_id", e.site->info.id},
           {"site_name", e.site->info.name},
           {"area_m2", e.site->info.area_m2},
           {"region_codes", e.facts->region.codes},
           {"as_of", to_string(e.workspace->manifest.as_of)},
           {"verdict", rules::to_string(sum.verdict)},
           {"uncertain", sum.uncertain},
           {"prohibitions", sum.prohibitions},
           {"conditions", sum.conditions},
           {"unknowns", sum.unknowns},
           {"passes", sum.passes},
           {"notes", sum.notes},
           {"not_applicable", sum.not_applicable},
           {"schematic", e.workspace->manifest.schematic}};
  out["project_id"] = e.project == nullptr ? json() : json(e.project->id());
  out["deciding_rule_id"] = sum.deciding_rule == assessment::Assessment::kNone
                                ? json()
                                : json(e.rulebook->rules[sum.deciding_rule].id);
  out["site_remarks"] = json::array();
  for (const Text& remark : e.site->remarks) out["site_remarks"].push_back(bilingual(remark));
  out["kept_area_m2"] = e.kept_area_m2 ? json(*e.kept_area_m2) : json();
  out["boundary_versions"] = json::array();
  for (const workspace::VersionChoice& choice : *e.versions) {
    out["boundary_versions"].push_back(
        {{"role", choice.role},
         {"series", choice.series},
         {"layer_id", choice.layer_id.empty() ? json() : json(choice.layer_id)},
         {"status", choice.layer_id.empty() ? json() : json(workspace::to_string(choice.status))}});
  }
  out["findings"] = json::array();
  for (const Finding* finding : worst_first(*e.assessment)) {
    out["findings"].push_back(finding_json(e.rulebook->rules[finding->rule], *finding, e));
  }
  out["depends_on_project"] = json::array();
  for (const Finding& finding : e.assessment->depending) {
    const Rule& rule = e.rulebook->rules[finding.rule];
    out["depends_on_project"].push_back(finding_json(rule, finding, e));
    out["depends_on_project"].back()["applies_when"] = rule.when;
  }
  out["projects_by_verdict"] = json();
  for (std::size_t i = 0; e.project == nullptr && i < e.list_verdicts.size(); ++i) {
    out["projects_by_verdict"][rules::to_string(static_cast<Verdict>(i))] = e.list_verdicts[i];
  }
  out["facts"] = json::array();
  for (const screening::Fact& fact : e.facts->layers) {
    out["facts"].push_back({{"layer_id", e.workspace->layers[fact.layer].config.id},
                            {"overlap_m2", fact.overlap_m2},
                            {"share", fact.share},
                            {"distance_m", optional_number(fact.distance_m)},
                            {"edge_distance_m", optional_number(fact.edge_distance_m)},
                            {"nearest_feature_id", fact.nearest_feature_id},
                            {"covered_share", fact.covered_share}});
  }
  return out.dump(2) + "\n";
}

}  // namespace xuanzhi::products
