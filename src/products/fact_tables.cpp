// SPDX-License-Identifier: Apache-2.0
#include "fact_tables.h"

#include <array>
#include <utility>

#include "xuanzhi/base/error.h"
#include "xuanzhi/dataset/written_file.h"
#include "xuanzhi/products/fact_export.h"

namespace xuanzhi::products {

using dataset::Cell;
using dataset::ColumnType;
using screening::Fact;
using screening::SiteFacts;
using workspace::Workspace;

namespace {

std::string containment_word(screening::Containment containment) {
  static constexpr std::array kWords{"disjoint", "partial", "within"};
  return kWords[static_cast<std::size_t>(containment)];
}

std::vector<Cell> measured_cells(const Fact& fact) {
  return {fact.overlap_m2,
          fact.share,
          positive_cell(fact.distance_m),
          text_cell(fact.nearest_feature_id),
          fact.covered_share,
          containment_word(fact.containment)};
}

const std::vector<dataset::Column> kMeasured{
    {"overlap_m2", ColumnType::real},    {"share", ColumnType::real},
    {"distance_m", ColumnType::real},    {"nearest_feature_id", ColumnType::text},
    {"covered_share", ColumnType::real}, {"containment", ColumnType::text}};

}  // namespace

TableData fact_table(const Workspace& workspace, const std::vector<SiteFacts>& facts) {
  TableData table;
  table.schema = {
      "fact", "套合结果 fact", dataset::TableGeometry::none, {{"site_id"}, {"layer_id"}}};
  table.schema.columns.insert(table.schema.columns.end(), kMeasured.begin(), kMeasured.end());
  table.schema.columns.push_back({"role"});
  table.schema.columns.push_back({"in_force", ColumnType::integer});
  for (const SiteFacts& site : facts) {
    for (const Fact& fact : site.layers) {
      const workspace::Layer& layer = workspace.layers[fact.layer];
      std::vector<Cell> row{site.site_id, layer.config.id};
      for (Cell& cell : measured_cells(fact)) row.push_back(std::move(cell));
      row.emplace_back(layer.role->id);
      row.emplace_back(static_cast<long long>(layer.in_force));
      table.rows.push_back(std::move(row));
    }
  }
  return table;
}

TableData fact_class_table(const Workspace& workspace, const std::vector<SiteFacts>& facts) {
  TableData table;
  table.schema = {"fact_class",
                  "分类套合结果 fact by class",
                  dataset::TableGeometry::none,
                  {{"site_id"}, {"layer_id"}, {"class"}}};
  table.schema.columns.insert(table.schema.columns.end(), kMeasured.begin(), kMeasured.end());
  for (const SiteFacts& site : facts) {
    for (const Fact& fact : site.classes) {
      std::vector<Cell> row{site.site_id, workspace.layers[fact.layer].config.id, fact.class_id};
      for (Cell& cell : measured_cells(fact)) row.push_back(std::move(cell));
      table.rows.push_back(std::move(row));
    }
  }
  return table;
}

TableData fact_feature_table(const Workspace& workspace, const std::vector<SiteFacts>& facts) {
  TableData table;
  table.schema = {"fact_feature",
                  "压占要素 overlapped features",
                  dataset::TableGeometry::none,
                  {{"site_id"},
                   {"layer_id"},
                   {"feature_id"},
                   {"overlap_m2", ColumnType::real},
                   {"class"},
                   {"name"}}};
  for (const SiteFacts& site : facts) {
    for (const screening::FeatureFact& fact : site.features) {
      table.rows.push_back({site.site_id, workspace.layers[fact.layer].config.id, fact.feature_id,
                            fact.overlap_m2, text_cell(fact.class_id),
                            text_cell(fact.feature_name)});
    }
  }
  return table;
}

std::vector<std::filesystem::path> write_facts(const Workspace& workspace,
                                               const std::vector<SiteFacts>& facts,
                                               const std::filesystem::path& target) {
  const std::array tables{fact_table(workspace, facts), fact_class_table(workspace, facts),
                          fact_feature_table(workspace, facts)};
  if (target.extension() == ".gpkg") {
    dataset::GeoPackageWriter writer(target, workspace.manifest.as_of);
    for (const TableData& table : tables) write_table(writer, table);
    writer.close();
    return {target};
  }
  if (target.extension() != ".csv") {
    throw Error(ErrorCode::wrong_usage, target.string(),
                {"输出须以 .csv 或 .gpkg 结尾", "the output must end in .csv or .gpkg"});
  }
  std::vector<std::filesystem::path> written;
  static constexpr std::array kSuffixes{"", "_class", "_feature"};
  for (std::size_t i = 0; i < tables.size(); ++i) {
    std::filesystem::path file = target;
    file.replace_filename(target.stem().string() + kSuffixes[i] + ".csv");
    dataset::write_text_file(file, to_csv(tables[i]));
    written.push_back(file);
  }
  return written;
}

}  // namespace xuanzhi::products
