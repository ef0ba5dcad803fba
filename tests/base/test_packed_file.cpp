// SPDX-License-Identifier: Apache-2.0
// Files that are read by memory map: whole and right, or not at all.
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <random>
#include <sstream>
#include <string>
#include <vector>

#include <unistd.h>

#include "support/catch.h"
#include "xuanzhi/base/packed_file.h"

using namespace xuanzhi;

namespace {

namespace fs = std::filesystem;

/// A file that vanishes with the test.
class Scratch {
 public:
  Scratch() : path_(fs::temp_directory_path() / ("packed" + std::to_string(::getpid()))) {}
  ~Scratch() { fs::remove(path_); }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;

  const fs::path& path() const { return path_; }
  void write(const std::string& bytes) const {
    std::ofstream(path_, std::ios::binary).write(bytes.data(), static_cast<long>(bytes.size()));
  }

 private:
  fs::path path_;
};

std::string sample() {
  std::ostringstream file;
  PackedWriter out("the key", file);
  const std::vector<double> numbers{1.0, -2.5, 1e300};
  out.add(std::span<const double>(numbers));
  out.add_texts({"乌海", "", "b"});
  out.add_value(std::uint64_t{42});
  out.finish();
  return std::move(file).str();
}

}  // namespace

TEST_CASE("A packed file gives back what was put in", "[packed]") {
  const Scratch scratch;
  scratch.write(sample());
  bool damaged = true;
  const auto file = PackedFile::open(scratch.path(), "the key", damaged);
  REQUIRE(file);
  CHECK_FALSE(damaged);
  PackedReader in(*file);
  const auto numbers = in.array<double>();
  REQUIRE(numbers.size() == 3);
  CHECK(numbers[1] == -2.5);
  CHECK(in.texts() == std::vector<std::string>{"乌海", "", "b"});
  CHECK(in.value<std::uint64_t>() == 42);
  CHECK_THROWS_AS(in.array<double>(), PackedFault);
}

TEST_CASE("An array of another kind is a fault", "[packed]") {
  const Scratch scratch;
  scratch.write(sample());
  bool damaged = false;
  const auto file = PackedFile::open(scratch.path(), "the key", damaged);
  REQUIRE(file);
  CHECK_THROWS_AS(PackedReader(*file).array<std::uint32_t>(), PackedFault);
  CHECK_THROWS_AS(PackedReader(*file).value<double>(), PackedFault);
}

TEST_CASE("Texts whose ends lie outside of their bytes are a fault", "[packed]") {
  const Scratch scratch;
  std::ostringstream file;
  PackedWriter out("k", file);
  const std::vector<std::uint64_t> ends{1, 9};
  out.add(std::span<const std::uint64_t>(ends));
  out.add(std::span<const char>(std::string("ab")));
  out.finish();
  scratch.write(file.str());
  bool damaged = false;
  const auto read = PackedFile::open(scratch.path(), "k", damaged);
  REQUIRE(read);
  CHECK_THROWS_AS(PackedReader(*read).texts(), PackedFault);
}

TEST_CASE("A file for another key is not damaged, only of no use", "[packed]") {
  const Scratch scratch;
  bool damaged = true;
  CHECK_FALSE(PackedFile::open(scratch.path(), "the key", damaged));
  CHECK_FALSE(damaged);
  scratch.write(sample());
  CHECK_FALSE(PackedFile::open(scratch.path(), "another key", damaged));
  CHECK_FALSE(damaged);
  std::string of_another_version = sample();
  of_another_version[7] = 1;
  scratch.write(of_another_version);
  CHECK_FALSE(PackedFile::open(scratch.path(), "the key", damaged));
  CHECK_FALSE(damaged);
}

TEST_CASE("No truncated file and no flipped bit is let through", "[packed][fault]") {
  const Scratch scratch;
  const std::string whole = sample();
  bool damaged = false;
  for (std::size_t size = 0; size < whole.size(); size += 7) {
    scratch.write(whole.substr(0, size));
    CHECK_FALSE(PackedFile::open(scratch.path(), "the key", damaged));
    CHECK(damaged);
  }
  scratch.write(whole + " ");
  CHECK_FALSE(PackedFile::open(scratch.path(), "the key", damaged));
  std::size_t let_through = 0;
  for (std::size_t at = 0; at < whole.size(); ++at) {
    std::string bad = whole;
    bad[at] = static_cast<char>(bad[at] ^ (1 << (at % 8)));
    scratch.write(bad);
    if (const auto file = PackedFile::open(scratch.path(), "the key", damaged)) {
      // Only the unused end of the header says nothing.
      PackedReader in(*file);
      CHECK(in.array<double>()[1] == -2.5);
      ++let_through;
    }
  }
  CHECK(let_through == 32);
}
