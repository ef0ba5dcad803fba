// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <iosfwd>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "xuanzhi/base/check_sum.h"

namespace xuanzhi {

/// Writes arrays of plain values and texts into a file that is read by memory map.
///
/// The file begins with a magic word, its size, the check sum of all that follows, and the digest
/// of the key that says what it was made from. Each array states the size and the number of its
/// values and begins on a multiple of 64 bytes. The byte order is that of the machine: such files
/// are never moved.
class PackedWriter {
 public:
  /// `file` is empty, can be sought in and outlives the writer; what fails is told by its state.
  PackedWriter(std::string_view key, std::ostream& file);

  template <class T>
  void add(std::span<const T> values) {
    static_assert(std::is_trivially_copyable_v<T>);
    add_array(sizeof(T), values.size(), values.data());
  }
  template <class T>
  void add_value(const T& value) {
    add(std::span<const T>(&value, 1));
  }
  void add_texts(const std::vector<std::string>& texts);
  void add_text(const std::string& text) { add_texts({text}); }

  /// Writes what is known only at the end; call once.
  void finish();

 private:
  void add_array(std::size_t size, std::size_t count, const void* values);
  void put(std::string_view bytes);
  std::ostream& file_;
  std::string key_;
  CheckSum sum_;
  std::size_t size_ = 0;
};

/// What is thrown where a packed file holds something else than what is read from it. It is caught
/// by whoever opened the file, and never reaches a user: the file is only a copy of other data.
struct PackedFault {};

/// A packed file in memory, whole and proved: magic, size, key and check sum are right.
class PackedFile {
 public:
  /// Nothing where there is no such file, or it is for another key; `damaged` tells whether it is
  /// there for this key and not whole.
  static std::shared_ptr<const PackedFile> open(const std::filesystem::path& path,
                                                std::string_view key, bool& damaged);
  ~PackedFile();
  PackedFile(const PackedFile&) = delete;
  PackedFile& operator=(const PackedFile&) = delete;

  std::span<const std::byte> content() const;

  /// Opened, all of the file is in memory. Gives that memory back: what is needed again comes from
  /// the page cache.
  void release_pages() const;
  /// Brings all of the file into memory again, at once.
  void fetch_pages() const;

 private:
  PackedFile() = default;
  const std::byte* data_ = nullptr;
  std::size_t size_ = 0;
  std::size_t content_ = 0;
};

/// Reads the arrays of a packed file in their order. Throws `PackedFault` where the next one has
/// values of another size, or reaches beyond the file.
class PackedReader {
 public:
  /// `file` must outlive what is read from it.
  explicit PackedReader(const PackedFile& file) : rest_(file.content()) {}

  template <class T>
  std::span<const T> array() {
    static_assert(std::is_trivially_copyable_v<T>);
    const std::span<const std::byte> bytes = next(sizeof(T));
    return {std::bit_cast<const T*>(bytes.data()), bytes.size() / sizeof(T)};
  }
  template <class T>
  T value() {
    const std::span<const T> one = array<T>();
    if (one.size() != 1) throw PackedFault();
    return one.front();
  }
  std::vector<std::string> texts();
  std::string text();

 private:
  std::span<const std::byte> next(std::size_t size);
  std::span<const std::byte> rest_;
};

}  // namespace xuanzhi
