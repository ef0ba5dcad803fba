// SPDX-License-Identifier: Apache-2.0
#include "xuanzhi/base/units.h"

#include <array>

namespace xuanzhi {

namespace {

struct Unit {
  std::string_view name;
  std::string_view kept;  ///< the unit in which xuanzhi keeps the quantity
  double factor;
};

constexpr std::array kUnits{
    Unit{"m2", "m2", 1.0},
    Unit{"mu", "m2", kSquareMetresPerMu},
    Unit{"ha", "m2", kSquareMetresPerHectare},
    Unit{"10k_m2", "m2", 1e4},
    Unit{"km2", "m2", 1e6},
    Unit{"tce", "tce", 1.0},
    Unit{"10k_tce", "tce", 1e4},
    Unit{"kwh", "kwh", 1.0},
    Unit{"10k_kwh", "kwh", 1e4},
    Unit{"100m_kwh", "kwh", 1e8},
    Unit{"mwh", "kwh", 1e3},
    Unit{"m3", "m3", 1.0},
    Unit{"10k_m3", "m3", 1e4},
    Unit{"100m_m3", "m3", 1e8},
    Unit{"cny", "10k_cny", 1e-4},
    Unit{"10k_cny", "10k_cny", 1.0},
    Unit{"100m_cny", "10k_cny", 1e4},
    Unit{"t", "t", 1.0},
    Unit{"10k_t", "t", 1e4},
    Unit{"m", "m", 1.0},
    // Figures without a dimension, told apart so that a list cannot mix them up.
    Unit{"ratio", "ratio", 1.0},
    Unit{"coefficient", "coefficient", 1.0},
    Unit{"share", "share", 1.0},
};

}  // namespace

std::optional<double> unit_factor(std::string_view unit) {
  for (const Unit& known : kUnits) {
    if (known.name == unit) return known.factor;
  }
  return std::nullopt;
}

std::vector<std::string> units_measuring(std::string_view field) {
  const auto same_quantity = [&](std::string_view kept) {
    return field.size() > kept.size() && field.ends_with(kept) &&
           field[field.size() - kept.size() - 1] == '_';
  };
  std::vector<std::string> all;
  std::vector<std::string> fitting;
  for (const Unit& known : kUnits) {
    all.emplace_back(known.name);
    if (same_quantity(known.kept)) fitting.emplace_back(known.name);
  }
  return fitting.empty() ? all : fitting;
}

std::string known_units() {
  std::string out;
  for (const Unit& known : kUnits) {
    if (!out.empty()) out += ", ";
    out += known.name;
  }
  return out;
}

}  // namespace xuanzhi
