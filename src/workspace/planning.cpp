// SPDX-License-Identifier: Apache-2.0
#include "xuanzhi/workspace/planning.h"

#include <algorithm>
#include <set>

#include "xuanzhi/base/toml_reader.h"
#include "xuanzhi/base/units.h"
#include "xuanzhi/workspace/project.h"

namespace xuanzhi::workspace {

namespace fs = std::filesystem;

namespace {

const std::vector<std::string> kLevels{"city", "district", "park", "site", "nearest"};
const std::vector<std::string> kEvidence{"V", "P", "C", "plan", "operator", "unverified"};

FigureSource read_figure(const TomlTable& table) {
  FigureSource source;
  source.evidence = table.one_of("evidence", kEvidence);
  source.confidence = table.optional_number("confidence");
  source.origin = table.bilingual_or_none("origin");
  return source;
}

double at_least_zero(const TomlTable& table, const std::string& key) {
  const double value = table.number(key);
  if (value < 0.0) throw table.fault(key, {"不能为负", "it cannot be negative"});
  return value;
}

// Yearly electricity of a transformer capacity at the stated use.
double kwh_of_mva(const TomlTable& table) {
  return 1000.0 * at_least_zero(table, "power_factor") * at_least_zero(table, "full_load_hours");
}

double factor_of(const TomlTable& table, const std::string& resource, const std::string& unit) {
  if (unit == "mva" && resource == "electricity_kwh") return kwh_of_mva(table);
  const std::vector<std::string> allowed = units_measuring(resource);
  const auto factor = unit_factor(unit);
  const bool fits = factor && std::find(allowed.begin(), allowed.end(), unit) != allowed.end();
  if (fits) return *factor;
  throw table.fault("unit", {"此单位不能度量 " + resource, "this unit cannot measure " + resource},
                    {"可用：" + joined(allowed), "allowed: " + joined(allowed)});
}

bool is_resource(const std::string& word) {
  if (word == "water_conventional_m3" || word == "water_nonconventional_m3") return true;
  const auto field = project_field(word);
  return field && project_fields()[*field].kind == FieldKind::number;
}

std::vector<std::string> read_scope(const TomlTable& table, const std::string& level) {
  std::vector<std::string> of = table.texts_or_none("of");
  if (level == "city" || !of.empty()) return of;
  throw table.fault("of", {"须写明适用于哪些" + level, "say which " + level + " it holds for"},
                    {"例如 of = [\"乌达产业园\"]", "for instance of = [\"乌达产业园\"]"});
}

BudgetConfig read_budget(const TomlTable& table) {
  BudgetConfig budget;
  budget.id = table.text("id");
  budget.name = table.bilingual("name");
  budget.level = table.one_of("level", kLevels);
  budget.of = read_scope(table, budget.level);
  if (budget.level == "nearest") budget.layer = table.text("layer");
  budget.resource = table.text("resource");
  if (!is_resource(budget.resource)) {
    throw table.fault("resource", {"不是项目的数值字段", "it is no number of a project"},
                      {"例如 land_m2, energy_tce, water_total_m3, water_reclaimed_m3",
                       "for instance land_m2, energy_tce, water_total_m3, water_reclaimed_m3"});
  }
  budget.unit = table.text("unit");
  const double factor = budget.unit_size = factor_of(table, budget.resource, budget.unit);
  budget.limit = factor * at_least_zero(table, "limit");
  if (table.has("committed")) budget.committed = factor * at_least_zero(table, "committed");
  budget.source = read_figure(table);
  table.refuse_unknown_keys();
  return budget;
}

PriorityConfig read_priority(const TomlTable& table) {
  PriorityConfig out{table.text("id"), table.bilingual("title"), table.text("when"),
                     at_least_zero(table, "factor"), read_figure(table)};
  table.refuse_unknown_keys();
  return out;
}

SpacingConfig read_spacing(const TomlTable& table) {
  SpacingConfig out{table.text("id"),     table.bilingual("title"),           table.text("first"),
                    table.text("second"), at_least_zero(table, "distance_m"), read_figure(table)};
  table.refuse_unknown_keys();
  return out;
}

ChainConfig read_chain(const TomlTable& table) {
  ChainConfig out{table.text("id"), table.bilingual("title"), table.texts_or_none("projects")};
  if (out.projects.size() < 2)
    throw table.fault("projects", {"至少两个项目", "a chain has two projects or more"});
  table.refuse_unknown_keys();
  return out;
}

PairingConfig read_pairing(const TomlTable& table) {
  PairingConfig out;
  out.id = table.text("id");
  out.title = table.bilingual("title");
  out.level = table.one_of("level", {"city", "district", "park"});
  out.of = read_scope(table, out.level);
  out.benchmark_tce_per_10k_cny = at_least_zero(table, "benchmark_tce_per_10k_cny");
  if (table.has("stock_cut_tce")) out.stock_cut_tce = at_least_zero(table, "stock_cut_tce");
  out.source = read_figure(table);
  table.refuse_unknown_keys();
  return out;
}

OfferConfig read_offer(const TomlTable& table) {
  OfferConfig out{table.text("id"), table.bilingual("title"), table.text("when"),
                  table.text("role"), read_figure(table)};
  table.refuse_unknown_keys();
  return out;
}

template <typename Entry>
std::vector<Entry> read_all(const TomlTable& root, const char* key, Entry (*read)(const TomlTable&),
                            std::set<std::string>& ids) {
  std::vector<Entry> out;
  for (const TomlTable& table : root.tables(key)) {
    out.push_back(read(table));
    if (!ids.insert(out.back().id).second)
      throw table.fault("id", {"编号重复", "the id stands twice"});
  }
  return out;
}

fs::path find_criteria(const TomlTable& head, const fs::path& folder) {
  const std::string name = head.text_or("criteria", "criteria.toml");
  for (const fs::path& base : {folder, folder / "rulebooks", folder / ".." / "rulebooks"}) {
    if (fs::exists(base / name)) return (base / name).lexically_normal();
  }
  if (!head.has("criteria")) return {};
  throw head.fault("criteria", {"找不到 " + name, name + " is not found"});
}

}  // namespace

const std::vector<std::string>& planning_tables() {
  static const std::vector<std::string> kTables{"budget",  "priority", "spacing", "chain",
                                                "pairing", "offer",    "outline"};
  return kTables;
}

Planning read_planning(const fs::path& folder) {
  const fs::path file = folder / "workspace.toml";
  const toml::table parsed = parse_toml_file(file, ErrorCode::manifest_invalid);
  const TomlTable root(parsed, file.string(), "", ErrorCode::manifest_invalid);
  Planning out;
  std::set<std::string> ids;
  out.budgets = read_all(root, "budget", read_budget, ids);
  out.priorities = read_all(root, "priority", read_priority, ids);
  out.spacings = read_all(root, "spacing", read_spacing, ids);
  out.chains = read_all(root, "chain", read_chain, ids);
  out.pairings = read_all(root, "pairing", read_pairing, ids);
  out.offers = read_all(root, "offer", read_offer, ids);
  if (const auto outline = root.table("outline")) {
    out.road_roles = outline->texts_or_none("road_roles");
    outline->refuse_unknown_keys();
  }
  if (const auto head = root.table("workspace")) out.criteria = find_criteria(*head, folder);
  return out;
}

}  // namespace xuanzhi::workspace
