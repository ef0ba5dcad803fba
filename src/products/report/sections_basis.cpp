// SPDX-License-Identifier: Apache-2.0
// What the report rests on: laws, boundary versions, data with their coverage and repairs, digests.
#include <algorithm>
#include <map>
#include <set>
#include <tuple>
#include <utility>

#include <fmt/format.h>

#include "figures.h"
#include "sections.h"
#include "xuanzhi/version.h"

namespace xuanzhi::products::report {

namespace {

using workspace::Layer;
using workspace::SourceAudit;

Text status_name(workspace::BoundaryStatus status) {
  switch (status) {
    case workspace::BoundaryStatus::approved:
      return {"已批复", "approved"};
    case workspace::BoundaryStatus::pending:
      return {"上报待批", "reported, pending"};
    case workspace::BoundaryStatus::expired:
      break;
  }
  return {"已过期", "expired"};
}

const Layer* find_layer(const Result& result, const std::string& id) {
  for (const Layer& layer : result.workspace->layers) {
    if (layer.config.id == id) return &layer;
  }
  return nullptr;
}

const SourceAudit* audit_of(const Result& result, const std::string& kind, const std::string& id) {
  for (const SourceAudit& audit : result.workspace->audits) {
    if (audit.kind == kind && audit.source_id == id) return &audit;
  }
  return nullptr;
}

// A document with the articles that were applied and how well they are proved.
struct Cited {
  Text law;
  std::string number;
  long long year = 0;
  std::set<std::string> articles;
  std::set<std::string> evidence;
  std::size_t rules = 0;
};

std::vector<Cited> cited_documents(const Result& result, const ReportCase& one) {
  std::map<std::tuple<std::string, std::string, long long>, Cited> all;
  for (const rules::Finding& finding : one.assessment.findings) {
    const rules::Rule& rule = result.rulebook->rules[finding.rule];
    Cited& cited = all[{rule.basis.law.zh, rule.basis.number, rule.basis.year}];
    cited.law = rule.basis.law;
    cited.number = rule.basis.number;
    cited.year = rule.basis.year;
    if (!rule.basis.article.empty()) cited.articles.insert(rule.basis.article);
    cited.evidence.insert(rule.evidence.label());
    ++cited.rules;
  }
  std::vector<Cited> out;
  for (auto& [key, cited] : all) out.push_back(std::move(cited));
  return out;
}

std::string repairs_words(const SourceAudit& audit, bool zh) {
  if (audit.rows_repaired == 0 && audit.rows_rejected == 0) return zh ? "无" : "none";
  return fmt::format(fmt::runtime(zh ? "修复 {}，拒绝 {}" : "mended {}, rejected {}"),
                     audit.rows_repaired, audit.rows_rejected);
}

std::string layer_words(const Layer& layer, const Article& page) {
  std::string out = page.say(layer.config.name);
  if (!layer.in_force) out += page.zh() ? "（未采用）" : " (not in force)";
  return out;
}

// A short name of the CRS: the audit tells all that PROJ knows.
std::string short_crs(const std::string& crs) {
  const std::size_t code = crs.find("EPSG:");
  return code == std::string::npos ? crs : crs.substr(code, crs.find_first_of(" )]", code) - code);
}

void write_layer_rows(Article& page, const Result& result, const ReportCase& one,
                      HtmlTable& table) {
  const bool zh = page.zh();
  for (const screening::Fact& fact : one.facts.layers) {
    const Layer& layer = result.workspace->layers[fact.layer];
    const SourceAudit* audit = audit_of(result, "layer", layer.config.id);
    table.rows.push_back({{words(layer_words(layer, page)), words(layer.config.vintage),
                           muted(audit == nullptr ? "" : short_crs(audit->crs)),
                           number_cell(figure(layer.features.size())),
                           muted(audit == nullptr ? "" : repairs_words(*audit, zh)),
                           number_cell(figure(layer.accuracy_m, 1)),
                           layer.coverage.empty() ? muted(zh ? "未说明" : "not stated")
                                                  : number_cell(percent(fact.covered_share))}});
  }
}

// At most so many lines; the workbook has all of them.
constexpr std::size_t kMostItems = 24;

void write_items(Article& page, const Text& title, std::vector<std::string> items) {
  page.subheading(title);
  const std::size_t count = items.size();
  if (count > kMostItems) items.resize(kMostItems);
  page.list(items);
  if (count <= kMostItems) return;
  page.note(fmt::format(
      fmt::runtime(page.zh() ? "共 {} 条，其余见工作簿“数据审查”表。"
                             : "{} in all; the others stand in the workbook's audit sheet."),
      count));
}

}  // namespace

void write_rulebook_line(Article& page, const Result& result) {
  const workspace::Manifest& manifest = result.workspace->manifest;
  const bool ellipsoid = manifest.area_basis == AreaBasis::ellipsoid;
  page.properties(
      {{{"审查日期", "As of"}, to_string(manifest.as_of)},
       {{"规则集", "Rulebook"}, result.rulebook->id + " " + result.rulebook->version},
       {{"面积口径", "Areas"},
        page.say(ellipsoid ? Text{"CGCS2000 椭球面积", "on the ellipsoid CGCS2000"}
                           : Text{"国家 3° 带平面面积", "plane of the national 3° zone"})},
       {{"容差", "Sliver tolerance"}, figure(manifest.sliver_tolerance_m2, 2) + " m²"},
       {{"程序版本", "Engine"}, fmt::format("xuanzhi {}", kVersion)},
       {{"工作空间", "Workspace"}, page.say(manifest.name)}});
}

void write_boundary_versions(Article& page, const Result& result) {
  if (result.versions->empty()) return;
  page.subheading({"边界版本", "Boundary versions"});
  HtmlTable table;
  table.columns = {{{"边界", "Boundary"}, 30},
                   {{"采用版本", "Version used"}, 30},
                   {{"状态", "Status"}, 12},
                   {{"文件", "Document"}, 0}};
  for (const workspace::VersionChoice& choice : *result.versions) {
    const workspace::Role* role = result.workspace->roles.find(choice.role);
    const std::string name =
        (role == nullptr ? choice.role : page.say(role->name)) + " · " + choice.series;
    const Layer* layer = find_layer(result, choice.layer_id);
    if (layer == nullptr) {
      table.rows.push_back({{words(name), muted(page.zh() ? "无可用版本" : "none in force"),
                             words("—"), words("—")}});
      continue;
    }
    const std::string document =
        layer->config.version ? page.say(layer->config.version->document) : "";
    table.rows.push_back({{words(name), words(page.say(layer->config.name)),
                           words(page.say(status_name(choice.status))), muted(document)}});
  }
  page.table(table);
}

void write_basis(Article& page, const Result& result, const ReportCase& one) {
  page.heading(2, {"审查依据", "Basis"});
  write_rulebook_line(page, result);
  write_boundary_versions(page, result);
  page.subheading({"适用的法律、法规和文件", "Laws and documents applied"});
  HtmlTable table;
  table.columns = {{{"名称", "Name"}, 38},
                   {{"文号", "Number"}, 22},
                   {{"年份", "Year"}, 8},
                   {{"条款", "Articles"}, 0},
                   {{"证据", "Evidence"}, 14}};
  table.css = "small";
  for (const Cited& cited : cited_documents(result, one)) {
    const std::vector<std::string> articles(cited.articles.begin(), cited.articles.end());
    const std::vector<std::string> evidence(cited.evidence.begin(), cited.evidence.end());
    table.rows.push_back(
        {{words(page.say(cited.law)), muted(cited.number),
          muted(cited.year == 0 ? "" : fmt::format("{}", cited.year)),
          words(joined(articles, page.zh() ? "、" : ", ")), muted(joined(evidence, " · "))}});
  }
  page.table(table);
  page.note(page.zh()
                ? "证据：V 已读原文，P 官方公开页面，C 计算得出，plan 引自行动方案，unverified "
                  "未核实（附置信度）。引用前请由法律人员核对。"
                : "Evidence: V full text read, P published page, C computed, plan quoted from the "
                  "plan, unverified with a confidence. Have a jurist check before use.");
}

void write_data(Article& page, const Result& result, const ReportCase& one) {
  page.heading(3, {"数据说明", "Data"});
  HtmlTable table;
  table.css = "small";
  table.columns = {{{"图层", "Layer"}, 34},
                   {{"现势性", "As of"}, 9},
                   {{"坐标系", "CRS"}, 12},
                   {{"要素数", "Features"}, 9},
                   {{"修复", "Repairs"}, 14},
                   {{"精度 m", "Accuracy m"}, 9},
                   {{"覆盖本地块 %", "Covers site %"}, 0}};
  write_layer_rows(page, result, one, table);
  page.table(table);
  page.note(
      page.zh()
          ? "覆盖率：图层声明的完整范围占本地块的比例。覆盖不足处结论为“数据不足”，不是“无冲突”。"
          : "Coverage: how much of the site lies where the layer vouches for being complete. "
            "Where it does not, the verdict is insufficient data, never no conflict.");
  write_repairs(page, result);
}

void write_repairs(Article& page, const Result& result) {
  std::vector<std::string> repairs;
  std::vector<std::string> notes;
  for (const SourceAudit& audit : result.workspace->audits) {
    for (const workspace::AuditItem& item : audit.items)
      repairs.push_back(fmt::format("{} {}: {}", audit.source_id, item.id, page.say(item.reason)));
    for (const Text& note : audit.notes)
      notes.push_back(audit.source_id + (page.zh() ? "：" : ": ") + page.say(note));
  }
  if (repairs.empty())
    repairs.push_back(page.zh() ? "全部输入均按原样使用，没有修复或拒绝的行。"
                                : "All rows were used as they stood; none was mended or rejected.");
  write_items(page, {"修复与拒绝", "Repairs and rejections"}, std::move(repairs));
  if (!notes.empty())
    write_items(page, {"读入时的认定与疑点", "What was assumed or doubted on reading"},
                std::move(notes));
}

void write_hashes(Article& page, const Result& result) {
  page.subheading({"输入数据指纹（SHA-256）", "Digests of the inputs (SHA-256)"});
  HtmlTable table;
  table.css = "small hashes";
  table.columns = {{{"输入", "Input"}, 34}, {{"SHA-256", "SHA-256"}, 0}};
  // Tables of one file share its digest: one line each would be the same line many times.
  std::map<std::string, std::vector<std::string>> inputs;
  std::vector<std::string> order;
  const auto add = [&](const std::string& name, const std::string& digest) {
    if (digest.empty()) return;
    std::vector<std::string>& names = inputs[digest];
    if (names.empty()) order.push_back(digest);
    if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
  };
  for (const SourceAudit& audit : result.workspace->audits) {
    // A file name is bytes, and need not be text.
    const std::string file = std::filesystem::path(audit.path).filename().string();
    add(is_utf8(file) ? file : audit.source_id, audit.fingerprint);
  }
  for (const auto& [name, digest] : result.workspace->rule_fingerprints) add(name, digest);
  for (const std::string& digest : order)
    table.rows.push_back({{words(joined(inputs[digest])), muted(digest)}});
  page.table(table);
}

void write_signatures(Article& page, const Result& result) {
  XmlText& xml = page.xml();
  xml.element("div", {{"class", "sign"}}, [&] {
    for (const Text& name :
         {Text{"编制", "Prepared by"}, Text{"审核", "Checked by"}, Text{"日期", "Date"}}) {
      xml.text("div", page.say(name));
    }
  });
  std::string end = page.zh() ? "仅供内部参考，不作为审批依据"
                              : "For internal reference only; no basis for approval";
  if (result.workspace->manifest.schematic)
    end += page.zh() ? " · 图件和数据为示意，非法定边界"
                     : " · maps and data are schematic, not legal boundaries";
  page.paragraph(end, "end");
}

}  // namespace xuanzhi::products::report
