// SPDX-License-Identifier: Apache-2.0
#include "xuanzhi/dataset/converted_file.h"

#include <algorithm>
#include <memory>

#include <gdal_utils.h>

#include "gdal_handle.h"
#include "xuanzhi/base/error.h"

namespace xuanzhi::dataset {

namespace fs = std::filesystem;

namespace {

struct Format {
  const char* suffix;
  const char* driver;
  std::vector<const char*> options;
};

const std::vector<Format>& formats() {
  static const std::vector<Format> kFormats{
      {"geojson", "GeoJSON", {"-lco", "RFC7946=YES", "-lco", "COORDINATE_PRECISION=9"}},
      {"fgb", "FlatGeobuf", {}},
      {"shp", "ESRI Shapefile", {"-lco", "ENCODING=GB18030"}},
      {"csv", "CSV", {"-lco", "GEOMETRY=AS_WKT", "-lco", "WRITE_BOM=YES"}},
      {"kml", "LIBKML", {}},
  };
  return kFormats;
}

[[noreturn]] void fail(const fs::path& target, const std::string& why) {
  throw Error(ErrorCode::output_failed, target.string(),
              {"导出失败：" + why, "exporting failed: " + why});
}

// Written into a folder of its own and moved file by file, so that a failure leaves what was there.
void move_all(const fs::path& from, const fs::path& to) {
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(from)) {
    fs::rename(entry.path(), to / entry.path().filename(), error);
    if (error) fail(to, error.message());
  }
}

}  // namespace

std::vector<std::string> export_formats() {
  std::vector<std::string> out;
  for (const Format& format : formats()) out.emplace_back(format.suffix);
  return out;
}

fs::path convert_table(const fs::path& geopackage, const std::string& table,
                       const std::string& format_name, const fs::path& folder) {
  register_drivers();
  const GdalMessages messages;
  const auto format = std::find_if(formats().begin(), formats().end(),
                                   [&](const Format& f) { return f.suffix == format_name; });
  if (format == formats().end()) fail(folder, "unknown format " + format_name);
  const DatasetHandle source(
      GDALDataset::Open(geopackage.c_str(), GDAL_OF_VECTOR | GDAL_OF_READONLY));
  if (!source) fail(geopackage, messages.last());
  std::vector<const char*> words{"-f", format->driver, "-preserve_fid"};
  words.insert(words.end(), format->options.begin(), format->options.end());
  words.insert(words.end(), {table.c_str(), nullptr});
  struct Free {
    void operator()(GDALVectorTranslateOptions* options) const {
      GDALVectorTranslateOptionsFree(options);
    }
  };
  const std::unique_ptr<GDALVectorTranslateOptions, Free> options(
      GDALVectorTranslateOptionsNew(const_cast<char**>(words.data()), nullptr));
  const fs::path pending = folder / ("." + table + "." + format_name + ".part");
  fs::remove_all(pending);
  fs::create_directories(pending);
  const std::string file = table + "." + format_name;
  GDALDatasetH input = GDALDataset::ToHandle(source.get());
  int fault = 0;
  DatasetHandle target(GDALDataset::FromHandle(
      GDALVectorTranslate((pending / file).c_str(), nullptr, 1, &input, options.get(), &fault)));
  if (!target || fault != 0) {
    fs::remove_all(pending);
    fail(folder / file, messages.last());
  }
  target.reset();
  move_all(pending, folder);
  fs::remove_all(pending);
  return folder / file;
}

}  // namespace xuanzhi::dataset
