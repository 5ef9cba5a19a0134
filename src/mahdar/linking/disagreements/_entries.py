"""Entries of the ledger: values with all who carry them."""

import hashlib
from collections.abc import Mapping, Sequence

from mahdar.linking._days import ordinal
from mahdar.linking.claims import Claim
from mahdar.model import Carrier, Disagreement, Position
from mahdar.times import days_of


def order_of(claim: Claim) -> tuple[str, str, int]:
    return claim.published or "9999", claim.doc, claim.number


def day_of(claim: Claim) -> int:
    days = days_of(claim.published)
    return ordinal(days[1]) if days else 0


def entry_of(
    about: str,
    name: str,
    sort: str,
    actors: tuple[str, ...],
    certainty: float,
    reasons: tuple[str, ...],
    claims: Sequence[Claim],
    copies: Mapping[str, str],
) -> Disagreement:
    ordered = sorted(claims, key=order_of)
    seed = "\0".join(
        ("disagreement", name, about, ordered[0].doc, ordered[0].evidence.rule, str(ordered[0].evidence.spans))
    )
    seen = [claim.published for claim in ordered if claim.published]
    return Disagreement(
        id="D" + hashlib.blake2b(seed.encode(), digest_size=6).hexdigest(),
        about=about,
        property=name,
        sort=sort,
        actors=actors,
        certainty=round(certainty, 2),
        reasons=reasons,
        first_seen=min(seen, default=None),
        last_seen=max(seen, default=None),
        reports=len({claim.doc for claim in ordered}),
        sources=len({copies.get(claim.doc, claim.doc) for claim in ordered}),
        positions=_positions(ordered, copies),
    )


def _positions(claims: Sequence[Claim], copies: Mapping[str, str]) -> tuple[Position, ...]:
    """The values of some claims, each with its carriers, in the order in which they were first told."""
    by_value: dict[str, list[Claim]] = {}
    for claim in claims:
        by_value.setdefault(claim.value, []).append(claim)
    return tuple(
        Position(
            value=value,
            first=min((claim.published for claim in those if claim.published), default=None),
            last=max((claim.published for claim in those if claim.published), default=None),
            reports=len({claim.doc for claim in those}),
            sources=len({copies.get(claim.doc, claim.doc) for claim in those}),
            carriers=tuple(_carrier(claim, copies) for claim in those),
        )
        for value, those in by_value.items()
    )


def _carrier(claim: Claim, copies: Mapping[str, str]) -> Carrier:
    """Who carries a claim, and where."""
    return Carrier(
        doc=claim.doc,
        copy=copies.get(claim.doc, claim.doc),
        published=claim.published,
        outlet=claim.outlet,
        chain=claim.chain,
        event=claim.event,
        evidence=claim.evidence,
    )
