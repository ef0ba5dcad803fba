// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <filesystem>
#include <memory>
#include <string>

namespace xuanzhi::dataset {

/// A picture of the ground that GDAL can read (GeoTIFF, MBTiles, …), cut into squares of the web
/// map's pyramid. Safe to use from any thread: one square is made at a time.
class RasterTiles {
 public:
  /// Throws `Error`: file_missing, file_unreadable where it holds no picture, crs_missing.
  explicit RasterTiles(const std::filesystem::path& file);
  ~RasterTiles();
  RasterTiles(const RasterTiles&) = delete;
  RasterTiles& operator=(const RasterTiles&) = delete;

  /// West, south, east, north in metres of EPSG:3857.
  const std::array<double, 4>& box() const;

  /// 256 × 256 pixels of a box in EPSG:3857 as PNG, transparent where there is no picture; empty
  /// where the box lies outside. Throws `Error` (file_unreadable).
  std::string png(const std::array<double, 4>& box) const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace xuanzhi::dataset
