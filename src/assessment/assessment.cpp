// SPDX-License-Identifier: Apache-2.0
#include "xuanzhi/assessment/assessment.h"

#include <numeric>

namespace xuanzhi::assessment {

using rules::Verdict;

void VerdictCounts::add(const VerdictCounts& other) {
  for (std::size_t i = 0; i < count.size(); ++i) count[i] += other.count[i];
}

std::size_t VerdictCounts::total() const {
  return std::accumulate(count.begin(), count.end(), std::size_t{0});
}

Verdict VerdictCounts::worst() const {
  for (std::size_t i = count.size(); i-- > 0;) {
    if (count[i] > 0) return static_cast<Verdict>(i);
  }
  return Verdict::insufficient_data;
}

Verdict VerdictCounts::best() const {
  for (std::size_t i = 0; i < count.size(); ++i) {
    if (count[i] > 0) return static_cast<Verdict>(i);
  }
  return Verdict::insufficient_data;
}

PairTotals totals_of(const std::vector<Assessment>& pairs, std::size_t sites, std::size_t projects,
                     std::size_t rules) {
  PairTotals out;
  out.by_site.resize(sites);
  out.by_project.resize(projects);
  out.decided.resize(rules);
  for (const Assessment& one : pairs) {
    out.by_site[one.site].add(one.verdict);
    out.by_project[one.project].add(one.verdict);
    if (one.deciding_rule != Assessment::kNone) out.decided[one.deciding_rule].add(one.verdict);
  }
  return out;
}

}  // namespace xuanzhi::assessment
