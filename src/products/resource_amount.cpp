// SPDX-License-Identifier: Apache-2.0
#include "xuanzhi/products/resource_amount.h"

#include <array>
#include <string_view>

#include "xuanzhi/base/units.h"

namespace xuanzhi::products {

namespace {

struct Suffix {
  std::string_view end;
  double kept_per_unit;
  const char* zh;
  const char* en;
};

const std::array kSuffixes{
    Suffix{"_m2", 1.0 / m2_to_mu(1.0), "亩", "mu"}, Suffix{"_m3", 10000.0, "万 m³", "10k m³"},
    Suffix{"_kwh", 10000.0, "万 kWh", "10k kWh"}, Suffix{"_tce", 1.0, "吨标准煤", "tce"},
    Suffix{"_10k_cny", 1.0, "万元", "10k CNY"}};

}  // namespace

ResourceUnit resource_unit(const std::string& resource) {
  for (const Suffix& suffix : kSuffixes) {
    if (resource.ends_with(suffix.end)) return {suffix.kept_per_unit, {suffix.zh, suffix.en}};
  }
  const std::size_t cut = resource.rfind('_');
  const std::string unit = cut == std::string::npos ? resource : resource.substr(cut + 1);
  return {1.0, {unit, unit}};
}

}  // namespace xuanzhi::products
