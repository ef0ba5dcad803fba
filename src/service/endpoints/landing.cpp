// SPDX-License-Identifier: Apache-2.0
#include "landing.h"

#include "../answers.h"
#include "../web_asset.h"
#include "xuanzhi/base/error.h"
#include "xuanzhi/products/map_style.h"
#include "xuanzhi/version.h"

namespace xuanzhi::service {

using nlohmann::json;
using rules::Verdict;

namespace {

json link(const char* rel, const char* href, const Text& title) {
  return {{"rel", rel}, {"href", href}, {"title", bilingual(title)}};
}

json verdict_words() {
  json out = json::array();
  for (const Verdict verdict : {Verdict::compliant, Verdict::conditional,
                                Verdict::insufficient_data, Verdict::non_compliant}) {
    const products::Symbol symbol = products::verdict_symbol(rules::to_string(verdict));
    out.push_back({{"id", rules::to_string(verdict)},
                   {"name", bilingual(rules::verdict_name(verdict))},
                   {"fill", symbol.fill},
                   {"line", symbol.line}});
  }
  return out;
}

json rule_json(const rules::Rule& rule) {
  json out{{"id", rule.id},
           {"title", bilingual(rule.title)},
           {"role", rule.role.empty() ? json() : json(rule.role)},
           {"classes", rule.classes},
           {"relation", rules::to_string(rule.relation)},
           {"threshold", rule.threshold},
           {"unit", rule.unit},
           {"severity", rules::to_string(rule.severity)},
           {"when", rule.when.empty() ? json() : json(rule.when)},
           {"regions", rule.regions},
           {"evidence", rule.evidence.label()},
           {"basis", bilingual(rule.basis.citation())},
           {"remedy", bilingual(rule.remedy)},
           {"note", bilingual(rule.note)}};
  out["effective_from"] = rule.effective.from ? json(to_string(*rule.effective.from)) : json();
  out["effective_to"] = rule.effective.to ? json(to_string(*rule.effective.to)) : json();
  return out;
}

}  // namespace

Answer Landing::operator()(const Request&) const {
  return json_answer(
      {{"title", bilingual(manifest.name)},
       {"description", bilingual({"选址合规审查：地块、项目、规则与结论",
                                  "siting checks: sites, projects, rules and verdicts"})},
       {"version", kVersion},
       {"links",
        json::array({link("self", "/api", {"本页", "this page"}),
                     link("service-desc", "/api/openapi.json", {"接口说明", "OpenAPI 3.1"}),
                     link("conformance", "/api/conformance", {"符合的标准", "conformance"}),
                     link("workspace", "/api/workspace", {"工作空间", "workspace"}),
                     link("layers", "/api/layers", {"图层", "layers"}),
                     link("sites", "/api/sites", {"地块", "sites"}),
                     link("projects", "/api/projects", {"项目", "projects"}),
                     link("rules", "/api/rules", {"规则", "rules"}),
                     link("assessments", "/api/assessments", {"审查结论", "assessments"}),
                     link("budgets", "/api/budgets", {"要素预算", "shared budgets"}),
                     link("processes", "/api/processes", {"可执行的处理", "processes"}),
                     link("jobs", "/api/jobs", {"任务", "jobs"})})}});
}

Answer Contract::operator()(const Request&) const {
  const WebAsset* document = find_web_asset("/api/openapi.json");
  json contract = json::parse(document->bytes);
  contract["info"]["version"] = kVersion;
  return json_answer(contract);
}

Answer Conformance::operator()(const Request&) const {
  const std::string processes = "http://www.opengis.net/spec/ogcapi-processes-1/1.0/conf/";
  return json_answer(
      {{"conformsTo", json::array({"http://www.opengis.net/spec/ogcapi-common-1/1.0/conf/core",
                                   processes + "core", processes + "json", processes + "job-list",
                                   processes + "dismiss"})}});
}

Answer DescribeWorkspace::operator()(const Request&) const {
  const workspace::Workspace& workspace = model.workspace();
  json versions = json::array();
  for (const workspace::VersionChoice& choice : model.versions()) {
    const bool none = choice.layer_id.empty();
    versions.push_back({{"role", choice.role},
                        {"series", choice.series},
                        {"layer_id", none ? json() : json(choice.layer_id)},
                        {"status", none ? json() : json(workspace::to_string(choice.status))}});
  }
  json inputs = json::array();
  for (const workspace::SourceAudit& audit : workspace.audits) {
    inputs.push_back({{"kind", audit.kind},
                      {"source", audit.source_id},
                      {"rows_read", audit.rows_read},
                      {"rows_used", audit.rows_used},
                      {"rows_repaired", audit.rows_repaired},
                      {"rows_rejected", audit.rows_rejected},
                      {"sha256", audit.fingerprint}});
  }
  return json_answer(
      {{"title", bilingual(workspace.manifest.name)},
       {"as_of", to_string(workspace.manifest.as_of)},
       {"schematic", workspace.manifest.schematic},
       {"area_basis",
        workspace.manifest.area_basis == AreaBasis::ellipsoid ? "ellipsoid" : "projected"},
       {"rulebook", {{"id", model.rulebook().id}, {"version", model.rulebook().version}}},
       {"engine", kVersion},
       {"fingerprint", model.fingerprint()},
       {"sites", workspace.sites.size()},
       {"projects", workspace.projects.size()},
       {"layers", workspace.layers.size()},
       {"boundary_versions", versions},
       {"inputs", inputs},
       {"verdicts", verdict_words()}});
}

Answer ListRules::operator()(const Request&) const {
  json all = json::array();
  for (const rules::Rule& rule : rulebook.rules) all.push_back(rule_json(rule));
  return json_answer({{"id", rulebook.id}, {"version", rulebook.version}, {"rules", all}});
}

Answer DescribeRule::operator()(const Request& request) const {
  const rules::Rule* rule = rulebook.find(request.place.at("rule"));
  if (rule == nullptr) {
    throw Error(ErrorCode::resource_unknown, request.place.at("rule"),
                {"没有此规则", "there is no such rule"}, {"见 /api/rules", "see /api/rules"});
  }
  return json_answer(rule_json(*rule));
}

}  // namespace xuanzhi::service
