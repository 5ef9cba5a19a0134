"""Drawings of relations: months as bars, pairs as a ring. Numbers only; templates draw them."""

import math
from collections import defaultdict
from collections.abc import Sequence

import msgspec

from mahdar.query import Actor, Month, PairLine
from mahdar.web.pages._days import tell_day

__all__ = ["Bar", "Curve", "Edge", "Node", "Ring", "Tick", "curve_of", "ring_of"]

_WIDTH, _HEIGHT = 1000.0, 220.0
_LEFT, _RIGHT, _TOP, _BOTTOM = 45.0, 955.0, 10.0, 190.0
_RING, _LABEL = 300.0, 14.0
_CENTRE = (500.0, 380.0)


class Tick(msgspec.Struct, frozen=True):
    """A label on an axis."""

    at: float
    label: str


class Bar(msgspec.Struct, frozen=True):
    """A month."""

    x: float
    y: float
    width: float
    height: float
    title: str


class Curve(msgspec.Struct, frozen=True):
    """Months side by side, in the direction of the writing."""

    width: float
    height: float
    left: float
    right: float
    bars: tuple[Bar, ...]
    levels: tuple[Tick, ...]
    months: tuple[Tick, ...]


def curve_of(months: Sequence[Month], lang: str) -> Curve | None:
    """The episodes of each month as bars, of the last months that follow each other; None where there are fewer than two."""
    months = _last_run(months)
    if len(months) < 2:
        return None
    most = max(month.episodes for month in months) or 1
    step = max(1, math.ceil(most / 4))
    top = step * math.ceil(most / step)
    pitch = (_RIGHT - _LEFT) / len(months)
    every = max(1, math.ceil(len(months) / 12))
    bars, ticks = [], []
    for number, month in enumerate(months):
        x = _LEFT + number * pitch if lang == "en" else _RIGHT - (number + 1) * pitch
        height = (_BOTTOM - _TOP) * month.episodes / top
        told = tell_day(month.month, lang).words
        title = f"{told}: {month.episodes} · {month.reports} · {month.sources}"
        bars.append(
            Bar(round(x + pitch * 0.1, 1), round(_BOTTOM - height, 1), round(pitch * 0.8, 1), round(height, 1), title)
        )
        if number % every == 0:
            ticks.append(Tick(round(x + pitch / 2, 1), told))
    levels = tuple(
        Tick(round(_BOTTOM - (_BOTTOM - _TOP) * value / top, 1), str(value)) for value in range(0, top + 1, step)
    )
    return Curve(_WIDTH, _HEIGHT, _LEFT, _RIGHT, tuple(bars), levels, tuple(ticks))


def _last_run(months: Sequence[Month]) -> Sequence[Month]:
    """The months after the last gap, at most five years of them."""
    numbers = [int(month.month[:4]) * 12 + int(month.month[5:7]) for month in months]
    start = next((at for at in range(len(months) - 1, 0, -1) if numbers[at] - numbers[at - 1] > 1), 0)
    return months[max(start, len(months) - 60) :]


class Node(msgspec.Struct, frozen=True):
    """Somebody on the ring. `anchor` is where his name begins: at its start on the right side, at its end on the left."""

    actor: Actor
    x: float
    y: float
    size: float
    label_x: float
    label_y: float
    anchor: str


class Edge(msgspec.Struct, frozen=True):
    """Two who deal with each other, as a curve through the ring. `amount` is what is counted."""

    pair: PairLine
    path: str
    width: float
    amount: int


class Ring(msgspec.Struct, frozen=True):
    """A network: everybody on a ring, those who deal most with each other beside each other."""

    width: float
    height: float
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]


def ring_of(pairs: Sequence[PairLine], by: str) -> Ring | None:
    """The network of some pairs. `by` is what is counted: episodes, reports or sources. None where there is none."""
    amounts = {(pair.first.id, pair.second.id): int(getattr(pair, by)) for pair in pairs}
    actors = {one.id: one for pair in pairs for one in (pair.first, pair.second)}
    if not actors:
        return None
    weight: dict[str, int] = defaultdict(int)
    near: dict[str, dict[str, int]] = defaultdict(dict)
    for (one, other), amount in amounts.items():
        weight[one] += amount
        weight[other] += amount
        near[one][other] = near[other][one] = amount
    order = _order(near, weight)
    most, heaviest = max(amounts.values()) or 1, max(weight.values()) or 1
    places: dict[str, tuple[float, float]] = {}
    nodes = []
    for number, ident in enumerate(order):
        angle = 2 * math.pi * number / len(order) - math.pi / 2
        x, y = _CENTRE[0] + _RING * math.cos(angle), _CENTRE[1] + _RING * math.sin(angle)
        places[ident] = (x, y)
        size = 4 + 12 * math.sqrt(weight[ident] / heaviest)
        out = _RING + size + _LABEL
        right = math.cos(angle) >= -1e-9
        nodes.append(
            Node(
                actor=actors[ident],
                x=round(x, 1),
                y=round(y, 1),
                size=round(size, 1),
                label_x=round(_CENTRE[0] + out * math.cos(angle), 1),
                label_y=round(_CENTRE[1] + out * math.sin(angle) + 5, 1),
                anchor="middle" if abs(math.cos(angle)) < 0.12 else "start" if right else "end",
            )
        )
    edges = []
    for pair in sorted(pairs, key=lambda one: int(getattr(one, by))):
        (x1, y1), (x2, y2) = places[pair.first.id], places[pair.second.id]
        amount = int(getattr(pair, by))
        bend_x, bend_y = (x1 + x2 + 2 * _CENTRE[0]) / 4, (y1 + y2 + 2 * _CENTRE[1]) / 4
        path = f"M{x1:.1f} {y1:.1f}Q{bend_x:.1f} {bend_y:.1f} {x2:.1f} {y2:.1f}"
        edges.append(Edge(pair=pair, path=path, width=round(1 + 11 * amount / most, 1), amount=amount))
    return Ring(1000.0, 2 * _CENTRE[1], tuple(nodes), tuple(edges))


def _order(near: dict[str, dict[str, int]], weight: dict[str, int]) -> list[str]:
    """Everybody, each beside the one of those not yet placed that he deals with most."""
    left = set(near)
    order: list[str] = []
    while left:
        if order and (beside := left & set(near[order[-1]])):
            best = max(beside, key=lambda one: (near[order[-1]][one], one))
        else:
            best = max(left, key=lambda one: (weight[one], one))
        order.append(best)
        left.remove(best)
    return order
