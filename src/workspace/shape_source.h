// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "xuanzhi/base/fingerprint.h"
#include "xuanzhi/dataset/vector_file.h"
#include "xuanzhi/geometry/shape.h"
#include "xuanzhi/workspace/audit.h"
#include "xuanzhi/workspace/manifest.h"

namespace xuanzhi::workspace {

/// The tables of one source as canonical, valid shapes: what layers, coverages and sites share.
struct ShapeRow {
  const dataset::VectorRow* row = nullptr;
  std::string id;
  geometry::Shape shape;
};

struct ShapeTable {
  dataset::VectorTable table;
  std::vector<ShapeRow> rows;
  double datum_accuracy_m = 0.0;  ///< what the datum policy and a displacement taken back add

  /// The value of a column in a row; empty where the column is unnamed or the value NULL.
  std::string value(const ShapeRow& row, const std::string& column) const;
};

/// What is wanted of a table of shapes.
struct ShapeRequest {
  const SourceTable* source = nullptr;
  std::string id_column;                   ///< empty: the number of the row
  std::vector<std::string> other_columns;  ///< must exist where not empty
  int dimension = 2;
  bool lines_have_width = false;           ///< lines stand for areas by their half width
  std::optional<geometry::Box> area = {};  ///< degrees: where the data should lie
  FileDigests* digests = nullptr;          ///< see `read_source_table`
};

/// Reads, repairs and reprojects a table; every row is accounted for in `audit`.
/// Throws `Error` for a missing file, table, column or CRS, and where areas are wanted and the
/// table holds none.
ShapeTable read_shapes(const geometry::Geos& geos, const ShapeRequest& request, SourceAudit& audit);

/// The same for a table that was read already; `request.source` is for messages and what it states.
ShapeTable shapes_of(const geometry::Geos& geos, const ShapeRequest& request,
                     dataset::VectorTable table, SourceAudit& audit);

/// Reads like `read_shapes` and gives the usable rows one by one: for tables of hundreds of
/// thousands of rows. `table` is the whole table, whose rows are emptied once they were given.
using TakeShape = std::function<void(const ShapeTable& table, ShapeRow row)>;
void take_shapes(const geometry::Geos& geos, const ShapeRequest& request, SourceAudit& audit,
                 const TakeShape& take);

}  // namespace xuanzhi::workspace
