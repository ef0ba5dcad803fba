// SPDX-License-Identifier: Apache-2.0
#include "xuanzhi/products/direction_title.h"

namespace xuanzhi::products {

Text direction_title(const rules::DirectionBook* book, const std::string& code) {
  if (book != nullptr) {
    for (const rules::Direction& direction : book->directions) {
      if (direction.id == code)
        return {code + " " + direction.title.zh, code + " " + direction.title.en};
    }
  }
  return {code, code};
}

}  // namespace xuanzhi::products
