// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "xuanzhi/base/packed_file.h"
#include "xuanzhi/geometry/probe.h"
#include "xuanzhi/geometry/shape.h"

namespace xuanzhi::geometry {

struct LocalArea;
class PathTree;

/// One shape of a region with the half width of what it stands for (0 for areas; the half width of
/// a road whose centreline is held). The shape is needed only while the index is built.
struct RegionItem {
  const Shape* shape = nullptr;
  double half_width_m = 0.0;
};

/// The area that a probe and one item have in common.
struct RegionOverlap {
  std::size_t item = 0;
  double area_m2 = 0.0;
};

/// The nearest item and its distance in metres on the ellipsoid.
struct RegionNearest {
  std::size_t item = 0;
  double distance_m = 0.0;
};

/// `shape`: to the shapes as they are. `edge`: with the half widths deducted, not below 0.
struct RegionProximity {
  std::optional<RegionNearest> shape;
  std::optional<RegionNearest> edge;
};

/// Where a search for the nearest ended. Kept from one probe to the next one nearby it makes the
/// search shorter; it changes no answer. For one region and one thread.
struct SearchHint {
  std::size_t place = static_cast<std::size_t>(-1);
};

/// Overlaps, in ascending order of the items, and what is nearest.
struct RegionRelation {
  std::vector<RegionOverlap> overlaps;
  RegionProximity proximity;
};

/// The areas around a probe: `everywhere` where one item alone covers all of them.
struct RegionSurroundings {
  Shape shape;
  bool everywhere = false;
};

/// Answers "what does this area meet, and what is nearest?" over a set of shapes in the canonical
/// system. This is the small interface behind which the measuring engine stands.
///
/// An index never changes once it is built, holds no GEOS object and may be asked by any number of
/// threads; shapes that it returns belong to the context of the probe.
///
/// Areas on the ellipsoid are summed directly from the edges near the probe; an overlay by GEOS is
/// made where rounding may have spoilt the sum (above 1e-10 of the probe), where the basis is
/// projected, and where the common piece itself is asked for. Areas up to 1e-6 m² count as
/// touching, not as overlap.
class RegionIndex {
 public:
  explicit RegionIndex(const std::vector<RegionItem>& items);
  ~RegionIndex();
  RegionIndex(RegionIndex&&) noexcept;

  bool empty() const;
  std::size_t items() const;
  /// Around all items; nothing where there is none.
  std::optional<Box> box() const;
  std::size_t vertex_count(std::size_t item) const;
  /// An item as it was given, in the context of `geos`.
  Shape shape(const Geos& geos, std::size_t item) const;

  /// Adds the index to a packed file, and takes it out again; the file must outlive it. Throws
  /// `PackedFault` where what stands there is no index.
  void pack(PackedWriter& out) const;
  static RegionIndex unpacked(PackedReader& in);

  /// Of the positions of all items: equal digests come from equal shapes. Taken when the index is
  /// built, and packed with it.
  const std::string& digest() const;

  /// True where one item alone covers a box. Exact.
  bool covers(const Box& box) const;

  /// Items that share at least a point with the probe, in ascending order. Exact.
  std::vector<std::size_t> touching(const Probe& probe) const;

  /// Items whose boxes, half widths included, come within a distance of the probe's box; ascending.
  std::vector<std::size_t> near(const Probe& probe, double within_m) const;

  /// Overlaps of more than 1e-6 m², in ascending order of the items.
  std::vector<RegionOverlap> overlaps(const Probe& probe) const;

  /// The same, of the items that are `asked` for.
  std::vector<RegionOverlap> overlaps(const Probe& probe,
                                      const std::function<bool(std::size_t item)>& asked) const;

  /// Computes the overlap with every item near the probe in both ways, from the edges and by an
  /// overlay of GEOS. Returns how many were compared; throws `Error` (internal_fault) where two
  /// differ by more than 1e-9 of the probe's area and 1e-6 m².
  std::size_t verify_overlaps(const Probe& probe) const;

  /// Nearest items; distance 0 where the probe meets one (the item with the largest overlap, then
  /// the first, is named). Of several at the same distance, up to a micrometre, the first is named.
  /// `within_m` bounds the search; absent = no bound.
  RegionProximity proximity(const Probe& probe, std::optional<double> within_m = {}) const;

  /// Both at once.
  RegionRelation relation(const Probe& probe, std::optional<double> within_m = {},
                          SearchHint* hint = nullptr) const;

  /// The piece that the probe and an area of the region have in common.
  Shape piece(const Probe& probe, std::size_t item) const;

  /// The union of all areas of the region within `reach_m` of the probe, for margins; empty where
  /// there is none.
  RegionSurroundings surroundings(const Probe& probe, double reach_m) const;

  /// The paths of the items, for the engine.
  const PathTree& paths() const;

 private:
  struct Prepared;
  explicit RegionIndex(std::unique_ptr<const Prepared> prepared);
  std::vector<std::uint32_t> candidates(const Box& box) const;
  /// False where no feature can lie within a distance.
  bool may_lie_within(const Probe& probe, std::optional<double> within_m) const;
  std::optional<RegionOverlap> overlap_with(const Probe& probe, std::size_t item,
                                            const LocalArea& local) const;
  bool meets(const Probe& probe, std::size_t item, const LocalArea& local) const;

  std::unique_ptr<const Prepared> prepared_;
};

/// The union over several regions; one area that is everywhere hides the others.
RegionSurroundings surroundings_of(const std::vector<const RegionIndex*>& regions,
                                   const Probe& probe, double reach_m);

/// An overlap with the region that it was found in.
struct RegionPiece {
  const RegionIndex* region = nullptr;
  RegionOverlap overlap;
};

/// Area in m² of the union of pieces that may overlap each other: their sum where no two do.
double union_area_m2(const Probe& probe, const std::vector<RegionPiece>& pieces);

}  // namespace xuanzhi::geometry
