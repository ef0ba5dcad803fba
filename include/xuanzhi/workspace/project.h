// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "xuanzhi/dataset/database.h"
#include "xuanzhi/formats/project_table.h"
#include "xuanzhi/workspace/audit.h"
#include "xuanzhi/workspace/manifest.h"

namespace xuanzhi::workspace {

enum class FieldKind { text, number, flag };

/// A property of a project that rules can ask for; the name carries the unit.
struct ProjectField {
  std::string_view name;
  FieldKind kind = FieldKind::text;
};

/// All properties, in the order of `Project::values`.
std::span<const ProjectField> project_fields();

/// Position of a field in `project_fields()`; nothing where there is none of that name.
std::optional<std::size_t> project_field(std::string_view name);

/// A candidate investment: one value per field, NULL where the list says nothing.
struct Project {
  std::vector<dataset::Value> values;

  std::string text(std::string_view field) const;  ///< empty where NULL
  std::optional<double> number(std::string_view field) const;
  std::string id() const { return text("project_id"); }
  std::string name() const { return text("name"); }
};

/// A project list before its rows become projects.
struct ProjectList {
  std::string file;
  std::string sheet;
  formats::ProjectTable table;
};

/// Reads the list and understands it by the column map of the manifest and the dictionary.
/// Throws `Error` for files that cannot be read; what is unclear in the list is in `table.faults`.
ProjectList read_project_list(const ProjectsConfig& config);

/// The projects of the list. Rows that are no usable project (totals, headings, duplicates, rows
/// with an unreadable number or without id) are rejected in the audit, rows with a word or a date
/// that was left blank are repaired. Throws `Error` where a column is missing, ambiguous or without
/// a unit, with the line that mends it.
std::vector<Project> load_projects(const ProjectsConfig& config, std::vector<SourceAudit>& audits);

}  // namespace xuanzhi::workspace
