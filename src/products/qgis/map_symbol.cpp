// SPDX-License-Identifier: Apache-2.0
#include "map_symbol.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>

#include "xuanzhi/base/error.h"

namespace xuanzhi::products {
namespace {

// Lines of a hatch on paper. QGIS also has brush hatches, but those turn solid in print.
constexpr double kHatchWidthMm = 0.2;
// A faint tint lets a hatched area read as one piece while layers below stay visible.
constexpr double kHatchTint = 0.2;
// What the edge of a road adds to its width, both sides together.
constexpr double kRoadEdgeMm = 0.35;

void option(XmlText& xml, std::string_view name, std::string value) {
  xml.leaf("Option",
           {{"name", std::string(name)}, {"type", "QString"}, {"value", std::move(value)}});
}

/// One symbol layer; `pass` orders the layers of all features of a line layer, so that a junction
/// of two roads shows no edge across it.
template <typename Options>
void layer(XmlText& xml, std::string_view type, int pass, Options&& options) {
  xml.element(
      "layer",
      {{"class", std::string(type)}, {"enabled", "1"}, {"pass", number(pass)}, {"locked", "0"}},
      [&] {
        xml.element("Option", {{"type", "Map"}}, options);
      });
}

template <typename Body>
void symbol_element(XmlText& xml, std::string_view name, std::string_view type, double alpha,
                    Body&& body) {
  xml.element("symbol",
              {{"name", std::string(name)},
               {"type", std::string(type)},
               {"alpha", number(alpha)},
               {"clip_to_extent", "1"},
               {"force_rhr", "0"}},
              body);
}

struct Stroke {
  std::string colour;
  double width_mm;
  std::string_view dash;  // lengths of dash and gap in mm, "3;1.5"; empty = unbroken
  std::string_view cap = "round";
};

void simple_line(XmlText& xml, const Stroke& stroke, int pass = 0) {
  layer(xml, "SimpleLine", pass, [&] {
    option(xml, "line_color", rgba(stroke.colour));
    option(xml, "line_width", number(stroke.width_mm));
    option(xml, "line_width_unit", "MM");
    option(xml, "line_style", "solid");
    option(xml, "joinstyle", "round");
    option(xml, "capstyle", std::string(stroke.cap));
    option(xml, "use_custom_dash", stroke.dash.empty() ? "0" : "1");
    if (!stroke.dash.empty()) option(xml, "customdash", std::string(stroke.dash));
    option(xml, "customdash_unit", "MM");
  });
}

void area_fill(XmlText& xml, const std::string& colour, double opacity, const Symbol& edge,
               bool with_edge) {
  const bool edged = with_edge && !edge.line.empty();
  layer(xml, "SimpleFill", 0, [&] {
    option(xml, "style", colour.empty() ? "no" : "solid");
    if (!colour.empty()) option(xml, "color", rgba(colour, opacity));
    option(xml, "outline_style", edged ? "solid" : "no");
    if (edged) option(xml, "outline_color", rgba(edge.line));
    option(xml, "outline_width", number(edge.width_mm));
    option(xml, "outline_width_unit", "MM");
    option(xml, "joinstyle", "round");
  });
}

void hatching(XmlText& xml, const std::string& colour, const Symbol& symbol, int angle) {
  xml.element("layer",
              {{"class", "LinePatternFill"}, {"enabled", "1"}, {"pass", "0"}, {"locked", "0"}},
              [&] {
                xml.element("Option", {{"type", "Map"}}, [&] {
                  option(xml, "angle", number(angle));
                  option(xml, "distance", number(symbol.size_mm));
                  option(xml, "distance_unit", "MM");
                });
                symbol_element(xml, "@0@0", "line", symbol.opacity, [&] {
                  simple_line(xml, {colour, kHatchWidthMm, "", "flat"});
                });
              });
}

void hatched_area(XmlText& xml, const Symbol& symbol, std::initializer_list<int> angles) {
  const std::string& ink = symbol.fill.empty() ? symbol.line : symbol.fill;
  if (!symbol.fill.empty()) {
    area_fill(xml, symbol.fill, kHatchTint * symbol.opacity, symbol, false);
  }
  if (!ink.empty()) {
    for (const int angle : angles) hatching(xml, ink, symbol, angle);
  }
  area_fill(xml, "", 1.0, symbol, true);
}

void area_layers(XmlText& xml, const Symbol& symbol) {
  switch (symbol.pattern) {
    case Pattern::hatch:
      return hatched_area(xml, symbol, {45});
    case Pattern::backhatch:
      return hatched_area(xml, symbol, {135});
    case Pattern::cross:
      return hatched_area(xml, symbol, {45, 135});
    case Pattern::outline:
      return area_fill(xml, "", 1.0, symbol, true);
    case Pattern::dashed_outline: {
      const std::string& ink = symbol.line.empty() ? symbol.fill : symbol.line;
      if (ink.empty()) return area_fill(xml, "", 1.0, symbol, false);
      return simple_line(xml, {ink, symbol.width_mm, "3;1.5", "flat"});
    }
    default:
      return area_fill(xml, symbol.fill, symbol.opacity, symbol, true);
  }
}

void line_layers(XmlText& xml, const Symbol& symbol) {
  const std::string& ink = symbol.line.empty() ? symbol.fill : symbol.line;
  if (ink.empty()) return;
  const double width = symbol.width_mm;
  switch (symbol.pattern) {
    case Pattern::railway:
      simple_line(xml, {ink, width, "", "flat"}, 0);
      return simple_line(xml, {"#ffffff", width * 0.6, "2.4;2.4", "flat"}, 1);
    case Pattern::dash:
    case Pattern::dashed_outline:
      return simple_line(xml, {ink, width, "2.4;1.2", "flat"});
    default:
      if (symbol.fill.empty() || symbol.fill == ink) return simple_line(xml, {ink, width, ""});
      simple_line(xml, {ink, width + kRoadEdgeMm, ""}, 0);
      return simple_line(xml, {symbol.fill, width, ""}, 1);
  }
}

std::string_view marker_name(Pattern pattern) {
  switch (pattern) {
    case Pattern::square:
      return "square";
    case Pattern::triangle:
      return "triangle";
    case Pattern::star:
      return "star";
    default:
      return "circle";
  }
}

void marker_layers(XmlText& xml, const Symbol& symbol) {
  layer(xml, "SimpleMarker", 0, [&] {
    option(xml, "name", std::string(marker_name(symbol.pattern)));
    option(xml, "color", symbol.fill.empty() ? "0,0,0,0" : rgba(symbol.fill));
    option(xml, "outline_style", symbol.line.empty() ? "no" : "solid");
    if (!symbol.line.empty()) option(xml, "outline_color", rgba(symbol.line));
    option(xml, "outline_width", number(symbol.width_mm));
    option(xml, "outline_width_unit", "MM");
    option(xml, "size", number(symbol.size_mm));
    option(xml, "size_unit", "MM");
    option(xml, "joinstyle", "round");
  });
}

}  // namespace

std::string rgba(std::string_view colour, double opacity) {
  unsigned value = 0;
  const char* const end = colour.data() + colour.size();
  const bool shaped = colour.size() == 7 && colour.front() == '#';
  if (!shaped || std::from_chars(colour.data() + 1, end, value, 16).ptr != end) {
    throw Error(ErrorCode::value_invalid, std::string(colour),
                {"颜色不是 #rrggbb 的形式", "the colour is not of the form #rrggbb"},
                {"改写为例如 #2e7d32 的颜色", "write a colour such as #2e7d32"});
  }
  const auto alpha = std::lround(std::clamp(opacity, 0.0, 1.0) * 255.0);
  return fmt::format("{},{},{},{}", value >> 16U, (value >> 8U) & 0xFFU, value & 0xFFU, alpha);
}

void write_symbol(XmlText& xml, std::string_view name, GeometryKind kind, const Symbol& symbol) {
  switch (kind) {
    case GeometryKind::point:
      return symbol_element(xml, name, "marker", symbol.opacity,
                            [&] { marker_layers(xml, symbol); });
    case GeometryKind::line:
      return symbol_element(xml, name, "line", symbol.opacity, [&] { line_layers(xml, symbol); });
    case GeometryKind::polygon:
      return symbol_element(xml, name, "fill", 1.0, [&] { area_layers(xml, symbol); });
    case GeometryKind::none:
      return;
  }
}

}  // namespace xuanzhi::products
