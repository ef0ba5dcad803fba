// SPDX-License-Identifier: Apache-2.0
#include <ostream>

#include <CLI/CLI.hpp>

#include "session.h"
#include "xuanzhi/base/error.h"
#include "xuanzhi/products/inspection.h"
#include "xuanzhi/products/project_inspection.h"

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
           "en\n  xuanzhi inspect -w gisdata/wuhai --projects\n";
  }
  void declare(CLI::App& parser) override {
    parser.add_flag("--projects", projects_,
                    "只看项目表：各列的理解、各行的去向 how the project list was understood");
  }

  int run(const CommonOptions& common, const Streams& streams) override {
    if (projects_) return inspect_projects(common, streams);
    const Session session = open_audited_session(common, streams);
    *streams.out << (common.json ? products::inspection_json(session.workspace, session.rulebook,
                                                             session.versions)
                                 : products::inspection_text(session.workspace, session.rulebook,
                                                             session.versions, common.language));
    const bool blind = !products::blind_rules(session.workspace, session.rulebook).empty();
    return common.strict && blind ? 3 : 0;
  }

 private:
  // Reads the manifest and the list only, and shows the whole list also where it has faults.
  static int inspect_projects(const CommonOptions& common, const Streams& streams) {
    const workspace::Manifest manifest = workspace::read_manifest(common.workspace);
    if (!manifest.projects) {
      throw Error(ErrorCode::manifest_invalid, manifest.file.string(),
                  {"没有项目表", "there is no project list"},
                  {"在 workspace.toml 中写 [projects] 与 source = \"…\"",
                   "write [projects] with source = \"…\" into workspace.toml"});
    }
    const workspace::ProjectList list = workspace::read_project_list(*manifest.projects);
    *streams.out << (common.json ? products::project_inspection_json(list)
                                 : products::project_inspection_text(list, common.language));
    return list.table.faults.empty() ? 0 : exit_code(list.table.faults.front().code());
  }

  bool projects_ = false;
};

}  // namespace

std::unique_ptr<Command> make_inspect() {
  return std::make_unique<Inspect>();
}

}  // namespace xuanzhi::cli
