#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes the two worked paths of docs/approvals.md and README.md with the program; --check compares only."""

import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "approvals.md"
README = ROOT / "README.md"
PROGRAM = os.environ.get("XUANZHI_PROGRAM", str(ROOT / "build" / "release" / "xuanzhi"))
MARK = "<!-- worked paths: made by scripts/make_paths_doc.py -->\n"
END = "<!-- end of the worked paths -->\n"
PAIRS = [
    ("P-016", "S-01", "PBAT 聚合项目在化工集中区 A PBAT plant at a chemical park (乌达产业园)"),
    ("P-011", "S-12", "一般工业厂房在海勃湾区 A general-industry workshop in 海勃湾区"),
]


def path_of(project, site):
    done = subprocess.run([PROGRAM, "path", project, site, "-w", str(ROOT / "gisdata" / "wuhai"), "--json", "-q"],
                          capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


def days(step):
    def one(value):
        if value["count"] is None:
            return "—"
        return f"{value['count']}{' d' if value['unit'] == 'calendar' else ' wd'}"
    legal, expected = one(step["statutory_days"]), one(step["expected_days"])
    return legal if legal == expected else f"{legal} → {expected}"


def row(step):
    reliefs = "；".join(f"{r['id']}「{r['quotes'][0]}」" if r["quotes"] else r["id"] for r in step["reliefs"])
    later = "、".join(step["deferrable"])
    if later and step["due_event"]["zh"]:
        later += f"（{step['due_event']['zh']}）"
    basis = f"{step['basis']['zh']} [{step['evidence']}]"
    for quote in step["quotes"]:
        basis += f"「{quote}」"
    return "| " + " | ".join([step["title"]["zh"], f"{step['outcome']} {step['instrument']['zh']}",
                              step["authority"]["zh"], step["mode"], days(step), later, reliefs, basis]) + " |"


def section(project, site, title, path):
    lines = [f"## {title}", "", f"`xuanzhi path {project} {site} -w gisdata/wuhai`: one after the other "
             f"{path['serial_days']} days, side by side {path['parallel_days']}; steps saved {path['steps_saved']}, "
             f"documents with the file saved {path['documents_saved']}; {path['steps_without_known_days']} steps have no "
             "known limit.", "",
             "| 环节 step | 结果与文书 outcome, instrument | 机关 authority | 方式 mode | 期限 days | 可后补 later | 方案措施 plan | 依据 basis |",
             "|---|---|---|---|---|---|---|---|"]
    lines += [row(s) for s in path["steps"] if s["outcome"] != "not_applicable" and not s["milestone"]]
    return "\n".join(lines) + "\n"


def short_row(step):
    instrument = f"{step['instrument']['zh']}" if step["outcome"] == "required" else f"{step['outcome']}：{step['instrument']['zh']}"
    reliefs = "、".join(r["id"] for r in step["reliefs"])
    basis = f"{step['basis']['zh']} [{step['evidence']}]"
    return "| " + " | ".join([f"{step['title']['zh']} {step['title']['en']}", instrument, step["authority"]["zh"], days(step),
                              reliefs, basis]) + " |"


def short_section(project, site, title, path):
    lines = [f"**{title}**: `xuanzhi path {project} {site} -w gisdata/wuhai`, {path['serial_days']} days one after the other, "
             f"{path['parallel_days']} side by side.", "",
             "| 环节 step | 文书 instrument | 机关 authority | 法定 → 预期 days | 方案措施 plan | 依据 basis [evidence] |",
             "|---|---|---|---|---|---|"]
    lines += [short_row(s) for s in path["steps"] if s["outcome"] != "not_applicable" and not s["milestone"]]
    return "\n".join(lines) + "\n"


def written():
    """{file: its text as it should be}"""
    paths = [path_of(project, site) for project, site, _ in PAIRS]
    page = PAGE.read_text(encoding="utf-8").split(MARK)[0]
    page += MARK + "\n" + "\n".join(section(*pair, path) for pair, path in zip(PAIRS, paths))
    before, rest = README.read_text(encoding="utf-8").split(MARK)
    after = rest.split(END)[1]
    short = "\n".join(short_section(*pair, path) for pair, path in zip(PAIRS, paths))
    return {PAGE: page, README: before + MARK + "\n" + short + "\n" + END + after}


def main():
    if "--check" in sys.argv[1:]:
        stale = [p for p, text in written().items() if p.read_text(encoding="utf-8") != text]
        for page in stale:
            print(f"{page.relative_to(ROOT)} is out of date: run scripts/make_paths_doc.py", file=sys.stderr)
        return 1 if stale else 0
    for page, text in written().items():
        page.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
