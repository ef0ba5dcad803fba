// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <functional>
#include <iosfwd>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "xuanzhi/base/progress.h"
#include "xuanzhi/base/units.h"
#include "xuanzhi/screening/fact.h"
#include "xuanzhi/workspace/layer.h"
#include "xuanzhi/workspace/site.h"

namespace xuanzhi::screening {

/// How a conflict with a subject looks on the map.
enum class ConflictKind {
  overlap,  ///< the part of the site inside the subject
  outside,  ///< the part outside
  nearer    ///< the part nearer than a distance to the subject's edge
};

struct ScreenOptions {
  AreaBasis area_basis = AreaBasis::ellipsoid;
  /// Overlap with an administrative unit below which a site does not count as touching it.
  double sliver_m2 = 1.0;
  /// For finding faults: every overlap is computed by an overlay of GEOS as well, and `measure`
  /// throws `Error` (internal_fault) where the two differ. Takes hundreds of times as long.
  bool verify_overlaps = false;
  /// Metres beyond which no nearest feature is looked for; absent: it is found however far it is.
  /// Rules compare distances: a screen with subjects must have none, or one beyond all of them.
  std::optional<double> within_m = {};
};

/// Positions of the sites in an order in which neighbours follow each other: they meet the same
/// parts of the layers.
std::vector<std::size_t> visiting_order(std::span<const workspace::Site> sites);

/// Measures sites against layers; geometry is prepared once and knows no project.
class Screen {
 public:
  /// The layers are borrowed and must not change while the screen lives.
  Screen(const std::vector<workspace::Layer>& layers, std::vector<Subject> subjects,
         ScreenOptions options);
  ~Screen();
  Screen(const Screen&) = delete;
  Screen& operator=(const Screen&) = delete;

  const std::vector<Subject>& subjects() const;

  SiteFacts measure(const workspace::Site& site) const;

  /// All sites, in their order, on up to `threads` threads; the same for any number of them.
  /// Progress goes to `narration` where it is not null.
  std::vector<SiteFacts> measure_all(std::span<const workspace::Site> sites, int threads,
                                     std::ostream* narration) const;

  /// Takes the facts of the site at a place in a list of positions; from any thread.
  using TakeFacts = std::function<void(std::size_t, SiteFacts)>;

  /// Some sites by their positions, neighbours after each other (`visiting_order`), likewise.
  void measure_some(std::span<const workspace::Site> sites, std::span<const std::size_t> positions,
                    int threads, Progress& progress, const TakeFacts& take) const;

  /// The piece of the site that conflicts with a subject, in the context `geos`; `distance_m`
  /// matters for `nearer` only.
  geometry::Shape conflict(const geometry::Geos& geos, const workspace::Site& site,
                           std::size_t subject, ConflictKind kind, double distance_m) const;

 private:
  struct State;
  struct Visit;
  SiteFacts measure(const geometry::Geos& geos, const workspace::Site& site, Visit& visit) const;

  std::unique_ptr<State> state_;
};

}  // namespace xuanzhi::screening
