// SPDX-License-Identifier: Apache-2.0
#include "xuanzhi/base/error.h"

#include <utility>

namespace xuanzhi {

int exit_code(ErrorCode code) {
  const int subject = static_cast<int>(code) / 100;
  if (subject == 1) return 1;
  if (subject == 9) return 4;
  return 2;
}

Error::Error(ErrorCode code, std::string place, Text message, Text remedy)
    : std::runtime_error(place.empty() ? message.en : place + ": " + message.en),
      code_(code),
      place_(std::move(place)),
      message_(std::move(message)),
      remedy_(std::move(remedy)) {}

Error Error::at(const std::string& outer) const {
  return {code_, place_.empty() ? outer : outer + ": " + place_, message_, remedy_};
}

}  // namespace xuanzhi
