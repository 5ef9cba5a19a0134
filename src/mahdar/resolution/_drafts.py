"""Entities while an article is being resolved."""

from mahdar.mentions import Phrase
from mahdar.model import Candidate, Entity, Mention, Office, Span


class Draft:
    """An entity that is still gathering its names, offices and mentions."""

    def __init__(self, ident: str, kind: str, name: str, name_en: str | None, iso: str | None) -> None:
        self.id, self.kind, self.name, self.name_en, self.iso = ident, kind, name, name_en, iso
        self.names: dict[str, None] = {}
        self.offices: dict[Office, None] = {}
        self.mentions: dict[Span, str] = {}
        self.resolved: str | None = None
        self.certainty = 1.0
        self.gender = ""
        self.proper = False
        self.candidates: tuple[Candidate, ...] = ()

    def finish(self, notes: tuple[str, ...]) -> Entity:
        """The record's entity."""
        return Entity(
            id=self.id, kind=self.kind, name=self.name, names=tuple(self.names), name_en=self.name_en, iso=self.iso,
            offices=tuple(office for office in self.offices if office.of), resolved=self.resolved, certainty=self.certainty,
            mentions=tuple(Mention(span, form) for span, form in sorted(self.mentions.items())),
            candidates=self.candidates, notes=notes,
        )  # fmt: skip


class Drafts:
    """The entities of one article by id, in the order in which they were met."""

    def __init__(self) -> None:
        self._drafts: dict[str, Draft] = {}
        self._of_phrase: dict[tuple[int, int, str], str] = {}

    def get(self, ident: str, kind: str, name: str, name_en: str | None = None, iso: str | None = None) -> Draft:
        """The draft with this id, made where there is none."""
        draft = self._drafts.get(ident)
        if draft is None:
            draft = self._drafts[ident] = Draft(ident, kind, name, name_en, iso)
        return draft

    def find(self, ident: str) -> Draft | None:
        """The draft with this id, if there is one."""
        return self._drafts.get(ident)

    def note(self, draft: Draft, phrase: Phrase, words: str, span: Span | None = None) -> None:
        """A mention of the entity: its words become one of its names."""
        self._of_phrase[(phrase.first, phrase.last, phrase.kind)] = draft.id
        draft.names.setdefault(words, None)
        draft.mentions.setdefault(span or phrase.span, phrase.form)

    def id_of(self, phrase: Phrase) -> str:
        """The id that a phrase was given, "" where it has none yet."""
        return self._of_phrase.get((phrase.first, phrase.last, phrase.kind), "")

    def all(self) -> tuple[Draft, ...]:
        """All drafts in the order in which they were met."""
        return tuple(self._drafts.values())
