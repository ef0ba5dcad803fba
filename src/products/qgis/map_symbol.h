// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "xml_text.h"
#include "xuanzhi/products/map_style.h"

namespace xuanzhi::products {

/// "#1b5e20" at 0.5 → "27,94,32,128", the form that QGIS writes.
/// Throws Error (value_invalid) on any other form.
std::string rgba(std::string_view colour, double opacity = 1.0);

/// Writes the <symbol> element called `name`. Throws Error (value_invalid) on a bad colour.
void write_symbol(XmlText& xml, std::string_view name, GeometryKind kind, const Symbol& symbol);

}  // namespace xuanzhi::products
