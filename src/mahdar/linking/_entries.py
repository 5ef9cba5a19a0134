"""From the reports of an episode to its entry: when, who, where, and how it stood over time."""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import date

from mahdar.linking._days import DONE, days_apart
from mahdar.linking._gathering import LOOSE, Gathering
from mahdar.linking._reports import Report
from mahdar.model import Episode, Stage, Telling

_EXACT = ("signing", "summit", "meeting", "strike")  # of kinds that are told of one event, those that say most
_SHARE = 0.3  # of the reports: who is named by fewer is no party of the episode
_ISO = len("2018-03-05")
_BEGAN = 3  # one report in so many has to state when it began
_STRAY = 5  # of those that wrote since, one in so many has to tell it as done
_AHEAD = ("planned", "proposed")


def entry_of(gathering: Gathering, copies: Mapping[str, str]) -> Episode:
    members = sorted(
        gathering.members, key=lambda member: (member[0].published or "9999", member[0].doc, member[0].number)
    )
    reports = [report for report, _, _ in members]
    first = reports[0]
    seed = f"{first.doc}\0{first.event}"
    day, dated_by = _day(gathering, reports, copies)
    places = Counter(report.place_name for report in reports if report.place_name)
    seen = [report.published for report in reports if report.published]
    return Episode(
        id="E" + hashlib.blake2b(seed.encode(), digest_size=6).hexdigest(),
        kind=_kind(reports),
        parties=_parties(reports),
        day=day,
        dated_by=dated_by,
        place=min(places, key=lambda place: (-places[place], place)) if places else None,
        status=_status(reports),
        standing=_standing(reports),
        first_seen=min(seen, default=None),
        last_seen=max(seen, default=None),
        reports=len({report.doc for report in reports}),
        sources=len({copies.get(report.doc, report.doc) for report in reports}),
        lasting=gathering.lasting,
        span=_span(gathering, reports, copies),
        tellings=tuple(_telling(report, score, reasons, copies) for report, score, reasons in members),
    )


def _telling(report: Report, score: float, reasons: tuple[str, ...], copies: Mapping[str, str]) -> Telling:
    return Telling(
        doc=report.doc,
        event=report.event,
        copy=copies.get(report.doc, report.doc),
        published=report.published,
        outlet=report.outlet,
        status=report.status,
        time=report.time,
        place=report.place_name,
        score=round(score, 2),
        reasons=reasons,
        evidence=report.evidence,
    )


def _kind(reports: Sequence[Report]) -> str:
    """What most reports call it; of two that are told alike often the one that says more."""
    kinds = Counter(report.kind for report in reports)
    return min(kinds, key=lambda kind: (-kinds[kind], _EXACT.index(kind) if kind in _EXACT else len(_EXACT), kind))


def _parties(reports: Sequence[Report]) -> tuple[tuple[str, str], ...]:
    """Those that many reports name, each in the role in which most have him, those named most first."""
    roles: dict[str, Counter[str]] = {}
    for report in reports:
        for party, role in report.parties:
            roles.setdefault(party, Counter())[role] += 1
    least = _SHARE * len(reports)
    named = [(party, held) for party, held in roles.items() if held.total() >= least]
    named.sort(key=lambda pair: (-pair[1].total(), pair[0]))
    return tuple((party, min(held, key=lambda role: (-held[role], role))) for party, held in named)


def _day(gathering: Gathering, reports: Sequence[Report], copies: Mapping[str, str]) -> tuple[str | None, str | None]:
    """The day that most independent reports state; else the narrowest time that one states; else that of the articles."""
    if gathering.lasting:
        return _stretch(reports)
    stated = _stated(reports, copies)
    if stated:
        return min(stated, key=lambda day: (-len(stated[day]), day)), "event"
    wide = [report for report in reports if report.window.stated and report.time]
    if wide:
        chosen = min(wide, key=lambda report: (report.window.high - report.window.low, report.doc, report.number))
        return chosen.time, "event"
    if gathering.tier < LOOSE:
        return date.fromordinal(gathering.dossier.likely).isoformat(), "article"
    return None, None


def _stated(reports: Sequence[Report], copies: Mapping[str, str]) -> dict[str, set[str]]:
    """For every day that reports state, the independent articles that do."""
    stated: dict[str, set[str]] = defaultdict(set)
    for report in reports:
        if report.window.exact and report.window.stated:
            stated[date.fromordinal(report.window.low).isoformat()].add(copies.get(report.doc, report.doc))
    return stated


def _stretch(reports: Sequence[Report]) -> tuple[str | None, str | None]:
    """The days of what lasts: from the beginning that most reports give, else from the first of the articles, to the last."""
    seen = sorted(report.published for report in reports if report.published and len(report.published) == _ISO)
    if not seen:
        return None, None
    began = Counter(report.time for report in reports if report.time and report.time.endswith("/.."))
    if began and began.total() * _BEGAN >= len(reports):
        return min(began, key=lambda time: (-began[time], time)), "event"
    return (seen[0] if seen[0] == seen[-1] else f"{seen[0]}/{seen[-1]}"), "article"


def _span(gathering: Gathering, reports: Sequence[Report], copies: Mapping[str, str]) -> str | None:
    """The days of an event of several days: those around its day that no single source states."""
    if gathering.lasting or days_apart(gathering.group) == 1:
        return None
    days = sorted(day for day, sources in _stated(reports, copies).items() if len(sources) > 1)
    return f"{days[0]}/{days[-1]}" if len(days) > 1 else None


def _done(reports: Sequence[Report]) -> str | None:
    """The first day on which it was told as done, by enough of those that wrote from then on; None where it is still to come."""
    done = [report for report in reports if report.status in DONE]
    ahead = [report.window.low for report in reports if report.window.exact and report.window.stated]
    last = max((report.day for report in reports), default=0)
    if not done or (ahead and last and min(ahead) > last):
        return None
    first = min(report.published or "9999" for report in done)
    since = [report for report in reports if (report.published or "9999") >= first]
    return first if len(done) * _STRAY >= len(since) else None


def _status(reports: Sequence[Report]) -> str:
    """How it stands by the last that was heard: done once it is told as done, else as the last reports have it."""
    first = _done(reports)
    if first is not None:
        done = [report for report in reports if report.status in DONE]
        latest = max(done, key=lambda report: (report.published or "", report.doc, report.number))
        return "happened" if any(report.status == "happened" for report in done) else latest.status
    rest = [report for report in reports if report.status not in DONE] or list(reports)
    return max(rest, key=lambda report: (report.published or "", report.doc, report.number)).status


def _standing(reports: Sequence[Report]) -> tuple[Stage, ...]:
    """Announced, called off, held: what was told as still to come after it was done is not counted, nor what was told as done
    of what is still to come."""
    done = _done(reports)
    told: dict[str, list[Report]] = {}
    for report in reports:
        stray = report.status in DONE if done is None else report.status in _AHEAD and (report.published or "") > done
        if not stray:
            told.setdefault(report.status, []).append(report)
    if not told:
        told = {report.status: [report] for report in reports}
    stages = []
    for status, those in told.items():
        days = [report.published for report in those if report.published]
        docs = tuple(dict.fromkeys(report.doc for report in those))
        stages.append(Stage(status, min(days, default=None), max(days, default=None), docs))
    return tuple(sorted(stages, key=lambda stage: (stage.first or "9999", stage.last or "", stage.status)))
