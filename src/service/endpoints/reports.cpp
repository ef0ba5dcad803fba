// SPDX-License-Identifier: Apache-2.0
#include <mutex>

#include "../process_inputs.h"
#include "processes.h"
#include "xuanzhi/products/report.h"

namespace xuanzhi::service {

namespace {

products::ReportCase case_of(const Model& model, const workspace::Site& site,
                             std::optional<std::size_t> project) {
  const workspace::Workspace& workspace = model.workspace();
  products::ReportCase out =
      products::make_report_case(model.assessor(), workspace, model.rulebook(), site,
                                 project ? &workspace.projects[*project] : nullptr);
  if (project && model.scorer() != nullptr)
    out.score = model.scorer()->score(*project, site.info, out.facts);
  if (project && model.paths() != nullptr)
    out.path = model.paths()->find(site, *project, workspace.manifest.as_of);
  return out;
}

}  // namespace

Answer ExecuteReport::operator()(const Request& request) const {
  const ProcessInputs inputs(request, limits);
  const geometry::Geos geos;
  const GivenReader reader{model, limits, geos, inputs.crossing()};
  const workspace::Site site = reader.one(inputs.value("site"), "inputs.site");
  const std::optional<std::size_t> project = inputs.project(model.workspace());
  // Its maps draw layers with shapes of the workspace.
  const std::lock_guard turn(model.workspace_turn());
  products::Result result{&model.workspace(),  &model.rulebook(), &model.assessor(),
                          &model.evaluation(), &model.versions(), request.language};
  result.procedures = model.procedures();
  result.directions = model.directions();
  result.scorer = model.scorer();
  const products::ReportCase one = case_of(model, site, project);
  return {200,
          "text/html; charset=utf-8",
          products::pair_report_html(result, one, {}),
          {{"Content-Disposition", "attachment; filename=\"report.html\""}}};
}

}  // namespace xuanzhi::service
