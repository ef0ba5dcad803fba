// SPDX-License-Identifier: Apache-2.0
#include "xuanzhi/products/map_style.h"

#include <algorithm>
#include <array>
#include <utility>

#include "map_symbol.h"
#include "qgis_text.h"
#include "xml_text.h"

namespace xuanzhi::products {
namespace {

bool categorized(const LayerStyle& style) {
  return !style.category_field.empty();
}

void category(XmlText& xml, std::string_view value, int symbol, std::string_view label) {
  xml.leaf("category", {{"value", std::string(value)},
                        {"symbol", number(symbol)},
                        {"label", std::string(label)},
                        {"type", "string"},
                        {"render", "true"}});
}

/// An empty value is QGIS's "all other values".
void categories(XmlText& xml, const LayerStyle& style) {
  xml.element("categories", {}, [&] {
    int symbol = 0;
    for (const auto& entry : style.categories) category(xml, entry.value, symbol++, entry.label);
    if (!style.other_label.empty()) category(xml, "", symbol, style.other_label);
  });
}

void symbols(XmlText& xml, const LayerStyle& style) {
  xml.element("symbols", {}, [&] {
    int name = 0;
    if (categorized(style)) {
      for (const auto& entry : style.categories) {
        write_symbol(xml, number(name++), style.kind, entry.symbol);
      }
      if (style.other_label.empty()) return;
    }
    write_symbol(xml, number(name), style.kind, style.single);
  });
}

void renderer(XmlText& xml, const LayerStyle& style) {
  // Symbol levels merge the edges of road segments that meet.
  const std::string levels = style.kind == GeometryKind::line ? "1" : "0";
  xml.element("renderer-v2",
              {{"type", categorized(style) ? "categorizedSymbol" : "singleSymbol"},
               {"attr", style.category_field},
               {"symbollevels", levels},
               {"forceraster", "0"},
               {"enableorderby", "0"}},
              [&] {
                if (categorized(style)) categories(xml, style);
                symbols(xml, style);
              });
}

void label_text(XmlText& xml, const LayerStyle& style) {
  xml.element("text-style",
              {{"fieldName", style.label_expression},
               {"isExpression", "1"},
               {"fontFamily", std::string(kFontFamilies.front())},
               {"fontSize", number(style.label_size_pt)},
               {"fontSizeUnit", "Point"},
               {"textColor", rgba(style.label_color)},
               {"multilineHeight", "1"}},
              [&] {
                xml.element("families", {}, [&] {
                  for (const auto family : kFontFamilies) {
                    xml.leaf("family", {{"name", std::string(family)}});
                  }
                });
                xml.leaf("text-buffer", {{"bufferDraw", "1"},
                                         {"bufferSize", "0.9"},
                                         {"bufferSizeUnits", "MM"},
                                         {"bufferColor", "255,255,255,255"},
                                         {"bufferOpacity", "0.85"},
                                         {"bufferJoinStyle", "128"}});
              });
}

void label_place(XmlText& xml, const LayerStyle& style) {
  const std::string priority = number(style.label_priority);
  switch (style.kind) {
    case GeometryKind::point:  // beside the marker, the best free place
      return xml.leaf("placement", {{"placement", "6"},
                                    {"dist", "0.6"},
                                    {"distUnits", "MM"},
                                    {"offsetType", "1"},
                                    {"predefinedPositionOrder", "R,TR,BR,L,TL,BL,TSR,BSR"},
                                    {"priority", priority}});
    case GeometryKind::line:  // along the line
      return xml.leaf("placement", {{"placement", "3"},
                                    {"placementFlags", "9"},
                                    {"repeatDistance", "120"},
                                    {"repeatDistanceUnits", "MM"},
                                    {"priority", priority}});
    default:  // upright; 2 = inside the area, 3 = inside or beside it
      return xml.leaf("placement", {{"placement", "4"},
                                    {"polygonPlacementFlags", style.label_beside ? "3" : "2"},
                                    {"dist", "0.5"},
                                    {"distUnits", "MM"},
                                    {"priority", priority}});
  }
}

void labeling(XmlText& xml, const LayerStyle& style) {
  xml.element("labeling", {{"type", "simple"}}, [&] {
    xml.element("settings", {{"calloutType", "simple"}}, [&] {
      label_text(xml, style);
      xml.leaf("text-format", {{"multilineAlign", "1"}});
      label_place(xml, style);
      xml.leaf("rendering", {{"drawLabels", "1"},
                             {"mergeLines", style.kind == GeometryKind::line ? "1" : "0"},
                             {"scaleVisibility", style.label_scale_limit > 0 ? "1" : "0"},
                             {"scaleMin", "0"},
                             {"scaleMax", number(style.label_scale_limit)}});
    });
  });
}

void value_map(XmlText& xml, const std::vector<ValueName>& values) {
  xml.element("config", {}, [&] {
    xml.element("Option", {{"type", "Map"}}, [&] {
      xml.element("Option", {{"name", "map"}, {"type", "List"}}, [&] {
        for (const auto& [value, label] : values) {
          xml.element("Option", {{"type", "Map"}}, [&, &value = value, &label = label] {
            xml.leaf("Option", {{"name", label}, {"type", "QString"}, {"value", value}});
          });
        }
      });
    });
  });
}

void edit_widgets(XmlText& xml, const std::vector<FieldTitle>& fields) {
  xml.element("fieldConfiguration", {}, [&] {
    for (const auto& field : fields) {
      if (!field.hidden && field.values.empty()) continue;
      xml.element("field", {{"name", field.field}, {"configurationFlags", "None"}}, [&] {
        if (field.hidden) return xml.leaf("editWidget", {{"type", "Hidden"}});
        xml.element("editWidget", {{"type", "ValueMap"}}, [&] { value_map(xml, field.values); });
      });
    }
  });
}

void field_titles(XmlText& xml, const std::vector<FieldTitle>& fields) {
  if (fields.empty()) return;
  edit_widgets(xml, fields);
  xml.element("aliases", {}, [&] {
    for (const auto& field : fields) {
      if (!field.title.empty()) xml.leaf("alias", {{"field", field.field}, {"name", field.title}});
    }
  });
  xml.element("attributetableconfig",
              {{"sortExpression", ""}, {"sortOrder", "0"}, {"actionWidgetStyle", "dropDown"}}, [&] {
                xml.element("columns", {}, [&] {
                  for (const auto& field : fields) {
                    xml.leaf("column", {{"type", "field"},
                                        {"name", field.field},
                                        {"hidden", field.hidden ? "1" : "0"},
                                        {"width", "-1"}});
                  }
                });
              });
}

void write_style(XmlText& xml, const LayerStyle& style) {
  if (style.kind != GeometryKind::none) {
    renderer(xml, style);
    if (!style.label_expression.empty()) labeling(xml, style);
    xml.text("layerOpacity", number(style.opacity));
  }
  field_titles(xml, style.fields);
  if (!style.map_tip.empty()) xml.text("mapTip", style.map_tip);
}

}  // namespace

std::optional<Pattern> pattern_named(std::string_view name) {
  using Entry = std::pair<std::string_view, Pattern>;
  static constexpr std::array kNames{
      Entry{"solid", Pattern::solid},         Entry{"hatch", Pattern::hatch},
      Entry{"backhatch", Pattern::backhatch}, Entry{"cross", Pattern::cross},
      Entry{"outline", Pattern::outline},     Entry{"dashed_outline", Pattern::dashed_outline},
      Entry{"dash", Pattern::dash},           Entry{"railway", Pattern::railway},
      Entry{"circle", Pattern::circle},       Entry{"square", Pattern::square},
      Entry{"triangle", Pattern::triangle},   Entry{"star", Pattern::star}};
  const auto* found = std::find_if(kNames.begin(), kNames.end(),
                                   [&](const Entry& entry) { return entry.first == name; });
  if (found == kNames.end()) return std::nullopt;
  return found->second;
}

Symbol verdict_symbol(std::string_view verdict) {
  Symbol symbol{.fill = "#bdbdbd", .line = "#616161", .width_mm = 0.4, .opacity = 0.75};
  if (verdict == "compliant") {
    symbol.fill = "#4caf50";
    symbol.line = "#1b5e20";
  } else if (verdict == "conditional") {
    symbol.fill = "#ffb300";
    symbol.line = "#a65b00";
  } else if (verdict == "insufficient_data") {
    symbol = {"#4f6f82", "#37474f", Pattern::hatch, 0.4, 1.2, 1.0};
  } else if (verdict == "non_compliant") {
    symbol.fill = "#e53935";
    symbol.line = "#8e1c1c";
  }
  return symbol;
}

std::string style_elements(const LayerStyle& style) {
  XmlText xml(1);
  write_style(xml, style);
  return xml.str();
}

std::string qml(const LayerStyle& style) {
  XmlText xml;
  xml.element("qgis",
              {{"version", std::string(kQgisVersion)},
               {"styleCategories", "AllStyleCategories"},
               {"labelsEnabled", style.label_expression.empty() ? "0" : "1"}},
              [&] { write_style(xml, style); });
  return std::string(kQgisDoctype) + xml.str();
}

}  // namespace xuanzhi::products
