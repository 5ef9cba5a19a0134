"""Lengths and days that articles give of one agreement."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence

from mahdar.linking._days import ordinal
from mahdar.linking.claims import Claim
from mahdar.linking.disagreements._entries import day_of, entry_of, order_of
from mahdar.linking.disagreements._sorts import sort_of_times
from mahdar.model import Disagreement
from mahdar.resolution import Registry
from mahdar.times import days_of

_PACT_APART = 400  # days between two articles that speak of one agreement between the same sides
_SIGNED_APART = 45  # days between two dates for the signing of one agreement that has no name
_FRESH = 100  # days
_YEARS = 2


def pacts_that_differ(claims: Sequence[Claim], copies: Mapping[str, str], world: Registry) -> Iterator[Disagreement]:
    by_subject: dict[tuple[str, str], list[Claim]] = defaultdict(list)
    for claim in claims:
        if claim.property in ("duration", "signed_on"):
            by_subject[claim.property, claim.keys[0]].append(claim)
    for (name, subject), those in sorted(_with_names(by_subject, world).items()):
        for group in _runs(those, _PACT_APART):
            named = subject in world.agreements
            if name == "duration":
                parts = [group]
            elif named:
                parts = [_told_of_the_past(group)]
            else:
                parts = list(_clusters([one for one in group if _lasts(one.value, 31)]))
            for some in parts:
                if len({claim.value for claim in some}) < 2 or len({copies.get(one.doc, one.doc) for one in some}) < 2:
                    continue
                sort = sort_of_times([claim.value for claim in some]) if name == "signed_on" else "conflict"
                certainty, why = (0.9, ("same_agreement",)) if named else (0.7, ("same_sides",))
                if not named and len({day_of(claim) for claim in some}) > 1:
                    certainty -= 0.1
                yield entry_of(subject, name, sort, tuple(some[0].sides), certainty, why, some, copies)


def _with_names(
    by_subject: Mapping[tuple[str, str], list[Claim]], world: Registry
) -> dict[tuple[str, str], list[Claim]]:
    """Lengths of a treaty that is named, together with those of the one between the same two sides that is not, where only
    one is named."""
    found = {key: list(those) for key, those in by_subject.items()}
    named: dict[str, list[str]] = defaultdict(list)
    for name, subject in by_subject:
        if name == "duration" and subject in world.agreements:
            named["+".join(sorted(world.agreements[subject].parties))].append(subject)
    for pair, subjects in named.items():
        if len(subjects) == 1 and ("duration", pair) in found:
            unnamed = found.pop(("duration", pair))
            both = (*found["duration", subjects[0]], *unnamed)
            found["duration", subjects[0]] = sorted(both, key=order_of)
    return found


def _told_of_the_past(claims: Sequence[Claim]) -> list[Claim]:
    """Without times that lie ahead of their article, and, where most know a time long past, without those of its own days."""

    def age(claim: Claim) -> int:
        days = days_of(claim.value)
        return day_of(claim) - ordinal(days[1]) if days and days[1] <= "9999-01" else 0

    past = [claim for claim in claims if age(claim) > _FRESH]
    told = past if 2 * len(past) > len(claims) else [claim for claim in claims if age(claim) >= 0]
    years = Counter(int(days[0][:4]) for claim in told if (days := days_of(claim.value)) and days[0][:4].isdigit())
    most = min(years, key=lambda year: (-years[year], year), default=0)
    # Who joins a treaty later signs it later: what is years away is his signing, not the treaty's.
    return [one for one in told if (days := days_of(one.value)) and abs(int(days[0][:4]) - most) <= _YEARS]


def _runs(claims: Sequence[Claim], apart: int) -> Iterator[list[Claim]]:
    """Claims, given in the order of their days, cut where so many days lie between two."""
    run: list[Claim] = []
    for claim in claims:
        if run and day_of(claim) - day_of(run[-1]) > apart:
            yield run
            run = []
        run.append(claim)
    if run:
        yield run


def _lasts(value: str, most: int) -> bool:
    days = days_of(value)
    return days is not None and ordinal(days[1]) - ordinal(days[0]) < most


def _clusters(claims: Sequence[Claim]) -> Iterator[list[Claim]]:
    """Claims whose days lie so near that they may be of one signing."""
    dated = sorted(claims, key=lambda claim: (days_of(claim.value) or ("", ""), claim.doc, claim.number))
    cluster: list[Claim] = []
    for claim in dated:
        days = days_of(claim.value)
        before = days_of(cluster[-1].value) if cluster else None
        if days and before and ordinal(days[0]) - ordinal(before[0]) > _SIGNED_APART:
            yield cluster
            cluster = []
        cluster.append(claim)
    if cluster:
        yield cluster
