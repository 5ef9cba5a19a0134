"""What many articles tell together, as lines for a person to read."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from mahdar.cli._output import Line

if TYPE_CHECKING:
    from mahdar.engine import LinkReport
    from mahdar.model import Stage
    from mahdar.query import EpisodeLine, QuoteLine, ReportLine, Source

__all__ = ["episode_lines", "link_line", "quote_lines"]

_LABEL = 10


def _labelled(label: str, *pieces: tuple[str, str]) -> Line:
    return (("  ", ""), (label.ljust(_LABEL - 1) + " ", "key"), *pieces)


def link_line(report: "LinkReport") -> str:
    """What a linking did, on one line."""
    copied = f"; copies of another article: {report.copies}" if report.copies else ""
    return f"linked: {report.reports} reports of {report.episodes} events{copied}"


def episode_lines(found: "Iterable[EpisodeLine]", *, reports: int | None) -> Iterator[Line]:
    """Each episode as a block: when and what, who, where, how it stood over time, its reports (at most `reports` of them,
    the best first; None for all, with the reasons of each)."""
    for one in found:
        reported = "  (day of the reports)" if one.dated_by == "article" else ""
        yield (one.day or "no date", "head"), (f"  {one.kind}, {one.status}", ""), (reported, "dim")
        for actor in one.parties:
            name = f" ({actor.name_en})" if actor.name_en and actor.name_en != actor.name else ""
            yield _labelled(actor.role, (actor.name, "name"), (name, ""))
        if one.place:
            yield _labelled("place", (one.place, "name"))
        if len(one.standing) > 1:
            yield _labelled("standing", (", ".join(map(_stage, one.standing)), ""))
        copies = f", {one.sources} of them independent" if one.sources != one.reports else ""
        seen = one.first_seen if one.first_seen == one.last_seen else f"{one.first_seen} to {one.last_seen}"
        yield _labelled("reports", (f"{one.reports}{copies}; {seen or 'no date'}", ""), (f"  {one.episode}", "dim"))
        if one.corrected_by:
            yield _labelled("corrected", ("by " + ", ".join(one.corrected_by), "dim"))
        shown = one.tellings if reports is None else best_of(one.tellings, reports)
        for telling in shown:
            yield from _report(telling, reasons=reports is None)
        if len(shown) < len(one.tellings):
            yield ((f"  … and {len(one.tellings) - len(shown)} more: mahdar episode {one.episode}", "dim"),)
        yield ()


def best_of(tellings: "tuple[ReportLine, ...]", most: int) -> "tuple[ReportLine, ...]":
    """The first reports of what happened, one of each outlet before a second of any, no copies where others are there."""
    ranked = sorted(
        enumerate(tellings),
        key=lambda pair: (
            pair[1].copy_of is not None,
            sum(other.source.outlet == pair[1].source.outlet for other in tellings[: pair[0]]),
            pair[0],
        ),
    )
    return tuple(tellings[at] for at in sorted(at for at, _ in ranked[:most]))


def _stage(stage: "Stage") -> str:
    until = f" to {stage.last}" if stage.first != stage.last else ""
    return f"{stage.status} {stage.first or 'no date'}{until}"


def _report(telling: "ReportLine", *, reasons: bool) -> Iterator[Line]:
    told = telling.status + (f", {telling.time}" if telling.time else "")
    yield _from(telling.source, told, telling.copy_of, telling.event if reasons else "")
    for words in telling.words:
        yield ("    ", ""), ("\u00ab" + " ".join(words.split()) + "\u00bb", "words")
    if reasons and telling.reasons:
        yield (("    ", ""), (f"joined with {telling.score:.1f}: " + ", ".join(telling.reasons), "dim"))


def quote_lines(found: "Iterable[QuoteLine]") -> Iterator[Line]:
    """Each statement as a block: when and how, whose, then every article's words, what the fullest does not have marked."""
    for one in found:
        told = "in the same words" if one.same else "in different words"
        yield (one.first_seen or "no date", "head"), (f"  {one.act}, {told}", "")
        for actor in one.speakers:
            name = f" ({actor.name_en})" if actor.name_en and actor.name_en != actor.name else ""
            yield _labelled("speaker", (actor.name, "name"), (name, ""))
        copies = f", {one.sources} of them independent" if one.sources != one.reports else ""
        yield _labelled("reports", (f"{one.reports}{copies}", ""), (f"  {one.quote}", "dim"))
        if one.corrected_by:
            yield _labelled("corrected", ("by " + ", ".join(one.corrected_by), "dim"))
        for telling in one.tellings:
            yield _from(telling.source, telling.form, telling.copy_of)
            pieces: list[tuple[str, str]] = [("    ", ""), ("\u00ab", "words")]
            for number, (words, common) in enumerate(telling.pieces):
                space = " " if number else ""
                pieces.append((f"{space}{words}" if common else f"{space}[{words}]", "words" if common else "mark"))
            yield (*pieces, ("\u00bb", "words"))
        yield ()


def _from(source: "Source", told: str, copy_of: str | None, finding: str = "") -> Line:
    copied = f"  copy of {copy_of}" if copy_of else ""
    outlet = f"{source.published or 'no date'}  {source.outlet or 'unknown outlet'}"
    own = f"  {finding}" if finding else ""
    return ("  ", ""), (outlet, "key"), (f"  {told}", ""), (f"  {source.doc}{own}{copied}", "dim")
