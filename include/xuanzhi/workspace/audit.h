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

/// What is odd about a source as a whole, though each of its rows is good.
enum class TopologyKind { duplicate, overlap, beyond_coverage, gap };

/// The word of output tables: `duplicate`, `overlap`, `beyond_coverage`, `gap`.
std::string to_string(TopologyKind kind);

struct TopologyItem {
  TopologyKind kind = TopologyKind::duplicate;
  std::string id;  ///< of the row; longitude and latitude of a gap
  Text reason;
  double area_m2 = 0.0;  ///< on the ellipsoid
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
  bool reader_failed = false;  ///< an error on the way: rows may be missing that nobody counted
  std::vector<AuditItem> items;
  std::vector<Text> notes;
  std::vector<TopologyItem> topology;  ///< from `audit_topology`

  void use() { ++rows_read, ++rows_used; }
  void repair(AuditItem item);
  void reject(AuditItem item);
};

}  // namespace xuanzhi::workspace
