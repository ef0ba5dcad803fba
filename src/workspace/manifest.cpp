// SPDX-License-Identifier: Apache-2.0
#include "xuanzhi/workspace/manifest.h"

#include <algorithm>
#include <set>

#include "xuanzhi/base/toml_reader.h"
#include "xuanzhi/base/units.h"
#include "xuanzhi/workspace/planning.h"
#include "xuanzhi/workspace/project.h"

#include "settings.h"

namespace xuanzhi::workspace {

namespace fs = std::filesystem;

namespace {

const std::vector<std::string> kStatusWords{"approved", "pending", "expired"};

fs::path beside(const fs::path& folder, const std::string& name) {
  // Virtual file systems and database connections are no paths of this folder.
  const bool elsewhere = name.starts_with("/vsi") || name.starts_with("PG:");
  return elsewhere ? fs::path(name) : (folder / name).lexically_normal();
}

std::optional<fs::path> find_rulebook(const fs::path& folder, const std::string& name) {
  for (const fs::path& base : {folder, folder / "rulebooks", folder / ".." / "rulebooks"}) {
    if (fs::exists(base / name)) return (base / name).lexically_normal();
  }
  return std::nullopt;
}

fs::path look_up(const TomlTable& table, const std::string& key, const fs::path& folder,
                 const std::string& name) {
  if (auto found = find_rulebook(folder, name)) return *found;
  throw table.fault(key, {"找不到 " + name, name + " is not found"},
                    {"应放在工作空间、其 rulebooks/ 或 ../rulebooks/ 中",
                     "put it into the workspace, its rulebooks/ or ../rulebooks/"});
}

SourceTable read_source(const TomlTable& table, const fs::path& folder) {
  SourceTable source;
  source.source = beside(folder, table.text("source"));
  source.table = table.text_or("table", "");
  source.where = table.text_or("where", "");
  source.crs = table.text_or("crs", "");
  source.encoding = table.text_or("encoding", "");
  if (table.has("axis_order"))
    source.north_east = table.one_of("axis_order", {"east_north", "north_east"}) == "north_east";
  if (table.has("shift")) source.shift = table.one_of("shift", {"gcj02", "bd09"});
  source.unshifted = table.has("datum") && table.one_of("datum", {"unshifted"}) == "unshifted";
  source.datum_accuracy_m = table.optional_number("datum_accuracy_m");
  if (source.datum_accuracy_m && (!source.unshifted || *source.datum_accuracy_m < 0.0)) {
    throw table.fault("datum_accuracy_m",
                      {"只与 datum = \"unshifted\" 同用，且不能为负",
                       "it goes with datum = \"unshifted\" only, and cannot be negative"});
  }
  return source;
}

std::optional<Area> read_area(const TomlTable& table) {
  const std::vector<double> numbers = table.numbers_or_none("area");
  if (numbers.empty()) return std::nullopt;
  const bool good = numbers.size() == 4 && numbers[0] < numbers[2] && numbers[1] < numbers[3] &&
                    numbers[0] >= -180.0 && numbers[2] <= 180.0 && numbers[1] >= -90.0 &&
                    numbers[3] <= 90.0;
  if (!good) {
    throw table.fault(
        "area",
        {"应为 [西, 南, 东, 北]，以度计", "[west, south, east, north] in degrees is wanted"},
        {"例如 area = [106.3, 39.1, 107.2, 39.9]",
         "for instance area = [106.3, 39.1, 107.2, 39.9]"});
  }
  return Area{numbers[0], numbers[1], numbers[2], numbers[3]};
}

std::map<std::string, std::string> read_map(const TomlTable& owner, const std::string& key) {
  std::map<std::string, std::string> out;
  if (const auto table = owner.table(key)) {
    for (auto& [name, value] : table->text_pairs()) out.emplace(name, value);
  }
  return out;
}

BoundaryVersion read_version(const TomlTable& table) {
  BoundaryVersion version;
  version.series = table.text("series");
  version.region = table.text_or("region", "");
  version.status = *boundary_status(table.one_of("status", kStatusWords));
  version.valid = {table.optional_date("valid_from"), table.optional_date("valid_to")};
  version.document = table.bilingual_or_none("document");
  if (version.valid.from && version.valid.to && *version.valid.to < *version.valid.from) {
    throw table.fault("valid_to", {"止日早于起日", "it ends before it begins"});
  }
  table.refuse_unknown_keys();
  return version;
}

LayerFields read_fields(const TomlTable& owner) {
  LayerFields fields;
  const auto table = owner.table("fields");
  if (!table) return fields;
  fields.id = table->text_or("id", "");
  fields.name = table->text_or("name", "");
  fields.class_name = table->text_or("class", "");
  fields.half_width_m = table->text_or("half_width_m", "");
  fields.code = table->text_or("code", "");
  table->refuse_unknown_keys();
  return fields;
}

LayerConfig read_layer(const TomlTable& table, const fs::path& folder) {
  LayerConfig layer;
  layer.id = table.text("id");
  layer.role = table.text("role");
  layer.table = read_source(table, folder);
  layer.name = table.bilingual_or_none("name");
  if (layer.name.zh.empty() && layer.name.en.empty()) layer.name = {layer.id, layer.id};
  if (const auto coverage = table.table("coverage")) {
    layer.coverage = read_source(*coverage, folder);
    coverage->refuse_unknown_keys();
  }
  layer.accuracy_m = table.optional_number("accuracy_m").value_or(0.0);
  if (layer.accuracy_m < 0.0)
    throw table.fault("accuracy_m", {"不能为负", "it cannot be negative"});
  layer.confidence = table.optional_number("confidence");
  layer.half_width_m = table.optional_number("half_width_m");
  if (layer.half_width_m.value_or(0.0) < 0.0)
    throw table.fault("half_width_m", {"不能为负", "it cannot be negative"});
  layer.origin = table.bilingual_or_none("origin");
  layer.vintage = table.text_or("vintage", "");
  layer.class_id = table.text_or("class", "");
  layer.fields = read_fields(table);
  if (layer.half_width_m && !layer.fields.half_width_m.empty()) {
    throw table.fault("half_width_m",
                      {"已由 [layer.fields] 给出", "[layer.fields] gives it already"});
  }
  layer.classes = read_map(table, "classes");
  if (const auto version = table.table("version")) layer.version = read_version(*version);
  layer.allow_empty = table.flag_or("allow_empty", false);
  layer.accept_rejected = table.flag_or("accept_rejected", false);
  table.refuse_unknown_keys();
  return layer;
}

SitesConfig read_sites(const TomlTable& table, const fs::path& folder) {
  SitesConfig sites;
  sites.table = read_source(table, folder);
  if (!sites.table.shift.empty()) {
    throw table.fault("shift",
                      {"地块是勘测坐标，不得纠偏", "sites are surveyed and are never put back"},
                      {"偏移只用于参考图层；地块请给原始勘测坐标",
                       "shift is for reference layers only; give the surveyed coordinates"});
  }
  sites.accuracy_m = table.optional_number("accuracy_m").value_or(0.0);
  sites.fields = read_map(table, "fields");
  static const std::set<std::string> kKnown{
      "id", "name", "kind", "park", "district", "available_land_mu", "stock_land"};
  for (const auto& [field, column] : sites.fields) {
    if (!kKnown.contains(field)) {
      throw table.fault("fields", {"未知的字段 " + field, "unknown field " + field},
                        {"可用：id, name, kind, park, district, available_land_mu, stock_land",
                         "allowed: id, name, kind, park, district, available_land_mu, stock_land"});
    }
  }
  table.refuse_unknown_keys();
  return sites;
}

ProjectColumn read_column(const TomlTable& columns, const std::string& field) {
  ProjectColumn column;
  column.field = field;
  if (!project_field(field)) {
    std::string all;
    for (const ProjectField& known : project_fields())
      all += (all.empty() ? "" : ", ") + std::string(known.name);
    throw columns.fault(field, {"未知的项目字段", "unknown field of a project"},
                        {"可用：" + all, "allowed: " + all});
  }
  const bool plain = [&] {
    try {
      column.header = columns.text(field);
      return true;
    } catch (const Error&) {
      return false;
    }
  }();
  if (plain) return column;
  const TomlTable table = *columns.table(field);
  column.header = table.text("header");
  column.unit = table.text_or("unit", "");
  column.values = read_map(table, "values");
  if (!column.unit.empty() && !unit_factor(column.unit)) {
    throw table.fault("unit", {"未知单位 " + column.unit, "unknown unit " + column.unit},
                      {"可用：" + known_units(), "allowed: " + known_units()});
  }
  table.refuse_unknown_keys();
  return column;
}

void read_header_rows(const TomlTable& table, ProjectsConfig& projects) {
  if (!table.has("header_row") && !table.has("header_rows")) return;
  projects.header_row = static_cast<int>(table.whole_or("header_row", 0));
  if (projects.header_row < 1) throw table.fault("header_row", {"从 1 数起", "rows count from 1"});
  projects.header_rows = static_cast<int>(table.whole_or("header_rows", 1));
  if (projects.header_rows < 1 || projects.header_rows > 2)
    throw table.fault("header_rows", {"只能是 1 或 2", "it is 1 or 2"});
}

ProjectsConfig read_projects(const TomlTable& table, const fs::path& folder) {
  ProjectsConfig projects;
  projects.source = beside(folder, table.text("source"));
  projects.sheet = table.text_or("table", "");
  read_header_rows(table, projects);
  if (const auto columns = table.table("columns")) {
    for (const std::string& field : columns->keys())
      projects.columns.push_back(read_column(*columns, field));
  }
  projects.ignore = table.texts_or_none("ignore");
  const bool named = table.has("columns_dictionary");
  const std::string dictionary = table.text_or("columns_dictionary", "project_columns.toml");
  if (named || projects.columns.empty()) {
    projects.dictionary = look_up(table, "columns_dictionary", folder, dictionary);
  } else {
    projects.dictionary = find_rulebook(folder, dictionary).value_or(fs::path());
  }
  // A map that also says where the header stands is the whole map.
  projects.stated_only = !projects.columns.empty() && !named &&
                         (projects.header_row > 0 || projects.dictionary.empty());
  table.refuse_unknown_keys();
  return projects;
}

void read_head(const TomlTable& table, const fs::path& folder, Manifest& manifest) {
  manifest.name = table.bilingual("name");
  manifest.as_of = table.date("as_of");
  const std::string basis = table.has("area_basis")
                                ? table.one_of("area_basis", {"ellipsoid", "projected"})
                                : "ellipsoid";
  manifest.area_basis = basis == "projected" ? AreaBasis::projected : AreaBasis::ellipsoid;
  manifest.sliver_tolerance_m2 = table.optional_number("sliver_tolerance_m2").value_or(1.0);
  manifest.schematic = table.flag_or("schematic", false);
  manifest.area = read_area(table);
  manifest.roles = look_up(table, "roles", folder, table.text_or("roles", "roles.toml"));
  for (const std::string& name : table.texts_or_none("rulebooks")) {
    manifest.rulebooks.push_back(look_up(table, "rulebooks", folder, name));
  }
  table.has("criteria");  // read by `read_planning`
  const std::pair<const char*, fs::path*> books[] = {{"approvals", &manifest.approvals},
                                                     {"directions", &manifest.directions},
                                                     {"factors", &manifest.factors}};
  for (const auto& [key, file] : books) {
    if (table.has(key)) *file = look_up(table, key, folder, table.text(key));
  }
  table.refuse_unknown_keys();
}

}  // namespace

std::string to_string(BoundaryStatus status) {
  return kStatusWords[static_cast<std::size_t>(status)];
}

std::optional<BoundaryStatus> boundary_status(const std::string& word) {
  const auto found = std::find(kStatusWords.begin(), kStatusWords.end(), word);
  if (found == kStatusWords.end()) return std::nullopt;
  return static_cast<BoundaryStatus>(found - kStatusWords.begin());
}

Manifest read_manifest(const fs::path& folder) {
  Manifest manifest;
  manifest.file = folder / "workspace.toml";
  const toml::table parsed = parse_toml_file(manifest.file, ErrorCode::manifest_invalid);
  const TomlTable root(parsed, manifest.file.string(), "", ErrorCode::manifest_invalid);
  const auto head = root.table("workspace");
  if (!head) throw root.fault("", {"缺少 [workspace]", "[workspace] is missing"});
  read_head(*head, folder, manifest);
  std::set<std::string> ids;
  for (const TomlTable& table : root.tables("layer")) {
    manifest.layers.push_back(read_layer(table, folder));
    if (!ids.insert(manifest.layers.back().id).second) {
      throw table.fault("id", {"图层 id 重复", "the id stands twice"});
    }
  }
  for (const TomlTable& table : root.tables("sites"))
    manifest.sites.push_back(read_sites(table, folder));
  if (const auto projects = root.table("projects"))
    manifest.projects = read_projects(*projects, folder);
  read_settings(root, manifest);
  // Only placing reads these; see `read_planning`.
  for (const std::string& table : planning_tables()) root.has(table);
  root.refuse_unknown_keys();
  return manifest;
}

}  // namespace xuanzhi::workspace
