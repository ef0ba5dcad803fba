// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "xuanzhi/base/error.h"
#include "xuanzhi/base/text.h"
#include "xuanzhi/dataset/database.h"
#include "xuanzhi/formats/project_dictionary.h"

namespace xuanzhi::formats {

/// Text cells of a sheet in UTF-8; rows may differ in length, merged cells are blank.
using CellRows = std::vector<std::vector<std::string>>;

/// A column as the workspace states it; it overrides whatever the dictionary would say.
struct StatedColumn {
  std::string field;
  ColumnKind kind = ColumnKind::text;
  std::string header;  ///< the title, or `upper/lower` under a header of two rows
  std::string unit;    ///< of `unit_factor`; empty: as the title says
  std::map<std::string, std::string> values;
};

/// How a list is to be read.
struct TableRequest {
  std::string place;            ///< file and sheet, for errors
  std::size_t header_row = 0;   ///< counted from 1; 0: find it
  std::size_t header_rows = 1;  ///< 1 or 2, where `header_row` is stated
  std::vector<StatedColumn> columns;
  std::vector<std::string> ignore;  ///< titles that no dictionary may take
  bool stated_only = false;         ///< the dictionary finds no further columns
};

/// How a column came to its meaning.
enum class Understanding { stated, synonym, ignored };

struct TableColumn {
  std::size_t index = 0;  ///< 0 is column A
  std::string title;      ///< as found; `upper/lower` under a header of two rows
  std::string field;      ///< empty where the column is ignored
  ColumnKind kind = ColumnKind::text;
  Understanding how = Understanding::ignored;
  std::string unit;     ///< of `unit_factor`; empty: each cell states its own, or no number
  double factor = 1.0;  ///< from the unit to what xuanzhi keeps
  Text reason;          ///< why ignored, or where the unit comes from
};

/// What became of a row. `repaired` is used, with a cell left blank for a reason.
enum class RowFate { used, repaired, rejected, blank, total, heading, duplicate };

struct TableRow {
  std::size_t number = 0;  ///< in the sheet, counted from 1
  std::string id;
  std::string name;
  RowFate fate = RowFate::used;
  Text reason;                                   ///< empty for used and blank rows
  Text remark;                                   ///< something to look at; the row is used as it is
  std::map<std::string, dataset::Value> values;  ///< by field, in xuanzhi's units
};

/// A project list as it was understood. Where `faults` is not empty, no row may be used.
struct ProjectTable {
  std::size_t header_row = 0;  ///< counted from 1; 0: none was found
  std::size_t header_rows = 0;
  std::vector<TableColumn> columns;
  std::vector<TableRow> rows;  ///< all rows after the header
  std::vector<Error> faults;   ///< each names the column and the line to write in workspace.toml
};

/// Understands the cells of a project list. Works without a dictionary where all columns are
/// stated. Throws nothing for what stands in the cells: that ends in faults and fates.
ProjectTable understand_projects(const CellRows& cells, const ProjectDictionary* dictionary,
                                 const TableRequest& request);

/// The words of output tables: `used`, `repaired`, … and `stated`, `synonym`, `ignored`.
std::string to_string(RowFate fate);
std::string to_string(Understanding how);
/// A, B, …, Z, AA, …: the letters of a spreadsheet for a column counted from 0.
std::string column_letters(std::size_t index);

}  // namespace xuanzhi::formats
