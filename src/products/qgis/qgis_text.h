// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <string_view>

namespace xuanzhi::products {

inline constexpr std::string_view kQgisDoctype =
    "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n";

/// The release whose forms are written; newer ones read them. Before 3.22 symbols had another form.
inline constexpr std::string_view kQgisVersion = "3.22.16";

/// Fonts with Chinese glyphs, the first that is installed is taken: Windows, macOS, Linux, Linux.
inline constexpr std::array<std::string_view, 4> kFontFamilies{
    "Microsoft YaHei", "PingFang SC", "Noto Sans CJK SC", "WenQuanYi Zen Hei"};

}  // namespace xuanzhi::products
