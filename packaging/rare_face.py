#!/usr/bin/env python3
"""Makes assets/fonts/KesuRareMing.ttf.gz: rare characters of names and places that Noto lacks, from Hanazono Mincho.

Usage: rare_face.py HanaMinB.ttf UNIHAN_FOLDER
  HanaMinB.ttf    Debian package fonts-hanazono 20170904 (GlyphWiki; its own free licence or OFL 1.1)
  UNIHAN_FOLDER   Unihan_*.txt.bz2 of Debian package unicode-data 15.0.0
Needs fontTools. The same inputs give the same bytes.

Taken is every Chinese character that Noto Sans SC or Noto Serif SC lacks and that somebody is known to write: sources of
the mainland but for dictionaries of old characters, dialect and Zhuang, the lists of Hong Kong and of Japan, the
characters of Adobe-Japan1-6, and those whose meaning Unihan gives. Hints and layout tables are dropped, corners closer
than 1.2/1024 em to the line between their neighbours are taken out, and the em has 512 units: invisible at the sizes of
a form. The outlines are changed, so the face has a name of its own, as the licence asks.
"""

import bz2
import gzip
import io
import re
import sys
from array import array
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables._g_l_y_f import GlyphCoordinates

FONTS = Path(__file__).resolve().parent.parent / "assets" / "fonts"
NAME = "KesuRareMing"
NOT_MODERN = {"GKX", "GHZ", "GHZR", "GZ", "GZA", "GZJW", "GZFY", "GPGLG", "GJZ"}
JAPAN = {"J0", "J1", "J3", "J3A", "J4", "J13", "J13A", "J14", "JA", "JA3", "JA4", "JARIB"}
NEAR = 1.2


def unihan(folder):
    fields = {}
    for name in ["IRGSources", "Readings", "RadicalStrokeCounts"]:
        for line in bz2.open(Path(folder) / f"Unihan_{name}.txt.bz2", "rt", encoding="utf-8"):
            if line.startswith("U+"):
                code, key, value = line.rstrip("\n").split("\t", 2)
                fields.setdefault(key, {})[int(code[2:], 16)] = value
    return fields


def wanted(fields):
    def source(value):
        return re.match(r"[A-Z0-9]+", value).group()

    codes = {code for code, value in fields["kIRG_GSource"].items() if source(value) not in NOT_MODERN}
    codes |= {code for code, value in fields["kIRG_JSource"].items() if source(value) in JAPAN}
    for key in ["kIRG_HSource", "kRSAdobe_Japan1_6", "kDefinition"]:
        codes |= set(fields[key])
    known = None
    for name in ["NotoSansSC-Regular", "NotoSerifSC-Regular"]:
        face = TTFont(io.BytesIO(gzip.decompress((FONTS / f"{name}.ttf.gz").read_bytes())))
        chars = set(face.getBestCmap())
        known = chars if known is None else known & chars
    return {code for code in codes if code >= 0x3400 and code not in known}


def thin(points):
    """The corners of a ring that are needed to stay within NEAR of it."""
    far = max(range(len(points)), key=lambda n: (points[n][0] - points[0][0]) ** 2 + (points[n][1] - points[0][1]) ** 2)
    keep, open_spans = {0, far}, [(0, far), (far, len(points))]
    while open_spans:
        start, end = open_spans.pop()
        (x0, y0), (x1, y1) = points[start], points[end % len(points)]
        dx, dy = x1 - x0, y1 - y0
        length = (dx * dx + dy * dy) ** 0.5 or 1.0
        off = [(abs(dx * (y - y0) - dy * (x - x0)) / length, n) for n, (x, y) in enumerate(points) if start < n < end]
        if off and max(off)[0] > NEAR:
            corner = max(off)[1]
            keep.add(corner)
            open_spans += [(start, corner), (corner, end)]
    return [points[n] for n in sorted(keep)]


def lighten(glyph, table):
    corners, ends, start = [], [], 0
    for end in glyph.endPtsOfContours:
        assert all(glyph.flags[start : end + 1]), "the rings have straight edges only"
        ring = [(round(x / 2), round(y / 2)) for x, y in thin([tuple(p) for p in glyph.coordinates[start : end + 1]])]
        ring = [corner for n, corner in enumerate(ring) if corner != ring[n - 1]]
        start = end + 1
        if len(ring) > 2:
            corners += ring
            ends.append(len(corners) - 1)
    glyph.coordinates, glyph.flags = GlyphCoordinates(corners), array("B", [1] * len(corners))
    glyph.endPtsOfContours, glyph.numberOfContours = ends, len(ends)
    glyph.recalcBounds(table)


def main(source, folder):
    face = TTFont(source, recalcTimestamp=False)
    options = subset.Options()
    options.hinting, options.layout_features, options.name_IDs = False, [], []
    options.drop_tables += ["BASE", "GDEF", "GSUB", "FFTM", "gasp", "vhea", "vmtx"]
    cut = subset.Subsetter(options)
    cut.populate(unicodes=wanted(unihan(folder)) & set(face.getBestCmap()))
    cut.subset(face)
    glyphs = face["glyf"]
    for name in glyphs.keys():
        if glyphs[name].numberOfContours > 0:
            lighten(glyphs[name], glyphs)
    widths = face["hmtx"].metrics
    for name, (advance, bearing) in widths.items():
        widths[name] = (advance // 2, bearing // 2)
    face["head"].unitsPerEm = 512
    line = face["hhea"]
    line.ascent, line.descent, line.lineGap = line.ascent // 2, line.descent // 2, line.lineGap // 2
    for number, text in [(1, NAME), (2, "Regular"), (4, NAME), (6, f"{NAME}-Regular")]:
        face["name"].setName(text, number, 3, 1, 0x409)
    out = io.BytesIO()
    face.save(out)
    packed = gzip.compress(out.getvalue(), 9, mtime=0)
    (FONTS / f"{NAME}.ttf.gz").write_bytes(packed)
    print(f"{len(face.getBestCmap())} characters, {len(packed)} bytes packed")


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(sys.argv[1], sys.argv[2])
