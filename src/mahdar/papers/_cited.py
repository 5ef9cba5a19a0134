"""What the papers have in common: numbered sources, and lines made of answers."""

from collections.abc import Iterable, Iterator, Sequence
from typing import TypeVar

from mahdar.papers._paper import Heading, Item, Piece, Reference, Text
from mahdar.query import Actor, AgreementLine, Charge, DisagreementLine, EpisodeLine, ReportLine, Source

__all__ = [
    "Sources",
    "agreement_items",
    "best_of",
    "charge_items",
    "counted",
    "covers",
    "difference_items",
    "episode_item",
    "most_told",
    "names",
    "told_days",
]

_CITED = 5  # reports of an episode that are cited; the rest is counted
_BETWEEN = ", "
T = TypeVar("T")


class Sources:
    """The sources of a paper, numbered as they are first cited. The same words of the same article have one number."""

    def __init__(self) -> None:
        self._numbers: dict[tuple[str, tuple[str, ...]], Reference] = {}

    def cite(self, source: Source, words: Sequence[str]) -> int:
        """The number of an article's words."""
        key = (source.doc, tuple(words))
        if key not in self._numbers:
            self._numbers[key] = Reference(
                number=len(self._numbers) + 1,
                outlet=source.outlet,
                day=source.published,
                title=source.title,
                doc=source.doc,
                url=source.url,
                words=key[1],
            )
        return self._numbers[key].number

    def all(self) -> tuple[Reference, ...]:
        """The list of sources, in the order of their numbers."""
        return tuple(self._numbers.values())


def counted(reports: int, sources: int) -> str:
    """How much bears something, in two figures."""
    told = "1 report" if reports == 1 else f"{reports} reports"
    return f"{told}, {sources} independent" if reports != sources or reports > 1 else told


def told_days(first: str | None, last: str | None) -> str:
    """From one day to another."""
    if first is None and last is None:
        return "no date"
    return str(first) if first == last else f"{first or '?'} to {last or '?'}"


def names(actors: Iterable[Actor]) -> Iterator[Piece]:
    """Names with their English ones, each keeping its own direction."""
    for n, actor in enumerate(actors):
        if n:
            yield Piece(_BETWEEN)
        yield Piece(actor.name, "name")
        if actor.name_en and actor.name_en != actor.name:
            yield Piece(f" ({actor.name_en})")


def most_told(lines: Sequence[T], most: int, weight: Iterable[tuple[int, ...]]) -> tuple[T, ...]:
    """Of many lines those that most bear, in the order in which they came; all where `most` is 0."""
    if not most or len(lines) <= most:
        return tuple(lines)
    ranked = sorted(zip(weight, range(len(lines)), strict=True), key=lambda pair: (*(-one for one in pair[0]), pair[1]))
    return tuple(lines[at] for at in sorted(at for _, at in ranked[:most]))


def best_of(tellings: Sequence[ReportLine], most: int = _CITED) -> tuple[ReportLine, ...]:
    """The reports to cite: of every outlet one before a second of any, and no copies where others are there."""
    outlets: dict[str | None, int] = {}
    rated = []
    for at, telling in enumerate(tellings):
        before = outlets.get(telling.source.outlet, 0)
        outlets[telling.source.outlet] = before + 1
        rated.append((telling.copy_of is not None, before, at))
    return tuple(tellings[at] for at in sorted(at for *_, at in sorted(rated)[:most]))


def _fixed(entries: Sequence[str]) -> tuple[Piece, ...]:
    return (Piece(f"; corrected by {', '.join(entries)}", "dim"),) if entries else ()


def episode_item(one: EpisodeLine, sources: Sources) -> Item:
    """An event: day, kind, who, where, how it stood, how many report it; the words of its first report."""
    day = one.day or "no date"
    reported = " (day of the reports)" if one.dated_by == "article" else ""
    text: list[Piece] = [Piece(f"{day}{reported}: {_words(one.kind)}, {one.status}")]
    if one.parties:
        text += [Piece(": "), *names(one.parties)]
    if one.place:
        text += [Piece("; place: "), Piece(one.place, "name")]
    if len(one.standing) > 1:
        stages = ", ".join(f"{stage.status} ({told_days(stage.first, stage.last)})" for stage in one.standing)
        text.append(Piece(f"; stood: {stages}"))
    text.append(Piece(f"; {counted(one.reports, one.sources)}", "dim"))
    text += _fixed(one.corrected_by)
    cited = best_of(one.tellings)
    numbers = tuple(dict.fromkeys(sources.cite(telling.source, telling.words) for telling in cited))
    first = next((telling for telling in cited if telling.status == one.status), cited[0] if cited else None)
    return Item(tuple(text), first.words[:1] if first else (), numbers)


def charge_items(charges: Sequence[Charge], most: int, sources: Sources) -> Iterator[Item]:
    """Accusations, each with its answers; those that are answered, or that most report, where there are too many."""
    weight = [(min(len(one.line.answers), 1) + one.sources, one.reports) for one in charges]
    for one in most_told(charges, most, weight):
        line = one.line
        text = [
            Piece(f"{line.source.published or 'no date'}: "),
            *(tuple(names(line.accusers)) or (Piece("not named"),)),
        ]
        text += [Piece(" against "), *(tuple(names(line.accused)) or (Piece("not named"),))]
        text.append(Piece("; answered" if line.answers else "; no answer in the same article"))
        text.append(Piece(f"; {counted(one.reports, one.sources)}", "dim"))
        text += _fixed(line.corrected_by)
        yield Item(tuple(text), line.words, (sources.cite(line.source, line.words),))
        for answer in line.answers:
            yield Item(
                (Piece("Answer: "), *names(answer.speakers), Piece(f", {_words(answer.act)}")),
                answer.words,
                (sources.cite(line.source, answer.words),),
            )


def agreement_items(lines: Sequence[AgreementLine], most: int, sources: Sources) -> Iterator[Heading | Item]:
    """Agreements, each with the steps of its life."""
    for line in lines[: most or None]:
        latin = f" ({line.name_en})" if line.name_en else ""
        sides = f": {', '.join(line.sides)}" if line.sides else ""
        yield Heading(3, f"{line.name}{latin}{sides}")
        for step in most_told(line.steps, most, [(one.reports,) for one in line.steps]):
            reported = " (day of the report)" if step.dated_by == "article" else ""
            text = [Piece(f"{step.when or 'no date'}{reported}: {_words(step.step)}, {step.status}")]
            if step.parties:
                text += [Piece(": "), *names(step.parties)]
            if step.place:
                text += [Piece("; place: "), Piece(step.place, "name")]
            text += [Piece(f"; for {step.length}")] if step.length else []
            text.append(Piece(f"; {counted(step.reports, step.sources)}", "dim"))
            text += _fixed(step.corrected_by)
            yield Item(tuple(text), step.words[:1], (sources.cite(step.source, step.words),))


def difference_items(lines: Sequence[DisagreementLine], most: int, sources: Sources) -> Iterator[Heading | Item]:
    """Where the articles differ: every value with those who carry it. None is chosen."""
    for line in most_told(lines, most, [(one.sources, one.reports) for one in lines]):
        day = line.episode.day if line.episode and line.episode.day else told_days(line.first_seen, line.last_seen)
        about = f"{_words(line.episode.kind)}, {day}" if line.episode else f"{line.about}, {day}"
        yield Heading(3, f"{_words(line.property)} of {about} ({_words(line.sort)}, certainty {line.certainty:.2f})")
        for position in line.positions:
            label = (Piece(" ("), Piece(position.label, "name"), Piece(")")) if position.label else ()
            text = (Piece(position.value), *label, Piece(f"; {counted(position.reports, position.sources)}", "dim"))
            numbers = [sources.cite(one.source, one.words) for one in position.carriers[:_CITED]]
            words = position.carriers[0].words[:1] if position.carriers else ()
            yield Item(text, words, tuple(dict.fromkeys(numbers)))


def _words(name: str) -> str:
    return name.replace("_", " ")


def covers(start: str | None, end: str | None) -> Text:
    """The days that a paper covers."""
    if not start and not end:
        return (Piece("All days of the record file."),)
    return (Piece(f"From {start or 'the first day'} to {end or 'the last day'}."),)
