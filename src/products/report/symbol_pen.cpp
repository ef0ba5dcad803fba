// SPDX-License-Identifier: Apache-2.0
#include "symbol_pen.h"

#include <algorithm>
#include <cmath>
#include <initializer_list>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "figures.h"

namespace xuanzhi::products::report {

namespace {

using geometry::Point;

// As the QGIS symbols have them, so that paper and screen look alike.
constexpr double kHatchWidthMm = 0.2;
constexpr double kHatchTint = 0.2;
constexpr double kRoadEdgeMm = 0.35;

const std::string& first_colour(const std::string& wanted, const std::string& other) {
  return wanted.empty() ? other : wanted;
}

std::string polygon(Point at, std::initializer_list<Point> corners, double radius) {
  std::string out;
  for (const Point& corner : corners) {
    out += fmt::format("{}{:.2f} {:.2f}", out.empty() ? "M" : "L", at.x + radius * corner.x,
                       at.y + radius * corner.y);
  }
  return out + "Z";
}

std::string star(Point at, double radius) {
  static constexpr double kInner = 0.42;
  static constexpr double kTenth = 3.14159265358979 / 5.0;
  std::string out;
  for (int i = 0; i < 10; ++i) {
    const double reach = i % 2 == 0 ? radius : kInner * radius;
    out += fmt::format("{}{:.2f} {:.2f}", i == 0 ? "M" : "L", at.x + reach * std::sin(i * kTenth),
                       at.y - reach * std::cos(i * kTenth));
  }
  return out + "Z";
}

std::string marker(Point at, Pattern pattern, double radius) {
  switch (pattern) {
    case Pattern::square:
      return polygon(at, {{-0.88, -0.88}, {0.88, -0.88}, {0.88, 0.88}, {-0.88, 0.88}}, radius);
    case Pattern::triangle:
      return polygon(at, {{0.0, -1.0}, {0.95, 0.75}, {-0.95, 0.75}}, radius);
    case Pattern::star:
      return star(at, radius);
    default:
      break;
  }
  return fmt::format(
      "M{:.2f} {:.2f}a{r:.2f} {r:.2f} 0 1 0 {d:.2f} 0a{r:.2f} {r:.2f} 0 1 0 -{d:.2f} 0Z",
      at.x - radius, at.y, fmt::arg("r", radius), fmt::arg("d", 2.0 * radius));
}

}  // namespace

void SymbolPen::stroke(const std::string& path, const std::string& colour, double width_mm,
                       const std::string& dash) {
  XmlText::Attributes attributes{{"d", path},
                                 {"fill", "none"},
                                 {"stroke", colour},
                                 {"stroke-width", mm(width_mm)},
                                 {"stroke-linejoin", "round"}};
  if (!dash.empty()) attributes.push_back({"stroke-dasharray", dash});
  xml_->leaf("path", attributes);
}

void SymbolPen::fill(const std::string& path, const std::string& paint, double opacity) {
  xml_->leaf(
      "path",
      {{"d", path}, {"fill", paint}, {"fill-opacity", mm(opacity)}, {"fill-rule", "evenodd"}});
}

std::string SymbolPen::hatch_id(const Hatch& hatch) {
  const auto known = std::find(hatches_.begin(), hatches_.end(), hatch);
  const auto at = known - hatches_.begin();
  if (known == hatches_.end()) hatches_.push_back(hatch);
  return fmt::format("{}-hatch{}", prefix_, at);
}

void SymbolPen::area(const std::string& path, const Symbol& symbol) {
  if (path.empty()) return;
  std::vector<int> angles;
  switch (symbol.pattern) {
    case Pattern::hatch:
      angles = {45};
      break;
    case Pattern::backhatch:
      angles = {135};
      break;
    case Pattern::cross:
      angles = {45, 135};
      break;
    case Pattern::outline:
      return stroke(path, first_colour(symbol.line, symbol.fill), symbol.width_mm, "");
    case Pattern::dashed_outline:
      return stroke(path, first_colour(symbol.line, symbol.fill), symbol.width_mm, "3 1.5");
    default:
      break;
  }
  if (!symbol.fill.empty())
    fill(path, symbol.fill, symbol.opacity * (angles.empty() ? 1.0 : kHatchTint));
  const std::string& ink = first_colour(symbol.fill, symbol.line);
  for (const int angle : angles) {
    fill(path, "url(#" + hatch_id({ink, symbol.opacity, symbol.size_mm, angle}) + ")", 1.0);
  }
  if (!symbol.line.empty()) stroke(path, symbol.line, symbol.width_mm, "");
}

void SymbolPen::line(const std::string& path, const Symbol& symbol) {
  const std::string& ink = first_colour(symbol.line, symbol.fill);
  if (path.empty() || ink.empty()) return;
  switch (symbol.pattern) {
    case Pattern::railway:
      stroke(path, ink, symbol.width_mm, "");
      return stroke(path, "#ffffff", 0.6 * symbol.width_mm, "2.4 2.4");
    case Pattern::dash:
      return stroke(path, ink, symbol.width_mm, "3 1.5");
    default:
      break;
  }
  const bool road = !symbol.fill.empty() && symbol.fill != ink;
  if (!road) return stroke(path, ink, symbol.width_mm, "");
  stroke(path, ink, symbol.width_mm + kRoadEdgeMm, "");
  stroke(path, symbol.fill, symbol.width_mm, "");
}

void SymbolPen::point(Point at, const Symbol& symbol) {
  const std::string path = marker(at, symbol.pattern, 0.5 * symbol.size_mm);
  fill(path, first_colour(symbol.fill, symbol.line), symbol.opacity);
  if (!symbol.line.empty()) stroke(path, symbol.line, symbol.width_mm, "");
}

void SymbolPen::write_definitions(XmlText& xml) const {
  if (hatches_.empty()) return;
  xml.element("defs", {}, [&] {
    for (std::size_t i = 0; i < hatches_.size(); ++i) {
      const Hatch& hatch = hatches_[i];
      xml.element("pattern",
                  {{"id", fmt::format("{}-hatch{}", prefix_, i)},
                   {"width", mm(hatch.distance_mm)},
                   {"height", mm(hatch.distance_mm)},
                   {"patternUnits", "userSpaceOnUse"},
                   {"patternTransform", fmt::format("rotate(-{})", hatch.angle)}},
                  [&] {
                    // Half of the line is cut off by the edge of the tile.
                    xml.leaf("path", {{"d", "M0 0H" + mm(hatch.distance_mm)},
                                      {"stroke", hatch.colour},
                                      {"stroke-opacity", mm(hatch.opacity)},
                                      {"stroke-width", mm(2.0 * kHatchWidthMm)}});
                  });
    }
  });
}

}  // namespace xuanzhi::products::report
