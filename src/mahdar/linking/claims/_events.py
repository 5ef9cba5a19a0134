"""What an article says of an event that another may tell otherwise: its day, its place, whether it was at all."""

import re
from collections.abc import Iterator

from mahdar.knowledge import Knowledge
from mahdar.linking._reports import Report
from mahdar.linking.claims._claim import Claim, sentence_of
from mahdar.model import Article, Record, Span
from mahdar.resolution import registry

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
    """The day and the place of an event that its own sentence states, by whom it was, and whether it was at all."""
    world = registry(knowledge)
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
        if (
            report.family in _STOOD
            and report.kind not in _VAGUE
            and (report.status in _DONE or (report.status == "denied" and _is_denied(record, where)))
        ):
            values.append(("standing", "denied" if report.status == "denied" else "happened"))
        for name, value in values:
            yield Claim(
                doc=article.doc, number=report.number, property=name, value=value, noun=(), keys=(), event=report.event,
                sides=report.sides, day="", period="", status=report.status, chain=report.chain, stems=(), topic=(),
                published=record.published, outlet=article.outlet, evidence=report.evidence,
            )  # fmt: skip


def _is_denied(record: Record, where: Span) -> bool:
    """Whether words stand in what somebody denies."""
    return any(
        statement.act == "deny" and any(span.start < where.end and where.start < span.end for span in statement.content)
        for statement in record.statements
    )
