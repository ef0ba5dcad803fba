// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <utility>

#include "xuanzhi/base/error.h"

namespace xuanzhi::service {

/// What a request says at a place in it cannot be taken.
inline Error malformed(const std::string& place, Text message) {
  return {ErrorCode::request_malformed, place, std::move(message)};
}

}  // namespace xuanzhi::service
