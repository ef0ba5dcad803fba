// SPDX-License-Identifier: Apache-2.0
// Every word of the page, in both languages.

export type Language = 'zh' | 'en';
export interface Text { zh: string; en: string }

const words = {
  title: ['选址', 'Siting'],
  asOf: ['审查日期', 'as of'],
  schematic: ['示意数据', 'schematic data'],
  schematicLong: ['示意数据，仅供内部参考，不作为审批依据', 'Schematic data; for internal reference only'],
  skip: ['跳到面板', 'Skip to the panel'],
  language: ['English', '中文'],
  dark: ['深色', 'Dark'],
  light: ['浅色', 'Light'],
  exportMenu: ['导出', 'Export'],
  copyLink: ['复制链接', 'Copy link'],
  linkCopied: ['链接已复制', 'The link was copied'],
  projects: ['项目', 'Projects'],
  sites: ['地块', 'Sites'],
  layers: ['图层', 'Layers'],
  draw: ['画地块', 'Draw'],
  panelTabs: ['面板', 'Panels'],
  search: ['搜索编号、名称、投资方、行业', 'Search id, name, investor, industry'],
  searchSites: ['搜索编号、名称、园区', 'Search id, name, park'],
  anyDirection: ['全部方向', 'Any direction'],
  anyStage: ['全部阶段', 'Any stage'],
  anyVerdict: ['全部结论', 'Any verdict'],
  direction: ['方向', 'Direction'],
  stage: ['阶段', 'Stage'],
  verdict: ['结论', 'Verdict'],
  count: ['{} 项', '{} shown'],
  none: ['没有符合的', 'Nothing matches'],
  noProject: ['不指定项目', 'No project'],
  clearProject: ['取消选择项目', 'Clear the project'],
  forProject: ['按项目着色', 'Coloured for project'],
  forBest: ['按清单中最好结论着色', 'Coloured by the best verdict over the list'],
  area: ['面积', 'Area'],
  ha: ['公顷', 'ha'],
  mu: ['亩', 'mu'],
  parcel: ['整块', 'parcel'],
  park: ['园区', 'park'],
  landNeed: ['用地需求', 'Land needed'],
  investment: ['投资', 'Investment'],
  wan: ['万元', '×10⁴ CNY'],
  wanPerMu: ['万元/亩', '×10⁴ CNY per mu'],
  close: ['关闭', 'Close'],
  zoomTo: ['缩放至', 'Zoom to'],
  compare: ['比较', 'Compare'],
  addCompare: ['加入比较', 'Add to compare'],
  dropCompare: ['移出比较', 'Remove from compare'],
  compareFull: ['最多比较四个地块', 'At most four sites can be compared'],
  compareTitle: ['地块比较', 'Sites compared'],
  decidedBy: ['决定性规则', 'Decided by'],
  kept: ['避让后可留用', 'Kept when conflicts are cut off'],
  findings: ['结论项', 'Findings'],
  passed: ['通过的规则', 'Rules that pass'],
  depends: ['视项目而定', 'Depends on the project'],
  basis: ['依据', 'Basis'],
  evidence: ['证据', 'Evidence'],
  remedy: ['建议', 'Remedy'],
  measured: ['实测', 'Measured'],
  threshold: ['限值', 'Threshold'],
  layersUsed: ['图层', 'Layers'],
  features: ['要素', 'Features'],
  appliesWhen: ['适用于', 'Applies when'],
  uncertain: ['不确定：距界线 {} m，小于数据精度', 'Uncertain: {} m from the line, less than the accuracy'],
  showPiece: ['查看冲突部分', 'Show the conflict'],
  listHere: ['项目清单在此', 'The project list here'],
  betterSites: ['结论更好的地块', 'Sites that fare better'],
  noBetter: ['没有结论更好的地块', 'No site fares better'],
  distances: ['与各图层的距离与压占', 'Distances and overlaps'],
  layer: ['图层', 'Layer'],
  overlap: ['压占', 'Overlap'],
  distance: ['距离', 'Distance'],
  covered: ['覆盖', 'Covered'],
  versions: ['采用的边界版本', 'Boundary versions used'],
  noneInForce: ['无可用版本', 'none in force'],
  remarks: ['读入说明', 'Remarks'],
  drawHelp: ['在地图上点出各角，双击结束；拖动角点即时审查。', 'Click the corners on the map, double-click to end; drag a corner and see the verdict.'],
  startDraw: ['画一个地块', 'Draw a site'],
  stopDraw: ['停止画', 'Stop drawing'],
  pasteHelp: ['粘贴 WKT、坐标交换文件（TXT）或 GeoJSON，也可把文件拖到页面上。', 'Paste WKT, a survey text (TXT) or GeoJSON, or drop a file on the page.'],
  pasteLabel: ['地块文本', 'Text of a site'],
  readText: ['读入', 'Read'],
  openFile: ['打开文件', 'Open a file'],
  drawnSites: ['画出的地块', 'Drawn sites'],
  remove: ['删除', 'Remove'],
  editCoordinates: ['编辑坐标', 'Edit coordinates'],
  noDrawn: ['还没有', 'None yet'],
  drawn: ['画出的地块', 'Drawn site'],
  checking: ['审查中…', 'Checking…'],
  checkedIn: ['{} ms', '{} ms'],
  legend: ['图例', 'Legend'],
  opacity: ['不透明度', 'Opacity'],
  inForce: ['采用', 'in force'],
  notInForce: ['未采用的版本', 'version not used'],
  accuracy: ['精度 {} m', 'accuracy {} m'],
  showAll: ['全部显示', 'Show all'],
  hideAll: ['全部隐藏', 'Hide all'],
  exportWhat: ['导出所见', 'Export what is seen'],
  exportHelp: ['当前地图范围内的地块、画出的地块，连同结论与冲突部分。', 'Sites in view and drawn sites, with verdicts and conflicts.'],
  exportEmpty: ['当前范围内没有地块', 'There is no site in view'],
  zone: ['3° 带', '3° zone'],
  mapLabel: ['地图：方向键平移，加减键缩放', 'Map: arrow keys pan, plus and minus zoom'],
  zoomIn: ['放大', 'Zoom in'],
  zoomOut: ['缩小', 'Zoom out'],
  places: ['地点', 'Places'],
  failed: ['出错了', 'Something failed'],
  tokenWanted: ['此服务需要口令：请用启动时显示的完整网址打开', 'A token is needed: open the full address that was shown at the start'],
  loading: ['载入中…', 'Loading…'],
  dropHere: ['松开以读入地块', 'Drop to read the site'],
  selfCrossing: ['边界自相交或有误', 'The outline crosses itself or is at fault'],
  verdictIs: ['{}：{}', '{}: {}'],
  rule: ['规则', 'Rule'],
  prohibitions: ['禁止', 'Prohibitions'],
  conditions: ['条件', 'Conditions'],
  unknowns: ['未知', 'Unknowns'],
  licences: ['所用软件的许可', 'Licences of the software used'],
  conflict: ['冲突部分', 'Conflict'],
  placement: ['落位', 'Placement'],
  placeHelp: ['整张清单在共享的土地、水、能耗、电网下的最优落位；拖动预算，松手后重算。', 'The best home for the whole list under shared land, water, energy and grid; slide a budget, and it is placed again.'],
  cannotPlace: ['此工作空间没有指标文件 criteria.toml，不能落位', 'This workspace has no criteria.toml to place by'],
  placeRun: ['开始落位', 'Place the list'],
  placeAgain: ['重新落位', 'Place again'],
  placing: ['落位中', 'Placing'],
  cancel: ['取消', 'Cancel'],
  resetBudgets: ['预算复原', 'Reset the budgets'],
  placeSums: ['落位 {} / {} 个项目，已证差距 {} %', '{} of {} projects placed, proven gap {} %'],
  sameAsBase: ['与未改预算时相同', 'The same as with the budgets unchanged'],
  gained: ['新落位', 'Gained'],
  dropped: ['不再落位', 'Dropped'],
  moved: ['换了地块', 'Moved'],
  placed: ['已落位', 'Placed'],
  unplaced: ['未落位与最小改变', 'Not placed, with the smallest change'],
  budgets: ['要素预算', 'Budgets'],
  budgetLimit: ['限额', 'limit'],
  changeBy: ['增减百分比', 'change by percent'],
  notRun: ['尚未落位', 'not placed yet'],
  score: ['适宜性得分', 'Suitability score'],
  noScore: ['数据不足', 'too little is known'],
  scoreRange: ['（缺项取最差至最好：{} – {}）', '(gaps at worst to best: {} – {})'],
  criterion: ['指标', 'Criterion'],
  weight: ['权重', 'Weight'],
  value: ['数值', 'Value'],
  utility: ['效用', 'Utility'],
  path: ['办理路径', 'Approval path'],
  workingDays: ['{} 个工作日', '{} working days'],
  pathSums: ['逐项办理 {} 日，并联省 {} 日；已办 {} / {} 项。', '{} days one after the other, {} saved side by side; {} of {} steps done.'],
  pathUnknown: ['另有 {} 项时限未知。', '{} steps have no known limit.'],
  missing: ['尚需', 'Needed'],
  base: ['底图', 'Base map'],
  report: ['报告', 'Report'],
  reportHelp: ['选中的地块（与项目）的可打印报告', 'The printable report of the chosen site (and project)'],
} as const;

export type Word = keyof typeof words;

let current: Language = 'zh';

export function setLanguage(language: Language): void { current = language; }
export function language(): Language { return current; }

/// A word of the page; `{}` are filled in order.
export function say(word: Word, ...parts: (string | number)[]): string {
  let text: string = words[word][current === 'zh' ? 0 : 1];
  for (const part of parts) text = text.replace('{}', String(part));
  return text;
}

/// A text of the server; the other language where it is empty.
export function pick(text: Text | null | undefined): string {
  if (!text) return '';
  return text[current] || text[current === 'zh' ? 'en' : 'zh'];
}

const formats = new Map<number, Intl.NumberFormat>();

export function figure(value: number, digits: number): string {
  let format = formats.get(digits);
  if (!format) {
    format = new Intl.NumberFormat('en', { minimumFractionDigits: digits, maximumFractionDigits: digits });
    formats.set(digits, format);
  }
  return format.format(value);
}

/// 1 ha = 15 mu, exactly.
export function areaText(m2: number): string {
  return `${figure(m2, 0)} m² · ${figure(m2 / 10000, 2)} ${say('ha')} · ${figure(m2 / 10000 * 15, 1)} ${say('mu')}`;
}
