// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <iosfwd>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "xuanzhi/approvals/procedures.h"
#include "xuanzhi/assessment/assessor.h"
#include "xuanzhi/assessment/path_survey.h"
#include "xuanzhi/rules/directions.h"
#include "xuanzhi/rules/rulebook.h"
#include "xuanzhi/suitability/scorer.h"
#include "xuanzhi/workspace/planning.h"
#include "xuanzhi/workspace/workspace.h"

namespace xuanzhi::service {

/// Boxes of the features of a layer, by position in it, and around all of them.
struct LayerBoxes {
  std::vector<geometry::Box> features;
  std::optional<geometry::Box> all;
};

/// How many pairs have each verdict, by `rules::Verdict`.
using VerdictTally = std::array<std::size_t, 4>;

/// How a site fares over the project list, or a project over the sites.
struct Standing {
  VerdictTally tally{};
  std::optional<rules::Verdict> best() const;  ///< nothing where there is no pair
  std::optional<rules::Verdict> worst() const;
};

/// Everything that the service answers from. Read and worked out once, never changed afterwards, so
/// that any number of threads may look at it.
///
/// The GEOS context of the workspace belongs to nobody here: who wants a shape takes it into a
/// context of its own, by `workspace::Site::shape` and `workspace::Layer::shape`, or waits for
/// `workspace_turn`.
class Model {
 public:
  /// Borrows nothing: workspace and rulebook move in. Reads what else the manifest names (planning,
  /// criteria, procedures, directions) and assesses all pairs; progress goes to `narration` where
  /// it is not null. Throws `Error` where a file is at fault.
  Model(workspace::Workspace workspace, rules::Rulebook rulebook,
        std::vector<workspace::VersionChoice> versions, std::ostream* narration);
  Model(const Model&) = delete;
  Model& operator=(const Model&) = delete;

  const workspace::Workspace& workspace() const { return workspace_; }
  const rules::Rulebook& rulebook() const { return rulebook_; }
  const std::vector<workspace::VersionChoice>& versions() const { return versions_; }
  const assessment::Assessor& assessor() const { return *assessor_; }

  /// Facts of all sites and assessments of all pairs.
  const assessment::Evaluation& evaluation() const { return evaluation_; }

  const workspace::Planning& planning() const { return planning_; }
  /// Null where the workspace has no criteria, no procedures, no directions.
  const suitability::Scorer* scorer() const { return scorer_.get(); }
  const approvals::Procedures* procedures() const { return procedures_ ? &*procedures_ : nullptr; }
  const assessment::PathSurvey* paths() const { return paths_.get(); }
  const rules::DirectionBook* directions() const { return directions_ ? &*directions_ : nullptr; }

  const std::vector<LayerBoxes>& layer_boxes() const { return layer_boxes_; }
  const std::vector<Standing>& site_standings() const { return site_standings_; }
  const std::vector<Standing>& project_standings() const { return project_standings_; }
  /// Administrative names of each site, falling overlap.
  const std::vector<std::vector<std::string>>& site_regions() const { return site_regions_; }
  /// Of a pair, by positions.
  const assessment::Assessment& pair(std::size_t project, std::size_t site) const;

  /// Held by whoever uses shapes of the workspace's own context, which no two threads may at once.
  std::mutex& workspace_turn() const { return workspace_turn_; }

  /// Digest of all inputs, the rulebooks, the as-of date and the engine: the same answers have it.
  const std::string& fingerprint() const { return fingerprint_; }

 private:
  void find_layer_boxes();
  void read_planning();
  void assess_all(std::ostream* narration);

  workspace::Workspace workspace_;
  rules::Rulebook rulebook_;
  std::vector<workspace::VersionChoice> versions_;
  std::unique_ptr<assessment::Assessor> assessor_;
  assessment::Evaluation evaluation_;
  workspace::Planning planning_;
  std::optional<suitability::Criteria> criteria_;
  std::unique_ptr<suitability::Scorer> scorer_;
  std::optional<approvals::Procedures> procedures_;
  std::unique_ptr<assessment::PathSurvey> paths_;
  std::optional<rules::DirectionBook> directions_;
  std::vector<LayerBoxes> layer_boxes_;
  std::vector<Standing> site_standings_;
  std::vector<Standing> project_standings_;
  std::vector<std::vector<std::string>> site_regions_;
  std::string fingerprint_;
  mutable std::mutex workspace_turn_;
};

}  // namespace xuanzhi::service
