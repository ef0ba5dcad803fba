// SPDX-License-Identifier: Apache-2.0
#include <ostream>

#include <CLI/CLI.hpp>

#include "session.h"
#include "xuanzhi/products/inspection.h"

namespace xuanzhi::cli {

namespace {

class Inspect : public Command {
 public:
  std::string name() const override { return "inspect"; }
  Text summary() const override {
    return {"审查输入：坐标系、行数、修复、拒绝、覆盖、无据可依的规则",
            "audit the inputs and name the rules that are blind"};
  }
  std::string examples() const override {
    return "  xuanzhi inspect -w gisdata/wuhai\n  xuanzhi inspect -w gisdata/wuhai --json --lang "
           "en\n";
  }
  void declare(CLI::App&) override {}

  int run(const CommonOptions& common, const Streams& streams) override {
    const Session session = open_session(common, streams);
    *streams.out << (common.json ? products::inspection_json(session.workspace, session.rulebook,
                                                             session.versions)
                                 : products::inspection_text(session.workspace, session.rulebook,
                                                             session.versions, common.language));
    const bool blind = !products::blind_rules(session.workspace, session.rulebook).empty();
    return common.strict && blind ? 3 : 0;
  }
};

}  // namespace

std::unique_ptr<Command> make_inspect() {
  return std::make_unique<Inspect>();
}

}  // namespace xuanzhi::cli
