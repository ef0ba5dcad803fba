// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <nlohmann/json.hpp>

#include "xuanzhi/base/text.h"

namespace xuanzhi::products {

/// `{"zh": …, "en": …}`
inline nlohmann::json bilingual(const Text& text) {
  return {{"zh", text.zh}, {"en", text.en}};
}

/// A number that is unknown below nought: then null.
inline nlohmann::json optional_number(double value) {
  return value < 0.0 ? nlohmann::json() : nlohmann::json(value);
}

}  // namespace xuanzhi::products
