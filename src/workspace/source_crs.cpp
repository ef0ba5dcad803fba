// SPDX-License-Identifier: Apache-2.0
#include "source_crs.h"

#include <algorithm>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "xuanzhi/base/error.h"
#include "xuanzhi/geometry/crs_doctor.h"
#include "xuanzhi/workspace/source_table.h"

namespace xuanzhi::workspace {

namespace {

using geometry::Box;
using geometry::CrsFinding;
using geometry::CrsTransform;
using geometry::Point;
using geometry::SecretDatum;
using geometry::Shape;
using geometry::WebShift;

Shape with_axes_swapped(const Shape& shape) {
  return geometry::mapped(shape, [](std::span<const Point> path) {
    std::vector<Point> out;
    for (const Point& p : path) out.push_back({p.y, p.x});
    return out;
  });
}

// The box of a sample of the rows: enough to see in which system the numbers are.
std::optional<Box> sampled_extent(const geometry::Geos& geos, const dataset::VectorTable& table) {
  constexpr std::size_t kSample = 300;
  const std::size_t step = table.rows.size() / kSample + 1;
  std::optional<Box> out;
  for (std::size_t i = 0; i < table.rows.size(); i += step) {
    if (table.rows[i].wkb.empty()) continue;
    try {
      const Box box = geometry::from_wkb(geos, table.rows[i].wkb).box();
      out = out ? out->united(box) : box;
    } catch (const Error&) {
      continue;  // told when the row itself is read
    }
  }
  return out;
}

[[noreturn]] void refuse_missing(const SourceTable& source, const dataset::VectorTable& table,
                                 const std::optional<Box>& extent, const std::optional<Box>& area) {
  Text why{
      "确认后在该图层写明，例如 crs = \"EPSG:4545\"（乌海 3° 带）或 crs = \"EPSG:4490\"（经纬度）",
      "state it for this source in workspace.toml once you know it, e.g. crs = \"EPSG:4545\" "
      "(3° zone of Wuhai) or crs = \"EPSG:4490\" (degrees)"};
  if (extent) {
    const std::vector<CrsFinding> findings = geometry::examine_crs({"", *extent, area});
    why = {"确认后在 workspace.toml 的该来源写明；" + findings.front().message.zh,
           "state it for this source in workspace.toml once you know it; " +
               findings.front().message.en};
  }
  Text what{"文件没有坐标系信息", "the file states no CRS"};
  if (!table.crs_missing.zh.empty())
    what = {"文件的坐标系无法确定：" + table.crs_missing.zh,
            "the CRS of the file cannot be told: " + table.crs_missing.en};
  throw Error(ErrorCode::crs_missing, place_of(source), what, why);
}

std::string chosen_definition(const geometry::Geos& geos, const SourceTable& source,
                              const dataset::VectorTable& table, const std::optional<Box>& area) {
  if (!source.crs.empty()) return source.crs;
  if (table.crs.empty()) refuse_missing(source, table, sampled_extent(geos, table), area);
  return table.crs;
}

CrsTransform transform_of(const SourceTable& source, const std::string& definition) {
  try {
    return CrsTransform::to_canonical(
        definition, source.unshifted ? SecretDatum::unshifted : SecretDatum::refuse);
  } catch (const Error& error) {
    throw error.at(place_of(source));
  }
}

void note_findings(const std::vector<CrsFinding>& findings, SourceAudit& audit) {
  for (const CrsFinding& finding : findings) {
    Text note = finding.message;
    if (!finding.settings.empty()) {
      note.zh = "坐标系可疑：" + note.zh + "；确认后写入 workspace.toml";
      note.en = "the CRS is doubtful: " + note.en + "; state it in workspace.toml once confirmed";
    }
    audit.notes.push_back(std::move(note));
  }
}

}  // namespace

SourceCrs::SourceCrs(const geometry::Geos& geos, const SourceTable& source,
                     const dataset::VectorTable& table, const std::optional<Box>& area,
                     SourceAudit& audit)
    : definition_(chosen_definition(geos, source, table, area)),
      north_east_(source.north_east),
      shift_(geometry::web_shift(source.shift).value_or(WebShift::none)),
      transform_(transform_of(source, definition_)),
      accuracy_m_(transform_.datum_accuracy_m()) {
  audit.crs = transform_.source_name();
  const auto note = [&](std::string zh, std::string en) {
    audit.notes.push_back({std::move(zh), std::move(en)});
  };
  if (!source.crs.empty())
    note("坐标系由 workspace.toml 指定：" + source.crs,
         "the CRS is stated by workspace.toml: " + source.crs);
  if (north_east_)
    note("坐标轴由 workspace.toml 指定为 X=北 在前，已对调",
         "the axes are stated as north first and were swapped");
  if (transform_.unshifted()) {
    accuracy_m_ = source.datum_accuracy_m.value_or(geometry::kUnshiftedAccuracyM);
    note(fmt::format(
             "未做基准转换：西安80/北京54 坐标按 CGCS2000 直接使用，精度另计 {:g} m，近界结论存疑",
             accuracy_m_),
         fmt::format("no datum transformation: coordinates of a secret datum are used as if they "
                     "were CGCS2000; {:g} m are added to the accuracy",
                     accuracy_m_));
  } else if (source.unshifted) {
    note("datum = \"unshifted\" 对此坐标系不起作用",
         "datum = \"unshifted\" has no effect on this CRS");
  }
  if (displaced()) {
    accuracy_m_ += geometry::kWebShiftAccuracyM;
    note("已按 " + source.shift + " 公开公式纠偏到 WGS 84，±2 m 级，不可用于勘界",
         "put back from " + source.shift +
             " to WGS 84 by the public formula, within about 2 m, not for land surveys");
  }
  const std::optional<Box> extent = sampled_extent(geos, table);
  if (!extent) return;
  const Box east_north{
      north_east_ ? extent->min_y : extent->min_x, north_east_ ? extent->min_x : extent->min_y,
      north_east_ ? extent->max_y : extent->max_x, north_east_ ? extent->max_x : extent->max_y};
  note_findings(geometry::examine_crs({definition_, east_north, area}), audit);
}

Shape SourceCrs::ordered(Shape raw) const {
  return north_east_ ? with_axes_swapped(raw) : std::move(raw);
}

Shape SourceCrs::to_canonical(Shape ordered) const {
  Shape out = transform_.apply(std::move(ordered));
  return displaced() ? geometry::put_back(out, shift_) : std::move(out);
}

Shape SourceCrs::vertices_to_canonical(const Shape& ordered) const {
  Shape out = transform_.apply_to_vertices(ordered);
  return displaced() ? geometry::put_back(out, shift_) : std::move(out);
}

}  // namespace xuanzhi::workspace
