// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <limits>
#include <mutex>
#include <string>

#include <coin/Cbc_C_Interface.h>
#include <coin/Clp_C_Interface.h>
#include <fmt/format.h>

#include "solver_port.h"

namespace xuanzhi::placement {

namespace {

// Cbc_solve keeps state of its own between calls: two at once return nothing.
std::mutex& cbc_lock() {
  static std::mutex lock;
  return lock;
}

struct CbcDelete {
  void operator()(Cbc_Model* model) const { Cbc_deleteModel(model); }
};
struct ClpDelete {
  void operator()(Clp_Simplex* model) const { Clp_deleteModel(model); }
};
using CbcModel = std::unique_ptr<Cbc_Model, CbcDelete>;
using ClpModel = std::unique_ptr<Clp_Simplex, ClpDelete>;

// Columns one after the other, as both libraries want them.
struct Sparse {
  std::vector<int> starts{0};
  std::vector<int> rows;
  std::vector<double> values;
  std::vector<double> lower;
  std::vector<double> upper;
  std::vector<double> objective;

  explicit Sparse(const std::vector<Column>& columns) {
    for (const Column& column : columns) {
      for (const auto& [row, value] : column.entries) {
        rows.push_back(static_cast<int>(row));
        values.push_back(value);
      }
      starts.push_back(static_cast<int>(rows.size()));
      lower.push_back(0.0);
      upper.push_back(column.upper);
      objective.push_back(column.objective);
    }
  }
};

class ClpRelaxation : public Relaxation {
 public:
  explicit ClpRelaxation(const std::vector<double>& limits)
      : model_(Clp_newModel()), rows_(limits.size()) {
    Clp_setLogLevel(model_.get(), 0);
    Clp_setOptimizationDirection(model_.get(), -1.0);
    const std::vector<double> lower(limits.size(), -1e30);
    const int none = 0;
    Clp_loadProblem(model_.get(), 0, 0, &none, nullptr, nullptr, nullptr, nullptr, nullptr, nullptr,
                    nullptr);
    const std::vector<int> starts(limits.size() + 1, 0);
    Clp_addRows(model_.get(), static_cast<int>(limits.size()), lower.data(), limits.data(),
                starts.data(), &none, lower.data());
  }

  void add(const std::vector<Column>& columns) override {
    if (columns.empty()) return;
    const Sparse sparse(columns);
    Clp_addColumns(model_.get(), static_cast<int>(columns.size()), sparse.lower.data(),
                   sparse.upper.data(), sparse.objective.data(), sparse.starts.data(),
                   sparse.rows.data(), sparse.values.data());
    columns_ += columns.size();
  }

  RelaxedSolution solve() override {
    RelaxedSolution out;
    Clp_primal(model_.get(), 0);
    out.optimal = Clp_status(model_.get()) == 0;
    out.objective = Clp_objectiveValue(model_.get());
    const double* x = Clp_primalColumnSolution(model_.get());
    const double* prices = Clp_dualRowSolution(model_.get());
    out.x.assign(x, x + columns_);
    for (std::size_t r = 0; r < rows_; ++r) out.prices.push_back(std::max(0.0, prices[r]));
    return out;
  }

 private:
  ClpModel model_;
  std::size_t rows_;
  std::size_t columns_ = 0;
};

class CbcSolver : public Solver {
 public:
  std::unique_ptr<Relaxation> relax(const std::vector<double>& limits) override {
    return std::make_unique<ClpRelaxation>(limits);
  }

  WholeSolution solve_whole(const LinearProgram& program, const std::vector<double>& start,
                            const WholeLimits& limits) override {
    // CBC does not run on nothing.
    if (program.columns.empty()) return {true, 0.0, 0.0, {}, 0, false};
    const std::lock_guard<std::mutex> one_at_a_time(cbc_lock());
    const CbcModel model(Cbc_newModel());
    load(model.get(), program);
    if (!start.empty()) give_start(model.get(), start);
    // Its default turns rows into equalities by columns that have no names, and then fails at the
    // start that is given by name ("Illegal index", status -1). Programs with a start are small or
    // nearly solved: there it costs more time than it saves (measured: two fifths).
    set(model.get(), "preprocess", start.empty() ? "on" : "off");
    // Without a start the bound is wanted: two families of cuts more than by default.
    if (start.empty()) {
      set(model.get(), "reduceAndSplitCuts", "on");
      set(model.get(), "zeroHalfCuts", "on");
    }
    set(model.get(), "ratioGap", fmt::format("{:.9f}", limits.gap));
    set(model.get(), "maxNodes", std::to_string(limits.nodes));
    // One thread: with several, or with a limit of time, the answer differs from run to run.
    set(model.get(), "timeMode", "elapsed");
    set(model.get(), "sec", fmt::format("{:.3f}", limits.seconds));
    Cbc_solve(model.get());
    return read(model.get(), program.columns.size());
  }

 private:
  static void set(Cbc_Model* model, const char* name, const std::string& value) {
    Cbc_setParameter(model, name, value.c_str());
  }

  static void load(Cbc_Model* model, const LinearProgram& program) {
    const Sparse sparse(program.columns);
    const std::vector<double> lower(program.limits.size(), -1e30);
    Cbc_loadProblem(
        model, static_cast<int>(program.columns.size()), static_cast<int>(program.limits.size()),
        sparse.starts.data(), sparse.rows.data(), sparse.values.data(), sparse.lower.data(),
        sparse.upper.data(), sparse.objective.data(), lower.data(), program.limits.data());
    for (std::size_t c = 0; c < program.columns.size(); ++c) {
      if (program.columns[c].whole) Cbc_setInteger(model, static_cast<int>(c));
    }
    Cbc_setObjSense(model, -1.0);
    set(model, "log", "0");
    Cbc_setLogLevel(model, 0);
  }

  // By name: that by index asks for names, too, and complains where there are none.
  static void give_start(Cbc_Model* model, const std::vector<double>& start) {
    std::vector<std::string> names;
    std::vector<const char*> words;
    for (std::size_t c = 0; c < start.size(); ++c) {
      names.push_back("x" + std::to_string(c));
      Cbc_setColName(model, static_cast<int>(c), names.back().c_str());
    }
    words.reserve(names.size());
    for (const std::string& name : names) words.push_back(name.c_str());
    Cbc_setMIPStart(model, static_cast<int>(start.size()), words.data(), start.data());
  }

  static WholeSolution read(Cbc_Model* model, std::size_t columns) {
    WholeSolution out;
    out.bound = std::numeric_limits<double>::infinity();
    // It ends without a search where its preprocessing leaves nothing to search: then it has
    // nothing to say either, and what is known stays.
    if (Cbc_status(model) == -1) return out;
    out.bound = Cbc_getBestPossibleObjValue(model);
    out.nodes = Cbc_getNodeCount(model);
    out.time_limit_struck = Cbc_isSecondsLimitReached(model) != 0;
    if (Cbc_numberSavedSolutions(model) == 0 || Cbc_isProvenInfeasible(model) != 0) return out;
    out.found = true;
    out.objective = Cbc_getObjValue(model);
    const double* x = Cbc_getColSolution(model);
    out.x.assign(x, x + columns);
    return out;
  }
};

}  // namespace

std::unique_ptr<Solver> make_cbc_solver() {
  return std::make_unique<CbcSolver>();
}

}  // namespace xuanzhi::placement
