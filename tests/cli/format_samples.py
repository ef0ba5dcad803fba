# SPDX-License-Identifier: Apache-2.0
"""Files of every format, made by GDAL's own tools or written by hand, and what must be read in them.

Nothing here runs xuanzhi: areas come from the ellipsoid by quadrature, texts from this file.
"""

import json
import math
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

from workbench import SOURCE, ellipsoid_area

SKIPPED = 77  # what ctest takes for "not run"


def need_ogr2ogr():
    if shutil.which("ogr2ogr") is None:
        print("skipped: there is no ogr2ogr (gdal-bin)")
        sys.exit(SKIPPED)


def square(east, north, size):
    return [[east, north], [east + size, north], [east + size, north + size],
            [east, north + size], [east, north]]


# Three parcels in degrees: whole, with a hole, and small. Texts are in GBK, 镕 not in GB2312.
PARCELS = [
    ({"bsm": "0601", "mc": "乌达一号地块", "lx": "工业用地", "sl": 7, "bl": 0.1,
      "rq": "2023-02-01"}, [square(106.800, 39.660, 0.010)]),
    ({"bsm": "0602", "mc": "朱镕路东（带洞）", "lx": "仓储用地", "sl": -3, "bl": 2.5,
      "rq": "2024-12-31"}, [square(106.820, 39.660, 0.010), square(106.823, 39.663, 0.002)]),
    ({"bsm": "0603", "mc": "海勃湾", "lx": "绿地", "sl": 0, "bl": 1234.5678,
      "rq": "2000-01-01"}, [square(106.840, 39.665, 0.001)]),
]
NAMES = {properties["bsm"]: properties["mc"] for properties, _ in PARCELS}
AREAS = {properties["bsm"]: ellipsoid_area(rings) for properties, rings in PARCELS}

# The same idea in metres of the 3° zone of 108°E (EPSG:4545), for formats of surveyors.
EAST, NORTH = 397000.0, 4391000.0
PLANE_PARCELS = [("J-1", "乌达一号地块", square(EAST, NORTH, 500.0), None),
                 ("J-2", "朱镕路东", square(EAST + 1000, NORTH, 300.0),
                  square(EAST + 1100, NORTH + 100, 50.0)),
                 ("J-3", "海勃湾", square(EAST + 2000, NORTH, 20.0), None)]


def gauss_area(rings, false_easting=500000.0):
    """m2 on the ellipsoid of squares in a Gauss-Kruger plane: the plane is k² too large, where
    k = 1 + y²/2R² + y⁴/24R⁴ at the distance y from the central meridian. Simpson over y."""
    e2 = 0.00669438002290
    # The latitude of 4391000 m north is 39.648°; a tenth of a degree changes nothing here.
    s2 = math.sin(math.radians(39.648)) ** 2
    r2 = 6378137.0 ** 2 * (1 - e2) / (1 - e2 * s2) ** 2

    def inverse_k2(east):
        y2 = (east - false_easting) ** 2
        return 1 / (1 + y2 / (2 * r2) + y2 * y2 / (24 * r2 * r2)) ** 2

    def one(ring):
        west, east = min(p[0] for p in ring), max(p[0] for p in ring)
        height = max(p[1] for p in ring) - min(p[1] for p in ring)
        mean = (inverse_k2(west) + 4 * inverse_k2((west + east) / 2) + inverse_k2(east)) / 6
        return (east - west) * height * mean

    return one(rings[0]) - sum(map(one, rings[1:]))


def rings_of(parcel):
    return [parcel[2]] + ([parcel[3]] if parcel[3] else [])


PLANE_AREAS = {parcel[0]: gauss_area(rings_of(parcel)) for parcel in PLANE_PARCELS}


def geojson_file(path, parcels=None, crs=4490):
    features = [{"type": "Feature", "properties": properties,
                 "geometry": {"type": "Polygon", "coordinates": rings}}
                for properties, rings in (PARCELS if parcels is None else parcels)]
    path.write_text(json.dumps({
        "type": "FeatureCollection", "features": features,
        "crs": {"type": "name", "properties": {"name": f"urn:ogc:def:crs:EPSG::{crs}"}}},
        ensure_ascii=False), encoding="utf-8")
    return path


def ogr2ogr(target, source, *words):
    done = subprocess.run(["ogr2ogr", *words, str(target), str(source)], capture_output=True,
                          text=True, errors="replace", check=False)
    if done.returncode != 0:
        raise RuntimeError(f"ogr2ogr {words}: {done.stderr}")
    return target


def shapefile(folder, stem, encoding, cpg="kept", prj=True):
    """By GDAL, in an encoding; `cpg` None takes the file away, another text replaces what it says."""
    target = ogr2ogr(folder / f"{stem}.shp", folder / "parcels.geojson", "-f", "ESRI Shapefile",
                     "-lco", f"ENCODING={encoding}")
    side = target.with_suffix(".cpg")
    if cpg is None:
        side.unlink(missing_ok=True)
        dbf = bytearray(target.with_suffix(".dbf").read_bytes())
        dbf[29] = 0  # and no code page in the header either: the usual case in Chinese offices
        target.with_suffix(".dbf").write_bytes(dbf)
    elif cpg != "kept":
        side.write_text(cpg)
    if not prj:
        target.with_suffix(".prj").unlink()
    return target


def zipped(target, files, inside=""):
    with zipfile.ZipFile(target, "w") as archive:
        for file in files:
            archive.write(file, inside + file.name)
    return target


def zipped_shapefile(folder):
    shapefile(folder, "packed", "CP936")
    return zipped(folder / "packed.zip", sorted(folder.glob("packed.*")), "数据/2023/")


class NameInGbk(zipfile.ZipInfo):
    """Written as zip programs of Chinese computers do: GBK, and no flag that says so."""

    def _encodeFilenameFlags(self):
        return self.filename.encode("gbk"), 0


def zipped_with_gbk_names(target, files):
    with zipfile.ZipFile(target, "w") as archive:
        for file in files:
            archive.writestr(NameInGbk("数据/" + file.name), file.read_bytes())
    return target


def drawing(folder, encoding):
    """Closed polylines by GDAL's DXF writer, each parcel on a layer with a Chinese name."""
    plane = folder / f"plane_{encoding}.geojson"
    geojson_file(plane, [({"bsm": number, "Layer": "地块红线" if number != "J-3" else "其他"},
                          [outer]) for number, _, outer, _ in PLANE_PARCELS], 4545)
    target = ogr2ogr(folder / f"{encoding}.dxf", plane, "-f", "DXF", "-nlt", "LINESTRING",
                     "-dialect", "SQLite", "-sql",
                     f'SELECT ST_ExteriorRing(geometry), Layer FROM "{plane.stem}"')
    # GDAL writes its UTF-8 as it is and says ANSI_1252; a Chinese CAD writes GBK and says so.
    text = target.read_bytes().decode("utf-8").replace("ANSI_1252", "ANSI_936")
    target.write_bytes(text.encode(encoding))
    return target


def kmz_with_chinese_names(folder):
    kml = ogr2ogr(folder / "doc.kml", folder / "parcels.geojson", "-f", "KML", "-nln", "地块")
    return zipped(folder / "地块.kmz", [kml])


SURVEY_HEAD = """[属性描述]
格式版本号=1.01
数据产生单位=乌海市自然资源局
数据产生日期=2023-02-01
坐标系={datum}
几度分带=3
投影类型=高斯克吕格
计量单位=米
带号={zone}
精度=0.001
转换参数=,,,,,,
[地块坐标]
"""


def survey_txt(path, areas=("25.0000", "8.7500", "0.0400"), zone=36, prefix=36e6, swapped=False,
               encoding="gb18030", datum="2000国家大地坐标系", parcels=None):
    """By hand after the grammar of the exchange text: X north, Y east with its zone, CR LF."""
    lines = [SURVEY_HEAD.format(zone=zone, datum=datum).rstrip("\n")]
    for (number, name, outer, hole), area in zip(parcels or PLANE_PARCELS, areas):
        points = [(ring, x, y) for ring, points in ((1, outer), (2, hole)) if points
                  for x, y in points]
        lines.append(f"{len(points)},{area},{number},{name},面,J48G001,工业用地,0601,@")
        for index, (ring, x, y) in enumerate(points, 1):
            pair = (y, x + prefix)
            first, second = pair[::-1] if swapped else pair
            lines.append(f"J{index},{ring},{first:.3f},{second:.3f}")
    path.write_bytes(("\r\n".join(lines) + "\r\n").encode(encoding))
    return path


VCT_HEAD = """HeadBegin
Datamark: LANDUSE-VCT
Version:3.0
CoordinateSystemType:P
Dim:2
XAxisDirection:E
YAxisDirection:N
XYUnit:M
Spheroid:CGCS2000,6378137.0,298.257222101
PrimeMeridian:Greenwich
Projection:高斯-克吕格投影
Parameters:108,1,36500000,0,3,36
ExtentMin:36397000,4392000
ExtentMax:36400000,4391000
Offset:0,0
Date:20230201
Separator:,
HeadEnd

FeatureCodeBegin
2099010100,宗地界线,Line,JZX
2006010100,地块,Polygon,DK
2006020100,其他地块,Polygon,QTDK
FeatureCodeEnd

TableStructureBegin
JZX,1
BSM,Int,10
DK,3
BSM,Int,10
DKBH,Char,20
MC,Char,60
QTDK,2
BSM,Int,10
MC,Char,60
TableStructureEnd
"""


def vct(path):
    """By hand after the grammar: areas from numbered lines, the hole after a 0, GB2312 widened."""
    lines, areas, rows = [], {"DK": [], "QTDK": []}, {"DK": [], "QTDK": []}
    for index, parcel in enumerate(PLANE_PARCELS, 1):
        table = "QTDK" if parcel[0] == "J-3" else "DK"
        refs = []
        for k, ring in enumerate(rings_of(parcel)):
            line_id = 100 * index + k
            refs.append(str(line_id))
            lines += [str(line_id), "2099010100", "Unknown", "1", "1", "11", str(len(ring))]
            lines += [f"{x + 36e6:.4f},{y:.4f}" for x, y in ring] + ["0"]
        joined_refs = ",0,".join(refs)
        x, y = parcel[2][0]
        areas[table] += [str(index), "2006020100" if table == "QTDK" else "2006010100", "Unknown",
                         "100", f"{x + 36e6 + 1:.4f},{y + 1:.4f}", "21",
                         str(joined_refs.count(",") + 1), joined_refs, "0"]
        values = [str(index), parcel[1]] if table == "QTDK" else [str(index), parcel[0], parcel[1]]
        rows[table].append(",".join([str(index), *values]))
    text = VCT_HEAD + "\nLineBegin\n" + "\n".join(lines) + "\nLineEnd\n\nPolygonBegin\n" \
        + "\n".join(areas["DK"] + areas["QTDK"]) + "\nPolygonEnd\n\nAttributeBegin\n" \
        + "".join(f"{name}\n" + "\n".join(rows[name]) + "\nTableEnd\n" for name in rows) \
        + "AttributeEnd\n"
    path.write_bytes(text.replace("\n", "\r\n").encode("gb18030"))
    return path


def real(name):
    """A file of the real data beside the sources, or None where those are not at hand."""
    file = SOURCE.parent / "shared" / "realdata" / name
    return file if file.exists() else None
