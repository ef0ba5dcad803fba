// SPDX-License-Identifier: Apache-2.0
#include "settings.h"

#include <cmath>
#include <set>

namespace xuanzhi::workspace {

namespace {

std::optional<bool> optional_flag(const TomlTable& table, const std::string& key) {
  if (!table.has(key)) return std::nullopt;
  return table.flag_or(key, false);
}

ParameterSetting read_parameter(const TomlTable& all, const std::string& id) {
  const auto table = all.table(id);
  if (!table) {
    throw all.fault(id, {"参数须写成表", "a parameter is a table"},
                    {"[parameters." + id + "] 下写 value、unit、year、source_zh",
                     "write value, unit, year and source_zh under [parameters." + id + "]"});
  }
  ParameterSetting setting;
  setting.id = id;
  setting.value = table->number("value");
  if (!std::isfinite(setting.value))
    throw table->fault("value", {"须为有限数", "a finite number is wanted"});
  setting.unit = table->text("unit");
  setting.year = table->whole_or("year", 0);
  if (setting.year < 1949 || setting.year > 2200)
    throw table->fault("year", {"须写数值的年份", "state the year of the value"});
  setting.source = table->bilingual("source");
  setting.place = table->fault("value", {}).place();
  table->refuse_unknown_keys();
  return setting;
}

}  // namespace

void read_settings(const TomlTable& root, Manifest& manifest) {
  if (const auto parameters = root.table("parameters")) {
    for (const std::string& id : parameters->keys())
      manifest.parameters.push_back(read_parameter(*parameters, id));
  }
  std::set<std::string> parks;
  for (const TomlTable& table : root.tables("park_status")) {
    ParkStatus status;
    status.park = table.text("park");
    if (!parks.insert(status.park).second)
      throw table.fault("park", {"园区重复", "the park stands twice"});
    status.plan_eia = optional_flag(table, "plan_eia");
    status.monitoring = table.optional_date("monitoring");
    status.water_argument = optional_flag(table, "water_argument");
    status.reclaimed_water = optional_flag(table, "reclaimed_water");
    status.source = table.bilingual("source");
    table.refuse_unknown_keys();
    manifest.parks.push_back(std::move(status));
  }
}

}  // namespace xuanzhi::workspace
