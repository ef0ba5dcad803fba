// SPDX-License-Identifier: Apache-2.0
#include "xuanzhi/workspace/project.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <set>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "xuanzhi/base/error.h"
#include "xuanzhi/base/fingerprint.h"
#include "xuanzhi/base/units.h"
#include "xuanzhi/dataset/vector_file.h"

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
};

constexpr std::array<std::string_view, 7> kWaterSources{
    "water_surface_m3", "water_ground_m3", "water_tap_m3",     "water_reclaimed_m3",
    "water_rain_m3",    "water_mine_m3",   "water_brackish_m3"};

std::optional<double> parse_number(std::string text) {
  std::erase(text, ',');
  double value = 0.0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  const bool whole = error == std::errc{} && end == text.data() + text.size();
  if (!whole || !std::isfinite(value)) return std::nullopt;  // "nan" and "inf" are words here
  return value;
}

// A cell as a value of its field; throws `Text` with the reason where it cannot be one.
dataset::Value value_of(const ProjectColumn& column, const ProjectField& field,
                        const std::string& cell) {
  if (cell.empty()) return std::monostate{};
  std::string word = cell;
  if (!column.values.empty()) {
    const auto mapped = column.values.find(cell);
    if (mapped == column.values.end()) {
      throw Text{column.header + " 的取值 \"" + cell + "\" 未在 values 中说明",
                 column.header + ": the value \"" + cell + "\" is not in its `values`"};
    }
    word = mapped->second;
  }
  if (field.kind == FieldKind::text) return word;
  const std::optional<double> number = parse_number(word);
  if (!number)
    throw Text{column.header + " 不是数：" + cell, column.header + " is no number: " + cell};
  if (field.kind == FieldKind::flag) return std::int64_t{*number != 0.0 ? 1 : 0};
  return *number * (column.unit.empty() ? 1.0 : *unit_factor(column.unit));
}

struct MappedColumn {
  const ProjectColumn* column = nullptr;
  std::size_t field = 0;
  std::size_t cell = 0;
};

std::vector<MappedColumn> map_columns(const ProjectsConfig& config,
                                      const dataset::CellTable& cells) {
  const auto header_row = static_cast<std::size_t>(config.header_row);
  if (cells.rows.size() < header_row) {
    throw Error(
        ErrorCode::column_missing, config.source.string(),
        {fmt::format("表只有 {} 行，header_row = {}", cells.rows.size(), header_row),
         fmt::format("the sheet has {} rows, header_row = {}", cells.rows.size(), header_row)});
  }
  const std::vector<std::string>& titles = cells.rows[header_row - 1];
  std::vector<MappedColumn> out;
  for (const ProjectColumn& column : config.columns) {
    const auto found = std::find(titles.begin(), titles.end(), column.header);
    if (found == titles.end()) {
      const std::string all = fmt::format("{}", fmt::join(titles, " | "));
      throw Error(ErrorCode::column_missing, config.source.string() + ":" + cells.name,
                  {"没有列 " + column.header, "there is no column " + column.header},
                  {fmt::format("第 {} 行的列名：{}", header_row, all),
                   fmt::format("titles in row {}: {}", header_row, all)});
    }
    out.push_back(
        {&column, *project_field(column.field), static_cast<std::size_t>(found - titles.begin())});
  }
  return out;
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

bool is_blank(const std::vector<std::string>& row) {
  return std::all_of(row.begin(), row.end(), [](const std::string& cell) { return cell.empty(); });
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

std::vector<Project> load_projects(const ProjectsConfig& config, std::vector<SourceAudit>& audits) {
  const dataset::CellTable cells = dataset::read_cells(config.source, config.sheet);
  const std::vector<MappedColumn> columns = map_columns(config, cells);
  SourceAudit audit;
  audit.source_id = config.source.stem().string();
  audit.kind = "projects";
  audit.path = config.source.string();
  audit.table = cells.name;
  audit.fingerprint = file_fingerprint(config.source);
  std::vector<Project> projects;
  std::set<std::string> ids;
  for (auto i = static_cast<std::size_t>(config.header_row); i < cells.rows.size(); ++i) {
    const std::vector<std::string>& row = cells.rows[i];
    if (is_blank(row)) continue;
    Project project;
    project.values.resize(kFields.size());
    try {
      for (const MappedColumn& column : columns) {
        const std::string& cell = column.cell < row.size() ? row[column.cell] : std::string();
        project.values[column.field] = value_of(*column.column, kFields[column.field], cell);
      }
      if (project.id().empty())
        throw Text{"没有项目编号（合计行？）", "there is no project id (a total row?)"};
      if (!ids.insert(project.id()).second)
        throw Text{"项目编号重复", "the project id stands twice"};
    } catch (const Text& reason) {
      const std::string id = project.id();
      audit.reject(
          {fmt::format("{}{}row {}", id, id.empty() ? "" : " ", i + 1), true, reason, 0.0, 0.0});
      continue;
    }
    add_total_water(project);
    audit.use();
    projects.push_back(std::move(project));
  }
  audits.push_back(std::move(audit));
  return projects;
}

}  // namespace xuanzhi::workspace
