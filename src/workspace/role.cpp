// SPDX-License-Identifier: Apache-2.0
#include "xuanzhi/workspace/role.h"

#include <algorithm>

#include "xuanzhi/base/toml_reader.h"

namespace xuanzhi::workspace {

namespace {

RoleStyle read_style(const TomlTable& owner, RoleStyle style) {
  const std::optional<TomlTable> table = owner.table("style");
  if (!table) return style;
  static const std::vector<std::string> kPatterns{
      "solid", "hatch",   "backhatch", "cross",  "outline",  "dashed_outline",
      "dash",  "railway", "circle",    "square", "triangle", "star"};
  style.fill = table->text_or("fill", style.fill);
  style.line = table->text_or("line", style.line);
  if (table->has("pattern")) style.pattern = table->one_of("pattern", kPatterns);
  style.width_mm = table->optional_number("width_mm").value_or(style.width_mm);
  style.size_mm = table->optional_number("size_mm").value_or(style.size_mm);
  style.opacity = table->optional_number("opacity").value_or(style.opacity);
  table->refuse_unknown_keys();
  return style;
}

int dimension_of(const std::string& word) {
  return word == "point" ? 0 : (word == "line" ? 1 : 2);
}

Role read_role(const TomlTable& table) {
  Role role;
  role.id = table.text("id");
  role.name = table.bilingual("name");
  role.group = table.bilingual("group");
  role.dimension = dimension_of(table.one_of("geometry", {"point", "line", "polygon"}));
  role.order = static_cast<int>(table.whole_or("order", 0));
  role.visible = table.flag_or("visible", true);
  role.label = table.flag_or("label", false);
  role.gives_region = table.flag_or("gives_region", false);
  role.covers_all = table.flag_or("covers_all", false);
  role.locates = table.flag_or("locates", false);
  role.land_class = table.text_or("land_class", "");
  if (!role.land_class.empty())
    role.land_group = table.one_of("land_group", {"agricultural", "construction", "unused"});
  role.style = read_style(table, {});
  for (const TomlTable& entry : table.tables("class")) {
    role.classes.push_back(
        {entry.text("id"), entry.bilingual("name"), read_style(entry, role.style)});
    entry.refuse_unknown_keys();
  }
  table.refuse_unknown_keys();
  return role;
}

}  // namespace

const RoleClass* Role::find_class(std::string_view class_id) const {
  const auto found = std::find_if(classes.begin(), classes.end(),
                                  [&](const RoleClass& c) { return c.id == class_id; });
  return found == classes.end() ? nullptr : &*found;
}

std::string Role::class_ids() const {
  std::vector<std::string> ids;
  for (const RoleClass& entry : classes) ids.push_back(entry.id);
  return joined(ids);
}

RoleCatalogue RoleCatalogue::load(const std::filesystem::path& file) {
  const toml::table parsed = parse_toml_file(file, ErrorCode::manifest_invalid);
  const TomlTable root(parsed, file.string(), "", ErrorCode::manifest_invalid);
  RoleCatalogue catalogue;
  for (const TomlTable& table : root.tables("role")) {
    Role role = read_role(table);
    if (catalogue.find(role.id) != nullptr) {
      throw table.fault("id", {"角色重复：" + role.id, "the role stands twice: " + role.id});
    }
    catalogue.roles_.push_back(std::move(role));
  }
  root.refuse_unknown_keys();
  return catalogue;
}

const Role* RoleCatalogue::find(const std::string& id) const {
  const auto found =
      std::find_if(roles_.begin(), roles_.end(), [&](const Role& r) { return r.id == id; });
  return found == roles_.end() ? nullptr : &*found;
}

std::string RoleCatalogue::ids() const {
  std::vector<std::string> ids;
  for (const Role& role : roles_) ids.push_back(role.id);
  return joined(ids);
}

}  // namespace xuanzhi::workspace
