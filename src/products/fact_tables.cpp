// SPDX-License-Identifier: Apache-2.0
#include "fact_tables.h"

#include <array>
#include <utility>

#include "xuanzhi/base/error.h"
#include "xuanzhi/products/fact_export.h"
#include "xuanzhi/screening/fact_record.h"

namespace xuanzhi::products {

using dataset::Cell;
using dataset::ColumnType;
using screening::Fact;
using screening::FactSource;
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

RowStream fact_table(const Workspace& workspace, const FactSource& facts) {
  RowStream table;
  table.schema = {
      "fact", "套合结果 fact", dataset::TableGeometry::none, {{"site_id"}, {"layer_id"}}};
  table.schema.columns.insert(table.schema.columns.end(), kMeasured.begin(), kMeasured.end());
  table.schema.columns.push_back({"role"});
  table.schema.columns.push_back({"in_force", ColumnType::integer});
  table.rows = [&](const RowSink& sink) {
    for (std::size_t s = 0; s < workspace.sites.size(); ++s) {
      const SiteFacts site = facts.at(s);
      for (const Fact& fact : site.layers) {
        const workspace::Layer& layer = workspace.layers[fact.layer];
        std::vector<Cell> row{site.site_id, layer.config.id};
        for (Cell& cell : measured_cells(fact)) row.push_back(std::move(cell));
        row.emplace_back(layer.role->id);
        row.emplace_back(static_cast<long long>(layer.in_force));
        sink(std::move(row));
      }
    }
  };
  return table;
}

RowStream fact_class_table(const Workspace& workspace, const FactSource& facts) {
  RowStream table;
  table.schema = {"fact_class",
                  "分类套合结果 fact by class",
                  dataset::TableGeometry::none,
                  {{"site_id"}, {"layer_id"}, {"class"}}};
  table.schema.columns.insert(table.schema.columns.end(), kMeasured.begin(), kMeasured.end());
  table.rows = [&](const RowSink& sink) {
    for (std::size_t s = 0; s < workspace.sites.size(); ++s) {
      const SiteFacts site = facts.at(s);
      for (const Fact& fact : site.classes) {
        std::vector<Cell> row{site.site_id, workspace.layers[fact.layer].config.id, fact.class_id};
        for (Cell& cell : measured_cells(fact)) row.push_back(std::move(cell));
        sink(std::move(row));
      }
    }
  };
  return table;
}

RowStream fact_feature_table(const Workspace& workspace, const FactSource& facts) {
  RowStream table;
  table.schema = {"fact_feature",
                  "压占要素 overlapped features",
                  dataset::TableGeometry::none,
                  {{"site_id"},
                   {"layer_id"},
                   {"feature_id"},
                   {"overlap_m2", ColumnType::real},
                   {"class"},
                   {"name"}}};
  table.rows = [&](const RowSink& sink) {
    for (std::size_t s = 0; s < workspace.sites.size(); ++s) {
      const SiteFacts site = facts.at(s);
      for (const screening::FeatureFact& fact : site.features) {
        sink({site.site_id, workspace.layers[fact.layer].config.id, fact.feature_id,
              fact.overlap_m2, text_cell(fact.class_id), text_cell(fact.feature_name)});
      }
    }
  };
  return table;
}

RowStream fact_key_table(const screening::FactKey& key) {
  return {{"fact_key",
           "套合所依据的输入 what facts depend on",
           dataset::TableGeometry::none,
           {{"name"}, {"digest"}}},
          [&](const RowSink& sink) {
            for (const auto& [name, digest] : key) sink({name, digest});
          }};
}

RowStream fact_record_table(const Workspace& workspace, const FactSource& facts) {
  return {{"fact_record",
           "套合记录（供 --since 沿用） records of facts for --since",
           dataset::TableGeometry::none,
           {{"site_id"}, {"digest"}, {"record", ColumnType::bytes}}},
          [&](const RowSink& sink) {
            for (std::size_t s = 0; s < workspace.sites.size(); ++s) {
              const workspace::Site& site = workspace.sites[s];
              sink({site.info.id, screening::site_digest(site),
                    dataset::Bytes{screening::to_record(facts.at(s))}});
            }
          }};
}

std::vector<std::filesystem::path> write_facts(const Workspace& workspace, const FactSource& facts,
                                               const std::filesystem::path& target) {
  const std::array tables{fact_table(workspace, facts), fact_class_table(workspace, facts),
                          fact_feature_table(workspace, facts)};
  if (target.extension() == ".gpkg") {
    dataset::GeoPackageWriter writer(target, workspace.manifest.as_of);
    for (const RowStream& table : tables) write_table(writer, table);
    writer.close();
    return {target};
  }
  require_fact_file(target);
  std::vector<std::filesystem::path> written;
  static constexpr std::array kSuffixes{"", "_class", "_feature"};
  for (std::size_t i = 0; i < tables.size(); ++i) {
    std::filesystem::path file = target;
    file.replace_filename(target.stem().string() + kSuffixes[i] + ".csv");
    write_csv(file, tables[i]);
    written.push_back(file);
  }
  return written;
}

void require_fact_file(const std::filesystem::path& target) {
  if (target.extension() == ".gpkg" || target.extension() == ".csv") return;
  throw Error(ErrorCode::wrong_usage, target.string(),
              {"输出须以 .csv 或 .gpkg 结尾", "the output must end in .csv or .gpkg"});
}

}  // namespace xuanzhi::products
