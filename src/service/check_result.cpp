// SPDX-License-Identifier: Apache-2.0
#include "check_result.h"

#include <algorithm>
#include <vector>

#include <nlohmann/json.hpp>

#include "answers.h"
#include "geojson.h"
#include "xuanzhi/products/conflict_pieces.h"
#include "xuanzhi/products/explanation.h"
#include "xuanzhi/products/path_text.h"

namespace xuanzhi::service {

using nlohmann::json;

namespace {

std::string piece_text(const products::ConflictPiece& piece, bool depends,
                       const rules::Rulebook& rulebook) {
  const rules::Rule& rule = rulebook.rules[piece.finding->rule];
  const json properties{{"rule_id", rule.id},
                        {"area_m2", piece.area_m2},
                        {"severity", rules::to_string(rule.severity)},
                        {"depends_on_project", depends},
                        {"title", {{"zh", rule.title.zh}, {"en", rule.title.en}}}};
  return feature_text(rule.id, geometry_text(piece.shape), properties.dump());
}

// Pieces, and the land that stays without them.
std::string pieces_text(const Model& model, const workspace::Site& site,
                        const assessment::PairAssessment& pair, std::optional<double>& kept_m2) {
  const geometry::Geos geos;
  std::string out;
  for (const products::ConflictPiece& piece : products::conflict_pieces(
           geos, model.assessor(), model.workspace(), model.rulebook(), site, pair)) {
    const bool depends =
        std::any_of(pair.depending.begin(), pair.depending.end(),
                    [&](const rules::Finding& finding) { return &finding == piece.finding; });
    out += (out.empty() ? "" : ",") + piece_text(piece, depends, model.rulebook());
  }
  kept_m2 =
      products::kept_area_m2(model.assessor(), model.workspace(), model.rulebook(), site, pair);
  return R"({"type":"FeatureCollection","features":[)" + out + "]}";
}

json score_json(const suitability::Scorer& scorer, std::size_t project, const workspace::Site& site,
                const screening::SiteFacts& facts) {
  const suitability::Score score = scorer.score(project, site.info, facts);
  json out{{"total", score.total ? json(*score.total) : json()},
           {"low", score.low},
           {"high", score.high},
           {"known_weight", score.known_weight},
           {"parts", json::array()}};
  for (std::size_t c = 0; c < score.parts.size(); ++c) {
    const suitability::Part& part = score.parts[c];
    if (!part.concerns) continue;
    const suitability::Criterion& criterion = scorer.criteria().list[c];
    out["parts"].push_back({{"criterion_id", criterion.id},
                            {"title", bilingual(criterion.title)},
                            {"weight", criterion.weight},
                            {"value", part.value ? json(*part.value) : json()},
                            {"unit", criterion.unit},
                            {"utility", part.utility ? json(*part.utility) : json()},
                            {"gap", part.utility ? json() : bilingual(part.gap)}});
  }
  return out;
}

// What only a pair has, where the workspace can tell it: the score by parts and the approval path.
std::string pair_members(const Model& model, const workspace::Site& site, std::size_t project,
                         const screening::SiteFacts& facts) {
  std::string out;
  if (model.scorer() != nullptr)
    out += R"(,"score":)" + score_json(*model.scorer(), project, site, facts)
                                .dump(-1, ' ', false, json::error_handler_t::replace);
  if (model.paths() != nullptr) {
    const auto path = model.paths()->find(site, project, model.workspace().manifest.as_of);
    out += R"(,"path":)" + products::path_json(*model.procedures(), path);
  }
  return out;
}

}  // namespace

std::string check_result(const Model& model, const workspace::Site& site,
                         std::optional<std::size_t> project, Detail detail) {
  const assessment::Assessor& assessor = model.assessor();
  screening::SiteFacts facts = assessor.screen().measure(site);
  const assessment::PairAssessment pair = project ? assessor.assess(site.info, facts, *project)
                                                  : assessor.assess_site(site.info, facts);
  products::Explained explained{&model.workspace(),
                                &model.rulebook(),
                                &model.versions(),
                                &site,
                                project ? &model.workspace().projects[*project] : nullptr,
                                &facts,
                                &pair,
                                {},
                                {}};
  const geometry::Geos geos;
  const std::string pieces = pieces_text(model, site, pair, explained.kept_area_m2);
  const bool full = detail == Detail::full;
  for (std::size_t p = 0; full && !project && p < model.workspace().projects.size(); ++p) {
    const rules::Verdict verdict = assessor.assess(site.info, facts, p).summary.verdict;
    ++explained.list_verdicts[static_cast<std::size_t>(verdict)];
  }
  const std::string of_pair =
      full && project ? pair_members(model, site, *project, facts) : std::string();
  if (!full) facts.layers.clear();
  return with_members(
      products::explanation_json(explained),
      R"("site":)" +
          feature_text(site.info.id, geometry_text(site.shape.in(geos)),
                       json{{"name", site.info.name}, {"area_m2", site.info.area_m2}}.dump()) +
          R"(,"conflicts":)" + pieces + of_pair);
}

}  // namespace xuanzhi::service
