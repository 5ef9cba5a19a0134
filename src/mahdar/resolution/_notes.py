"""What an analyst has to know of a title that the article gives: that it is stale, or that the registry has another."""

from mahdar.model import Office
from mahdar.resolution._drafts import Draft
from mahdar.resolution._registry import Registry, certainty, middle

# What is less sure than this is no reason to doubt the article.
_SURE = 0.5
_FORMER = "former "
# Offices that several hold at a time: another holder is no contradiction.
_SHARED = ("adviser", "deputy", "envoy", "spokesperson", "representative", "ambassador", "minister", "special envoy")
_OTHER_STANDINGS = ("acting ", "designated ", "late ")


def notes_on(draft: Draft, registry: Registry, day: str | None) -> tuple[str, ...]:
    """Notes on the offices that an article gives a person."""
    if day is None or draft.kind != "person":
        return ()
    day = middle(day)
    notes = (_note(draft, office, registry, day) for office in draft.offices if office.of)
    return tuple(note for note in notes if note)


def _note(draft: Draft, office: Office, registry: Registry, day: str) -> str:
    if office.title.startswith(_OTHER_STANDINGS):
        return ""
    former = office.title.startswith(_FORMER)
    title = office.title.removeprefix(_FORMER)
    terms = [tenure for tenure in registry.terms.get((title, office.of), ()) if tenure.person == draft.id]
    holds = any(certainty(tenure, day) >= _SURE for tenure in terms)
    words = f"{title} of {office.of}"
    if former:
        return f"called former: {words} that day by the registry" if holds else ""
    changes = registry.changes(title, office.of, day)
    if any(certainty(tenure, day) > 0 for tenure in terms):
        return ""
    for change in changes:
        if change.person == draft.id:
            if change.begins:
                return f"early title: {words} from {change.day} by the registry"
            return f"stale title: {words} until {change.day} by the registry"
    if not draft.proper or title in _SHARED:
        return ""
    others = [person for person, sure in registry.holders(title, office.of, day) if sure >= _SURE]
    names = " and ".join(registry.persons[person].name_en for person in others)
    return f"registry has {names} as {words} that day" if names else ""


__all__ = ["notes_on"]
