// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <string>

#include "xuanzhi/base/text.h"

namespace xuanzhi::products::report {

/// What a whole report file is made of: the same article in both languages, of which the reader
/// sees one; `language` is the one that is seen (and printed) first.
struct Page {
  Text title;
  Text header;  ///< at the top of every printed page but the first
  Language language = Language::chinese;
  std::array<std::string, 2> articles;  ///< by `Language`
};

/// A self-contained HTML file: nothing is fetched and nothing is run. The language is switched
/// without a script. Well-formed as XML too.
std::string page_html(const Page& page);

}  // namespace xuanzhi::products::report
