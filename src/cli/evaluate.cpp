// SPDX-License-Identifier: Apache-2.0
#include <ostream>
#include <string>

#include <CLI/CLI.hpp>

#include "session.h"
#include "threads_option.h"
#include "verdict_exit.h"
#include "xuanzhi/assessment/assessor.h"
#include "xuanzhi/base/parallel.h"
#include "xuanzhi/products/result.h"
#include "xuanzhi/products/summary.h"

namespace xuanzhi::cli {

namespace {

class Evaluate : public Command {
 public:
  std::string name() const override { return "evaluate"; }
  Text summary() const override {
    return {"每个项目 × 每个地块的结论，写入 GeoPackage 与 QGIS 工程",
            "every project × site, as a GeoPackage with its QGIS project"};
  }
  std::string examples() const override {
    return "  xuanzhi evaluate -w gisdata/wuhai -o result.gpkg\n"
           "  xuanzhi evaluate -w gisdata/wuhai -o today.gpkg --as-of 2026-11-23\n";
  }
  void declare(CLI::App& parser) override {
    parser.add_option("-o,--output", output_, "输出 .gpkg output")->required();
    declare_threads(parser, threads_);
  }

  int run(const CommonOptions& common, const Streams& streams) override {
    require_threads(threads_);
    const Session session = open_audited_session(common, streams);
    const assessment::Assessor assessor(session.workspace, session.rulebook);
    const assessment::Evaluation evaluation = assessor.evaluate(streams.narration, threads_);
    const products::Result result{&session.workspace, &session.rulebook, &assessor,
                                  &evaluation,        &session.versions, common.language};
    const auto files = products::write_result(result, output_);
    const products::Summary summary = products::summarize(result, files);
    *streams.out << (common.json ? products::summary_json(summary)
                                 : products::summary_text(summary, common.language));
    return verdict_exit(common, summary.worst());
  }

 private:
  std::string output_;
  int threads_ = all_cores();
};

}  // namespace

std::unique_ptr<Command> make_evaluate() {
  return std::make_unique<Evaluate>();
}

}  // namespace xuanzhi::cli
