// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <tuple>
#include <vector>

namespace xuanzhi::screening {

enum class Containment { disjoint, partial, within };

/// A measured relation of one site and one layer, or one class of the layer. Numbers and ids only.
struct Fact {
  std::size_t layer = 0;    ///< position in the layers that were screened
  std::string class_id;     ///< empty: the whole layer
  double overlap_m2 = 0.0;  ///< of the union of the features
  double share = 0.0;       ///< overlap / area of the site
  Containment containment = Containment::disjoint;
  /// Shortest distance on the ellipsoid; negative where the layer has no feature, or none within
  /// the bound of the screen.
  double distance_m = -1.0;
  std::string nearest_feature_id;
  double covered_share = 0.0;  ///< of the site, by the layer's coverage
  /// The same with half widths deducted, which may be that of another feature: what rules compare.
  double edge_distance_m = -1.0;
};

/// The overlap of one site with one feature.
struct FeatureFact {
  std::size_t layer = 0;
  std::string feature_id;
  std::string feature_name;
  std::string class_id;
  double overlap_m2 = 0.0;
};

/// What a rule asks about: a role, or some classes of it, over all layers in force.
struct Subject {
  std::string role;
  std::vector<std::string> classes;  ///< sorted; empty: all
  /// Margins that are measured besides, which takes longer than all the rest: of overlaps
  /// (`SubjectFact::depth_m`), and of what lies outside (`outside_depth_m` and `clearance_m`).
  bool asks_depth = true;
  bool asks_outside = true;
  /// The farthest distance that a rule asks about: so far around a site the coverage is looked at.
  double asks_around_m = 0.0;

  /// Of what they are about; how much is asked does not count.
  bool operator==(const Subject& other) const {
    return role == other.role && classes == other.classes;
  }
  bool operator<(const Subject& other) const {
    return std::tie(role, classes) < std::tie(other.role, other.classes);
  }
};

/// The relation of one site and one subject.
struct SubjectFact {
  bool present = false;   ///< a layer of the role is in the manifest
  bool in_force = false;  ///< and a usable version of it holds on the as-of date
  /// A boundary drawn for this place has versions, and none of them may be used.
  bool version_withheld = false;
  double overlap_m2 = 0.0;
  double share = 0.0;
  double outside_m2 = 0.0;        ///< of the site, outside the subject
  double outside_known_m2 = 0.0;  ///< the part of it where the coverage knows the layer
  double edge_distance_m = -1.0;  ///< half widths deducted; negative: no feature at all
  /// How far the subject's boundary would have to move for the overlap to vanish (`depth`), for the
  /// site to be wholly inside (`outside_depth`) or to stick out (`clearance`). Capped at
  /// `kMarginReach`; see `geometry/depth.h` for how close they are. 0 where they are not asked for.
  double depth_m = 0.0;
  double outside_depth_m = 0.0;
  double clearance_m = 0.0;
  double covered_share = 0.0;
  /// How far around the site the coverage reaches, up to what the subject asks; negative where it
  /// does not cover all of it.
  double coverage_reach_m = -1.0;
  double accuracy_m = 0.0;  ///< the worst of the layers concerned
  std::vector<std::string> layer_ids;
  std::vector<std::string> feature_ids;  ///< overlapped, or the nearest
};

/// Margins beyond this are reported as this.
inline constexpr double kMarginReach = 500.0;

/// Administrative codes that a site touches; `complete` where they cover all of it.
struct SiteRegion {
  std::vector<std::string> codes;
  std::vector<std::string> names;  ///< in the order of falling overlap
  bool complete = false;
};

/// Everything measured for one site.
struct SiteFacts {
  std::string site_id;
  std::vector<Fact> layers;   ///< one per layer, in the order of the layers
  std::vector<Fact> classes;  ///< one per layer and class that has features
  std::vector<FeatureFact> features;
  std::vector<SubjectFact> subjects;  ///< in the order of the subjects asked for
  SiteRegion region;
};

}  // namespace xuanzhi::screening
