// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "xuanzhi/products/qgis_project.h"
#include "xuanzhi/products/result.h"

namespace xuanzhi::products {

/// The QGIS project over a result: groups, styles by verdict and by role, extent, bookmarks.
ProjectMap result_map(const Result& result, const std::string& geopackage_file_name);

}  // namespace xuanzhi::products
