// SPDX-License-Identifier: Apache-2.0
#include "xuanzhi/dataset/raster_tiles.h"

#include <mutex>
#include <utility>
#include <vector>

#include <cpl_string.h>
#include <cpl_vsi.h>
#include <fmt/format.h>
#include <gdal.h>
#include <gdal_utils.h>

#include "gdal_handle.h"
#include "xuanzhi/base/error.h"

namespace xuanzhi::dataset {

namespace {

constexpr int kPixels = 256;
constexpr const char* kWebMap = "EPSG:3857";

using Picture = DatasetHandle;

struct FreeWarp {
  void operator()(GDALWarpAppOptions* options) const { GDALWarpAppOptionsFree(options); }
};
struct FreeTranslate {
  void operator()(GDALTranslateOptions* options) const { GDALTranslateOptionsFree(options); }
};

Error unreadable(const std::string& file, Text why) {
  return {ErrorCode::file_unreadable,
          file,
          std::move(why),
          {"底图应为带坐标系的 GeoTIFF 或栅格 MBTiles",
           "a base map is a GeoTIFF that states its CRS, or MBTiles of pictures"}};
}

char** words(const std::vector<std::string>& list) {
  char** out = nullptr;
  for (const std::string& word : list) out = CSLAddString(out, word.c_str());
  return out;
}

Picture warped(GDALDatasetH source, const std::vector<std::string>& options) {
  char** list = words(options);
  const std::unique_ptr<GDALWarpAppOptions, FreeWarp> made(GDALWarpAppOptionsNew(list, nullptr));
  CSLDestroy(list);
  const GdalMessages quiet;
  return Picture(GDALDataset::FromHandle(GDALWarp("", nullptr, 1, &source, made.get(), nullptr)));
}

// Colours as bytes: palettes are spread out, deeper pictures scaled.
std::vector<std::string> byte_options(GDALDatasetH source) {
  const GDALRasterBandH band = GDALGetRasterBand(source, 1);
  std::vector<std::string> out{"-of", "VRT"};
  if (GDALGetRasterColorTable(band) != nullptr) {
    out.insert(out.end(), {"-expand", "rgba"});
  } else if (GDALGetRasterDataType(band) != GDT_Byte) {
    out.insert(out.end(), {"-ot", "Byte", "-scale"});
  }
  // PNG holds grey or colours, with transparency or without.
  if (GDALGetRasterCount(source) > 4) out.insert(out.end(), {"-b", "1", "-b", "2", "-b", "3"});
  return out;
}

Picture in_bytes(GDALDatasetH source) {
  char** list = words(byte_options(source));
  const std::unique_ptr<GDALTranslateOptions, FreeTranslate> made(
      GDALTranslateOptionsNew(list, nullptr));
  CSLDestroy(list);
  const GdalMessages quiet;
  return Picture(GDALDataset::FromHandle(GDALTranslate("", source, made.get(), nullptr)));
}

std::string as_png(GDALDatasetH tile) {
  const std::string name = fmt::format("/vsimem/xuanzhi_tile/{}.png", fmt::ptr(tile));
  GDALClose(GDALCreateCopy(GDALGetDriverByName("PNG"), name.c_str(), tile, FALSE, nullptr, nullptr,
                           nullptr));
  vsi_l_offset size = 0;
  GByte* bytes = VSIGetMemFileBuffer(name.c_str(), &size, TRUE);
  if (bytes == nullptr) return {};
  std::string out(reinterpret_cast<const char*>(bytes), size);
  VSIFree(bytes);
  return out;
}

}  // namespace

struct RasterTiles::State {
  std::string file;
  Picture source;
  Picture bytes;  // borrows `source`
  std::array<double, 4> box{};
  std::mutex one_at_a_time;
};

RasterTiles::RasterTiles(const std::filesystem::path& file) : state_(std::make_unique<State>()) {
  register_drivers();
  state_->file = file.string();
  if (!std::filesystem::exists(file)) {
    throw Error(ErrorCode::file_missing, state_->file, {"没有此底图", "there is no such base map"});
  }
  const GdalMessages quiet;
  state_->source.reset(GDALDataset::Open(state_->file.c_str(), GDAL_OF_RASTER | GDAL_OF_READONLY));
  if (!state_->source || GDALGetRasterCount(state_->source.get()) == 0)
    throw unreadable(state_->file, {"不是可读的栅格", "no picture can be read from it"});
  if (GDALGetSpatialRef(state_->source.get()) == nullptr) {
    throw Error(ErrorCode::crs_missing, state_->file,
                {"底图没有坐标系", "the base map states no CRS"},
                {"用 gdal_edit.py -a_srs 写上坐标系", "state it with gdal_edit.py -a_srs"});
  }
  state_->bytes = in_bytes(state_->source.get());
  Picture whole;
  if (state_->bytes) whole = warped(state_->bytes.get(), {"-of", "VRT", "-t_srs", kWebMap});
  std::array<double, 6> at{};
  if (!whole || GDALGetGeoTransform(whole.get(), at.data()) != CE_None)
    throw unreadable(state_->file,
                     {"不能换算到网页地图的坐标系", "it cannot be brought into the web map's CRS"});
  state_->box = {at[0], at[3] + at[5] * GDALGetRasterYSize(whole.get()),
                 at[0] + at[1] * GDALGetRasterXSize(whole.get()), at[3]};
}

RasterTiles::~RasterTiles() = default;

const std::array<double, 4>& RasterTiles::box() const {
  return state_->box;
}

std::string RasterTiles::png(const std::array<double, 4>& box) const {
  const std::array<double, 4>& all = state_->box;
  if (box[0] >= all[2] || box[2] <= all[0] || box[1] >= all[3] || box[3] <= all[1]) return {};
  const std::lock_guard<std::mutex> turn(state_->one_at_a_time);
  std::vector<std::string> options{"-of",
                                   "MEM",
                                   "-t_srs",
                                   kWebMap,
                                   "-r",
                                   "bilinear",
                                   "-dstalpha",
                                   "-ts",
                                   std::to_string(kPixels),
                                   std::to_string(kPixels),
                                   "-te"};
  for (const double edge : box) options.push_back(fmt::format("{:.6f}", edge));
  const Picture tile = warped(state_->bytes.get(), options);
  if (!tile) throw unreadable(state_->file, {"读取底图失败", "the base map could not be read"});
  return as_png(tile.get());
}

}  // namespace xuanzhi::dataset
