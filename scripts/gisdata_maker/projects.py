"""The project list: 296 invented key projects of 2023, 36 of them sponsored one to one."""

import io
import random
import re
import zipfile
from datetime import datetime

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter

from . import factors
from .industries import INDUSTRIES, PROFILES, WATER_SOURCES

PROJECT_COUNT, ONE_TO_ONE_COUNT = 296, 36
TITLE = "2023年乌海市重点招商引资项目表（示意数据）"
REMARK = ("单位：总投资、年增加值为万元；用地为亩；能耗为吨标煤；用电为万kWh；用水为万m³。"
          "全部企业与数值均为示意，不对应任何真实项目。")
HEADERS = [  # column title, width
    ("序号", 6), ("项目编号", 10), ("项目名称", 34), ("项目代码", 26), ("投资方", 18), ("投资方所在地/来源", 18), ("建设性质", 10),
    ("建设阶段", 10), ("主攻方向", 10), ("所属行业", 20), ("行业代码", 10), ("建设规模及内容", 44), ("资金性质", 10), ("项目级别", 10),
    ("总投资(万元)", 14), ("年增加值(万元)", 14), ("用地面积(亩)", 12), ("年综合能耗(吨标煤)", 16), ("年用电量(万kWh)", 14),
    ("地表水(万m³)", 12), ("地下水(万m³)", 12), ("自来水(万m³)", 12), ("再生水(万m³)", 12), ("雨水(万m³)", 12), ("疏干水(万m³)", 12),
    ("苦咸水(万m³)", 12), ("是否一对一包联", 12), ("是否重点项目", 12), ("是否国家重大项目", 14), ("红线内允许活动", 14),
    ("是否危险化学品", 14), ("是否排放污水", 12), ("是否高耗水重污染", 14), ("是否露天开采或爆破", 16), ("是否跨河穿路工程", 16),
    ("是否新设开发区", 12), ("是否密集建筑", 12), ("是否已落户企业", 14), *factors.HEADERS, ("责任单位", 22), ("包联领导", 20), ("备注", 24),
]
WATER_HEADERS = dict(zip(WATER_SOURCES, [h for h, _ in HEADERS[19:26]]))
HOMES = {
    "": ["浙江", "江苏", "广东", "山东", "北京", "上海", "四川", "河南", "陕西", "宁夏", "内蒙古呼和浩特", "内蒙古鄂尔多斯"],
    "欧美": ["德国（欧美）", "法国（欧美）", "美国（欧美）", "荷兰（欧美）"],
    "日韩": ["日本（日韩）", "韩国（日韩）"],
    "港澳及一带一路": ["中国香港（港澳）", "中国澳门（港澳）", "新加坡（一带一路）", "哈萨克斯坦（一带一路）"],
    "已落户": ["内蒙古乌海（已落户）"],
}
DISTRICTS = [("150302", "海勃湾区"), ("150303", "海南区"), ("150304", "乌达区")]
STAGES = ["储备"] * 5 + ["签约"] * 5 + ["开工"] * 4 + ["在建"] * 4 + ["竣工"] * 1
DEPARTMENTS = {
    "D2": ["市工业和信息化局", "市能源局"], "D3": ["市工业和信息化局"], "D4": ["市生态环境局", "市自然资源局"],
    "D5": ["市商务局", "市文化旅游体育局"], "D6": ["市商务局", "市发展和改革委员会"], "D7": ["市区域经济合作局", "市工业和信息化局"],
}
ELECTRICITY_TCE_PER_10K_KWH = 1.229
PUBLIC_INDUSTRIES = {"矿山生态修复", "污水处理", "库区及周边生态环境建设", "节水集水", "体育赛事", "扬尘治理"}


def _round_to(value, unit):
    return round(value / unit) * unit


def _yes(flag):
    return "是" if flag else "否"


def _needs(chance, profile):
    """Land, money, energy and water of a project, consistent with each other."""
    land = chance.uniform(*profile.land_mu)
    land = round(land, 1) if land < 20 else float(_round_to(land, 5))
    investment = max(300, _round_to(land * chance.uniform(*profile.invest_per_mu), 100))
    value_added = max(60, _round_to(investment * chance.uniform(*profile.value_added_share), 10))
    energy = value_added * chance.uniform(*profile.tce_per_value)
    electricity = energy * chance.uniform(*profile.electric_share) / ELECTRICITY_TCE_PER_10K_KWH
    water = land / 100 * chance.uniform(*profile.water_per_100mu)
    digits = 2 if water < 20 else 1
    by_source = {WATER_HEADERS[s]: round(water * profile.sources.get(s, 0.0), digits) for s in WATER_SOURCES}
    return {
        "总投资(万元)": investment, "年增加值(万元)": value_added, "用地面积(亩)": land,
        "年综合能耗(吨标煤)": round(energy, 1), "年用电量(万kWh)": round(electricity, 1), **by_source,
    }


def _project(number, chance, industry):
    """One row as {column title: value}."""
    profile = PROFILES[industry.profile]
    product = industry.products[number % len(industry.products)]
    settled = industry.origin == "已落户" or chance.random() < 0.12
    nature = chance.choice(["扩建", "改造升级"]) if industry.origin == "已落户" else (
        chance.choice(["扩建", "改造升级"]) if settled else "新建")
    public = industry.name in PUBLIC_INDUSTRIES and chance.random() < 0.6
    code, district = chance.choice(DISTRICTS)
    needs = _needs(chance, profile)
    scale = f"占地约{needs['用地面积(亩)']:g}亩，建设{product}及配套设施"
    hazchem = chance.random() < profile.hazchem
    investor = f"市属平台（示意{number:03d}）" if public else f"示意企业{number:03d}"
    home = "内蒙古乌海" if public else chance.choice(HOMES[industry.origin])
    if settled and industry.origin == "":
        home = "内蒙古乌海（已落户）"
    return {
        "项目编号": f"P-{number:03d}", "项目名称": f"{investor}{product}{'扩能改造' if nature != '新建' else ''}项目",
        "项目代码": f"23{chance.randint(1, 12):02d}-{code}-{chance.choice(['04', '89'])}-01-{chance.randint(100000, 999999)}",
        "投资方": investor, "投资方所在地/来源": home, "建设性质": nature, "建设阶段": chance.choice(STAGES),
        "主攻方向": industry.direction, "所属行业": industry.name, "行业代码": industry.code, "建设规模及内容": scale,
        "资金性质": "政府" if public else "企业", "项目级别": chance.choice(["自治区级", "市本级", "市本级", "区级"]),
        **needs,
        "是否重点项目": "是", "是否国家重大项目": "否",
        "红线内允许活动": _yes(industry.name in ("矿山生态修复", "库区及周边生态环境建设") and chance.random() < 0.6),
        "是否危险化学品": _yes(hazchem), "是否排放污水": _yes(hazchem or chance.random() < profile.discharges),
        "是否高耗水重污染": _yes(chance.random() < profile.heavy), "是否露天开采或爆破": _yes(chance.random() < profile.open_pit),
        "是否跨河穿路工程": _yes(industry.profile == "crossing"), "是否新设开发区": "否",
        "是否密集建筑": _yes(chance.random() < profile.dense), "是否已落户企业": _yes(settled),
        **factors.of_project(number, industry, product, public, needs, settled),
        "责任单位": f"{district}人民政府" if chance.random() < 0.75 else chance.choice(DEPARTMENTS[industry.direction]),
        "备注": "示意数据",
    }


def _mark_special(rows):
    """The few flags that belong to named rows, and the 36 sponsored one to one."""
    by_size = sorted(rows, key=lambda r: (-r["总投资(万元)"], r["项目编号"]))
    wanted = {"D2": 14, "D3": 8, "D4": 4, "D5": 4, "D6": 2, "D7": 4}
    chosen = set()
    for direction, count in wanted.items():
        chosen |= {r["项目编号"] for r in [r for r in by_size if r["主攻方向"] == direction][:count]}
    assert len(chosen) == ONE_TO_ONE_COUNT
    sponsors = 0
    for row in rows:
        single = row["项目编号"] in chosen
        sponsors += single
        row["是否一对一包联"] = _yes(single)
        row["包联领导"] = f"市级领导{sponsors:02d}（示意）" if single else f"{row['责任单位'].replace('人民政府', '政府')}领导（示意）"
    for row in [r for r in rows if r["所属行业"] == "污水处理"][:1] + [r for r in rows if r["所属行业"] == "通用航空"][:1]:
        row["是否国家重大项目"] = "是"
        row["备注"] = "示意数据；国家重大项目且难以避让（假设）"
    new_zone = next(r for r in rows if r["所属行业"] == "商贸物流")
    new_zone["是否新设开发区"] = "是"
    new_zone["备注"] = "示意数据；含新设园区（假设）"
    for row in rows:
        if not row["行业代码"]:
            row["备注"] = "示意数据；行业代码未填，适用性未知"


def make_rows():
    """All projects in the order of their numbers."""
    slots = [industry for industry in INDUSTRIES for _ in range(industry.count)]
    assert len(slots) == PROJECT_COUNT, len(slots)
    random.Random("project order").shuffle(slots)
    rows = [_project(n, random.Random(f"project|{n}"), industry) for n, industry in enumerate(slots, 1)]
    _mark_special(rows)
    for number, row in enumerate(rows, 1):
        row["序号"] = number
        row |= factors.of_stage(number, row["建设阶段"], row["已取得材料"])
    return rows


def _fill_list(sheet, rows):
    thin = Side(style="thin", color="BFBFBF")
    sheet.append([TITLE])
    sheet.append([REMARK])
    sheet.append([title for title, _ in HEADERS])
    last = get_column_letter(len(HEADERS))
    sheet.merge_cells(f"A1:{last}1")
    sheet.merge_cells(f"A2:{last}2")
    sheet["A1"].font = Font(size=16, bold=True)
    sheet["A1"].alignment = Alignment(horizontal="center", vertical="center")
    for k, (_, width) in enumerate(HEADERS, 1):
        sheet.column_dimensions[get_column_letter(k)].width = width
        cell = sheet.cell(row=3, column=k)
        cell.font = Font(bold=True)
        cell.fill = PatternFill("solid", fgColor="DDEBF7")
        cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
        cell.border = Border(bottom=thin, top=thin, left=thin, right=thin)
    for row in rows:
        sheet.append([row[title] if row[title] != "" else None for title, _ in HEADERS])
    sheet.row_dimensions[1].height, sheet.row_dimensions[3].height = 28, 34
    sheet.freeze_panes = "D4"
    sheet.auto_filter.ref = f"A3:{last}{3 + len(rows)}"


NOTES = [
    ("用途", "选址软件的示意项目库：296个重点项目，其中36个“一对一”包联，其余260个按属地或主管部门包联。"),
    ("性质", "全部为示意数据（schematic）：企业、投资、用地、能耗、用水均由固定种子生成，不对应任何真实项目。"),
    ("主攻方向", "D2—D7 对应实施方案第二至第七个主攻方向。D1 为空位：原文第一版缺失，未臆造，由用户补填。"),
    ("行业代码", "GB/T 4754-2017；对应关系为一般知识，未经核对。少数行留空，用于演示“适用性未知”。"),
    ("能耗", "年综合能耗含电力，电力按当量值 1.229 吨标煤/万kWh 折算。"),
    ("用水", "七种水源分列；量级为示意，不代表用水定额。"),
    *factors.NOTES,
    ("是否已落户企业", "已在乌海落户、扩建或改造升级的项目，实施方案鼓励向（集宁）先进制造业集中区搬迁，不是强制要求。"),
]


def write_workbook(path, rows):
    """Writes the workbook with fixed dates, so that the same rows give the same bytes."""
    book = Workbook()
    book.properties.creator = "xuanzhi"
    book.properties.created = datetime(2023, 2, 1)
    _fill_list(book.active, rows)
    book.active.title = "项目清单"
    notes = book.create_sheet("说明")
    notes.append(["项目", "说明"])
    for line in NOTES:
        notes.append(line)
    notes.column_dimensions["A"].width, notes.column_dimensions["B"].width = 18, 100
    raw = io.BytesIO()
    book.save(raw)
    with zipfile.ZipFile(raw) as source, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for name in sorted(source.namelist(), key=lambda n: (n != "[Content_Types].xml", n)):
            data = source.read(name)
            if name == "docProps/core.xml":
                data = re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>2023-02-01T00:00:00Z", data)
            entry = zipfile.ZipInfo(name, (2023, 2, 1, 0, 0, 0))
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            target.writestr(entry, data)
