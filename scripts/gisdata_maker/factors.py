"""What a project states besides its needs: catalogue class, figures of land use, funds, documents.

All invented. A chance of its own keeps the older columns as they were.
"""

import random

HEADERS = [  # column title, width
    ("目录类别", 10), ("主要产品", 16), ("年产量(吨)", 12), ("容积率", 8), ("建筑系数", 8), ("办公生活用地占比", 10), ("最高建构筑物高度(米)", 12),
    ("研发投入占比", 10), ("是否列入年度项目计划", 12), ("稳评风险等级", 10), ("已取得材料", 36), ("已办结环节", 24), ("预算内资金(万元)", 12),
    ("专项支持资金(万元)", 12), ("政策性基金(万元)", 12), ("专项贴息贷款(万元)", 12), ("地方政府专项债券(万元)", 14), ("信贷(万元)", 12), ("自筹资金(万元)", 12),
    ("环评类别", 10), ("计划进度", 8), ("实际进度", 8),
]
NOTES = [
    ("目录类别", "鼓励、允许、限制、淘汰，按产业结构调整指导目录；示意值。空白表示未填，涉及有限制或淘汰条目的行业时不能判断。"),
    ("用地强度", "容积率、建筑系数（0～1）、行政办公及生活服务用地占比（0～1）；示意值。"),
    ("资金", "预算内资金、专项支持资金、政策性基金、专项贴息贷款、地方政府专项债券、信贷为方案列举的来源；自筹资金另列；缺口＝总投资－已落实。"),
    ("环评类别", "报告书、报告表、登记表、不纳入；名录按工艺或规模分档的行业须由单位填写，示意值；空白表示未填。"),
    ("进度", "计划进度、实际进度为应完成、已完成的份额（0～1），开工和在建的填写；示意值。"),
    ("已取得材料", "分号分隔；用于办理路径判断容缺和成熟度。"),
]
PRODUCTS = [  # words of a product, its name in the quota table, tonnes per 10k CNY of value added
    ("BDO", "BDO", 1.1), ("PBAT", "PBAT", 0.9), ("多晶硅", "多晶硅", 0.15), ("单晶", "多晶硅", 0.12), ("焦", "焦炭", 6.0),
    ("负极", "石墨负极", 0.5), ("有机硅", "有机硅单体", 0.6),
]
EIA_BY_SIZE = {  # codes that the EIA catalogue grades by process or size, or that need a look: what owners state
    "4620": ("报告书", "报告表"), "7723": ("报告书", "报告表"), "3825": ("报告书", "报告表"), "3841": ("报告书", "报告表"),
    "3985": ("报告书", "报告表"), "1492": ("报告表", "登记表"), "5621": ("报告表",), "5990": ("报告表", "不纳入"),
    "7869": ("报告表", "登记表"), "8514": ("登记表", "不纳入"), "9030": ("登记表", "不纳入"),
}
HEAVY = {"2614", "2651", "2619", "2612", "3091", "2511", "2613"}


def _documents(chance, stage_like):
    steps = ["立项", "选址", "权属材料", "草原补偿协议", "村民表决"]
    return steps[:chance.randint(0, len(steps)) if stage_like else 0]


def of_project(number, industry, product, public, needs, settled):
    """The further columns of one project."""
    chance = random.Random(f"project|{number}|factors")
    industrial = industry.code[:2].isdigit() and 6 <= int(industry.code[:2] or 0) <= 46
    out = dict.fromkeys([title for title, _ in HEADERS], "")
    roll = chance.random()
    out["目录类别"] = "鼓励" if roll < 0.55 else "允许"
    if industry.code in HEAVY and roll > 0.93:
        out["目录类别"] = "限制" if roll < 0.985 else ""
    out["主要产品"] = product
    for word, name, tonnes in PRODUCTS:
        if word in product:
            out["主要产品"] = name
            out["年产量(吨)"] = round(needs["年增加值(万元)"] * tonnes * chance.uniform(0.8, 1.2), -1)
            break
    if industrial:
        out["容积率"] = round(chance.uniform(0.62, 1.6), 2)
        out["建筑系数"] = round(chance.uniform(0.37, 0.62), 2)
        out["办公生活用地占比"] = round(chance.uniform(0.02, 0.075), 3)
        out["最高建构筑物高度(米)"] = round(chance.uniform(8, 65), 1)
        out["研发投入占比"] = round(chance.uniform(0.005, 0.08), 3)
    out["是否列入年度项目计划"] = "是"
    out["稳评风险等级"] = chance.choice(["低", "低", "低", "中", ""])
    out["已取得材料"] = "；".join(_documents(chance, chance.random() < 0.6))
    out["已办结环节"] = "立项" if "立项" in out["已取得材料"] else ""
    _add_funds(out, chance, public, needs["总投资(万元)"])
    out["环评类别"] = _eia_class(number, industry)
    return out


def of_stage(number, stage, held):
    """What a project under way has besides: its progress, and the reviews before the construction permit."""
    if stage not in ("开工", "在建"):
        return {}
    chance = random.Random(f"project|{number}|stage")
    due = round(chance.uniform(0.1, 0.35) if stage == "开工" else chance.uniform(0.4, 0.9), 2)
    out = {"计划进度": due, "实际进度": round(max(0.0, due - chance.choice([0, 0, 0.05, 0.1, 0.3])), 2)}
    if chance.random() < 0.6:
        out["已取得材料"] = "；".join(filter(None, [held, "施工图审查合格书", "人防审查", "消防设计审查"]))
    return out


def _eia_class(number, industry):
    """Stated by three of four owners in trades whose class the code alone does not tell."""
    chance = random.Random(f"project|{number}|eia")
    known = next((v for k, v in EIA_BY_SIZE.items() if industry.code.startswith(k)), ())
    return chance.choice(known) if known and chance.random() < 0.75 else ""


def _add_funds(out, chance, public, total):
    shares = {"预算内资金(万元)": 0.3, "地方政府专项债券(万元)": 0.35, "专项支持资金(万元)": 0.15} if public else {
        "自筹资金(万元)": 0.4, "信贷(万元)": 0.35, "专项贴息贷款(万元)": 0.05}
    for title, share in shares.items():
        out[title] = round(total * share * chance.uniform(0.7, 1.2))
    if chance.random() < 0.1:
        out["政策性基金(万元)"] = round(total * 0.08)
