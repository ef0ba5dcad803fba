// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "xuanzhi/dataset/database.h"
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

/// Reads the project list by the column map of the manifest. Rows without an id (blank and total
/// rows) and rows with an unreadable number are rejected in the audit.
/// Throws `Error` (column_missing) where a mapped column title is not in the sheet.
std::vector<Project> load_projects(const ProjectsConfig& config, std::vector<SourceAudit>& audits);

}  // namespace xuanzhi::workspace
