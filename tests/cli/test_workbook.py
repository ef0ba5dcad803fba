# SPDX-License-Identifier: Apache-2.0
"""Whole-program tests of the workbook that `xuanzhi report` writes: its cells are the rows of the
result, and LibreOffice (where it is installed) opens it and computes its formulas."""

import csv
import re
import shutil
import subprocess
import unittest
import xml.etree.ElementTree as ET
import zipfile

from workbench import DEMO, Case, columns, rows, run

NS = {"m": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}
WORDS = {"compliant": "符合", "conditional": "有条件符合", "insufficient_data": "数据不足",
         "non_compliant": "不符合"}
VERDICTS = {"verdict", "best_verdict", "worst_verdict"}


def column_of(reference):
    number = 0
    for letter in re.match(r"[A-Z]+", reference)[0]:
        number = 26 * number + ord(letter) - ord("A") + 1
    return number - 1


class Book:
    """The sheets of a workbook, read with nothing but its XML."""

    def __init__(self, path):
        self.zip = zipfile.ZipFile(path)
        book = ET.fromstring(self.zip.read("xl/workbook.xml"))
        names = [s.get("name") for s in book.find("m:sheets", NS)]
        self.places = {name: f"xl/worksheets/sheet{i}.xml" for i, name in enumerate(names, start=1)}
        self.read = {}
        shared = ET.fromstring(self.zip.read("xl/sharedStrings.xml")) \
            if "xl/sharedStrings.xml" in self.zip.namelist() else []
        self.shared = ["".join(t.text or "" for t in s.iter(f"{{{NS['m']}}}t")) for s in shared]

    def sheet(self, name):
        if name not in self.read:
            self.read[name] = ET.fromstring(self.zip.read(self.places[name]))
        return self.read[name]

    def cells(self, name):
        table = []
        for row in self.sheet(name).find("m:sheetData", NS):
            values = {}
            for cell in row:
                kind, v = cell.get("t"), cell.find("m:v", NS)
                if kind == "inlineStr":
                    values[column_of(cell.get("r"))] = "".join(
                        t.text or "" for t in cell.iter(f"{{{NS['m']}}}t"))
                elif v is not None:
                    values[column_of(cell.get("r"))] = self.shared[int(v.text)] \
                        if kind == "s" else float(v.text)
            table.append([values.get(i) for i in range(max(values, default=-1) + 1)])
        return table


class Workbook(Case):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.result = cls.made(DEMO, "demo")
        cls.book = Book(cls.folder / "demo" / "report.xlsx")
        # Its sheets are quickly read.
        cls.small_result = cls.made(cls.small, "little")
        cls.small_book = Book(cls.folder / "little" / "report.xlsx")

    @classmethod
    def made(cls, workspace, name):
        """The report and the result of a workspace; returns the path of the result."""
        result = cls.folder / f"{name}.gpkg"
        for words in (["report", "-w", workspace, "-o", cls.folder / name],
                      ["evaluate", "-w", workspace, "-o", result]):
            done = run(*words, "-q")
            assert done.returncode == 0, done.stderr
        return result

    def compare(self, book, result, sheet, table):
        """Every cell of a sheet against the table of the result with the same columns."""
        names = [c for c in columns(result, table) if c != "fid"]
        wanted = rows(result, f"SELECT * FROM {table} ORDER BY fid")
        found = book.cells(sheet)[1:]
        self.assertEqual(len(found), len(wanted))
        self.assertGreater(len(found), 0)
        for have, want in zip(found, wanted):
            for i, name in enumerate(names):
                value = have[i] if i < len(have) else None
                truth = WORDS[want[name]] if name in VERDICTS else want[name]
                if isinstance(truth, (int, float)):
                    self.assertAlmostEqual(value, truth, delta=1e-9 * max(1, abs(truth)), msg=name)
                elif truth is not None and len(truth) < 8000:
                    # XLSX writes line ends as one character.
                    self.assertEqual(value, truth.replace("\r\n", "\n"), name)

    def test_assessments_are_those_of_the_result(self):
        self.compare(self.book, self.result, "审查", "assessment")

    def test_findings_are_those_of_the_result(self):
        self.compare(self.small_book, self.small_result, "结论项", "finding")

    def test_projects_rules_audit_and_run_are_those_of_the_result(self):
        for sheet, table in (("项目", "project"), ("规则", "rule"), ("数据审查", "input_audit"),
                             ("运行", "run")):
            self.compare(self.book, self.result, sheet, table)

    def test_sites_have_their_areas_in_three_units(self):
        truth = {r["site_id"]: r for r in rows(self.result, "SELECT * FROM site")}
        found = self.book.cells("地块")[1:]
        self.assertEqual({row[0] for row in found}, set(truth))
        for row in found:
            area = truth[row[0]]["area_m2"]
            self.assertAlmostEqual(row[5], area, delta=1e-6)
            self.assertAlmostEqual(row[6] * 10000, area, delta=1e-6)
            self.assertAlmostEqual(row[7] * 10000 / 15, area, delta=1e-6)

    def scores(self, book):
        """Cells of the sheet of scores below its header: project, site, verdict, score, rank …"""
        return book.cells("得分")[1:]

    def test_scores_are_those_of_the_result_and_rank_the_sites_of_each_project(self):
        truth = {(r["project_id"], r["site_id"]): r for r in rows(
            self.result, "SELECT project_id, site_id, verdict, score FROM assessment")}
        found = self.scores(self.book)
        self.assertEqual(len(found), len(truth))
        of_project = {}
        for project, site, verdict, score, *_ in found:
            want = truth[project, site]
            self.assertEqual(verdict, WORDS[want["verdict"]])
            if want["score"] is None:
                self.assertIn(score, (None, ""))
            else:
                self.assertAlmostEqual(score, want["score"], delta=1e-9)
                of_project.setdefault(project, []).append(score)
        self.assertGreater(len(of_project), 100)
        for project, _, _, score, rank, *_ in found:
            if isinstance(score, float):
                # Equal utilities may be summed in another order by a reader's program.
                self.assertEqual(rank, 1 + sum(s > score for s in of_project[project]))

    def test_weights_times_utilities_make_the_scores(self):
        names, weights = self.book.cells("权重")
        self.assertAlmostEqual(sum(weights[1:]), 1.0, delta=1e-9)
        self.assertEqual(names[1:], self.book.cells("得分")[0][5:])
        scored = 0
        for row in self.scores(self.book)[::37]:
            known = [(w, u) for w, u in zip(weights[1:], row[5:]) if isinstance(u, float)]
            if isinstance(row[3], float):
                scored += 1
                self.assertAlmostEqual(row[3], 100 * sum(w * u for w, u in known) / sum(
                    w for w, _ in known), delta=1e-9)
        self.assertGreater(scored, 100)

    def test_a_report_on_one_pair_scores_all_sites_of_its_project(self):
        out = self.folder / "one"
        self.good("report", "-w", DEMO, "-o", out, "--project", "P-016", "--site", "S-01", "-q")
        found = self.scores(Book(out / "report.xlsx"))
        truth = {r["site_id"]: r["score"] for r in rows(
            self.result, "SELECT site_id, score FROM assessment WHERE project_id = 'P-016'")}
        shown = {row[1]: round(row[3], 9) for row in found if isinstance(row[3], float)}
        self.assertEqual(shown, {site: round(score, 9) for site, score in truth.items()
                                 if score is not None})

    @unittest.skipUnless(shutil.which("soffice"), "LibreOffice is not installed")
    def test_libreoffice_moves_scores_and_ranks_when_a_weight_is_changed(self):
        out = self.folder / "weights"
        self.good("report", "-w", DEMO, "-o", out, "--project", "P-016", "-q")
        book = Book(out / "report.xlsx")
        names = list(book.places)
        part, sheet = book.places["权重"], names.index("得分") + 1
        weights = book.cells("权重")[1][1:]
        changed = weights[:]
        heaviest = max(range(len(weights)), key=lambda c: weights[c])
        changed[heaviest] = 0.0
        spoilt = self.folder / "weights.xlsx"
        with zipfile.ZipFile(out / "report.xlsx") as old, zipfile.ZipFile(
                spoilt, "w", zipfile.ZIP_DEFLATED) as new:
            for item in old.namelist():
                data = old.read(item)
                if item == part:
                    cell = re.compile(rb'(<c r="%s2"[^>]*><v>)[^<]*(</v>)' % bytes(
                        [ord("B") + heaviest]))
                    data, count = cell.subn(rb"\g<1>0\2", data)
                    self.assertEqual(count, 1)
                if item == book.places["得分"]:
                    data = re.sub(rb"(</f>)<v>[^<]*</v>", rb"\1", data)
                new.writestr(item, data)
        subprocess.run(["soffice", f"-env:UserInstallation=file://{self.folder / 'office'}",
                        "--headless", "--convert-to",
                        "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,"
                        f"{sheet}", "--outdir", self.folder / "csv_weights", spoilt],
                       check=True, capture_output=True, timeout=200)
        (path,) = (self.folder / "csv_weights").glob("*.csv")
        with open(path, encoding="utf-8") as file:
            table = list(csv.reader(file))
        before = {row[1]: row for row in self.scores(book)}
        lines = [row for row in table if row and row[0] == "P-016"]
        self.assertEqual(len(lines), len(before))
        expected = {}
        for site, row in before.items():
            known = [(w, u) for w, u in zip(changed, row[5:]) if isinstance(u, float)]
            total = sum(w for w, _ in known)
            if total > 0 and isinstance(row[3], float):
                expected[site] = 100 * sum(w * u for w, u in known) / total
        computed = {row[1]: row for row in lines if row[3]}
        self.assertGreater(len(expected), 50)
        for site, score in expected.items():
            self.assertAlmostEqual(float(computed[site][3]), score, delta=0.0051)
        best = max(expected.values())
        self.assertTrue(all(abs(expected[site] - best) < 1e-6 for site, row in computed.items()
                            if row[4] == "1"))
        self.assertTrue(any(abs(expected[s] - before[s][3]) > 1 for s in expected))

    def test_every_table_has_a_frozen_bilingual_header_filters_and_coloured_verdicts(self):
        for name in list(self.small_book.places)[1:]:
            sheet = self.small_book.sheet(name)
            pane = sheet.find("m:sheetViews/m:sheetView/m:pane", NS)
            self.assertEqual((pane.get("state"), pane.get("ySplit")), ("frozen", "1"), name)
            self.assertIsNotNone(sheet.find("m:autoFilter", NS), name)
            header = self.small_book.cells(name)[0]
            self.assertTrue(all(header), name)
            if name in ("审查", "结论项", "地块", "项目"):
                self.assertGreaterEqual(len(sheet.findall("m:conditionalFormatting", NS)), 1, name)
                self.assertTrue(any("\n" in title for title in header), name)

    def test_formulas_carry_the_counts_of_the_result(self):
        counts = {r["verdict"]: r["n"] for r in rows(
            self.result, "SELECT verdict, count(*) n FROM assessment GROUP BY 1")}
        table = {row[0]: row[1] for row in self.book.cells("概览") if len(row) > 1}
        for code, word in WORDS.items():
            self.assertEqual(table[word], counts.get(code, 0))
        self.assertEqual(table["合计"], sum(counts.values()))

    @unittest.skipUnless(shutil.which("soffice"), "LibreOffice is not installed")
    def test_libreoffice_computes_the_counts_anew_when_a_verdict_is_changed(self):
        # The stored values are taken out and one verdict is changed: what comes back is computed.
        spoilt = self.folder / "spoilt.xlsx"
        with zipfile.ZipFile(self.folder / "little" / "report.xlsx") as old, zipfile.ZipFile(
                spoilt, "w", zipfile.ZIP_DEFLATED) as new:
            for item in old.namelist():
                data = old.read(item)
                if item == "xl/worksheets/sheet1.xml":
                    data = re.sub(rb"(</f>)<v>[^<]*</v>", rb"\1", data)
                if item == "xl/worksheets/sheet2.xml":
                    before = "不符合".encode()
                    self.assertIn(b">" + before + b"<", data)
                    data = data.replace(b">" + before + b"<", b">" + "符合".encode() + b"<", 1)
                new.writestr(item, data)
        home = self.folder / "office"
        subprocess.run(["soffice", f"-env:UserInstallation=file://{home}", "--headless",
                        "--convert-to",
                        "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,1",
                        "--outdir", self.folder / "csv", spoilt],
                       check=True, capture_output=True, timeout=200)
        (path,) = (self.folder / "csv").glob("spoilt*.csv")
        with open(path, encoding="utf-8") as file:
            table = {row[0]: row[1] for row in csv.reader(file) if len(row) > 1}
        counts = {r["verdict"]: r["n"] for r in rows(
            self.small_result, "SELECT verdict, count(*) n FROM assessment GROUP BY 1")}
        number = lambda word: int(table[word].replace(",", ""))  # noqa: E731
        self.assertEqual(number("不符合"), counts["non_compliant"] - 1)
        self.assertEqual(number("符合"), counts.get("compliant", 0) + 1)
        self.assertEqual(number("合计"), sum(counts.values()))


if __name__ == "__main__":
    unittest.main()
