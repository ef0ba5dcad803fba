// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "xml_text.h"
#include "xuanzhi/geometry/shape.h"
#include "xuanzhi/products/map_style.h"

namespace xuanzhi::products::report {

/// Draws the symbols of a map as SVG in mm, as QGIS draws them: the same colours, widths and
/// hatches. Hatches are `<pattern>`s, kept until the end.
class SymbolPen {
 public:
  /// `prefix` makes the ids of a drawing unique in its file.
  SymbolPen(XmlText& xml, std::string prefix) : xml_(&xml), prefix_(std::move(prefix)) {}

  /// A shape's path data by a symbol for its kind of geometry.
  void area(const std::string& path, const Symbol& symbol);
  void line(const std::string& path, const Symbol& symbol);
  void point(geometry::Point at, const Symbol& symbol);

  /// The `<defs>` that the drawing needs.
  void write_definitions(XmlText& xml) const;

 private:
  struct Hatch {
    std::string colour;
    double opacity = 1.0;
    double distance_mm = 2.5;
    int angle = 45;

    bool operator==(const Hatch&) const = default;
  };

  std::string hatch_id(const Hatch& hatch);
  void stroke(const std::string& path, const std::string& colour, double width_mm,
              const std::string& dash);
  void fill(const std::string& path, const std::string& paint, double opacity);

  XmlText* xml_;
  std::string prefix_;
  std::vector<Hatch> hatches_;
};

}  // namespace xuanzhi::products::report
