"""The dossier of somebody as a paper."""

from collections import defaultdict
from collections.abc import Iterator

from mahdar.papers._cited import (
    Sources,
    agreement_items,
    charge_items,
    counted,
    covers,
    episode_item,
    most_told,
    names,
    told_days,
)
from mahdar.papers._paper import Heading, Item, Paper, Piece, Table, Text
from mahdar.query import Dossier, EpisodeLine, Uttered

__all__ = ["dossier_paper"]

_NAMES = 15


def dossier_paper(found: Dossier, *, most: int = 0) -> Paper:
    """The paper of a dossier. Of each part at most `most` lines, those that most sources bear; 0 for all."""
    profile, sources = found.profile, Sources()
    parts = (
        *_names(found),
        *_offices(found),
        *_met(found, most),
        *_said(found, most, sources),
        *_charges(found, most, sources),
        *_events(found.episodes, most, sources),
        *_agreements(found, most, sources),
    )
    latin = profile.name_en or (f"{profile.romanised} (romanised)" if profile.romanised else "")
    articles = "1 article" if profile.articles == 1 else f"{profile.articles} articles"
    about = f"{profile.kind}, {profile.id}; in {articles}"
    about += f", {told_days(profile.first, profile.last)}" if profile.first else ""
    about += f"; corrected by {', '.join(profile.corrected_by)}" if profile.corrected_by else ""
    return Paper(
        title=f"{profile.name} ({latin})" if latin else profile.name,
        covers=((Piece(about),), covers(found.start, found.end), _caution()),
        parts=parts,
        sources=sources.all(),
    )


def _caution() -> Text:
    return (Piece("What articles report, by whom; not what is true. Independent: copies of one text count once."),)


def _more(shown: int, of: int) -> str:
    return f" ({shown} of {of}, those that most sources bear)" if shown < of else f" ({of})"


def _cut(most: int, of: int) -> int:
    return min(most, of) if most else of


def _names(found: Dossier) -> Iterator[Heading | Item]:
    spellings = found.profile.names
    if spellings:
        yield Heading(2, "Names and spellings")
        for surface in spellings[:_NAMES]:
            articles = "1 article" if surface.articles == 1 else f"{surface.articles} articles"
            yield Item((Piece(surface.form, "name"), Piece(f": {articles}", "dim")))
        if len(spellings) > _NAMES:
            yield Item((Piece(f"and {len(spellings) - _NAMES} more", "dim"),))


def _offices(found: Dossier) -> Iterator[Heading | Table]:
    terms, held = found.profile.terms, found.profile.offices
    if terms:
        yield Heading(2, "Offices by the registry")
        rows = tuple(
            (
                (Piece(term.office),),
                (Piece(term.of_name or term.of, "name"),),
                (Piece(f"{term.start or '?'} to {term.end or f'(known until {term.known_until})'}"),),
                (Piece(term.source),),
            )
            for term in terms
        )
        yield Table(("Office", "Of", "Days", "Source"), rows)
    if held:
        yield Heading(2, "Offices by the news")
        rows = tuple(
            (
                (Piece(office.title),),
                (Piece(office.of_name or office.of, "name"),),
                (Piece(told_days(office.first, office.last)),),
                (Piece(str(office.articles)),),
            )
            for office in held
        )
        yield Table(("Office", "Of", "Articles of", "Articles"), rows)


def _met(found: Dossier, most: int) -> Iterator[Heading | Table]:
    if found.met:
        shown = _cut(most, len(found.met))
        yield Heading(2, f"Met{_more(shown, len(found.met))}")
        rows = tuple(
            (
                tuple(names((one.actor,))),
                (Piece(told_days(one.first, one.last)),),
                (Piece(str(one.episodes)),),
                (Piece(str(one.reports)),),
                (Piece(str(one.sources)),),
            )
            for one in found.met[:shown]
        )
        yield Table(("Whom", "Days", "Events", "Reports", "Independent"), rows)


def _said(found: Dossier, most: int, sources: Sources) -> Iterator[Heading | Item]:
    if not found.said:
        return
    shown = most_told(found.said, most, [(one.sources, one.reports) for one in found.said])
    yield Heading(2, f"Said{_more(len(shown), len(found.said))}")
    by_act: dict[str, list[Uttered]] = defaultdict(list)
    total: dict[str, int] = defaultdict(int)
    for one in found.said:
        total[one.line.act] += 1
    for one in shown:
        by_act[one.line.act].append(one)
    for act in sorted(by_act, key=lambda act: (-total[act], act)):
        yield Heading(3, f"{act.replace('_', ' ')} ({total[act]})")
        for one in by_act[act]:
            line = one.line
            text = [Piece(f"{line.source.published or 'no date'}: "), *names(line.speakers)]
            text += [Piece(" to "), *names(line.to)] if line.to else []
            text += [Piece(", by way of "), *names(line.chain)] if line.chain else []
            text.append(Piece(f"; {counted(one.reports, one.sources)}", "dim"))
            text += [Piece(f"; corrected by {', '.join(line.corrected_by)}", "dim")] if line.corrected_by else []
            yield Item(tuple(text), line.words, (sources.cite(line.source, line.words),))


def _charges(found: Dossier, most: int, sources: Sources) -> Iterator[Heading | Item]:
    for title, charges in (("Accused", found.accused), ("Accuses", found.accuses)):
        if charges:
            yield Heading(2, f"{title}{_more(_cut(most, len(charges)), len(charges))}")
            yield from charge_items(charges, most, sources)


def _events(found: tuple[EpisodeLine, ...], most: int, sources: Sources) -> Iterator[Heading | Item | Table]:
    if not found:
        return
    by_kind: dict[str, list[EpisodeLine]] = defaultdict(list)
    for one in found:
        by_kind[one.kind].append(one)
    kinds = sorted(by_kind, key=lambda kind: (-len(by_kind[kind]), kind))
    shown = most_told(found, most, [(one.sources, one.reports) for one in found])
    yield Heading(2, f"Events{_more(len(shown), len(found))}")
    rows = []
    for kind in kinds:
        those = by_kind[kind]
        figures = (len(those), sum(one.reports for one in those), sum(one.sources for one in those))
        rows.append(((Piece(kind.replace("_", " ")),), *((Piece(str(figure)),) for figure in figures)))
    yield Table(("Kind", "Events", "Reports", "Independent"), tuple(rows))
    kept = {one.episode for one in shown}
    for kind in kinds:
        those = [one for one in by_kind[kind] if one.episode in kept]
        if those:
            yield Heading(3, kind.replace("_", " "))
            yield from (episode_item(one, sources) for one in those)


def _agreements(found: Dossier, most: int, sources: Sources) -> Iterator[Heading | Item]:
    if found.agreements:
        yield Heading(2, f"Agreements{_more(_cut(most, len(found.agreements)), len(found.agreements))}")
        yield from agreement_items(found.agreements, most, sources)
