// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

namespace xuanzhi {

/// SHA-256 over what is fed to it.
class Fingerprint {
 public:
  Fingerprint();
  ~Fingerprint();
  Fingerprint(const Fingerprint&) = delete;
  Fingerprint& operator=(const Fingerprint&) = delete;

  void add(std::string_view bytes);

  /// Lower-case hexadecimal digest; call once.
  std::string hex();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// Digest of a file's bytes. A shapefile is digested with its sidecars and a folder (FileGDB) with
/// all files in it, in the order of their names. Throws `Error` where the file cannot be read.
std::string file_fingerprint(const std::filesystem::path& path);

}  // namespace xuanzhi
