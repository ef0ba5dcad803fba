// SPDX-License-Identifier: Apache-2.0
#include "map_layers.h"

#include <algorithm>
#include <cmath>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "nearby.h"
#include "role_symbol.h"

namespace xuanzhi::products::report {

namespace {

using geometry::Point;
using geometry::Shape;
using workspace::Layer;
using workspace::RoleClass;

constexpr double kLabelMm = 2.3;

// The look of a feature: that of its class, else that of the role.
Symbol look_of(const Layer& layer, std::string_view class_id) {
  const RoleClass* entry = layer.role->find_class(class_id);
  return symbol_of(entry == nullptr ? layer.role->style : entry->style);
}

// What was drawn alike: classes of one role with the same symbol share a line of the legend.
struct Drawn {
  const workspace::Role* role = nullptr;
  Symbol symbol;
  std::vector<std::string> names;
};

// "高速铁路（城市市区）" and "高速铁路（其他地区）" are 高速铁路 together.
std::string shared_name(const Drawn& drawn, Language language) {
  if (drawn.names.empty()) return drawn.role->name.in(language);
  std::string prefix = drawn.names.front();
  for (const std::string& name : drawn.names) {
    const auto end = std::mismatch(prefix.begin(), prefix.end(), name.begin(), name.end()).first;
    prefix.erase(end, prefix.end());
  }
  if (drawn.names.size() == 1) return prefix;
  while (!prefix.empty() && !is_utf8(prefix)) prefix.pop_back();
  for (bool again = true; again;) {
    again = false;
    for (const std::string_view mark : {"（", "(", "、", ",", " ", "–", "-"}) {
      if (!prefix.ends_with(mark)) continue;
      prefix.erase(prefix.size() - mark.size());
      again = true;
    }
  }
  return prefix.empty() ? drawn.role->name.in(language) : prefix;
}

void note(std::vector<Drawn>& all, const Layer& layer, const Symbol& symbol,
          std::string_view class_id, Language language) {
  auto known = std::find_if(all.begin(), all.end(), [&](const Drawn& d) {
    return d.role == layer.role && d.symbol == symbol;
  });
  if (known == all.end()) known = all.insert(all.end(), {layer.role, symbol, {}});
  const RoleClass* entry = layer.role->find_class(class_id);
  const std::string& name = (entry == nullptr ? layer.role->name : entry->name).in(language);
  if (std::find(known->names.begin(), known->names.end(), name) == known->names.end())
    known->names.push_back(name);
}

void draw_shape(SymbolPen& pen, const Shape& on_paper, const Symbol& symbol) {
  switch (on_paper.dimension()) {
    case 2:
      return pen.area(path_data(on_paper), symbol);
    case 1:
      return pen.line(path_data(on_paper), symbol);
    case 0:
      return geometry::for_each_path(on_paper, [&](std::span<const Point> path, bool) {
        for (const Point& at : path) pen.point(at, symbol);
      });
    default:
      return;
  }
}

LegendEntry legend_entry(SymbolPen& pen, const Drawn& drawn, Language language) {
  return {shared_name(drawn, language),
          [&pen, symbol = drawn.symbol, dimension = drawn.role->dimension](Point corner) mutable {
            const double x = corner.x;
            const double y = corner.y;
            if (dimension == 0) {
              symbol.size_mm = std::min(symbol.size_mm, 3.2);
              return pen.point({x + 3.5, y + 1.7}, symbol);
            }
            if (dimension == 1)
              return pen.line(fmt::format("M{:.2f} {:.2f}h7", x, y + 1.7), symbol);
            symbol.width_mm = std::min(symbol.width_mm, 0.35);
            return pen.area(fmt::format("M{:.2f} {:.2f}h7v3.4h-7Z", x, y), symbol);
          }};
}

}  // namespace

Point label_point(const Shape& on_paper) {
  Point best;
  double largest = -1.0;
  geometry::for_each_path(on_paper, [&](std::span<const Point> path, bool is_hole) {
    if (is_hole || path.empty()) return;
    double twice = 0.0;
    Point sum;
    for (std::size_t i = 0; i + 1 < path.size(); ++i) {
      // Relative to the first vertex, so that small rings far from zero keep their digits.
      const double ax = path[i].x - path[0].x;
      const double ay = path[i].y - path[0].y;
      const double bx = path[i + 1].x - path[0].x;
      const double by = path[i + 1].y - path[0].y;
      const double cross = ax * by - bx * ay;
      twice += cross;
      sum.x += (ax + bx) * cross;
      sum.y += (ay + by) * cross;
    }
    if (std::abs(twice) <= largest) return;
    largest = std::abs(twice);
    best = twice == 0.0
               ? path[path.size() / 2]
               : Point{path[0].x + sum.x / (3.0 * twice), path[0].y + sum.y / (3.0 * twice)};
  });
  return best;
}

DrawnLayers draw_layers(SymbolPen& pen, const MapFrame& frame,
                        const workspace::Workspace& workspace,
                        const std::function<bool(const Layer&)>& wanted, Language language) {
  std::vector<const Layer*> order;
  for (const Layer& layer : workspace.layers) {
    if (layer.in_force && wanted(layer)) order.push_back(&layer);
  }
  std::stable_sort(order.begin(), order.end(),
                   [](const Layer* a, const Layer* b) { return a->role->order > b->role->order; });
  DrawnLayers drawn;
  std::vector<Drawn> looks;
  const Shape sheet = geometry::make_box(*workspace.geos, frame.degrees());
  for (const Layer* layer : order) {
    for (const NearbyFeature& near : features_in(*layer, sheet)) {
      const workspace::Feature& feature = layer->features[near.feature];
      const Shape on_paper = frame.on_paper(near.shape);
      if (on_paper.empty()) continue;
      const Symbol symbol = look_of(*layer, feature.class_id);
      draw_shape(pen, on_paper, symbol);
      note(looks, *layer, symbol, feature.class_id, language);
      if (layer->role->label && !feature.name.empty())
        drawn.labels.push_back({label_point(on_paper), feature.name, layer->role->dimension == 0});
    }
  }
  for (auto look = looks.rbegin(); look != looks.rend(); ++look)
    drawn.legend.push_back(legend_entry(pen, *look, language));
  // Names of what lies on top matter most.
  std::reverse(drawn.labels.begin(), drawn.labels.end());
  return drawn;
}

void write_labels(XmlText& xml, const std::vector<LayerLabel>& labels, LabelPlaces& places,
                  const MapFrame& frame) {
  for (const LayerLabel& label : labels) {
    const double width = width_of(label.text, kLabelMm);
    const double x = label.beside ? label.at.x + 2.4 : label.at.x - 0.5 * width;
    const double y = label.at.y + 0.35 * kLabelMm;
    if (!places.claim({x, y - kLabelMm, x + width, y + 0.4}, frame)) continue;
    write_words(xml, {{x, y}, label.text, kLabelMm, "#33414e"});
  }
}

}  // namespace xuanzhi::products::report
