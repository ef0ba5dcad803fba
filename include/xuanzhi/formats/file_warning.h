// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>

#include "xuanzhi/base/text.h"

namespace xuanzhi::formats {

/// Something that a reader noticed and that did not stop it.
struct FileWarning {
  std::size_t line = 0;  ///< counted from 1; 0 where the whole file is meant
  Text text;
};

}  // namespace xuanzhi::formats
