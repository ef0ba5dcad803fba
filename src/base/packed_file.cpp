// SPDX-License-Identifier: Apache-2.0
#include "xuanzhi/base/packed_file.h"

#include <array>
#include <cstring>
#include <ostream>

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "xuanzhi/base/fingerprint.h"

namespace xuanzhi {

namespace {

constexpr std::size_t kAlign = 64;
constexpr std::size_t kDigest = 64;  // hexadecimal digits of SHA-256
constexpr std::string_view kMagic = "XUANZHI";
constexpr char kForm = 2;  // counts how often the header has changed

struct Header {
  std::array<char, 7> magic;
  char form;
  std::uint64_t size;
  CheckSum::Value sum;            // of everything behind the header
  std::array<char, kDigest> key;  // digest of it
  std::array<char, 32> nothing;
};
static_assert(sizeof(Header) % kAlign == 0);

struct ArrayHead {
  std::uint64_t size;
  std::uint64_t count;
  std::array<char, 48> nothing;
};
static_assert(sizeof(ArrayHead) == kAlign);

std::size_t padded(std::size_t size) {
  return (size + kAlign - 1) / kAlign * kAlign;
}

std::array<char, kDigest> digest_of(std::string_view key) {
  Fingerprint print;
  print.add(key);
  std::array<char, kDigest> out{};
  print.hex().copy(out.data(), out.size());
  return out;
}

CheckSum::Value sum_of(std::string_view bytes) {
  CheckSum sum;
  sum.add(bytes);
  return sum.value();
}

}  // namespace

PackedWriter::PackedWriter(std::string_view key, std::ostream& file)
    : file_(file), key_(key), size_(sizeof(Header)) {
  // A file that is not finished has no magic word.
  const Header nothing{};
  file_.write(reinterpret_cast<const char*>(&nothing), sizeof nothing);
}

void PackedWriter::put(std::string_view bytes) {
  file_.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  sum_.add(bytes);
  size_ += bytes.size();
}

void PackedWriter::add_array(std::size_t size, std::size_t count, const void* values) {
  ArrayHead head{};
  head.size = size;
  head.count = count;
  put({reinterpret_cast<const char*>(&head), sizeof head});
  if (count > 0) put({static_cast<const char*>(values), size * count});
  static constexpr std::array<char, kAlign> kNothing{};
  put({kNothing.data(), padded(size * count) - size * count});
}

void PackedWriter::add_texts(const std::vector<std::string>& texts) {
  std::vector<std::uint64_t> ends;
  ends.reserve(texts.size());
  std::string all;
  for (const std::string& text : texts) {
    all += text;
    ends.push_back(all.size());
  }
  add(std::span<const std::uint64_t>(ends));
  add(std::span<const char>(all));
}

void PackedWriter::finish() {
  Header header{};
  std::memcpy(header.magic.data(), kMagic.data(), kMagic.size());
  header.form = kForm;
  header.size = size_;
  header.sum = sum_.value();
  header.key = digest_of(key_);
  file_.seekp(0);
  file_.write(reinterpret_cast<const char*>(&header), sizeof header);
  file_.seekp(0, std::ios::end);
}

std::shared_ptr<const PackedFile> PackedFile::open(const std::filesystem::path& path,
                                                   std::string_view key, bool& damaged) {
  damaged = false;
  const int handle = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (handle < 0) return nullptr;
  damaged = true;
  struct stat status {};
  const bool known = ::fstat(handle, &status) == 0;
  const auto size = known ? static_cast<std::size_t>(status.st_size) : 0;
  // Writers rename whole files into place and change none, so a mapped file keeps its size.
  void* mapped = size < sizeof(Header)
                     ? MAP_FAILED
                     : ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE | MAP_POPULATE, handle, 0);
  ::close(handle);
  if (mapped == MAP_FAILED) return nullptr;
  const std::shared_ptr<PackedFile> file(new PackedFile);
  file->data_ = static_cast<const std::byte*>(mapped);
  file->size_ = size;
  file->content_ = sizeof(Header);
  Header header{};
  std::memcpy(&header, mapped, sizeof header);
  if (std::memcmp(header.magic.data(), kMagic.data(), kMagic.size()) != 0) return nullptr;
  if (header.form != kForm) {
    damaged = false;  // whole as far as one can tell, and written by another version
    return nullptr;
  }
  if (header.size != size) return nullptr;
  const std::string_view body(static_cast<const char*>(mapped) + sizeof header,
                              size - sizeof header);
  if (header.sum != sum_of(body)) return nullptr;
  damaged = false;
  return header.key == digest_of(key) ? file : nullptr;
}

PackedFile::~PackedFile() {
  if (data_ != nullptr) ::munmap(const_cast<std::byte*>(data_), size_);
}

void PackedFile::release_pages() const {
  ::madvise(const_cast<std::byte*>(data_), size_, MADV_DONTNEED);
}

void PackedFile::fetch_pages() const {
#if defined(MADV_POPULATE_READ)
  if (::madvise(const_cast<std::byte*>(data_), size_, MADV_POPULATE_READ) == 0) return;
#endif
  // Older kernels: pages still come one by one, from a file that is read ahead.
  ::madvise(const_cast<std::byte*>(data_), size_, MADV_WILLNEED);
}

std::span<const std::byte> PackedFile::content() const {
  return {data_ + content_, size_ - content_};
}

std::span<const std::byte> PackedReader::next(std::size_t size) {
  ArrayHead head{};
  if (rest_.size() < sizeof head) throw PackedFault();
  std::memcpy(&head, rest_.data(), sizeof head);
  rest_ = rest_.subspan(sizeof head);
  if (head.size != size || head.count > rest_.size() / size) throw PackedFault();
  const std::size_t bytes = size * static_cast<std::size_t>(head.count);
  if (padded(bytes) > rest_.size()) throw PackedFault();
  const std::span<const std::byte> out = rest_.first(bytes);
  rest_ = rest_.subspan(padded(bytes));
  return out;
}

std::vector<std::string> PackedReader::texts() {
  const std::span<const std::uint64_t> ends = array<std::uint64_t>();
  const std::span<const char> all = array<char>();
  std::vector<std::string> out;
  out.reserve(ends.size());
  std::uint64_t begin = 0;
  for (const std::uint64_t end : ends) {
    if (end < begin || end > all.size()) throw PackedFault();
    out.emplace_back(all.data() + begin, static_cast<std::size_t>(end - begin));
    begin = end;
  }
  return out;
}

std::string PackedReader::text() {
  const std::vector<std::string> one = texts();
  if (one.size() != 1) throw PackedFault();
  return one.front();
}

}  // namespace xuanzhi
