// SPDX-License-Identifier: Apache-2.0
#include "xuanzhi/suitability/criteria.h"

#include <algorithm>
#include <cmath>
#include <set>

#include <fmt/format.h>

#include "xuanzhi/base/toml_reader.h"
#include "xuanzhi/base/units.h"
#include "xuanzhi/workspace/project.h"

namespace xuanzhi::suitability {

double Utility::of(double value) const {
  if (!points.empty()) {
    if (value <= points.front().first) return points.front().second;
    for (std::size_t i = 1; i < points.size(); ++i) {
      if (value > points[i].first) continue;
      const auto& [x0, u0] = points[i - 1];
      const auto& [x1, u1] = points[i];
      return u0 + (u1 - u0) * (value - x0) / (x1 - x0);
    }
    return points.back().second;
  }
  const double t = std::clamp((value - worst) / (best - worst), 0.0, 1.0);
  return bend == 0.0 ? t : std::expm1(-bend * t) / std::expm1(-bend);
}

std::string to_string(Method method) {
  static const std::vector<std::string> kWords{"weighted_sum", "topsis", "spotis"};
  return kWords[static_cast<std::size_t>(method)];
}

namespace {

const std::vector<std::string> kMethods{"weighted_sum", "topsis", "spotis"};
const std::vector<std::string> kMeasures{"distance", "share", "ratio", "cases"};

void check_role(const TomlTable& table, const workspace::RoleCatalogue& roles,
                const std::string& id, const std::vector<std::string>& classes) {
  const workspace::Role* role = roles.find(id);
  if (role == nullptr) {
    throw table.fault("role", {"未知的角色 " + id, "unknown role " + id},
                      {"可用：" + roles.ids(), "allowed: " + roles.ids()});
  }
  for (const std::string& one : classes) {
    if (role->find_class(one) == nullptr) {
      throw table.fault("classes", {"未知的类别 " + one, "unknown class " + one},
                        {"可用：" + role->class_ids(), "allowed: " + role->class_ids()});
    }
  }
}

std::string number_field(const TomlTable& table, const std::string& key) {
  std::string name = table.text(key);
  const auto field = workspace::project_field(name);
  if (field && workspace::project_fields()[*field].kind == workspace::FieldKind::number)
    return name;
  throw table.fault(key, {"不是项目的数值字段：" + name, "no number of a project: " + name});
}

Utility read_utility(const TomlTable& table) {
  Utility utility;
  for (const TomlTable& point : table.tables("points")) {
    utility.points.emplace_back(point.number("at"), point.number("utility"));
    point.refuse_unknown_keys();
  }
  const bool rising =
      std::is_sorted(utility.points.begin(), utility.points.end(),
                     [](const auto& a, const auto& b) { return a.first <= b.first; });
  if (utility.points.size() == 1 || (!utility.points.empty() && !rising)) {
    throw table.fault("points", {"至少两点，且 at 递增", "two points or more, with rising `at`"});
  }
  if (!utility.points.empty()) {
    utility.worst = utility.points.front().first;
    utility.best = utility.points.back().first;
    return utility;
  }
  utility.worst = table.number("worst");
  utility.best = table.number("best");
  utility.bend = table.optional_number("bend").value_or(0.0);
  if (utility.worst == utility.best)
    throw table.fault("best", {"最优与最差相同", "best and worst are equal"});
  return utility;
}

Case read_case(const TomlTable& table, const workspace::RoleCatalogue& roles) {
  Case out;
  out.when = table.text_or("when", "");
  out.role = table.text_or("role", "");
  out.classes = table.texts_or_none("classes");
  if (!out.role.empty()) check_role(table, roles, out.role, out.classes);
  out.parks = table.texts_or_none("parks");
  if (table.has("stock_land")) out.stock_land = table.flag_or("stock_land", false);
  out.value = table.number("value");
  table.refuse_unknown_keys();
  return out;
}

void read_measure(const TomlTable& table, const workspace::RoleCatalogue& roles, Criterion& out) {
  const std::string word = table.one_of("measure", kMeasures);
  out.measure =
      static_cast<Measure>(std::find(kMeasures.begin(), kMeasures.end(), word) - kMeasures.begin());
  switch (out.measure) {
    case Measure::distance:
    case Measure::share:
      out.role = table.text("role");
      out.classes = table.texts_or_none("classes");
      check_role(table, roles, out.role, out.classes);
      break;
    case Measure::ratio:
      out.numerator = number_field(table, "numerator");
      out.denominator = number_field(table, "denominator");
      if (table.has("denominator_unit")) {
        const auto factor = unit_factor(table.text("denominator_unit"));
        if (!factor)
          throw table.fault("denominator_unit", {"未知单位", "unknown unit"},
                            {"可用：" + known_units(), "allowed: " + known_units()});
        out.denominator_unit = *factor;
      }
      break;
    case Measure::cases:
      for (const TomlTable& entry : table.tables("case"))
        out.cases.push_back(read_case(entry, roles));
      out.otherwise = table.number("otherwise");
      break;
  }
}

Criterion read_criterion(const TomlTable& table, const workspace::RoleCatalogue& roles) {
  Criterion out;
  out.id = table.text("id");
  out.title = table.bilingual("title");
  out.group = table.text("group");
  out.unit = table.text_or("unit", "");
  read_measure(table, roles, out);
  out.when = table.text_or("when", "");
  out.utility = read_utility(table);
  out.weight = table.number("weight");
  if (!(out.weight > 0.0)) throw table.fault("weight", {"权重应大于零", "a weight is above zero"});
  out.effective = {table.optional_date("effective_from"), table.optional_date("effective_to")};
  out.evidence = rules::read_evidence(table, rules::Vouchers::sources_and_operator);
  out.origin = table.bilingual_or_none("origin");
  table.refuse_unknown_keys();
  return out;
}

// Group weights: given with the groups, or from judgements on all pairs of them.
std::size_t group_position(const TomlTable& at, const Criteria& criteria, const std::string& id) {
  for (std::size_t g = 0; g < criteria.groups.size(); ++g) {
    if (criteria.groups[g].id == id) return g;
  }
  throw at.fault("", {"没有此指标组 " + id, "there is no group " + id});
}

void weigh_by_judgement(const TomlTable& root, Criteria& criteria) {
  std::vector<Judgement> judgements;
  std::set<std::pair<std::size_t, std::size_t>> pairs;
  const std::vector<TomlTable> tables = root.tables("judgement");
  for (const TomlTable& table : tables) {
    Judgement one{group_position(table, criteria, table.text("more")),
                  group_position(table, criteria, table.text("less")), table.number("ratio")};
    if (one.ratio < 1.0 / 9.0 - 1e-12 || one.ratio > 9.0)
      throw table.fault("ratio", {"应在 1/9 与 9 之间", "it lies between 1/9 and 9"});
    const auto pair = std::minmax(one.more, one.less);
    if (one.more == one.less || !pairs.insert(pair).second)
      throw table.fault("less", {"此对已判断过", "this pair was judged already"});
    judgements.push_back(one);
    table.refuse_unknown_keys();
  }
  const std::size_t n = criteria.groups.size();
  if (judgements.size() != n * (n - 1) / 2) {
    throw root.fault("judgement",
                     {fmt::format("{} 组需 {} 个两两判断", n, n * (n - 1) / 2),
                      fmt::format("{} groups need {} judgements", n, n * (n - 1) / 2)});
  }
  criteria.comparison = compare_pairwise(n, judgements);
  const Comparison& c = *criteria.comparison;
  for (std::size_t g = 0; g < n; ++g) criteria.groups[g].weight = c.weights[g];
  if (c.consistency_ratio <= 0.1) return;
  const Judgement& worst = judgements[c.worst_judgement];
  throw tables[c.worst_judgement].fault(
      "ratio",
      {fmt::format("判断不一致：CR = {:.3f} > 0.1", c.consistency_ratio),
       fmt::format("the judgements are inconsistent: CR = {:.3f} > 0.1", c.consistency_ratio)},
      {fmt::format("最不一致的是 {} 对 {} = {:g}，其余判断意味着约 {:.2g}",
                   criteria.groups[worst.more].id, criteria.groups[worst.less].id, worst.ratio,
                   c.worst_implied),
       fmt::format("{} over {} = {:g} fits least; the others mean about {:.2g}",
                   criteria.groups[worst.more].id, criteria.groups[worst.less].id, worst.ratio,
                   c.worst_implied)});
}

void read_groups(const TomlTable& root, Criteria& criteria) {
  const bool judged = !root.tables("judgement").empty();
  for (const TomlTable& table : root.tables("group")) {
    criteria.groups.push_back({table.text("id"), table.bilingual("title"), 0.0});
    if (!judged) criteria.groups.back().weight = table.number("weight");
    if (!judged && !(criteria.groups.back().weight > 0.0))
      throw table.fault("weight", {"权重应大于零", "a weight is above zero"});
    table.refuse_unknown_keys();
  }
  if (judged) weigh_by_judgement(root, criteria);
}

// A criterion's weight is its share of its group times that of the group; groups that hold nothing
// in effect drop out, and all weights sum to 1.
void share_out_weights(Criteria& criteria) {
  double whole = 0.0;
  for (CriteriaGroup& group : criteria.groups) {
    double inside = 0.0;
    for (const Criterion& one : criteria.list) inside += one.group == group.id ? one.weight : 0.0;
    for (Criterion& one : criteria.list) {
      if (one.group == group.id) one.weight *= group.weight / inside;
    }
    if (inside > 0.0) whole += group.weight;
  }
  for (Criterion& one : criteria.list) one.weight /= whole;
}

}  // namespace

Criteria load_criteria(const std::filesystem::path& file, const workspace::RoleCatalogue& roles,
                       const Date& as_of) {
  const toml::table parsed = parse_toml_file(file, ErrorCode::criteria_invalid);
  const TomlTable root(parsed, file.string(), "", ErrorCode::criteria_invalid);
  const auto head = root.table("criteria");
  if (!head) throw root.fault("", {"缺少 [criteria]", "[criteria] is missing"});
  Criteria out;
  out.id = head->text("id");
  out.version = head->text("version");
  const std::string method = head->one_of("method", kMethods);
  out.method =
      static_cast<Method>(std::find(kMethods.begin(), kMethods.end(), method) - kMethods.begin());
  out.least_known_weight = head->optional_number("least_known_weight").value_or(0.5);
  head->bilingual_or_none("title");
  head->refuse_unknown_keys();
  read_groups(root, out);
  std::set<std::string> ids;
  for (const TomlTable& table : root.tables("criterion")) {
    Criterion one = read_criterion(table, roles);
    group_position(table, out, one.group);
    if (!ids.insert(one.id).second) throw table.fault("id", {"编号重复", "the id stands twice"});
    if (one.effective.contains(as_of)) out.list.push_back(std::move(one));
  }
  root.refuse_unknown_keys();
  if (out.list.empty())
    throw root.fault("criterion", {"没有有效指标", "no criterion is in effect"});
  share_out_weights(out);
  return out;
}

}  // namespace xuanzhi::suitability
