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
