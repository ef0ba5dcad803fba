// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

namespace xuanzhi::dataset {

/// Names that every program reads in a .dbf: letters, digits and underscores of ASCII, at most 10,
/// all different whatever the case. Good names stay; longer ones are cut; a name in Chinese becomes
/// `F` with the position of its column.
std::vector<std::string> dbf_field_names(const std::vector<std::string>& names);

}  // namespace xuanzhi::dataset
