// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "gdal_handle.h"
#include "xuanzhi/dataset/vector_file.h"

namespace xuanzhi::dataset {

/// A file in memory that goes with this object.
class MemoryFile {
 public:
  MemoryFile() = default;
  MemoryFile(const std::string& suffix, const std::string& bytes);
  ~MemoryFile();
  MemoryFile(MemoryFile&& other) noexcept { path_.swap(other.path_); }
  MemoryFile& operator=(MemoryFile&& other) noexcept {
    path_.swap(other.path_);
    return *this;
  }

  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

/// One table of a source, opened in the encoding that its texts really have.
struct OpenedTable {
  MemoryFile recoded;  // before `dataset`, which may read from it
  DatasetHandle dataset;
  OGRLayer* layer = nullptr;
  std::string name;  // of the table, for people
  std::string encoding_declared;
  std::string encoding_used;
  std::size_t cut_texts = 0;
  /// Rows with a text that the encoding of the query cannot be, with the column.
  std::map<std::int64_t, int> undecoded_rows;
};

/// Throws `Error`: file_missing, file_unreadable, table_missing.
OpenedTable open_table(const VectorQuery& query, const GdalMessages& messages);

/// Names of the tables of a source; of an archive with several files, the names of the files.
std::vector<std::string> table_names(const std::filesystem::path& source,
                                     const GdalMessages& messages);

}  // namespace xuanzhi::dataset
