# SPDX-License-Identifier: Apache-2.0
"""Runs xuanzhi on one file, as a layer and as sites, and watches time and memory."""

import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections import namedtuple
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "oracle"))
import oracle  # noqa: E402

# A sanitizer makes a program slower and bigger; the factor is 1 for the program that people use.
FACTOR = float(os.environ.get("XUANZHI_TIME_FACTOR", "1"))
MOST_SECONDS = 10.0 * FACTOR
# A program that waits for a core is not one that hangs: it is stopped only after this long.
PATIENCE_SECONDS = 6.0 * MOST_SECONDS
MOST_BYTES = (1 << 30) * FACTOR

USES = ("layer", "sites")

# The layer takes areas, lines and points, the sites areas only.
WORKSPACE = """[workspace]
name_zh = "怪文件"
name_en = "Ugly file"
as_of = 2023-02-01
roles = "roles.toml"
rulebooks = ["rules.toml"]

[[layer]]
id = "layer"
role = "thing"
{layer}

[[sites]]
{sites}
"""

ROLES = """[[role]]
id = "thing"
name_zh = "要素"
name_en = "Thing"
group_zh = "组"
group_en = "Group"
geometry = "line"
style = { fill = "#808080", line = "#404040" }
"""

RULES = """[rulebook]
id = "ugly"
version = "1"
title_zh = "试读"
title_en = "A trial reading"

[[rule]]
id = "THING"
title_zh = "不得压占"
title_en = "not on a thing"
role = "thing"
relation = "overlap"
threshold = 0.0
unit = "m2"
severity = "prohibit"
effective_from = 2000-01-01
evidence = "unverified"
confidence = 0.1
basis = { law_zh = "试算", law_en = "Trial run" }
remedy_zh = "调整红线"
remedy_en = "move the outline"
"""

GOOD = ('{"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {}, '
        '"geometry": {"type": "Polygon", "coordinates": [[[106.80, 39.66], [106.81, 39.66], '
        '[106.81, 39.67], [106.80, 39.67], [106.80, 39.66]]]}}]}')

# `file` is relative to the folder of the data; table and CRS are what the manifest states, or "".
Input = namedtuple("Input", "file table crs")

# How the program ended and what it wrote; `code` is None where it had to be stopped, and negative
# after a signal. `seconds` are those on the clock or on a core, whichever are fewer.
Ending = namedtuple("Ending", "code seconds peak_bytes out err")


def entry(folder, given):
    lines = [f"source = {json.dumps(f'{folder}/{given.file}', ensure_ascii=False)}"]
    lines += [f"{key} = {json.dumps(value, ensure_ascii=False)}"
              for key, value in (("table", given.table), ("crs", given.crs)) if value]
    return "\n".join(lines)


class Bench:
    """A workspace in a temporary folder that is written anew for every file."""

    def __init__(self, data):
        self.temporary = tempfile.TemporaryDirectory(prefix="xuanzhi-ugly-")
        self.folder = Path(self.temporary.name)
        (self.folder / "roles.toml").write_text(ROLES, encoding="utf-8")
        (self.folder / "rules.toml").write_text(RULES, encoding="utf-8")
        (self.folder / "good.geojson").write_text(GOOD, encoding="utf-8")
        # One name for each use, so that the place of an error tells which of them was refused.
        for use in USES:
            (self.folder / use).symlink_to(data)

    def inspect(self, given, uses=USES):
        """Reads the file as `uses` say; what is not among them is a good file."""
        return self.run(["inspect", "--json"], given, uses)

    def evaluate(self, given, result):
        return self.run(["evaluate", "--json", "-o", result], given, USES)

    def run(self, words, given, uses):
        entries = {use: entry(use, given) if use in uses else 'source = "good.geojson"'
                   for use in USES}
        (self.folder / "workspace.toml").write_text(WORKSPACE.format(**entries), encoding="utf-8")
        return watched([oracle.program(), *words, "-w", ".", "--lang", "en", "-q"], self.folder)


def watched(command, folder):
    """Runs a command and measures it; stops it when its time is over."""
    with open(folder / "out", "w+b") as out, open(folder / "err", "w+b") as err:
        begin = time.monotonic()
        child = subprocess.Popen(command, cwd=folder, stdin=subprocess.DEVNULL, stdout=out,
                                 stderr=err)
        late = threading.Timer(PATIENCE_SECONDS, child.kill)
        late.start()
        # Not child.wait(): only wait4 tells the memory of this one child.
        _, status, usage = os.wait4(child.pid, 0)
        seconds = min(time.monotonic() - begin, usage.ru_utime + usage.ru_stime)
        stopped = late.finished.is_set()
        late.cancel()
        child.returncode = os.waitstatus_to_exitcode(status)
        return Ending(None if stopped else child.returncode, seconds,
                      usage.ru_maxrss * 1024, text_of(out), text_of(err))


def text_of(file):
    file.seek(0)
    return file.read().decode("utf-8", errors="replace")


def faults_of_ending(ending):
    """What must never happen, whatever the file is."""
    if ending.code is None or ending.seconds > MOST_SECONDS:
        return [f"did not end in {MOST_SECONDS:.0f} s"]
    faults = []
    if ending.code not in (0, 2):
        faults.append(f"exit code {ending.code}: {ending.err.strip()[-600:]}")
    if ending.peak_bytes > MOST_BYTES:
        faults.append(f"took {ending.peak_bytes / 2**20:.0f} MB")
    return faults
