// SPDX-License-Identifier: Apache-2.0
// A folder for the files of a test, and the error that a call throws.
#pragma once

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <string>
#include <vector>

#include "support/catch.h"
#include "xuanzhi/base/error.h"

namespace scratch {

namespace fs = std::filesystem;

/// A folder that vanishes with the test.
class Folder {
 public:
  Folder() {
    std::string name = (fs::temp_directory_path() / "xuanzhi_test_XXXXXX").string();
    REQUIRE(::mkdtemp(name.data()) != nullptr);
    path_ = name;
  }
  ~Folder() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  fs::path write(const std::string& name, const std::string& bytes) const {
    std::ofstream(path_ / name, std::ios::binary) << bytes;
    return path_ / name;
  }
  const fs::path& path() const { return path_; }
  fs::path operator/(const std::string& name) const { return path_ / name; }

  /// Names of what lies in it, sorted.
  std::vector<std::string> names() const {
    std::vector<std::string> out;
    for (const auto& entry : fs::directory_iterator(path_)) {
      out.push_back(entry.path().filename().string());
    }
    std::sort(out.begin(), out.end());
    return out;
  }

 private:
  fs::path path_;
};

/// The error that a call throws; the test fails where it throws none.
inline xuanzhi::Error error_of(const std::function<void()>& call) {
  try {
    call();
  } catch (const xuanzhi::Error& error) {
    return error;
  }
  FAIL("no error was thrown");
  return {xuanzhi::ErrorCode::internal_fault, "", {}};
}

}  // namespace scratch
