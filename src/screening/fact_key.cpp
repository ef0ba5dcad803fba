// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "xuanzhi/base/fingerprint.h"
#include "xuanzhi/screening/fact_reuse.h"
#include "xuanzhi/version.h"

namespace xuanzhi::screening {

namespace {

// Each part with its length, so that no two lists of parts feed the same bytes.
void feed(Fingerprint& print, std::string_view part) {
  print.add(fmt::format("{}:", part.size()));
  print.add(part);
}

void feed(Fingerprint& print, double number) {
  feed(print, fmt::format("{}", number));  // the shortest text that gives the number back
}

std::string layer_digest(const workspace::Layer& layer) {
  Fingerprint print;
  feed(print, layer.role->id);
  feed(print,
       fmt::format("{} {} {}", layer.role->dimension, layer.role->gives_region, layer.in_force));
  feed(print, layer.accuracy_m);
  if (const auto& version = layer.config.version)
    feed(print, version->series + "\n" + version->region + "\n" + to_string(version->status));
  if (layer.coverage) feed(print, geometry::to_wkb(layer.coverage));
  const geometry::Geos geos;
  for (std::size_t i = 0; i < layer.features.size(); ++i) {
    const workspace::Feature& feature = layer.features[i];
    for (const std::string& text : {feature.id, feature.name, feature.class_id, feature.code})
      feed(print, text);
    feed(print, feature.half_width_m);
    feed(print, geometry::to_wkb(layer.shape(geos, i)));
  }
  return print.hex();
}

std::string words(const Subject& subject) {
  std::string out = subject.role;
  for (const std::string& class_id : subject.classes) out += "\n" + class_id;
  return out;
}

}  // namespace

FactKey fact_key(const std::vector<workspace::Layer>& layers, const std::vector<Subject>& subjects,
                 const ScreenOptions& options) {
  FactKey key;
  key.emplace_back("engine", kVersion);
  key.emplace_back("options",
                   fmt::format("{} {}", static_cast<int>(options.area_basis), options.sliver_m2));
  for (const workspace::Layer& layer : layers)
    key.emplace_back("layer " + layer.config.id, layer.role->id + " " + layer_digest(layer));
  for (std::size_t i = 0; i < subjects.size(); ++i)
    key.emplace_back(fmt::format("subject {}", i), words(subjects[i]));
  return key;
}

std::string site_digest(const workspace::Site& site) {
  Fingerprint print;
  feed(print, site.info.id);
  feed(print, geometry::to_wkb(site.shape));
  return print.hex();
}

}  // namespace xuanzhi::screening
