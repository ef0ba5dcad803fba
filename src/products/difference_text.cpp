// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "xuanzhi/products/difference.h"

namespace xuanzhi::products {

namespace {

using nlohmann::json;
using rules::Verdict;

constexpr std::size_t kFewPairs = 20;
constexpr std::size_t kFewReasons = 3;
constexpr std::size_t kDigestShown = 12;

bool is_digest(const std::string& key) {
  return key.starts_with("sha256 ");
}

std::string shown(const SettingChange& change, const std::string& value, Language language) {
  if (value.empty()) return language == Language::chinese ? "无" : "none";
  return is_digest(change.key) ? value.substr(0, kDigestShown) + "…" : value;
}

std::string settings_text(const Difference& difference, Language language) {
  const bool zh = language == Language::chinese;
  if (difference.settings.empty())
    return zh ? "输入与规则相同\n" : "Inputs and rules are the same\n";
  std::string out = zh ? "输入与规则的变化\n" : "What differs in inputs and rules\n";
  for (const SettingChange& change : difference.settings) {
    out += fmt::format("  {}: {} → {}\n", change.key, shown(change, change.before, language),
                       shown(change, change.after, language));
  }
  return out;
}

std::string membership_text(const Membership& ids, const Text& name, Language language) {
  const bool zh = language == Language::chinese;
  std::string out;
  if (!ids.added.empty())
    out +=
        fmt::format("  {} {}: {}\n", zh ? "新增" : "added", name.in(language), joined(ids.added));
  if (!ids.removed.empty()) {
    out += fmt::format("  {} {}: {}\n", zh ? "减少" : "removed", name.in(language),
                       joined(ids.removed));
  }
  return out;
}

std::string name_of(const std::optional<Verdict>& verdict, Language language) {
  if (verdict) return rules::verdict_name(*verdict).in(language);
  return language == Language::chinese ? "通过或不适用" : "passes or does not apply";
}

std::string rules_text(const Difference& difference, Language language) {
  const bool zh = language == Language::chinese;
  std::vector<std::pair<std::string, RuleShift>> order(difference.rules.begin(),
                                                       difference.rules.end());
  std::stable_sort(order.begin(), order.end(), [](const auto& a, const auto& b) {
    return a.second.worse + a.second.better > b.second.worse + b.second.better;
  });
  std::string out = zh ? "\n起作用的规则（变差、变好的对数）\n"
                       : "\nRules behind it (pairs for which they became worse, better)\n";
  for (const auto& [id, shift] : order) {
    const auto title = difference.rule_titles.find(id);
    out += fmt::format("  {} {:>7} {:>7}  {}\n", padded(id, 22), shift.worse, shift.better,
                       title == difference.rule_titles.end() ? "" : title->second.in(language));
  }
  return out;
}

std::string pair_text(const PairChange& pair, Language language) {
  std::string out = fmt::format("  {} × {}: {} → {}\n", pair.project_id, pair.site_id,
                                name_of(pair.before, language), name_of(pair.after, language));
  for (std::size_t i = 0; i < std::min(kFewReasons, pair.because.size()); ++i) {
    const RuleChange& rule = pair.because[i];
    out += fmt::format("      {}: {} → {}\n", rule.rule_id, name_of(rule.before, language),
                       name_of(rule.after, language));
  }
  if (pair.because.size() > kFewReasons) {
    out += fmt::format(fmt::runtime(language == Language::chinese ? "      另有 {} 条规则\n"
                                                                  : "      {} more rules\n"),
                       pair.because.size() - kFewReasons);
  }
  return out;
}

json word(const std::optional<Verdict>& verdict) {
  return verdict ? json(rules::to_string(*verdict)) : json();
}

json number(const std::optional<double>& value) {
  return value ? json(*value) : json();
}

json membership_json(const Membership& ids) {
  return {{"added", ids.added}, {"removed", ids.removed}};
}

}  // namespace

std::string difference_text(const Difference& difference, Language language, bool all) {
  const bool zh = language == Language::chinese;
  std::string out = settings_text(difference, language);
  out += membership_text(difference.projects, {"项目", "projects"}, language);
  out += membership_text(difference.sites, {"地块", "sites"}, language);
  out += fmt::format(fmt::runtime(zh ? "\n两次都有的 {} 对中，结论改变 {} 对\n"
                                     : "\nOf {} pairs in both, {} have another verdict\n"),
                     difference.pairs, difference.changed.size());
  for (const auto& [verdicts, count] : difference.verdicts) {
    out += fmt::format("  {:>7}  {} → {}\n", count, name_of(verdicts.first, language),
                       name_of(verdicts.second, language));
  }
  if (difference.changed.empty()) return out;
  out += rules_text(difference, language);
  const std::size_t most = all ? difference.changed.size() : kFewPairs;
  out += zh ? "\n结论改变的项目 × 地块\n" : "\nProjects × sites with another verdict\n";
  for (std::size_t i = 0; i < std::min(most, difference.changed.size()); ++i)
    out += pair_text(difference.changed[i], language);
  if (difference.changed.size() > most) {
    out += fmt::format(
        fmt::runtime(zh ? "  另有 {} 对，--all 全部列出\n" : "  {} more; --all lists them\n"),
        difference.changed.size() - most);
  }
  return out;
}

std::string difference_json(const Difference& difference) {
  json out{{"pairs", difference.pairs},
           {"projects", membership_json(difference.projects)},
           {"sites", membership_json(difference.sites)},
           {"settings", json::array()},
           {"verdicts", json::array()},
           {"rules", json::array()},
           {"changed", json::array()}};
  for (const SettingChange& change : difference.settings)
    out["settings"].push_back(
        {{"key", change.key}, {"before", change.before}, {"after", change.after}});
  for (const auto& [verdicts, count] : difference.verdicts) {
    out["verdicts"].push_back({{"before", rules::to_string(verdicts.first)},
                               {"after", rules::to_string(verdicts.second)},
                               {"pairs", count}});
  }
  for (const auto& [id, shift] : difference.rules)
    out["rules"].push_back({{"rule_id", id}, {"worse", shift.worse}, {"better", shift.better}});
  for (const PairChange& pair : difference.changed) {
    json because = json::array();
    for (const RuleChange& rule : pair.because) {
      because.push_back({{"rule_id", rule.rule_id},
                         {"before", word(rule.before)},
                         {"after", word(rule.after)},
                         {"measured_before", number(rule.measured_before)},
                         {"measured_after", number(rule.measured_after)}});
    }
    out["changed"].push_back({{"project_id", pair.project_id},
                              {"site_id", pair.site_id},
                              {"before", rules::to_string(pair.before)},
                              {"after", rules::to_string(pair.after)},
                              {"because", std::move(because)}});
  }
  return out.dump(2) + "\n";
}

}  // namespace xuanzhi::products
