// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "table_data.h"
#include "xuanzhi/base/date.h"
#include "xuanzhi/base/text.h"

namespace xuanzhi::products {

/// How a cell looks.
enum class CellLook { plain, wrapped, title, header, whole, area, decimal, percent };

/// A sheet that is being written; rows must come in their order (they are streamed).
class WorkbookSheet {
 public:
  /// Row and column are counted from 0.
  void text(std::size_t row, std::size_t column, const std::string& value,
            CellLook look = CellLook::plain);
  void number(std::size_t row, std::size_t column, double value, CellLook look);
  /// A formula with the value that programs show until they have computed it; nothing: no text.
  void formula(std::size_t row, std::size_t column, const std::string& expression,
               std::optional<double> value, CellLook look);
  void column_width(std::size_t column, double characters);
  void row_height(std::size_t row, double points);
  /// Keeps the first rows and columns in sight, and repeats the rows on every printed page.
  void freeze(std::size_t rows, std::size_t columns);
  /// A4 across, as wide as the paper, with page numbers and the disclaimer.
  void fit_to_paper();
  void filter(std::size_t last_row, std::size_t last_column);
  /// Colours the cells of a column that hold the word of a verdict.
  void colour_verdicts(std::size_t column, std::size_t first_row, std::size_t last_row,
                       Language language);

 private:
  friend class WorkbookFile;
  struct State;
  explicit WorkbookSheet(State* state) : state_(state) {}
  State* state_;
};

/// Owner of a workbook under a temporary name. `stamp` is the date it carries instead of now.
class WorkbookFile {
 public:
  WorkbookFile(const std::filesystem::path& target, const Date& stamp);
  ~WorkbookFile();
  WorkbookFile(const WorkbookFile&) = delete;
  WorkbookFile& operator=(const WorkbookFile&) = delete;

  WorkbookSheet add_sheet(const std::string& name);

  /// Writes and puts in place. Only a returning call means that the file is there.
  void close();

 private:
  friend class WorkbookSheet;
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace xuanzhi::products
