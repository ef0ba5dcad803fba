// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "xuanzhi/products/map_style.h"

/// A QGIS project over one GeoPackage: layer tree, styles, bookmarks and an A4 map to print.
namespace xuanzhi::products {

/// A box in the units of its CRS, x = east or longitude, y = north or latitude.
struct Extent {
  double xmin = 0.0;
  double ymin = 0.0;
  double xmax = 0.0;
  double ymax = 0.0;
};

/// A table of the GeoPackage as a layer; style.kind = none for a table without geometry.
struct ProjectLayer {
  std::string id;  // unique in the project
  std::string table;
  std::string title;
  std::string authid;  // CRS of the table, "EPSG:4490"; empty without geometry
  bool visible = true;
  /// Drawing order, small = nearer the top; where all are equal the tree's order holds.
  int order = 0;
  LayerStyle style;
  std::string print_title = {};  // shorter, for the legend on paper; empty = title
};

struct LayerGroup {
  std::string name;
  bool expanded = true;
  bool visible = true;
  std::vector<ProjectLayer> layers;  // the first is on top
  std::string print_name = {};       // shorter, for the legend on paper; empty = name
};

struct Bookmark {
  std::string name;
  Extent extent;
  std::string authid = "EPSG:4490";
};

/// Rows of `child_layer` that belong to a row of `parent_layer`; its form in QGIS then lists them.
struct Relation {
  std::string name;
  std::string parent_layer;  // ids of ProjectLayer
  std::string parent_field;
  std::string child_layer;
  std::string child_field;
};

struct ProjectMap {
  std::string title;
  std::string geopackage_file_name;  // relative to the project: "./x.gpkg"
  std::string crs_authid;            // one that QGIS knows: "EPSG:4545"
  Extent extent;                     // in that CRS: what is seen first, and on the printed map
  std::vector<LayerGroup> groups;    // the first is on top
  std::vector<Bookmark> bookmarks;
  std::vector<Relation> relations;
  std::string footer;  // disclaimer under the printed map
  std::string layout_name = "A4 专题图";
  std::string legend_title = "图例";
};

/// The text of the .qgs file; a .qgz is a zip that holds it. Equal input gives equal bytes.
/// Throws Error: value_invalid on a bad colour; internal_fault on an id used twice, a relation to
/// an id that is no layer, or an extent without area.
std::string qgs(const ProjectMap& map);

}  // namespace xuanzhi::products
