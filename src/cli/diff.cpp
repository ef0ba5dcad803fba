// SPDX-License-Identifier: Apache-2.0
#include <ostream>
#include <string>

#include <CLI/CLI.hpp>

#include "xuanzhi/cli/command.h"
#include "xuanzhi/products/difference.h"

namespace xuanzhi::cli {

namespace {

class Diff : public Command {
 public:
  std::string name() const override { return "diff"; }
  Text summary() const override {
    return {"两次结果的差别：哪些结论变了，因哪条规则，输入有何不同",
            "two results compared: which verdicts changed, by which rules and inputs"};
  }
  std::string examples() const override {
    return "  xuanzhi evaluate -w gisdata/wuhai -o old.gpkg\n"
           "  xuanzhi evaluate -w gisdata/wuhai -o new.gpkg --as-of 2026-11-23\n"
           "  xuanzhi diff old.gpkg new.gpkg\n"
           "  --strict 时有结论变差则退出码为 3; exit 3 with --strict where a verdict got worse\n";
  }
  void declare(CLI::App& parser) override {
    parser.add_option("old", before_, "先前的结果 .gpkg earlier result")->required();
    parser.add_option("new", after_, "新的结果 .gpkg later result")->required();
    parser.add_flag("--all", all_, "列出全部 list all changed pairs");
  }

  int run(const CommonOptions& common, const Streams& streams) override {
    const products::Difference difference = products::compare_results(before_, after_);
    *streams.out << (common.json ? products::difference_json(difference)
                                 : products::difference_text(difference, common.language, all_));
    return common.strict && difference.worsened() ? 3 : 0;
  }

 private:
  std::string before_;
  std::string after_;
  bool all_ = false;
};

}  // namespace

std::unique_ptr<Command> make_diff() {
  return std::make_unique<Diff>();
}

}  // namespace xuanzhi::cli
