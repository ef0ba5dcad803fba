// SPDX-License-Identifier: Apache-2.0
#include "planned_session.h"

#include <algorithm>

#include "xuanzhi/base/error.h"

namespace xuanzhi::cli {

namespace {

void drop_rules(rules::Rulebook& book, const std::vector<std::string>& ids) {
  for (const std::string& id : ids) {
    if (book.find(id) == nullptr) {
      throw Error(ErrorCode::wrong_usage, id, {"没有此规则", "there is no such rule"},
                  {"规则编号见 docs/rules.md", "docs/rules.md lists the rules"});
    }
    std::erase_if(book.rules, [&](const rules::Rule& rule) { return rule.id == id; });
  }
}

}  // namespace

PlannedSession::PlannedSession(const CommonOptions& common, const Streams& streams,
                               const placement::Scenario& scenario, bool audited)
    : session_(audited ? open_audited_session(common, streams) : open_session(common, streams)),
      planning_(workspace::read_planning(common.workspace)) {
  if (planning_.criteria.empty()) {
    throw Error(ErrorCode::file_missing, session_.workspace.manifest.file.string(),
                {"缺少指标文件 criteria.toml", "the criteria, criteria.toml, are missing"},
                {"从 gisdata/rulebooks 复制到工作空间的 rulebooks/",
                 "copy it from gisdata/rulebooks into rulebooks/ of the workspace"});
  }
  drop_rules(session_.rulebook, scenario.dropped_rules);
  placement::apply_settings(scenario.settings, planning_);
  assessor_ = std::make_unique<assessment::Assessor>(session_.workspace, session_.rulebook);
  evaluation_ = assessor_->evaluate(streams.narration);
  scoring_ = score_pairs(common, session_, evaluation_);
  request_ = placement::make_request(source(), scenario);
}

placement::RequestSource PlannedSession::source() const {
  return {&session_.workspace, &session_.rulebook, &evaluation_, scoring_->scorer.get(),
          &planning_};
}

}  // namespace xuanzhi::cli
