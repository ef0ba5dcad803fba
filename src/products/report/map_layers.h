// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "map_frame.h"
#include "map_furniture.h"
#include "symbol_pen.h"
#include "xuanzhi/workspace/workspace.h"

namespace xuanzhi::products::report {

/// A name to be written on the map, beside a point or in the middle of an area.
struct LayerLabel {
  geometry::Point at;
  std::string text;
  bool beside = false;
};

/// What drawing the layers leaves to be written later.
struct DrawnLayers {
  std::vector<LayerLabel> labels;
  std::vector<LegendEntry> legend;  ///< of what was drawn, topmost first
};

/// Draws the wanted layers in force, those of the lowest roles first.
DrawnLayers draw_layers(SymbolPen& pen, const MapFrame& frame,
                        const workspace::Workspace& workspace,
                        const std::function<bool(const workspace::Layer&)>& wanted,
                        Language language);

/// The middle of the largest ring of a shape on paper.
geometry::Point label_point(const geometry::Shape& on_paper);

/// Writes those labels that find a free place.
void write_labels(XmlText& xml, const std::vector<LayerLabel>& labels, LabelPlaces& places,
                  const MapFrame& frame);

}  // namespace xuanzhi::products::report
