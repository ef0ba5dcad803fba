"""Industries named by the plan, with GB/T 4754-2017 codes and ranges of their needs.

A profile holds ranges: land in mu, investment in 10k CNY per mu, value added as a share of the investment,
energy in tce per 10k CNY of value added, the share of electricity in that energy, water in 10k m3 per 100 mu,
and how the water splits over the sources. Magnitudes are plausible, not surveyed.
"""

from dataclasses import dataclass

WATER_SOURCES = ["surface", "ground", "tap", "reclaimed", "rain", "mine", "brackish"]


@dataclass(frozen=True)
class Profile:
    """Ranges of needs of a kind of project."""

    land_mu: tuple
    invest_per_mu: tuple
    value_added_share: tuple
    tce_per_value: tuple
    electric_share: tuple
    water_per_100mu: tuple
    sources: dict
    hazchem: float = 0.0     # chances of the yes/no columns
    discharges: float = 0.3
    heavy: float = 0.0
    open_pit: float = 0.0
    dense: float = 0.0


PROFILES = {
    "heavy_chem": Profile((300, 1400), (220, 420), (0.16, 0.3), (2.2, 6.0), (0.2, 0.5), (18, 45),
                          {"surface": 0.55, "reclaimed": 0.35, "mine": 0.1}, 0.9, 1.0, 1.0),
    "fine_chem": Profile((80, 420), (180, 380), (0.2, 0.38), (0.9, 2.6), (0.3, 0.55), (8, 22),
                         {"surface": 0.4, "reclaimed": 0.5, "tap": 0.1}, 0.75, 0.95, 0.55),
    "silicon": Profile((200, 900), (260, 520), (0.2, 0.36), (0.8, 2.4), (0.75, 0.92), (8, 20),
                       {"reclaimed": 0.6, "surface": 0.3, "tap": 0.1}, 0.15, 0.8, 0.2),
    "battery": Profile((120, 700), (240, 480), (0.22, 0.4), (0.5, 1.6), (0.7, 0.9), (4, 12),
                       {"reclaimed": 0.65, "tap": 0.25, "surface": 0.1}, 0.25, 0.6, 0.1),
    "hydrogen": Profile((60, 350), (250, 480), (0.16, 0.3), (0.7, 2.2), (0.8, 0.95), (5, 14),
                        {"reclaimed": 0.7, "brackish": 0.2, "tap": 0.1}, 1.0, 0.4, 0.0),
    "machinery": Profile((40, 320), (140, 300), (0.24, 0.42), (0.08, 0.3), (0.6, 0.85), (1, 4),
                         {"tap": 0.5, "reclaimed": 0.45, "rain": 0.05}, 0.0, 0.25),
    "pharma": Profile((50, 260), (220, 420), (0.28, 0.45), (0.25, 0.8), (0.45, 0.7), (4, 11),
                      {"tap": 0.7, "reclaimed": 0.3}, 0.35, 0.9, 0.15),
    "digital": Profile((6, 120), (380, 900), (0.26, 0.45), (0.1, 0.9), (0.93, 0.99), (1, 5),
                       {"tap": 0.6, "reclaimed": 0.4}, 0.0, 0.05),
    "solid_waste": Profile((60, 380), (80, 190), (0.2, 0.34), (0.3, 1.1), (0.4, 0.7), (2, 7),
                           {"reclaimed": 0.6, "mine": 0.35, "rain": 0.05}, 0.0, 0.35),
    "environment": Profile((8, 160), (120, 320), (0.14, 0.28), (0.2, 0.7), (0.7, 0.9), (1, 5),
                           {"reclaimed": 0.8, "tap": 0.2}, 0.05, 0.6),
    "hazwaste": Profile((50, 180), (160, 320), (0.2, 0.36), (0.5, 1.4), (0.35, 0.6), (3, 8),
                        {"reclaimed": 0.8, "tap": 0.2}, 0.3, 1.0, 0.3),
    "ecology": Profile((200, 1800), (4, 16), (0.05, 0.12), (0.03, 0.15), (0.3, 0.6), (1, 4),
                       {"reclaimed": 0.55, "mine": 0.3, "rain": 0.15}, 0.0, 0.0, 0.0, 0.3),
    "water_works": Profile((12, 240), (40, 160), (0.06, 0.15), (0.1, 0.4), (0.8, 0.95), (0.5, 3),
                           {"rain": 0.5, "reclaimed": 0.4, "brackish": 0.1}, 0.0, 0.1),
    "crossing": Profile((4, 30), (60, 160), (0.05, 0.1), (0.1, 0.3), (0.8, 0.95), (0.1, 0.5), {"reclaimed": 1.0}),
    "service": Profile((2, 7), (420, 1400), (0.26, 0.5), (0.02, 0.08), (0.75, 0.95), (3, 10),
                       {"tap": 0.9, "reclaimed": 0.1}, 0.0, 0.0, 0.0, 0.0, 0.3),
    "leisure": Profile((5, 260), (60, 260), (0.16, 0.32), (0.03, 0.12), (0.6, 0.85), (2, 7),
                       {"tap": 0.55, "reclaimed": 0.35, "rain": 0.1}, 0.0, 0.15, 0.0, 0.0, 0.2),
    "commerce": Profile((20, 260), (120, 300), (0.18, 0.34), (0.03, 0.12), (0.7, 0.9), (1, 4),
                        {"tap": 0.8, "reclaimed": 0.2}, 0.0, 0.1, 0.0, 0.0, 0.4),
    "farming": Profile((80, 900), (10, 42), (0.14, 0.28), (0.04, 0.15), (0.6, 0.85), (8, 24),
                       {"ground": 0.45, "reclaimed": 0.2, "surface": 0.25, "rain": 0.1}, 0.0, 0.1),
    "food": Profile((25, 160), (120, 260), (0.22, 0.38), (0.1, 0.35), (0.5, 0.75), (4, 12),
                    {"tap": 0.85, "reclaimed": 0.15}, 0.0, 0.8),
}


@dataclass(frozen=True)
class Industry:
    """An industry of a focus direction; `products` give the projects their names."""

    direction: str
    name: str
    code: str
    profile: str
    products: tuple
    origin: str = ""
    count: int = 5


def _rows(direction, lines, origin=""):
    for name, code, profile, products, count in lines:
        yield Industry(direction, name, code, profile, tuple(products.split("|")), origin, count)


INDUSTRIES = [
    *_rows("D2", [
        ("光伏全产业链", "3825", "silicon", "光伏电池片|光伏组件|单晶拉棒切片|光伏支架边框", 14),
        ("锂电池全产业链", "3841", "battery", "锂离子电池电芯|锂电池负极材料|磷酸铁锂正极材料|储能系统集成", 13),
        ("氢能源产业", "2619", "hydrogen", "绿电制氢|氯碱副产氢提纯|加氢母站|氢储运装备", 9),
        ("生物可降解塑料", "2651", "fine_chem", "PBAT聚合|PBS聚合|BDO一体化|可降解膜料改性", 12),
        ("生物可降解塑料", "2614", "heavy_chem", "BDO原料配套|顺酐配套", 6),
        ("光伏全产业链", "3985", "silicon", "电子级多晶硅|硅片切磨", 4),
        ("有机硅下游", "2659", "fine_chem", "硅橡胶|硅油深加工|硅树脂|有机硅密封胶", 11),
    ]),
    *_rows("D3", [
        ("特色装备制造", "3599", "machinery", "化工成套装备|压力容器|智能输送装备", 8),
        ("生物医药", "2710", "pharma", "原料药|医药中间体|中蒙药制剂", 8),
        ("数字经济", "6450", "digital", "绿色算力中心|大数据应用基地|数字工厂服务", 8),
        ("通用航空", "5621", "machinery", "通航维修保障|无人机装配|航空训练装备", 5),
        ("矿山机械", "3511", "machinery", "矿用掘进设备|洗选设备再制造|矿山智能化装备", 7),
        ("运输机械", "3434", "machinery", "带式输送机|矿用运输车辆部件|轨道运输设备", 6),
        ("新能源汽车", "3612", "machinery", "新能源重卡|换电站装备|车用电驱总成", 7),
        ("新型节能环保专用汽车", "3630", "machinery", "新能源环卫车|抑尘作业车|危化品运输专用车", 6),
    ]),
    *_rows("D4", [
        ("煤矸石综合利用", "7723", "solid_waste", "煤矸石制砖|煤矸石制陶粒|矸石充填", 6),
        ("粉煤灰综合利用", "7723", "solid_waste", "粉煤灰提取氧化铝|粉煤灰微珠|蒸压加气板材", 6),
        ("化工废渣综合利用", "7723", "solid_waste", "电石渣制脱硫剂|硅渣回收|废盐资源化", 6),
        ("扬尘治理", "7722", "environment", "矿区封闭料仓|道路抑尘|VOCs与脱硫脱硝治理", 5),
        ("污水处理", "4620", "environment", "园区污水处理厂|再生水深度处理|高盐水零排放", 6),
        ("污水处理", "4620", "crossing", "再生水输水管线跨河段|园区污水穿路干管", 2),
        ("危废处理", "7724", "hazwaste", "危险废物处置中心|废催化剂再生|废矿物油再生", 5),
        ("矿山生态修复", "7712", "ecology", "矿坑回填复绿|火区治理|渣山整治", 6),
        ("绿色矿山建设", "1090", "ecology", "石灰石绿色矿山|露天矿智能化改造", 4),
        ("节水集水", "7630", "water_works", "雨水集蓄|疏干水综合利用|苦咸水淡化", 5),
        ("库区及周边生态环境建设", "7711", "ecology", "乌海湖岸线修复|库区护岸林|湖滨湿地恢复", 4),
    ]),
    *_rows("D5", [
        ("工业互联网", "6431", "service", "工业互联网平台|标识解析节点", 6),
        ("商贸流通", "5121", "commerce", "农副产品批发市场|冷链仓储|城市配送中心", 5),
        ("运维服务", "4350", "service", "光伏电站运维基地|化工装置检维修", 4),
        ("总部经济", "7211", "service", "企业总部楼宇|区域结算总部", 3),
        ("平台经济", "6434", "service", "网络货运平台|煤焦化产品交易平台", 4),
        ("体育赛事", "8911", "leisure", "帆船赛事基地|体育公园", 3),
        ("户外运动", "9030", "leisure", "沙漠越野营地|湖上运动基地", 3),
        ("健康养老", "8514", "leisure", "康养中心|医养结合社区", 4),
        ("科创金融", "6900", "service", "科创基金聚集区|金融服务中心", 3),
        ("文化旅游", "7869", "leisure", "书法文化园|湖滨文旅综合体|岩画文化体验", 5),
        ("高效设施农业", "0141", "farming", "智能温室|设施蔬菜基地", 4),
        ("葡萄特色农业", "0151", "farming", "酿酒葡萄基地|葡萄酒庄", 4),
        ("文化旅游", "", "service", "城市书房与文创集市|夜间经济街区", 2),  # code left blank: applicability unknown
    ]),
    *_rows("D6", [
        ("先进装备制造", "3562", "machinery", "半导体设备零部件|精密装备", 2), ("新材料", "3985", "battery", "电子级硅材料|电子专用材料", 2),
        ("生物医药", "2720", "pharma", "化学药制剂|生物酶制剂", 2), ("数字经济", "6450", "digital", "跨境算力服务|数据标注基地", 2),
        ("信息产业", "3911", "digital", "服务器装配|信息终端制造", 2),
    ], "欧美"),
    *_rows("D6", [
        ("现代能源", "4415", "environment", "分布式能源站|储能电站", 2), ("食品加工", "1492", "food", "葡萄饮料|乳制品与方便食品", 3),
        ("新型化工", "2669", "fine_chem", "电子化学品|特种助剂", 3), ("健康养老", "8514", "leisure", "日式介护中心|康复辅具体验", 2),
    ], "日韩"),
    *_rows("D6", [
        ("现代金融", "6631", "service", "融资租赁|供应链金融", 2), ("科技服务", "7320", "service", "检验检测中心|中试基地", 2),
        ("商贸物流", "5990", "commerce", "跨境电商物流园|国际班列集散", 2), ("文化旅游", "7869", "leisure", "丝路文化园|房车营地", 2),
    ], "港澳及一带一路"),
    *_rows("D7", [
        ("先进制造业", "3670", "machinery", "汽车轻量化部件|精密结构件", 5), ("先进制造业", "3985", "battery", "电极箔|电子铝箔材料", 5),
        ("先进制造业", "3841", "battery", "储能电池模组|固态电池中试", 4), ("先进制造业", "2780", "pharma", "卫生材料及医药用品|医疗器械", 4),
        ("先进制造业", "3099", "silicon", "石墨烯散热膜|碳化硅衬底", 4), ("先进制造业", "3499", "machinery", "智能机器人部件|风电主机部件", 3),
    ]),
    *_rows("D7", [  # settled firms of Wuhai that expand or upgrade towards the zone
        ("先进制造业", "3511", "machinery", "矿山装备扩能|运输装备智能化", 5), ("先进制造业", "3825", "silicon", "光伏组件扩产", 3),
        ("先进制造业", "2770", "pharma", "医用材料升级", 3), ("先进制造业", "3091", "battery", "负极材料改造升级", 3),
    ], "已落户"),
]
