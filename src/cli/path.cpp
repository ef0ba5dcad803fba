// SPDX-License-Identifier: Apache-2.0
#include <ostream>
#include <string>

#include <CLI/CLI.hpp>

#include "session.h"
#include "xuanzhi/assessment/path_survey.h"
#include "xuanzhi/base/error.h"
#include "xuanzhi/products/path_text.h"

namespace xuanzhi::cli {

namespace {

Date start_of(const std::string& text, const Date& otherwise) {
  if (text.empty()) return otherwise;
  const auto date = parse_date(text);
  if (!date) {
    throw Error(ErrorCode::wrong_usage, "--start", {"不是日期：" + text, "no date: " + text},
                {"写成 2023-02-01", "write 2023-02-01"});
  }
  return *date;
}

class Path : public Command {
 public:
  std::string name() const override { return "path"; }
  Text summary() const override {
    return {"一个项目在一个地块的办理路径", "the approval path of a project at a site"};
  }
  std::string examples() const override {
    return "  xuanzhi path P-017 S-69 -w gisdata/wuhai\n"
           "  xuanzhi path P-017 S-69 -w gisdata/wuhai --format ics --start 2023-03-01 > p017.ics\n"
           "  xuanzhi path P-017 S-69 -w gisdata/wuhai --format csv > p017.csv\n";
  }
  void declare(CLI::App& parser) override {
    parser.add_option("project", project_, "项目编号 project id")->required();
    parser.add_option("site", site_, "地块编号 site id")->required();
    parser.add_option("--start", start_,
                      "开始日期 YYYY-MM-DD，缺省为审查日期 first day, otherwise the as-of date");
    parser.add_option("--format", format_, "输出格式 format of the output")
        ->check(CLI::IsMember({"text", "ics", "csv"}));
  }

  int run(const CommonOptions& common, const Streams& streams) override {
    if (common.json && format_ != "text") {
      throw Error(ErrorCode::wrong_usage, "--format",
                  {"--json 不能与 --format 同用", "--json and --format exclude each other"});
    }
    const Session session = open_session(common, streams);
    const workspace::Workspace& workspace = session.workspace;
    const Date start = start_of(start_, workspace.manifest.as_of);
    const assessment::Pair pair{
        static_cast<std::size_t>(&workspace.project(project_) - workspace.projects.data()),
        static_cast<std::size_t>(&workspace.site(site_) - workspace.sites.data())};
    const approvals::Procedures procedures = open_procedures(session);
    const assessment::PathSurvey survey(workspace, session.rulebook, procedures);
    const approvals::ApprovalPath path = survey.find({pair}, start).front();
    if (common.json)
      *streams.out << products::path_json(procedures, path);
    else if (format_ == "ics")
      *streams.out << products::path_calendar(procedures, path, common.language);
    else if (format_ == "csv")
      *streams.out << products::path_csv(procedures, {path});
    else
      *streams.out << products::path_text(procedures, path, common.language);
    return 0;
  }

 private:
  std::string project_;
  std::string site_;
  std::string start_;
  std::string format_ = "text";
};

}  // namespace

std::unique_ptr<Command> make_path() {
  return std::make_unique<Path>();
}

}  // namespace xuanzhi::cli
