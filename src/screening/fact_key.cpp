// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "stored_key.h"
#include "xuanzhi/base/fingerprint.h"
#include "xuanzhi/screening/fact_record.h"
#include "xuanzhi/screening/fact_reuse.h"
#include "xuanzhi/version.h"

namespace xuanzhi::screening {

namespace {

std::string layer_digest(const workspace::Layer& layer) {
  PartsFingerprint parts;
  parts.add(layer.role->id);
  parts.add(
      fmt::format("{} {} {}", layer.role->dimension, layer.role->gives_region, layer.in_force));
  parts.add(layer.accuracy_m);
  if (const auto& version = layer.config.version)
    parts.add(version->series + "\n" + version->region + "\n" + to_string(version->status));
  parts.add(layer.digest);
  return parts.hex();
}

}  // namespace

std::string subject_words(const Subject& subject) {
  std::string out = subject.role;
  for (const std::string& class_id : subject.classes) out += "\n" + class_id;
  // No class is called so.
  if (subject.asks_depth) out += "\n\tdepth";
  if (subject.asks_outside) out += "\n\toutside";
  if (subject.asks_around_m > 0.0) out += fmt::format("\n\taround {}", subject.asks_around_m);
  return out;
}

FactKey fact_key(const std::vector<workspace::Layer>& layers, const std::vector<Subject>& subjects,
                 const ScreenOptions& options) {
  FactKey key;
  key.emplace_back("engine", fmt::format("{}, records of form {}", kVersion, kRecordForm));
  std::string words = fmt::format("{} {}", static_cast<int>(options.area_basis), options.sliver_m2);
  if (options.within_m) words += fmt::format(" within {}", *options.within_m);
  key.emplace_back("options", words);
  for (const workspace::Layer& layer : layers)
    key.emplace_back("layer " + layer.config.id, layer.role->id + " " + layer_digest(layer));
  for (std::size_t i = 0; i < subjects.size(); ++i)
    key.emplace_back(fmt::format("subject {}", i), subject_words(subjects[i]));
  return key;
}

std::string site_digest(const workspace::Site& site) {
  PartsFingerprint parts;
  parts.add(site.info.id);
  parts.add(site.shape.wkb());
  return parts.hex();
}

}  // namespace xuanzhi::screening
