// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

namespace xuanzhi::products::report {

/// A number with a fixed number of decimals and a comma between thousands: `1,234.50`. Never `-0`.
std::string figure(double value, int decimals);
std::string figure(std::size_t value);

/// Millimetres between the margins of a page: drawings fill them.
inline constexpr double kDrawingWidth = 170.0;

/// Millimetres of a drawing: `12.30`.
std::string mm(double value);

/// Parts of a whole, each rounded to `decimals`, so that the rounded parts add up to the rounded
/// `total`: every part is cut down, and the units that are then missing go to those that lost most
/// (largest remainder; of equals, the first). `parts` are not negative and add up to `total`.
std::vector<double> rounded_parts(const std::vector<double>& parts, double total, int decimals);

/// An area in the three units of Chinese land papers: m² with 2, hectares with 4, mu with 2
/// decimals. What is more than nothing is never printed as 0.0000 ha, but as `<0.0001`.
struct AreaFigures {
  std::string m2;
  std::string ha;
  std::string mu;
};
AreaFigures area_figures(double m2);

/// A part of a whole area, rounded in each unit so that the parts add up.
struct AreaPart {
  double m2 = 0.0;
  double ha = 0.0;
  double mu = 0.0;
};
std::vector<AreaPart> area_parts(const std::vector<double>& parts_m2, double total_m2);
/// The sum of rounded parts: for subtotals, which must add up as well.
AreaPart operator+(const AreaPart& a, const AreaPart& b);
AreaFigures area_figures(const AreaPart& part);

/// The text, or a dash where there is none.
std::string or_dash(const std::string& text);

/// A share (0…1) in percent with two decimals, without the sign.
std::string percent(double share);

}  // namespace xuanzhi::products::report
