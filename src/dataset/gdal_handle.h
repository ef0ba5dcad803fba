// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <cpl_error.h>
#include <gdal_priv.h>
#include <ogrsf_frmts.h>

namespace xuanzhi::dataset {

struct DatasetClose {
  void operator()(GDALDataset* dataset) const { GDALClose(dataset); }
};
using DatasetHandle = std::unique_ptr<GDALDataset, DatasetClose>;

struct FeatureFree {
  void operator()(OGRFeature* feature) const { OGRFeature::DestroyFeature(feature); }
};
using FeatureHandle = std::unique_ptr<OGRFeature, FeatureFree>;

/// While it lives, what GDAL says on this thread is collected instead of printed.
class GdalMessages {
 public:
  GdalMessages();
  ~GdalMessages();
  GdalMessages(const GdalMessages&) = delete;
  GdalMessages& operator=(const GdalMessages&) = delete;

  const std::vector<std::string>& all() const { return messages_; }
  /// The last message that is about the file; nothing where there is none.
  std::optional<std::string> reason() const;
  /// The same, with a fallback.
  std::string last() const { return reason().value_or("GDAL gave no reason"); }
  /// How many of them were errors and no mere warnings.
  std::size_t failures() const { return failures_; }

 private:
  static void collect(CPLErr level, CPLErrorNum number, const char* message) noexcept;

  std::vector<std::string> messages_;
  std::size_t failures_ = 0;
};

/// Registers GDAL's drivers once.
void register_drivers();

}  // namespace xuanzhi::dataset
