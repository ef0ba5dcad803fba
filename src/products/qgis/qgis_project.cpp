// SPDX-License-Identifier: Apache-2.0
#include "xuanzhi/products/qgis_project.h"

#include <fmt/format.h>

#include <set>
#include <string_view>
#include <utility>

#include "qgis_layout.h"
#include "qgis_text.h"
#include "qgis_tree.h"
#include "xml_text.h"
#include "xuanzhi/base/error.h"

namespace xuanzhi::products {
namespace {

/// QGIS decides by authid, but takes no CRS whose srsid is missing or 0.
void spatial_reference(XmlText& xml, std::string_view authid) {
  xml.element("spatialrefsys", {}, [&] {
    xml.text("srsid", "1");
    xml.text("authid", authid);
  });
}

void map_canvas(XmlText& xml, const ProjectMap& map) {
  xml.element("mapcanvas", {{"name", "theMapCanvas"}}, [&] {
    xml.element("extent", {}, [&] {
      xml.text("xmin", number(map.extent.xmin));
      xml.text("ymin", number(map.extent.ymin));
      xml.text("xmax", number(map.extent.xmax));
      xml.text("ymax", number(map.extent.ymax));
    });
    xml.text("rotation", "0");
    xml.element("destinationsrs", {}, [&] { spatial_reference(xml, map.crs_authid); });
  });
}

std::string geometry_name(GeometryKind kind) {
  switch (kind) {
    case GeometryKind::point:
      return "Point";
    case GeometryKind::line:
      return "Line";
    case GeometryKind::polygon:
      return "Polygon";
    case GeometryKind::none:
      break;
  }
  return "No geometry";
}

/// Read-only: results are computed anew, and an edit would change the file that was hashed.
void map_layer(XmlText& xml, const ProjectMap& map, const ProjectLayer& layer) {
  xml.element("maplayer",
              {{"type", "vector"},
               {"geometry", geometry_name(layer.style.kind)},
               {"labelsEnabled", layer.style.label_expression.empty() ? "0" : "1"},
               {"readOnly", "1"}},
              [&] {
                xml.text("id", layer_id(layer.id));
                xml.text("datasource", data_source(map, layer));
                xml.text("layername", layer.title);
                if (!layer.authid.empty()) {
                  xml.element("srs", {}, [&] { spatial_reference(xml, layer.authid); });
                }
                xml.text("provider", {{"encoding", "UTF-8"}}, "ogr");
                xml.embed(style_elements(layer.style));
              });
}

void project_layers(XmlText& xml, const ProjectMap& map) {
  xml.element("projectlayers", {}, [&] {
    for (const auto& group : map.groups) {
      for (const auto& layer : group.layers) map_layer(xml, map, layer);
    }
  });
}

void relations(XmlText& xml, const ProjectMap& map) {
  xml.element("relations", {}, [&] {
    int index = 0;
    for (const auto& relation : map.relations) {
      xml.element("relation",
                  {{"id", fmt::format("xuanzhi_relation_{}", ++index)},
                   {"name", relation.name},
                   {"strength", "Association"},
                   {"referencedLayer", layer_id(relation.parent_layer)},
                   {"referencingLayer", layer_id(relation.child_layer)}},
                  [&] {
                    xml.leaf("fieldRef", {{"referencedField", relation.parent_field},
                                          {"referencingField", relation.child_field}});
                  });
    }
  });
}

void bookmarks(XmlText& xml, const ProjectMap& map) {
  xml.element("Bookmarks", {}, [&] {
    int index = 0;
    for (const auto& [name, box, authid] : map.bookmarks) {
      const std::string ring = fmt::format("POLYGON(({0} {1}, {2} {1}, {2} {3}, {0} {3}, {0} {1}))",
                                           box.xmin, box.ymin, box.xmax, box.ymax);
      xml.element("Bookmark",
                  {{"id", fmt::format("xuanzhi_bookmark_{}", ++index)},
                   {"name", name},
                   {"group", ""},
                   {"extent", ring}},
                  [&, &authid = authid] { spatial_reference(xml, authid); });
    }
  });
}

/// EPSG:1024 is the ellipsoid of CGCS2000; without ProjectionsEnabled the project has no CRS.
void properties(XmlText& xml) {
  xml.element("properties", {}, [&] {
    xml.element("Measure", {}, [&] { xml.text("Ellipsoid", {{"type", "QString"}}, "EPSG:1024"); });
    xml.element("Measurement", {}, [&] {
      xml.text("DistanceUnits", {{"type", "QString"}}, "meters");
      xml.text("AreaUnits", {{"type", "QString"}}, "ha");
    });
    xml.element("SpatialRefSys", {}, [&] {
      xml.text("ProjectionsEnabled", {{"type", "int"}}, "1");
    });
    xml.element("Paths", {}, [&] { xml.text("Absolute", {{"type", "bool"}}, "false"); });
  });
}

[[noreturn]] void refuse(const std::string& place, Text why) {
  throw Error(ErrorCode::internal_fault, place, std::move(why));
}

/// What QGIS would open without a word, and wrongly.
void check(const ProjectMap& map) {
  const Extent& box = map.extent;
  if (!(box.xmin < box.xmax && box.ymin < box.ymax)) {
    refuse("extent", {"地图范围没有面积", "the extent of the map has no area"});
  }
  std::set<std::string> ids;
  for (const auto& group : map.groups) {
    for (const auto& layer : group.layers) {
      if (!ids.insert(layer.id).second) {
        refuse(layer.id, {"两个图层使用同一编号", "two layers have this id"});
      }
    }
  }
  for (const auto& relation : map.relations) {
    for (const auto& id : {relation.parent_layer, relation.child_layer}) {
      if (!ids.contains(id)) {
        refuse(relation.name, {"关联的图层 " + id + " 不在工程中",
                               "the related layer " + id + " is not in the project"});
      }
    }
  }
}

}  // namespace

std::string qgs(const ProjectMap& map) {
  check(map);
  XmlText xml;
  xml.element("qgis", {{"version", std::string(kQgisVersion)}, {"projectname", map.title}}, [&] {
    xml.text("title", map.title);
    xml.element("projectCrs", {}, [&] { spatial_reference(xml, map.crs_authid); });
    write_layer_tree(xml, map);
    relations(xml, map);
    map_canvas(xml, map);
    project_layers(xml, map);
    properties(xml);
    bookmarks(xml, map);
    write_layout(xml, map);
  });
  return std::string(kQgisDoctype) + xml.str();
}

}  // namespace xuanzhi::products
