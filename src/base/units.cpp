// SPDX-License-Identifier: Apache-2.0
#include "xuanzhi/base/units.h"

#include <array>
#include <utility>

namespace xuanzhi {

namespace {

constexpr std::array<std::pair<std::string_view, double>, 17> kUnits{{
    {"m2", 1.0},
    {"mu", kSquareMetresPerMu},
    {"ha", kSquareMetresPerHectare},
    {"10k_m2", 1e4},
    {"km2", 1e6},
    {"tce", 1.0},
    {"10k_tce", 1e4},
    {"kwh", 1.0},
    {"10k_kwh", 1e4},
    {"100m_kwh", 1e8},
    {"mwh", 1e3},
    {"m3", 1.0},
    {"10k_m3", 1e4},
    {"100m_m3", 1e8},
    {"cny", 1e-4},
    {"10k_cny", 1.0},
    {"100m_cny", 1e4},
}};

}  // namespace

std::optional<double> unit_factor(std::string_view unit) {
  for (const auto& [name, factor] : kUnits) {
    if (name == unit) return factor;
  }
  return std::nullopt;
}

std::string known_units() {
  std::string out;
  for (const auto& [name, factor] : kUnits) {
    if (!out.empty()) out += ", ";
    out += name;
  }
  return out;
}

}  // namespace xuanzhi
