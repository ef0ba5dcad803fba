// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace xuanzhi::workspace {

enum class SiteKind {
  parcel,  ///< a project takes it whole
  park,    ///< a project takes a part; several share it
};

/// What is known of a site without its shape.
struct SiteInfo {
  std::string id;
  std::string name;
  SiteKind kind = SiteKind::parcel;
  std::string park;
  std::string district;
  double area_m2 = 0.0;
  /// Land that a project can get here: the whole area of a parcel, the remaining land of a park.
  double available_land_m2 = 0.0;
  double accuracy_m = 0.0;
  /// Land that was approved or supplied before and lies idle (批而未供, 闲置); nothing: not said.
  std::optional<bool> stock_land = {};
};

}  // namespace xuanzhi::workspace
