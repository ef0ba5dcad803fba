// SPDX-License-Identifier: Apache-2.0
#include "style_sheet.h"

namespace xuanzhi::products::report {

namespace {

// Fonts: Windows, macOS, Linux with Noto, Linux with WenQuanYi; 170 mm of text on A4.
constexpr std::string_view kStyle = R"css(
:root{--ink:#1d2733;--soft:#5b6874;--line:#d3dae0;--tint:#f4f6f8;--accent:#1f4e79;
--no:#b3261e;--unknown:#41586b;--if:#9a5b00;--ok:#1e6b33}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%}
body{margin:0;background:#e8ecef;color:var(--ink);font:10pt/1.55 "Microsoft YaHei","PingFang SC",
"Noto Sans CJK SC","Noto Sans SC","WenQuanYi Zen Hei","Segoe UI",Arial,sans-serif;
font-variant-numeric:tabular-nums}
body>input{position:absolute;opacity:0}
nav{max-width:210mm;margin:0 auto;padding:8px 4px;text-align:right;font-size:9pt}
nav label{padding:3px 12px;margin-left:4px;border:1px solid var(--line);border-radius:14px;
background:#fff;color:var(--soft);cursor:pointer}
#show-zh:checked~nav label[for=show-zh],#show-en:checked~nav label[for=show-en]{
background:var(--accent);border-color:var(--accent);color:#fff}
#show-zh:focus-visible~nav label[for=show-zh],#show-en:focus-visible~nav label[for=show-en]{
outline:2px solid var(--ink);outline-offset:2px}
#show-zh:checked~article.en,#show-en:checked~article.zh{display:none}
article{max-width:210mm;margin:0 auto 24px;padding:16mm 20mm;background:#fff;
box-shadow:0 1px 6px rgba(20,35,50,.18)}
h1{font-size:20pt;line-height:1.3;margin:0 0 2mm;font-weight:700}
h2{font-size:13pt;line-height:1.35;margin:8mm 0 2.5mm;padding-bottom:1.2mm;
border-bottom:.4mm solid var(--accent);break-after:avoid;font-weight:700}
h2 .nr{color:var(--accent);margin-right:3mm}
h2 .other{font-size:8.5pt;font-weight:400;color:var(--soft);margin-left:3mm}
h3{font-size:10.5pt;margin:4.5mm 0 1.5mm;break-after:avoid;font-weight:700}
p{margin:0 0 2mm}
p.note{font-size:8.2pt;line-height:1.5;color:var(--soft);margin-top:1.2mm}
p.lead{font-size:11pt}
p.absent{border-left:1.2mm solid var(--line);padding:1.5mm 3mm;color:var(--soft);background:var(--tint)}
ul{margin:0 0 2mm;padding-left:5mm}
li{margin:0 0 .6mm}
.scroll{overflow-x:auto;margin:0 0 2mm}
table{border-collapse:collapse;width:100%;font-size:8.6pt;line-height:1.42}
thead{display:table-header-group}
tr{break-inside:avoid}
th{font-weight:600;text-align:left;background:var(--tint);color:#33414e}
thead th{border-top:.3mm solid #8796a3;border-bottom:.2mm solid #8796a3;vertical-align:bottom}
th,td{padding:1mm 1.6mm;border-bottom:.15mm solid var(--line);vertical-align:top;
overflow-wrap:anywhere}
td.number,th.number{text-align:right;white-space:nowrap;overflow-wrap:normal}
th.number{white-space:normal}
td.muted{color:var(--soft)}
tr.total td{font-weight:700;border-top:.25mm solid #8796a3;background:var(--tint)}
tr.part td:first-child{padding-left:5mm;color:var(--soft)}
tr.group td{font-weight:700;background:#fafbfc}
table.properties th{width:17%;font-weight:400;color:var(--soft);white-space:normal}
table.properties td{width:33%}
table.small{font-size:7.8pt;line-height:1.35}
table.points td,table.points th{padding:.45mm 1.4mm;white-space:nowrap}
table.compare td.number{text-align:left}
table.hashes td:last-child{font-family:"DejaVu Sans Mono",Consolas,monospace;font-size:6.4pt;
overflow-wrap:anywhere}
.verdict{display:inline-block;white-space:nowrap;font-weight:600;padding-left:1.6mm;
border-left:1mm solid currentColor;line-height:1.25}
.no{color:var(--no)}.unknown{color:var(--unknown)}.if{color:var(--if)}.ok{color:var(--ok)}
figure{margin:2mm 0 3mm;break-inside:avoid;text-align:center}
figure svg{display:block;width:100%;height:auto;margin:0 auto}
figcaption{font-size:8.2pt;color:var(--soft);margin-top:1mm;text-align:center}
svg text{font-family:"Microsoft YaHei","PingFang SC","Noto Sans CJK SC","Noto Sans SC",
"WenQuanYi Zen Hei",Arial,sans-serif}
.cover .kind{color:var(--accent);font-size:10.5pt;letter-spacing:.06em;margin:0 0 5mm;
display:flex;justify-content:space-between;border-bottom:.4mm solid var(--accent);padding-bottom:2mm}
.cover .kind .brand{color:var(--soft);letter-spacing:0}
.cover .at{font-size:12pt;color:var(--soft);margin:0 0 5mm}
.banner{display:flex;align-items:center;gap:6mm;padding:4.5mm 6mm;margin:0 0 5mm;
border-left:2.5mm solid currentColor;background:var(--tint)}
.banner .word{font-size:21pt;font-weight:700;white-space:nowrap;line-height:1.2}
.banner .why{color:var(--ink);font-size:10pt;line-height:1.5}
.banner .why p{margin:0 0 .6mm}
.keys{display:flex;gap:3mm;margin:0 0 5mm;flex-wrap:wrap}
.keys>div{flex:1 1 20mm;border-top:.4mm solid var(--line);padding-top:1.5mm}
.keys .figure{font-size:13.5pt;font-weight:700;line-height:1.3;white-space:nowrap}
.keys .name{font-size:8.2pt;color:var(--soft);line-height:1.4}
.sign{margin-top:9mm;display:flex;gap:8mm;break-inside:avoid}
.sign div{flex:1;border-bottom:.2mm solid var(--ink);padding-bottom:9mm;font-size:9pt;
color:var(--soft)}
.end{margin-top:6mm;font-size:8.2pt;color:var(--soft);text-align:center}
.newpage{break-before:page}
@media screen and (max-width:760px){article{padding:7mm 5mm}.banner{flex-wrap:wrap;gap:2mm}
.scroll>table{min-width:150mm}table.properties th,table.properties td{width:auto}}
@page{size:A4;margin:20mm 20mm 18mm;font:7.8pt "Microsoft YaHei","PingFang SC",
"Noto Sans CJK SC","WenQuanYi Zen Hei",Arial,sans-serif;color:#5b6874}
@media print{body{background:#fff;-webkit-print-color-adjust:exact;print-color-adjust:exact}
body>input,nav{display:none}
article{max-width:none;margin:0;padding:0;box-shadow:none}
.scroll{overflow:visible}h2{margin-top:7mm}.newpage>h2:first-child,h2.first{margin-top:0}
a{color:inherit;text-decoration:none}}
)css";

}  // namespace

std::string_view style_sheet() {
  return kStyle;
}

}  // namespace xuanzhi::products::report
