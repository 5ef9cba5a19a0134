"""Where states lie on the map: the place of the capital stands for the state."""

import json
import math
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from importlib.resources import files

import msgspec

from mahdar.knowledge import Knowledge
from mahdar.query import PlaceCount
from mahdar.store import name_key

__all__ = ["Seat", "Sheet", "seats_of", "sheet", "states_of"]

_MOST_SIZE, _LEAST_SIZE = 22.0, 2.5


class Sheet(msgspec.Struct, frozen=True):
    """The map's measures and the places of the capitals on it."""

    width: float
    height: float
    capitals: Mapping[str, tuple[float, float]]


class Seat(msgspec.Struct, frozen=True):
    """A state with what took place in it. `places` are those that are told, the commonest first."""

    state: str
    x: float
    y: float
    size: float
    amount: int
    places: tuple[tuple[str, int], ...]


@cache
def sheet() -> Sheet:
    """The map."""
    told = json.loads(files("mahdar.web").joinpath("capitals.json").read_text(encoding="utf-8"))
    return Sheet(told["width"], told["height"], {iso: (x, y) for iso, (x, y) in told["capitals"].items()})


@lru_cache(maxsize=4)
def states_of(knowledge: Knowledge) -> Mapping[str, str]:
    """The state that a place lies in, by each name of the place."""
    found: dict[str, str] = {}
    for place in knowledge.places:
        if place.state:
            for name in (place.name_ar, *place.names_ar):
                found.setdefault(name_key(name), place.state)
    for state in knowledge.states:
        for name in (*state.capitals, state.name_ar, *state.names_ar):
            found[name_key(name)] = state.id
    return found


def seats_of(counts: Iterable[PlaceCount], by: str, knowledge: Knowledge) -> tuple[tuple[Seat, ...], int]:
    """States with what took place in them, and how much took place where no state is known. `by` is what is counted."""
    states = states_of(knowledge)
    within: dict[str, list[tuple[str, int]]] = {}
    nowhere = 0
    for one in counts:
        amount = int(getattr(one, by))
        state = states.get(name_key(one.place), "")
        if state in sheet().capitals:
            within.setdefault(state, []).append((one.place, amount))
        else:
            nowhere += amount
    totals = {state: sum(amount for _, amount in places) for state, places in within.items()}
    most = max(totals.values(), default=1) or 1
    seats = tuple(
        Seat(
            state=state,
            x=sheet().capitals[state][0],
            y=sheet().capitals[state][1],
            size=round(max(_LEAST_SIZE, _MOST_SIZE * math.sqrt(total / most)), 1),
            amount=total,
            places=tuple(sorted(within[state], key=lambda place: (-place[1], place[0]))[:6]),
        )
        for state, total in sorted(totals.items(), key=lambda item: (-item[1], item[0]))
    )
    return seats, nowhere
