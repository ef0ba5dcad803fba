// SPDX-License-Identifier: Apache-2.0
#include "encoding_survey.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cerrno>

#include <iconv.h>

#include "xuanzhi/base/error.h"

namespace xuanzhi::dataset {

namespace {

constexpr std::size_t kMostPlaces = 1000;

// glibc's converter: it stops at the first sequence that is not well formed.
class Converter {
 public:
  Converter(const char* to, const char* from) : handle_(iconv_open(to, from)) {}
  ~Converter() {
    if (valid()) iconv_close(handle_);
  }
  Converter(const Converter&) = delete;
  Converter& operator=(const Converter&) = delete;

  bool valid() const {
    // POSIX defines failure as this value. NOLINTNEXTLINE(performance-no-int-to-ptr)
    return handle_ != reinterpret_cast<iconv_t>(-1);
  }

  enum class Outcome { whole, cut, wrong };

  // Appends what was converted to `out` where it is wanted.
  Outcome run(std::string_view bytes, std::string* out) const {
    iconv(handle_, nullptr, nullptr, nullptr, nullptr);
    char* in = const_cast<char*>(bytes.data());
    std::size_t left = bytes.size();
    std::array<char, 4096> block{};
    while (left > 0) {
      char* to = block.data();
      std::size_t room = block.size();
      const std::size_t done = iconv(handle_, &in, &left, &to, &room);
      const int reason = errno;
      if (out != nullptr) out->append(block.data(), block.size() - room);
      if (done != static_cast<std::size_t>(-1) || reason == E2BIG) continue;
      return reason == EINVAL ? Outcome::cut : Outcome::wrong;
    }
    return Outcome::whole;
  }

 private:
  iconv_t handle_;
};

std::optional<std::string> converted(std::string_view bytes, const char* to, const char* from) {
  const Converter converter(to, from);
  std::string out;
  if (!converter.valid() || converter.run(bytes, &out) != Converter::Outcome::whole)
    return std::nullopt;
  return out;
}

bool is_ascii(std::string_view bytes) {
  return std::all_of(bytes.begin(), bytes.end(),
                     [](char c) { return static_cast<unsigned char>(c) < 0x80U; });
}

}  // namespace

std::optional<std::string> known_encoding(std::string_view name) {
  std::string key;
  for (const char c : name) {
    const auto byte = static_cast<unsigned char>(c);
    if (std::isalnum(byte) != 0) key += static_cast<char>(std::tolower(byte));
  }
  static constexpr std::array<std::string_view, 3> kUtf8{"utf8", "65001", "cp65001"};
  static constexpr std::array<std::string_view, 14> kChinese{
      "gb18030", "gbk",    "xgbk",   "cp936", "936",      "ms936",      "ansi936",
      "win936",  "oem936", "gb2312", "euccn", "hzgb2312", "windows936", "gb231280"};
  const auto is = [&](std::string_view other) { return key == other; };
  if (std::any_of(kUtf8.begin(), kUtf8.end(), is)) return "UTF-8";
  if (std::any_of(kChinese.begin(), kChinese.end(), is)) return "GB18030";
  // As .cpg files write code pages: "ANSI 1250", "1252"; Esri's "88591" stands for ISO-8859-1.
  const std::string digits = key.starts_with("ansi") ? key.substr(4) : key;
  const bool number =
      !digits.empty() && digits.find_first_not_of("0123456789") == std::string::npos;
  const bool iso = number && digits.starts_with("8859") && digits.size() > 4;
  std::string given(name);
  if (number) given = std::string("CP").append(digits);
  if (iso) given = std::string("ISO-8859-").append(digits, 4);
  if (key.empty() || !Converter("UTF-8", given.c_str()).valid()) return std::nullopt;
  return given;
}

std::optional<std::string> decoded(std::string_view bytes, const std::string& encoding) {
  return converted(bytes, "UTF-8", encoding.c_str());
}

std::optional<std::string> encoded(std::string_view utf8, const std::string& encoding) {
  return converted(utf8, encoding.c_str(), "UTF-8");
}

struct EncodingSurvey::Candidate {
  explicit Candidate(const std::string& encoding)
      : name(encoding), converter("UTF-8", encoding.c_str()) {}

  std::string name;
  Converter converter;
  std::vector<UndecodedText> undecoded;
  std::size_t cut = 0;
};

EncodingSurvey::EncodingSurvey(const std::vector<std::string>& candidates) {
  for (const std::string& name : candidates)
    candidates_.push_back(std::make_unique<Candidate>(name));
}

EncodingSurvey::~EncodingSurvey() = default;

void EncodingSurvey::add(std::string_view bytes, bool full, const UndecodedText& place) {
  if (is_ascii(bytes)) return;
  ascii_ = false;
  for (const auto& candidate : candidates_) {
    const bool usable = candidate->converter.valid();
    const auto outcome =
        usable ? candidate->converter.run(bytes, nullptr) : Converter::Outcome::wrong;
    if (outcome == Converter::Outcome::whole) continue;
    if (outcome == Converter::Outcome::cut && full) {
      ++candidate->cut;
    } else if (candidate->undecoded.size() < kMostPlaces) {
      candidate->undecoded.push_back(place);
    }
  }
}

std::optional<std::string> EncodingSurvey::fitting() const {
  for (const auto& candidate : candidates_) {
    if (candidate->undecoded.empty()) return candidate->name;
  }
  return std::nullopt;
}

const EncodingSurvey::Candidate& EncodingSurvey::find(const std::string& name) const {
  for (const auto& candidate : candidates_) {
    if (candidate->name == name) return *candidate;
  }
  throw Error(ErrorCode::internal_fault, name, {"未参与比较的编码", "not among the candidates"});
}

const std::vector<UndecodedText>& EncodingSurvey::undecoded(const std::string& candidate) const {
  return find(candidate).undecoded;
}

std::size_t EncodingSurvey::cut_texts(const std::string& candidate) const {
  return find(candidate).cut;
}

}  // namespace xuanzhi::dataset
