// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>

namespace xuanzhi::dataset {

/// An ODS as GDAL can read it. GDAL 3.6 skips the cells that a merged cell covers, so that all
/// cells to the right of them move to the left; the copy in memory has blank cells in their place.
class OdsCopy {
 public:
  /// Copies the cells of an .ods; any other file is left where it is.
  explicit OdsCopy(const std::filesystem::path& source);
  ~OdsCopy();
  OdsCopy(const OdsCopy&) = delete;
  OdsCopy& operator=(const OdsCopy&) = delete;

  /// What to open: the copy, or the source where there is none.
  std::filesystem::path path() const;

 private:
  std::filesystem::path source_;
  std::string copy_;
  std::string content_;
};

}  // namespace xuanzhi::dataset
