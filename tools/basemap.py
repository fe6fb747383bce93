#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""basemap.py WORLD_MAP.gpkg OUT.bin: cuts Natural Earth down to Mizan's base map.

The input is the world_map.gpkg of Debian's qgis-common: Natural Earth (public domain), countries
dissolved from provinces, so that every boundary is there once, with the same points on both sides.
That is kept: boundaries are cut into arcs, an arc is simplified once, and polygons and lines name
their arcs. No gap opens between two neighbours, and borders follow from who shares an arc.

The file (all integers little-endian; v is an unsigned LEB128, z a zigzag one):
  "MIZANMAP", u32 version, u32 arcs, u32 areas, u32 size of what follows
  arc:   v points; z longitude, z latitude of the first, then differences; unit 0.00001 degree
  area:  u8 kind, u8 flags (1: disputed), 3 bytes iso3, 3 bytes other (zeros: none),
         v size + name, v size + other spellings (newline between), v rings;
         ring: v arcs; each v: arc x 2 + 1 if walked backwards
lib/place/basemap.c reads it.
"""
import collections
import math
import sqlite3
import struct
import sys

VERSION = 1
UNIT = 100000
COUNTRY, PROVINCE, DISPUTED, BORDER, COAST, PROVINCE_BORDER = range(6)

# Where everything is kept as it is; elsewhere arcs are simplified to TOLERANCE (degrees).
DETAIL = (55.0, 20.0, 85.0, 42.0)
TOLERANCE = 0.004
# A polygon's edge that lies this near (degrees) to a disputed line is that line.
NEAR = 0.04

# Codes of Natural Earth that are not ISO 3166, and ours for Kosovo.
ISO3 = {"SDS": "SSD", "KOS": "XKX", "PSX": "PSE", "SAH": "ESH", "ALD": "ALA", "CYN": "CYP",
        "SOL": "SOM", "CNM": "CYP", "ESB": "CYP", "WSB": "CYP", "KAB": "KAZ", "USG": "CUB"}

# Borders that a party does not accept, or that are not settled, between countries, or between a
# country and a province of the other (Natural Earth's own disputed lines come on top). After the
# lines that the United Nations' maps do not draw as settled, and, for Afghanistan and Pakistan, that
# no government in Kabul has accepted the line of 1893. Drawn dashed; nothing follows from it else.
NOT_SETTLED = [
    ("AFG", None, "PAK", None), ("IND", "Jammu and Kashmir", "PAK", None),
    ("IND", "Jammu and Kashmir", "CHN", None), ("IND", "Arunachal Pradesh", "CHN", None),
    ("ESH", None, "MAR", None), ("SRB", None, "XKX", None), ("ISR", None, "PSE", None),
    ("ISR", None, "SYR", None), ("PRK", None, "KOR", None), ("SDN", None, "SSD", None),
    ("RUS", "Crimea", "UKR", None), ("RUS", "Sevastopol", "UKR", None),
]

# Names in use today, by Natural Earth's name and, where that is there twice, its WOE label.
NAMES = {
    ("PAK", "Sind"): "Sindh", ("PAK", "K.P."): "Khyber Pakhtunkhwa",
    ("PAK", "F.A.T.A."): "Federally Administered Tribal Areas",
    ("PAK", "Baluchistan"): "Balochistan", ("PAK", "F.C.T."): "Islamabad Capital Territory",
    ("PAK", "Northern Areas"): "Gilgit-Baltistan",
    ("PAK", "Azad Kashmir"): "Azad Jammu and Kashmir",
    ("AFG", "Hirat"): "Herat", ("AFG", "Hilmand"): "Helmand", ("AFG", "Paktya"): "Paktia",
    ("AFG", "Sari Pul"): "Sar-e Pol", ("AFG", "Wardak"): "Maidan Wardak",
    ("IND", "Orissa"): "Odisha", ("IND", "Uttaranchal"): "Uttarakhand",
    ("KAS", "Kashmir"): "Siachen Glacier",
}


def read_geometry(blob):
    """The lines or rings of a GeoPackage geometry."""
    start = 8 + (0, 32, 48, 48, 64)[(blob[3] >> 1) & 7]
    lines = []

    def read(at):
        order = "<" if blob[at] else ">"
        kind, count = struct.unpack_from(order + "II", blob, at + 1)
        at += 9
        if kind in (4, 5, 6):
            for _ in range(count):
                at = read(at)
            return at
        if kind == 2:
            at -= 4
            count = 1
        for _ in range(count):
            size, = struct.unpack_from(order + "I", blob, at)
            values = struct.unpack_from(order + "%dd" % (2 * size), blob, at + 4)
            at += 4 + 16 * size
            lines.append([(round(x * UNIT), round(y * UNIT))
                          for x, y in zip(values[::2], values[1::2])])
        return at

    read(start)
    return lines


def without_repeats(line):
    return [p for i, p in enumerate(line) if i == 0 or p != line[i - 1]]


class Area:
    def __init__(self, kind, iso3, name, spellings, rings):
        self.kind, self.iso3, self.name, self.spellings = kind, iso3, name, spellings
        self.other, self.disputed, self.arcs = "", False, []
        self.rings = [r for r in map(without_repeats, rings) if len(r) >= 4]


def read_areas(database):
    by_two_letters, areas = {}, []
    rows = database.execute("SELECT geom, iso_a2, NAME, ISO_A3, WB_A3 FROM countries ORDER BY fid")
    for geometry, two, name, iso3, bank in rows:
        iso3 = {"XK": "XKX", "TK": "TKL", "-1": ""}.get(two, iso3) or ""
        name = name or {"TK": "Tokelau"}.get(two, "")
        if two and two != "-99":
            by_two_letters[two] = iso3
        areas.append(Area(COUNTRY, iso3, name, [], read_geometry(geometry)))
    known = {a.iso3 for a in areas}
    rows = database.execute("SELECT geom, iso_a2, name, woe_name, woe_label, gn_name, adm0_a3 "
                            "FROM states_provinces ORDER BY fid")
    for geometry, two, name, woe, label, gn, a3 in rows:
        iso3 = ISO3.get(a3, a3)
        iso3 = iso3 if iso3 in known else by_two_letters.get(two, "")
        label = (label or "").split(",")[0]
        name = name or woe or label or ""
        rings = read_geometry(geometry)
        # Natural Earth calls two provinces Parwan and two Uruzgan; where they lie tells them apart.
        if a3 == "AFG" and name == "Parwan" and max(x for x, _ in rings[0]) > 70 * UNIT:
            name, woe, label, gn = "Panjshir", "", "", ""
        elif a3 == "AFG" and name == "Parwan":
            woe, label, gn = "", "", ""
        elif a3 == "AFG" and name == "Uruzgan" and woe == "Daykundi":
            name, label = "Daykundi", ""
        shown = NAMES.get((a3, name), name)
        spellings = sorted({s for s in (name, woe, label, gn) if s} - {shown})
        areas.append(Area(PROVINCE, iso3, shown, spellings, rings))
    return areas


def edge(a, b):
    return (a, b) if a < b else (b, a)


class Lines:
    """Disputed lines in cells of half a degree: is a point near one?"""
    CELL = UNIT // 2

    def __init__(self, lines):
        self.cells = collections.defaultdict(list)
        for line in lines:
            for a, b in zip(line, line[1:]):
                self.add(a, b)

    def add(self, a, b):
        near = int(NEAR * UNIT)
        for cx in range((min(a[0], b[0]) - near) // self.CELL,
                        (max(a[0], b[0]) + near) // self.CELL + 1):
            for cy in range((min(a[1], b[1]) - near) // self.CELL,
                            (max(a[1], b[1]) + near) // self.CELL + 1):
                self.cells[cx, cy].append((a, b))

    def near(self, p):
        scale = math.cos(math.radians(p[1] / UNIT))
        return any(distance(p, a, b, scale) < NEAR * UNIT
                   for a, b in self.cells.get((p[0] // self.CELL, p[1] // self.CELL), ()))


def distance(p, a, b, scale):
    """From a point to a segment, longitudes shrunk by `scale`."""
    ax, ay = (a[0] - p[0]) * scale, a[1] - p[1]
    bx, by = (b[0] - a[0]) * scale, b[1] - a[1]
    square = bx * bx + by * by
    t = 0 if square == 0 else min(1, max(0, -(ax * bx + ay * by) / square))
    return math.hypot(ax + t * bx, ay + t * by)


def classify(areas, disputed):
    """For each edge: (kind, iso3, other, disputed)."""
    countries, provinces = collections.defaultdict(list), collections.defaultdict(list)
    for area in areas:
        into = countries if area.kind == COUNTRY else provinces
        for ring in area.rings:
            for a, b in zip(ring, ring[1:]):
                into[edge(a, b)].append(area)
    settled_not = set()
    for a, pa, b, pb in NOT_SETTLED:
        settled_not |= {(a, pa, b, pb), (b, pb, a, pa)}
    kinds = {}
    for e in set(countries) | set(provinces):
        kinds[e] = classify_edge(e, countries.get(e, ()), provinces.get(e, ()), settled_not,
                                 disputed)
    return kinds


def classify_edge(e, countries, provinces, settled_not, disputed):
    middle = ((e[0][0] + e[1][0]) // 2, (e[0][1] + e[1][1]) // 2)
    near = disputed.near(e[0]) and disputed.near(e[1]) and disputed.near(middle)
    if len(countries) == 2:
        a, b = sorted(c.iso3 for c in countries)
        names = [(p.iso3, p.name) for p in provinces] + [(a, None), (b, None)]
        open_ = any((x, px, y, py) in settled_not for x, px in names for y, py in names)
        if not a:  # a glacier that two countries claim
            return (DISPUTED, b, "", True)
        return (BORDER, a, b, near or open_)
    if len(countries) == 1:
        return (COAST, countries[0].iso3, "", False)
    iso3 = provinces[0].iso3
    return (DISPUTED if near else PROVINCE_BORDER, iso3, "", near)


def junctions(kinds):
    """Points where more or fewer than two edges meet, or where the two are not of one kind."""
    touching = collections.defaultdict(list)
    for e in kinds:
        touching[e[0]].append(kinds[e])
        touching[e[1]].append(kinds[e])
    return {p for p, k in touching.items() if len(k) != 2 or k[0] != k[1]}


def cut_ring(ring, ends):
    """Arcs of a closed ring. One without a junction starts at its least point."""
    points = ring[:-1] if ring[0] == ring[-1] else ring
    start = next((i for i, p in enumerate(points) if p in ends), None)
    if start is None:
        start = points.index(min(points))
    points = points[start:] + points[:start + 1]
    arcs, at = [], 0
    for i in range(1, len(points)):
        if points[i] in ends or i == len(points) - 1:
            arcs.append(tuple(points[at:i + 1]))
            at = i
    return arcs


def simplify(points, tolerance):
    """Douglas and Peucker 1973, without recursion; longitudes shrunk by latitude."""
    keep = [False] * len(points)
    keep[0] = keep[-1] = True
    stack = [(0, len(points) - 1)]
    if points[0] == points[-1]:
        far = max(range(len(points)), key=lambda i: math.dist(points[i], points[0]))
        keep[far] = True
        stack = [(0, far), (far, len(points) - 1)]
    while stack:
        first, last = stack.pop()
        scale = math.cos(math.radians(points[first][1] / UNIT))
        worst, at = tolerance, None
        for i in range(first + 1, last):
            d = distance(points[i], points[first], points[last], scale)
            if d > worst:
                worst, at = d, i
        if at is not None:
            keep[at] = True
            stack += [(first, at), (at, last)]
    return [p for p, k in zip(points, keep) if k]


def in_detail(points):
    west, south, east, north = (v * UNIT for v in DETAIL)
    return any(west <= x <= east and south <= y <= north for x, y in points)


class Arcs:
    def __init__(self):
        self.index, self.points = {}, []

    def number(self, arc):
        """Number of an arc x 2, + 1 if the file has it the other way round."""
        backwards = arc[::-1]
        for key, bit in ((arc, 0), (backwards, 1)):
            if key in self.index:
                return self.index[key] * 2 + bit
        self.index[arc] = len(self.points)
        self.points.append(list(arc) if in_detail(arc) else simplify(arc, TOLERANCE * UNIT))
        return self.index[arc] * 2


def chain(arcs):
    """Joins arcs end to end into long lines, so that dashes run on. Arcs as lists of numbers."""
    ends = collections.defaultdict(list)
    for number, points in arcs:
        ends[points[0]].append((number, points))
        ends[points[-1]].append((number ^ 1, points[::-1]))
    used, lines = set(), []
    # Start at ends that nothing else continues, so that no line is cut in its middle.
    order = sorted(arcs, key=lambda a: min(len(ends[a[1][0]]), len(ends[a[1][-1]])) != 1)
    for number, points in order:
        if number >> 1 in used:
            continue
        if len(ends[points[0]]) != 1 and len(ends[points[-1]]) == 1:
            number, points = number ^ 1, points[::-1]
        line = []
        while True:
            used.add(number >> 1)
            line.append(number)
            following = [x for x in ends[points[-1]] if x[0] >> 1 not in used]
            if not following:
                break
            number, points = following[0]
        lines.append(line)
    return lines


def line_areas(kinds, cut, arcs):
    """Borders, coasts and province borders as areas made of arcs."""
    groups = collections.defaultdict(dict)
    for arc in cut:
        number = arcs.number(arc)
        groups[kinds[edge(arc[0], arc[1])]][number >> 1] = (number & ~1,
                                                            arc[::-1] if number & 1 else arc)
    areas = []
    for (kind, iso3, other, disputed), members in sorted(groups.items()):
        area = Area(kind, iso3, "", [], [])
        area.other, area.disputed = other, disputed
        area.arcs = chain([members[k] for k in sorted(members)])
        areas.append(area)
    return areas


def disputed_areas(rows, flagged, arcs):
    """What is left of the disputed lines once the edges that follow them are taken as theirs."""
    areas = []
    for name, lines in rows:
        kept = []
        for line in lines:
            run = []
            for p in without_repeats(line):
                if flagged.near(p):
                    kept.append(run)
                    run = []
                else:
                    run.append(p)
            kept.append(run)
        kept = [r for r in kept if len(r) >= 2 and math.dist(r[0], r[-1]) > NEAR * UNIT]
        if kept:
            area = Area(DISPUTED, "", name, [], [])
            area.disputed = True
            area.arcs = chain([(arcs.number(tuple(r)), tuple(r)) for r in kept])
            areas.append(area)
    return areas


def varint(value):
    out = bytearray()
    while value >= 0x80:
        out.append(value & 0x7f | 0x80)
        value >>= 7
    out.append(value)
    return bytes(out)


def zigzag(value):
    return varint(value << 1 if value >= 0 else (-value << 1) - 1)


def text(string):
    data = string.encode("utf-8")
    return varint(len(data)) + data


def write(path, areas, arcs):
    out = bytearray()
    for points in arcs.points:
        out += varint(len(points))
        x = y = 0
        for p in points:
            out += zigzag(p[0] - x) + zigzag(p[1] - y)
            x, y = p
    for area in areas:
        out += bytes((area.kind, 1 if area.disputed else 0))
        out += area.iso3.encode().ljust(3, b"\0")[:3] + area.other.encode().ljust(3, b"\0")[:3]
        out += text(area.name) + text("\n".join(area.spellings)) + varint(len(area.arcs))
        for ring in area.arcs:
            out += varint(len(ring)) + b"".join(map(varint, ring))
    with open(path, "wb") as file:
        file.write(b"MIZANMAP" + struct.pack("<IIII", VERSION, len(arcs.points), len(areas),
                                             len(out)))
        file.write(out)


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__.splitlines()[0])
    database = sqlite3.connect("file:%s?mode=ro&immutable=1" % sys.argv[1], uri=True)
    areas = read_areas(database)
    rows = [(name, read_geometry(geometry)) for name, geometry in database.execute(
        "SELECT name, geom FROM disputed_borders ORDER BY fid")]
    kinds = classify(areas, Lines([line for _, lines in rows for line in lines]))
    ends, arcs, cut = junctions(kinds), Arcs(), {}
    for area in areas:
        for ring in area.rings:
            pieces = cut_ring(ring, ends)
            area.arcs.append([arcs.number(piece) for piece in pieces])
            cut.update(dict.fromkeys(pieces))
    flagged = Lines([e for e, kind in kinds.items() if kind[3]])
    areas += line_areas(kinds, cut, arcs)
    areas += disputed_areas(rows, flagged, arcs)
    write(sys.argv[2], areas, arcs)


if __name__ == "__main__":
    main()
