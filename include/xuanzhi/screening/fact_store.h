// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "xuanzhi/screening/fact.h"

namespace xuanzhi::screening {

/// Facts by the position of their site, wherever they are kept.
class FactSource {
 public:
  FactSource() = default;
  virtual ~FactSource() = default;
  FactSource(const FactSource&) = delete;
  FactSource& operator=(const FactSource&) = delete;

  virtual SiteFacts at(std::size_t site) const = 0;
};

/// Facts that are held as they are; borrowed.
class FactsInMemory : public FactSource {
 public:
  explicit FactsInMemory(const std::vector<SiteFacts>& facts) : facts_(&facts) {}
  SiteFacts at(std::size_t site) const override { return (*facts_)[site]; }

 private:
  const std::vector<SiteFacts>* facts_;
};

/// What facts depend on: a name for each thing, and its digest. Facts under equal keys are equal.
using FactKey = std::vector<std::pair<std::string, std::string>>;

/// The first name of which two keys say different things; nothing where they are equal.
std::optional<std::string> first_difference(const FactKey& before, const FactKey& now);

/// Facts on disk, in one file that grows as sites are measured and stays whole where the process is
/// killed. One thread uses it at a time.
class FactStore : public FactSource {
 public:
  /// An empty store; what stands at `path` is replaced, unless another process is at it.
  /// Throws `Error` (output_failed).
  FactStore(const std::filesystem::path& path, const FactKey& key);

  /// Goes on with the store that an interrupted run left; nothing where there is none.
  /// Throws `Error` (state_stale) where it was made from other input, and names what changed.
  static std::unique_ptr<FactStore> resumed(const std::filesystem::path& path, const FactKey& key);

  ~FactStore() override;

  bool holds(std::size_t site) const;
  std::size_t size() const;

  /// Records of sites by their positions, all or none of them.
  void put(const std::vector<std::pair<std::size_t, std::string>>& records);

  SiteFacts at(std::size_t site) const override;
  std::string record(std::size_t site) const;

  /// Removes the file when the store goes: its work is done.
  void discard();

 private:
  struct State;
  explicit FactStore(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace xuanzhi::screening
