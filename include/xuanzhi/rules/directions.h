// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "xuanzhi/rules/rulebook.h"
#include "xuanzhi/workspace/project.h"

namespace xuanzhi::rules {

/// An industry that the plan names, with the phrase that names it.
struct DirectionIndustry {
  std::string id;
  Text name;
  std::string quote;
  std::vector<std::string> codes;
  std::string position;  ///< up, mid, down, all: its place in a chain
  std::string chain;
  std::vector<std::string> words;
  Evidence evidence;
};

/// A focus direction; direction one is an empty slot, for its page is not in the source.
struct Direction {
  std::string id;
  Text title;
  std::string quote;
  Text note;
  std::vector<DirectionIndustry> industries;
};

/// A group of origins of direction six, and the fields that the plan wants from there.
struct OriginList {
  std::string id;
  Text title;
  std::vector<std::string> words;
  std::string quote;
  std::vector<DirectionIndustry> industries;
};

struct ChainNode {
  std::string id;
  Text name;
  std::string position;
  std::vector<std::string> words;
};

struct Chain {
  std::string id;
  Text title;
  std::vector<ChainNode> nodes;
  Evidence evidence;
};

/// A firm that is known to stand in a park.
struct Firm {
  std::string park;
  std::string name;
  std::string product;
  Evidence evidence;
};

/// directions.toml.
struct DirectionBook {
  std::string version;
  std::vector<Direction> directions;
  std::vector<OriginList> origins;
  std::vector<Chain> chains;
  std::vector<Firm> firms;
};

/// Throws `Error` (rulebook_invalid) with file, line and column.
DirectionBook load_directions(const std::filesystem::path& file);

/// How a project was recognised: by a word of its industry, product or name, or by its code.
enum class MatchedBy { words, code };

struct DirectionMatch {
  const Direction* direction = nullptr;
  const DirectionIndustry* industry = nullptr;
  MatchedBy by = MatchedBy::words;
};

/// The industries of the plan that a project belongs to: those whose words it has, or where there
/// are none, those of its code. Codes alone never make a project one of direction seven.
std::vector<DirectionMatch> directions_of(const DirectionBook& book,
                                          const workspace::Project& project);

/// The list of origins that a project's investor belongs to, and whether the plan wants its field
/// from there; nothing where the origin is none of them.
struct OriginMatch {
  const OriginList* list = nullptr;
  const DirectionIndustry* field = nullptr;  ///< null: not a field of that list
};
std::optional<OriginMatch> origin_of(const DirectionBook& book, const workspace::Project& project);

/// The node of a chain that a text names; null where there is none.
const ChainNode* node_of(const Chain& chain, const std::string& text);

/// Rank of a project for the enclave zone: R&D share and value added per investment, both against
/// limits that the operator sets.
struct EnclaveRank {
  std::optional<double> rd_share;
  std::optional<double> value_added_rate;
  std::optional<bool> meets;  ///< nothing: data or limits are missing
};
EnclaveRank enclave_rank(const Rulebook& book, const workspace::Project& project);

}  // namespace xuanzhi::rules
