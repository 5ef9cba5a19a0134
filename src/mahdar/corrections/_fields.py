"""What of a finding can be amended, and to which values."""

from collections.abc import Iterable, Mapping

from mahdar.errors import QueryError
from mahdar.model import ACTS, EVENT_KINDS, FACT_STATUSES, FORMS, PROPERTIES, ROLES, STATUSES, STEPS
from mahdar.times import days_of

__all__ = ["ENTITY_FIELDS", "FIELDS", "SORTS", "check_values"]

SORTS = ("statement", "event", "fact", "agreement", "accusation", "mention")

# The fields of each sort that hold entity ids, several where not said otherwise.
ENTITY_FIELDS: dict[str, tuple[str, ...]] = {
    "statement": ("speaker", "chain", "to"),
    "event": (*ROLES, "chain"),
    "fact": ("subject", "chain"),
    "agreement": ("party", "chain"),
    "accusation": ("accuser", "accused", "chain"),
    "mention": ("entity",),
}
_ONE = ("subject", "entity")
# Those that hold one word, with the words that there are; None: any.
_WORDS: dict[str, dict[str, tuple[str, ...] | None]] = {
    "statement": {"act": ACTS, "form": FORMS},
    "event": {"kind": EVENT_KINDS, "status": STATUSES, "time": None, "place": None},
    "fact": {"property": PROPERTIES, "status": FACT_STATUSES, "value": None},
    "agreement": {"step": STEPS, "status": STATUSES, "time": None, "place": None, "length": None},
    "accusation": {},
    "mention": {},
}
_MAY_BE_EMPTY = ("time", "place", "length")
FIELDS: dict[str, tuple[str, ...]] = {sort: (*_WORDS[sort], *ENTITY_FIELDS[sort]) for sort in SORTS}


def check_values(sort: str, values: Mapping[str, Iterable[str]]) -> None:
    """Raises QueryError where a finding of this sort has no such field, or the field cannot be this."""
    if not values:
        raise QueryError("nothing is said of what it should be; say --set FIELD=VALUE")
    for field, several in values.items():
        given = tuple(several)
        if field not in FIELDS[sort]:
            raise QueryError(f"there is no '{field}' of this {sort}; there are: {', '.join(FIELDS[sort])}")
        if field in ENTITY_FIELDS[sort]:
            if field in _ONE and len(given) != 1:
                raise QueryError(f"'{field}' of this {sort} is one entity")
            continue
        if len(given) > 1 or (not given and field not in _MAY_BE_EMPTY):
            raise QueryError(f"'{field}' of this {sort} is one value")
        known = _WORDS[sort][field]
        if known is not None and given[0] not in known:
            raise QueryError(f"there is no {field} '{given[0]}'; there are: {', '.join(known)}")
        if field == "time" and given and days_of(given[0]) is None:
            raise QueryError(f"'{given[0]}' is no time; a day is written 2018-05-07, a month 2018-05, a year 2018")
