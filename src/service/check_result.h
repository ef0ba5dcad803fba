// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include "xuanzhi/service/model.h"

namespace xuanzhi::service {

/// How much a check says. `quick` is for every step of a drag: findings and pieces, but neither the
/// measured layers nor how the rest of the project list fares.
enum class Detail { quick, full };

/// The check of one site, for one project of the workspace (by position) or for none, as a JSON
/// object: what `xuanzhi check --json` prints, with `site` (its outline as a GeoJSON feature) and
/// `conflicts` (a GeoJSON collection of the pieces that violate a rule).
std::string check_result(const Model& model, const workspace::Site& site,
                         std::optional<std::size_t> project, Detail detail);

}  // namespace xuanzhi::service
