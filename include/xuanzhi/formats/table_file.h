// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "xuanzhi/dataset/vector_file.h"

namespace xuanzhi::formats {

/// Reads a sheet of a workbook (XLSX, XLS, ODS) or a delimited text (.csv, .txt, .tsv in UTF-8,
/// GB18030 or UTF-16) as text cells, row 1 first and blank rows kept.
/// Throws `Error`: file_missing, file_unreadable (also: not one encoding throughout),
/// table_missing.
dataset::CellTable read_table_file(const std::filesystem::path& source, const std::string& sheet);

/// Rows of a delimited text in UTF-8. The delimiter is the one of `,` `;` tab and `，` that the
/// text has most of outside quotes. A quote that never closes ends with the text.
std::vector<std::vector<std::string>> parse_delimited(std::string_view utf8);

}  // namespace xuanzhi::formats
