// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "xuanzhi/base/text.h"

namespace xuanzhi::products {

/// How people count a resource whose kept unit stands at the end of its name: land in mu, water and
/// electricity in ten thousands.
struct ResourceUnit {
  double kept_per_unit = 1.0;  ///< a kept figure divided by this is one in `name`
  Text name;
};

/// For `land_m2`, `water_total_m3`, `energy_tce`, … ; other units stay as they are.
ResourceUnit resource_unit(const std::string& resource);

}  // namespace xuanzhi::products
