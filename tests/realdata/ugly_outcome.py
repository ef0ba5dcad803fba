# SPDX-License-Identifier: Apache-2.0
"""What xuanzhi made of a file, in the words of the table of expectations."""

import json
import re
from collections import Counter, namedtuple

from ugly_bench import USES, faults_of_ending

# kind: read, repaired, rejected rows, refused. rows: "read = used + repaired + rejected", or the
# code of the error. how: everything that was said, in sentences of their own.
Outcome = namedtuple("Outcome", "use kind rows how faults error")

# Said of every layer of this test, and nothing about the file.
ALWAYS = ("no coverage is stated", "the CRS is stated by workspace.toml")

# What must be said where no row is left, and may be left out of the table therefore.
NOTHING_LEFT = {"layer": ("rows were rejected or lost", "the layer has no usable feature"),
                "sites": ("there is no usable site",)}

# Coordinates in a sentence, which would make one sentence of every row.
COORDINATES = re.compile(r" @ \S+ \S+$| \([-+0-9.einfa]+, [-+0-9.einfa]+\)")


def outcomes_of(bench, given):
    """The outcome as a layer and as sites, in one run where that tells both."""
    both = bench.inspect(given)
    first = {use: outcome_of(use, both) for use in USES}
    refusal = first["layer"].error
    if both.code == 0 or not refusal:
        return first
    # The layer comes first and takes any kind of geometry: what is refused as a layer cannot be
    # read at all.
    if refusal["place"].startswith("./layer/"):
        return first
    return {"layer": outcome_of("layer", bench.inspect(given, ("layer",))), "sites": first["sites"]}


def outcome_of(use, ending):
    faults = faults_of_ending(ending)
    if faults:
        return Outcome(use, "failed", "", faults, faults, None)
    return refused(use, ending) if ending.code == 2 else accepted(use, ending)


def refused(use, ending):
    try:
        error = json.loads(ending.out)["error"]
    except (ValueError, KeyError) as why:
        return Outcome(use, "failed", "", [], [f"no error object: {why}: {ending.out[:200]!r}"],
                       None)
    faults = []
    if not error["place"]:
        faults.append("an error without a place")
    if error["code"] == 500:
        faults.append("a fault of the geometry library reached the user")
    for language in ("zh", "en"):
        if not error["message"][language]:
            faults.append(f"an error without a message in {language}")
        if not error["remedy"][language]:
            faults.append(f"an error without a remedy in {language}: {error['message']['en']}")
    said = [plain(error["message"]["en"]), plain(error["remedy"]["en"])]
    return Outcome(use, "refused", str(error["code"]), said, faults, error)


def accepted(use, ending):
    told = json.loads(ending.out)
    audit = next(a for a in told["inputs"] if a["kind"] == use)
    read, used, repaired, rejected = (audit[f"rows_{what}"]
                                      for what in ("read", "used", "repaired", "rejected"))
    kind = "rejected rows" if rejected else "repaired" if repaired else "read"
    rows = f"{read} = {used} + {repaired} + {rejected}"
    return Outcome(use, kind, rows, said_of(audit), faults_of_account(use, told, audit), None)


def faults_of_account(use, told, audit):
    faults = []
    kept = audit["rows_used"] + audit["rows_repaired"]
    if audit["rows_read"] != kept + audit["rows_rejected"]:
        faults.append("the rows do not add up")
    listed = Counter(item["outcome"] for item in audit["items"])
    if (listed["repaired"], listed["rejected"]) != (audit["rows_repaired"], audit["rows_rejected"]):
        faults.append(f"the account lists {dict(listed)}, the counts differ")
    if (told["layers"][0]["features"] if use == "layer" else told["sites"]) != kept:
        faults.append("not every row that was kept is there")
    if use == "layer" and told["layers"][0]["coverage_known"]:
        faults.append("a layer without a coverage vouches for something")
    words = [item["reason"] for item in audit["items"]] + audit["notes"]
    if not all(text["zh"] and text["en"] for text in words):
        faults.append("a reason or a note lacks one of the languages")
    if kept == 0 and not any(text["en"].startswith(NOTHING_LEFT[use]) for text in audit["notes"]):
        faults.append("no usable row, and not a word about it")
    return faults


def said_of(audit):
    said = [f"CRS {audit['crs']}"]
    if audit["encoding"] not in ("", "UTF-8"):
        said.append(f"encoding {audit['encoding']}")
    reasons = Counter((item["outcome"], COORDINATES.sub("", item["reason"]["en"]))
                      for item in audit["items"])
    said += [f"{count} {outcome}: {reason}" for (outcome, reason), count in reasons.items()]
    unsaid = (*ALWAYS, *NOTHING_LEFT["layer"], *NOTHING_LEFT["sites"])
    said += [plain(note["en"]) for note in audit["notes"] if not note["en"].startswith(unsaid)]
    return said


def plain(sentence):
    """Without the folder that is only here, and the place in GDAL's own source."""
    sentence = re.sub(r"\./ogr/\S+, \d+: ", "", sentence)
    return re.sub(r"(?<![\w/])(\./)?(layer|sites)/(?=\w)", "", sentence)
