#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Checks that includes run one way: along the data, from room to room.

    check_rooms.py [ROOT]

Prints one line per fault, with file and line, and exits with 1; or "rooms ok: N files".
"""

import argparse
import fnmatch
import re
import sys
from collections import namedtuple
from pathlib import Path

# Along the way of the data: a room may include only what stands before it.
ROOMS = ["base", "geometry", "dataset", "formats", "workspace", "screening", "rules", "suitability",
         "approvals", "assessment", "placement", "products", "service", "cli"]


def whole(room):
    return [f"include/xuanzhi/{room}/*", f"src/{room}/*"]


# Headers of other houses, and the only files that may include them.
FOREIGN = [
    (["geos_c.h", "geos.h", "geos/*", "proj.h", "proj_*.h", "proj/*", "geodesic.h"],
     whole("geometry")),
    (["gdal*", "ogr*", "cpl_*", "sqlite3*", "spatialite*"], whole("dataset")),
    (["tbb/*", "oneapi/tbb/*"], ["src/base/parallel.cpp"]),
    (["coin/*", "Cbc*", "Coin*", "Clp*", "Cgl*", "Osi*"], ["src/placement/solver_*"]),
    (["xlsxwriter*"], ["src/products/workbook*"]),
    (["httplib.h"], whole("service")),
    (["CLI/*", "CLI11.hpp"], whole("cli")),
]

# What a room may not reach over any number of includes: the order of the rooms alone allows it.
PROMISES = [
    ("screening", ["include/xuanzhi/workspace/project.h"], "screening knows no project"),
    ("rules", whole("geometry"), "rules knows no geometry"),
]

CODE = {".h", ".hpp", ".inl", ".cpp", ".cc"}
MOST_LINES = 500
EMPTY_NAMES = {"util", "utils", "common", "helper", "helpers"}
NOT_OURS = {"node_modules", "__pycache__"}

INCLUDE = re.compile(r'^\s*#\s*include\s*(?:<([^>]+)>|"([^"]+)")')

# `target` is the included file of the tree; None for the standard library and other houses.
Include = namedtuple("Include", "line name target")


def room_of(path):
    """The room of a file such as src/rules/verdict.cpp; None for a file outside all rooms."""
    parts = Path(path).parts
    depth = 2 if parts[0] == "include" else 1
    return parts[depth] if len(parts) > depth + 1 else None


def is_private(path):
    return path.startswith("src/")


def code_files(root):
    found = []
    for folder in ("include/xuanzhi", "src"):
        found += [path for path in (root / folder).rglob("*") if path.suffix in CODE]
    return sorted(path.relative_to(root).as_posix() for path in found)


def is_generated(root, name):
    """Whether CMake writes the header, from a file in cmake/."""
    return (root / "cmake" / (Path(name).name + ".in")).is_file()


def find_target(root, source, name):
    """The file of the tree that a compiler would take: beside the source, then the include paths."""
    for folder in (Path(source).parent, Path("include"), Path("src")):
        path = root / folder / name
        if path.is_file():
            resolved = path.resolve()
            if resolved.is_relative_to(root):
                return resolved.relative_to(root).as_posix()
    return None


def without_block_comments(text):
    """The text with its line numbers, without what stands between /* and */."""
    return re.sub(r"/\*.*?\*/", lambda match: "\n" * match.group().count("\n"), text, flags=re.S)


def read_includes(root, source):
    text = without_block_comments((root / source).read_text(encoding="utf-8"))
    includes = []
    for number, line in enumerate(text.splitlines(), start=1):
        match = INCLUDE.match(line)
        if match:
            name = match.group(1) or match.group(2)
            includes.append(Include(number, name, find_target(root, source, name)))
    return includes


def matches(path, patterns):
    return any(fnmatch.fnmatchcase(path, pattern) for pattern in patterns)


def room_faults(root, graph):
    """Includes that run against the order, or into another room's private files."""
    for source, includes in graph.items():
        room = room_of(source)
        if room not in ROOMS:
            yield f"{source}:1: stands in no room ({', '.join(ROOMS)})"
            continue
        for include in includes:
            place = f"{source}:{include.line}"
            if include.target is None:
                if include.name.startswith("xuanzhi/") and not is_generated(root, include.name):
                    yield f"{place}: {include.name} does not exist"
                continue
            other = room_of(include.target)
            if other == room or other not in ROOMS:
                continue
            if is_private(include.target):
                yield f"{place}: {include.target} is private to {other}"
            if ROOMS.index(other) > ROOMS.index(room):
                yield f"{place}: {room} may not include {other} ({include.name})"


def foreign_faults(graph):
    for source, includes in graph.items():
        for include in includes:
            if include.target is not None:
                continue
            for headers, homes in FOREIGN:
                if matches(include.name, headers) and not matches(source, homes):
                    yield f"{source}:{include.line}: {include.name} belongs in {' or '.join(homes)}"


def first_cycle(edges):
    """Nodes of one cycle, the first node again at the end; None where there is none.

    `edges` maps a node to its successors. Depth first, without recursion: include chains are long.
    """
    done = set()
    for start in edges:
        path, on_path, pending = [], set(), [(start, False)]
        while pending:
            node, leaving = pending.pop()
            if leaving:
                path.pop()
                on_path.discard(node)
                done.add(node)
            elif node in on_path:
                return path[path.index(node):] + [node]
            elif node not in done:
                path.append(node)
                on_path.add(node)
                pending.append((node, True))
                pending += [(successor, False) for successor in edges.get(node, ())]
    return None


def cycle_faults(graph):
    files = {source: [i.target for i in includes if i.target] for source, includes in graph.items()}
    cycle = first_cycle(files)
    if cycle:
        line = next(i.line for i in graph[cycle[0]] if i.target == cycle[1])
        yield f"{cycle[0]}:{line}: files include each other: {' -> '.join(cycle)}"

    rooms, witness = {}, {}
    for source, includes in graph.items():
        for include in includes:
            edge = (room_of(source), room_of(include.target)) if include.target else (None, None)
            if edge[0] != edge[1]:
                rooms.setdefault(edge[0], []).append(edge[1])
                witness.setdefault(edge, f"{source}:{include.line}")
    cycle = first_cycle(rooms)
    if cycle:
        yield f"{witness[cycle[0], cycle[1]]}: rooms include each other: {' -> '.join(cycle)}"


def way_to(graph, source, goals):
    """The shortest chain of includes from a file to a goal; None where there is none."""
    chains = [[source]]
    seen = {source}
    for chain in chains:
        for include in graph.get(chain[-1], ()):
            target = include.target
            if target is None or target in seen:
                continue
            if matches(target, goals):
                return chain + [target]
            seen.add(target)
            chains.append(chain + [target])
    return None


def promise_faults(graph):
    for room, goals, promise in PROMISES:
        for source in graph:
            if room_of(source) != room:
                continue
            chain = way_to(graph, source, goals)
            if chain:
                line = next(i.line for i in graph[source] if i.target == chain[1])
                yield f"{source}:{line}: {promise}, but {' -> '.join(chain)}"


def size_faults(root):
    for folder in ("include", "src", "tests", "scripts"):
        for path in sorted((root / folder).rglob("*")):
            inside = path.relative_to(root)
            if NOT_OURS.intersection(inside.parts):
                continue
            if path.stem in EMPTY_NAMES:
                yield f"{inside}:1: a name that says nothing; call it by what it holds"
            if path.is_file() and path.suffix in CODE | {".py"}:
                lines = len(path.read_text(encoding="utf-8").splitlines())
                if lines > MOST_LINES:
                    yield f"{inside}:{MOST_LINES + 1}: {lines} lines, more than {MOST_LINES}"


def check(root):
    """Faults as a list of lines, and the number of files of the rooms."""
    root = Path(root).resolve()
    graph = {source: read_includes(root, source) for source in code_files(root)}
    faults = [*room_faults(root, graph), *foreign_faults(graph), *cycle_faults(graph),
              *promise_faults(graph), *size_faults(root)]
    return faults, len(graph)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("root", nargs="?", default=Path(__file__).resolve().parent.parent)
    root = parser.parse_args().root
    faults, files = check(root)
    if files == 0:
        faults.append(f"{root}: no files in include/xuanzhi and src")
    for fault in faults:
        print(fault)
    if not faults:
        print(f"rooms ok: {files} files")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
