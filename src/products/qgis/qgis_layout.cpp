// SPDX-License-Identifier: Apache-2.0
#include "qgis_layout.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <iterator>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

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

// A4 landscape: title above, legend right of the map, footer below.
constexpr Box kPageBox{0, 0, 297, 210};
constexpr Box kTitleBox{10, 6, 277, 12};
constexpr Box kMiddleBox{10, 20, 277, 176};
constexpr Box kFooterBox{10, 198, 277, 8};
constexpr double kLeastMapWidth = 140.0;

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
Extent printed_extent(const Extent& extent, const Box& map) {
  constexpr double kMargin = 1.06;
  const double shape = map.width / map.height;
  double width = (extent.xmax - extent.xmin) * kMargin;
  double height = (extent.ymax - extent.ymin) * kMargin;
  width = std::max(width, height * shape);
  height = width / shape;
  const double x = (extent.xmin + extent.xmax) / 2.0;
  const double y = (extent.ymin + extent.ymax) / 2.0;
  return {x - width / 2.0, y - height / 2.0, x + width / 2.0, y + height / 2.0};
}

void printed_map(XmlText& xml, const Extent& extent, const Box& place) {
  const Extent box = printed_extent(extent, place);
  item(xml, Item::map, 1, place,
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

/// Width of every row that the legend may list, in terminal columns (a Chinese character takes
/// two). QGIS leaves out what the map does not show, as a rule the other values too.
std::vector<std::size_t> legend_rows(const ProjectMap& map) {
  std::vector<std::size_t> rows;
  const auto add = [&](const std::string& print_text, const std::string& text) {
    rows.push_back(display_width(on_paper(print_text, text)));
  };
  for (const auto& group : map.groups) {
    bool named = false;
    for (const auto& layer : group.layers) {
      if (!is_drawn(group, layer)) continue;
      if (!std::exchange(named, true)) add(group.print_name, group.name);
      add(layer.print_title, layer.title);
      for (const auto& category : layer.style.categories) {
        add(category.print_label, category.label);
      }
    }
  }
  return rows;
}

/// Sizes in the legend follow from its text. The factors were measured on printed legends.
struct LegendPlan {
  double text_pt;
  std::size_t columns;

  [[nodiscard]] double symbol_width_mm() const { return 0.75 * text_pt; }
  [[nodiscard]] double symbol_height_mm() const { return 0.42 * text_pt; }
  [[nodiscard]] double gap_mm() const { return 0.17 * text_pt; }
  [[nodiscard]] double row_mm() const { return 0.63 * text_pt; }
  [[nodiscard]] double text_mm(std::size_t width) const {
    return 0.19 * text_pt * static_cast<double>(width);
  }

  [[nodiscard]] std::size_t column_rows(const std::vector<std::size_t>& rows) const {
    return (rows.size() + columns - 1) / columns;
  }
  [[nodiscard]] double height_mm(const std::vector<std::size_t>& rows) const {
    constexpr double kTitle = 10.0;
    return kTitle + row_mm() * static_cast<double>(column_rows(rows));
  }
  [[nodiscard]] double width_mm(const std::vector<std::size_t>& rows) const {
    double width = 4.0;
    for (std::size_t first = 0; first < rows.size(); first += column_rows(rows)) {
      const std::size_t end = std::min(rows.size(), first + column_rows(rows));
      const auto widest = *std::max_element(rows.begin() + static_cast<std::ptrdiff_t>(first),
                                            rows.begin() + static_cast<std::ptrdiff_t>(end));
      width += symbol_width_mm() + text_mm(widest) + 3.5;
    }
    return width;
  }
};

/// The largest text with which the legend stays on the page and leaves room for the map. A further
/// column tears groups apart, so a text one point smaller is better than that.
LegendPlan plan_legend(const std::vector<std::size_t>& rows) {
  constexpr std::array kPlans{LegendPlan{8.0, 1}, LegendPlan{7.5, 1}, LegendPlan{7.0, 1},
                              LegendPlan{8.0, 2}, LegendPlan{7.5, 2}, LegendPlan{6.5, 1},
                              LegendPlan{7.0, 2}, LegendPlan{6.0, 1}, LegendPlan{6.5, 2},
                              LegendPlan{5.5, 1}, LegendPlan{6.0, 2}, LegendPlan{6.0, 3},
                              LegendPlan{5.5, 2}, LegendPlan{5.5, 3}, LegendPlan{5.0, 2},
                              LegendPlan{5.0, 3}, LegendPlan{4.5, 2}, LegendPlan{4.5, 3}};
  const auto excess = [&](const LegendPlan& plan) {
    return std::max({1.0, plan.height_mm(rows) / kMiddleBox.height,
                     plan.width_mm(rows) / (kMiddleBox.width - kLeastMapWidth)});
  };
  return *std::min_element(kPlans.begin(), kPlans.end(),
                           [&](const auto& a, const auto& b) { return excess(a) < excess(b); });
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

void legend(XmlText& xml, const ProjectMap& map, const LegendPlan& plan, const Box& place) {
  item(xml, Item::legend, 2, place,
       {{"map_uuid", map_uuid()},
        {"title", map.legend_title},
        {"legendFilterByMap", "1"},
        {"resizeToContents", "1"},
        {"columnCount", std::to_string(plan.columns)},
        {"splitLayer", "1"},
        {"symbolWidth", number(plan.symbol_width_mm())},
        {"symbolHeight", number(plan.symbol_height_mm())},
        {"boxSpace", "1"},
        {"background", "true"}},
       [&] {
         colour(xml, "BackgroundColor", 255, 255, 255);
         xml.element("styles", {}, [&] {
           const double gap = plan.gap_mm();
           legend_text(xml, "title", font(plan.text_pt + 4, kBold), 0, 2.0);
           legend_text(xml, "group", font(plan.text_pt + 1, kBold), 2.0 * gap, 0.6 * gap);
           legend_text(xml, "subgroup", font(plan.text_pt), 1.5 * gap, 0.6 * gap);
           legend_text(xml, "symbol", font(plan.text_pt), gap, 0);
           legend_text(xml, "symbolLabel", font(plan.text_pt), 0, 0);
         });
         write_legend_tree(xml, map);
       });
}

/// QGIS picks a round length for the bar that fits between the two widths.
void scale_bar(XmlText& xml, const Box& map) {
  item(xml, Item::scale_bar, 3, {map.x + 3, map.y + map.height - 15, 60, 12},
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
void north_arrow(XmlText& xml, const Box& map) {
  item(xml, Item::picture, 4, {map.x + map.width - 15, map.y + 3, 12, 14},
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
  constexpr double kGap = 1.0;
  const auto rows = legend_rows(map);
  const LegendPlan plan = plan_legend(rows);
  Box map_box = kMiddleBox;
  Box legend_box = kMiddleBox;
  legend_box.width = std::min(plan.width_mm(rows), kMiddleBox.width - kLeastMapWidth);
  map_box.width -= legend_box.width + kGap;
  legend_box.x = map_box.x + map_box.width + kGap;
  const XmlText::Attributes attributes{
      {"name", map.layout_name}, {"units", "mm"}, {"printResolution", "300"}};
  xml.element("Layouts", {}, [&] {
    xml.element("Layout", attributes, [&] {
      page(xml);
      printed_map(xml, map.extent, map_box);
      legend(xml, map, plan, legend_box);
      scale_bar(xml, map_box);
      north_arrow(xml, map_box);
      label(xml, 5, kTitleBox, map.title, font(20, kBold), kCentre);
      if (!map.footer.empty()) label(xml, 6, kFooterBox, map.footer, font(8), kLeft);
    });
  });
}

}  // namespace xuanzhi::products
