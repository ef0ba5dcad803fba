// SPDX-License-Identifier: Apache-2.0
#include "xuanzhi/base/check_sum.h"

#include <algorithm>
#include <iterator>
#include <new>

#include <xxhash.h>

namespace xuanzhi {

struct CheckSum::State {
  struct Free {
    void operator()(XXH3_state_t* freed) const { XXH3_freeState(freed); }
  };
  std::unique_ptr<XXH3_state_t, Free> sum{XXH3_createState()};
};

CheckSum::CheckSum() : state_(std::make_unique<State>()) {
  // What the library refuses otherwise is a missing state or bytes that are no address.
  if (!state_->sum || XXH3_128bits_reset(state_->sum.get()) != XXH_OK) throw std::bad_alloc();
}

CheckSum::~CheckSum() = default;

void CheckSum::add(std::string_view bytes) {
  if (!bytes.empty()) XXH3_128bits_update(state_->sum.get(), bytes.data(), bytes.size());
}

CheckSum::Value CheckSum::value() const {
  XXH128_canonical_t canonical;
  XXH128_canonicalFromHash(&canonical, XXH3_128bits_digest(state_->sum.get()));
  Value out;
  std::copy(std::begin(canonical.digest), std::end(canonical.digest), out.begin());
  return out;
}

std::uint64_t check_sum(std::string_view bytes) {
  return XXH3_64bits(bytes.data(), bytes.size());
}

}  // namespace xuanzhi
