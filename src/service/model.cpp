// SPDX-License-Identifier: Apache-2.0
#include "xuanzhi/service/model.h"

#include <filesystem>
#include <numeric>
#include <utility>

#include "xuanzhi/base/fingerprint.h"
#include "xuanzhi/version.h"

namespace xuanzhi::service {

using rules::Verdict;

std::optional<Verdict> Standing::best() const {
  for (std::size_t i = 0; i < tally.size(); ++i) {
    if (tally[i] > 0) return static_cast<Verdict>(i);
  }
  return std::nullopt;
}

std::optional<Verdict> Standing::worst() const {
  for (std::size_t i = tally.size(); i-- > 0;) {
    if (tally[i] > 0) return static_cast<Verdict>(i);
  }
  return std::nullopt;
}

namespace {

std::string fingerprint_of(const workspace::Workspace& workspace, const rules::Rulebook& rulebook,
                           const std::filesystem::path& criteria) {
  Fingerprint print;
  print.add(kVersion);
  print.add(to_string(workspace.manifest.as_of));
  print.add(rulebook.id + rulebook.version);
  for (const auto& [name, digest] : workspace.rule_fingerprints) print.add(name + digest);
  for (const workspace::SourceAudit& audit : workspace.audits)
    print.add(audit.kind + audit.source_id + audit.fingerprint);
  print.add(file_fingerprint(workspace.manifest.file));
  for (const auto& file : {criteria, workspace.manifest.approvals, workspace.manifest.directions}) {
    if (!file.empty()) print.add(file_fingerprint(file));
  }
  return print.hex();
}

}  // namespace

Model::Model(workspace::Workspace workspace, rules::Rulebook rulebook,
             std::vector<workspace::VersionChoice> versions, std::ostream* narration)
    : workspace_(std::move(workspace)),
      rulebook_(std::move(rulebook)),
      versions_(std::move(versions)),
      assessor_(std::make_unique<assessment::Assessor>(workspace_, rulebook_)) {
  read_planning();
  fingerprint_ = fingerprint_of(workspace_, rulebook_, planning_.criteria);
  find_layer_boxes();
  assess_all(narration);
}

void Model::read_planning() {
  const workspace::Manifest& manifest = workspace_.manifest;
  planning_ = workspace::read_planning(manifest.file.parent_path());
  if (!planning_.criteria.empty())
    criteria_ = suitability::load_criteria(planning_.criteria, workspace_.roles, manifest.as_of);
  if (!manifest.directions.empty()) directions_ = rules::load_directions(manifest.directions);
  if (manifest.approvals.empty()) return;
  procedures_ = approvals::load_procedures(manifest.approvals, rulebook_, workspace_.roles);
  paths_ = std::make_unique<assessment::PathSurvey>(workspace_, rulebook_, *procedures_);
}

void Model::find_layer_boxes() {
  for (const workspace::Layer& layer : workspace_.layers) {
    LayerBoxes boxes;
    boxes.all = layer.box();
    for (std::size_t i = 0; i < layer.features.size(); ++i)
      boxes.features.push_back(layer.shape(*workspace_.geos, i).box());
    layer_boxes_.push_back(std::move(boxes));
  }
}

void Model::assess_all(std::ostream* narration) {
  evaluation_ = assessor_->evaluate(narration);
  std::vector<std::size_t> sites(workspace_.sites.size());
  std::iota(sites.begin(), sites.end(), std::size_t{0});
  if (criteria_) {
    scorer_ = std::make_unique<suitability::Scorer>(
        *criteria_, workspace_, rulebook_, screening::FactsInMemory(evaluation_.facts), sites);
  }
  for (const screening::SiteFacts& facts : evaluation_.facts)
    site_regions_.push_back(facts.region.names);
  site_standings_.resize(workspace_.sites.size());
  project_standings_.resize(workspace_.projects.size());
  for (const assessment::Assessment& one : evaluation_.assessments) {
    const auto verdict = static_cast<std::size_t>(one.verdict);
    ++site_standings_[one.site].tally[verdict];
    ++project_standings_[one.project].tally[verdict];
  }
  if (!workspace_.projects.empty()) return;
  // Without a project list the rules that concern every project speak for the site.
  for (std::size_t s = 0; s < workspace_.sites.size(); ++s) {
    const workspace::SiteInfo& info = workspace_.sites[s].info;
    const auto alone = assessor_->assess_site(info, evaluation_.facts[s]);
    ++site_standings_[s].tally[static_cast<std::size_t>(alone.summary.verdict)];
  }
}

const assessment::Assessment& Model::pair(std::size_t project, std::size_t site) const {
  return evaluation_.assessments[project * workspace_.sites.size() + site];
}

}  // namespace xuanzhi::service
