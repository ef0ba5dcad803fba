// SPDX-License-Identifier: Apache-2.0
#include "xuanzhi/rules/directions.h"

#include <algorithm>

#include "xuanzhi/base/toml_reader.h"

namespace xuanzhi::rules {

using workspace::Project;

namespace {

const std::vector<std::string> kPositions{"up", "mid", "down", "all"};

// Industries stand there because the plan names them, unless they say otherwise.
Evidence evidence_or_plan(const TomlTable& table) {
  return table.has("evidence") ? read_evidence(table) : Evidence{"plan", {}};
}

DirectionIndustry read_industry(const TomlTable& table) {
  DirectionIndustry industry;
  industry.id = table.text_or("id", "");
  industry.name = table.bilingual("name");
  industry.quote = table.text("quote");
  industry.codes = table.texts_or_none("codes");
  if (table.has("position")) industry.position = table.one_of("position", kPositions);
  industry.chain = table.text_or("chain", "");
  industry.words = table.texts_or_none("words");
  industry.evidence = evidence_or_plan(table);
  table.refuse_unknown_keys();
  return industry;
}

Direction read_direction(const TomlTable& table) {
  Direction direction;
  direction.id = table.text("id");
  direction.title = table.bilingual("title");
  direction.quote = table.text_or("quote", "");
  direction.note = table.bilingual_or_none("note");
  for (const TomlTable& industry : table.tables("industry"))
    direction.industries.push_back(read_industry(industry));
  table.refuse_unknown_keys();
  return direction;
}

OriginList read_origin(const TomlTable& table) {
  OriginList origin;
  origin.id = table.text("id");
  origin.title = table.bilingual("title");
  origin.words = table.texts_or_none("words");
  origin.quote = table.text("quote");
  for (const TomlTable& industry : table.tables("industry"))
    origin.industries.push_back(read_industry(industry));
  table.refuse_unknown_keys();
  return origin;
}

Chain read_chain(const TomlTable& table) {
  Chain chain;
  chain.id = table.text("id");
  chain.title = table.bilingual("title");
  chain.evidence = evidence_or_plan(table);
  for (const TomlTable& node : table.tables("node")) {
    chain.nodes.push_back({node.text("id"), node.bilingual("name"),
                           node.one_of("position", kPositions), node.texts_or_none("words")});
    node.refuse_unknown_keys();
  }
  table.refuse_unknown_keys();
  return chain;
}

bool has_word(const std::vector<std::string>& words, const std::string& text) {
  return std::any_of(words.begin(), words.end(),
                     [&](const std::string& word) { return text.find(word) != std::string::npos; });
}

bool has_code(const std::vector<std::string>& codes, const std::string& code) {
  return std::any_of(codes.begin(), codes.end(),
                     [&](const std::string& known) { return code.starts_with(known); });
}

std::string said(const Project& project) {
  return project.text("industry") + "\n" + project.text("product") + "\n" + project.name();
}

}  // namespace

DirectionBook load_directions(const std::filesystem::path& file) {
  const toml::table parsed = parse_toml_file(file, ErrorCode::rulebook_invalid);
  const TomlTable root(parsed, file.string(), "", ErrorCode::rulebook_invalid);
  const auto head = root.table("directions");
  if (!head) throw root.fault("", {"缺少 [directions]", "[directions] is missing"});
  DirectionBook book;
  head->text("id");
  book.version = head->text("version");
  head->bilingual("title");
  head->refuse_unknown_keys();
  for (const TomlTable& table : root.tables("direction"))
    book.directions.push_back(read_direction(table));
  for (const TomlTable& table : root.tables("origin")) book.origins.push_back(read_origin(table));
  for (const TomlTable& table : root.tables("chain")) book.chains.push_back(read_chain(table));
  for (const TomlTable& table : root.tables("firm")) {
    book.firms.push_back({table.text("park"), table.text("name"), table.text_or("product", ""),
                          evidence_or_plan(table)});
    table.refuse_unknown_keys();
  }
  root.refuse_unknown_keys();
  return book;
}

std::vector<DirectionMatch> directions_of(const DirectionBook& book, const Project& project) {
  std::vector<DirectionMatch> by_words;
  std::vector<DirectionMatch> by_code;
  const std::string text = said(project);
  const std::string code = project.text("industry_code");
  for (const Direction& direction : book.directions) {
    for (const DirectionIndustry& industry : direction.industries) {
      if (has_word(industry.words, text)) {
        by_words.push_back({&direction, &industry, MatchedBy::words});
      } else if (direction.id != "D7" && has_code(industry.codes, code)) {
        by_code.push_back({&direction, &industry, MatchedBy::code});
      }
    }
  }
  return by_words.empty() ? by_code : by_words;
}

std::optional<OriginMatch> origin_of(const DirectionBook& book, const Project& project) {
  const std::string origin = project.text("origin");
  for (const OriginList& list : book.origins) {
    if (!has_word(list.words, origin)) continue;
    OriginMatch match{&list, nullptr};
    for (const DirectionIndustry& field : list.industries) {
      const bool fits = has_word(field.words, said(project)) ||
                        has_code(field.codes, project.text("industry_code"));
      if (fits && match.field == nullptr) match.field = &field;
    }
    return match;
  }
  return std::nullopt;
}

const ChainNode* node_of(const Chain& chain, const std::string& text) {
  const auto found =
      std::find_if(chain.nodes.begin(), chain.nodes.end(),
                   [&](const ChainNode& node) { return has_word(node.words, text); });
  return found == chain.nodes.end() ? nullptr : &*found;
}

EnclaveRank enclave_rank(const Rulebook& book, const Project& project) {
  EnclaveRank rank;
  rank.rd_share = project.number("rd_share");
  const auto value = project.number("value_added_10k_cny");
  const auto money = project.number("investment_10k_cny");
  if (value && money && *money > 0.0) rank.value_added_rate = *value / *money;
  const Parameter* least_rd = book.parameter("enclave_rd_share");
  const Parameter* least_rate = book.parameter("enclave_value_added_rate");
  const bool known = rank.rd_share && rank.value_added_rate && least_rd != nullptr &&
                     least_rate != nullptr && least_rd->value && least_rate->value;
  if (known)
    rank.meets = *rank.rd_share >= *least_rd->value && *rank.value_added_rate >= *least_rate->value;
  return rank;
}

}  // namespace xuanzhi::rules
