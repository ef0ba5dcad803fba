// SPDX-License-Identifier: Apache-2.0
#include "xuanzhi/products/factor_text.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "xuanzhi/products/json_words.h"

namespace xuanzhi::products {

using nlohmann::json;
using rules::Fit;
using workspace::Project;

namespace {

// 0.1229 kgce/kWh, the calorific value.
constexpr double kTcePerKwh = 0.1229e-3;

const char* fit_word(Fit fit) {
  switch (fit) {
    case Fit::within:
      return "within";
    case Fit::over:
      return "over";
    case Fit::unknown:
      break;
  }
  return "insufficient_data";
}

Text fit_name(Fit fit) {
  switch (fit) {
    case Fit::within:
      return {"不超", "within"};
    case Fit::over:
      return {"超出", "over"};
    case Fit::unknown:
      break;
  }
  return {"数据不足", "insufficient data"};
}

std::vector<std::string> partner_ids(const std::vector<Project>& projects,
                                     const rules::EnergyTest& test) {
  std::vector<std::string> out;
  for (const std::size_t i : test.partners.value_or(std::vector<std::size_t>{}))
    out.push_back(projects[i].id());
  return out;
}

std::string energy_line(const FactorCase& one, const std::vector<Project>& projects,
                        Language language) {
  const bool zh = language == Language::chinese;
  std::string out =
      fmt::format("  {} {}", zh ? "用能" : "energy", fit_name(one.energy.fit).in(language));
  if (one.energy.intensity >= 0.0)
    out +=
        fmt::format(fmt::runtime(zh ? "，强度 {:.3f} tce/万元" : ", intensity {:.3f} tce/10k CNY"),
                    one.energy.intensity);
  if (one.energy.fit == Fit::over) {
    out += fmt::format(" ΔE {:.2f} tce", one.energy.excess_tce);
    if (one.energy.partners) {
      const auto ids = partner_ids(projects, one.energy);
      out += fmt::format(fmt::runtime(zh ? "，最少搭配 {} 个：{}" : ", fewest partners {}: {}"),
                         ids.size(), joined(ids));
    } else {
      out += zh ? "，清单内低强度项目全部搭配仍不够"
                : ", all low-intensity projects together fall short";
    }
  }
  if (one.review != nullptr) {
    out += fmt::format("\n  {} {} {}", zh ? "节能审查" : "energy review",
                       approvals::outcome_name(one.review->outcome).in(language),
                       one.review->instrument.in(language));
  }
  if (const auto kwh = one.project->number("electricity_kwh"))
    out += fmt::format(fmt::runtime(zh ? "（用电折 {:.1f} tce）" : " (electricity is {:.1f} tce)"),
                       *kwh * kTcePerKwh);
  return out + "\n";
}

std::string water_line(const FactorCase& one, Language language) {
  const bool zh = language == Language::chinese;
  std::string out =
      fmt::format("  {} {}", zh ? "用水" : "water", fit_name(one.water.fit).in(language));
  if (one.water.quota != nullptr && one.water.allowed_m3 > 0.0)
    out +=
        fmt::format(fmt::runtime(zh ? "，定额上限 {:.0f} m³，需求 {:.0f} m³ [{}]"
                                    : ", quota {:.0f} m³ at most, demand {:.0f} m³ [{}]"),
                    one.water.allowed_m3, one.water.demand_m3, one.water.quota->evidence.label());
  if (one.water.nonconventional_share >= 0.0)
    out += fmt::format(fmt::runtime(zh ? "，非常规水占 {:.1f} %" : ", non-conventional {:.1f} %"),
                       100.0 * one.water.nonconventional_share);
  return out + "\n";
}

std::string money_line(const rules::FactorBook& book, const FactorCase& one, Language language) {
  const bool zh = language == Language::chinese;
  std::string out = fmt::format("  {}", zh ? "资金" : "funds");
  for (std::size_t i = 0; i < book.funds.size(); ++i) {
    if (one.funding.by_fund[i] > 0.0)
      out += fmt::format(" {} {:.0f}", book.funds[i].name.in(language), one.funding.by_fund[i]);
  }
  if (one.funding.gap_10k_cny)
    out += fmt::format(fmt::runtime(zh ? "；缺口 {:.0f} 万元" : "; gap {:.0f} (10k CNY)"),
                       *one.funding.gap_10k_cny);
  else
    out += zh ? " 数据不足" : " insufficient data";
  const std::string queue =
      one.queue == nullptr ? (zh ? "数据不足" : "insufficient data") : one.queue->name.in(language);
  return out +
         fmt::format("\n  {} {}\n", zh ? "用电用水用气保障序列" : "queue for utilities", queue);
}

json case_json(const rules::FactorBook& book, const std::vector<Project>& projects,
               const FactorCase& one) {
  json funds = json::object();
  for (std::size_t i = 0; i < book.funds.size(); ++i)
    funds[book.funds[i].field] = optional_number(one.funding.by_fund[i]);
  const auto& quota = one.water.quota;
  return {
      {"project_id", one.project->id()},
      {"energy",
       {{"fit", fit_word(one.energy.fit)},
        {"intensity_tce_per_10k_cny", optional_number(one.energy.intensity)},
        {"excess_tce", one.energy.excess_tce},
        {"partners", one.energy.partners ? json(partner_ids(projects, one.energy)) : json()},
        {"review", one.review == nullptr ? json() : json(to_string(one.review->outcome))},
        {"review_level",
         one.review == nullptr || one.review->level.empty() ? json() : json(one.review->level)}}},
      {"water",
       {{"fit", fit_word(one.water.fit)},
        {"product_quota", quota == nullptr ? json() : json(quota->product)},
        {"quota_evidence", quota == nullptr ? json() : json(quota->evidence.label())},
        {"allowed_m3", one.water.fit == Fit::unknown ? json() : json(one.water.allowed_m3)},
        {"demand_m3", optional_number(one.water.demand_m3)},
        {"nonconventional_share", optional_number(one.water.nonconventional_share)}}},
      {"funds",
       {{"by_source_10k_cny", funds},
        {"secured_10k_cny", one.funding.secured_10k_cny},
        {"gap_10k_cny", one.funding.gap_10k_cny ? json(*one.funding.gap_10k_cny) : json()}}},
      {"queue", one.queue == nullptr ? json() : json(one.queue->id)}};
}

}  // namespace

std::string factors_text(const rules::FactorBook& book, const rules::Parameter* benchmark,
                         const std::vector<Project>& projects, const std::vector<FactorCase>& cases,
                         Language language) {
  std::string out;
  if (benchmark != nullptr) out += benchmark->label().in(language) + "\n";
  for (const FactorCase& one : cases) {
    out += fmt::format("{} {}\n", one.project->id(), one.project->name());
    out += energy_line(one, projects, language) + water_line(one, language) +
           money_line(book, one, language);
  }
  return out;
}

std::string factors_json(const rules::FactorBook& book, const rules::Parameter* benchmark,
                         const std::vector<Project>& projects,
                         const std::vector<FactorCase>& cases) {
  json out{{"version", book.version}, {"projects", json::array()}};
  out["benchmark_tce_per_10k_cny"] =
      benchmark == nullptr || !benchmark->value ? json() : json(*benchmark->value);
  for (const FactorCase& one : cases) out["projects"].push_back(case_json(book, projects, one));
  return out.dump(2) + "\n";
}

}  // namespace xuanzhi::products
