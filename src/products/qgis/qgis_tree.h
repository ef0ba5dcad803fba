// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "xml_text.h"
#include "xuanzhi/products/qgis_project.h"

namespace xuanzhi::products {

/// The id in the file. QGIS renames layers whose id has ten characters or fewer, and the tree then
/// loses them; the prefix makes every id long enough.
std::string layer_id(std::string_view id);

std::string data_source(const ProjectMap& map, const ProjectLayer& layer);

/// Drawn when the project opens, and so in the printed legend.
bool is_drawn(const LayerGroup& group, const ProjectLayer& layer);

/// The text for paper, or else the one for the screen.
const std::string& on_paper(const std::string& print_text, const std::string& text);

/// The layer panel: all groups and layers, and the drawing order where it differs from the tree.
void write_layer_tree(XmlText& xml, const ProjectMap& map);

/// What the printed legend lists: the drawn layers in their groups.
void write_legend_tree(XmlText& xml, const ProjectMap& map);

}  // namespace xuanzhi::products
