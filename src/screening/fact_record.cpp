// SPDX-License-Identifier: Apache-2.0
#include "xuanzhi/screening/fact_record.h"

#include <array>
#include <bit>
#include <cstdint>
#include <cstring>
#include <utility>
#include <vector>

#include "xuanzhi/base/check_sum.h"
#include "xuanzhi/base/error.h"

namespace xuanzhi::screening {

namespace {

[[noreturn]] void fail() {
  throw Error(ErrorCode::file_unreadable, "facts",
              {"保存的套合结果已损坏", "the stored facts are damaged"},
              {"不带 --resume 和 --since 重新运行", "run again without --resume and --since"});
}

// Writing and reading go over the same members in the same order; `Bytes` is one of the two.
class Writer {
 public:
  Writer() { out_.reserve(kUsual); }
  void whole(const std::size_t& value) {
    std::uint64_t rest = value;
    for (; rest >= 0x80U; rest >>= 7U) byte(static_cast<unsigned char>(rest | 0x80U));
    byte(static_cast<unsigned char>(rest));
  }
  void flag(const bool& value) { byte(value ? 1 : 0); }
  void text(const std::string& value) {
    whole(value.size());
    out_ += value;
  }
  void number(const double& value) {
    std::array<char, sizeof(double)> raw{};
    std::memcpy(raw.data(), &value, raw.size());
    out_.append(raw.data(), raw.size());
  }
  void containment(const Containment& value) { byte(static_cast<unsigned char>(value)); }
  // Numbers that mostly have one value: a bit for each, and those that have another one.
  template <std::size_t N>
  void numbers(const std::array<const double*, N>& values, const std::array<double, N>& usual) {
    std::size_t mask = 0;
    for (std::size_t i = 0; i < N; ++i) {
      const bool other =
          std::bit_cast<std::uint64_t>(*values[i]) != std::bit_cast<std::uint64_t>(usual[i]);
      mask |= other ? std::size_t{1} << i : std::size_t{0};
    }
    whole(mask);
    for (std::size_t i = 0; i < N; ++i) {
      if ((mask >> i & 1U) != 0) number(*values[i]);
    }
  }
  template <typename T, typename Each>
  void list(const std::vector<T>& items, const Each& each) {
    whole(items.size());
    for (const T& item : items) each(item);
  }

  std::string finish() {
    const std::uint64_t sum = check_sum(out_);
    std::array<char, sizeof(sum)> raw{};
    std::memcpy(raw.data(), &sum, raw.size());
    out_.append(raw.data(), raw.size());
    // Many records wait to be stored: none takes more room than it fills.
    return {out_.data(), out_.size()};
  }

 private:
  void byte(unsigned char value) { out_ += static_cast<char>(value); }

  static constexpr std::size_t kUsual = 1024;  // more than most records
  std::string out_;
};

class Reader {
 public:
  explicit Reader(std::string_view record) {
    std::uint64_t sum = 0;
    if (record.size() < sizeof(sum)) fail();
    rest_ = record.substr(0, record.size() - sizeof(sum));
    std::memcpy(&sum, record.data() + rest_.size(), sizeof(sum));
    if (sum != check_sum(rest_)) fail();
  }
  void whole(std::size_t& value) {
    value = 0;
    for (unsigned shift = 0; shift < 64; shift += 7) {
      const unsigned char one = byte();
      value |= static_cast<std::size_t>(one & 0x7FU) << shift;
      if (one < 0x80U) return;
    }
    fail();
  }
  void flag(bool& value) { value = byte() != 0; }
  void text(std::string& value) {
    std::size_t size = 0;
    whole(size);
    value = take(size);
  }
  void number(double& value) { std::memcpy(&value, take(sizeof(value)).data(), sizeof(value)); }
  void containment(Containment& value) { value = static_cast<Containment>(byte()); }
  template <std::size_t N>
  void numbers(const std::array<double*, N>& values, const std::array<double, N>& usual) {
    std::size_t mask = 0;
    whole(mask);
    for (std::size_t i = 0; i < N; ++i) {
      if ((mask >> i & 1U) != 0)
        number(*values[i]);
      else
        *values[i] = usual[i];
    }
  }
  template <typename T, typename Each>
  void list(std::vector<T>& items, const Each& each) {
    std::size_t size = 0;
    whole(size);
    // Each item takes a byte at least: a false size must not ask for all memory.
    if (size > rest_.size()) fail();
    items.resize(size);
    for (T& item : items) each(item);
  }
  void end() const {
    if (!rest_.empty()) fail();
  }

 private:
  std::string_view take(std::size_t size) {
    if (size > rest_.size()) fail();
    const std::string_view out = rest_.substr(0, size);
    rest_.remove_prefix(size);
    return out;
  }
  unsigned char byte() { return static_cast<unsigned char>(take(1).front()); }

  std::string_view rest_;
};

template <typename Bytes, typename AnyFact>
void pass_measured(Bytes& bytes, AnyFact& fact) {
  bytes.containment(fact.containment);
  bytes.numbers(std::array{&fact.overlap_m2, &fact.share, &fact.distance_m, &fact.covered_share},
                std::array{0.0, 0.0, -1.0, 1.0});
  // Where nothing has a width both distances are one.
  bytes.numbers(std::array{&fact.edge_distance_m}, std::array{fact.distance_m});
  bytes.text(fact.nearest_feature_id);
}

template <typename Bytes, typename AnyFact>
void pass_fact(Bytes& bytes, AnyFact& fact) {
  bytes.whole(fact.layer);
  bytes.text(fact.class_id);
  pass_measured(bytes, fact);
}

// The only class of a layer is the layer once more.
bool repeats(const Fact& fact, const Fact& whole) {
  const auto numbers = [](const Fact& of) {
    return std::array{of.overlap_m2, of.share, of.distance_m, of.covered_share, of.edge_distance_m};
  };
  const auto bits = [&](const Fact& of) {
    return std::bit_cast<std::array<std::uint64_t, 5>>(numbers(of));
  };
  return fact.layer == whole.layer && fact.containment == whole.containment &&
         bits(fact) == bits(whole) && fact.nearest_feature_id == whole.nearest_feature_id;
}

// The layer's own fact, by the number of the layer; nothing where there is none.
const Fact* whole_of(const std::vector<Fact>& layers, std::size_t layer) {
  return layer < layers.size() ? &layers[layer] : nullptr;
}

void pass_class(Writer& bytes, const Fact& fact, const std::vector<Fact>& layers) {
  bytes.whole(fact.layer);
  bytes.text(fact.class_id);
  const Fact* whole = whole_of(layers, fact.layer);
  const bool again = whole != nullptr && repeats(fact, *whole);
  bytes.flag(again);
  if (!again) pass_measured(bytes, fact);
}

void pass_class(Reader& bytes, Fact& fact, const std::vector<Fact>& layers) {
  std::size_t layer = 0;
  std::string class_id;
  bool again = false;
  bytes.whole(layer);
  bytes.text(class_id);
  bytes.flag(again);
  if (again) {
    const Fact* whole = whole_of(layers, layer);
    if (whole == nullptr) fail();
    fact = *whole;
  } else {
    pass_measured(bytes, fact);
  }
  fact.layer = layer;
  fact.class_id = std::move(class_id);
}

template <typename Bytes, typename AnyFact>
void pass_feature(Bytes& bytes, AnyFact& fact) {
  bytes.whole(fact.layer);
  bytes.text(fact.feature_id);
  bytes.text(fact.feature_name);
  bytes.text(fact.class_id);
  bytes.number(fact.overlap_m2);
}

template <typename Bytes, typename AnyFact>
void pass_subject(Bytes& bytes, AnyFact& fact) {
  bytes.flag(fact.present);
  bytes.flag(fact.in_force);
  bytes.flag(fact.version_withheld);
  bytes.numbers(
      std::array{&fact.overlap_m2, &fact.share, &fact.outside_m2, &fact.outside_known_m2,
                 &fact.edge_distance_m, &fact.depth_m, &fact.outside_depth_m, &fact.clearance_m,
                 &fact.covered_share, &fact.coverage_reach_m, &fact.accuracy_m},
      std::array{0.0, 0.0, 0.0, 0.0, -1.0, 0.0, 0.0, 0.0, 1.0, -1.0, 0.0});
  const auto text = [&](auto& item) { bytes.text(item); };
  bytes.list(fact.layer_ids, text);
  bytes.list(fact.feature_ids, text);
}

template <typename Bytes, typename AnyFacts>
void pass_facts(Bytes& bytes, AnyFacts& facts) {
  const auto text = [&](auto& item) { bytes.text(item); };
  const auto fact = [&](auto& item) { pass_fact(bytes, item); };
  bytes.text(facts.site_id);
  bytes.list(facts.layers, fact);
  bytes.list(facts.classes, [&](auto& item) { pass_class(bytes, item, facts.layers); });
  bytes.list(facts.features, [&](auto& item) { pass_feature(bytes, item); });
  bytes.list(facts.subjects, [&](auto& item) { pass_subject(bytes, item); });
  bytes.list(facts.region.codes, text);
  bytes.list(facts.region.names, text);
  bytes.flag(facts.region.complete);
}

}  // namespace

std::string to_record(const SiteFacts& facts) {
  Writer bytes;
  pass_facts(bytes, facts);
  return bytes.finish();
}

SiteFacts from_record(std::string_view record) {
  Reader bytes(record);
  SiteFacts facts;
  pass_facts(bytes, facts);
  bytes.end();
  return facts;
}

}  // namespace xuanzhi::screening
