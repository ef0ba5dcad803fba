// SPDX-License-Identifier: Apache-2.0
#include "shape_source.h"

#include <set>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "xuanzhi/base/error.h"
#include "xuanzhi/base/fingerprint.h"
#include "xuanzhi/geometry/crs.h"
#include "xuanzhi/geometry/repair.h"

namespace xuanzhi::workspace {

namespace {

using geometry::CrsTransform;
using geometry::RepairOutcome;

std::string place_of(const SourceTable& source) {
  return source.source.string() + (source.table.empty() ? "" : ":" + source.table);
}

CrsTransform transform_for(const SourceTable& source, const std::string& stated,
                           SourceAudit& audit) {
  if (stated.empty() && source.crs.empty()) {
    throw Error(
        ErrorCode::crs_missing, place_of(source), {"文件没有坐标系信息", "the file states no CRS"},
        {"确认后在该图层写明，例如 crs = \"EPSG:4545\"（乌海 3° 带）或 crs = "
         "\"EPSG:4490\"（经纬度）",
         "state it for this source in workspace.toml once you know it, e.g. crs = \"EPSG:4545\" "
         "(3° zone of Wuhai) or crs = \"EPSG:4490\" (degrees)"});
  }
  CrsTransform transform = CrsTransform::to_canonical(source.crs.empty() ? stated : source.crs);
  audit.crs = transform.source_name();
  if (!source.crs.empty()) {
    audit.notes.push_back({"坐标系由 workspace.toml 指定：" + source.crs,
                           "the CRS is stated by workspace.toml: " + source.crs});
  }
  return transform;
}

void require_columns(const ShapeRequest& request, const dataset::VectorTable& table) {
  std::vector<std::string> wanted = request.other_columns;
  wanted.push_back(request.id_column);
  for (const std::string& column : wanted) {
    if (column.empty() || table.column(column)) continue;
    const std::string all = fmt::format("{}", fmt::join(table.columns, ", "));
    throw Error(ErrorCode::column_missing, place_of(*request.source),
                {"没有列 " + column, "there is no column " + column},
                {"可用的列：" + all, "columns: " + all});
  }
}

// Repairs and reprojects one row; a null shape means rejected, with the reason in `item`.
geometry::Shape canonical_shape(const geometry::Geos& geos, const dataset::VectorRow& row,
                                int dimension, const CrsTransform& transform, AuditItem& item) {
  if (!row.fault.empty()) {
    item.reason = {"几何类型不支持：" + row.fault, row.fault};
    return {};
  }
  if (row.wkb.empty()) {
    item.reason = {"没有几何", "there is no geometry"};
    return {};
  }
  try {
    geometry::Repair mended = geometry::repair(geometry::from_wkb(geos, row.wkb), dimension);
    item.reason = mended.reason;
    item.area_before = mended.area_before;
    item.area_after = mended.area_after;
    if (mended.outcome == RepairOutcome::rejected) return {};
    geometry::Shape shape = transform.apply(mended.shape);
    // Rounding in the reprojection can make a needle cross itself.
    geometry::Repair after = geometry::repair(shape, shape.dimension());
    if (item.reason.zh.empty()) item.reason = after.reason;
    return std::move(after.shape);
  } catch (const Error& error) {
    item.reason = error.message();
    return {};
  }
}

void note_reader_warnings(const dataset::VectorTable& table, SourceAudit& audit) {
  for (const std::string& warning : table.warnings)
    audit.notes.push_back({"读取警告：" + warning, "reader: " + warning});
  const auto read = static_cast<std::int64_t>(table.rows.size());
  if (table.promised_rows < 0 || table.promised_rows == read) return;
  // Rows that the header promises and the reader does not give are lost, not absent.
  for (std::int64_t missing = read; missing < table.promised_rows; ++missing) {
    audit.reject({fmt::format("#{}", missing + 1),
                  true,
                  {"文件头声明有此行，但读不出来（文件损坏）",
                   "the header promises this row, but it cannot be read"},
                  0.0,
                  0.0});
  }
}

}  // namespace

std::string ShapeTable::value(const ShapeRow& row, const std::string& column) const {
  if (column.empty()) return {};
  return row.row->values[*table.column(column)].value_or("");
}

ShapeTable read_shapes(const geometry::Geos& geos, const ShapeRequest& request,
                       SourceAudit& audit) {
  const SourceTable& source = *request.source;
  ShapeTable out;
  out.table = dataset::read_vector({source.source, source.table, source.where});
  audit.path = source.source.string();
  audit.table = out.table.name;
  audit.fingerprint = file_fingerprint(source.source);
  require_columns(request, out.table);
  const CrsTransform transform = transform_for(source, out.table.crs, audit);
  out.datum_accuracy_m = transform.datum_accuracy_m();
  std::set<std::string> ids;
  for (const dataset::VectorRow& row : out.table.rows) {
    ShapeRow entry{&row, "", {}};
    entry.id = request.id_column.empty() ? "" : out.value(entry, request.id_column);
    if (entry.id.empty()) entry.id = std::to_string(row.number);
    AuditItem item{entry.id, false, {}, 0.0, 0.0};
    entry.shape = canonical_shape(geos, row, request.dimension, transform, item);
    if (!entry.shape) {
      audit.reject(std::move(item));
      continue;
    }
    if (!ids.insert(entry.id).second) {
      for (int copy = 2; !ids.insert(entry.id).second; ++copy)
        entry.id = fmt::format("{}#{}", item.id, copy);
      item.reason = {"编号重复，改为 " + entry.id, "the id stands twice; renamed " + entry.id};
    }
    if (item.reason.zh.empty()) {
      audit.use();
    } else {
      audit.repair(std::move(item));
    }
    out.rows.push_back(std::move(entry));
  }
  note_reader_warnings(out.table, audit);
  return out;
}

}  // namespace xuanzhi::workspace
