// SPDX-License-Identifier: Apache-2.0
#include "xuanzhi/formats/table_file.h"

#include <algorithm>
#include <array>
#include <fstream>
#include <sstream>
#include <utility>

#include "xuanzhi/base/error.h"
#include "xuanzhi/base/text.h"
#include "xuanzhi/formats/text_encoding.h"

namespace xuanzhi::formats {

namespace {

namespace fs = std::filesystem;

bool is_delimited_text(const fs::path& source) {
  std::string extension = source.extension().string();
  for (char& c : extension) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return extension == ".csv" || extension == ".txt" || extension == ".tsv";
}

std::string bytes_of(const fs::path& source) {
  std::ifstream in(source, std::ios::binary);
  if (!in) {
    throw Error(ErrorCode::file_missing, source.string(),
                {"文件不存在或无法读取", "no such file, or not readable"},
                {"检查 source 的路径（相对于 workspace.toml 所在文件夹）",
                 "check the path of `source`; it is relative to the folder of workspace.toml"});
  }
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

// The candidate that occurs most often outside quotes; the comma where none occurs.
std::string_view delimiter_of(std::string_view text) {
  static constexpr std::array<std::string_view, 4> kDelimiters{",", "\t", ";", "，"};
  std::array<std::size_t, 4> counts{};
  bool quoted = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '"') quoted = !quoted;
    if (quoted) continue;
    for (std::size_t k = 0; k < kDelimiters.size(); ++k)
      counts[k] += text.substr(i).starts_with(kDelimiters[k]) ? 1 : 0;
  }
  // A full-width comma is punctuation in any Chinese text: it delimits only where nothing else
  // does.
  const auto most = std::max_element(counts.begin(), counts.begin() + 3);
  if (*most == 0 && counts[3] > 0) return kDelimiters[3];
  return kDelimiters[static_cast<std::size_t>(most - counts.begin())];
}

}  // namespace

std::vector<std::vector<std::string>> parse_delimited(std::string_view utf8) {
  const std::string_view delimiter = delimiter_of(utf8);
  std::vector<std::vector<std::string>> rows;
  std::vector<std::string> row;
  std::string cell;
  bool quoted = false;
  bool fresh = true;  // at the beginning of a cell, where a quote opens one
  const auto end_cell = [&] {
    row.push_back(std::exchange(cell, ""));
    fresh = true;
  };
  const auto end_row = [&] {
    end_cell();
    rows.push_back(std::exchange(row, {}));
  };
  for (std::size_t i = 0; i < utf8.size(); ++i) {
    const char c = utf8[i];
    if (quoted) {
      if (c != '"') {
        cell += c;
      } else if (i + 1 < utf8.size() && utf8[i + 1] == '"') {
        cell += '"', ++i;
      } else {
        quoted = false;
      }
    } else if (c == '"' && fresh) {
      quoted = true;
      fresh = false;
    } else if (utf8.substr(i).starts_with(delimiter)) {
      end_cell();
      i += delimiter.size() - 1;
    } else if (c == '\n' || c == '\r') {
      if (c == '\r' && i + 1 < utf8.size() && utf8[i + 1] == '\n') ++i;
      end_row();
    } else {
      cell += c;
      fresh = false;
    }
  }
  if (!row.empty() || !cell.empty() || quoted) end_row();
  return rows;
}

dataset::CellTable read_table_file(const fs::path& source, const std::string& sheet) {
  if (!is_delimited_text(source)) return dataset::read_cells(source, sheet);
  dataset::CellTable table;
  table.name = source.stem().string();
  table.rows = parse_delimited(decode_text(bytes_of(source), source.string()).utf8);
  for (std::vector<std::string>& row : table.rows) {
    for (std::string& cell : row) cell = trimmed(cell);
  }
  return table;
}

}  // namespace xuanzhi::formats
