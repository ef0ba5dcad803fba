// SPDX-License-Identifier: Apache-2.0
// Values of a project list that was understood; the test fails where there is none.
#pragma once

#include <cstddef>
#include <string>
#include <variant>

#include "support/catch.h"

#include "xuanzhi/formats/project_table.h"

namespace xuanzhi::formats {

inline double number(const ProjectTable& table, std::size_t row, const std::string& field) {
  REQUIRE(row < table.rows.size());
  INFO(table.rows[row].reason.en);
  const auto found = table.rows[row].values.find(field);
  REQUIRE(found != table.rows[row].values.end());
  return std::get<double>(found->second);
}

inline std::string text(const ProjectTable& table, std::size_t row, const std::string& field) {
  const auto found = table.rows.at(row).values.find(field);
  return found == table.rows[row].values.end() ? "" : std::get<std::string>(found->second);
}

}  // namespace xuanzhi::formats
