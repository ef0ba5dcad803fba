// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <memory>
#include <utility>
#include <vector>

namespace xuanzhi::placement {

/// A column of a linear program: its worth, its upper bound (the lower is 0) and its entries.
struct Column {
  double objective = 0.0;
  double upper = 1.0;
  bool whole = true;
  std::vector<std::pair<std::size_t, double>> entries;  ///< row, coefficient
};

/// Maximise Σ objective·x subject to rows Σ entries·x ≤ limit, 0 ≤ x ≤ upper.
struct LinearProgram {
  std::vector<Column> columns;
  std::vector<double> limits;  ///< by row
};

struct RelaxedSolution {
  bool optimal = false;
  double objective = 0.0;
  std::vector<double> x;
  std::vector<double> prices;  ///< dual of each row, not negative
};

/// A relaxation that grows: columns are added, and solving goes on from the last basis.
class Relaxation {
 public:
  virtual ~Relaxation() = default;
  virtual void add(const std::vector<Column>& columns) = 0;
  virtual RelaxedSolution solve() = 0;
};

struct WholeLimits {
  int nodes = 0;
  double seconds = 0.0;
  double gap = 0.0;  ///< relative, at which the search may end
};

struct WholeSolution {
  bool found = false;
  double objective = 0.0;
  double bound = 0.0;
  std::vector<double> x;
  long nodes = 0;
  bool time_limit_struck = false;
};

/// The door to the library that solves linear and mixed-integer programs.
class Solver {
 public:
  virtual ~Solver() = default;
  virtual std::unique_ptr<Relaxation> relax(const std::vector<double>& limits) = 0;
  /// `start` is a feasible solution (one value per column) or empty.
  virtual WholeSolution solve_whole(const LinearProgram& program, const std::vector<double>& start,
                                    const WholeLimits& limits) = 0;
};

/// CBC and its linear solver CLP. CBC's C interface is not re-entrant: all calls of the process
/// stand behind one lock.
std::unique_ptr<Solver> make_cbc_solver();

}  // namespace xuanzhi::placement
