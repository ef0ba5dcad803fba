// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "xuanzhi/formats/survey_txt.h"

namespace survey_samples {

inline const std::string kHeader = R"([属性描述]
格式版本号=1.01
数据产生单位=乌海市自然资源局
数据产生日期=2026-11-01
坐标系=2000国家大地坐标系
几度分带=3
投影类型=高斯克吕格
计量单位=米
带号=36
精度=0.001
转换参数=,,,,,,
)";

inline const std::string kParcel = R"([地块坐标]
10,27.1424,1,示例地块一,面,,工业用地,0601,@
J1,1,4373600.000,36396200.000
J2,1,4373600.000,36396800.000
J3,1,4373150.000,36396820.500
J4,1,4373120.250,36396210.750
J1,1,4373600.000,36396200.000
J5,2,4373400.000,36396400.000
J6,2,4373400.000,36396500.000
J7,2,4373300.000,36396500.000
J8,2,4373300.000,36396400.000
J5,2,4373400.000,36396400.000
)";

inline xuanzhi::formats::SurveyFile parse(const std::string& text) {
  return xuanzhi::formats::parse_survey_txt(text, "site.txt");
}

// A head and a square of 100 m × 100 m whose south-west corner is given.
inline std::string square(const std::string& head, double north, double east) {
  std::string out = "[地块坐标]\n" + head + "\n";
  const double corners[5][2] = {{100, 0}, {100, 100}, {0, 100}, {0, 0}, {100, 0}};
  for (int i = 0; i < 5; ++i) {
    out += "J" + std::to_string(i % 4 + 1) + ",1," + std::to_string(north + corners[i][0]) + "," +
           std::to_string(east + corners[i][1]) + "\n";
  }
  return out;
}

}  // namespace survey_samples
