"""What articles say differently of a body: since when it exists, and whether somebody belongs to it."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from mahdar.linking.claims import Claim
from mahdar.linking.disagreements._entries import day_of, entry_of
from mahdar.linking.disagreements._sorts import sort_of_times
from mahdar.model import Disagreement

_STANDING = ("no member", "observer", "member")  # in the order in which a state comes nearer to a body


def bodies_that_differ(claims: Sequence[Claim], copies: Mapping[str, str]) -> Iterator[Disagreement]:
    """An entry for each founding that has two times, and for each state that belongs to a body and does not."""
    by_subject: dict[tuple[str, tuple[str, ...]], list[Claim]] = defaultdict(list)
    for claim in claims:
        if claim.property in ("founded", "member_of"):
            by_subject[claim.property, claim.keys].append(claim)
    for (name, keys), those in sorted(by_subject.items()):
        single = _of_one_mind(those)
        values = {claim.value for claim in single}
        if len(values) < 2 or len({copies.get(claim.doc, claim.doc) for claim in single}) < 2:
            continue
        sort = sort_of_times(values) if name == "founded" else _sort_of_belonging(single)
        yield entry_of(keys[-1], name, sort, keys, 0.8, ("same_body",), single, copies)


def _of_one_mind(claims: Sequence[Claim]) -> list[Claim]:
    """Without the articles that say both themselves."""
    said: dict[str, set[str]] = defaultdict(set)
    for claim in claims:
        said[claim.doc].add(claim.value)
    return [claim for claim in claims if len(said[claim.doc]) == 1]


def _sort_of_belonging(claims: Sequence[Claim]) -> str:
    """An update where nobody speaks of an earlier standing after a later one: a state that has joined."""
    ordered = sorted(claims, key=day_of)
    ranks = [_STANDING.index(claim.value) for claim in ordered]
    days = [day_of(claim) for claim in ordered]
    same = any(days[one] == days[two] and ranks[one] != ranks[two] for one in range(len(days)) for two in range(one))
    return "update" if ranks == sorted(ranks) and not same else "conflict"
