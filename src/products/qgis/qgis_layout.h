// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "xml_text.h"
#include "xuanzhi/products/qgis_project.h"

namespace xuanzhi::products {

/// Writes one A4 landscape print layout: title, map, legend of what is drawn when the project
/// opens, scale bar in kilometres, north arrow, footer.
void write_layout(XmlText& xml, const ProjectMap& map);

}  // namespace xuanzhi::products
