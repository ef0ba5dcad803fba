// SPDX-License-Identifier: Apache-2.0
#include "fact_tables.h"

#include <array>
#include <span>
#include <string_view>
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

// The tables by their numbers.
constexpr std::size_t kWhole = 0;
constexpr std::size_t kClass = 1;
constexpr std::size_t kFeature = 2;

const std::vector<dataset::Column> kMeasured{
    {"overlap_m2", ColumnType::real},     {"share", ColumnType::real},
    {"distance_m", ColumnType::real},     {"nearest_feature_id", ColumnType::text},
    {"covered_share", ColumnType::real},  {"containment", ColumnType::text},
    {"edge_distance_m", ColumnType::real}};

// A text where one stood before takes its place without a new allocation: there are millions.
void put(Cell& cell, std::string_view text) {
  if (auto* held = std::get_if<std::string>(&cell)) {
    *held = text;
  } else {
    cell.emplace<std::string>(text);
  }
}

void put_named(Cell& cell, std::string_view text) {
  if (text.empty()) {
    cell = std::monostate{};
  } else {
    put(cell, text);
  }
}

std::string_view containment_word(screening::Containment containment) {
  static constexpr std::array<std::string_view, 3> kWords{"disjoint", "partial", "within"};
  return kWords[static_cast<std::size_t>(containment)];
}

void put_measured(const Fact& fact, std::span<Cell> cells) {
  cells[0] = fact.overlap_m2;
  cells[1] = fact.share;
  cells[2] = positive_cell(fact.distance_m);
  put_named(cells[3], fact.nearest_feature_id);
  cells[4] = fact.covered_share;
  put(cells[5], containment_word(fact.containment));
  cells[6] = positive_cell(fact.edge_distance_m);
}

/// One row of each table, filled anew for each site.
class FactRows {
 public:
  FactRows(const Workspace& workspace, const FactRowSink& sink)
      : workspace_(workspace), sink_(sink) {
    const std::vector<dataset::TableSchema> schemas = fact_schemas();
    for (std::size_t i = 0; i < rows_.size(); ++i) rows_[i].resize(schemas[i].columns.size());
  }

  void give(const SiteFacts& site) {
    for (std::vector<Cell>& row : rows_) put(row[0], site.site_id);
    for (const Fact& fact : site.layers) give_whole(fact);
    for (const Fact& fact : site.classes) give_class(fact);
    for (const screening::FeatureFact& fact : site.features) give_feature(fact);
  }

 private:
  const workspace::Layer& layer(std::size_t number) const { return workspace_.layers[number]; }

  void give_whole(const Fact& fact) {
    std::vector<Cell>& row = rows_[kWhole];
    put(row[1], layer(fact.layer).config.id);
    put_measured(fact, std::span(row).subspan(2));
    put(row[9], layer(fact.layer).role->id);
    row[10] = static_cast<long long>(layer(fact.layer).in_force);
    sink_(kWhole, row);
  }
  void give_class(const Fact& fact) {
    std::vector<Cell>& row = rows_[kClass];
    put(row[1], layer(fact.layer).config.id);
    put(row[2], fact.class_id);
    put_measured(fact, std::span(row).subspan(3));
    sink_(kClass, row);
  }
  void give_feature(const screening::FeatureFact& fact) {
    std::vector<Cell>& row = rows_[kFeature];
    put(row[1], layer(fact.layer).config.id);
    put(row[2], fact.feature_id);
    row[3] = fact.overlap_m2;
    put_named(row[4], fact.class_id);
    put_named(row[5], fact.feature_name);
    sink_(kFeature, row);
  }

  const Workspace& workspace_;
  const FactRowSink& sink_;
  std::array<std::vector<Cell>, 3> rows_;
};

}  // namespace

std::vector<dataset::TableSchema> fact_schemas() {
  std::vector<dataset::TableSchema> out(3);
  out[kWhole] = {
      "fact", "套合结果 fact", dataset::TableGeometry::none, {{"site_id"}, {"layer_id"}}};
  out[kClass] = {"fact_class",
                 "分类套合结果 fact by class",
                 dataset::TableGeometry::none,
                 {{"site_id"}, {"layer_id"}, {"class"}}};
  for (const std::size_t table : {kWhole, kClass}) {
    std::vector<dataset::Column>& columns = out[table].columns;
    columns.insert(columns.end(), kMeasured.begin(), kMeasured.end());
  }
  out[kWhole].columns.push_back({"role"});
  out[kWhole].columns.push_back({"in_force", ColumnType::integer});
  out[kFeature] = {"fact_feature",
                   "压占要素 overlapped features",
                   dataset::TableGeometry::none,
                   {{"site_id"},
                    {"layer_id"},
                    {"feature_id"},
                    {"overlap_m2", ColumnType::real},
                    {"class"},
                    {"name"}}};
  return out;
}

void for_each_fact_row(const Workspace& workspace, const FactSource& facts,
                       const FactRowSink& sink) {
  FactRows rows(workspace, sink);
  for (std::size_t s = 0; s < workspace.sites.size(); ++s) rows.give(facts.at(s));
}

void write_fact_tables(dataset::GeoPackageWriter& writer, const Workspace& workspace,
                       const FactSource& facts) {
  writer.begin_together(fact_schemas());
  for_each_fact_row(workspace, facts, [&](std::size_t table, const std::vector<Cell>& row) {
    writer.add_row(table, row);
  });
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

namespace {

std::filesystem::path beside(const std::filesystem::path& target, std::string_view suffix) {
  std::filesystem::path out = target;
  out.replace_filename(target.stem().string() + std::string(suffix) + ".csv");
  return out;
}

}  // namespace

std::vector<std::filesystem::path> write_facts(const Workspace& workspace, const FactSource& facts,
                                               const std::filesystem::path& target) {
  if (target.extension() == ".gpkg") {
    dataset::GeoPackageWriter writer(target, workspace.manifest.as_of);
    write_fact_tables(writer, workspace, facts);
    writer.close();
    return {target};
  }
  require_fact_file(target);
  const std::vector<dataset::TableSchema> schemas = fact_schemas();
  std::vector<std::filesystem::path> files;
  for (const std::string_view suffix : {"", "_class", "_feature"})
    files.push_back(beside(target, suffix));
  std::vector<CsvFile> out;
  for (std::size_t i = 0; i < files.size(); ++i) out.emplace_back(files[i], schemas[i]);
  for_each_fact_row(workspace, facts,
                    [&](std::size_t table, const std::vector<Cell>& row) { out[table].add(row); });
  for (CsvFile& file : out) file.commit();
  return files;
}

void require_fact_file(const std::filesystem::path& target) {
  if (target.extension() == ".gpkg" || target.extension() == ".csv") return;
  throw Error(ErrorCode::wrong_usage, target.string(),
              {"输出须以 .csv 或 .gpkg 结尾", "the output must end in .csv or .gpkg"});
}

}  // namespace xuanzhi::products
