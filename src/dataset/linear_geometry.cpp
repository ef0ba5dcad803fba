// SPDX-License-Identifier: Apache-2.0
#include "linear_geometry.h"

#include <utility>

namespace xuanzhi::dataset {

namespace {

bool is_surface(OGRwkbGeometryType type) {
  return type == wkbTIN || type == wkbPolyhedralSurface || type == wkbTriangle;
}

// A multipatch of Esri comes as a collection of TINs, which WKB readers do not know.
GeometryHandle with_polygons(const OGRGeometryCollection& collection) {
  auto out = std::make_unique<OGRGeometryCollection>();
  for (const OGRGeometry* member : collection) {
    GeometryHandle part(member->clone());
    if (is_surface(wkbFlatten(part->getGeometryType())))
      part.reset(OGRGeometryFactory::forceToMultiPolygon(part.release()));
    out->addGeometryDirectly(part.release());
  }
  return out;
}

bool has_surface(const OGRGeometryCollection& collection) {
  for (const OGRGeometry* member : collection)
    if (is_surface(wkbFlatten(member->getGeometryType()))) return true;
  return false;
}

// What is to be mended in a geometry and its members.
struct Faults {
  bool open_ring = false;
  bool empty_part = false;

  void look_at(const OGRGeometry& geometry) {
    const OGRwkbGeometryType type = wkbFlatten(geometry.getGeometryType());
    if (type == wkbPolygon) {
      for (const OGRLinearRing* ring : *geometry.toPolygon())
        open_ring = open_ring || (ring->getNumPoints() > 0 && ring->get_IsClosed() == 0);
    } else if (OGR_GT_IsSubClassOf(type, wkbGeometryCollection) != 0) {
      for (const OGRGeometry* member : *geometry.toGeometryCollection()) {
        empty_part = empty_part || member->IsEmpty() != 0;
        look_at(*member);
      }
    }
  }
};

}  // namespace

GeometryHandle linear_geometry(GeometryHandle geometry) {
  if (geometry->hasCurveGeometry()) geometry.reset(geometry->getLinearGeometry());
  if (!geometry) return geometry;
  const OGRwkbGeometryType type = wkbFlatten(geometry->getGeometryType());
  if (is_surface(type)) {
    geometry.reset(OGRGeometryFactory::forceToMultiPolygon(geometry.release()));
  } else if (type == wkbGeometryCollection && has_surface(*geometry->toGeometryCollection())) {
    geometry = with_polygons(*geometry->toGeometryCollection());
  }
  return geometry;
}

GeometryHandle area_of_closed_line(GeometryHandle geometry) {
  constexpr int kFewest = 4;
  if (wkbFlatten(geometry->getGeometryType()) != wkbLineString) return geometry;
  const OGRLineString& line = *geometry->toLineString();
  if (line.get_IsClosed() == 0 || line.getNumPoints() < kFewest) return geometry;
  auto ring = std::make_unique<OGRLinearRing>();
  ring->addSubLineString(&line);
  auto area = std::make_unique<OGRPolygon>();
  area->addRingDirectly(ring.release());
  return area;
}

Text make_plain(OGRGeometry& geometry) {
  geometry.flattenTo2D();
  Faults faults;
  if (geometry.IsEmpty() == 0) faults.look_at(geometry);
  geometry.closeRings();
  return both(
      faults.open_ring ? Text{"有环未闭合，已闭合", "an open ring was closed"} : Text{},
      faults.empty_part ? Text{"有空的部分，已舍去", "an empty part was left out"} : Text{});
}

}  // namespace xuanzhi::dataset
