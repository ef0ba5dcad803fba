// SPDX-License-Identifier: Apache-2.0
#include "xuanzhi/workspace/conversion.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "source_crs.h"
#include "xuanzhi/base/error.h"
#include "xuanzhi/dataset/vector_writer.h"
#include "xuanzhi/geometry/repair.h"
#include "xuanzhi/workspace/source_table.h"
#include "xuanzhi/workspace/survey_target.h"

namespace xuanzhi::workspace {

namespace {

namespace fs = std::filesystem;
using dataset::VectorFormat;
using dataset::VectorRow;
using dataset::VectorTable;
using geometry::CrsTransform;
using geometry::Shape;

constexpr const char* kDegrees = "EPSG:4326";

const VectorFormat& format_of(const fs::path& target) {
  static const VectorFormat kSurvey{"txt", "TXT", false, true, true, true, "GB18030", true};
  if (is_survey_target(target)) return kSurvey;
  if (const VectorFormat* format = dataset::vector_format(target)) return *format;
  const std::string all = joined(dataset::vector_suffixes()) + ", txt";
  throw Error(ErrorCode::wrong_usage, target.string(),
              {"不支持的输出格式 " + target.extension().string(),
               "no format to write: " + target.extension().string()},
              {"可用的后缀：" + all, "suffixes: " + all});
}

void refuse_same_file(const ConversionRequest& request) {
  std::error_code error;
  if (!fs::exists(request.target, error) ||
      !fs::equivalent(request.target, request.source.source, error)) {
    return;
  }
  throw Error(ErrorCode::wrong_usage, request.target.string(),
              {"输入与输出是同一文件", "input and output are the same file"},
              {"请另取输出文件名", "give another name for the output"});
}

// From the numbers of the source to those of the target.
class Reprojection {
 public:
  Reprojection(const SourceCrs& source, std::string to_crs, const VectorFormat& format)
      : source_(&source), definition_(std::move(to_crs)) {
    if (definition_.empty() && (format.degrees_only || source.displaced())) definition_ = kDegrees;
    if (definition_.empty()) {
      definition_ = source.definition();
    } else if (format.degrees_only && definition_ != kDegrees) {
      throw Error(ErrorCode::wrong_usage, "--to-crs",
                  {"该格式只能是 WGS 84 经纬度", "this format is always in WGS 84 degrees"},
                  {"去掉 --to-crs，或改用 gpkg、shp", "leave --to-crs out, or write gpkg or shp"});
    }
    const bool same = definition_ == source.definition() && !source.displaced();
    if (!same) target_.emplace(CrsTransform::from_canonical(definition_));
  }

  const std::string& definition() const { return definition_; }
  std::string name() const {
    return target_ ? target_->source_name()
                   : CrsTransform::to_canonical(definition_, geometry::SecretDatum::unshifted)
                         .source_name();
  }
  Shape apply(const Shape& ordered) const {
    if (!target_) return ordered.clone();
    return target_->apply_to_vertices(source_->vertices_to_canonical(ordered));
  }

 private:
  const SourceCrs* source_;
  std::string definition_;
  std::optional<CrsTransform> target_;
};

int dimension_of(const geometry::Geos& geos, const VectorRow& row) {
  if (row.wkb.empty() || !row.fault.empty()) return -1;
  try {
    return geometry::from_wkb(geos, row.wkb).dimension();
  } catch (const Error&) {
    return -1;
  }
}

// The row as it is to be written; nothing where it is rejected, with the reason in `item`.
std::optional<VectorRow> converted_row(const geometry::Geos& geos, const VectorRow& row,
                                       int only_dimension, bool needs_geometry,
                                       const SourceCrs& crs, const Reprojection& reprojection,
                                       AuditItem& item) {
  VectorRow out{row.number, "", row.values, {}, {}};
  if (!row.fault.empty()) {
    item.reason = {"读不出：" + row.fault.text().zh, row.fault.text().en};
    return std::nullopt;
  }
  if (row.wkb.empty() && needs_geometry) {
    item.reason = {"没有几何", "there is no geometry"};
    return std::nullopt;
  }
  if (row.wkb.empty()) return out;
  try {
    Shape raw = geometry::from_wkb(geos, row.wkb);
    const int dimension = raw.dimension();
    if (only_dimension >= 0 && dimension != only_dimension) {
      item.reason = {"该格式一个文件只能存一种几何，此行另为一种",
                     "this format holds one kind of geometry per file, and this row is another"};
      return std::nullopt;
    }
    geometry::Repair mended = geometry::repair(crs.ordered(std::move(raw)), dimension);
    item.reason = both(row.mended.text(), mended.reason);
    item.area_before = mended.area_before;
    item.area_after = mended.area_after;
    if (mended.outcome == geometry::RepairOutcome::rejected) return std::nullopt;
    out.wkb = geometry::to_wkb(reprojection.apply(mended.shape));
    return out;
  } catch (const Error& error) {
    item.reason = error.message();
    return std::nullopt;
  }
}

VectorTable converted_table(const geometry::Geos& geos, const VectorTable& table,
                            const VectorFormat& format, const SourceCrs& crs,
                            const Reprojection& reprojection, SourceAudit& audit) {
  VectorTable out;
  out.name = table.name;
  out.columns = table.columns;
  out.types = table.types;
  out.has_geometry = table.has_geometry;
  int highest = -1;
  for (const VectorRow& row : table.rows) {
    if (format.one_kind) highest = std::max(highest, dimension_of(geos, row));
  }
  for (const VectorRow& row : table.rows) {
    AuditItem item{std::to_string(row.number), false, {}, 0.0, 0.0};
    auto done = converted_row(geos, row, highest, !format.attributes || format.suffix == "txt", crs,
                              reprojection, item);
    if (!done) {
      audit.reject(std::move(item));
      continue;
    }
    out.rows.push_back(std::move(*done));
    if (item.reason.zh.empty()) {
      audit.use();
    } else {
      audit.repair(std::move(item));
    }
  }
  return out;
}

// A zone is known by its code, however its definition is written.
std::string code_of(const std::string& definition) {
  const std::string name =
      CrsTransform::to_canonical(definition, geometry::SecretDatum::unshifted).source_name();
  const std::size_t begin = name.find("(EPSG:");
  return begin == std::string::npos ? definition
                                    : name.substr(begin + 1, name.rfind(')') - begin - 1);
}

dataset::WrittenVector write(const VectorTable& table, const ConversionRequest& request,
                             const std::string& crs) {
  if (!is_survey_target(request.target))
    return dataset::write_vector(table, {request.target, crs, request.encoding});
  write_survey_target(table, code_of(crs), request.encoding, request.target);
  dataset::WrittenVector out;
  out.encoding = request.encoding.empty() ? "GB18030" : request.encoding;
  out.files = {fs::absolute(request.target)};
  return out;
}

}  // namespace

Conversion convert(const ConversionRequest& request) {
  const VectorFormat& format = format_of(request.target);
  refuse_same_file(request);
  Conversion out;
  out.audit.source_id = request.source.source.stem().string();
  out.audit.kind = "convert";
  const geometry::Geos geos;
  const VectorTable table = read_source_table(request.source, out.audit);
  out.source_format = table.format;
  const SourceCrs crs(geos, request.source, table, std::nullopt, out.audit);
  const Reprojection reprojection(crs, request.to_crs, format);
  const VectorTable made = converted_table(geos, table, format, crs, reprojection, out.audit);
  out.target_crs = reprojection.name();
  dataset::WrittenVector written = write(made, request, reprojection.definition());
  out.target_format = format.driver;
  out.target_encoding = written.encoding;
  out.rows_written = made.rows.size();
  out.renamed = std::move(written.renamed);
  out.notes = std::move(written.notes);
  out.files = std::move(written.files);
  if (!format.states_crs) {
    out.notes.push_back({"该格式不存坐标系，读取时须写明 " + out.target_crs,
                         "this format states no CRS; its readers must be told " + out.target_crs});
  }
  return out;
}

}  // namespace xuanzhi::workspace
