// SPDX-License-Identifier: Apache-2.0
#include "shape_source.h"

#include <algorithm>
#include <functional>
#include <set>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "source_crs.h"
#include "unique_ids.h"
#include "xuanzhi/base/error.h"
#include "xuanzhi/geometry/repair.h"
#include "xuanzhi/workspace/source_table.h"

namespace xuanzhi::workspace {

namespace {

using geometry::RepairOutcome;

void require_columns(const ShapeRequest& request, const dataset::VectorTable& table) {
  std::vector<std::string> wanted = request.other_columns;
  wanted.push_back(request.id_column);
  for (const std::string& column : wanted) {
    if (column.empty() || table.column(column)) continue;
    const std::string all = joined(table.columns);
    throw Error(ErrorCode::column_missing, place_of(*request.source),
                {"没有列 " + column, "there is no column " + column},
                {"可用的列：" + all, "columns: " + all});
  }
}

// A list of texts is no layer, and a CRS that somebody states for it makes it none.
void require_geometry(const ShapeRequest& request, const dataset::VectorTable& table) {
  if (table.has_geometry) return;
  throw Error(ErrorCode::value_invalid, place_of(*request.source),
              {"表 " + table.name + " 没有几何", "the table " + table.name + " holds no geometry"},
              {"CSV 须有 经度/纬度、lon/lat、x/y 或 WKT 列；.dbf 须与 .shp 放在一起；"
               "项目表应写在 [projects] 中",
               "a CSV needs columns 经度/纬度, lon/lat, x/y or WKT; a .dbf needs its .shp beside "
               "it; a list of projects belongs under [projects]"});
}

// Lines and points where areas are wanted measure as nothing, which would look like "no conflict".
bool lacks_area(const ShapeRequest& request, const geometry::Shape& shape) {
  return request.dimension == 2 && !request.lines_have_width && shape.dimension() < 2;
}

Text no_area() {
  return {"需要面，实为线或点", "an area is wanted, this is a line or a point"};
}

Text drawing_hint(const dataset::VectorTable& table) {
  std::set<std::string> names;
  const auto column = table.column("Layer");
  for (const dataset::VectorRow& row : table.rows) {
    if (column && row.values[*column]) names.insert(*row.values[*column]);
  }
  const std::string all = joined({names.begin(), names.end()});
  return {"在 CAD 中闭合多段线后重新导出，或以 where = \"Layer = '…'\" 选取闭合的图层；图中图层：" +
              all,
          "close the polylines in the CAD program, or choose the layer that has closed ones with "
          "where = \"Layer = '…'\"; layers of the drawing: " +
              all};
}

// What a table of text lacks is mostly a number that GDAL could read.
Text no_geometry(const std::string& format) {
  if (format != "CSV") return {"没有几何", "there is no geometry"};
  return {"没有几何：坐标列应为数字（如 106.7942，度分秒须先换算成度），WKT 应完整",
          "there is no geometry: coordinates are wanted as numbers (such as 106.7942; degrees with "
          "minutes must be converted) or as whole WKT"};
}

// The bytes of a row are not looked at again, and of a large table they are most of the memory.
geometry::Shape taken_shape(const geometry::Geos& geos, dataset::VectorRow& row) {
  const std::string wkb = std::exchange(row.wkb, {});
  return geometry::from_wkb(geos, wkb);
}

// Repairs and reprojects one row; a null shape means rejected, with the reason in `item`.
geometry::Shape canonical_shape(const geometry::Geos& geos, dataset::VectorRow& row,
                                const std::string& format, const ShapeRequest& request,
                                const SourceCrs& crs, AuditItem& item) {
  if (!row.fault.empty()) {
    item.reason = {"读不出：" + row.fault.text().zh, row.fault.text().en};
    return {};
  }
  if (row.wkb.empty()) {
    item.reason = no_geometry(format);
    return {};
  }
  try {
    geometry::Repair mended =
        geometry::repair(crs.ordered(taken_shape(geos, row)), request.dimension);
    item.reason = both(row.mended.text(), mended.reason);
    item.area_before = mended.area_before;
    item.area_after = mended.area_after;
    if (mended.outcome == RepairOutcome::rejected) return {};
    if (lacks_area(request, mended.shape)) {
      item.reason = no_area();
      return {};
    }
    geometry::Shape shape = crs.to_canonical(std::move(mended.shape));
    if (crs.keeps_positions()) return shape;
    // Rounding in the reprojection can make a needle cross itself.
    const int dimension = shape.dimension();
    geometry::Repair after = geometry::repair(std::move(shape), dimension);
    if (mended.reason.zh.empty()) item.reason = both(row.mended.text(), after.reason);
    return std::move(after.shape);
  } catch (const Error& error) {
    item.reason = error.message();
    return {};
  }
}

// Closed lines of a drawing were read as areas; where lines are wanted they are lines again.
geometry::Shape of_wanted_kind(const ShapeRequest& request, const dataset::VectorTable& table,
                               geometry::Shape shape) {
  const bool closed_line =
      request.dimension == 1 && table.format == "DXF" && shape && shape.dimension() == 2;
  return closed_line ? geometry::outline(shape) : std::move(shape);
}

void require_areas(const ShapeRequest& request, const dataset::VectorTable& table,
                   std::size_t taken, std::size_t without_area) {
  if (without_area == 0 || taken > 0) return;
  Text remedy{
      "给面状图层；线、点状设施写 half_width_m = 半宽（米），或 [layer.fields] half_width_m",
      "give a layer of areas; for lines and points state half_width_m = half the width in "
      "metres, or [layer.fields] half_width_m"};
  if (table.format == "DXF") remedy = drawing_hint(table);
  throw Error(ErrorCode::value_invalid, place_of(*request.source),
              {fmt::format("表 {} 需要面，{} 行全是线或点", table.name, without_area),
               fmt::format("the table {} should hold areas; all {} rows are lines or points",
                           table.name, without_area)},
              remedy);
}

}  // namespace

std::string ShapeTable::value(const ShapeRow& row, const std::string& column) const {
  if (column.empty()) return {};
  return row.row->values[*table.column(column)].value_or("");
}

namespace {

using TakeRow = std::function<void(ShapeRow)>;

// Gives every usable row of `out.table`, and accounts for all of them.
void each_row(const geometry::Geos& geos, const ShapeRequest& request, ShapeTable& out,
              SourceAudit& audit, const TakeRow& take) {
  require_columns(request, out.table);
  require_geometry(request, out.table);
  const SourceCrs crs(geos, *request.source, out.table, request.area, audit);
  out.datum_accuracy_m = crs.accuracy_m();
  UniqueIds ids(out.table.rows.size());
  std::size_t without_area = 0;
  for (dataset::VectorRow& row : out.table.rows) {
    ShapeRow entry{&row, "", {}};
    entry.id = request.id_column.empty() ? "" : out.value(entry, request.id_column);
    if (entry.id.empty()) entry.id = std::to_string(row.number);
    AuditItem item{entry.id, false, {}, 0.0, 0.0};
    entry.shape = of_wanted_kind(request, out.table,
                                 canonical_shape(geos, row, out.table.format, request, crs, item));
    if (!entry.shape) {
      without_area += item.reason == no_area() ? 1 : 0;
      audit.reject(std::move(item));
      continue;
    }
    if (!ids.add(entry.id)) {
      for (int copy = 2; !ids.add(entry.id); ++copy) entry.id = fmt::format("{}#{}", item.id, copy);
      item.reason = {"编号重复，改为 " + entry.id, "the id stands twice; renamed " + entry.id};
    }
    if (item.reason.zh.empty()) {
      audit.use();
    } else {
      audit.repair(std::move(item));
    }
    take(std::move(entry));
  }
  require_areas(request, out.table, ids.size(), without_area);
}

}  // namespace

ShapeTable read_shapes(const geometry::Geos& geos, const ShapeRequest& request,
                       SourceAudit& audit) {
  return shapes_of(geos, request, read_source_table(*request.source, audit, request.digests),
                   audit);
}

ShapeTable shapes_of(const geometry::Geos& geos, const ShapeRequest& request,
                     dataset::VectorTable table, SourceAudit& audit) {
  ShapeTable out;
  out.table = std::move(table);
  out.rows.reserve(out.table.rows.size());
  each_row(geos, request, out, audit, [&](ShapeRow row) { out.rows.push_back(std::move(row)); });
  return out;
}

void take_shapes(const geometry::Geos& geos, const ShapeRequest& request, SourceAudit& audit,
                 const TakeShape& take) {
  ShapeTable table;
  table.table = read_source_table(*request.source, audit, request.digests);
  each_row(geos, request, table, audit, [&](ShapeRow row) {
    const dataset::VectorRow* taken = row.row;
    take(table, std::move(row));
    // Its texts are not looked at again.
    table.table.rows[static_cast<std::size_t>(taken - table.table.rows.data())] = {};
  });
}

}  // namespace xuanzhi::workspace
