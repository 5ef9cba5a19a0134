"""Who met whom: a graph of actors, its edges weighted by reports and by independent sources, cut into months."""
# ruff: noqa: PLC0415

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from functools import partial
from io import BytesIO
from itertools import combinations, islice
from typing import IO, TYPE_CHECKING, Any

import msgspec

from mahdar.export._actors import Player, player, players_of
from mahdar.export._choice import Choice
from mahdar.export._days import closed_days

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["gexf_graph", "graphml_graph"]

_AT_ONCE = 200
_BESIDE = ("venue_org", "subject")
_MONTH = len("2018-05")


class _Sum(msgspec.Struct):
    """What is told of two in one month."""

    events: int = 0
    reports: int = 0
    sources: int = 0
    first: str = ""
    last: str = ""


class _Met(msgspec.Struct, frozen=True, gc=False):
    players: tuple[Player, ...]
    days: tuple[str, str] | None
    reports: int
    sources: int


Pairs = dict[tuple[str, str], dict[str, _Sum]]


def _of_episodes(choice: Choice) -> Iterator[_Met]:
    lines = choice.episodes()
    while some := tuple(islice(lines, _AT_ONCE)):
        known = players_of(choice.connection, choice.knowledge, some)
        for line in some:
            there = tuple(known[line.episode, one.id] for one in line.parties if one.role not in _BESIDE)
            yield _Met(there, closed_days(line.day), line.reports, line.sources)


def _of_events(choice: Choice) -> Iterator[_Met]:
    for article, record, places in choice.articles():
        actors = {one.id: one for one in record.entities}
        for event in (record.events[place] for place in places):
            there = [actors[key] for key, role in event.who if role not in _BESIDE and key in actors]
            yield _Met(
                tuple(player(choice.knowledge, one, ((held.title, held.of) for held in one.offices)) for one in there),
                closed_days(event.time or article.published),
                1,
                0,
            )


def _gathered(choice: Choice) -> tuple[dict[str, Player], Pairs]:
    """Everybody, and what is told of each two of them, by month ("" where no month is told)."""
    everybody: dict[str, Player] = {}
    pairs: Pairs = defaultdict(lambda: defaultdict(_Sum))
    for met in _of_episodes(choice) if choice.what == "episodes" else _of_events(choice):
        there = {one.id: one for one in met.players}
        met_there = [
            pair for pair in combinations(sorted(there), 2) if not there[pair[0]].one_side_with(there[pair[1]])
        ]
        if not met_there:
            choice.tell("left out: fewer than two sides")
            continue
        choice.tell(choice.what)
        for one in there.values():
            before = everybody.setdefault(one.id, one)
            if before.country is None and one.country is not None:
                everybody[one.id] = one
        days = met.days
        month = days[0][:_MONTH] if days and days[0][:_MONTH] == days[1][:_MONTH] else ""
        for pair in met_there:
            told = pairs[pair][month]
            told.events += 1
            told.reports += met.reports
            told.sources += met.sources
            if days and month:
                told.first = min(told.first or days[0], days[0])
                told.last = max(told.last or days[1], days[1])
    return everybody, pairs


def _node(one: Player) -> dict[str, Any]:
    told = {"label": one.name_en or one.name, "name": one.name, "kind": one.kind, "country": one.country or ""}
    return {key: _legal(value) if value else "" for key, value in told.items()}


def _holds(letter: str) -> bool:
    """Whether XML can hold a letter."""
    return (
        letter >= " "
        and not "\x7f" <= letter <= "\x9f"
        and not "\ud800" <= letter <= "\udfff"
        and letter not in "\ufffe\uffff"
    )


def _legal(text: str) -> str:
    """Text that XML can hold."""
    return "".join(filter(_holds, text)) or "?"


def _id(key: str) -> str:
    """An id that XML can hold, and no other actor has."""
    return "".join(letter if _holds(letter) else f"%{ord(letter):04X}" for letter in key)


def _edge(several: list[_Sum], linked: bool) -> dict[str, Any]:
    firsts, lasts = [one.first for one in several if one.first], [one.last for one in several if one.last]
    reports, sources = sum(one.reports for one in several), sum(one.sources for one in several)
    edge: dict[str, Any] = {
        "weight": sources if linked else reports,
        "events": sum(one.events for one in several),
        "reports": reports,
        "first": min(firsts, default=""),
        "last": max(lasts, default=""),
    }
    return edge | ({"sources": sources} if linked else {})


def _month_ends(month: str) -> tuple[str, str]:
    days = closed_days(month)
    return days or ("", "")


def gexf_graph(choice: Choice) -> Iterator[bytes]:
    """GEXF 1.2: an edge for each two, which is there in the months in which they met; its figures for each month and in all."""
    import networkx as nx

    everybody, pairs = _gathered(choice)
    graph: nx.Graph = nx.Graph(mode="dynamic", timeformat="date")
    for key in sorted(everybody):
        graph.add_node(_id(key), **_node(everybody[key]))
    linked = choice.what == "episodes"
    for pair in sorted(pairs):
        months = {month: told for month, told in sorted(pairs[pair].items()) if month}
        spells = [_month_ends(month) for month in months]
        edge = _edge(list(pairs[pair].values()), linked)
        for name in ("reports", "sources") if linked else ("reports",):
            if months:
                edge[f"{name}_by_month"] = [
                    (getattr(told, name), *_month_ends(month)) for month, told in months.items()
                ]
        graph.add_edge(*map(_id, pair), **edge, **({"spells": spells} if spells else {}))
    _count(choice, graph)
    yield from _written(nx.write_gexf, graph)


def graphml_graph(choice: Choice) -> Iterator[bytes]:
    """GraphML: an edge for each two and each month (`month` "": not told to the month), so that sums over any time are right."""
    import networkx as nx

    everybody, pairs = _gathered(choice)
    graph: nx.MultiGraph = nx.MultiGraph()
    for key in sorted(everybody):
        graph.add_node(_id(key), **_node(everybody[key]))
    for pair in sorted(pairs):
        for month, told in sorted(pairs[pair].items()):
            graph.add_edge(
                *map(_id, pair), key=month or "undated", month=month, **_edge([told], choice.what == "episodes")
            )
    _count(choice, graph)
    yield from _written(partial(nx.write_graphml_xml, named_key_ids=True), graph)


def _count(choice: Choice, graph: "nx.Graph") -> None:
    choice.tell("nodes", graph.number_of_nodes())
    choice.tell("edges", graph.number_of_edges())


# The writer puts in the day on which it runs; the same store has to give the same bytes.
_TODAY = re.compile(rb' lastmodifieddate="[^"]*"')


def _written(write: Callable[[Any, IO[bytes]], None], graph: "nx.Graph") -> Iterator[bytes]:
    stream = BytesIO()
    write(graph, stream)
    document = stream.getvalue()
    yield _TODAY.sub(b"", document, count=1) + b"\n"
