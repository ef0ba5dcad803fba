// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "xuanzhi/base/text.h"
#include "xuanzhi/dataset/database.h"
#include "xuanzhi/formats/project_table.h"

namespace xuanzhi::formats {

/// A cell as a value, or the reason why not.
struct CellReading {
  dataset::Value value;
  Text fault;   ///< what was expected and what stands there; empty where the cell is understood
  Text remark;  ///< understood, and still worth a look
};

/// What a number's cell may hold.
struct NumberContext {
  const ProjectDictionary* dictionary = nullptr;
  std::vector<std::string> allowed;  ///< units of the field
  std::string unit;                  ///< of the column; empty: each cell must state its own
};

CellReading read_number(const std::string& cell, const NumberContext& context);
CellReading read_flag(const std::string& cell, const ProjectDictionary* dictionary);
CellReading read_code(const std::string& cell, const DictionaryField* field);
/// One day, month or year as `YYYY[-MM[-DD]]`.
CellReading read_date(const std::string& cell);
/// Two of them as `from/to`, or one.
CellReading read_period(const std::string& cell);

/// True where nothing stands in the cell, or a word that says so (-, /, 待定).
bool is_blank_cell(const std::string& cell, const ProjectDictionary* dictionary);

/// True where the cell is a number that states no unit.
bool is_bare_number(const std::string& cell);

}  // namespace xuanzhi::formats
