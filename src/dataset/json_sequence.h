// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace xuanzhi::dataset {

/// Whether after the first JSON object of a text another one begins: a sequence of features, of
/// which a reader of GeoJSON takes the first and drops the rest without a word.
bool is_json_sequence(std::string_view text);

}  // namespace xuanzhi::dataset
