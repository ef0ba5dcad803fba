// SPDX-License-Identifier: Apache-2.0
#include "xuanzhi/products/result.h"

#include "fact_tables.h"
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

void write_geopackage(const Result& result, const ProjectMap& map,
                      const std::filesystem::path& target) {
  dataset::GeoPackageWriter writer(target, result.workspace->manifest.as_of);
  // QGIS lists the layers of a bare GeoPackage in this order, the first on top.
  write_conflict_layer(writer, result);
  write_site_layer(writer, result, counts_by_site(result));
  write_context_layers(writer, result);
  for (const TableData& table :
       {project_table(result), assessment_table(result), finding_table(result),
        fact_table(*result.workspace, result.evaluation->facts),
        fact_class_table(*result.workspace, result.evaluation->facts),
        fact_feature_table(*result.workspace, result.evaluation->facts), rule_table(result),
        audit_table(result), run_table(result)}) {
    write_table(writer, table);
  }
  for (const LayerGroup& group : map.groups) {
    for (const ProjectLayer& layer : group.layers) {
      writer.set_style(layer.table, table_geometry(layer.style.kind), "xuanzhi", qml(layer.style));
    }
  }
  writer.close();
}

}  // namespace

std::vector<std::filesystem::path> write_result(const Result& result,
                                                const std::filesystem::path& geopackage) {
  if (geopackage.extension() != ".gpkg") {
    throw Error(ErrorCode::wrong_usage, geopackage.string(),
                {"输出须以 .gpkg 结尾", "the output must end in .gpkg"});
  }
  std::filesystem::path project = geopackage;
  project.replace_extension(".qgz");
  const ProjectMap map = result_map(result, geopackage.filename().string());
  write_geopackage(result, map, geopackage);
  dataset::write_zip_file(project, geopackage.stem().string() + ".qgs", qgs(map));
  return {geopackage, project};
}

}  // namespace xuanzhi::products
