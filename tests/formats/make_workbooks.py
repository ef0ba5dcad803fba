#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Makes the workbooks of data/ with LibreOffice, from a flat ODS written here.

    make_workbooks.py [FOLDER]

Needs `soffice` (Debian: libreoffice-calc-nogui). The files are committed, so that tests need no
LibreOffice; run this again only to change the list. All names and numbers are invented.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

# Each cell: text, number, ("date", iso) or ("span", text, columns, rows).
HEADER = [
    ("span", "序号", 1, 2), ("span", "项目名称", 1, 2), ("span", "建设单位", 1, 2),
    ("span", "建设性质", 1, 2), ("span", "开工时间", 1, 2), ("span", "总投资\n（亿元）", 1, 2),
    ("span", "用地面积（公顷）", 1, 2), ("span", "年综合能耗（万吨标准煤）", 1, 2),
    ("span", "年用水量（万m³）", 2, 1), None, ("span", "是否涉及危险化学品", 1, 2),
    ("span", "备注", 1, 2)]
ROWS = [
    [("span", "2023年重点项目清单（虚构）", 12, 1)],
    [],
    HEADER,
    [None] * 8 + ["地表水", "再生水"],
    ["一", "化工"],
    [1, "甲烷项目", "甲公司", "新建", "2023.3", 12.5, 20, 1.25, 30, "１２．５", "是", ""],
    [2, "乙炔项目", "乙公司", "改扩建", ("date", "2023-05-01"), "1.5", "8.4", 0.5, "-", 4, "否", ""],
    [],
    ["二", "装备"],
    [3, "丙机项目", "丙公司", "技改", "2024年6月", "约3", 5, 0.1, 1, 1, "×", ""],
    [4, "丁机项目", "丁公司", "续建", "2024-07", "1,234", 6, 0.2, 1, 1, "√", ""],
    [4, "丁机项目", "丁公司", "续建", "2024-07", "1,234", 6, 0.2, 1, 1, "√", ""],
    [("span", "合计", 5, 1), None, None, None, None, 1251.5, 45.4, 2.25, 33, 18.5],
]


def cell_xml(cell):
    if cell is None or cell == "":
        return "<table:table-cell/>"
    if isinstance(cell, (int, float)):
        return (f'<table:table-cell office:value-type="float" office:value="{cell}">'
                f"<text:p>{cell}</text:p></table:table-cell>")
    if isinstance(cell, str):
        lines = "".join(f"<text:p>{line}</text:p>" for line in cell.split("\n"))
        return f'<table:table-cell office:value-type="string">{lines}</table:table-cell>'
    if cell[0] == "date":
        return (f'<table:table-cell table:style-name="day" office:value-type="date" '
                f'office:date-value="{cell[1]}"><text:p>{cell[1]}</text:p></table:table-cell>')
    _, text, columns, rows = cell
    plain = cell_xml(text)
    return plain.replace("<table:table-cell", f'<table:table-cell table:number-columns-spanned="{columns}" '
                         f'table:number-rows-spanned="{rows}"', 1)


def flat_ods():
    names = " ".join(f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
                     for prefix, name in (("office", "office"), ("table", "table"), ("text", "text"),
                                          ("style", "style"), ("number", "datastyle")))
    rows = "".join("<table:table-row>" + "".join(map(cell_xml, row or [None])) + "</table:table-row>"
                   for row in ROWS)
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<office:document {names} office:version="1.2" office:mimetype="application/vnd.oasis.opendocument.spreadsheet">
<office:automatic-styles><number:date-style style:name="iso"><number:year number:style="long"/><number:text>-</number:text>
<number:month number:style="long"/><number:text>-</number:text><number:day number:style="long"/></number:date-style>
<style:style style:name="day" style:family="table-cell" style:data-style-name="iso"/></office:automatic-styles>
<office:body><office:spreadsheet><table:table table:name="清单">{rows}</table:table></office:spreadsheet></office:body>
</office:document>
"""


def main():
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else Path(__file__).parent / "data")
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        source = Path(scratch) / "list.fods"
        source.write_text(flat_ods(), encoding="utf-8")
        for target in ("xlsx", "xls", "ods", 'csv:Text - txt - csv (StarCalc):44,34,76,1'):
            subprocess.run(["soffice", "--headless", f"-env:UserInstallation=file://{scratch}/profile",
                            "--convert-to", target, "--outdir", str(folder), str(source)], check=True)
    # Excel on a Chinese Windows saves CSV in GBK.
    text = (folder / "list.csv").read_text(encoding="utf-8")
    for encoding in ("gbk", "utf-8-sig", "utf-16"):
        target = folder / f"list_{encoding.replace('-', '')}.csv"
        target.write_bytes(text.replace("m³", "立方米").encode(encoding))
    (folder / "list.csv").unlink()


if __name__ == "__main__":
    main()
