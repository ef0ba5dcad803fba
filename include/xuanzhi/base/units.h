// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace xuanzhi {

/// 1 ha = 15 mu = 10,000 m²; a mu is 10,000/15 m², never the rounded 667.
inline constexpr double kSquareMetresPerHectare = 10000.0;
inline constexpr double kSquareMetresPerMu = 10000.0 / 15.0;

constexpr double mu_to_m2(double mu) {
  return mu * kSquareMetresPerMu;
}
constexpr double m2_to_mu(double m2) {
  return m2 / kSquareMetresPerMu;
}
constexpr double m2_to_ha(double m2) {
  return m2 / kSquareMetresPerHectare;
}

/// How areas are counted: on the ellipsoid (as the third national land survey does), or in the
/// plane of the national 3° zone of the site (as boundary surveys do; 0.02–0.03 % larger at Wuhai).
enum class AreaBasis { ellipsoid, projected };

/// Factor from a unit of the manifest (`m2`, `mu`, `ha`, `10k_m2`, `km2`, `tce`, `10k_tce`, `kwh`,
/// `10k_kwh`, `100m_kwh`, `mwh`, `m3`, `10k_m3`, `100m_m3`, `cny`, `10k_cny`, `100m_cny`) to the
/// unit that xuanzhi keeps for that quantity (m², tce, kWh, m³, 10,000 CNY); nothing where the unit
/// is unknown.
std::optional<double> unit_factor(std::string_view unit);

/// The units that can measure a field, by the kept unit that ends its name (`land_m2`: m2, mu, …);
/// all units where its name tells none.
std::vector<std::string> units_measuring(std::string_view field);

/// The units that `unit_factor` knows, for messages.
std::string known_units();

}  // namespace xuanzhi
