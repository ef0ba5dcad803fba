// SPDX-License-Identifier: Apache-2.0
#include "xuanzhi/products/inspection.h"

#include <algorithm>
#include <map>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

namespace xuanzhi::products {

using nlohmann::json;
using rules::Rule;
using rules::Rulebook;
using workspace::Layer;
using workspace::SourceAudit;
using workspace::VersionChoice;
using workspace::Workspace;

std::vector<BlindRule> blind_rules(const Workspace& workspace, const Rulebook& book) {
  std::vector<BlindRule> out;
  for (const Rule& rule : book.rules) {
    if (rule.role.empty() || !rule.effective.contains(workspace.manifest.as_of)) continue;
    bool present = false;
    bool sees = false;
    for (const Layer& layer : workspace.layers) {
      if (layer.role->id != rule.role) continue;
      present = true;
      sees = sees || (layer.in_force && !layer.coverage.empty());
    }
    if (!sees) out.push_back({rule.id, rule.role, present});
  }
  return out;
}

namespace {

std::string counts_text(const SourceAudit& audit, bool zh) {
  return fmt::format(fmt::runtime(zh ? "读 {} = 用 {} + 修复 {} + 拒绝 {}"
                                     : "read {} = used {} + repaired {} + rejected {}"),
                     audit.rows_read, audit.rows_used, audit.rows_repaired, audit.rows_rejected);
}

std::string audit_text(const SourceAudit& audit, Language language) {
  const bool zh = language == Language::chinese;
  std::string out = fmt::format("  {} {} {}\n", padded(audit.kind, 9), padded(audit.source_id, 34),
                                counts_text(audit, zh));
  if (!audit.crs.empty()) out += fmt::format("            CRS {}\n", audit.crs);
  if (!audit.encoding.empty())
    out += fmt::format("            {} {}\n", zh ? "编码" : "encoding", audit.encoding);
  for (const workspace::AuditItem& item : audit.items) {
    out += fmt::format("            {} {}: {}",
                       item.rejected ? (zh ? "拒绝" : "rejected") : (zh ? "修复" : "repaired"),
                       item.id, item.reason.in(language));
    if (item.area_before != item.area_after)
      out += fmt::format(" ({:g} → {:g})", item.area_before, item.area_after);
    out += "\n";
  }
  for (const Text& note : audit.notes) out += "            " + note.in(language) + "\n";
  for (const workspace::TopologyItem& item : audit.topology)
    out += fmt::format("              {}: {}\n", item.id, item.reason.in(language));
  return out;
}

std::map<std::string, std::vector<std::string>> rules_by_role(const std::vector<BlindRule>& blind) {
  std::map<std::string, std::vector<std::string>> out;
  for (const BlindRule& rule : blind) out[rule.role].push_back(rule.rule_id);
  return out;
}

}  // namespace

std::string inspection_text(const Workspace& workspace, const Rulebook& book,
                            const std::vector<VersionChoice>& versions, Language language) {
  const bool zh = language == Language::chinese;
  std::string out = fmt::format("{}\n{} {}   {} {} {} ({} {})\n\n",
                                workspace.manifest.name.in(language), zh ? "审查日期" : "as of",
                                to_string(workspace.manifest.as_of), zh ? "规则" : "rulebook",
                                book.id, book.version, book.rules.size(), zh ? "条" : "rules");
  out += zh ? "数据\n" : "Inputs\n";
  for (const SourceAudit& audit : workspace.audits) out += audit_text(audit, language);
  out += zh ? "\n边界版本\n" : "\nBoundary versions\n";
  for (const VersionChoice& choice : versions) {
    out += fmt::format("  {} ({}): {}\n", choice.role, choice.series,
                       choice.layer_id.empty()
                           ? (zh ? "无可用版本" : "none in force")
                           : choice.layer_id + " [" + workspace::to_string(choice.status) + "]");
  }
  const std::vector<BlindRule> blind = blind_rules(workspace, book);
  out += fmt::format(fmt::runtime(zh ? "\n无数据可依的规则 {} 条\n" : "\nBlind rules: {}\n"),
                     blind.size());
  for (const auto& [role, ids] : rules_by_role(blind)) {
    out += fmt::format("  {} ({}): {}\n", workspace.roles.find(role)->name.in(language), role,
                       fmt::join(ids, ", "));
  }
  return out;
}

std::string inspection_json(const Workspace& workspace, const Rulebook& book,
                            const std::vector<VersionChoice>& versions) {
  json out{{"as_of", to_string(workspace.manifest.as_of)},
           {"name", {{"zh", workspace.manifest.name.zh}, {"en", workspace.manifest.name.en}}},
           {"schematic", workspace.manifest.schematic},
           {"rulebook", book.id},
           {"rulebook_version", book.version},
           {"rules", book.rules.size()},
           {"layers", json::array()},
           {"inputs", json::array()},
           {"boundary_versions", json::array()},
           {"blind_rules", json::array()},
           {"sites", workspace.sites.size()},
           {"projects", workspace.projects.size()}};
  for (const Layer& layer : workspace.layers) {
    out["layers"].push_back(
        {{"id", layer.config.id},
         {"role", layer.role->id},
         {"features", layer.features.size()},
         {"in_force", layer.in_force},
         {"coverage_known", !layer.coverage.empty()},
         {"accuracy_m", layer.accuracy_m},
         {"vintage", layer.config.vintage},
         {"origin", {{"zh", layer.config.origin.zh}, {"en", layer.config.origin.en}}},
         {"confidence", layer.config.confidence ? json(*layer.config.confidence) : json()}});
  }
  for (const SourceAudit& audit : workspace.audits) {
    json items = json::array();
    for (const workspace::AuditItem& item : audit.items) {
      items.push_back({{"id", item.id},
                       {"outcome", item.rejected ? "rejected" : "repaired"},
                       {"reason", {{"zh", item.reason.zh}, {"en", item.reason.en}}},
                       {"area_before", item.area_before},
                       {"area_after", item.area_after}});
    }
    for (const workspace::TopologyItem& item : audit.topology) {
      items.push_back({{"id", item.id},
                       {"outcome", to_string(item.kind)},
                       {"reason", {{"zh", item.reason.zh}, {"en", item.reason.en}}},
                       {"area_m2", item.area_m2}});
    }
    json notes = json::array();
    for (const Text& note : audit.notes) notes.push_back({{"zh", note.zh}, {"en", note.en}});
    out["inputs"].push_back({{"source_id", audit.source_id},
                             {"kind", audit.kind},
                             {"path", audit.path},
                             {"table", audit.table},
                             {"crs", audit.crs},
                             {"encoding", audit.encoding},
                             {"sha256", audit.fingerprint},
                             {"rows_read", audit.rows_read},
                             {"rows_used", audit.rows_used},
                             {"rows_repaired", audit.rows_repaired},
                             {"rows_rejected", audit.rows_rejected},
                             {"items", items},
                             {"notes", notes}});
  }
  for (const VersionChoice& choice : versions) {
    out["boundary_versions"].push_back(
        {{"role", choice.role},
         {"series", choice.series},
         {"layer_id", choice.layer_id.empty() ? json() : json(choice.layer_id)},
         {"status", choice.layer_id.empty() ? json() : json(workspace::to_string(choice.status))}});
  }
  for (const BlindRule& rule : blind_rules(workspace, book)) {
    out["blind_rules"].push_back(
        {{"rule_id", rule.rule_id}, {"role", rule.role}, {"role_present", rule.role_present}});
  }
  // A file name is bytes, and need not be text.
  return out.dump(2, ' ', false, json::error_handler_t::replace) + "\n";
}

}  // namespace xuanzhi::products
