#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Each test builds a small tree and asks scripts/check_rooms.py what is wrong with it."""

import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

SCRIPT = Path(__file__).resolve().parents[2] / "scripts" / "check_rooms.py"


class CheckRooms(unittest.TestCase):
    def setUp(self):
        self.empty_tree()

    def empty_tree(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = Path(folder.name)

    def write(self, path, *lines):
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("\n".join(lines) + "\n", encoding="utf-8")

    def header(self, path, *included):
        self.write(f"include/xuanzhi/{path}", "#pragma once",
                   *(f'#include "xuanzhi/{name}"' for name in included))

    def run_check(self):
        done = subprocess.run([sys.executable, str(SCRIPT), str(self.root)],
                              capture_output=True, text=True, check=False)
        self.assertEqual(done.stderr, "")
        return done.returncode, done.stdout.splitlines()

    def assert_ok(self, files):
        self.assertEqual(self.run_check(), (0, [f"rooms ok: {files} files"]))

    def assert_fault(self, place, words):
        code, lines = self.run_check()
        self.assertEqual(code, 1)
        self.assertEqual(len(lines), 1, lines)
        self.assertTrue(lines[0].startswith(place + ": "), lines)
        self.assertIn(words, lines[0])

    def test_includes_along_the_data_are_right(self):
        self.header("base/error.h")
        self.header("workspace/site.h", "base/error.h")
        self.write("src/workspace/site_rows.h", "#pragma once")
        self.write("src/workspace/site.cpp", '#include "xuanzhi/workspace/site.h"',
                   "#include <vector>", '#include "site_rows.h"')
        self.assert_ok(4)

    def test_a_tree_without_rooms_is_a_fault(self):
        code, lines = self.run_check()
        self.assertEqual(code, 1)
        self.assertIn("no files", lines[0])

    def test_an_upward_include(self):
        self.header("rules/rule.h")
        self.header("workspace/site.h", "rules/rule.h")
        self.assert_fault("include/xuanzhi/workspace/site.h:2", "workspace may not include rules")

    def test_an_include_of_the_neighbour_that_comes_next(self):
        self.header("approvals/path.h")
        self.write("src/suitability/score.cpp", "", '#include "xuanzhi/approvals/path.h"')
        self.assert_fault("src/suitability/score.cpp:2", "suitability may not include approvals")

    def test_a_private_header_of_another_room(self):
        self.write("src/base/table.h", "#pragma once")
        self.write("src/rules/verdict.cpp", '#include "../base/table.h"')
        self.assert_fault("src/rules/verdict.cpp:1", "private to base")

    def test_a_private_header_named_from_the_source_folder(self):
        self.write("src/base/table.h", "#pragma once")
        self.write("src/rules/verdict.cpp", '#include "base/table.h"')
        self.assert_fault("src/rules/verdict.cpp:1", "private to base")

    def test_a_header_that_does_not_exist(self):
        self.header("rules/rule.h", "base/gone.h")
        self.assert_fault("include/xuanzhi/rules/rule.h:2", "does not exist")

    def test_a_header_that_cmake_writes(self):
        self.write("cmake/version.h.in", "#pragma once")
        self.header("base/a.h", "version.h")
        self.assert_ok(1)

    def test_a_file_outside_all_rooms(self):
        self.write("src/attic/old.cpp", "int old;")
        self.assert_fault("src/attic/old.cpp:1", "no room")

    def test_a_file_beside_the_rooms(self):
        self.write("src/main.cpp", "int main() {}")
        self.assert_fault("src/main.cpp:1", "no room")

    def test_files_that_include_each_other(self):
        self.header("base/a.h", "base/b.h")
        self.header("base/b.h", "base/c.h")
        self.header("base/c.h", "base/a.h")
        self.assert_fault("include/xuanzhi/base/a.h:2", "files include each other")

    def test_two_ways_to_one_header_are_no_cycle(self):
        self.header("base/a.h", "base/b.h", "base/c.h")
        self.header("base/b.h", "base/d.h")
        self.header("base/c.h", "base/d.h")
        self.header("base/d.h")
        self.assert_ok(4)

    def test_rooms_that_include_each_other_without_a_cycle_of_files(self):
        self.header("base/a.h", "geometry/shape.h")
        self.header("base/b.h")
        self.header("geometry/shape.h", "base/b.h")
        code, lines = self.run_check()
        self.assertEqual(code, 1)
        self.assertIn("base may not include geometry", lines[0])
        self.assertIn("rooms include each other: base -> geometry -> base", lines[1])

    def test_foreign_headers_stay_in_their_rooms(self):
        cases = [
            ("geos_c.h", "src/geometry/a.cpp", "src/screening/a.cpp"),
            ("proj.h", "include/xuanzhi/geometry/a.h", "src/dataset/a.cpp"),
            ("geodesic.h", "src/geometry/a.cpp", "src/base/a.cpp"),
            ("gdal_priv.h", "src/dataset/a.cpp", "src/workspace/a.cpp"),
            ("gdal/ogrsf_frmts.h", "src/dataset/a.cpp", "src/formats/a.cpp"),
            ("cpl_conv.h", "src/dataset/a.cpp", "src/products/a.cpp"),
            ("sqlite3.h", "src/dataset/a.cpp", "src/rules/a.cpp"),
            ("spatialite/gaiageo.h", "src/dataset/a.cpp", "src/rules/a.cpp"),
            ("coin/Cbc_C_Interface.h", "src/placement/solver_cbc.cpp", "src/placement/model.cpp"),
            ("CoinModel.hpp", "src/placement/solver_cbc.cpp", "include/xuanzhi/placement/a.h"),
            ("xlsxwriter.h", "src/products/workbook.cpp", "src/products/report.cpp"),
            ("httplib.h", "src/service/server.cpp", "src/cli/serve.cpp"),
            ("CLI/CLI.hpp", "src/cli/main.cpp", "src/service/server.cpp"),
        ]
        for header, home, abroad in cases:
            with self.subTest(header=header):
                self.empty_tree()
                self.write(home, f"#include <{header}>")
                self.assert_ok(1)
                self.write(abroad, "", f"#include <{header}>")
                self.assert_fault(f"{abroad}:2", f"{header} belongs in")

    def test_an_own_header_with_a_foreign_name_is_not_foreign(self):
        self.write("src/geometry/proj_handle.h", "#pragma once")
        self.write("src/geometry/crs.cpp", '#include "proj_handle.h"')
        self.write("src/formats/gdal_names.h", "#pragma once")
        self.write("src/formats/names.cpp", '#include "gdal_names.h"')
        self.assert_ok(4)

    def test_screening_reaches_no_project_over_another_header(self):
        self.header("workspace/project.h")
        self.header("workspace/workspace.h", "workspace/project.h")
        self.header("workspace/site.h")
        self.header("screening/facts.h", "workspace/site.h")
        self.assert_ok(4)
        self.write("src/screening/measure.cpp", '#include "xuanzhi/screening/facts.h"',
                   '#include "xuanzhi/workspace/workspace.h"')
        self.assert_fault("src/screening/measure.cpp:2", "screening knows no project")

    def test_rules_reach_no_geometry_over_dataset(self):
        self.header("geometry/shape.h")
        self.header("dataset/vector_file.h", "geometry/shape.h")
        self.header("dataset/table_file.h")
        self.header("rules/rulebook.h", "dataset/table_file.h")
        self.assert_ok(4)
        self.header("rules/finding.h", "dataset/vector_file.h")
        self.assert_fault("include/xuanzhi/rules/finding.h:2", "rules knows no geometry")

    def test_comments_are_not_includes(self):
        self.header("cli/command.h")
        self.write("src/base/a.cpp", '// #include "xuanzhi/cli/command.h"', "/*",
                   '#include "xuanzhi/cli/command.h"', "*/", "int a;")
        self.assert_ok(2)

    def test_a_file_that_is_too_long(self):
        self.write("src/base/a.cpp", *["int a;"] * 500)
        self.assert_ok(1)
        self.write("src/base/a.cpp", *["int a;"] * 501)
        self.assert_fault("src/base/a.cpp:501", "501 lines")

    def test_names_that_say_nothing(self):
        for path in ("src/base/utils/a.cpp", "tests/common/a.txt", "scripts/helpers/a.py",
                     "src/base/util.cpp"):
            with self.subTest(path=path):
                self.empty_tree()
                self.write("src/base/error.cpp", "int a;")
                self.write(path, "")
                code, lines = self.run_check()
                self.assertEqual(code, 1)
                self.assertIn("says nothing", lines[0])


if __name__ == "__main__":
    unittest.main()
