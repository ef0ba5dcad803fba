// SPDX-License-Identifier: Apache-2.0
#include "qgis_tree.h"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

namespace xuanzhi::products {
namespace {

std::string checked(bool on) {
  return on ? "Qt::Checked" : "Qt::Unchecked";
}

XmlText::Attributes layer_attributes(const ProjectMap& map, const ProjectLayer& layer) {
  return {{"id", layer_id(layer.id)},
          {"name", layer.title},
          {"checked", checked(layer.visible)},
          {"expanded", layer.visible ? "1" : "0"},
          {"providerKey", "ogr"},
          {"source", data_source(map, layer)}};
}

/// A layer of the printed legend, with the texts that differ from those on the screen.
void legend_layer(XmlText& xml, const ProjectMap& map, const ProjectLayer& layer) {
  const auto text = [&](const std::string& property, const std::string& value) {
    if (value.empty()) return;
    xml.leaf("Option", {{"name", "legend/" + property}, {"type", "QString"}, {"value", value}});
  };
  xml.element("layer-tree-layer", layer_attributes(map, layer), [&] {
    xml.element("customproperties", {}, [&] {
      xml.element("Option", {{"type", "Map"}}, [&] {
        text("title-label", layer.print_title);
        int index = 0;
        for (const auto& category : layer.style.categories) {
          text(fmt::format("label-{}", index++), category.print_label);
        }
      });
    });
  });
}

/// QGIS draws in the order of the tree unless told otherwise. Told only where the two differ: with
/// an order of its own, moving a layer in the panel has no effect on the map.
void drawing_order(XmlText& xml, const ProjectMap& map) {
  std::vector<const ProjectLayer*> tree;
  for (const auto& group : map.groups) {
    for (const auto& layer : group.layers) {
      if (layer.style.kind != GeometryKind::none) tree.push_back(&layer);
    }
  }
  auto order = tree;
  std::stable_sort(order.begin(), order.end(),
                   [](const auto* a, const auto* b) { return a->order < b->order; });
  if (order == tree) return;
  xml.element("custom-order", {{"enabled", "1"}}, [&] {
    for (const auto* layer : order) xml.text("item", layer_id(layer->id));
  });
}

}  // namespace

std::string layer_id(std::string_view id) {
  return fmt::format("xuanzhi_layer_{}", id);
}

std::string data_source(const ProjectMap& map, const ProjectLayer& layer) {
  return fmt::format("{}|layername={}", map.geopackage_file_name, layer.table);
}

bool is_drawn(const LayerGroup& group, const ProjectLayer& layer) {
  return group.visible && layer.visible && layer.style.kind != GeometryKind::none;
}

const std::string& on_paper(const std::string& print_text, const std::string& text) {
  return print_text.empty() ? text : print_text;
}

void write_layer_tree(XmlText& xml, const ProjectMap& map) {
  xml.element("layer-tree-group", {}, [&] {
    for (const auto& group : map.groups) {
      xml.element("layer-tree-group",
                  {{"name", group.name},
                   {"checked", checked(group.visible)},
                   {"expanded", group.expanded ? "1" : "0"}},
                  [&] {
                    for (const auto& layer : group.layers) {
                      xml.leaf("layer-tree-layer", layer_attributes(map, layer));
                    }
                  });
    }
    drawing_order(xml, map);
  });
}

void write_legend_tree(XmlText& xml, const ProjectMap& map) {
  xml.element("layer-tree-group", {}, [&] {
    for (const auto& group : map.groups) {
      std::vector<const ProjectLayer*> drawn;
      for (const auto& layer : group.layers) {
        if (is_drawn(group, layer)) drawn.push_back(&layer);
      }
      if (drawn.empty()) continue;
      xml.element("layer-tree-group",
                  {{"name", on_paper(group.print_name, group.name)},
                   {"checked", checked(true)},
                   {"expanded", "1"}},
                  [&] {
                    for (const auto* layer : drawn) legend_layer(xml, map, *layer);
                  });
    }
  });
}

}  // namespace xuanzhi::products
