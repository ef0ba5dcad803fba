// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "xuanzhi/base/text.h"

namespace xuanzhi::workspace {

/// A row that was not taken as it stood.
struct AuditItem {
  std::string id;
  bool rejected = false;  ///< else repaired
  Text reason;
  double area_before = 0.0;  ///< square units of the source CRS; 0 for tables without geometry
  double area_after = 0.0;
};

/// What became of one input. `rows_read = rows_used + rows_repaired + rows_rejected` always.
struct SourceAudit {
  std::string source_id;
  std::string kind;  ///< layer, coverage, sites, projects
  std::string path;
  std::string table;
  std::string crs;
  std::string encoding;  ///< "declared X, used Y" in short; empty where the format has but one
  std::string fingerprint;
  std::size_t rows_read = 0;
  std::size_t rows_used = 0;  ///< exactly as they stood
  std::size_t rows_repaired = 0;
  std::size_t rows_rejected = 0;
  std::vector<AuditItem> items;
  std::vector<Text> notes;

  void use() { ++rows_read, ++rows_used; }
  void repair(AuditItem item);
  void reject(AuditItem item);
};

}  // namespace xuanzhi::workspace
