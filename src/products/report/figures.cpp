// SPDX-License-Identifier: Apache-2.0
#include "figures.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include <fmt/format.h>

#include "xuanzhi/base/units.h"

namespace xuanzhi::products::report {

namespace {

constexpr int kM2Decimals = 2;
constexpr int kHaDecimals = 4;
constexpr int kMuDecimals = 2;

std::string with_commas(const std::string& digits) {
  const std::size_t sign = !digits.empty() && digits.front() == '-' ? 1 : 0;
  const std::size_t point = std::min(digits.find('.'), digits.size());
  std::string out;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    if (i > sign && i < point && (point - i) % 3 == 0) out += ',';
    out += digits[i];
  }
  return out;
}

std::string hectares(double m2, double ha) {
  const double smallest = std::pow(10.0, -kHaDecimals);
  if (m2 > 0.0 && ha < smallest / 2) return fmt::format("<{:.{}f}", smallest, kHaDecimals);
  return figure(ha, kHaDecimals);
}

}  // namespace

std::string mm(double value) {
  return fmt::format("{:.2f}", value);
}

std::string figure(double value, int decimals) {
  std::string digits = fmt::format("{:.{}f}", value, decimals);
  const bool nothing = digits.find_first_of("123456789") == std::string::npos;
  if (nothing && digits.front() == '-') digits.erase(0, 1);
  return with_commas(digits);
}

std::string figure(std::size_t value) {
  return with_commas(fmt::format("{}", value));
}

std::vector<double> rounded_parts(const std::vector<double>& parts, double total, int decimals) {
  const double scale = std::pow(10.0, decimals);
  std::vector<double> units;
  std::vector<double> lost;
  for (const double part : parts) {
    units.push_back(std::floor(part * scale));
    lost.push_back(part * scale - units.back());
  }
  const double missing =
      std::round(total * scale) - std::accumulate(units.begin(), units.end(), 0.0);
  std::vector<std::size_t> order(parts.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return lost[a] > lost[b]; });
  for (std::size_t i = 0; i < order.size() && static_cast<double>(i) < missing; ++i) {
    units[order[i]] += 1.0;
  }
  for (double& unit : units) unit /= scale;
  return units;
}

AreaFigures area_figures(double m2) {
  return {figure(m2, kM2Decimals), hectares(m2, m2_to_ha(m2)), figure(m2_to_mu(m2), kMuDecimals)};
}

std::vector<AreaPart> area_parts(const std::vector<double>& parts_m2, double total_m2) {
  std::vector<double> ha_parts;
  std::vector<double> mu_parts;
  for (const double part : parts_m2) {
    ha_parts.push_back(m2_to_ha(part));
    mu_parts.push_back(m2_to_mu(part));
  }
  const auto m2 = rounded_parts(parts_m2, total_m2, kM2Decimals);
  const auto ha = rounded_parts(ha_parts, m2_to_ha(total_m2), kHaDecimals);
  const auto mu = rounded_parts(mu_parts, m2_to_mu(total_m2), kMuDecimals);
  std::vector<AreaPart> out;
  for (std::size_t i = 0; i < parts_m2.size(); ++i) out.push_back({m2[i], ha[i], mu[i]});
  return out;
}

AreaPart operator+(const AreaPart& a, const AreaPart& b) {
  return {a.m2 + b.m2, a.ha + b.ha, a.mu + b.mu};
}

AreaFigures area_figures(const AreaPart& part) {
  return {figure(part.m2, kM2Decimals), hectares(part.m2, part.ha), figure(part.mu, kMuDecimals)};
}

std::string percent(double share) {
  return figure(100.0 * share, 2);
}

std::string or_dash(const std::string& text) {
  return text.empty() ? "—" : text;
}

}  // namespace xuanzhi::products::report
