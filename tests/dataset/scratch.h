// SPDX-License-Identifier: Apache-2.0
// Files for the tests of this room, made and read with GDAL itself and not with our code.
#pragma once

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <cpl_conv.h>
#include <gdal_priv.h>
#include <ogrsf_frmts.h>

#include "base/scratch.h"
#include "support/catch.h"

namespace scratch {

namespace fs = std::filesystem;

inline std::string bytes_of(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

inline void write(const fs::path& file, const std::string& bytes) {
  std::ofstream(file, std::ios::binary) << bytes;
}

/// A file of `../shared/realdata`; empty with a warning where it is absent.
inline fs::path real_file(const std::string& name) {
  fs::path file = fs::path(XUANZHI_SOURCE_DIR) / "../shared/realdata" / name;
  if (fs::exists(file)) return file;
  WARN("skipped, no " << file);
  return {};
}

struct Close {
  void operator()(GDALDataset* dataset) const { GDALClose(dataset); }
};
using Dataset = std::unique_ptr<GDALDataset, Close>;

inline Dataset open(const fs::path& file) {
  GDALAllRegister();
  return Dataset(GDALDataset::Open(file.c_str(), GDAL_OF_VECTOR | GDAL_OF_READONLY));
}

/// One table to be written by GDAL: WKT (or "") and text values of every row.
struct Table {
  std::string name;
  OGRwkbGeometryType type = wkbUnknown;
  std::vector<std::string> columns;
  std::vector<std::pair<std::string, std::vector<std::string>>> rows;
};

/// Writes tables with a driver of GDAL; layer options as `KEY=VALUE`.
inline void make(const fs::path& file, const char* driver, const std::vector<Table>& tables,
                 const std::vector<std::string>& options = {}) {
  GDALAllRegister();
  GDALDriver* maker = GetGDALDriverManager()->GetDriverByName(driver);
  REQUIRE(maker != nullptr);
  const Dataset dataset(maker->Create(file.c_str(), 0, 0, 0, GDT_Unknown, nullptr));
  REQUIRE(dataset);
  CPLStringList list;
  for (const std::string& option : options) list.AddString(option.c_str());
  for (const Table& table : tables) {
    OGRLayer* layer = dataset->CreateLayer(table.name.c_str(), nullptr, table.type, list.List());
    REQUIRE(layer != nullptr);
    for (const std::string& column : table.columns) {
      OGRFieldDefn field(column.c_str(), OFTString);
      REQUIRE(layer->CreateField(&field) == OGRERR_NONE);
    }
    for (const auto& [wkt, values] : table.rows) {
      OGRFeature feature(layer->GetLayerDefn());
      for (std::size_t i = 0; i < values.size(); ++i) {
        feature.SetField(static_cast<int>(i), values[i].c_str());
      }
      if (!wkt.empty()) {
        OGRGeometry* geometry = nullptr;
        REQUIRE(OGRGeometryFactory::createFromWkt(wkt.c_str(), nullptr, &geometry) == OGRERR_NONE);
        feature.SetGeometryDirectly(geometry);
      }
      REQUIRE(layer->CreateFeature(&feature) == OGRERR_NONE);
    }
  }
}

/// The geometry of a WKB as GDAL reads it.
inline std::unique_ptr<OGRGeometry> geometry_of(const std::string& wkb) {
  OGRGeometry* raw = nullptr;
  REQUIRE(OGRGeometryFactory::createFromWkb(wkb.data(), nullptr, &raw, wkb.size()) == OGRERR_NONE);
  return std::unique_ptr<OGRGeometry>(raw);
}

inline std::string wkb_of(const std::string& wkt) {
  OGRGeometry* raw = nullptr;
  REQUIRE(OGRGeometryFactory::createFromWkt(wkt.c_str(), nullptr, &raw) == OGRERR_NONE);
  const std::unique_ptr<OGRGeometry> geometry(raw);
  std::string out(static_cast<std::size_t>(geometry->WkbSize()), '\0');
  REQUIRE(geometry->exportToWkb(wkbNDR, reinterpret_cast<unsigned char*>(out.data()),
                                wkbVariantIso) == OGRERR_NONE);
  return out;
}

}  // namespace scratch
