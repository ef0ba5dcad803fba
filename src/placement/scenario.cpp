// SPDX-License-Identifier: Apache-2.0
#include <charconv>
#include <cmath>

#include "xuanzhi/base/error.h"
#include "xuanzhi/base/toml_reader.h"
#include "xuanzhi/placement/request.h"

namespace xuanzhi::placement {

namespace {

std::pair<std::string, std::string> split(const std::string& text, const Text& wanted) {
  const std::size_t at = text.find('=');
  if (at != std::string::npos && at > 0 && at + 1 < text.size())
    return {text.substr(0, at), text.substr(at + 1)};
  throw Error(ErrorCode::wrong_usage, text, {"格式应为 " + wanted.zh, wanted.en + " is wanted"});
}

std::optional<double> number_of(std::string_view text) {
  if (!text.empty() && text.front() == '+') text.remove_prefix(1);
  double value = 0.0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size() || !std::isfinite(value))
    return std::nullopt;
  return value;
}

// "+20%", "-20%": of the old figure; "+5", "-5": more or less; "5": instead of it. `unit` is the
// size of the stated unit in the kept one.
double changed(double old, const Setting& setting, double unit) {
  std::string text = setting.value;
  const bool percent = text.ends_with('%');
  if (percent) text.pop_back();
  const bool relative = text.starts_with('+') || text.starts_with('-');
  const auto value = number_of(text);
  if (!value || (percent && !relative)) {
    throw Error(ErrorCode::wrong_usage, setting.key + "=" + setting.value,
                {"不可读的数值", "an unreadable figure"},
                {"例如 +20%、-500、4500", "for instance +20%, -500, 4500"});
  }
  const double out =
      percent ? old * (1.0 + *value / 100.0) : (relative ? old + *value * unit : *value * unit);
  if (out >= 0.0) return out;
  throw Error(ErrorCode::wrong_usage, setting.key + "=" + setting.value,
              {"结果为负", "that makes it negative"});
}

std::vector<std::pair<std::string, std::string>> pairs_of(const TomlTable& table,
                                                          const std::string& key) {
  std::vector<std::pair<std::string, std::string>> out;
  for (const std::string& text : table.texts_or_none(key)) out.push_back(parse_pair(text));
  return out;
}

}  // namespace

Setting parse_setting(const std::string& text) {
  auto [key, value] = split(text, {"名称=数值，例如 budget.water.wuda=+20%",
                                   "KEY=VALUE, for instance budget.water.wuda=+20%,"});
  return {std::move(key), std::move(value)};
}

std::pair<std::string, std::string> parse_pair(const std::string& text) {
  return split(text, {"项目=地块，例如 P-012=S-07", "PROJECT=SITE, for instance P-012=S-07,"});
}

std::vector<Scenario> read_scenarios(const std::string& file) {
  const toml::table parsed = parse_toml_file(file, ErrorCode::manifest_invalid);
  const TomlTable root(parsed, file, "", ErrorCode::manifest_invalid);
  std::vector<Scenario> out;
  for (const TomlTable& table : root.tables("scenario")) {
    Scenario one;
    one.name = table.text("name");
    for (const std::string& text : table.texts_or_none("set"))
      one.settings.push_back(parse_setting(text));
    one.locked = pairs_of(table, "lock");
    one.forbidden = pairs_of(table, "forbid");
    one.dropped_rules = table.texts_or_none("drop_rules");
    if (const auto date = table.optional_date("as_of")) one.as_of = to_string(*date);
    one.accept_unknown = table.flag_or("accept_unknown", false);
    table.refuse_unknown_keys();
    out.push_back(std::move(one));
  }
  root.refuse_unknown_keys();
  if (out.empty()) throw root.fault("scenario", {"没有情景", "there is no scenario"});
  return out;
}

void apply_settings(const std::vector<Setting>& settings, workspace::Planning& planning) {
  for (const Setting& setting : settings) {
    bool found = false;
    std::vector<std::string> known;
    for (workspace::BudgetConfig& budget : planning.budgets) {
      known.push_back("budget." + budget.id);
      if (known.back() != setting.key) continue;
      budget.limit = changed(budget.limit, setting, budget.unit_size);
      found = true;
    }
    for (workspace::PriorityConfig& priority : planning.priorities) {
      known.push_back("priority." + priority.id);
      if (known.back() != setting.key) continue;
      priority.factor = changed(priority.factor, setting, 1.0);
      found = true;
    }
    for (workspace::PairingConfig& pairing : planning.pairings) {
      known.push_back("pairing." + pairing.id);
      if (known.back() != setting.key) continue;
      pairing.stock_cut_tce = changed(pairing.stock_cut_tce, setting, 1.0);
      found = true;
    }
    if (found) continue;
    throw Error(ErrorCode::wrong_usage, setting.key, {"没有此项", "there is no such figure"},
                {"可用：" + joined(known), "allowed: " + joined(known)});
  }
}

}  // namespace xuanzhi::placement
