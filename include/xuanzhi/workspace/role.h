// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "xuanzhi/base/text.h"

namespace xuanzhi::workspace {

/// How a map draws a role or one of its classes. Colours are `#rrggbb`; the words for `pattern` are
/// those of roles.toml.
struct RoleStyle {
  std::string fill = "#cccccc";
  std::string line = "#666666";
  std::string pattern = "solid";
  double width_mm = 0.3;
  double size_mm = 2.5;
  double opacity = 1.0;
};

/// A kind of features within a role, e.g. the core of a reserve.
struct RoleClass {
  std::string id;
  Text name;
  RoleStyle style;
};

/// What a layer means to the rules. Rules name roles, never files.
struct Role {
  std::string id;
  Text name;
  Text group;
  int dimension = 2;  ///< of its usual geometry: 0 points, 1 lines, 2 areas
  int order = 0;      ///< drawing order, small is nearer the top
  bool visible = true;
  bool label = false;
  /// Features carry administrative codes, and rules with `regions` ask this role where a site lies.
  bool gives_region = false;
  /// The features together are meant to leave no place out, so that a gap is a fault of the data.
  bool covers_all = false;
  /// It helps to find one's way on a map of a wide area.
  bool locates = false;
  /// The land use that the role stands for: a class of the third national land survey, and
  /// `agricultural`, `construction` or `unused`. Empty: it is no land use.
  std::string land_class;
  std::string land_group;
  RoleStyle style;
  std::vector<RoleClass> classes;

  const RoleClass* find_class(std::string_view class_id) const;
  /// All class ids, for messages.
  std::string class_ids() const;
};

/// The vocabulary of roles, from roles.toml.
class RoleCatalogue {
 public:
  /// Throws `Error` (manifest_invalid) with file, line and column.
  static RoleCatalogue load(const std::filesystem::path& file);

  const std::vector<Role>& all() const { return roles_; }
  const Role* find(const std::string& id) const;
  /// All ids, for messages.
  std::string ids() const;

 private:
  std::vector<Role> roles_;
};

}  // namespace xuanzhi::workspace
