// SPDX-License-Identifier: Apache-2.0
#include "result_layers.h"

#include <map>
#include <utility>

#include "conflict_kind.h"
#include "xuanzhi/base/units.h"
#include "xuanzhi/geometry/area_meter.h"

namespace xuanzhi::products {

using dataset::Cell;
using dataset::ColumnType;
using dataset::GeoPackageWriter;
using dataset::TableGeometry;
using rules::Rule;
using workspace::Layer;
using workspace::Site;

std::string context_table(const Layer& layer) {
  return "layer_" + layer.config.id;
}

namespace {

std::string first_or(const std::string& stated, const std::vector<std::string>& derived) {
  return !stated.empty() || derived.empty() ? stated : derived.front();
}

}  // namespace

void write_site_layer(GeoPackageWriter& writer, const Result& result,
                      const std::vector<VerdictCounts>& counts) {
  writer.begin({"site",
                "地块 site",
                TableGeometry::polygon,
                {{"site_id"},
                 {"name"},
                 {"park"},
                 {"district"},
                 {"area_m2", ColumnType::real},
                 {"worst_verdict"},
                 {"best_verdict"},
                 {"kind"},
                 {"available_land_m2", ColumnType::real},
                 {"area_mu", ColumnType::real},
                 {"projects_compliant", ColumnType::integer},
                 {"projects_conditional", ColumnType::integer},
                 {"projects_insufficient_data", ColumnType::integer},
                 {"projects_non_compliant", ColumnType::integer},
                 {"region_codes"}}});
  for (std::size_t s = 0; s < result.workspace->sites.size(); ++s) {
    const Site& site = result.workspace->sites[s];
    const screening::SiteRegion region = facts_at(result, s).region;
    std::vector<Cell> row{site.info.id,
                          text_cell(site.info.name),
                          text_cell(site.info.park),
                          text_cell(first_or(site.info.district, region.names)),
                          site.info.area_m2,
                          to_string(counts[s].worst()),
                          to_string(counts[s].best()),
                          site.info.kind == workspace::SiteKind::parcel ? "parcel" : "park",
                          site.info.available_land_m2,
                          m2_to_mu(site.info.area_m2)};
    for (const std::size_t count : counts[s].count) row.push_back(count_cell(count));
    row.push_back(text_cell(joined(region.codes, ",")));
    writer.add(site.shape.wkb(), row);
  }
}

namespace {

// A violated rule at a site: what it asked about and how many projects it hits.
struct Violation {
  std::size_t subject = rules::Finding::kNoSubject;
  std::size_t projects = 0;
};

using Violations = std::map<std::pair<std::size_t, std::size_t>, Violation>;  // by site, rule

void add_violation(Violations& all, std::size_t site, const rules::Finding& finding) {
  if (finding.state != rules::State::violated || finding.subject == rules::Finding::kNoSubject)
    return;
  Violation& violation = all[{site, finding.rule}];
  violation.subject = finding.subject;
  ++violation.projects;
}

// Without projects the rules that concern every project speak for the site.
Violations violations(const Result& result) {
  Violations all;
  for (const assessment::PairFinding& one : result.evaluation->findings) {
    add_violation(all, one.site, one.finding);
  }
  if (!result.workspace->projects.empty()) {
    // A rule violated at a site hits whom it concerns, also where that pair was not kept.
    if (!result.evaluation->all_pairs) {
      for (auto& [key, violation] : all)
        violation.projects = result.assessor->concerned(key.second);
    }
    return all;
  }
  for (std::size_t s = 0; s < result.workspace->sites.size(); ++s) {
    const auto own =
        result.assessor->assess_site(result.workspace->sites[s].info, facts_at(result, s));
    for (const rules::Finding& finding : own.findings) add_violation(all, s, finding);
  }
  return all;
}

// The map draws what stops most projects strongly and what stops a few of them faintly.
std::string reach_word(rules::Severity severity, std::size_t hit, std::size_t projects) {
  if (severity != rules::Severity::prohibit) return "condition";
  return 2 * hit >= projects ? "prohibit_most" : "prohibit_some";
}

}  // namespace

std::size_t write_conflict_layer(GeoPackageWriter& writer, const Result& result) {
  writer.begin({"conflict",
                "冲突部分 conflict",
                TableGeometry::polygon,
                {{"site_id"},
                 {"layer_id"},
                 {"rule_id"},
                 {"overlap_m2", ColumnType::real},
                 {"basis"},
                 {"severity"},
                 {"title_zh"},
                 {"title_en"},
                 {"remedy_zh"},
                 {"remedy_en"},
                 {"features"},
                 {"projects", ColumnType::integer},
                 {"reach"}}});
  const geometry::Geos& geos = *result.workspace->geos;
  std::size_t written = 0;
  for (const auto& [key, hit] : violations(result)) {
    const Site& site = result.workspace->sites[key.first];
    const Rule& rule = result.rulebook->rules[key.second];
    const auto kind = conflict_kind(rule.relation);
    if (!kind) continue;
    const geometry::Shape piece =
        result.assessor->screen().conflict(geos, site, hit.subject, *kind, rule.threshold);
    if (piece.empty()) continue;
    const screening::SubjectFact fact = facts_at(result, key.first).subjects[hit.subject];
    const geometry::Box box = site.shape.box();
    const geometry::AreaMeter meter(result.workspace->manifest.area_basis,
                                    {0.5 * (box.min_x + box.max_x), 0.5 * (box.min_y + box.max_y)});
    writer.add(geometry::to_wkb(piece),
               {site.info.id, text_cell(joined(fact.layer_ids, ",")), rule.id, meter.area_m2(piece),
                rule.basis.citation().in(result.language), rules::to_string(rule.severity),
                rule.title.zh, rule.title.en, rule.remedy.zh, rule.remedy.en,
                text_cell(joined(fact.feature_ids, ",")), count_cell(hit.projects),
                reach_word(rule.severity, hit.projects, result.workspace->projects.size())});
    ++written;
  }
  return written;
}

void write_context_layers(GeoPackageWriter& writer, const Result& result) {
  static constexpr TableGeometry kGeometry[] = {TableGeometry::point, TableGeometry::line,
                                                TableGeometry::polygon};
  for (const Layer& layer : result.workspace->layers) {
    writer.begin(
        {context_table(layer),
         layer.config.name.in(result.language),
         kGeometry[layer.role->dimension],
         {{"feature_id"}, {"name"}, {"class"}, {"code"}, {"half_width_m", ColumnType::real}}});
    for (std::size_t i = 0; i < layer.features.size(); ++i) {
      const workspace::Feature& feature = layer.features[i];
      const geometry::Shape shape = layer.shape(*result.workspace->geos, i);
      // A role's odd features (a point in a layer of areas) measure, but its table cannot hold
      // them.
      if (shape.dimension() != layer.role->dimension) continue;
      writer.add(geometry::to_wkb(shape),
                 {feature.id, text_cell(feature.name), text_cell(std::string(feature.class_id)),
                  text_cell(std::string(layer.code(i))), feature.half_width_m});
    }
  }
}

}  // namespace xuanzhi::products
