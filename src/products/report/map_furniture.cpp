// SPDX-License-Identifier: Apache-2.0
#include "map_furniture.h"

#include <algorithm>
#include <array>
#include <cmath>

#include <fmt/format.h>

#include "figures.h"

namespace xuanzhi::products::report {

namespace {

using geometry::Box;
using geometry::Point;

constexpr double kMetresPerKm = 1000.0;
constexpr const char* kGridColour = "#7c8b98";
constexpr double kLegendRow = 4.6;

// The largest of 1, 2, 5 × 10^n that is not more.
double round_down(double most) {
  const double decade = std::pow(10.0, std::floor(std::log10(most)));
  for (const double step : {5.0, 2.0}) {
    if (step * decade <= most) return step * decade;
  }
  return decade;
}

void write_box(XmlText& xml, const Box& box, const std::string& fill, double opacity) {
  xml.leaf("rect", {{"x", mm(box.min_x)},
                    {"y", mm(box.min_y)},
                    {"width", mm(box.max_x - box.min_x)},
                    {"height", mm(box.max_y - box.min_y)},
                    {"fill", fill},
                    {"fill-opacity", mm(opacity)}});
}

std::string distance_words(double metres) {
  if (metres >= kMetresPerKm) return fmt::format("{:g} km", metres / kMetresPerKm);
  return fmt::format("{:g} m", metres);
}

// A grid number in km with as many decimals as its step needs.
std::string km_words(double metres, double step) {
  return fmt::format("{:.{}f}", metres / kMetresPerKm, step >= kMetresPerKm ? 0 : 1 + (step < 100));
}

}  // namespace

double width_of(const std::string& text, double height_mm) {
  return 0.52 * height_mm * static_cast<double>(display_width(text));
}

void write_words(XmlText& xml, const MapWords& words) {
  XmlText::Attributes attributes{{"x", mm(words.at.x)},
                                 {"y", mm(words.at.y)},
                                 {"font-size", mm(words.height_mm)},
                                 {"fill", words.colour},
                                 {"text-anchor", words.anchor}};
  if (words.bold) attributes.push_back({"font-weight", "700"});
  if (words.halo) {
    attributes.push_back({"stroke", "#ffffff"});
    attributes.push_back({"stroke-width", mm(0.25 * words.height_mm)});
    attributes.push_back({"stroke-linejoin", "round"});
    attributes.push_back({"paint-order", "stroke"});
  }
  xml.text("text", attributes, words.text);
}

bool LabelPlaces::claim(const Box& box, const MapFrame& frame) {
  const bool inside = box.min_x >= 0.8 && box.min_y >= 0.8 && box.max_x <= frame.width_mm() - 0.8 &&
                      box.max_y <= frame.height_mm() - 0.8;
  if (!inside) return false;
  if (std::any_of(taken_.begin(), taken_.end(),
                  [&](const Box& other) { return other.intersects(box); }))
    return false;
  taken_.push_back(box);
  return true;
}

void write_grid(XmlText& xml, const MapFrame& frame) {
  static constexpr double kWantedMm = 42.0;
  const Box& ground = frame.ground();
  const double step = round_down(kWantedMm * frame.denominator() / 1000.0);
  const auto line = [&](const std::string& path) {
    xml.leaf("path", {{"d", path},
                      {"stroke", kGridColour},
                      {"stroke-width", "0.12"},
                      {"stroke-opacity", "0.6"},
                      {"fill", "none"}});
  };
  for (double x = std::ceil(ground.min_x / step) * step; x <= ground.max_x; x += step) {
    const double at = frame.paper_of_ground({x, ground.min_y}).x;
    line("M" + mm(at) + " 0V" + mm(frame.height_mm()));
    if (at > 6.0 && at < frame.width_mm() - 6.0) {
      write_words(xml, {{at, frame.height_mm() + 2.9},
                        km_words(x, step),
                        2.1,
                        "#5b6874",
                        "middle",
                        false,
                        false});
    }
  }
  for (double y = std::ceil(ground.min_y / step) * step; y <= ground.max_y; y += step) {
    const double at = frame.paper_of_ground({ground.min_x, y}).y;
    line("M0 " + mm(at) + "H" + mm(frame.width_mm()));
    if (at < 6.0 || at > frame.height_mm() - 6.0) continue;
    xml.element("g", {{"transform", fmt::format("translate(-1.2 {:.2f}) rotate(-90)", at)}}, [&] {
      write_words(xml, {{0.0, 0.0}, km_words(y, step), 2.1, "#5b6874", "middle", false, false});
    });
  }
}

void write_scale_bar(XmlText& xml, const MapFrame& frame) {
  static constexpr double kMostMm = 46.0;
  const double metres = round_down(kMostMm * frame.denominator() / 1000.0);
  const double length = metres * 1000.0 / frame.denominator();
  const double x = 4.5;
  const double y = frame.height_mm() - 4.2;
  write_box(xml, {x - 2.5, y - 5.2, x + length + 12.0, y + 2.2}, "#ffffff", 0.86);
  for (int i = 0; i < 4; ++i) {
    xml.leaf("rect", {{"x", mm(x + i * length / 4)},
                      {"y", mm(y - 1.1)},
                      {"width", mm(length / 4)},
                      {"height", "1.10"},
                      {"fill", i % 2 == 0 ? "#1d2733" : "#ffffff"},
                      {"stroke", "#1d2733"},
                      {"stroke-width", "0.15"}});
  }
  const double top = y - 2.0;
  write_words(xml, {{x, top}, "0", 2.2, "#1d2733", "middle", false, false});
  write_words(xml, {{x + length / 2, top},
                    fmt::format("{}", distance_words(metres / 2)),
                    2.2,
                    "#1d2733",
                    "middle",
                    false,
                    false});
  write_words(xml,
              {{x + length, top}, distance_words(metres), 2.2, "#1d2733", "middle", false, false});
}

void write_north_arrow(XmlText& xml, const MapFrame& frame) {
  const double x = frame.width_mm() - 7.0;
  const double y = 4.0;
  xml.leaf("circle", {{"cx", mm(x)},
                      {"cy", mm(y + 5.0)},
                      {"r", "6.00"},
                      {"fill", "#ffffff"},
                      {"fill-opacity", "0.86"}});
  const auto half = [&](double side, const char* fill) {
    xml.leaf("path", {{"d", fmt::format("M{:.2f} {:.2f}L{:.2f} {:.2f}L{:.2f} {:.2f}Z", x, y + 2.4,
                                        x, y + 7.6, x + side, y + 9.2)},
                      {"fill", fill},
                      {"stroke", "#1d2733"},
                      {"stroke-width", "0.18"},
                      {"stroke-linejoin", "round"}});
  };
  half(-2.0, "#1d2733");
  half(2.0, "#ffffff");
  write_words(xml, {{x, y + 1.7}, "N", 2.8, "#1d2733", "middle", true, false});
}

void write_schematic_mark(XmlText& xml, const MapFrame& /*frame*/, Language language) {
  const std::string words = language == Language::chinese ? "示意图" : "SCHEMATIC";
  const double width = width_of(words, 3.4) + 4.0;
  xml.leaf("rect", {{"x", "3.00"},
                    {"y", "3.00"},
                    {"width", mm(width)},
                    {"height", "6.40"},
                    {"rx", "0.60"},
                    {"fill", "#ffffff"},
                    {"fill-opacity", "0.90"},
                    {"stroke", "#b3261e"},
                    {"stroke-width", "0.35"}});
  write_words(xml, {{3.0 + width / 2, 7.4}, words, 3.4, "#b3261e", "middle", true, false});
}

double legend_height(std::size_t entries, std::size_t columns) {
  if (entries == 0) return 0.0;
  const std::size_t rows = (entries + columns - 1) / columns;
  return kLegendRow * static_cast<double>(rows) + 1.0;
}

void write_legend(XmlText& xml, const std::vector<LegendEntry>& entries, std::size_t columns,
                  Point corner, double width_mm) {
  const std::size_t rows = (entries.size() + columns - 1) / columns;
  const double column_mm = width_mm / static_cast<double>(columns);
  for (std::size_t i = 0; i < entries.size(); ++i) {
    const Point at{corner.x + column_mm * static_cast<double>(i / rows),
                   corner.y + kLegendRow * static_cast<double>(i % rows)};
    entries[i].swatch(at);
    // A name too long for its column is set smaller rather than cut.
    const double room = column_mm - 9.6;
    const double natural = width_of(entries[i].name, 2.4);
    const double height = natural > room ? std::max(1.7, 2.4 * room / natural) : 2.4;
    write_words(
        xml,
        {{at.x + 8.4, at.y + 2.55}, entries[i].name, height, "#1d2733", "start", false, false});
  }
}

}  // namespace xuanzhi::products::report
