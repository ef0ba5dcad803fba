// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "xuanzhi/base/text.h"
#include "xuanzhi/screening/fact_store.h"
#include "xuanzhi/screening/screen.h"

namespace xuanzhi::screening {

/// What the facts of a screen depend on: the engine, its options, the layers in their order, the
/// subjects. The content of a layer counts, not the file that it came from.
FactKey fact_key(const std::vector<workspace::Layer>& layers, const std::vector<Subject>& subjects,
                 const ScreenOptions& options);

/// Digest of a site's id and shape.
std::string site_digest(const workspace::Site& site);

/// How much an earlier result saved.
struct ReuseCounts {
  std::size_t whole = 0;  ///< sites whose facts were all taken over
  std::size_t part = 0;   ///< sites of which the changed layers were measured
  std::size_t fresh = 0;  ///< sites that were measured whole
};

/// The facts in an earlier result, as far as they still hold: sites that are the same, and of them
/// all roles whose layers and subjects are the same. The facts that come out are those that
/// `Screen::measure` would give.
class FactReuse {
 public:
  /// `result` is a GeoPackage with the tables `fact_key` and `fact_record`. The other arguments are
  /// borrowed. Throws `Error` (file_missing, file_unreadable) where there is no such file.
  FactReuse(const std::filesystem::path& result, const std::vector<workspace::Layer>& layers,
            const Screen& screen, const ScreenOptions& options);
  ~FactReuse();
  FactReuse(const FactReuse&) = delete;
  FactReuse& operator=(const FactReuse&) = delete;

  /// Why nothing can be taken over; empty where something can.
  const Text& obstacle() const;
  /// Roles that are measured anew, sorted.
  const std::vector<std::string>& changed_roles() const;

  /// Reads the records of some sites; the thread that made this object.
  void load(const std::vector<workspace::Site>& sites, std::span<const std::size_t> positions);
  /// The facts of the `place`-th of them; any thread. `site` is in that thread's context.
  SiteFacts measure(const workspace::Site& site, std::size_t place) const;

  ReuseCounts counts() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace xuanzhi::screening
