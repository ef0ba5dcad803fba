// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
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

/// SHA-256 over a list of parts, each with its length, so that no two lists feed the same bytes.
/// They are gathered before they are digested: there are many small ones.
class PartsFingerprint {
 public:
  void add(std::string_view part);
  void add(double number) { add_raw(&number, sizeof(number)); }
  void add(std::size_t number) { add_raw(&number, sizeof(number)); }

  /// Lower-case hexadecimal digest; call once.
  std::string hex();

 private:
  void add_raw(const void* value, std::size_t size);
  void flush();

  Fingerprint print_;
  std::string gathered_;
};

/// Digest of a file's bytes. A shapefile is digested with its sidecars and a folder (FileGDB) with
/// all files in it, in the order of their names. Throws `Error` where the file cannot be read.
std::string file_fingerprint(const std::filesystem::path& path);

/// Digests of files that do not change meanwhile: each file is read once, whoever asks. Any number
/// of threads may ask.
class FileDigests {
 public:
  /// `file_fingerprint` of it.
  std::string of(const std::filesystem::path& path);
  /// The same of a source and of all files beside it that bear its name with another ending, some
  /// of which change what is read (.prj, .cpg, .csvt, -wal, …).
  std::string with_side_files(const std::filesystem::path& path);

 private:
  std::mutex guard_;
  std::map<std::filesystem::path, std::string> known_;
};

}  // namespace xuanzhi
