// SPDX-License-Identifier: Apache-2.0
#include "xuanzhi/approvals/path.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "xuanzhi/rules/condition.h"

namespace xuanzhi::approvals {

using rules::Applies;
using workspace::Project;

namespace {

using Answers = std::map<std::string, std::vector<Applies>>;

// The literal under which a value stands in SQL.
std::string literal(const std::optional<double>& value) {
  return value ? fmt::format("{}", *value) : "NULL";
}

Applies both(Applies a, Applies b) {
  if (a == Applies::no || b == Applies::no) return Applies::no;
  return a == Applies::yes && b == Applies::yes ? Applies::yes : Applies::unknown;
}

bool holds_word(const std::vector<std::string>& words, const std::string& word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

void take_out(std::vector<std::string>& words, const std::string& word) {
  words.erase(std::remove(words.begin(), words.end(), word), words.end());
}

// Everything that the paths at one site ask of the projects, asked once.
class Questions {
 public:
  Questions(const rules::Rulebook& book, const std::vector<SiteValue>& values,
            const std::vector<Project>& projects)
      : book_(&book), values_(&values), projects_(&projects), conditions_(terms(book, values)) {
    conditions_.load(projects);
  }

  Applies ask(const std::string& when, std::size_t project) {
    auto found = answers_.find(when);
    if (found == answers_.end()) found = answers_.emplace(when, conditions_.evaluate(when)).first;
    return found->second[project];
  }

  // What an expression names and nobody knows.
  std::vector<Text> missing(const std::string& when, std::size_t project) {
    std::vector<Text> out;
    for (const SiteValue& value : *values_) {
      if (!value.value && rules::mentions(when, value.term->id)) out.push_back(value.term->title);
    }
    for (const rules::Term& term : book_->terms) {
      if (rules::mentions(when, term.id) && ask(term.id, project) == Applies::unknown)
        out.push_back(term.title);
    }
    const auto fields = workspace::project_fields();
    for (std::size_t i = 0; i < fields.size(); ++i) {
      const std::string name(fields[i].name);
      const bool blank = std::holds_alternative<std::monostate>((*projects_)[project].values[i]);
      if (blank && rules::mentions(when, name))
        out.push_back({"项目字段 " + name, "project column " + name});
    }
    return out;
  }

 private:
  static std::vector<rules::Term> terms(const rules::Rulebook& book,
                                        const std::vector<SiteValue>& values) {
    std::vector<rules::Term> out = book.terms;
    for (const SiteValue& value : values)
      out.push_back({value.term->id, value.term->title, literal(value.value), {"C", {}}, "site"});
    return out;
  }

  const rules::Rulebook* book_;
  const std::vector<SiteValue>* values_;
  const std::vector<Project>* projects_;
  rules::Conditions conditions_;
  Answers answers_;
};

void name_layers(const std::vector<SiteValue>& values, const std::string& when, PathStep& out) {
  std::set<std::string> layers;
  for (const SiteValue& value : values) {
    const bool tells = value.value && *value.value > 0.0;
    if (tells && rules::mentions(when, value.term->id))
      layers.insert(value.layers.begin(), value.layers.end());
  }
  out.layers.assign(layers.begin(), layers.end());
}

// The first variant that holds. One that cannot be decided ends the search: what comes after it
// might be what the law wants only if it does not hold.
void choose_variant(const Step& step, const Date& as_of, std::size_t project, Questions& questions,
                    const std::vector<SiteValue>& values, PathStep& out) {
  for (const Variant& variant : step.variants) {
    if (!variant.effective.contains(as_of)) continue;
    const Applies applies =
        variant.when.empty() ? Applies::yes : questions.ask(variant.when, project);
    if (applies == Applies::no) continue;
    out.variant = &variant;
    out.outcome = applies == Applies::yes ? variant.outcome : Outcome::unknown;
    if (applies == Applies::unknown) out.missing = questions.missing(variant.when, project);
    name_layers(values, variant.when, out);
    return;
  }
  out.outcome = Outcome::unknown;
}

void grant(const Relief& relief, PathStep& out) {
  out.granted.push_back(&relief);
  if (relief.mode) out.mode = *relief.mode;
  if (relief.skips) out.outcome = Outcome::exempt;
  if (relief.expected_days) out.expected_days = {relief.expected_days, false};
  if (!relief.instrument.zh.empty()) out.instrument = relief.instrument;
  if (!relief.authority.zh.empty()) out.authority = relief.authority;
  if (!relief.level.empty()) out.level = relief.level;
  if (!relief.due.zh.empty()) out.due = relief.due;
  for (const std::string& document : relief.drops) take_out(out.documents, document);
  for (const std::string& document : relief.defers) {
    take_out(out.documents, document);
    if (!holds_word(out.deferred, document)) out.deferred.push_back(document);
  }
  for (const auto& [document, by] : relief.replaces)
    std::replace(out.documents.begin(), out.documents.end(), document, by);
  out.documents.insert(out.documents.end(), relief.adds.begin(), relief.adds.end());
}

void describe(PathStep& out) {
  out.ordinary = out.outcome;
  if (out.variant == nullptr) return;
  const Variant& variant = *out.variant;
  out.instrument = variant.instrument;
  out.authority = variant.authority;
  out.level = variant.level;
  out.mode = variant.mode;
  // What is not settled keeps no name that reads like a decision.
  if (out.outcome == Outcome::unknown && variant.outcome != Outcome::unknown) {
    out.instrument = {"未定（可能为：" + variant.instrument.zh + "）",
                      "open (perhaps: " + variant.instrument.in(Language::english) + ")"};
    out.mode = Mode::ordinary;
  }
  out.ordinary_days = out.expected_days = variant.days;
  if (out.counts()) out.documents = variant.documents;
}

std::vector<Task> tasks_of(const std::vector<PathStep>& steps, bool ordinary) {
  std::map<std::string, std::size_t> position;
  for (std::size_t i = 0; i < steps.size(); ++i) position[steps[i].step->id] = i;
  std::vector<Task> out;
  for (const PathStep& step : steps) {
    Task task;
    task.days = ordinary ? step.ordinary_days : step.expected_days;
    const Outcome outcome = ordinary ? step.ordinary : step.outcome;
    task.counts = outcome == Outcome::required || outcome == Outcome::unknown;
    for (const std::string& id : step.step->after) task.after.push_back(position.at(id));
    out.push_back(std::move(task));
  }
  return out;
}

bool counts(Outcome outcome) {
  return outcome == Outcome::required || outcome == Outcome::unknown;
}

void sum_up(ApprovalPath& path, const Date& start) {
  path.ordinary = schedule_serial(tasks_of(path.steps, true), start);
  path.parallel = schedule_parallel(tasks_of(path.steps, false), start);
  for (const PathStep& step : path.steps) {
    if (counts(step.ordinary)) {
      const auto before =
          static_cast<int>(step.variant == nullptr ? 0 : step.variant->documents.size());
      path.documents_saved += before - static_cast<int>(step.counts() ? step.documents.size() : 0);
      path.steps_saved += step.counts() ? 0 : 1;
    }
    if (!step.counts() || step.step->milestone) continue;
    ++path.required;
    path.done += step.done ? 1U : 0U;
    path.days_unknown += step.expected_days.count ? 0 : 1;
  }
}

}  // namespace

std::optional<double> ApprovalPath::maturity() const {
  if (required == 0) return std::nullopt;
  return static_cast<double>(done) / static_cast<double>(required);
}

PathFinder::PathFinder(const Procedures& procedures, const rules::Rulebook& rulebook,
                       const workspace::Manifest& manifest)
    : procedures_(&procedures),
      rulebook_(&rulebook),
      manifest_(&manifest),
      subjects_(procedures.subjects()) {}

std::vector<ApprovalPath> PathFinder::find(const workspace::SiteInfo& site,
                                           const screening::SiteFacts& facts,
                                           const std::vector<Project>& projects,
                                           const Date& start) const {
  const std::vector<SiteValue> values = site_values(site, facts);
  Questions questions(*rulebook_, values, projects);
  Applies here = Applies::unknown;
  if (rules::region_matches(procedures_->regions, facts.region.codes)) {
    here = Applies::yes;
  } else if (facts.region.complete) {
    here = Applies::no;
  }
  if (!procedures_->effective.contains(manifest_->as_of)) here = Applies::no;
  std::vector<ApprovalPath> out;
  for (std::size_t p = 0; p < projects.size(); ++p) {
    ApprovalPath path;
    path.project_id = projects[p].id();
    path.site_id = site.id;
    const std::string done = projects[p].text("steps_done");
    for (const Step& step : procedures_->steps) {
      PathStep one;
      one.step = &step;
      choose_variant(step, manifest_->as_of, p, questions, values, one);
      describe(one);
      one.done = done.find(step.title.zh) != std::string::npos;
      for (const Relief& relief : step.reliefs) {
        if (!counts(one.ordinary)) break;
        const Applies applies = both(here, questions.ask(relief.when, p));
        if (applies == Applies::yes) grant(relief, one);
        if (applies == Applies::unknown) one.open.push_back(&relief);
      }
      path.steps.push_back(std::move(one));
    }
    sum_up(path, start);
    out.push_back(std::move(path));
  }
  return out;
}

}  // namespace xuanzhi::approvals
