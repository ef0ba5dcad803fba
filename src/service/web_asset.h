// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace xuanzhi::service {

/// A file of the web page, compiled in.
struct WebAsset {
  std::string_view path;  ///< of the URL
  std::string_view content_type;
  std::string_view bytes;
};

/// Null where there is none. The page at `/` and the API's contract are always there; a program
/// that was built without npm has a page that says so.
const WebAsset* find_web_asset(std::string_view path);

/// False where the page only says that it was not built.
bool has_web_page();

}  // namespace xuanzhi::service
