// SPDX-License-Identifier: Apache-2.0
#include "gdal_handle.h"

#include <mutex>

namespace xuanzhi::dataset {

namespace {

// A file with a fault in every record must not fill the memory with sentences about it.
constexpr std::size_t kMostMessages = 100;

void collect(CPLErr level, CPLErrorNum, const char* message) noexcept {
  if (level < CE_Warning) return;
  auto* messages = static_cast<std::vector<std::string>*>(CPLGetErrorHandlerUserData());
  if (messages->size() >= kMostMessages) return;
  try {
    if (messages->empty() || messages->back() != message) messages->emplace_back(message);
  } catch (...) {
    // Out of memory while noting a warning: the warning is lost, the work goes on.
  }
}

}  // namespace

GdalMessages::GdalMessages() {
  CPLErrorReset();
  CPLPushErrorHandlerEx(collect, &messages_);
}

GdalMessages::~GdalMessages() {
  CPLPopErrorHandler();
}

std::string GdalMessages::last() const {
  return messages_.empty() ? "GDAL gave no reason" : messages_.back();
}

void register_drivers() {
  static std::once_flag once;
  std::call_once(once, [] { GDALAllRegister(); });
}

}  // namespace xuanzhi::dataset
