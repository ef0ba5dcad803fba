// SPDX-License-Identifier: Apache-2.0
#include "ods_copy.h"

#include <atomic>

#include <cpl_vsi.h>
#include <fmt/format.h>

namespace xuanzhi::dataset {

namespace {

// The largest content that is read: a list of projects has a hundredth of it, a zip bomb more.
constexpr vsi_l_offset kMostBytes = 512ULL << 20U;

std::string content_of(const std::string& ods) {
  GByte* bytes = nullptr;
  vsi_l_offset size = 0;
  const std::string member = "/vsizip/" + ods + "/content.xml";
  std::string out;
  if (VSIIngestFile(nullptr, member.c_str(), &bytes, &size, kMostBytes) != 0)
    out.assign(reinterpret_cast<const char*>(bytes), static_cast<std::size_t>(size));
  VSIFree(bytes);
  return out;
}

std::string uncovered(const std::string& content) {
  static constexpr std::string_view kCovered = "table:covered-table-cell";
  std::string out;
  std::size_t from = 0;
  for (std::size_t at = content.find(kCovered); at != std::string::npos;
       at = content.find(kCovered, from)) {
    out.append(content, from, at - from);
    out += "table:table-cell";
    from = at + kCovered.size();
  }
  return out.append(content, from);
}

bool is_ods(const std::filesystem::path& source) {
  const std::string extension = source.extension().string();
  return extension == ".ods" || extension == ".ODS";
}

}  // namespace

OdsCopy::OdsCopy(const std::filesystem::path& source) : source_(source) {
  if (!is_ods(source) || !std::filesystem::exists(source)) return;
  content_ = uncovered(content_of(source.string()));
  if (content_.empty()) return;  // GDAL shall say what is wrong with the file
  static std::atomic<int> counter{0};
  copy_ = fmt::format("/vsimem/xuanzhi_ods/{}/content.xml", ++counter);
  VSILFILE* file = VSIFileFromMemBuffer(copy_.c_str(), reinterpret_cast<GByte*>(content_.data()),
                                        content_.size(), FALSE);
  if (file != nullptr) VSIFCloseL(file);
}

OdsCopy::~OdsCopy() {
  if (!copy_.empty()) VSIUnlink(copy_.c_str());
}

std::filesystem::path OdsCopy::path() const {
  return copy_.empty() ? source_ : std::filesystem::path("ODS:" + copy_);
}

}  // namespace xuanzhi::dataset
