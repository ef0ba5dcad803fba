// SPDX-License-Identifier: Apache-2.0
#include <filesystem>
#include <fstream>
#include <iterator>
#include <utility>

#include <fmt/format.h>

#include "../answers.h"
#include "../geojson.h"
#include "../process_inputs.h"
#include "../scratch_folder.h"
#include "processes.h"
#include "xuanzhi/base/error.h"
#include "xuanzhi/dataset/geopackage_writer.h"
#include "xuanzhi/products/conflict_pieces.h"
#include "xuanzhi/products/map_style.h"
#include "xuanzhi/products/survey_export.h"

namespace xuanzhi::service {

using dataset::Cell;
using dataset::ColumnType;
using dataset::TableGeometry;
using nlohmann::json;
using rules::Verdict;

namespace {

struct ExportedPiece {
  const rules::Rule* rule = nullptr;
  std::string wkb;
  double area_m2 = 0.0;
};

struct ExportedSite {
  workspace::SiteInfo info;
  std::string wkb;
  Verdict verdict = Verdict::compliant;
  std::string deciding_rule_id;
  std::vector<ExportedPiece> pieces;
};

ExportedSite assessed(const Model& model, const workspace::Site& site,
                      std::optional<std::size_t> project) {
  const assessment::Assessor& assessor = model.assessor();
  const screening::SiteFacts facts = assessor.screen().measure(site);
  const auto pair = project ? assessor.assess(site.info, facts, *project)
                            : assessor.assess_site(site.info, facts);
  ExportedSite out{site.info, site.shape.wkb(), pair.summary.verdict, {}, {}};
  const auto& rules = model.rulebook().rules;
  if (pair.summary.deciding_rule != assessment::Assessment::kNone)
    out.deciding_rule_id = rules[pair.summary.deciding_rule].id;
  const geometry::Geos geos;
  for (const products::ConflictPiece& piece :
       products::conflict_pieces(geos, assessor, model.workspace(), model.rulebook(), site, pair))
    out.pieces.push_back(
        {&rules[piece.finding->rule], geometry::to_wkb(piece.shape), piece.area_m2});
  return out;
}

std::vector<workspace::Site> wanted_sites(const Model& model, const Limits& limits,
                                          const geometry::Geos& geos, const ProcessInputs& inputs) {
  std::vector<workspace::Site> out;
  if (!inputs.has("sites")) {
    for (std::size_t s = 0; s < model.workspace().sites.size() && s <= limits.export_sites; ++s)
      out.push_back(model.workspace().sites.at(s));
  } else {
    const json& ids = inputs.value("sites");
    if (!ids.is_array() || ids.size() > limits.export_sites) {
      throw Error(ErrorCode::request_malformed, "inputs.sites",
                  {"应为地块编号的数组", "an array of site ids is wanted"});
    }
    for (const json& id : ids) {
      if (!id.is_string())
        throw Error(ErrorCode::request_malformed, "inputs.sites",
                    {"编号应为文本", "ids are texts"});
      out.push_back(
          model.workspace().sites.at(site_position(model.workspace(), id.get<std::string>())));
    }
  }
  if (inputs.has("drawn")) {
    const GivenReader reader{model, limits, geos, Crossing::mend};
    const json& drawn = inputs.value("drawn");
    for (workspace::Site& site : reader.all(drawn.dump(), "inputs.drawn"))
      out.push_back(std::move(site));
  }
  if (out.empty() || out.size() > limits.export_sites) {
    throw Error(out.empty() ? ErrorCode::value_invalid : ErrorCode::request_too_large,
                "inputs.sites",
                {fmt::format("一次导出 1 到 {} 个地块", limits.export_sites),
                 fmt::format("1 to {} sites can be exported at once", limits.export_sites)});
  }
  return out;
}

std::string geojson_of(const std::vector<ExportedSite>& sites) {
  const geometry::Geos geos;
  std::string out;
  const auto add = [&](const std::string& id, const std::string& wkb, const json& properties) {
    out += (out.empty() ? "" : ",") +
           feature_text(id, geometry_text(geometry::from_wkb(geos, wkb)),
                        properties.dump(-1, ' ', false, json::error_handler_t::replace));
  };
  for (const ExportedSite& site : sites) {
    add(site.info.id, site.wkb,
        {{"kind", "site"},
         {"name", site.info.name},
         {"area_m2", site.info.area_m2},
         {"verdict", rules::to_string(site.verdict)},
         {"deciding_rule_id", site.deciding_rule_id}});
    for (const ExportedPiece& piece : site.pieces) {
      add(site.info.id + " " + piece.rule->id, piece.wkb,
          {{"kind", "conflict"},
           {"site_id", site.info.id},
           {"rule_id", piece.rule->id},
           {"area_m2", piece.area_m2},
           {"basis_zh", piece.rule->basis.citation().zh},
           {"basis_en", piece.rule->basis.citation().en}});
    }
  }
  return R"({"type":"FeatureCollection","features":[)" + out + "]}";
}

products::LayerStyle site_style(Language language) {
  products::LayerStyle style;
  style.category_field = "verdict";
  style.label_expression = "\"site_id\"";
  for (const Verdict verdict : {Verdict::compliant, Verdict::conditional,
                                Verdict::insufficient_data, Verdict::non_compliant}) {
    const std::string word = rules::to_string(verdict);
    style.categories.push_back(
        {word, rules::verdict_name(verdict).in(language), products::verdict_symbol(word)});
  }
  return style;
}

void write_geopackage(const std::vector<ExportedSite>& sites, const Date& as_of, Language language,
                      const std::filesystem::path& file) {
  dataset::GeoPackageWriter writer(file, as_of);
  writer.begin(
      {"conflict",
       "冲突部分 conflict",
       TableGeometry::polygon,
       {{"site_id"}, {"rule_id"}, {"overlap_m2", ColumnType::real}, {"severity"}, {"basis"}}});
  for (const ExportedSite& site : sites) {
    for (const ExportedPiece& piece : site.pieces) {
      writer.add(piece.wkb, {site.info.id, piece.rule->id, piece.area_m2,
                             rules::to_string(piece.rule->severity),
                             piece.rule->basis.citation().in(language)});
    }
  }
  writer.begin({"site",
                "地块 site",
                TableGeometry::polygon,
                {{"site_id"},
                 {"name"},
                 {"park"},
                 {"district"},
                 {"area_m2", ColumnType::real},
                 {"verdict"},
                 {"deciding_rule_id"}}});
  for (const ExportedSite& site : sites) {
    writer.add(site.wkb,
               {site.info.id, site.info.name, site.info.park, site.info.district, site.info.area_m2,
                rules::to_string(site.verdict), site.deciding_rule_id});
  }
  writer.set_style("site", TableGeometry::polygon, "verdict", products::qml(site_style(language)));
  writer.close();
}

std::string bytes_of(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

Answer download(std::string bytes, const char* type, const std::string& name) {
  return {200,
          type,
          std::move(bytes),
          {{"Content-Disposition", "attachment; filename=\"" + name + "\""}}};
}

// One survey text holds one zone; a selection that spans several needs a choice.
Answer survey_text(const ProcessInputs& inputs, const std::filesystem::path& geopackage,
                   const std::filesystem::path& folder) {
  const auto files = products::export_survey_texts(geopackage, "site", folder);
  std::string names;
  for (const auto& file : files) names += (names.empty() ? "" : ", ") + file.stem().string();
  std::string asked;
  if (inputs.has("zone")) {
    const json& zone = inputs.value("zone");
    if (!zone.is_number_integer())
      throw Error(ErrorCode::request_malformed, "inputs.zone",
                  {"应为整数", "a whole number is wanted"});
    asked = "site_zone" + std::to_string(zone.get<long long>());
  }
  for (const auto& file : files) {
    if (files.size() == 1 ? asked.empty() || file.stem() == asked : file.stem() == asked)
      return download(bytes_of(file), "text/plain; charset=GB18030", file.filename().string());
  }
  throw Error(ErrorCode::value_invalid, "inputs.zone",
              {"所选地块跨多个 3° 带：" + names + "，请用 zone 选择",
               "the sites lie in several 3° zones: " + names + "; choose one with `zone`"});
}

}  // namespace

Answer ExecuteExport::operator()(const Request& request) const {
  const ProcessInputs inputs(request, limits);
  const std::string format = inputs.text("format");
  if (format != "gpkg" && format != "geojson" && format != "txt") {
    throw Error(ErrorCode::request_malformed, "inputs.format",
                {"应为 gpkg、geojson 或 txt", "gpkg, geojson or txt is wanted"});
  }
  const std::optional<std::size_t> project = inputs.project(model.workspace());
  const geometry::Geos geos;
  std::vector<ExportedSite> sites;
  for (const workspace::Site& site : wanted_sites(model, limits, geos, inputs))
    sites.push_back(assessed(model, site, project));
  if (format == "geojson")
    return download(geojson_of(sites), "application/geo+json", "xuanzhi.geojson");
  const ScratchFolder folder;
  const std::filesystem::path file = folder.path() / "xuanzhi.gpkg";
  write_geopackage(sites, model.workspace().manifest.as_of, request.language, file);
  if (format == "gpkg")
    return download(bytes_of(file), "application/geopackage+sqlite3", "xuanzhi.gpkg");
  return survey_text(inputs, file, folder.path());
}

}  // namespace xuanzhi::service
