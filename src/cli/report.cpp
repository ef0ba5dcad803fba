// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cstddef>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <CLI/CLI.hpp>

#include "approval_paths.h"
#include "named_site.h"
#include "planned_session.h"
#include "scoring.h"
#include "session.h"
#include "verdict_exit.h"
#include "written_files.h"
#include "xuanzhi/assessment/assessor.h"
#include "xuanzhi/assessment/path_survey.h"
#include "xuanzhi/base/error.h"
#include "xuanzhi/dataset/written_file.h"
#include "xuanzhi/placement/reasons.h"
#include "xuanzhi/placement/solve.h"
#include "xuanzhi/products/pdf.h"
#include "xuanzhi/products/placement_product.h"
#include "xuanzhi/products/report.h"
#include "xuanzhi/products/summary.h"
#include "xuanzhi/products/workbook.h"
#include "xuanzhi/rules/directions.h"

namespace xuanzhi::cli {

namespace {

class Report : public Command {
 public:
  std::string name() const override { return "report"; }
  Text summary() const override {
    return {"可打印的审查报告（HTML、PDF）与工作簿",
            "the printable report (HTML, PDF) and the workbook"};
  }
  std::string examples() const override {
    return "  xuanzhi report -w gisdata/wuhai -o out\n"
           "  xuanzhi report -w gisdata/wuhai -o out --place --pdf\n"
           "  xuanzhi report -w gisdata/wuhai -o out --project P-017 --site S-69 --pdf\n"
           "  xuanzhi report -w gisdata/wuhai -o out --project P-017 --site 宗地.txt\n"
           "  xuanzhi report -w gisdata/wuhai -o out --project P-017 --top 5\n";
  }
  void declare(CLI::App& parser) override {
    parser.add_option("-o,--output", output_, "输出文件夹 folder")->required();
    auto* project =
        parser.add_option("-p,--project", project_, "只报告一个项目 one project: its best sites");
    auto* site = parser.add_option(
        "--site", site_,
        "只报告一个地块：编号、文件或经纬度 WKT one site, for the project or alone: "
        "id, file or WKT in degrees");
    parser
        .add_flag("--place", place_,
                  "总览附落位方案与预算 the overview with a placement and budgets")
        ->excludes(project)
        ->excludes(site);
    parser.add_option("--top", top_, "比选地块数 how many of the best sites")
        ->check(CLI::Range(1, 8));
    parser.add_flag("--pdf", pdf_, "用 Chromium 打印 PDF print a PDF with Chromium");
  }

  int run(const CommonOptions& common, const Streams& streams) override {
    make_folder(output_);
    if (place_) return placed_overview(common, streams);
    Session session = open_audited_session(common, streams);
    if (!site_.empty()) site_ = named_site(session, site_).info.id;
    const assessment::Assessor assessor(session.workspace, session.rulebook);
    if (site_.empty() && project_.empty()) return overview(session, assessor, common, streams);
    return cases(session, assessor, common, streams);
  }

 private:
  // One pair, one site, or the best sites of one project.
  int cases(const Session& session, const assessment::Assessor& assessor,
            const CommonOptions& common, const Streams& streams) const {
    const workspace::Workspace& workspace = session.workspace;
    const workspace::Site* site = site_.empty() ? nullptr : &workspace.site(site_);
    const workspace::Project* project = project_.empty() ? nullptr : &workspace.project(project_);
    std::vector<products::ReportCase> ranked;
    if (project != nullptr)
      ranked =
          products::rank_sites(assessor, workspace, session.rulebook, *project, streams.narration);
    if (site == nullptr && ranked.empty()) throw no_site(common);
    std::vector<products::ReportCase> shown = shown_cases(session, assessor, ranked, site, project);
    const assessment::Evaluation all =
        products::evaluation_of(workspace, session.rulebook, pointers_to(ranked));
    const auto scoring = project == nullptr
                             ? nullptr
                             : score_pairs(common, session, all,
                                           products::CaseFacts(workspace, pointers_to(ranked)));
    for (products::ReportCase& one : shown) {
      if (!scoring) break;
      one.score = scoring->scorer->score(
          static_cast<std::size_t>(project - workspace.projects.data()), one.site->info, one.facts);
    }
    std::optional<ApprovalPaths> paths;
    if (project != nullptr) {
      paths.emplace(session, pairs_of(workspace, shown));
      for (std::size_t i = 0; paths->paths() != nullptr && i < shown.size(); ++i)
        shown[i].path = (*paths->paths())[i];
    }
    // The workbook of one pair holds that pair; the others are in the comparison only.
    std::vector<const products::ReportCase*> pointers = pointers_to(shown);
    std::vector<const products::ReportCase*> others;
    if (site != nullptr) others.assign(pointers.begin() + 1, pointers.end());
    if (site != nullptr) pointers.resize(1);
    const assessment::Evaluation evaluation =
        products::evaluation_of(workspace, session.rulebook, pointers);
    const products::CaseFacts facts(workspace, pointers);
    products::Result result{&workspace,  &session.rulebook, &assessor,
                            &evaluation, &session.versions, common.language};
    result.facts = &facts;
    std::vector<approvals::ApprovalPath> told;
    if (paths && paths->paths() != nullptr) {
      told.assign(paths->paths()->begin(),
                  paths->paths()->begin() + static_cast<std::ptrdiff_t>(pointers.size()));
      result.procedures = paths->procedures();
      result.paths = &told;
    }
    const auto directions = directions_of(workspace);
    result.directions = directions ? &*directions : nullptr;
    result.scorer = scoring ? scoring->scorer.get() : nullptr;
    if (site == nullptr) std::copy(shown.begin(), shown.end(), ranked.begin());
    const std::string html = site == nullptr
                                 ? products::shortlist_report_html(result, ranked, shown.size())
                                 : products::pair_report_html(result, shown.front(), others);
    write_files(result, html, all.assessments, common, streams);
    return verdict_exit(common, shown.front().assessment.summary.verdict);
  }

  // The case itself and those to compare it with, or the best ones.
  std::vector<products::ReportCase> shown_cases(const Session& session,
                                                const assessment::Assessor& assessor,
                                                const std::vector<products::ReportCase>& ranked,
                                                const workspace::Site* site,
                                                const workspace::Project* project) const {
    if (site == nullptr)
      return {ranked.begin(),
              ranked.begin() + static_cast<std::ptrdiff_t>(std::min(top_, ranked.size()))};
    std::vector<products::ReportCase> shown{
        products::make_report_case(assessor, session.workspace, session.rulebook, *site, project)};
    for (const auto* other : products::sites_to_compare(ranked, shown.front(), top_ - 1))
      shown.push_back(*other);
    return shown;
  }

  static std::vector<const products::ReportCase*> pointers_to(
      const std::vector<products::ReportCase>& cases) {
    std::vector<const products::ReportCase*> out;
    out.reserve(cases.size());
    for (const products::ReportCase& one : cases) out.push_back(&one);
    return out;
  }

  static std::vector<assessment::Pair> pairs_of(const workspace::Workspace& workspace,
                                                const std::vector<products::ReportCase>& cases) {
    std::vector<assessment::Pair> pairs;
    pairs.reserve(cases.size());
    for (const products::ReportCase& one : cases) {
      pairs.push_back({static_cast<std::size_t>(one.project - workspace.projects.data()),
                       static_cast<std::size_t>(one.site - workspace.sites.data())});
    }
    return pairs;
  }

  static std::optional<rules::DirectionBook> directions_of(const workspace::Workspace& workspace) {
    if (workspace.manifest.directions.empty()) return std::nullopt;
    return rules::load_directions(workspace.manifest.directions);
  }

  int overview(const Session& session, const assessment::Assessor& assessor,
               const CommonOptions& common, const Streams& streams) const {
    const assessment::Evaluation evaluation = assessor.evaluate(streams.narration);
    products::Result result{&session.workspace, &session.rulebook, &assessor,
                            &evaluation,        &session.versions, common.language};
    const auto scoring = score_pairs(common, session, evaluation);
    result.scorer = scoring ? scoring->scorer.get() : nullptr;
    return write_overview(result, ApprovalPaths(session, evaluation), common, streams);
  }

  // The same with the best placement of the list under the workspace's budgets, and the approval
  // paths of the pairs that it makes.
  int placed_overview(const CommonOptions& common, const Streams& streams) const {
    const placement::Scenario scenario;
    const PlannedSession session(common, streams, scenario, true);
    const placement::RequestSource source = session.source();
    const placement::Placed placed =
        placement::solve(session.request().problem, placement::Effort{}, streams.narration);
    // Without parcels: the report draws none.
    const products::PlacementProduct product{
        &source, &session.request(),
        &placed, placement::Reasons(source, session.assessor(), session.request(), placed),
        {},      {products::scenario_row("", source, placed, nullptr)}};
    products::Result result{source.workspace,  source.rulebook,     &session.assessor(),
                            source.evaluation, &session.versions(), common.language};
    result.scorer = source.scorer;
    result.placement = &product;
    std::vector<assessment::Pair> pairs;
    for (std::size_t p = 0; p < placed.site_of.size(); ++p) {
      if (placed.site_of[p] != placement::kNowhere) pairs.push_back({p, placed.site_of[p]});
    }
    return write_overview(result, ApprovalPaths(session.session(), pairs), common, streams);
  }

  int write_overview(products::Result& result, const ApprovalPaths& paths,
                     const CommonOptions& common, const Streams& streams) const {
    result.procedures = paths.procedures();
    result.paths = paths.paths();
    const auto directions = directions_of(*result.workspace);
    result.directions = directions ? &*directions : nullptr;
    write_files(result, products::overview_report_html(result), result.evaluation->assessments,
                common, streams);
    return verdict_exit(common, products::summarize(result, {}).worst());
  }

  // `scored`: the pairs that the workbook's sheets of scores show.
  void write_files(const products::Result& result, const std::string& html,
                   const std::vector<assessment::Assessment>& scored, const CommonOptions& common,
                   const Streams& streams) const {
    const std::filesystem::path folder(output_);
    std::vector<std::filesystem::path> files{folder / "report.html", folder / "report.xlsx"};
    dataset::write_text_file(files[0], html);
    std::optional<products::ScoreTable> scores;
    if (result.scorer != nullptr)
      scores = products::score_table(*result.scorer, *result.workspace, scored);
    products::write_workbook(result, files[1], scores ? &*scores : nullptr);
    if (pdf_) {
      files.push_back(folder / "report.pdf");
      products::print_pdf(files[0], files.back());
    }
    tell_written_files(files, common, streams);
  }

  static Error no_site(const CommonOptions& common) {
    return {
        ErrorCode::site_unknown,
        common.workspace.string(),
        {"工作空间没有可用的地块", "the workspace has no usable site"},
        {"xuanzhi inspect 说明哪些地块被拒绝", "xuanzhi inspect tells which sites were rejected"}};
  }

  std::string output_;
  std::string project_;
  std::string site_;
  std::size_t top_ = 5;
  bool place_ = false;
  bool pdf_ = false;
};

}  // namespace

std::unique_ptr<Command> make_report() {
  return std::make_unique<Report>();
}

}  // namespace xuanzhi::cli
