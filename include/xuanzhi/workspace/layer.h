// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "xuanzhi/base/packed_file.h"
#include "xuanzhi/geometry/region_index.h"
#include "xuanzhi/geometry/shape.h"
#include "xuanzhi/workspace/audit.h"
#include "xuanzhi/workspace/manifest.h"
#include "xuanzhi/workspace/role.h"

namespace xuanzhi::workspace {

/// One feature of a layer; see `Layer::shape` for its shape.
struct Feature {
  std::string id;
  std::string name;
  std::string_view class_id;  ///< the text belongs to the role; empty where it has no classes
  double half_width_m = 0.0;
};

/// The features of one class of a layer (all features where the role has no classes), indexed.
struct LayerClass {
  std::string class_id;
  std::vector<std::uint32_t> features;  ///< item of the region -> feature of the layer, ascending
  geometry::RegionIndex region;
};

/// The shapes of a layer, prepared for measuring; valid and in the canonical system. Never changes,
/// so that any number of threads may read it.
struct LayerRegions {
  std::shared_ptr<const PackedFile> file;  ///< where the regions lie, if they were read from one
  geometry::RegionIndex coverage;          ///< one item, or none where the coverage is unknown
  std::vector<LayerClass> classes;         ///< sorted by id
};

/// A layer as it is used: read, repaired, reprojected.
struct Layer {
  LayerConfig config;
  const Role* role = nullptr;
  std::vector<Feature> features;
  std::vector<std::string> codes;  ///< of the features; none where the source states no codes
  std::shared_ptr<const LayerRegions> regions;
  std::string digest;  ///< of the features, the regions and the coverage, as they were indexed
  geometry::Shape coverage;  ///< empty: nothing is known to be complete
  bool in_force = true;      ///< false: a boundary version that the as-of date does not use
  double accuracy_m = 0.0;   ///< of the layer, with what the datum policy adds

  /// The administrative code of a feature; empty where none is stated.
  std::string_view code(std::size_t feature) const {
    return codes.empty() ? std::string_view() : std::string_view(codes[feature]);
  }
  /// The shape of a feature, made anew in the context of `geos`.
  geometry::Shape shape(const geometry::Geos& geos, std::size_t feature) const;
  std::vector<geometry::Shape> shapes(const geometry::Geos& geos) const;
  /// Around all features; nothing where there is none.
  std::optional<geometry::Box> box() const;
  /// Of all features.
  std::size_t vertex_count() const;
  /// A copy; the regions are shared.
  Layer clone() const;
  /// Prepares the regions from the features, their shapes and the coverage, and digests them.
  void index(const std::vector<geometry::Shape>& shapes);
};

/// Bytes of prepared layers that stay in memory: to have the pages of a province at hand saves a
/// fifth of measuring a few thousand sites. Of larger layers most runs look at a part, whose pages
/// come when it is looked at.
inline constexpr std::size_t kMostInMemory = std::size_t{256} << 20U;

/// Brings the pages of layers back that were given up while others were made; no more than may
/// stay in memory.
void fetch_pages(const std::vector<Layer>& layers);

class LayerCache;

/// Reads one layer with its coverage and adds what happened to `audits`.
/// `area` (degrees) is where the data should lie: a CRS that puts them elsewhere is noted. With a
/// cache, what an earlier run prepared from the same bytes is taken from there, and what is read is
/// left there.
/// Throws `Error` where the source, its CRS or a class cannot be understood.
Layer load_layer(const geometry::Geos& geos, const LayerConfig& config, const Role& role,
                 std::vector<SourceAudit>& audits, const std::optional<geometry::Box>& area = {},
                 LayerCache* cache = nullptr);

}  // namespace xuanzhi::workspace
