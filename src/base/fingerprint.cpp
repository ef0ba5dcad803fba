// SPDX-License-Identifier: Apache-2.0
#include "xuanzhi/base/fingerprint.h"

#include <algorithm>
#include <array>
#include <fstream>
#include <vector>

#include <openssl/evp.h>

#include <fmt/format.h>

#include "xuanzhi/base/error.h"

namespace xuanzhi {

namespace fs = std::filesystem;

struct Fingerprint::State {
  struct Free {
    void operator()(EVP_MD_CTX* freed) const { EVP_MD_CTX_free(freed); }
  };
  std::unique_ptr<EVP_MD_CTX, Free> context{EVP_MD_CTX_new()};
};

Fingerprint::Fingerprint() : state_(std::make_unique<State>()) {
  if (!state_->context || EVP_DigestInit_ex(state_->context.get(), EVP_sha256(), nullptr) != 1) {
    throw Error(ErrorCode::internal_fault, "SHA-256",
                {"无法初始化摘要算法", "cannot start the digest"});
  }
}

Fingerprint::~Fingerprint() = default;

void Fingerprint::add(std::string_view bytes) {
  if (EVP_DigestUpdate(state_->context.get(), bytes.data(), bytes.size()) != 1) {
    throw Error(ErrorCode::internal_fault, "SHA-256", {"摘要计算失败", "the digest failed"});
  }
}

std::string Fingerprint::hex() {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned length = 0;
  if (EVP_DigestFinal_ex(state_->context.get(), digest.data(), &length) != 1) {
    throw Error(ErrorCode::internal_fault, "SHA-256", {"摘要计算失败", "the digest failed"});
  }
  std::string out;
  for (unsigned i = 0; i < length; ++i) out += fmt::format("{:02x}", digest[i]);
  return out;
}

void PartsFingerprint::add(std::string_view part) {
  static constexpr std::size_t kMost = std::size_t{64} * 1024;
  add(part.size());
  gathered_ += part;
  if (gathered_.size() > kMost) flush();
}

std::string PartsFingerprint::hex() {
  flush();
  return print_.hex();
}

void PartsFingerprint::add_raw(const void* value, std::size_t size) {
  gathered_.append(static_cast<const char*>(value), size);
}

void PartsFingerprint::flush() {
  print_.add(gathered_);
  gathered_.clear();
}

namespace {

void add_file(Fingerprint& print, const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) {
    throw Error(ErrorCode::file_unreadable, path.string(),
                {"文件无法读取", "the file cannot be read"},
                {"检查文件权限", "check the file's permissions"});
  }
  std::array<char, 1U << 16U> block{};
  while (in.read(block.data(), block.size()) || in.gcount() > 0) {
    print.add({block.data(), static_cast<std::size_t>(in.gcount())});
  }
}

// A shapefile is several files of one stem; the side files change what is read.
std::vector<fs::path> parts_of(const fs::path& path) {
  std::vector<fs::path> parts;
  if (fs::is_directory(path)) {
    for (const auto& entry : fs::recursive_directory_iterator(path)) {
      if (entry.is_regular_file()) parts.push_back(entry.path());
    }
  } else if (path.extension() == ".shp") {
    parts.push_back(path);
    for (const char* suffix : {".shx", ".dbf", ".prj", ".cpg"}) {
      fs::path part = path;
      part.replace_extension(suffix);
      if (fs::exists(part)) parts.push_back(part);
    }
  } else {
    parts.push_back(path);
  }
  std::sort(parts.begin(), parts.end());
  return parts;
}

}  // namespace

std::string file_fingerprint(const fs::path& path) {
  Fingerprint print;
  for (const fs::path& part : parts_of(path)) add_file(print, part);
  return print.hex();
}

std::string FileDigests::of(const fs::path& path) {
  {
    const std::lock_guard lock(guard_);
    const auto found = known_.find(path);
    if (found != known_.end()) return found->second;
  }
  std::string digest = file_fingerprint(path);
  const std::lock_guard lock(guard_);
  return known_.emplace(path, std::move(digest)).first->second;
}

std::string FileDigests::with_side_files(const fs::path& path) {
  std::string out = of(path);
  std::error_code none;
  const std::string stem = path.stem().string() + ".";
  std::vector<fs::path> beside;
  for (const auto& entry : fs::directory_iterator(path.parent_path(), none)) {
    const std::string name = entry.path().filename().string();
    const bool side = name.starts_with(stem) && entry.path() != path && !name.ends_with("-shm");
    if (side && entry.is_regular_file()) beside.push_back(entry.path());
  }
  std::sort(beside.begin(), beside.end());
  for (const fs::path& file : beside)
    out.append(" ").append(file.filename().string()).append(" ").append(of(file));
  return out;
}

}  // namespace xuanzhi
