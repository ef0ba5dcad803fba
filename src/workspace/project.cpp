// SPDX-License-Identifier: Apache-2.0
#include "xuanzhi/workspace/project.h"

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>

#include "xuanzhi/base/error.h"
#include "xuanzhi/base/fingerprint.h"
#include "xuanzhi/formats/project_dictionary.h"
#include "xuanzhi/formats/table_file.h"

namespace xuanzhi::workspace {

namespace {

using enum FieldKind;

constexpr std::array kFields{
    ProjectField{"project_id", text},
    ProjectField{"name", text},
    ProjectField{"investor", text},
    ProjectField{"nature", text},
    ProjectField{"industry_code", text},
    ProjectField{"industry", text},
    ProjectField{"direction", text},
    ProjectField{"stage", text},
    ProjectField{"funding", text},
    ProjectField{"level", text},
    ProjectField{"start_date", text},
    ProjectField{"finish_date", text},
    ProjectField{"construction_period", text},
    ProjectField{"origin", text},
    ProjectField{"settled", flag},
    ProjectField{"one_to_one", flag},
    ProjectField{"key_project", flag},
    ProjectField{"state_key_project", flag},
    ProjectField{"listed_redline_use", flag},
    ProjectField{"hazchem", flag},
    ProjectField{"discharges", flag},
    ProjectField{"heavy_water_polluter", flag},
    ProjectField{"open_pit", flag},
    ProjectField{"crossing_works", flag},
    ProjectField{"development_zone", flag},
    ProjectField{"intensive_building", flag},
    ProjectField{"land_m2", number},
    // The least width that its land must have.
    ProjectField{"land_width_m", number},
    ProjectField{"energy_tce", number},
    ProjectField{"electricity_kwh", number},
    ProjectField{"water_surface_m3", number},
    ProjectField{"water_ground_m3", number},
    ProjectField{"water_tap_m3", number},
    ProjectField{"water_reclaimed_m3", number},
    ProjectField{"water_rain_m3", number},
    ProjectField{"water_mine_m3", number},
    ProjectField{"water_brackish_m3", number},
    ProjectField{"water_total_m3", number},
    ProjectField{"value_added_10k_cny", number},
    ProjectField{"investment_10k_cny", number},
    // Of the catalogue of industrial structure: encouraged, permitted, restricted, eliminated.
    ProjectField{"catalogue_class", text},
    // Of the EIA catalogue, as the list states it: book, table, form, none.
    ProjectField{"eia_class", text},
    ProjectField{"product", text},
    ProjectField{"output_t", number},
    ProjectField{"plot_ratio", number},
    ProjectField{"building_coefficient", number},
    ProjectField{"office_land_share", number},
    ProjectField{"height_m", number},
    ProjectField{"rd_share", number},
    ProjectField{"progress_due_share", number},
    ProjectField{"progress_done_share", number},
    ProjectField{"in_annual_plan", flag},
    ProjectField{"in_power_plan", flag},
    ProjectField{"stability_risk", text},
    ProjectField{"documents_held", text},
    ProjectField{"steps_done", text},
    ProjectField{"fund_budget_10k_cny", number},
    ProjectField{"fund_special_10k_cny", number},
    ProjectField{"fund_policy_10k_cny", number},
    ProjectField{"fund_subsidised_loan_10k_cny", number},
    ProjectField{"fund_bond_10k_cny", number},
    ProjectField{"fund_credit_10k_cny", number},
    ProjectField{"fund_own_10k_cny", number},
};

constexpr std::array<std::string_view, 7> kWaterSources{
    "water_surface_m3", "water_ground_m3", "water_tap_m3",     "water_reclaimed_m3",
    "water_rain_m3",    "water_mine_m3",   "water_brackish_m3"};

formats::ColumnKind kind_of(const ProjectField& field, const formats::DictionaryField* known) {
  if (known != nullptr) return known->kind;
  switch (field.kind) {
    case number:
      return formats::ColumnKind::number;
    case flag:
      return formats::ColumnKind::flag;
    case text:
      break;
  }
  return formats::ColumnKind::text;
}

// A dictionary is data that anybody may edit: a field that xuanzhi does not have is a slip.
void check_fields(const formats::ProjectDictionary& dictionary, const std::string& file) {
  for (const formats::DictionaryField& field : dictionary.fields()) {
    const auto at = project_field(field.field);
    const bool number_here = field.kind == formats::ColumnKind::number;
    const bool flag_here = field.kind == formats::ColumnKind::flag;
    if (at && number_here == (kFields[*at].kind == number) &&
        flag_here == (kFields[*at].kind == flag))
      continue;
    throw Error(
        ErrorCode::value_invalid, file + ": [field " + field.field + "]",
        {"项目没有这种字段", "projects have no such field of this kind"},
        {"字段名与 kind 须同 docs/workspace.md 所列", "see docs/workspace.md for the fields"});
  }
}

formats::TableRequest request_of(const ProjectsConfig& config, const std::string& sheet,
                                 const formats::ProjectDictionary* dictionary) {
  formats::TableRequest request;
  request.place = config.source.string() + ":" + sheet;
  request.header_row = static_cast<std::size_t>(config.header_row);
  request.header_rows = static_cast<std::size_t>(config.header_rows);
  request.ignore = config.ignore;
  request.stated_only = config.stated_only;
  for (const ProjectColumn& column : config.columns) {
    const ProjectField& field = kFields[*project_field(column.field)];
    const auto* known = dictionary == nullptr ? nullptr : dictionary->field(column.field);
    request.columns.push_back(
        {column.field, kind_of(field, known), column.header, column.unit, column.values});
  }
  return request;
}

// Total water is the sum of the sources that are stated, unless the list gives a total itself.
void add_total_water(Project& project) {
  dataset::Value& total = project.values[*project_field("water_total_m3")];
  if (!std::holds_alternative<std::monostate>(total)) return;
  double sum = 0.0;
  bool any = false;
  for (const std::string_view source : kWaterSources) {
    if (const auto amount = project.number(source)) sum += *amount, any = true;
  }
  if (any) total = sum;
}

Project project_of(const formats::TableRow& row) {
  Project project;
  project.values.resize(kFields.size());
  for (const auto& [field, value] : row.values) project.values[*project_field(field)] = value;
  add_total_water(project);
  return project;
}

// Rows that are skipped count as rejected, so that rows read are always accounted for.
void enter(const formats::TableRow& row, SourceAudit& audit) {
  using enum formats::RowFate;
  if (row.fate == blank) return;
  const std::string id = fmt::format("{}{}row {}", row.id, row.id.empty() ? "" : " ", row.number);
  if (row.fate == used)
    audit.use();
  else if (row.fate == repaired)
    audit.repair({id, false, row.reason, 0.0, 0.0});
  else
    audit.reject({id, true, row.reason, 0.0, 0.0});
  if (!row.remark.zh.empty())
    audit.notes.push_back({id + "：" + row.remark.zh, id + ": " + row.remark.en});
}

// One error for all that is unclear: the first in full, the others by the command that shows them.
void refuse_faults(const formats::ProjectTable& table) {
  if (table.faults.empty()) return;
  const Error& first = table.faults.front();
  const std::size_t more = table.faults.size() - 1;
  if (more == 0) throw first;
  throw Error(
      first.code(), first.place(), first.message(),
      {first.remedy().zh + fmt::format("；另有 {} 处，见 xuanzhi inspect --projects", more),
       first.remedy().en + fmt::format("; {} more: see `xuanzhi inspect --projects`", more)});
}

}  // namespace

std::span<const ProjectField> project_fields() {
  return kFields;
}

std::optional<std::size_t> project_field(std::string_view name) {
  const auto found = std::find_if(kFields.begin(), kFields.end(),
                                  [&](const ProjectField& f) { return f.name == name; });
  if (found == kFields.end()) return std::nullopt;
  return static_cast<std::size_t>(found - kFields.begin());
}

std::string Project::text(std::string_view field) const {
  const dataset::Value& value = values[*project_field(field)];
  const auto* found = std::get_if<std::string>(&value);
  return found == nullptr ? "" : *found;
}

std::optional<double> Project::number(std::string_view field) const {
  const dataset::Value& value = values[*project_field(field)];
  if (const auto* real = std::get_if<double>(&value)) return *real;
  if (const auto* whole = std::get_if<std::int64_t>(&value)) return static_cast<double>(*whole);
  return std::nullopt;
}

ProjectList read_project_list(const ProjectsConfig& config) {
  const dataset::CellTable cells = formats::read_table_file(config.source, config.sheet);
  std::optional<formats::ProjectDictionary> dictionary;
  if (!config.dictionary.empty()) {
    dictionary = formats::ProjectDictionary::load(config.dictionary);
    check_fields(*dictionary, config.dictionary.string());
  }
  const formats::ProjectDictionary* words = dictionary ? &*dictionary : nullptr;
  return {config.source.string(), cells.name,
          formats::understand_projects(cells.rows, words, request_of(config, cells.name, words))};
}

std::vector<Project> load_projects(const ProjectsConfig& config, std::vector<SourceAudit>& audits) {
  const ProjectList list = read_project_list(config);
  refuse_faults(list.table);
  SourceAudit audit;
  audit.source_id = config.source.stem().string();
  audit.kind = "projects";
  audit.path = config.source.string();
  audit.table = list.sheet;
  audit.fingerprint = file_fingerprint(config.source);
  std::vector<Project> projects;
  for (const formats::TableRow& row : list.table.rows) {
    enter(row, audit);
    if (row.fate == formats::RowFate::used || row.fate == formats::RowFate::repaired)
      projects.push_back(project_of(row));
  }
  audits.push_back(std::move(audit));
  return projects;
}

}  // namespace xuanzhi::workspace
