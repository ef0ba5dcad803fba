// SPDX-License-Identifier: Apache-2.0
#include <filesystem>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>

#include "approval_paths.h"
#include "pair_choice.h"
#include "scoring.h"
#include "session.h"
#include "threads_option.h"
#include "written_files.h"
#include "xuanzhi/assessment/assessor.h"
#include "xuanzhi/dataset/vector_writer.h"
#include "xuanzhi/products/result.h"
#include "xuanzhi/products/survey_export.h"
#include "xuanzhi/workspace/conversion.h"

namespace xuanzhi::cli {

namespace {

class Export : public Command {
 public:
  std::string name() const override { return "export"; }
  Text summary() const override {
    return {"导出 QGIS 工程、GeoPackage，按需导出其他格式",
            "QGIS project, GeoPackage, and other formats on request"};
  }
  std::string examples() const override {
    return "  xuanzhi export -w gisdata/wuhai -o out\n  xuanzhi export -w gisdata/wuhai -o out "
           "--format geojson,shp,csv,txt\n";
  }
  void declare(CLI::App& parser) override {
    parser.add_option("-o,--output", output_, "输出文件夹 folder")->required();
    parser.add_option("--format", formats_, "另存（逗号分隔） also as")
        ->delimiter(',')
        ->check(CLI::IsMember(formats()));
    declare_pairs(parser, choice_);
  }

  int run(const CommonOptions& common, const Streams& streams) override {
    require_threads(choice_.measuring.threads);
    const Session session = open_audited_session(common, streams);
    const assessment::Assessor assessor(session.workspace, session.rulebook);
    const std::filesystem::path folder(output_);
    make_folder(folder);
    // Fixed names: a renamed GeoPackage would break the project beside it.
    const std::filesystem::path geopackage = folder / "xuanzhi.gpkg";
    const SitesForPairs sites =
        measure_for_pairs(session.workspace, assessor, geopackage, choice_, streams.narration);
    const assessment::Evaluation evaluation =
        decide_pairs(session.workspace, assessor, sites, choice_, streams.narration);
    const auto scoring = score_pairs(common, session, evaluation, *sites.measured.facts);
    products::Result result{&session.workspace,
                            &session.rulebook,
                            &assessor,
                            &evaluation,
                            &session.versions,
                            common.language,
                            sites.measured.facts.get(),
                            nullptr,
                            scoring ? scoring->scorer.get() : nullptr};
    const ApprovalPaths paths(session, evaluation);
    result.procedures = paths.procedures();
    result.paths = paths.paths();
    std::vector<std::filesystem::path> files = products::write_result(result, geopackage);
    sites.measured.facts->discard();
    for (const std::string& format : formats_) {
      for (const char* table : {"site", "conflict"}) {
        const auto written = write_table(folder, table, format);
        files.insert(files.end(), written.begin(), written.end());
      }
    }
    tell_written_files(files, common, streams);
    return 0;
  }

 private:
  // What `convert` writes, and survey texts by zone; the result itself is a GeoPackage.
  static std::vector<std::string> formats() {
    std::vector<std::string> all = dataset::vector_suffixes();
    std::erase(all, "gpkg");
    all.emplace_back("txt");
    return all;
  }

  static std::vector<std::filesystem::path> write_table(const std::filesystem::path& folder,
                                                        const std::string& table,
                                                        const std::string& format) {
    const std::filesystem::path result = folder / "xuanzhi.gpkg";
    if (format == "txt") return products::export_survey_texts(result, table, folder);
    workspace::ConversionRequest request;
    request.source.source = result;
    request.source.table = table;
    request.target = folder / (table + "." + format);
    return workspace::convert(request).files;
  }

  std::string output_;
  std::vector<std::string> formats_;
  PairChoice choice_;
};

}  // namespace

std::unique_ptr<Command> make_export() {
  return std::make_unique<Export>();
}

}  // namespace xuanzhi::cli
