// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <ostream>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include "rulebook_source.h"
#include "xuanzhi/base/error.h"
#include "xuanzhi/cli/command.h"
#include "xuanzhi/products/rules_text.h"

namespace xuanzhi::cli {

namespace {

struct Filter {
  std::string role;
  std::string severity;
  std::string evidence;
  std::string region;
  std::string on;
};

std::vector<std::size_t> filtered(const rules::Rulebook& book, const Filter& filter,
                                  const std::optional<Date>& on) {
  std::vector<std::size_t> out;
  for (std::size_t i = 0; i < book.rules.size(); ++i) {
    const rules::Rule& rule = book.rules[i];
    const bool wanted =
        (filter.role.empty() || rule.role == filter.role) &&
        (filter.severity.empty() || to_string(rule.severity) == filter.severity) &&
        (filter.evidence.empty() || rule.evidence.tag == filter.evidence) &&
        (filter.region.empty() || rules::region_matches(rule.regions, {filter.region})) &&
        (!on || rule.effective.contains(*on));
    if (wanted) out.push_back(i);
  }
  return out;
}

class Rules : public Command {
 public:
  std::string name() const override { return "rules"; }
  Text summary() const override {
    return {"列出、查看、比较、检查规则", "list, show, compare and check rules"};
  }
  std::string examples() const override {
    return "  xuanzhi rules list -w gisdata/wuhai --on 2026-11-23 --severity prohibit\n"
           "  xuanzhi rules list -w gisdata/wuhai --region 150302 --evidence unverified\n"
           "  xuanzhi rules show G2.OVER -w gisdata/wuhai\n"
           "  xuanzhi rules diff old/wuhai.toml gisdata/rulebooks/wuhai.toml\n"
           "  xuanzhi rules check my-rules.toml -w my-city\n";
  }
  void declare(CLI::App& parser) override {
    parser.require_subcommand(1);
    list_ = parser.add_subcommand("list", "列出规则 list rules");
    list_->add_option("--role", filter_.role, "图层角色 layer role");
    list_->add_option("--severity", filter_.severity, "级别 severity")
        ->check(CLI::IsMember({"prohibit", "condition", "inform"}));
    list_->add_option("--evidence", filter_.evidence, "证据标记 evidence tag")
        ->check(CLI::IsMember({"V", "P", "C", "plan", "unverified"}));
    list_->add_option(
        "--region", filter_.region,
        "行政区划代码，含通用规则 administrative code, with the rules for everywhere");
    list_->add_option("--on", filter_.on, "某日有效 in effect on a day, YYYY-MM-DD");
    show_ = parser.add_subcommand("show", "查看一条规则 show a rule");
    show_->add_option("rule", rule_, "规则编号 rule id")->required();
    diff_ = parser.add_subcommand("diff", "比较规则文件或工作空间 compare rulebooks or workspaces");
    diff_->add_option("before", before_, "旧 old")->required();
    diff_->add_option("after", after_, "新 new")->required();
    check_ = parser.add_subcommand("check", "检查规则文件 check a rulebook");
    check_->add_option("file", before_, "规则文件 rulebook")->required();
    for (CLI::App* verb : {list_, show_, diff_, check_}) verb->fallthrough();
  }

  int run(const CommonOptions& common, const Streams& streams) override {
    if (list_->parsed()) *streams.out << listed(common);
    if (show_->parsed()) *streams.out << shown(common);
    if (diff_->parsed()) {
      const auto changes = rules::difference(rulebook_at(before_, common.workspace),
                                             rulebook_at(after_, common.workspace));
      *streams.out << (common.json ? products::rule_changes_json(changes)
                                   : products::rule_changes_text(changes, common.language));
    }
    if (check_->parsed()) *streams.out << checked(common);
    return 0;
  }

 private:
  std::string listed(const CommonOptions& common) const {
    const rules::Rulebook book = rulebook_of_workspace(common.workspace);
    std::optional<Date> on = common.as_of;
    if (!filter_.on.empty()) on = parse_date(filter_.on);
    if (!filter_.on.empty() && !on) {
      throw Error(ErrorCode::wrong_usage, "--on",
                  {"不是日期：" + filter_.on, "no date: " + filter_.on},
                  {"写成 2023-02-01", "write 2023-02-01"});
    }
    const auto positions = filtered(book, filter_, on);
    return common.json ? products::rule_list_json(book, positions)
                       : products::rule_list_text(book, positions, common.language);
  }

  std::string shown(const CommonOptions& common) const {
    const rules::Rulebook book = rulebook_of_workspace(common.workspace);
    const rules::Rule* rule = book.find(rule_);
    if (rule == nullptr) {
      throw Error(ErrorCode::value_invalid, rule_, {"没有这条规则", "there is no such rule"},
                  {"xuanzhi rules list 列出全部", "xuanzhi rules list names them all"});
    }
    return common.json ? products::rule_json(book, *rule)
                       : products::rule_text(book, *rule, common.language);
  }

  std::string checked(const CommonOptions& common) const {
    const rules::Rulebook book = rulebook_at(before_, common.workspace);
    const std::size_t unverified = static_cast<std::size_t>(
        std::count_if(book.rules.begin(), book.rules.end(),
                      [](const rules::Rule& rule) { return rule.evidence.tag == "unverified"; }));
    if (common.json) {
      return nlohmann::json{
                 {"valid", true}, {"rules", book.rules.size()}, {"unverified", unverified}}
                 .dump(2) +
             "\n";
    }
    const bool zh = common.language == Language::chinese;
    return fmt::format(fmt::runtime(zh ? "有效：{} 条规则，其中未核实 {} 条\n"
                                       : "valid: {} rules, {} of them unverified\n"),
                       book.rules.size(), unverified);
  }

  CLI::App* list_ = nullptr;
  CLI::App* show_ = nullptr;
  CLI::App* diff_ = nullptr;
  CLI::App* check_ = nullptr;
  Filter filter_;
  std::string rule_;
  std::string before_;
  std::string after_;
};

}  // namespace

std::unique_ptr<Command> make_rules() {
  return std::make_unique<Rules>();
}

}  // namespace xuanzhi::cli
