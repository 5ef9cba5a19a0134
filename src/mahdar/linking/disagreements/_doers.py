"""Deeds that some lay to one state and some to another."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from mahdar.linking._gathering import group_of
from mahdar.linking.claims import Claim
from mahdar.linking.disagreements._entries import entry_of
from mahdar.model import Disagreement

_BOTH = 2
_CERTAINTY = 0.6  # the same deed in one place on one day, as far as the reports tell


def doers_that_differ(
    claims: Sequence[Claim], events: Mapping[tuple[str, str], str], copies: Mapping[str, str]
) -> Iterator[Disagreement]:
    """An entry for each deed of one place and day that is laid to several states. Reports that name other doers are other
    episodes for linking, so they are met here by place and day."""
    deeds: dict[tuple[str, str, str], list[Claim]] = defaultdict(list)
    for claim in claims:
        if claim.property == "doer" and claim.day:
            for place in claim.keys:
                deeds[group_of(claim.noun[0]), place, claim.day].append(claim)
    for _, those in sorted(deeds.items()):
        said: dict[str, set[str]] = defaultdict(set)
        for claim in those:
            said[claim.doc].add(claim.value)
        single = [claim for claim in those if len(said[claim.doc]) == 1]
        about = next((one for claim in single if (one := events.get((claim.doc, claim.event or "")))), "")
        if (
            not about
            or len({copies.get(claim.doc, claim.doc) for claim in single}) < _BOTH
            or not _is_contested(single)
        ):
            continue
        sides = tuple(dict.fromkeys(side for claim in single for side in claim.sides))
        yield entry_of(about, "doer", "conflict", sides, _CERTAINTY, ("place", "same_day"), single, copies)


def _is_contested(claims: Sequence[Claim]) -> bool:
    """Whether who did something is laid to one by some and to another by others, and nobody tells of both together."""
    values = {claim.value for claim in claims}
    blaming = [claim for claim in claims if claim.chain and claim.status == "alleged"]
    plain = {claim.value for claim in claims if claim not in blaming}
    together = any(len(values & set(claim.sides)) > 1 for claim in claims)
    # Who did it beyond doubt and speaks of another's deed speaks of another deed.
    return len(values) > 1 and bool(blaming) and not together and not any(plain & set(claim.chain) for claim in blaming)
