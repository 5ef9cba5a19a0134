"""What an article says of an event that another may tell otherwise: its day, its place, whether it was at all."""

import re
from collections.abc import Iterator

from mahdar.knowledge import Knowledge
from mahdar.linking._reports import Report
from mahdar.linking.claims._claim import Claim, sentence_of
from mahdar.model import Article, Record
from mahdar.resolution import Registry, registry

_DATED = ("contact", "accord", "envoy", "office")
_PLACED = ("contact", "accord")
_DONE = ("happened", "ongoing")
_BESIDE = 12  # characters beside the words of an event in which its day is stated, if it is stated at all
_STOOD = (
    "contact",
    "accord",
    "envoy",
    "force",
)  # families of which one can say that it was, and another that it was not
_VAGUE = ("clash",)  # but of a war too much is told
_DAY = re.compile(r"\d{4}-\d\d-\d\d$")


def claims_of_events(
    article: Article, record: Record, knowledge: Knowledge, reports: tuple[Report, ...]
) -> Iterator[Claim]:
    """The day and the place of an event that its own sentence states, who did it, and whether it was at all."""
    world = registry(knowledge)
    places = {entity.id for entity in record.entities if entity.kind == "place"}
    denials = [span for one in record.statements if one.act == "deny" for span in one.content]
    for report in reports:
        where = report.evidence.spans[0]
        sentence = sentence_of(article.text, where)
        values: list[tuple[str, str]] = []
        if report.family in _DATED and report.window.exact and report.window.stated and report.status != "denied":
            day = (report.time or "")[:10]
            days = {time.value[:10] for time in record.times if time.value and _DAY.match(time.value[:10]) and
                    sentence.start <= time.span.start < sentence.end}  # fmt: skip
            near = any(where.start - _BESIDE <= time.span.start < where.end + _BESIDE for time in record.times)
            if days == {day} and near:
                values.append(("day", day))
        if report.family in _PLACED and report.status in _DONE and report.place.partition(":")[2] in world.places:
            values.append(("place", report.place))
        denied = any(span.start < where.end and where.start < span.end for span in denials)
        if report.family in _STOOD and report.kind not in _VAGUE and _is_so(report.status, denied=denied):
            values.append(("standing", "denied" if denied else "happened"))
        if doer := _doer(report, world):
            values.append(("doer", doer))
        for name, value in values:
            yield Claim(
                doc=article.doc, number=report.number, property=name, value=value,
                noun=(report.kind,) if name in ("standing", "doer") else (),
                keys=tuple(sorted({report.place, *dict(report.parties)} & places)) if name == "doer" else (), event=report.event,
                sides=report.sides, day=(report.time or "")[:10] if report.window.exact else "", period="", status=report.status, chain=report.chain,
                stems=report.stems if name == "standing" else (), topic=(),
                published=record.published, outlet=article.outlet, evidence=report.evidence,
            )  # fmt: skip


def _is_so(status: str, *, denied: bool) -> bool:
    """Whether an event is told as done, or as what somebody denies."""
    return status == "denied" if denied else status in _DONE


def _doer(report: Report, world: Registry) -> str:
    """The one state that does an act of force, but for the one that accuses."""
    states = {state for who in report.doers if (state := _state(who, world))}
    told = report.family == "force" and report.kind not in _VAGUE and report.status in (*_DONE, "alleged")
    if not told or len(states) != 1 or any(_state(who, world) in states for who in report.chain):
        return ""
    return states.pop()


def _state(who: str, world: Registry) -> str:
    """The state that somebody is or belongs to, as far as the registry knows."""
    body = world.organisations.get(who)
    return who if who in world.states else body.state if body is not None else ""
