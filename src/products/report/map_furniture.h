// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "map_frame.h"
#include "xml_text.h"
#include "xuanzhi/base/text.h"

namespace xuanzhi::products::report {

/// Words on a map, 1 mm of height and up; `anchor` is start, middle or end. The halo keeps them
/// readable on any ground.
struct MapWords {
  geometry::Point at;
  std::string text;
  double height_mm = 2.4;
  std::string colour = "#1d2733";
  std::string anchor = "start";
  bool bold = false;
  bool halo = true;
};
void write_words(XmlText& xml, const MapWords& words);

/// Width of a text on paper, roughly: Chinese characters are square, others about half.
double width_of(const std::string& text, double height_mm);

/// Keeps labels off each other: of those that would overlap, the first one stays.
class LabelPlaces {
 public:
  /// Claims a box (mm); false where it is taken or leaves the sheet.
  bool claim(const geometry::Box& box, const MapFrame& frame);

 private:
  std::vector<geometry::Box> taken_;
};

/// Lines of round coordinates with their numbers in km along the frame.
void write_grid(XmlText& xml, const MapFrame& frame);
void write_scale_bar(XmlText& xml, const MapFrame& frame);
void write_north_arrow(XmlText& xml, const MapFrame& frame);
/// 示意图: the map is drawn from schematic data.
void write_schematic_mark(XmlText& xml, const MapFrame& frame, Language language);

/// One line of a legend: draws its swatch into a box of 7 × 3.4 mm at a corner.
struct LegendEntry {
  std::string name;
  std::function<void(geometry::Point corner)> swatch;
};

/// Entries in columns below the map; returns the height in mm that they take.
double legend_height(std::size_t entries, std::size_t columns);
void write_legend(XmlText& xml, const std::vector<LegendEntry>& entries, std::size_t columns,
                  geometry::Point corner, double width_mm);

}  // namespace xuanzhi::products::report
