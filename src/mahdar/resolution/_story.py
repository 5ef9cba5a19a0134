"""What an article has told so far: its entities, who was named where, who holds which office."""

import hashlib
from bisect import bisect_right

from mahdar.mentions import Phrase
from mahdar.model import Office
from mahdar.resolution._drafts import Draft, Drafts
from mahdar.resolution._references import Reference
from mahdar.resolution._registry import Registry
from mahdar.resolution._wording import Wording
from mahdar.text import Document


class Story:
    """One article while it is read from its first word to its last; shared by those who say who is meant.

    `day` is the article's (EDTF, None where it is not known). `recent`: the references so far, demonyms left out.
    `by_head`: the last entity with a head noun, by kind; `by_office`: the last person with an office; `expected`: who
    is named with an office further on. `plain`: states that the article names without doubt.
    """

    def __init__(self, document: Document, registry: Registry, day: str | None) -> None:
        self.document, self.registry, self.day = document, registry, day
        self.tokens = document.tokens
        self.words = Wording(document)
        self.drafts = Drafts()
        self.references: list[Reference] = []
        self.recent: list[Reference] = []
        self.by_head: dict[tuple[str, str], str] = {}
        self.by_office: dict[tuple[str, str], str] = {}
        self.expected: dict[tuple[str, str], str] = {}
        self.plain: set[str] = set()
        self._starts = [sentence.first for sentence in document.sentences]
        self._article = hashlib.blake2b(document.article.doc.encode(), digest_size=4).hexdigest()

    def sentence_of(self, token: int) -> int:
        """The number of the sentence that a token stands in."""
        return bisect_right(self._starts, token)

    def refer(self, phrase: Phrase, ids: tuple[str, ...], inner: bool) -> None:
        """Note that a phrase names these entities."""
        draft = self.drafts.find(ids[0])
        kind = draft.kind if draft else phrase.kind
        gender = phrase.gender or (draft.gender if draft else "")
        if draft and phrase.gender and draft.kind == "person" and phrase.form.startswith("office"):
            draft.gender = phrase.gender
        reference = Reference(
            span=phrase.span, first=phrase.first, last=phrase.last, entities=ids, kind=kind, form=phrase.form,
            gender=gender, number="d" if len(ids) == 2 else "p" if len(ids) > 2 else phrase.number,
            prep=phrase.prep, definite=phrase.definite, inner=inner,
        )  # fmt: skip
        self.references.append(reference)
        if phrase.form != "demonym":
            self.recent.append(reference)

    # -- drafts -------------------------------------------------------------------------------------------------------

    def person(self, entity: str, phrase: Phrase) -> Draft:
        """The draft of a person, with the registry's names where it is one of the registry's."""
        row = self.registry.persons.get(entity)
        name = self.words.of(phrase.span) if phrase.name is None else self.words.surface(phrase)
        return self.drafts.get(entity, "person", name, row.name_en if row else None)

    def unnamed(self, forms: tuple[str, ...]) -> str:
        """The id of somebody without a name: of this article only, for the judge of another article is another judge."""
        return f"unnamed:{self._article}:" + "_".join(forms)

    def state(self, iso: str, phrase: Phrase) -> Draft:
        """The draft of a state that a phrase names."""
        row = self.registry.states[iso]
        draft = self.drafts.get(iso, "state", row.name_ar, row.name_en, iso)
        draft.gender = "f"
        words = self.words.of(phrase.span)
        if phrase.form == "name" and not draft.proper and not self.words.lost_article(phrase):
            draft.name, draft.proper = words, True
        if phrase.form in ("demonym", "own_state", "pair"):
            draft.mentions.setdefault(phrase.span, phrase.form)
        else:
            self.drafts.note(draft, phrase, words)
        return draft

    def note(self, draft: Draft, phrase: Phrase) -> None:
        """Note a person's mention, name and title each as a name of its own."""
        if phrase.name is not None and phrase.form in ("office+name", "counterpart", "noun"):
            title = self.words.title(phrase)
            self.drafts.note(draft, phrase, self.words.surface(phrase))
            if title is not None:
                draft.names.setdefault(self.words.of(title), None)
        else:
            words = self.words.surface(phrase) if phrase.name is not None else self.words.of(phrase.span)
            self.drafts.note(draft, phrase, words)
            if phrase.name is not None:
                draft.names.setdefault(self.words.of(phrase.span), None)

    def hold(self, draft: Draft, office: Office, phrase: Phrase) -> None:
        """Note an office; one that says of what replaces the same without it."""
        same = [held for held in draft.offices if held.title == office.title]
        if office.of or not same:
            for held in same:
                if not held.of:
                    del draft.offices[held]
            draft.offices.setdefault(office, None)
        self.by_office[(office.title, office.of)] = draft.id
        self.by_office[(office.title, "")] = draft.id
        if not office.title.startswith(("former", "late")):
            self.by_head[("person", phrase.head)] = draft.id

    # -- what is known of those named before --------------------------------------------------------------------------

    def offices_of(self, person: str) -> list[Office]:
        """The offices of somebody, by the article and then by the registry on its day."""
        draft = self.drafts.find(person)
        told = list(draft.offices) if draft else []
        return told + [Office(tenure.office, tenure.of) for tenure in self.registry.offices(person, self.day)]

    def state_of(self, person: str) -> str:
        """The state that somebody holds an office of."""
        return next((held.of for held in self.offices_of(person) if held.of in self.registry.states), "")

    def last_office(self) -> Office | None:
        """The office told last of the last person for whom one was told."""
        for reference in reversed(self.recent):
            if reference.kind == "person" and not reference.inner:
                draft = self.drafts.find(reference.entities[0])
                if draft and draft.offices:
                    return next(reversed(draft.offices))
        return None


__all__ = ["Story"]
