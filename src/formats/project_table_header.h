// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "project_table_title.h"
#include "xuanzhi/formats/project_table.h"

namespace xuanzhi::formats {

/// Where the titles stand, and what they are.
struct Header {
  std::size_t row = 0;   ///< counted from 0
  std::size_t rows = 0;  ///< 0: none was found
  std::vector<TitleLevels> titles;
};

/// The stated header, or the rows among the first ones whose titles explain most.
Header find_header(const CellRows& cells, const ProjectDictionary* dictionary,
                   const TableRequest& request);

/// What each column holds; what cannot be decided is a fault.
std::vector<TableColumn> understand_columns(const CellRows& cells, const Header& header,
                                            const ProjectDictionary* dictionary,
                                            const TableRequest& request,
                                            std::vector<Error>& faults);

/// The line that a planner writes into workspace.toml for a column.
std::string column_line(const std::string& field, const std::string& title,
                        const std::string& unit);

/// The units in which a field may stand; all of them where the dictionary does not know it.
std::vector<std::string> allowed_units(const ProjectDictionary* dictionary,
                                       const std::string& field);

}  // namespace xuanzhi::formats
