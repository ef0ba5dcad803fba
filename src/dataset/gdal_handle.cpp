// SPDX-License-Identifier: Apache-2.0
#include "gdal_handle.h"

#include <algorithm>
#include <mutex>
#include <utility>

#include "xuanzhi/base/text.h"

namespace xuanzhi::dataset {

namespace {

// A file with a fault in every record must not fill the memory with sentences about it.
constexpr std::size_t kMostMessages = 100;

// GDAL quotes the bytes of a broken file; what we tell on is text.
std::string as_text(std::string message) {
  if (is_utf8(message)) return message;
  std::replace_if(
      message.begin(), message.end(), [](char c) { return static_cast<unsigned char>(c) >= 0x80; },
      '?');
  return message;
}

}  // namespace

GdalMessages::GdalMessages() {
  CPLErrorReset();
  CPLPushErrorHandlerEx(collect, this);
}

GdalMessages::~GdalMessages() {
  CPLPopErrorHandler();
}

void GdalMessages::collect(CPLErr level, CPLErrorNum, const char* message) noexcept {
  if (level < CE_Warning) return;
  auto& said = *static_cast<GdalMessages*>(CPLGetErrorHandlerUserData());
  if (level >= CE_Failure) ++said.failures_;
  if (said.messages_.size() >= kMostMessages) return;
  try {
    std::string text = as_text(message);
    if (said.messages_.empty() || said.messages_.back() != text)
      said.messages_.push_back(std::move(text));
  } catch (...) {
    // Out of memory while noting a warning: the warning is lost, the work goes on.
  }
}

std::optional<std::string> GdalMessages::reason() const {
  // Readers try the text of any file as the definition of a CRS; that it is none says nothing.
  const auto found =
      std::find_if(messages_.rbegin(), messages_.rend(),
                   [](const std::string& said) { return !said.starts_with("PROJ: proj_create"); });
  if (found == messages_.rend()) return std::nullopt;
  return *found;
}

void register_drivers() {
  static std::once_flag once;
  std::call_once(once, [] { GDALAllRegister(); });
}

}  // namespace xuanzhi::dataset
