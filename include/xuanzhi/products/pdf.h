// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>

namespace xuanzhi::products {

/// Prints an HTML file as a PDF with Chromium (Debian's package `chromium`), which is looked for on
/// the PATH under its usual names. The PDF appears whole or not at all; an earlier one stays.
/// Throws `Error` (output_failed): no Chromium, it failed, or it took more than two minutes.
void print_pdf(const std::filesystem::path& html, const std::filesystem::path& pdf);

}  // namespace xuanzhi::products
