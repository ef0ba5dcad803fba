// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <span>
#include <type_traits>
#include <utility>
#include <vector>

namespace xuanzhi::geometry {

/// A run of plain values that is its own, or lies in memory that somebody else keeps, such as a
/// mapped file. Reading is the same for both; appending is for its own values only.
template <class T>
class FlatArray {
  static_assert(std::is_trivially_copyable_v<T>);

 public:
  FlatArray() = default;
  explicit FlatArray(std::vector<T> own) : own_(std::move(own)) { look_at_own(); }
  /// `values` must outlive the array.
  static FlatArray borrowed(std::span<const T> values) {
    FlatArray out;
    out.data_ = values.data();
    out.size_ = values.size();
    return out;
  }
  ~FlatArray() = default;
  FlatArray(const FlatArray&) = delete;
  FlatArray& operator=(const FlatArray&) = delete;
  // The values of a vector stay where they are when it is moved.
  FlatArray(FlatArray&& other) noexcept { *this = std::move(other); }
  FlatArray& operator=(FlatArray&& other) noexcept {
    own_ = std::move(other.own_);
    data_ = std::exchange(other.data_, nullptr);
    size_ = std::exchange(other.size_, 0);
    return *this;
  }

  std::size_t size() const { return size_; }
  bool empty() const { return size_ == 0; }
  const T* data() const { return data_; }
  const T* begin() const { return data_; }
  const T* end() const { return data_ + size_; }
  const T& operator[](std::size_t i) const { return data_[i]; }
  const T& front() const { return data_[0]; }
  const T& back() const { return data_[size_ - 1]; }
  std::span<const T> span() const { return {data_, size_}; }

  void push_back(const T& value) {
    own_.push_back(value);
    look_at_own();
  }
  void reserve(std::size_t size) {
    own_.reserve(size);
    look_at_own();
  }
  void append(std::span<const T> values) {
    own_.insert(own_.end(), values.begin(), values.end());
    look_at_own();
  }

 private:
  void look_at_own() {
    data_ = own_.data();
    size_ = own_.size();
  }

  std::vector<T> own_;
  const T* data_ = nullptr;
  std::size_t size_ = 0;
};

}  // namespace xuanzhi::geometry
