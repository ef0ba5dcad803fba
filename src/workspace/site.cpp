// SPDX-License-Identifier: Apache-2.0
#include "xuanzhi/workspace/site.h"

#include <charconv>
#include <cmath>
#include <filesystem>
#include <utility>

#include "shape_source.h"
#include "survey_source.h"
#include "xuanzhi/base/error.h"
#include "xuanzhi/base/units.h"
#include "xuanzhi/geometry/area_meter.h"
#include "xuanzhi/geometry/repair.h"
#include "xuanzhi/workspace/source_table.h"

namespace xuanzhi::workspace {

namespace {

std::string column_of(const SitesConfig& config, const std::string& field) {
  const auto found = config.fields.find(field);
  return found == config.fields.end() ? "" : found->second;
}

SiteKind kind_of(const std::string& word, const std::string& site) {
  if (word.empty() || word == "parcel") return SiteKind::parcel;
  if (word == "park") return SiteKind::park;
  throw Error(ErrorCode::value_invalid, site,
              {"未知的地块类型 " + word, "unknown kind of site " + word},
              {"可用：parcel（整块使用）、park（可部分使用）",
               "allowed: parcel (taken whole), park (taken in part)"});
}

double area_of(const geometry::Shape& shape, AreaBasis basis) {
  const geometry::Box box = shape.box();
  return geometry::AreaMeter(basis, {0.5 * (box.min_x + box.max_x), 0.5 * (box.min_y + box.max_y)})
      .area_m2(shape);
}

double available_land(const SiteInfo& info, const std::string& mu) {
  if (info.kind == SiteKind::parcel || mu.empty()) return info.area_m2;
  double value = 0.0;
  const auto [end, error] = std::from_chars(mu.data(), mu.data() + mu.size(), value);
  const bool whole = error == std::errc{} && end == mu.data() + mu.size();
  if (!whole || !std::isfinite(value) || value < 0.0) {
    throw Error(
        ErrorCode::value_invalid, info.id,
        {"剩余用地应为非负数：" + mu, "the remaining land must be a number from 0 up: " + mu});
  }
  return mu_to_m2(value);
}

std::optional<bool> stock_land(const SiteInfo& info, const std::string& word) {
  if (word.empty()) return std::nullopt;
  if (word == "1" || word == "true" || word == "是") return true;
  if (word == "0" || word == "false" || word == "否") return false;
  throw Error(ErrorCode::value_invalid, info.id,
              {"存量用地应为 1 或 0：" + word, "stock land is 1 or 0: " + word});
}

}  // namespace

namespace {

Site site_of_row(const SitesConfig& config, AreaBasis basis, const ShapeTable& table,
                 ShapeRow row) {
  if (row.shape.dimension() != 2) {
    throw Error(ErrorCode::value_invalid, row.id, {"地块必须是面", "a site must be an area"},
                {"请提供面状图层", "give a layer of polygons"});
  }
  const auto value = [&](const char* field) { return table.value(row, column_of(config, field)); };
  Site site;
  SiteInfo& info = site.info;
  info.id = row.id;
  info.name = value("name");
  info.kind = kind_of(value("kind"), row.id);
  info.park = value("park");
  info.district = value("district");
  info.accuracy_m = config.accuracy_m + table.datum_accuracy_m;
  info.stock_land = stock_land(info, value("stock_land"));
  info.area_m2 = area_of(row.shape, basis);
  info.available_land_m2 = available_land(info, value("available_land_mu"));
  site.shape = geometry::CompactShape(row.shape);
  return site;
}

}  // namespace

std::vector<Site> load_sites(const geometry::Geos& geos, const SitesConfig& config, AreaBasis basis,
                             std::vector<SourceAudit>& audits,
                             const std::optional<geometry::Box>& area, FileDigests* digests) {
  SourceAudit audit;
  audit.source_id = short_name_of(config.table);
  audit.kind = "sites";
  std::vector<std::string> columns;
  for (const auto& [field, column] : config.fields) columns.push_back(column);
  std::vector<Site> sites;
  take_shapes(geos, {&config.table, column_of(config, "id"), columns, 2, false, area, digests},
              audit, [&](const ShapeTable& table, ShapeRow row) {
                if (sites.empty()) sites.reserve(table.table.rows.size());
                sites.push_back(site_of_row(config, basis, table, std::move(row)));
              });
  if (sites.empty()) {
    audit.notes.push_back({"没有可用的地块", "there is no usable site in it"});
  }
  audits.push_back(std::move(audit));
  return sites;
}

namespace {

Site site_of_shape(const geometry::Shape& shape, AreaBasis basis) {
  Site site;
  site.info.id = "given";
  site.info.area_m2 = site.info.available_land_m2 = area_of(shape, basis);
  site.shape = geometry::CompactShape(shape);
  return site;
}

std::vector<Text> remarks_of(const SourceAudit& audit) {
  std::vector<Text> out{{"坐标系 " + audit.crs, "CRS " + audit.crs}};
  if (!audit.encoding.empty())
    out.push_back({"编码 " + audit.encoding, "encoding " + audit.encoding});
  for (const AuditItem& item : audit.items) out.push_back(item.reason);
  out.insert(out.end(), audit.notes.begin(), audit.notes.end());
  return out;
}

// Mostly these say why a file has no usable site.
Text told_by(const std::vector<Text>& remarks) {
  Text out;
  for (const Text& remark : remarks) {
    out.zh += (out.zh.empty() ? "" : "；") + remark.zh;
    out.en += (out.en.empty() ? "" : "; ") + remark.en;
  }
  return out;
}

geometry::Shape shape_of_wkt(const geometry::Geos& geos, const std::string& wkt) {
  try {
    return geometry::from_wkt(geos, wkt);
  } catch (const Error&) {
    const std::string& why = geos.last_message();
    throw Error(ErrorCode::value_invalid, "WKT",
                {"不是可读的 WKT：" + why, "this is no readable WKT: " + why},
                {"例如 POLYGON((106.84 39.70,106.85 39.70,106.85 39.71,106.84 39.70))",
                 "for instance POLYGON((106.84 39.70,106.85 39.70,106.85 39.71,106.84 39.70))"});
  }
}

}  // namespace

std::vector<Site> sites_from_file(const geometry::Geos& geos, const std::filesystem::path& file,
                                  AreaBasis basis, const std::optional<geometry::Box>& area) {
  std::vector<SourceAudit> audits;
  SitesConfig config;
  config.table.source = file;
  std::vector<Site> sites = load_sites(geos, config, basis, audits, area);
  const std::vector<Text> remarks =
      audits.empty() ? std::vector<Text>() : remarks_of(audits.back());
  if (sites.empty()) {
    throw Error(ErrorCode::site_unknown, file.string(),
                {"文件中没有可用的地块", "the file holds no usable site"}, told_by(remarks));
  }
  for (Site& site : sites) site.remarks = remarks;
  return sites;
}

Site site_from_text(const geometry::Geos& geos, const std::string& wkt_or_path, AreaBasis basis,
                    const std::optional<geometry::Box>& area) {
  if (std::filesystem::exists(wkt_or_path)) {
    std::vector<Site> sites = sites_from_file(geos, wkt_or_path, basis, area);
    if (sites.size() == 1) return std::move(sites.front());
    throw Error(ErrorCode::site_unknown, wkt_or_path,
                {"文件中应恰有一个可用地块，实有 " + std::to_string(sites.size()),
                 "the file must hold one usable site, it holds " + std::to_string(sites.size())},
                told_by(sites.front().remarks));
  }
  if (wkt_or_path.find('(') == std::string::npos) {
    throw Error(ErrorCode::file_missing, wkt_or_path, {"没有此文件", "there is no such file"},
                {"给地块编号、现有文件或 WKT", "give the id of a site, a file that exists or WKT"});
  }
  return site_from_wkt(geos, wkt_or_path, basis);
}

Site site_from_wkt(const geometry::Geos& geos, const std::string& wkt, AreaBasis basis) {
  return site_from_shape(shape_of_wkt(geos, wkt), "WKT", basis);
}

Site site_from_shape(const geometry::Shape& area, const std::string& place, AreaBasis basis) {
  geometry::Repair mended = geometry::repair(area.clone(), 2);
  if (mended.outcome == geometry::RepairOutcome::rejected || mended.shape.dimension() != 2) {
    throw Error(ErrorCode::value_invalid, place,
                {"不是可用的面：" + mended.reason.zh, "no usable area: " + mended.reason.en});
  }
  const geometry::Box box = mended.shape.box();
  if (box.min_x < -180.0 || box.max_x > 180.0 || box.min_y < -90.0 || box.max_y > 90.0) {
    throw Error(
        ErrorCode::crs_missing, place,
        {place + " 坐标应为经纬度（度）", place + " must be in degrees of longitude and latitude"},
        {"投影坐标请放入带坐标系的文件",
         "put projected coordinates into a file that states its CRS"});
  }
  Site site = site_of_shape(mended.shape, basis);
  if (!mended.reason.zh.empty()) site.remarks.push_back(mended.reason);
  return site;
}

std::vector<Site> sites_from_survey_text(const geometry::Geos& geos, const std::string& bytes,
                                         const std::string& name, AreaBasis basis,
                                         const std::optional<geometry::Box>& area) {
  SourceAudit audit;
  SourceTable source;
  source.source = name;
  const ShapeTable table = shapes_of(geos, {&source, "", {}, 2, false, area},
                                     read_survey_text(bytes, name, audit), audit);
  std::vector<Site> sites;
  for (const ShapeRow& row : table.rows) {
    Site site = site_of_shape(row.shape, basis);
    site.info.id = table.value(row, "地块编号").empty() ? row.id : table.value(row, "地块编号");
    site.info.name = table.value(row, "地块名称");
    site.info.accuracy_m = table.datum_accuracy_m;
    site.remarks = remarks_of(audit);
    sites.push_back(std::move(site));
  }
  return sites;
}

}  // namespace xuanzhi::workspace
