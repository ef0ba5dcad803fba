// SPDX-License-Identifier: Apache-2.0
#include "xuanzhi/suitability/weighting.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace xuanzhi::suitability {

namespace {

// Mean consistency index of random matrices, by size (Saaty 1980; 11 to 15 as in Saaty 2008).
constexpr std::array kRandomIndex{0.0,  0.0,  0.0,  0.58, 0.90, 1.12, 1.24, 1.32,
                                  1.41, 1.45, 1.49, 1.51, 1.48, 1.56, 1.57, 1.59};

using Matrix = std::vector<std::vector<double>>;

std::vector<double> product(const Matrix& matrix, const std::vector<double>& vector) {
  std::vector<double> out(vector.size(), 0.0);
  for (std::size_t i = 0; i < out.size(); ++i) {
    for (std::size_t j = 0; j < out.size(); ++j) out[i] += matrix[i][j] * vector[j];
  }
  return out;
}

double sum(const std::vector<double>& vector) {
  double out = 0.0;
  for (const double value : vector) out += value;
  return out;
}

}  // namespace

Comparison compare_pairwise(std::size_t count, const std::vector<Judgement>& judgements) {
  static constexpr int kIterations = 200;  // the ratio of the first two eigenvalues is far from 1
  Matrix matrix(count, std::vector<double>(count, 1.0));
  for (const Judgement& j : judgements) {
    matrix[j.more][j.less] = j.ratio;
    matrix[j.less][j.more] = 1.0 / j.ratio;
  }
  Comparison out;
  out.weights.assign(count, 1.0 / static_cast<double>(count));
  double eigenvalue = static_cast<double>(count);
  for (int i = 0; i < kIterations; ++i) {
    std::vector<double> next = product(matrix, out.weights);
    eigenvalue = sum(next);
    for (double& w : next) w /= eigenvalue;
    out.weights = std::move(next);
  }
  if (count > 2) {
    const double n = static_cast<double>(count);
    out.consistency_ratio = std::max(
        0.0, (eigenvalue - n) / (n - 1.0) / kRandomIndex[std::min<std::size_t>(count, 15)]);
  }
  double farthest = -1.0;
  for (std::size_t i = 0; i < judgements.size(); ++i) {
    const Judgement& j = judgements[i];
    const double implied = out.weights[j.more] / out.weights[j.less];
    const double off = std::abs(std::log(j.ratio / implied));
    if (off <= farthest) continue;
    farthest = off;
    out.worst_judgement = i;
    out.worst_implied = implied;
  }
  return out;
}

}  // namespace xuanzhi::suitability
