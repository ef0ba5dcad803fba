// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "gdal_handle.h"
#include "xuanzhi/base/text.h"

namespace xuanzhi::dataset {

using GeometryHandle = std::unique_ptr<OGRGeometry>;

/// Curves as lines and surfaces (TIN, polyhedral, also within a collection) as polygons; null where
/// GDAL cannot.
GeometryHandle linear_geometry(GeometryHandle geometry);

/// Drawings have no areas: a boundary is a line that ends where it began. Others are left alone.
GeometryHandle area_of_closed_line(GeometryHandle geometry);

/// Closes open rings and drops Z and M; tells what was mended, or nothing.
Text make_plain(OGRGeometry& geometry);

}  // namespace xuanzhi::dataset
