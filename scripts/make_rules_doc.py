#!/usr/bin/env python3
"""Writes docs/rules.md from gisdata/rulebooks/*.toml: one bilingual row per rule.

    python3 scripts/make_rules_doc.py           write the page
    python3 scripts/make_rules_doc.py --check   exit 1 if the page is out of date
"""
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BOOKS = ROOT / "gisdata" / "rulebooks"
PAGE = ROOT / "docs" / "rules.md"
FIRST = ["national.toml", "wuhai.toml"]

RELATION = {
    "overlap": ("压占面积", "overlap"),
    "overlap_share": ("压占比例", "overlap share"),
    "outside": ("界外面积", "outside"),
    "distance": ("最短距离", "distance"),
    "area": ("用地面积", "area"),
    "land_shortfall": ("用地缺口", "land shortfall"),
    "attribute": ("项目属性", "attribute"),
}
SEVERITY = {"prohibit": ("禁止", "prohibit"), "condition": ("有条件", "condition"), "inform": ("提示", "inform")}
UNIT = {"m2": "m²", "share": "", "m": "m", "none": ""}
SIGN = {"distance": "<"}

HEAD = """# 规则表 Rules

由 `scripts/make_rules_doc.py` 依据 `gisdata/rulebooks/` 生成，请勿手改。
Generated from `gisdata/rulebooks/` by `scripts/make_rules_doc.py`; do not edit by hand.

* 级别 severity：禁止 prohibit（触发即不符合）、有条件 condition（触发即有条件符合）、提示 inform（不影响结论）。
* 阈值 threshold：触发条件；面积阈值为 0 时按碎面容差计。An area threshold of 0 means the sliver tolerance.
* 证据 evidence：V 已读全文 full text read；P 公开页面或摘录 published page or excerpt；C 计算 computed；
  plan 方案原文 quoted from the plan；unverified 未核实，附可信度 general knowledge with a confidence.
"""


def cell(text):
    return str(text).replace("|", "\\|").replace("\n", " ")


def both(zh, en):
    return f"{cell(zh)}<br>{cell(en)}"


def evidence(entry):
    tag = entry["evidence"]
    return f"{tag} {entry['confidence']}" if "confidence" in entry else tag


def basis(entry):
    law = entry["basis"]
    number, article = law.get("number", ""), law.get("article", "")
    zh = law["law_zh"] + (f" {number}" if number else "") + (f"（{law['year']}）" if "year" in law else "")
    en = law["law_en"] + (f" ({law['year']})" if "year" in law else "")
    if article:
        zh += f" 第{article}条" if article[0].isdigit() else f" {article}"
        en += f", Art. {article}" if article[0].isdigit() else f", {article}"
    return both(zh, en)


def dates(entry):
    return f"{entry['effective_from']} → {entry.get('effective_to', '')}".rstrip()


def threshold(rule):
    if rule["relation"] == "attribute":
        return "—"
    value = f"{rule['threshold']:,.10g}"
    return f"{SIGN.get(rule['relation'], '>')} {value} {UNIT[rule['unit']]}".rstrip()


def target(rule):
    if "role" not in rule:
        return ""
    classes = rule.get("classes")
    return f"`{rule['role']}`" + (f" [{', '.join(classes)}]" if classes else "")


def rule_row(rule):
    relation = both(*RELATION[rule["relation"]]) + (f"<br>{target(rule)}" if target(rule) else "")
    applies = f"`{cell(rule['when'])}`" if "when" in rule else "全部 all"
    if "regions" in rule:
        applies += f"<br>区划 regions {', '.join(rule['regions'])}"
    columns = [
        rule["id"], both(rule["title_zh"], rule["title_en"]), relation, threshold(rule),
        both(*SEVERITY[rule["severity"]]), applies, basis(rule), dates(rule), evidence(rule),
    ]
    return "| " + " | ".join(columns) + " |"


def rule_table(book):
    lines = [
        "| 编号 id | 规则 rule | 关系与图层 relation | 阈值 threshold | 级别 severity | 适用 applies when | 依据 basis | 生效 in force | 证据 evidence |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    return lines + [rule_row(rule) for rule in book.get("rule", [])]


def term_table(book):
    lines = ["| 术语 term | 含义 meaning | 判断 when | 证据 evidence |", "|---|---|---|---|"]
    for term in book.get("term", []):
        lines.append(f"| `{term['id']}` | {both(term['title_zh'], term['title_en'])} | {condition(term)} | {evidence(term)} |")
    return lines


def condition(term):
    if "codes" in term:
        return "行业代码 industry codes " + ", ".join(term["codes"])
    return f"`{cell(term['when'])}`"


def parameter_table(book):
    lines = ["| 参数 parameter | 含义 meaning | 单位 unit | 方案原文 quote | 说明 note |", "|---|---|---|---|---|"]
    for item in book.get("parameter", []):
        lines.append(f"| `{item['id']}` | {both(item['title_zh'], item['title_en'])} | {item['unit']} | "
                     f"{cell(item.get('quote', ''))} | {both(item.get('note_zh', ''), item.get('note_en', ''))} |")
    return lines


def register_section():
    """Every item of the sources, and what became of it."""
    register = tomllib.loads((BOOKS / "register.toml").read_text(encoding="utf-8"))
    lines = ["", "## 条目对照 Coverage of the sources", "",
             "方案（第一节）与法规（第二节）的每个条目，成为什么；不能计算的写明原因。",
             "Every item of the plan and of the law, and what became of it; where it cannot be computed, why.", "",
             "| 条目 id | 内容 item | 方案原文 quote | 成为 becomes | 不能计算的部分及原因 what is not computable, and why |",
             "|---|---|---|---|---|"]
    for item in register["item"]:
        quotes = "<br>".join(f"「{cell(q)}」" for q in item.get("quotes", []))
        becomes = "<br>".join(f"`{cell(r)}`" for r in item["becomes"]) or "—"
        why = both(item["why_zh"], item["why_en"]) if "why_zh" in item else ""
        lines.append(f"| {item['id']} | {both(item['title_zh'], item['title_en'])} | {quotes} | {becomes} | {why} |")
    return lines


def fallback_table(book):
    lines = ["| 编号 id | 规则 rule | 依次采用 statuses | 区划 regions | 依据 basis | 生效 in force | 证据 evidence |", "|---|---|---|---|---|---|---|"]
    for item in book.get("boundary_fallback", []):
        lines.append("| " + " | ".join([
            item["id"], both(item["title_zh"], item["title_en"]), " → ".join(item["statuses"]),
            ", ".join(item.get("regions", [])), basis(item), dates(item), evidence(item),
        ]) + " |")
    return lines


def section(book):
    about = book["rulebook"]
    lines = ["", f"## {about['title_zh']} {about['title_en']}", "",
             f"`{about['id']}` {about['version']} · {len(book.get('rule', []))} 条规则 rules", ""]
    lines += rule_table(book)
    if "boundary_fallback" in book:
        lines += ["", "### 边界版本 Boundary versions", ""] + fallback_table(book)
    if "parameter" in book:
        lines += ["", "### 参数 Parameters", "", "方案未给数值；没有缺省值，未设定时依赖它的规则为数据不足。 "
                  "No defaults: while one is blank, what depends on it is insufficient data.", ""]
        lines += parameter_table(book)
    if "term" in book:
        lines += ["", "### 术语 Terms", ""] + term_table(book)
    return lines


def page():
    files = [BOOKS / name for name in FIRST]
    files += sorted(path for path in BOOKS.glob("*.toml") if path.name not in FIRST)
    lines = [HEAD.rstrip()]
    for path in files:
        book = tomllib.loads(path.read_text(encoding="utf-8"))
        if "rulebook" in book:
            lines += section(book)
    lines += register_section()
    return "\n".join(lines) + "\n"


def main():
    text = page()
    if "--check" in sys.argv[1:]:
        current = PAGE.read_text(encoding="utf-8") if PAGE.exists() else ""
        if current != text:
            print("docs/rules.md is out of date: run scripts/make_rules_doc.py", file=sys.stderr)
            return 1
        return 0
    PAGE.parent.mkdir(exist_ok=True)
    PAGE.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
