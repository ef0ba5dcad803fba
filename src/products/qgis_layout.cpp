// SPDX-License-Identifier: Apache-2.0
#include "qgis_layout.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <iterator>
#include <string>
#include <string_view>
#include <utility>

#include "map_symbol.h"
#include "qgis_text.h"
#include "qgis_tree.h"
#include "xuanzhi/base/text.h"

namespace xuanzhi::products {
namespace {

/// A place on the page in mm from its upper left corner.
struct Box {
  double x;
  double y;
  double width;
  double height;
};

// A4 landscape: title above, legend at the right, footer below; north arrow and scale in the map.
constexpr Box kPageBox{0, 0, 297, 210};
constexpr Box kTitleBox{10, 6, 277, 12};
constexpr Box kMapBox{10, 20, 210, 176};
constexpr Box kLegendBox{222, 20, 70, 176};
constexpr Box kNorthBox{205, 23, 12, 14};
constexpr Box kScaleBox{13, 181, 60, 12};
constexpr Box kFooterBox{10, 198, 277, 8};

// Numbers by which QGIS knows the kinds of item.
enum class Item {
  page = 65638,
  map = 65639,
  picture = 65640,
  label = 65641,
  legend = 65642,
  scale_bar = 65646
};

/// Fixed, so that equal projects give equal files; unique within the layout.
std::string uuid(int index) {
  return fmt::format("{{00000000-0000-4000-8000-{:012d}}}", index);
}

std::string map_uuid() {
  return uuid(1);
}

// Qt's numbers for the weight of a font.
constexpr int kRegular = 50;
constexpr int kBold = 75;

std::string font(double size_pt, int weight = kRegular) {
  return fmt::format("{},{},-1,5,{},0,0,0,0,0", kFontFamilies.front(), size_pt, weight);
}

XmlText::Attributes item_attributes(Item kind, int index, const Box& box) {
  const std::string place = fmt::format("{},{},mm", box.x, box.y);
  return {{"type", number(static_cast<int>(kind))},
          {"uuid", uuid(index)},
          {"position", place},
          {"positionOnPage", place},
          {"size", fmt::format("{},{},mm", box.width, box.height)},
          {"visibility", "1"},
          {"opacity", "1"},
          {"zValue", number(index)}};
}

template <typename Body>
void item(XmlText& xml, Item kind, int index, const Box& box, XmlText::Attributes special,
          Body&& body) {
  auto attributes = item_attributes(kind, index, box);
  std::move(special.begin(), special.end(), std::back_inserter(attributes));
  xml.element("LayoutItem", attributes, body);
}

void colour(XmlText& xml, std::string_view tag, int red, int green, int blue) {
  xml.leaf(
      tag,
      {{"red", number(red)}, {"green", number(green)}, {"blue", number(blue)}, {"alpha", "255"}});
}

void page(XmlText& xml) {
  xml.element("PageCollection", {}, [&] {
    item(xml, Item::page, 0, kPageBox, {},
         [&] { write_symbol(xml, "", GeometryKind::polygon, {.fill = "#ffffff", .line = ""}); });
  });
}

/// The extent with a margin round it, widened to the shape of the map on the page.
Extent on_paper(const Extent& extent) {
  constexpr double kMargin = 1.06;
  constexpr double kShape = kMapBox.width / kMapBox.height;
  double width = (extent.xmax - extent.xmin) * kMargin;
  double height = (extent.ymax - extent.ymin) * kMargin;
  width = std::max(width, height * kShape);
  height = width / kShape;
  const double x = (extent.xmin + extent.xmax) / 2.0;
  const double y = (extent.ymin + extent.ymax) / 2.0;
  return {x - width / 2.0, y - height / 2.0, x + width / 2.0, y + height / 2.0};
}

void printed_map(XmlText& xml, const ProjectMap& map) {
  const Extent box = on_paper(map.extent);
  item(xml, Item::map, 1, kMapBox,
       {{"frame", "true"},
        {"outlineWidthM", "0.3,mm"},
        {"background", "true"},
        {"followPreset", "false"},
        {"keepLayerSet", "false"}},
       [&] {
         colour(xml, "FrameColor", 60, 60, 60);
         colour(xml, "BackgroundColor", 255, 255, 255);
         xml.leaf("Extent", {{"xmin", number(box.xmin)},
                             {"ymin", number(box.ymin)},
                             {"xmax", number(box.xmax)},
                             {"ymax", number(box.ymax)}});
       });
}

void label(XmlText& xml, int index, const Box& box, std::string_view text, const std::string& font,
           std::string_view align) {
  constexpr std::string_view kMiddle = "128";
  item(xml, Item::label, index, box,
       {{"labelText", std::string(text)},
        {"halign", std::string(align)},
        {"valign", std::string(kMiddle)},
        {"htmlState", "0"},
        {"background", "false"}},
       [&] {
         xml.leaf("LabelFont", {{"description", font}});
         colour(xml, "FontColor", 33, 33, 33);
       });
}

/// What the legend may list; QGIS leaves out what the map does not show, as a rule the other
/// values.
struct LegendContent {
  int rows = 0;
  std::size_t widest = 0;  // in columns of a terminal: a Chinese character takes two

  void add(std::string_view text) {
    ++rows;
    widest = std::max(widest, display_width(text));
  }
};

LegendContent legend_content(const ProjectMap& map) {
  LegendContent content;
  for (const auto& group : map.groups) {
    bool named = false;
    for (const auto& layer : group.layers) {
      if (!is_drawn(group, layer)) continue;
      if (!std::exchange(named, true)) content.add(group.name);
      content.add(layer.title);
      for (const auto& category : layer.style.categories) content.add(category.label);
    }
  }
  return content;
}

struct LegendSize {
  double text_pt;
  int columns;

  [[nodiscard]] double symbol_width_mm() const { return 0.75 * text_pt; }
  [[nodiscard]] double symbol_height_mm() const { return 0.42 * text_pt; }
  [[nodiscard]] double gap_mm() const { return 0.17 * text_pt; }
};

bool fits(const LegendSize& size, const LegendContent& content) {
  constexpr double kTitleMm = 10.0;
  constexpr double kTerminalColumnMm = 0.18;  // of text, per point of its size
  const double rows = std::ceil(static_cast<double>(content.rows) / size.columns);
  const double text = kTerminalColumnMm * size.text_pt * static_cast<double>(content.widest);
  return kTitleMm + rows * (size.symbol_height_mm() + size.gap_mm()) <= kLegendBox.height &&
         size.columns * (size.symbol_width_mm() + 3.5 + text) <= kLegendBox.width;
}

/// The largest text with which the legend keeps to its place beside the map. Two columns tear
/// groups apart, so they come after a smaller text in one column.
LegendSize legend_size(const LegendContent& content) {
  constexpr std::array kSizes{LegendSize{8.0, 1}, LegendSize{7.5, 1}, LegendSize{7.0, 1},
                              LegendSize{7.0, 2}, LegendSize{6.5, 1}, LegendSize{6.5, 2},
                              LegendSize{6.0, 1}, LegendSize{6.0, 2}, LegendSize{5.5, 1},
                              LegendSize{5.5, 2}, LegendSize{5.0, 1}};
  const auto* found = std::find_if(kSizes.begin(), kSizes.end(),
                                   [&](const LegendSize& size) { return fits(size, content); });
  return found == kSizes.end() ? kSizes.back() : *found;
}

void legend_text(XmlText& xml, std::string_view part, std::string font, double above_mm,
                 double below_mm) {
  xml.element("style",
              {{"name", std::string(part)},
               {"marginTop", number(above_mm)},
               {"marginBottom", number(below_mm)},
               {"marginLeft", part == "symbolLabel" ? "1.5" : "0"}},
              [&] {
                xml.leaf("styleFont", {{"description", std::move(font)}});
              });
}

void legend(XmlText& xml, const ProjectMap& map) {
  const LegendSize size = legend_size(legend_content(map));
  item(xml, Item::legend, 2, kLegendBox,
       {{"map_uuid", map_uuid()},
        {"title", map.legend_title},
        {"legendFilterByMap", "1"},
        {"resizeToContents", "1"},
        {"columnCount", number(size.columns)},
        {"splitLayer", "1"},
        {"symbolWidth", number(size.symbol_width_mm())},
        {"symbolHeight", number(size.symbol_height_mm())},
        {"boxSpace", "1"},
        {"background", "true"}},
       [&] {
         colour(xml, "BackgroundColor", 255, 255, 255);
         xml.element("styles", {}, [&] {
           const double gap = size.gap_mm();
           legend_text(xml, "title", font(size.text_pt + 4, kBold), 0, 2.0);
           legend_text(xml, "group", font(size.text_pt + 1, kBold), 2.0 * gap, 0.6 * gap);
           legend_text(xml, "subgroup", font(size.text_pt), 1.5 * gap, 0.6 * gap);
           legend_text(xml, "symbol", font(size.text_pt), gap, 0);
           legend_text(xml, "symbolLabel", font(size.text_pt), 0, 0);
         });
         write_legend_tree(xml, map);
       });
}

/// QGIS picks a round length for the bar that fits between the two widths.
void scale_bar(XmlText& xml) {
  item(xml, Item::scale_bar, 3, kScaleBox,
       {{"mapUuid", map_uuid()},
        {"style", "Single Box"},
        {"unitType", "km"},  // any other spelling is read as metres
        {"unitLabel", "km"},
        {"numMapUnitsPerScaleBarUnit", "1"},
        {"segmentSizeMode", "1"},
        {"minBarWidth", "25"},
        {"maxBarWidth", "45"},
        {"numUnitsPerSegment", "1"},
        {"numSegments", "2"},
        {"numSegmentsLeft", "0"},
        {"height", "2"},
        {"labelBarSpace", "1"},
        {"boxContentSpace", "1.5"},
        {"outlineWidth", "0.2"},
        {"background", "true"}},
       [&] {
         colour(xml, "BackgroundColor", 255, 255, 255);
         xml.leaf("text-style", {{"fontFamily", std::string(kFontFamilies.front())},
                                 {"fontSize", "8"},
                                 {"fontSizeUnit", "Point"},
                                 {"textColor", "33,33,33,255"}});
       });
}

/// True north of the map, from the pictures that come with QGIS.
void north_arrow(XmlText& xml) {
  item(xml, Item::picture, 4, kNorthBox,
       {{"file", "arrows/NorthArrow_02.svg"},
        {"mapUuid", map_uuid()},
        {"northMode", "1"},
        {"resizeMode", "0"},
        {"anchorPoint", "4"},
        {"svgFillColor", "33,33,33,255"},
        {"svgBorderColor", "33,33,33,255"},
        {"svgBorderWidth", "0"},
        {"background", "false"}},
       [] {});
}

}  // namespace

void write_layout(XmlText& xml, const ProjectMap& map) {
  constexpr std::string_view kLeft = "1";
  constexpr std::string_view kCentre = "4";
  xml.element("Layouts", {}, [&] {
    xml.element("Layout", {{"name", map.layout_name}, {"units", "mm"}, {"printResolution", "300"}},
                [&] {
                  page(xml);
                  printed_map(xml, map);
                  legend(xml, map);
                  scale_bar(xml);
                  north_arrow(xml);
                  label(xml, 5, kTitleBox, map.title, font(20, kBold), kCentre);
                  if (!map.footer.empty()) label(xml, 6, kFooterBox, map.footer, font(8), kLeft);
                });
  });
}

}  // namespace xuanzhi::products
