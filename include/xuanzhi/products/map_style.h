// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// How a layer looks and reads in QGIS: symbols, labels, column titles. All text is UTF-8.
namespace xuanzhi::products {

enum class GeometryKind { point, line, polygon, none };

/// What a symbol draws. Areas take the first six, lines solid, dash and railway, points the last
/// four. A pattern of another kind of geometry falls back to the plain one: solid, or circle.
enum class Pattern {
  solid,
  hatch,
  backhatch,
  cross,
  outline,
  dashed_outline,
  dash,
  railway,
  circle,
  square,
  triangle,
  star
};

/// The pattern that a role's style calls by this name ("hatch"); none if unknown.
std::optional<Pattern> pattern_named(std::string_view name);

/// Colours are "#rrggbb"; an empty colour draws nothing. On areas, opacity fades the filling and
/// leaves the outline crisp; size_mm is the distance of the lines of a hatch there, and the
/// diameter of a marker on points. A solid line whose fill differs from its line is drawn as a
/// road: width_mm of fill inside an edge of line.
struct Symbol {
  std::string fill;
  std::string line;
  Pattern pattern = Pattern::solid;
  double width_mm = 0.3;
  double size_mm = 2.5;
  double opacity = 1.0;

  bool operator==(const Symbol&) const = default;
};

/// One value of the category field, with the name and symbol that the legend shows.
struct Category {
  std::string value;
  std::string label;
  Symbol symbol;
  std::string print_label = {};  // shorter, for the legend on paper; empty = label
};

/// A code in a column and the words that stand for it.
struct ValueName {
  std::string value;
  std::string label;
};

/// Title of a column in attribute tables and forms.
struct FieldTitle {
  std::string field;
  std::string title;
  bool hidden = false;
  std::vector<ValueName> values;
};

struct LayerStyle {
  GeometryKind kind = GeometryKind::polygon;
  /// Column that chooses the category; empty = every feature looks like `single`.
  std::string category_field;
  std::vector<Category> categories;
  /// Legend name for values that no category lists, drawn as `single`; empty = not drawn.
  std::string other_label;
  Symbol single;
  /// QGIS expression; empty = no labels.
  std::string label_expression;
  double label_size_pt = 9.0;
  std::string label_color = "#263238";
  /// Labels appear at 1:N and nearer; 0 = at every scale.
  double label_scale_limit = 0.0;
  /// Whether the label of an area that it does not fit into may stand beside the area.
  bool label_beside = false;
  /// 0 yields to every other label, 10 to none.
  int label_priority = 5;
  double opacity = 1.0;
  std::vector<FieldTitle> fields;
  /// HTML with [% expressions %], shown beside the pointer; empty = none.
  std::string map_tip;
};

/// The look of a verdict code (compliant, conditional, insufficient_data, non_compliant) on areas,
/// the same in every product; a neutral grey for any other code.
Symbol verdict_symbol(std::string_view verdict);

/// A complete QML document, for a .qml file or the layer_styles table.
/// Throws Error (value_invalid) on a colour that is not "#rrggbb".
std::string qml(const LayerStyle& style);

/// Only the children of the QML's root, for a layer inside a project file. Throws like qml().
std::string style_elements(const LayerStyle& style);

}  // namespace xuanzhi::products
