# SPDX-License-Identifier: Apache-2.0
"""The table of what must happen to each file: `ugly_expected.tsv`, tab-separated.

Columns: file (below the folder of the real data), table and crs as a manifest would state them,
use (layer, sites or both), outcome (read, repaired, rejected rows, refused), rows ("read = used +
repaired + rejected", or the code of the error), says (sentences or parts of them that must be told,
separated by " | ").

The outcome `defect` marks what is known to be read wrongly: rows is empty and says what should
happen instead. Such a file need only keep to time, memory and exit code until it is mended.
"""

import re
from collections import namedtuple

from ugly_bench import USES, Input

COLUMNS = ("file", "table", "crs", "use", "outcome", "rows", "says")
KINDS = ("read", "repaired", "rejected rows", "refused", "defect")
BETWEEN = " | "

# The longest proposal for a part of a sentence, and the most of them.
LONGEST = 90
MOST_SENTENCES = 4

Row = namedtuple("Row", COLUMNS)


def read_rows(path):
    """(rows, faults of the table itself)"""
    lines = path.read_text(encoding="utf-8").splitlines()
    rows, faults = [], []
    if lines[0].split("\t") != list(COLUMNS):
        faults.append(f"{path.name}: the first line must be the columns {', '.join(COLUMNS)}")
    for number, line in enumerate(lines[1:], 2):
        cells = line.split("\t")
        if len(cells) != len(COLUMNS):
            faults.append(f"{path.name}:{number}: {len(cells)} cells, wanted {len(COLUMNS)}")
            continue
        row = Row(*cells)
        if row.outcome not in KINDS or row.use not in (*USES, "both"):
            faults.append(f"{path.name}:{number}: unknown outcome or use")
        rows.append(row)
    keys = [key_of(row) for row in rows]
    if keys != sorted(keys):
        faults.append(f"{path.name}: the rows must be sorted by file, table, crs and use")
    if len(set(keys)) != len(keys):
        faults.append(f"{path.name}: a row stands twice")
    return rows, faults


def key_of(row):
    return (row.file, row.table, row.crs, row.use)


def inputs_of(rows):
    return sorted({Input(row.file, row.table, row.crs) for row in rows})


def by_input(rows):
    """{input: {use: row}}"""
    out = {}
    for row in rows:
        for use in USES if row.use == "both" else (row.use,):
            out.setdefault(Input(row.file, row.table, row.crs), {})[use] = row
    return out


def differences(row, outcome):
    """How an outcome differs from what the table expects."""
    if row is None:
        return ["no row of the table says what must happen"]
    if row.outcome == "defect":
        return []
    if (row.outcome, row.rows) != (outcome.kind, outcome.rows):
        return [f"expected {row.outcome} {row.rows}, found {outcome.kind} {outcome.rows}: "
                f"{BETWEEN.join(outcome.how)[:400]}"]
    told = BETWEEN.join(outcome.how)
    return [f"not told: {part!r}; told: {told[:400]}" for part in row.says.split(BETWEEN)
            if part not in told]


def proposal(given, outcomes):
    """The rows that would describe what was found."""
    rows = [Row(*given, use, outcome.kind, outcome.rows, sentences(outcome))
            for use, outcome in outcomes.items()]
    first, second = rows
    if first._replace(use="both") == second._replace(use="both"):
        return [first._replace(use="both")]
    return rows


def sentences(outcome):
    # The remedy of an error may change with what else is in the workspace; the message may not.
    said = outcome.how[:1] if outcome.kind == "refused" else list(dict.fromkeys(outcome.how))
    return BETWEEN.join(beginning(part) for part in said[:MOST_SENTENCES])


def beginning(sentence):
    """A sentence, or its first whole words on one line."""
    line = re.split(r"[\t\n]", sentence.replace(BETWEEN, "\n"))[0]
    return line if len(line) <= LONGEST else line[:LONGEST].rpartition(" ")[0]


def line_of(row):
    return "\t".join(row)
