// SPDX-License-Identifier: Apache-2.0
#include "column_titles.h"

#include <map>
#include <string_view>

namespace xuanzhi::products {

namespace {

using Titles = std::map<std::string_view, Text>;

const Titles& titles() {
  static const Titles kTitles{
      {"project_id", {"项目编号", "Project"}},
      {"site_id", {"地块编号", "Site"}},
      {"rule_id", {"规则编号", "Rule"}},
      {"name", {"名称", "Name"}},
      {"project_name", {"项目名称", "Project name"}},
      {"site_name", {"地块名称", "Site name"}},
      {"rule_title", {"规则", "Rule title"}},
      {"verdict", {"结论", "Verdict"}},
      {"score", {"得分", "Score"}},
      {"deciding_rule_id", {"决定性规则", "Deciding rule"}},
      {"prohibitions", {"禁止项", "Prohibitions"}},
      {"conditions", {"有条件项", "Conditions"}},
      {"unknowns", {"数据不足项", "Unknowns"}},
      {"passes", {"通过项", "Passes"}},
      {"notes", {"提示项", "Notices"}},
      {"not_applicable", {"不适用项", "Not applicable"}},
      {"uncertain", {"不确定", "Uncertain"}},
      {"measured", {"实测值", "Measured"}},
      {"threshold", {"阈值", "Threshold"}},
      {"unit", {"单位", "Unit"}},
      {"margin_m", {"余量 m", "Margin m"}},
      {"basis_zh", {"依据", "Basis (zh)"}},
      {"basis_en", {"依据（英文）", "Basis (en)"}},
      {"evidence", {"证据", "Evidence"}},
      {"state", {"状态", "State"}},
      {"severity", {"后果", "Severity"}},
      {"cause", {"数据不足原因", "Cause"}},
      {"title_zh", {"规则", "Title (zh)"}},
      {"title_en", {"规则（英文）", "Title (en)"}},
      {"role", {"图层角色", "Layer role"}},
      {"classes", {"类别", "Classes"}},
      {"relation", {"关系", "Relation"}},
      {"applies_when", {"适用条件", "Applies when"}},
      {"regions", {"适用地区", "Regions"}},
      {"effective_from", {"施行日期", "From"}},
      {"effective_to", {"废止日期", "To"}},
      {"in_effect", {"审查日有效", "In effect"}},
      {"remedy_zh", {"处理", "Remedy (zh)"}},
      {"remedy_en", {"处理（英文）", "Remedy (en)"}},
      {"note_zh", {"说明", "Note (zh)"}},
      {"note_en", {"说明（英文）", "Note (en)"}},
      {"source_id", {"来源", "Source"}},
      {"kind", {"类型", "Kind"}},
      {"source", {"文件", "File"}},
      {"source_table", {"表", "Table"}},
      {"crs", {"坐标系", "CRS"}},
      {"encoding", {"编码", "Encoding"}},
      {"rows_read", {"读入行", "Rows read"}},
      {"rows_used", {"原样使用", "Rows used"}},
      {"rows_repaired", {"修复", "Rows mended"}},
      {"rows_rejected", {"拒绝", "Rows rejected"}},
      {"row_id", {"行标识", "Row"}},
      {"outcome", {"处理结果", "Outcome"}},
      {"reason_zh", {"原因", "Reason (zh)"}},
      {"reason_en", {"原因（英文）", "Reason (en)"}},
      {"area_before", {"修复前面积", "Area before"}},
      {"area_after", {"修复后面积", "Area after"}},
      {"area_m2", {"面积 m²", "Area m²"}},
      {"area_ha", {"面积 公顷", "Area ha"}},
      {"area_mu", {"面积 亩", "Area mu"}},
      {"available_land_m2", {"可供面积 m²", "Land to be had m²"}},
      {"sha256", {"SHA-256", "SHA-256"}},
      {"key", {"项目", "Key"}},
      {"value", {"值", "Value"}},
      {"park", {"园区", "Park"}},
      {"district", {"行政区", "District"}},
      {"worst_verdict", {"最差结论", "Worst"}},
      {"best_verdict", {"最好结论", "Best"}},
      {"projects_compliant", {"符合的项目", "Compliant"}},
      {"projects_conditional", {"有条件的项目", "Conditional"}},
      {"projects_insufficient_data", {"数据不足的项目", "Insufficient data"}},
      {"projects_non_compliant", {"不符合的项目", "Non-compliant"}},
      {"sites_compliant", {"符合的地块", "Compliant"}},
      {"sites_conditional", {"有条件的地块", "Conditional"}},
      {"sites_insufficient_data", {"数据不足的地块", "Insufficient data"}},
      {"sites_non_compliant", {"不符合的地块", "Non-compliant"}},
      {"investor", {"投资单位", "Investor"}},
      {"nature", {"建设性质", "Nature"}},
      {"industry_code", {"行业代码", "Industry code"}},
      {"industry", {"行业", "Industry"}},
      {"direction", {"主攻方向", "Direction"}},
      {"stage", {"阶段", "Stage"}},
      {"funding", {"资金性质", "Funding"}},
      {"level", {"级别", "Level"}},
      {"start_date", {"开工日期", "Start"}},
      {"finish_date", {"竣工日期", "Finish"}},
      {"construction_period", {"建设期", "Construction"}},
      {"origin", {"来源地", "Origin"}},
      {"land_m2", {"用地需求 m²", "Land m²"}},
      {"energy_tce", {"年能耗 吨标准煤", "Energy tce"}},
      {"electricity_kwh", {"年用电 kWh", "Electricity kWh"}},
      {"water_surface_m3", {"地表水 m³", "Surface water m³"}},
      {"water_ground_m3", {"地下水 m³", "Groundwater m³"}},
      {"water_tap_m3", {"自来水 m³", "Tap water m³"}},
      {"water_reclaimed_m3", {"再生水 m³", "Reclaimed water m³"}},
      {"water_rain_m3", {"雨水 m³", "Rain water m³"}},
      {"water_mine_m3", {"疏干水 m³", "Mine water m³"}},
      {"water_brackish_m3", {"微咸水 m³", "Brackish water m³"}},
      {"water_total_m3", {"年用水 m³", "Water m³"}},
      {"value_added_10k_cny", {"年增加值 万元", "Value added 10k CNY"}},
      {"investment_10k_cny", {"总投资 万元", "Investment 10k CNY"}}};
  return kTitles;
}

}  // namespace

Text column_title(const std::string& column) {
  const auto known = titles().find(column);
  return known == titles().end() ? Text{column, column} : known->second;
}

}  // namespace xuanzhi::products
