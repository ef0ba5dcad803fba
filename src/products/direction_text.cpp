// SPDX-License-Identifier: Apache-2.0
#include "xuanzhi/products/direction_text.h"

#include <algorithm>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace xuanzhi::products {

using nlohmann::json;
using rules::DirectionMatch;
using rules::MatchedBy;
using workspace::Project;

namespace {

Text position_name(const std::string& position) {
  if (position == "up") return {"上游", "upstream"};
  if (position == "down") return {"下游", "downstream"};
  return position == "all" ? Text{"全产业链", "whole chain"} : Text{"中游", "midstream"};
}

std::string match_text(const DirectionMatch& match, Language language) {
  const bool zh = language == Language::chinese;
  return fmt::format(
      "    {} {}（{}）「{}」 {} [{}]\n", match.direction->id, match.industry->name.in(language),
      position_name(match.industry->position).in(language), match.industry->quote,
      match.by == MatchedBy::words ? (zh ? "按名称" : "by words") : (zh ? "按行业代码" : "by code"),
      match.industry->evidence.label());
}

// Whether what the list states is among what was recognised; nothing to compare: empty.
std::string agreement(const std::vector<DirectionMatch>& matches, const std::string& stated) {
  if (stated.empty() || matches.empty()) return {};
  const bool same = std::any_of(matches.begin(), matches.end(), [&](const DirectionMatch& match) {
    return match.direction->id == stated;
  });
  return same ? "agrees" : "differs";
}

std::string enclave_text(const rules::EnclaveRank& rank, bool zh) {
  if (!rank.meets) return zh ? "    集中区：数据不足\n" : "    enclave zone: insufficient data\n";
  return fmt::format(
      fmt::runtime(zh ? "    集中区：{}（研发投入占比 {:.3f}，增加值率 {:.3f}）\n"
                      : "    enclave zone: {} (R&D share {:.3f}, value-added rate {:.3f})\n"),
      *rank.meets ? (zh ? "达到界限" : "meets the limits") : (zh ? "未达界限" : "below the limits"),
      *rank.rd_share, *rank.value_added_rate);
}

json optional_json(const std::optional<double>& value) {
  return value ? json(*value) : json();
}

}  // namespace

std::string directions_text(const rules::DirectionBook& book, const rules::Rulebook& rulebook,
                            const std::vector<Project>& projects, Language language) {
  const bool zh = language == Language::chinese;
  std::string out;
  for (const rules::Direction& direction : book.directions) {
    out += fmt::format("{} {}", direction.id, direction.title.in(language));
    if (!direction.quote.empty()) out += fmt::format(" 「{}」", direction.quote);
    out += direction.note.zh.empty() ? "\n" : "  " + direction.note.in(language) + "\n";
  }
  for (const Project& project : projects) {
    const auto matches = rules::directions_of(book, project);
    const std::string stated = project.text("direction");
    out += fmt::format("{} {}  {} {}\n", project.id(), project.name(), zh ? "填报" : "stated",
                       stated.empty() ? "—" : stated);
    if (matches.empty()) out += zh ? "    未匹配任何主攻方向\n" : "    matches no direction\n";
    for (const DirectionMatch& match : matches) out += match_text(match, language);
    if (const auto origin = rules::origin_of(book, project)) {
      out += fmt::format(
          "    D6 {} 「{}」 {}\n", origin->list->title.in(language), origin->list->quote,
          origin->field == nullptr ? (zh ? "不在该来源的重点领域" : "not a field wanted from there")
                                   : "「" + origin->field->quote + "」");
    }
    if (stated == "D7") out += enclave_text(rules::enclave_rank(rulebook, project), zh);
  }
  return out;
}

std::string directions_json(const rules::DirectionBook& book, const rules::Rulebook& rulebook,
                            const std::vector<Project>& projects) {
  json out{{"version", book.version}, {"directions", json::array()}, {"projects", json::array()}};
  for (const rules::Direction& direction : book.directions) {
    json names = json::array();
    for (const rules::DirectionIndustry& industry : direction.industries)
      names.push_back({{"id", industry.id},
                       {"name", industry.name.zh},
                       {"quote", industry.quote},
                       {"codes", industry.codes},
                       {"evidence", industry.evidence.label()}});
    out["directions"].push_back(
        {{"id", direction.id}, {"title", direction.title.zh}, {"industries", names}});
  }
  for (const Project& project : projects) {
    const auto matches = rules::directions_of(book, project);
    json one{{"project_id", project.id()},
             {"stated", project.text("direction")},
             {"agreement", agreement(matches, project.text("direction"))},
             {"matches", json::array()}};
    for (const DirectionMatch& match : matches)
      one["matches"].push_back({{"direction", match.direction->id},
                                {"industry", match.industry->id},
                                {"quote", match.industry->quote},
                                {"position", match.industry->position},
                                {"by", match.by == MatchedBy::words ? "words" : "code"},
                                {"evidence", match.industry->evidence.label()}});
    if (const auto origin = rules::origin_of(book, project))
      one["origin"] = {{"list", origin->list->id},
                       {"field", origin->field == nullptr ? json() : json(origin->field->name.zh)}};
    const rules::EnclaveRank rank = rules::enclave_rank(rulebook, project);
    one["enclave"] = {{"rd_share", optional_json(rank.rd_share)},
                      {"value_added_rate", optional_json(rank.value_added_rate)},
                      {"meets", rank.meets ? json(*rank.meets) : json()}};
    out["projects"].push_back(std::move(one));
  }
  return out.dump(2) + "\n";
}

std::string gaps_text(const std::vector<ChainGap>& gaps, Language language) {
  const bool zh = language == Language::chinese;
  std::string out = zh ? "现有企业只含资料中可见的；“缺”表示没有已知企业\n"
                       : "Only firms seen in the sources count; \"missing\" means none is known\n";
  for (const ChainGap& gap : gaps) {
    const std::string firms = gap.firms.empty() ? (zh ? "缺" : "missing") : joined(gap.firms, "、");
    const std::string fill = gap.projects.empty()
                                 ? (zh ? "清单内无项目可补" : "no listed project fills it")
                                 : (zh ? "可补 " : "filled by ") + joined(gap.projects);
    out += fmt::format("{} / {} ({}) @ {}  {}；{}\n", gap.chain->title.in(language),
                       gap.node->name.in(language), position_name(gap.node->position).in(language),
                       gap.park, firms, fill);
  }
  return out;
}

std::string gaps_json(const std::vector<ChainGap>& gaps) {
  json out = json::array();
  for (const ChainGap& gap : gaps)
    out.push_back({{"chain", gap.chain->id},
                   {"node", gap.node->id},
                   {"name", gap.node->name.zh},
                   {"position", gap.node->position},
                   {"evidence", gap.chain->evidence.label()},
                   {"park", gap.park},
                   {"missing", gap.firms.empty()},
                   {"firms", gap.firms},
                   {"projects", gap.projects}});
  return json{{"gaps", out}}.dump(2) + "\n";
}

}  // namespace xuanzhi::products
