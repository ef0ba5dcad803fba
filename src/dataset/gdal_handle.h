// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
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
  /// The last message, or a fallback where GDAL was silent.
  std::string last() const;

 private:
  std::vector<std::string> messages_;
};

/// Registers GDAL's drivers once.
void register_drivers();

}  // namespace xuanzhi::dataset
