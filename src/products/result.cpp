// SPDX-License-Identifier: Apache-2.0
#include "xuanzhi/products/result.h"

#include "fact_tables.h"
#include "path_tables.h"
#include "placement_tables.h"
#include "result_layers.h"
#include "result_map.h"
#include "result_tables.h"
#include "xuanzhi/base/error.h"
#include "xuanzhi/dataset/written_file.h"

namespace xuanzhi::products {

using dataset::TableGeometry;

namespace {

TableGeometry table_geometry(GeometryKind kind) {
  switch (kind) {
    case GeometryKind::point:
      return TableGeometry::point;
    case GeometryKind::line:
      return TableGeometry::line;
    case GeometryKind::polygon:
      return TableGeometry::polygon;
    case GeometryKind::none:
      break;
  }
  return TableGeometry::none;
}

void write_facts(dataset::GeoPackageWriter& writer, const Result& result) {
  const workspace::Workspace& workspace = *result.workspace;
  const screening::FactsInMemory held(result.evaluation->facts);
  const screening::FactSource& facts = result.facts != nullptr ? *result.facts : held;
  write_fact_tables(writer, workspace, facts);
  if (result.fact_key == nullptr) return;
  write_table(writer, fact_key_table(*result.fact_key));
  write_table(writer, fact_record_table(workspace, facts));
}

void write_geopackage(const Result& result, const ProjectMap& map,
                      const std::filesystem::path& target) {
  dataset::GeoPackageWriter writer(target, result.workspace->manifest.as_of);
  // QGIS lists the layers of a bare GeoPackage in this order, the first on top.
  if (result.placement != nullptr) write_placement_layers(writer, result);
  write_conflict_layer(writer, result);
  write_site_layer(writer, result, counts_by_site(result));
  write_context_layers(writer, result);
  write_table(writer, project_table(result));
  write_table(writer, assessment_table(result));
  write_table(writer, finding_table(result));
  if (!result.evaluation->all_pairs) write_table(writer, best_site_table(result));
  write_facts(writer, result);
  write_table(writer, rule_table(result));
  write_table(writer, audit_table(result));
  write_table(writer, run_table(result));
  if (result.placement != nullptr) {
    for (const TableData& table : placement_tables(result)) write_table(writer, table);
  }
  if (result.paths != nullptr)
    write_table(writer, approval_step_table(*result.procedures, *result.paths));
  for (const LayerGroup& group : map.groups) {
    for (const ProjectLayer& layer : group.layers) {
      writer.set_style(layer.table, table_geometry(layer.style.kind), "xuanzhi", qml(layer.style));
    }
  }
  writer.close();
}

}  // namespace

screening::SiteFacts facts_at(const Result& result, std::size_t site) {
  return result.facts != nullptr ? result.facts->at(site) : result.evaluation->facts[site];
}

void require_result_file(const std::filesystem::path& geopackage) {
  if (geopackage.extension() == ".gpkg") return;
  throw Error(ErrorCode::wrong_usage, geopackage.string(),
              {"输出须以 .gpkg 结尾", "the output must end in .gpkg"});
}

std::vector<std::filesystem::path> write_result(const Result& result,
                                                const std::filesystem::path& geopackage) {
  require_result_file(geopackage);
  std::filesystem::path project = geopackage;
  project.replace_extension(".qgz");
  const ProjectMap map = result_map(result, geopackage.filename().string());
  write_geopackage(result, map, geopackage);
  dataset::write_zip_file(project, geopackage.stem().string() + ".qgs", qgs(map));
  return {geopackage, project};
}

}  // namespace xuanzhi::products
