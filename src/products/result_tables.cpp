// SPDX-License-Identifier: Apache-2.0
#include "result_tables.h"

#include <string>
#include <unordered_map>
#include <utility>

#include <fmt/format.h>

#include "boundary_note.h"
#include "xuanzhi/version.h"

namespace xuanzhi::products {

using assessment::Assessment;
using dataset::Cell;
using dataset::ColumnType;
using dataset::TableGeometry;
using rules::Finding;
using rules::Rule;

std::vector<VerdictCounts> counts_by_site(const Result& result) {
  if (!result.workspace->projects.empty()) return result.evaluation->totals.by_site;
  std::vector<VerdictCounts> counts(result.workspace->sites.size());
  for (std::size_t s = 0; s < counts.size(); ++s) {
    const auto own =
        result.assessor->assess_site(result.workspace->sites[s].info, facts_at(result, s));
    counts[s].add(own.summary.verdict);
  }
  return counts;
}

namespace {

Cell cell_of(const dataset::Value& value) {
  if (const auto* whole = std::get_if<std::int64_t>(&value)) return static_cast<long long>(*whole);
  if (const auto* real = std::get_if<double>(&value)) return *real;
  if (const auto* text = std::get_if<std::string>(&value)) return *text;
  return std::monostate{};
}

ColumnType column_type(workspace::FieldKind kind) {
  if (kind == workspace::FieldKind::text) return ColumnType::text;
  return kind == workspace::FieldKind::flag ? ColumnType::integer : ColumnType::real;
}

std::string id_of(const Result& result, std::size_t rule) {
  return result.rulebook->rules[rule].id;
}

}  // namespace

TableData project_table(const Result& result) {
  TableData table;
  table.schema = {"project", "项目 project", TableGeometry::none, {}};
  for (const workspace::ProjectField& field : workspace::project_fields()) {
    table.schema.columns.push_back({std::string(field.name), column_type(field.kind)});
  }
  for (const char* count :
       {"sites_compliant", "sites_conditional", "sites_insufficient_data", "sites_non_compliant"}) {
    table.schema.columns.push_back({count, ColumnType::integer});
  }
  table.schema.columns.push_back({"best_verdict"});
  const auto& projects = result.workspace->projects;
  const std::vector<VerdictCounts>& counts = result.evaluation->totals.by_project;
  for (std::size_t p = 0; p < projects.size(); ++p) {
    std::vector<Cell> row;
    for (const dataset::Value& value : projects[p].values) row.push_back(cell_of(value));
    for (const std::size_t count : counts[p].count) row.push_back(count_cell(count));
    row.emplace_back(to_string(counts[p].best()));
    table.rows.push_back(std::move(row));
  }
  return table;
}

namespace {

std::vector<Cell> assessment_row(const Result& result, const Assessment& one) {
  Cell score = std::monostate{};
  if (result.scorer != nullptr) {
    if (const auto total = result.scorer->total(one.project, one.site)) score = *total;
  }
  Cell deciding = std::monostate{};
  if (one.deciding_rule != Assessment::kNone) deciding = id_of(result, one.deciding_rule);
  return {result.workspace->projects[one.project].id(),
          result.workspace->sites[one.site].info.id,
          to_string(one.verdict),
          std::move(score),
          std::move(deciding),
          static_cast<long long>(one.prohibitions),
          static_cast<long long>(one.conditions),
          static_cast<long long>(one.unknowns),
          static_cast<long long>(one.passes),
          static_cast<long long>(one.notes),
          static_cast<long long>(one.not_applicable),
          static_cast<long long>(one.uncertain)};
}

// Of each site the boundary version behind every subject, empty where its role has none. Facts are
// decoded once per site: findings of a site stand far apart.
class BoundaryVersions {
 public:
  explicit BoundaryVersions(const Result& result) : result_(&result) {}

  std::string of(const assessment::PairFinding& one) {
    if (one.finding.subject == Finding::kNoSubject) return {};
    std::vector<std::string>& known = of_site_[one.site];
    if (known.empty()) {
      for (const screening::SubjectFact& fact : facts_at(*result_, one.site).subjects)
        known.push_back(boundary_note(*result_->workspace, fact).in(result_->language));
    }
    return known[one.finding.subject];
  }

 private:
  const Result* result_;
  std::unordered_map<std::size_t, std::vector<std::string>> of_site_;
};

std::vector<Cell> finding_row(const Result& result, const assessment::PairFinding& one,
                              const Text& citation, const std::string& boundary_version) {
  const Finding& finding = one.finding;
  const Rule& rule = result.rulebook->rules[finding.rule];
  const bool unmeasured = finding.measured < 0.0 || rule.relation == rules::Relation::attribute;
  return {result.workspace->projects[one.project].id(),
          result.workspace->sites[one.site].info.id,
          rule.id,
          to_string(finding.verdict),
          unmeasured ? Cell(std::monostate{}) : Cell(finding.measured),
          finding.threshold,
          rule.unit,
          positive_cell(finding.margin_m),
          static_cast<long long>(finding.uncertain),
          citation.zh,
          citation.en,
          rule.evidence.label(),
          to_string(finding.state),
          to_string(rule.severity),
          text_cell(rules::cause_name(finding.cause).in(result.language)),
          text_cell(boundary_version)};
}

}  // namespace

RowStream assessment_table(const Result& result) {
  RowStream table;
  table.schema = {"assessment",
                  "合规性审查 assessment",
                  TableGeometry::none,
                  {{"project_id"},
                   {"site_id"},
                   {"verdict"},
                   {"score", ColumnType::real},
                   {"deciding_rule_id"},
                   {"prohibitions", ColumnType::integer},
                   {"conditions", ColumnType::integer},
                   {"unknowns", ColumnType::integer},
                   {"passes", ColumnType::integer},
                   {"notes", ColumnType::integer},
                   {"not_applicable", ColumnType::integer},
                   {"uncertain", ColumnType::integer}}};
  table.rows = [&](const RowSink& sink) {
    for (const Assessment& one : result.evaluation->assessments) sink(assessment_row(result, one));
  };
  return table;
}

RowStream finding_table(const Result& result) {
  RowStream table;
  table.schema = {"finding",
                  "结论项 finding",
                  TableGeometry::none,
                  {{"project_id"},
                   {"site_id"},
                   {"rule_id"},
                   {"verdict"},
                   {"measured", ColumnType::real},
                   {"threshold", ColumnType::real},
                   {"unit"},
                   {"margin_m", ColumnType::real},
                   {"uncertain", ColumnType::integer},
                   {"basis_zh"},
                   {"basis_en"},
                   {"evidence"},
                   {"state"},
                   {"severity"},
                   {"cause"},
                   {"boundary_version"}}};
  table.rows = [&](const RowSink& sink) {
    std::vector<Text> citations;
    for (const Rule& rule : result.rulebook->rules) citations.push_back(rule.basis.citation());
    BoundaryVersions versions(result);
    for (const assessment::PairFinding& one : result.evaluation->findings)
      sink(finding_row(result, one, citations[one.finding.rule], versions.of(one)));
  };
  return table;
}

TableData best_site_table(const Result& result) {
  TableData table;
  table.schema = {"best_site",
                  "较优地块 best sites of each project",
                  TableGeometry::none,
                  {{"project_id"},
                   {"rank", ColumnType::integer},
                   {"site_id"},
                   {"verdict"},
                   {"spare_land_m2", ColumnType::real}}};
  std::size_t project = Assessment::kNone;
  long long rank = 0;
  for (const Assessment& one : result.evaluation->assessments) {
    rank = one.project == project ? rank + 1 : 1;
    project = one.project;
    const workspace::SiteInfo& site = result.workspace->sites[one.site].info;
    const auto need = result.workspace->projects[project].number("land_m2");
    table.rows.push_back({result.workspace->projects[project].id(), rank, site.id,
                          to_string(one.verdict),
                          need ? Cell(site.available_land_m2 - *need) : Cell(std::monostate{})});
  }
  return table;
}

TableData rule_table(const Result& result) {
  TableData table;
  table.schema = {"rule",
                  "规则 rule",
                  TableGeometry::none,
                  {{"rule_id"},
                   {"title_zh"},
                   {"title_en"},
                   {"role"},
                   {"classes"},
                   {"relation"},
                   {"threshold", ColumnType::real},
                   {"unit"},
                   {"severity"},
                   {"applies_when"},
                   {"regions"},
                   {"effective_from"},
                   {"effective_to"},
                   {"in_effect", ColumnType::integer},
                   {"evidence"},
                   {"basis_zh"},
                   {"basis_en"},
                   {"remedy_zh"},
                   {"remedy_en"},
                   {"note_zh"},
                   {"note_en"}}};
  for (const Rule& rule : result.rulebook->rules) {
    const Text basis = rule.basis.citation();
    table.rows.push_back(
        {rule.id,
         rule.title.zh,
         rule.title.en,
         text_cell(rule.role),
         text_cell(joined(rule.classes, ",")),
         rules::to_string(rule.relation),
         rule.threshold,
         rule.unit,
         to_string(rule.severity),
         text_cell(rule.when),
         text_cell(joined(rule.regions, ",")),
         text_cell(to_string(rule.effective.from)),
         text_cell(to_string(rule.effective.to)),
         static_cast<long long>(rule.effective.contains(result.workspace->manifest.as_of)),
         rule.evidence.label(),
         basis.zh,
         basis.en,
         rule.remedy.zh,
         rule.remedy.en,
         text_cell(rule.note.zh),
         text_cell(rule.note.en)});
  }
  return table;
}

TableData audit_table(const Result& result) {
  TableData table;
  table.schema = {"input_audit",
                  "数据审查 input audit",
                  TableGeometry::none,
                  {{"source_id"},
                   {"kind"},
                   {"source"},
                   {"source_table"},
                   {"crs"},
                   {"encoding"},
                   {"rows_read", ColumnType::integer},
                   {"rows_used", ColumnType::integer},
                   {"rows_repaired", ColumnType::integer},
                   {"rows_rejected", ColumnType::integer},
                   {"row_id"},
                   {"outcome"},
                   {"reason_zh"},
                   {"reason_en"},
                   {"area_before", ColumnType::real},
                   {"area_after", ColumnType::real},
                   {"area_m2", ColumnType::real},
                   {"sha256"}}};
  for (const workspace::SourceAudit& audit : result.workspace->audits) {
    std::string notes_zh;
    std::string notes_en;
    for (const Text& note : audit.notes) {
      notes_zh += (notes_zh.empty() ? "" : "；") + note.in(Language::chinese);
      notes_en += (notes_en.empty() ? "" : "; ") + note.in(Language::english);
    }
    // Results must not depend on where the workspace stands.
    const std::string file = std::filesystem::path(audit.path).filename().string();
    table.rows.push_back(
        {audit.source_id, audit.kind, file, text_cell(audit.table), text_cell(audit.crs),
         text_cell(audit.encoding), count_cell(audit.rows_read), count_cell(audit.rows_used),
         count_cell(audit.rows_repaired), count_cell(audit.rows_rejected), std::monostate{},
         "summary", text_cell(notes_zh), text_cell(notes_en), std::monostate{}, std::monostate{},
         std::monostate{}, text_cell(audit.fingerprint)});
    for (const workspace::AuditItem& item : audit.items) {
      table.rows.push_back({audit.source_id, audit.kind, file, text_cell(audit.table),
                            std::monostate{}, std::monostate{}, std::monostate{}, std::monostate{},
                            std::monostate{}, std::monostate{}, item.id,
                            item.rejected ? "rejected" : "repaired", text_cell(item.reason.zh),
                            text_cell(item.reason.en), item.area_before, item.area_after,
                            std::monostate{}, std::monostate{}});
    }
    for (const workspace::TopologyItem& item : audit.topology) {
      table.rows.push_back({audit.source_id, audit.kind, file, text_cell(audit.table),
                            std::monostate{}, std::monostate{}, std::monostate{}, std::monostate{},
                            std::monostate{}, std::monostate{}, item.id, to_string(item.kind),
                            text_cell(item.reason.zh), text_cell(item.reason.en), std::monostate{},
                            std::monostate{}, item.area_m2, std::monostate{}});
    }
  }
  return table;
}

TableData run_table(const Result& result) {
  TableData table;
  table.schema = {"run", "运行信息 run", TableGeometry::none, {{"key"}, {"value"}}};
  const workspace::Manifest& manifest = result.workspace->manifest;
  const auto add = [&](std::string key, std::string value) {
    table.rows.push_back({std::move(key), std::move(value)});
  };
  add("engine", fmt::format("xuanzhi {}", kVersion));
  add("workspace_zh", manifest.name.zh);
  add("workspace_en", manifest.name.en);
  add("schematic", manifest.schematic ? "true" : "false");
  add("as_of", to_string(manifest.as_of));
  add("area_basis", manifest.area_basis == AreaBasis::ellipsoid
                        ? "ellipsoid CGCS2000"
                        : "projected, national 3-degree zone of the site");
  add("sliver_tolerance_m2", fmt::format("{}", manifest.sliver_tolerance_m2));
  add("rulebook", result.rulebook->id);
  add("rulebook_version", result.rulebook->version);
  for (const workspace::VersionChoice& choice : *result.versions) {
    add("boundary_version " + choice.role + " " + choice.series,
        choice.layer_id.empty() ? "none in force"
                                : choice.layer_id + " (" + to_string(choice.status) + ")");
  }
  for (const workspace::SourceAudit& audit : result.workspace->audits) {
    add("sha256 " + audit.kind + " " + audit.source_id, audit.fingerprint);
  }
  for (const auto& [name, print] : result.workspace->rule_fingerprints)
    add("sha256 " + name, print);
  return table;
}

}  // namespace xuanzhi::products
