// SPDX-License-Identifier: Apache-2.0
#include "archive_member.h"

#include <algorithm>
#include <array>
#include <memory>
#include <optional>

#include <cpl_string.h>
#include <cpl_vsi.h>
#include <fmt/format.h>

#include "encoding_survey.h"
#include "xuanzhi/base/text.h"

namespace xuanzhi::dataset {

namespace {

constexpr std::array<std::string_view, 12> kReadable{"shp", "gpkg", "geojson", "geojsonl",
                                                     "fgb", "kml",  "dxf",     "csv",
                                                     "gml", "tab",  "mif",     "sqlite"};

// The folder `….gdb` that a path lies in; empty where there is none.
std::string geodatabase_of(const std::string& path) {
  std::size_t begin = 0;
  for (std::size_t end = path.find('/'); end != std::string::npos; end = path.find('/', begin)) {
    if (suffix_of(path.substr(begin, end - begin)) == "gdb") return path.substr(0, end);
    begin = end + 1;
  }
  return {};
}

}  // namespace

std::string suffix_of(std::string_view path) {
  const std::size_t dot = path.rfind('.');
  if (dot == std::string_view::npos || path.find('/', dot) != std::string_view::npos) return {};
  return lower_case(path.substr(dot + 1));
}

std::string stem_of(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  if (slash != std::string_view::npos) path.remove_prefix(slash + 1);
  return std::string(path.substr(0, path.rfind('.')));
}

std::string member_name(std::string_view path) {
  std::string name = stem_of(path);
  const bool plain = std::all_of(name.begin(), name.end(),
                                 [](char c) { return static_cast<unsigned char>(c) < 0x80; });
  const std::optional<std::string> bytes = plain ? std::nullopt : encoded(name, "CP437");
  if (!bytes) return name;
  // Unpackers of the Mac leave UTF-8 without saying so.
  if (is_utf8(*bytes)) return *bytes;
  return decoded(*bytes, "GB18030").value_or(name);
}

std::vector<std::string> archive_members(const std::string& archive) {
  const std::string root = "/vsizip/" + archive;
  struct Free {
    void operator()(char** list) const { CSLDestroy(list); }
  };
  const std::unique_ptr<char*, Free> list(VSIReadDirRecursive(root.c_str()));
  std::vector<std::string> out;
  for (int i = 0; i < CSLCount(list.get()); ++i) {
    const std::string path = list.get()[i];
    // What the Mac adds to archives is no data.
    if (path.find("__MACOSX") != std::string::npos) continue;
    const std::string geodatabase = geodatabase_of(path);
    const std::string suffix = suffix_of(path);
    const bool readable = std::find(kReadable.begin(), kReadable.end(), suffix) != kReadable.end();
    if (!geodatabase.empty() || readable)
      out.push_back(fmt::format("{}/{}", root, geodatabase.empty() ? path : geodatabase));
  }
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

}  // namespace xuanzhi::dataset
