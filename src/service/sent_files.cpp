// SPDX-License-Identifier: Apache-2.0
#include "sent_files.h"

#include <algorithm>
#include <array>
#include <fstream>
#include <string_view>

#include <openssl/evp.h>
#include <nlohmann/json.hpp>

#include "malformed.h"
#include "xuanzhi/base/text.h"
#include "xuanzhi/dataset/database.h"

namespace xuanzhi::service {

using nlohmann::json;

namespace {

constexpr std::array<std::string_view, 7> kKinds{"shp", "shx", "dbf", "prj", "cpg", "gpkg", "kml"};

std::string decoded(const std::string& base64, const std::string& place) {
  if (base64.size() % 4 != 0) throw malformed(place, {"base64 有误", "this is no base64"});
  std::string out(base64.size() / 4 * 3, '\0');
  const int size = EVP_DecodeBlock(reinterpret_cast<unsigned char*>(out.data()),
                                   reinterpret_cast<const unsigned char*>(base64.data()),
                                   static_cast<int>(base64.size()));
  if (size < 0) throw malformed(place, {"base64 有误", "this is no base64"});
  const std::size_t padding = base64.ends_with("==") ? 2 : base64.ends_with("=") ? 1 : 0;
  out.resize(static_cast<std::size_t>(size) - padding);
  return out;
}

bool is_what_it_says(std::string_view kind, std::string_view bytes) {
  static constexpr std::string_view kShape("\x00\x00\x27\x0a", 4);
  if (kind == "shp" || kind == "shx") return bytes.starts_with(kShape);
  if (kind == "gpkg") return bytes.starts_with("SQLite format 3");
  if (kind != "kml") return true;
  static constexpr std::size_t kHead = 2048;
  const std::string head = lower_case(bytes.substr(0, kHead));
  return head.find("<kml") != std::string::npos && head.find("vrt") == std::string::npos;
}

// SpatiaLite and GDAL bring modules of virtual tables that read other files; all are called
// Virtual…. Those of an R-tree, which every GeoPackage has, are not. Asked of SQLite itself, which
// runs no module for it: the text in the file may have breaks and comments anywhere.
void require_no_virtual_tables(const std::filesystem::path& file, const std::string& place) {
  bool found = false;
  try {
    dataset::Database database = dataset::Database::open_to_read(file.string());
    dataset::Statement statement = database.prepare(
        "SELECT 1 FROM sqlite_master WHERE instr(lower(substr(sql, 15)), 'virtual') > 0 AND "
        "lower(sql) LIKE 'create%virtual%table%' LIMIT 1");
    found = statement.step();
  } catch (const Error&) {
    throw Error(ErrorCode::value_invalid, place,
                {"GeoPackage 已损坏", "the GeoPackage is damaged"});
  }
  if (!found) return;
  throw Error(ErrorCode::media_type_unsupported, place,
              {"GeoPackage 含虚拟表", "the GeoPackage has virtual tables"},
              {"另存为不含虚拟表的 GeoPackage", "save it without them"});
}

}  // namespace

std::filesystem::path store_sent_files(const json& files, const std::filesystem::path& folder,
                                       const std::string& place) {
  if (!files.is_array() || files.empty() || files.size() > kKinds.size())
    throw malformed(place, {"应为 1 到 7 个文件", "1 to 7 files are wanted"});
  std::filesystem::path main;
  for (std::size_t i = 0; i < files.size(); ++i) {
    const std::string here = place + "/" + std::to_string(i);
    const json& file = files[i];
    if (!file.is_object() || !file.contains("kind") || !file["kind"].is_string() ||
        !file.contains("base64") || !file["base64"].is_string())
      throw malformed(here, {"应有 kind 与 base64", "kind and base64 are wanted"});
    const std::string kind = file["kind"].get<std::string>();
    const auto known = std::find(kKinds.begin(), kKinds.end(), kind);
    const std::string bytes = decoded(file["base64"].get_ref<const std::string&>(), here);
    if (known == kKinds.end() || !is_what_it_says(kind, bytes)) {
      throw Error(ErrorCode::media_type_unsupported, here,
                  {"不是可读的文件：" + kind, "no file that can be read: " + kind},
                  {"可用 Shapefile（shp、shx、dbf、prj、cpg）、GeoPackage、KML",
                   "shapefiles (shp, shx, dbf, prj, cpg), GeoPackage and KML can be read"});
    }
    // The name is made of our own words, never of the request's.
    const std::filesystem::path target = folder / ("site." + std::string(*known));
    std::ofstream(target, std::ios::binary) << bytes;
    if (kind == "gpkg") require_no_virtual_tables(target, here);
    if (kind == "shp" || kind == "gpkg" || kind == "kml") main = target;
  }
  if (main.empty())
    throw malformed(place, {"缺少 .shp、.gpkg 或 .kml", "a .shp, .gpkg or .kml is missing"});
  return main;
}

}  // namespace xuanzhi::service
