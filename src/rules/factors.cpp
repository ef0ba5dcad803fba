// SPDX-License-Identifier: Apache-2.0
#include "xuanzhi/rules/factors.h"

#include <algorithm>
#include <array>

#include "xuanzhi/base/toml_reader.h"
#include "xuanzhi/rules/condition.h"

namespace xuanzhi::rules {

using workspace::Project;

namespace {

constexpr std::array kNonconventional{"water_reclaimed_m3", "water_rain_m3", "water_mine_m3",
                                      "water_brackish_m3"};

WaterQuota read_quota(const TomlTable& table) {
  WaterQuota quota;
  quota.product = table.text("product");
  quota.least_m3_per_t = table.number("least_m3_per_t");
  quota.most_m3_per_t = table.number("most_m3_per_t");
  if (quota.least_m3_per_t < 0.0 || quota.most_m3_per_t < quota.least_m3_per_t)
    throw table.fault("most_m3_per_t", {"不应小于 least_m3_per_t", "it is below the least"});
  quota.evidence = read_evidence(table);
  quota.note = table.bilingual_or_none("note");
  table.refuse_unknown_keys();
  return quota;
}

Fund read_fund(const TomlTable& table) {
  Fund fund{table.text("field"), table.bilingual("name")};
  const auto field = workspace::project_field(fund.field);
  if (!field || workspace::project_fields()[*field].kind != workspace::FieldKind::number)
    throw table.fault("field", {"项目没有这个数字字段", "projects have no such number"});
  table.text_or("quote", "");
  table.refuse_unknown_keys();
  return fund;
}

QueueClass read_class(const TomlTable& table, Conditions& conditions) {
  QueueClass one;
  one.id = table.text("id");
  one.rank = static_cast<int>(table.whole_or("rank", 0));
  one.name = table.bilingual("name");
  one.when = table.text("when");
  conditions.check(one.when, table.fault("when", {}).place());
  table.text_or("quote", "");
  table.refuse_unknown_keys();
  return one;
}

// Partners by what each leaves of the benchmark, the most generous first. The sum of the k largest
// is the largest sum of any k, so taking them in this order until the excess is covered takes the
// fewest possible.
std::optional<std::vector<std::size_t>> fewest_partners(
    const std::vector<std::pair<double, std::size_t>>& surplus, double excess, std::size_t self) {
  std::vector<std::size_t> out;
  for (const auto& [left, project] : surplus) {
    if (excess <= 0.0) break;
    if (project == self) continue;
    out.push_back(project);
    excess -= left;
  }
  if (excess > 0.0) return std::nullopt;
  return out;
}

}  // namespace

FactorBook load_factors(const std::filesystem::path& file, const Rulebook& book) {
  const toml::table parsed = parse_toml_file(file, ErrorCode::rulebook_invalid);
  const TomlTable root(parsed, file.string(), "", ErrorCode::rulebook_invalid);
  const auto head = root.table("factors");
  if (!head) throw root.fault("", {"缺少 [factors]", "[factors] is missing"});
  FactorBook out;
  head->text("id");
  out.version = head->text("version");
  head->bilingual("title");
  head->refuse_unknown_keys();
  for (const TomlTable& table : root.tables("water_quota")) out.quotas.push_back(read_quota(table));
  for (const TomlTable& table : root.tables("fund")) out.funds.push_back(read_fund(table));
  Conditions conditions(book.terms);
  for (const TomlTable& table : root.tables("queue"))
    out.queue.push_back(read_class(table, conditions));
  std::stable_sort(out.queue.begin(), out.queue.end(),
                   [](const QueueClass& a, const QueueClass& b) { return a.rank < b.rank; });
  root.refuse_unknown_keys();
  return out;
}

std::vector<EnergyTest> energy_tests(const std::vector<Project>& projects,
                                     const std::optional<double>& benchmark) {
  std::vector<EnergyTest> out(projects.size());
  std::vector<std::pair<double, std::size_t>> surplus;
  for (std::size_t i = 0; i < projects.size(); ++i) {
    const auto energy = projects[i].number("energy_tce");
    const auto value = projects[i].number("value_added_10k_cny");
    if (!energy || !value || *value <= 0.0) continue;
    out[i].intensity = *energy / *value;
    if (!benchmark) continue;
    const double left = *benchmark * *value - *energy;
    out[i].fit = left >= 0.0 ? Fit::within : Fit::over;
    out[i].excess_tce = std::max(0.0, -left);
    if (left > 0.0 && projects[i].text("nature") == "new") surplus.emplace_back(left, i);
  }
  std::sort(surplus.begin(), surplus.end(), [](const auto& a, const auto& b) {
    return a.first != b.first ? a.first > b.first : a.second < b.second;
  });
  for (std::size_t i = 0; i < out.size(); ++i) {
    if (out[i].fit == Fit::over) out[i].partners = fewest_partners(surplus, out[i].excess_tce, i);
  }
  return out;
}

WaterTest water_test(const FactorBook& book, const Project& project) {
  WaterTest out;
  if (const auto demand = project.number("water_total_m3")) {
    out.demand_m3 = *demand;
    double unusual = 0.0;
    for (const char* field : kNonconventional) unusual += project.number(field).value_or(0.0);
    if (*demand > 0.0) out.nonconventional_share = unusual / *demand;
  }
  const std::string product = project.text("product");
  for (const WaterQuota& quota : book.quotas) {
    if (quota.product == product) out.quota = &quota;
  }
  const auto output = project.number("output_t");
  if (out.quota == nullptr || !output) return out;
  out.allowed_m3 = out.quota->most_m3_per_t * *output;
  if (out.demand_m3 >= 0.0) out.fit = out.demand_m3 <= out.allowed_m3 ? Fit::within : Fit::over;
  return out;
}

Funding funding(const FactorBook& book, const Project& project) {
  Funding out;
  bool stated = false;
  for (const Fund& fund : book.funds) {
    const auto amount = project.number(fund.field);
    out.by_fund.push_back(amount.value_or(-1.0));
    out.secured_10k_cny += amount.value_or(0.0);
    stated = stated || amount.has_value();
  }
  const auto total = project.number("investment_10k_cny");
  if (total && stated) out.gap_10k_cny = *total - out.secured_10k_cny;
  return out;
}

std::vector<const QueueClass*> queue_classes(const FactorBook& book, const Rulebook& rulebook,
                                             const std::vector<Project>& projects) {
  Conditions conditions(rulebook.terms);
  conditions.load(projects);
  std::vector<const QueueClass*> out(projects.size(), nullptr);
  std::vector<bool> settled(projects.size(), false);
  for (const QueueClass& one : book.queue) {
    const std::vector<Applies> answers = conditions.evaluate(one.when);
    for (std::size_t i = 0; i < projects.size(); ++i) {
      if (settled[i] || answers[i] == Applies::no) continue;
      settled[i] = true;  // what cannot be told is no place further back
      if (answers[i] == Applies::yes) out[i] = &one;
    }
  }
  return out;
}

}  // namespace xuanzhi::rules
