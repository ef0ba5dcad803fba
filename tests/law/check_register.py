#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Every id of the sources stands in the register, every reference leads somewhere, every quote is of the plan.

The sources are no part of this repository. Where they lie beside it (shared/domain in a folder above, or
XUANZHI_SOURCES), ids and quotes are compared with them; elsewhere with what was extracted from them
(source_ids.txt, quotes.sha256). `--write` renews both extracts.
"""

import hashlib
import os
import re
import sys
import tomllib
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = Path(os.environ.get("XUANZHI_SOURCE_DIR", HERE.parent.parent))
BOOKS = ROOT / "gisdata" / "rulebooks"
IDS, QUOTES = HERE / "source_ids.txt", HERE / "quotes.sha256"
UNNUMBERED = ["N-CP", "2.0", "2.6", "2.7", "2.8", "2.9", "2.10"]  # sections of law without ids of their own


def sources():
    stated = os.environ.get("XUANZHI_SOURCES")
    places = [Path(stated)] if stated else [folder / "shared" / "domain" for folder in ROOT.parents]
    return next((p for p in places if (p / "plan.txt").exists()), None)


def bare(text):
    return re.sub(r"\s+", "", text)


def lines(path):
    return [line for line in path.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]


def books():
    return {path.name: tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted(BOOKS.glob("*.toml"))}


def quotes_in(node):
    """All values of keys quote, quotes and *_quote, wherever they stand."""
    if isinstance(node, list):
        for part in node:
            yield from quotes_in(part)
    elif isinstance(node, dict):
        for key, value in node.items():
            if key == "quotes":
                yield from value
            elif key == "quote" or key.endswith("_quote"):
                yield value
            else:
                yield from quotes_in(value)


def source_ids(folder):
    section, found = "", []
    for line in (folder / "rules-and-facts.md").read_text(encoding="utf-8").splitlines():
        if heading := re.match(r"#{1,2} (\d\.\d+|\d)", line):
            section = heading[1]
        row = re.match(r"\| \**([A-Z]\d+[a-d]?)\** \|", line)
        if row and section[:2] in ("1.", "2."):
            found.append(row[1])
    return found + UNNUMBERED


def targets(all_books):
    """What references of the register may name, by kind."""
    rulebooks = [book for book in all_books.values() if "rulebook" in book]
    approvals = all_books["approvals.toml"]
    out = {
        "rule": {r["id"] for b in rulebooks for r in b.get("rule", [])},
        "term": {t["id"] for b in rulebooks for t in b.get("term", [])},
        "parameter": {p["id"] for b in rulebooks for p in b.get("parameter", [])},
        "fallback": {f["id"] for b in rulebooks for f in b.get("boundary_fallback", [])},
        "direction": {d["id"] for d in all_books["directions.toml"]["direction"]},
        "factor": set(all_books["factors.toml"]) - {"factors"},
        "path": {"coordinator", "escalation", "mode"},
        "field": set(re.findall(r'ProjectField\{"(\w+)"', (ROOT / "src/workspace/project.cpp").read_text())),
        "command": set(re.findall(r'return "(\w+)"; }\n', "\n".join(
            p.read_text(encoding="utf-8") for p in sorted((ROOT / "src/cli").glob("*.cpp"))))),
    }
    for kind in ("variant", "relief"):
        out[kind] = {f"{s['id']}/{v['id']}" for s in approvals["step"] for v in s.get(kind, [])}
    return out


def faults(all_books, folder):
    wrong = []
    ids = lines(IDS)
    if folder and source_ids(folder) != ids:
        wrong.append("source_ids.txt is not what the sources say: run check_register.py --write")
    items = all_books["register.toml"]["item"]
    listed = [item["id"] for item in items]
    wrong += [f"{i}: not in register.toml" for i in ids if i not in listed]
    wrong += [f"{i}: stands {listed.count(i)} times" for i in sorted(set(listed)) if listed.count(i) > 1]
    wrong += [f"{i}: no id of the sources" for i in listed if i not in ids]
    known = targets(all_books)
    for item in items:
        if not item["becomes"] and "why_zh" not in item:
            wrong.append(f"{item['id']}: becomes nothing, and no why")
        for reference in item["becomes"]:
            kind, _, name = reference.partition(":")
            name = name.split()[0] if kind == "command" else name
            if name not in known.get(kind, ()):
                wrong.append(f"{item['id']}: {reference} leads nowhere")
    rules = known["rule"]
    if len(rules) < 170:
        wrong.append(f"only {len(rules)} rules: the rulebooks were not read")
    return wrong + quote_faults(all_books, folder)


def quote_faults(all_books, folder):
    quotes = sorted({quote for book in all_books.values() for quote in quotes_in(book)})
    if len(quotes) < 150:
        return [f"only {len(quotes)} quotes: they were not found"]
    if folder:
        plan = bare((folder / "plan.txt").read_text(encoding="utf-8"))
        return [f"not in the plan: {quote}" for quote in quotes if bare(quote) not in plan]
    checked = set(lines(QUOTES))
    return [f"never checked against the plan: {q}" for q in quotes if digest(q) not in checked]


def digest(quote):
    return hashlib.sha256(bare(quote).encode()).hexdigest()


def write(all_books, folder):
    IDS.write_text("# Every id of sections 1 and 2 of the sources; written by check_register.py --write.\n"
                   + "\n".join(source_ids(folder)) + "\n", encoding="utf-8")
    plan = bare((folder / "plan.txt").read_text(encoding="utf-8"))
    good = {q for book in all_books.values() for q in quotes_in(book) if bare(q) in plan}
    QUOTES.write_text("# Digests of quotes that stand in the plan; written by check_register.py --write.\n"
                      + "\n".join(sorted(digest(q) for q in good)) + "\n", encoding="utf-8")


def main():
    all_books, folder = books(), sources()
    if "--write" in sys.argv[1:]:
        if folder is None:
            sys.exit("the sources are not here")
        write(all_books, folder)
    wrong = faults(all_books, folder)
    # The check must also hold where the sources are not.
    if folder is not None:
        wrong += [f"{line} (run --write)" for line in quote_faults(all_books, None)]
    for line in wrong:
        print(line)
    print(f"{len(all_books['register.toml']['item'])} items, sources {'compared' if folder else 'not at hand'}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
