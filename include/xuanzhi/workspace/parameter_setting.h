// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

#include "xuanzhi/base/date.h"
#include "xuanzhi/base/text.h"

namespace xuanzhi::workspace {

/// A value that the operator gives to a parameter of the rulebooks (`[parameters.NAME]`).
struct ParameterSetting {
  std::string id;
  double value = 0.0;
  std::string unit;
  long long year = 0;
  Text source;
  std::string place;  ///< file, line and column, for messages
};

/// What the operator knows of a park (`[[park_status]]`). A blank is unknown, which is never taken
/// as yes.
struct ParkStatus {
  std::string park;                     ///< as the sites name it
  std::optional<bool> plan_eia;         ///< its planning EIA is done and in force
  std::optional<Date> monitoring;       ///< last day of the monitoring behind that EIA
  std::optional<bool> water_argument;   ///< its planning-level water argument has been started
  std::optional<bool> reclaimed_water;  ///< reclaimed or mine water can be had there
  Text source;
};

}  // namespace xuanzhi::workspace
