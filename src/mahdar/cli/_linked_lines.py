"""What many articles tell together, as lines for a person to read."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from mahdar.cli._output import Line

if TYPE_CHECKING:
    from mahdar.engine import LinkReport
    from mahdar.model import Stage
    from mahdar.query import (
        Actor,
        CarrierLine,
        ChangeLine,
        DisagreementLine,
        EpisodeLine,
        QuoteLine,
        ReportLine,
        Source,
        SpellLine,
        ThreadLine,
    )

__all__ = ["change_lines", "disagreement_lines", "episode_lines", "link_line", "quote_lines", "thread_lines"]

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
        reported += "  (lasting)" if one.lasting else f"  ({one.span})" if one.span else ""
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
        if reports is not None and len(shown) < one.reports:
            yield ((f"  … and {one.reports - len(shown)} more: mahdar episode {one.episode}", "dim"),)
        yield ()


def best_of(tellings: "tuple[ReportLine, ...]", most: int) -> "tuple[ReportLine, ...]":
    """Some of the reports in their order: no article twice, one of each outlet before a second of any, no copies where others
    are there."""
    docs: dict[str, ReportLine] = {}
    for telling in tellings:
        docs.setdefault(telling.source.doc, telling)
    outlets: dict[str | None, int] = {}
    ranked = []
    for number, telling in enumerate(docs.values()):
        seen = outlets.get(telling.source.outlet, 0)
        outlets[telling.source.outlet] = seen + 1
        ranked.append((telling.copy_of is not None, seen, number, telling))
    return tuple(telling for *_, telling in sorted(sorted(ranked)[:most], key=lambda rank: rank[2]))


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


def disagreement_lines(found: "Iterable[DisagreementLine]", *, carriers: int | None) -> Iterator[Line]:
    """Each entry as a block: what differs and how, of what, then every value with the articles that carry it (at most so many
    `carriers`, one of each outlet before a second of any; None for all)."""
    for one in found:
        yield (one.first_seen or "no date", "head"), (f"  {one.property}: {one.sort}", "")
        if one.episode is not None:
            when = f"{one.episode.kind}, {one.episode.day or 'no date'}"
            yield _labelled("event", (when, ""), (f"  {one.episode.episode}", "dim"))
        shown = one.episode.parties if one.episode is not None else one.actors
        if shown:
            yield _labelled("of", (", ".join(map(_name, shown)), "name"))
        yield _labelled("reports", (_figures(one.reports, one.sources), ""), (f"  {one.disagreement}", "dim"))
        yield _labelled("certainty", (f"{one.certainty:.2f}", ""), ("  " + ", ".join(one.reasons), "dim"))
        for place in one.positions:
            yield _labelled(
                "value", (place.label or place.value, "mark"), (f"  {_figures(place.reports, place.sources)}", "")
            )
            shown_carriers = place.carriers if carriers is None else _best(place.carriers, carriers)
            yield from _carriers(shown_carriers)
            if len(shown_carriers) < len(place.carriers):
                yield ((f"  … and {len(place.carriers) - len(shown_carriers)} more (--full)", "dim"),)
        yield ()


def _best(carriers: "tuple[CarrierLine, ...]", most: int) -> "list[CarrierLine]":
    """The first carriers, no copies where others are there, one of each outlet before a second of any."""
    ranked = sorted(
        range(len(carriers)),
        key=lambda at: (
            carriers[at].copy_of is not None,
            sum(other.source.outlet == carriers[at].source.outlet for other in carriers[:at]),
            at,
        ),
    )
    return [carriers[at] for at in sorted(ranked[:most])]


def change_lines(found: "Iterable[ChangeLine]") -> Iterator[Line]:
    """Each change as a block: of what, then every value with its days, what the registry says of it, and its articles."""
    for one in found:
        yield (one.first_seen or "no date", "head"), (f"  {one.property}  ", ""), (_about(one), "name")
        yield _labelled("reports", (_figures(one.reports, one.sources), ""), (f"  {one.change}", "dim"))
        for spell in one.spells:
            yield _labelled("value", *_spell(spell))
            yield from _carriers(
                spell.carriers[:1] if spell.first == spell.last else spell.carriers[:: max(1, len(spell.carriers) - 1)]
            )
        yield ()


def _about(one: "ChangeLine") -> str:
    names = {actor.id: _name(actor) for actor in one.actors}
    if one.property == "office":
        title, _, of = one.about.rpartition(" of ")
        return f"{title} of {names.get(of, of)}"
    if one.property == "membership":
        member, _, body = one.about.partition(" in ")
        return f"{names.get(member, member)}, {names.get(body, body)}"
    if one.about.startswith("deal:"):
        _, kind, sides = one.about.split(":", 2)
        between = " - ".join(names.get(side, side) for side in sides.split("+"))
        return f"{kind.replace('_', ' ')}: {between}"
    return names.get(one.about, one.about)


def _spell(spell: "SpellLine") -> tuple[tuple[str, str], ...]:
    days = spell.first or "no date" if spell.first == spell.last else f"{spell.first} to {spell.last}"
    stated = f"  on {spell.day}" if spell.day else ""
    told = f"{stated}  told {days}, {_figures(spell.reports, spell.sources)}"
    known = ", ".join(map(_name, spell.known))
    verdict = f"  {spell.verdict}" + (f" (registry: {known})" if known and spell.verdict != "agrees" else "")
    return (
        (_name(spell.holder) if spell.holder else spell.value, "mark"),
        (told, ""),
        (verdict if spell.verdict else "", "key"),
    )


def thread_lines(found: "Iterable[ThreadLine]") -> Iterator[Line]:
    """Each storyline as a block: whose and what about, then its events, a line each."""
    for one in found:
        days = f"{one.first_day or 'no date'} to {one.last_day or 'no date'}"
        yield (days, "head"), ("  " + " - ".join(map(_name, one.actors[:2])), "name")
        if one.words:
            yield _labelled("about", (" ".join(one.words), ""))
        for thing in one.objects:
            yield _labelled("object", (_name(thing), "name"))
        yield _labelled("reports", (_figures(one.reports, one.sources), ""), (f"  {one.thread}", "dim"))
        for event in one.episodes:
            who = ", ".join(dict.fromkeys(_name(actor) for actor in event.parties))
            day = event.day or f"({event.first_seen or 'no date'})"
            place = f"  {event.place}" if event.place else ""
            yield (("  ", ""), (f"{day}  ", "key"), (f"{event.kind}, {event.status}  ", ""), (who, "name"), (place, ""),
                   (f"  {_figures(event.reports, event.sources)}  {event.episode}", "dim"))  # fmt: skip
        yield ()


def _name(actor: "Actor") -> str:
    english = f" ({actor.name_en})" if actor.name_en and actor.name_en != actor.name else ""
    return f"{actor.name}{english}"


def _figures(reports: int, sources: int) -> str:
    told = f"{reports} report" + ("s" if reports != 1 else "")
    return told + (f", {sources} of them independent" if sources != reports else "")


def _carriers(carriers: "Iterable[CarrierLine]") -> Iterator[Line]:
    for one in carriers:
        through = "through " + " < ".join(actor.name for actor in one.chain) if one.chain else ""
        yield _from(one.source, through, one.copy_of)
        for words in one.words:
            yield ("    ", ""), ("\u00ab" + " ".join(words.split()) + "\u00bb", "words")


def _from(source: "Source", told: str, copy_of: str | None, finding: str = "") -> Line:
    copied = f"  copy of {copy_of}" if copy_of else ""
    outlet = f"{source.published or 'no date'}  {source.outlet or 'unknown outlet'}"
    own = f"  {finding}" if finding else ""
    return ("  ", ""), (outlet, "key"), (f"  {told}", ""), (f"  {source.doc}{own}{copied}", "dim")
