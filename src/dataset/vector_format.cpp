// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "archive_member.h"
#include "xuanzhi/dataset/vector_writer.h"

namespace xuanzhi::dataset {

namespace {

const std::vector<VectorFormat>& formats() {
  static const std::vector<VectorFormat> kFormats{
      {"gpkg", "GPKG"},
      {"shp", "ESRI Shapefile", false, true, true, true, "GB18030", true},
      {"geojson", "GeoJSON"},
      {"geojsonl", "GeoJSONSeq", true},
      {"fgb", "FlatGeobuf"},
      {"kml", "LIBKML", true},
      {"kmz", "LIBKML", true},
      // Its .prj would be that of a shapefile of the same name.
      {"csv", "CSV", false, false, true, false, "UTF-8", true},
      {"gml", "GML"},
      {"dxf", "DXF", false, false, false, false},
      {"gdb", "OpenFileGDB", false, true},
      {"sqlite", "SQLite"},
  };
  return kFormats;
}

}  // namespace

const VectorFormat* vector_format(const std::filesystem::path& file) {
  std::string suffix = suffix_of(file.string());
  if (suffix == "json") suffix = "geojson";
  const auto found = std::find_if(formats().begin(), formats().end(),
                                  [&](const VectorFormat& f) { return f.suffix == suffix; });
  return found == formats().end() ? nullptr : &*found;
}

std::vector<std::string> vector_suffixes() {
  std::vector<std::string> out;
  for (const VectorFormat& format : formats()) out.push_back(format.suffix);
  return out;
}

}  // namespace xuanzhi::dataset
