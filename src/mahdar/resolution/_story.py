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

_ACTORS = ("person", "state", "org", "group")
CHIEFS = (
    "president", "king", "prime minister", "foreign minister", "chancellor", "emir", "crown prince", "leader",
    "supreme leader", "sultan", "secretary-general",
)  # fmt: skip


class Story:
    """One article while it is read from its first word to its last; shared by those who say who is meant.

    `day` is the article's (EDTF, None where it is not known), `at` the token that the reading has come to. `recent`:
    the references so far, demonyms left out; `last_named` the last of each entity, `topics` the first of each sentence
    that nothing governs. `by_head`: the last entity with a head noun, by kind; `called`:
    the persons with a head noun; `told`: those told with an office (also under no state), `expected`: those who will be
    told with it further on. `plain`: states that the article names without doubt.
    """

    def __init__(self, document: Document, registry: Registry, day: str | None) -> None:
        self.document, self.registry, self.day = document, registry, day
        self.tokens = document.tokens
        self.words = Wording(document)
        self.drafts = Drafts()
        self.references: list[Reference] = []
        self.recent: list[Reference] = []
        self.by_head: dict[tuple[str, str], str] = {}
        self.called: dict[str, dict[str, None]] = {}
        self.told: dict[tuple[str, str], dict[str, None]] = {}
        self.expected: dict[tuple[str, str], dict[str, None]] = {}
        self.at = 0
        self.last_named: dict[str, Reference] = {}
        self.topics: dict[int, tuple[str, ...]] = {}
        self._times_named: dict[str, int] = {}
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
        if phrase.form == "demonym":
            return
        self.recent.append(reference)
        for ident in ids:
            self.last_named[ident] = reference
            if kind == "person":
                self._times_named[ident] = self._times_named.get(ident, 0) + 1
        if not inner and not phrase.prep and kind in _ACTORS:
            governed = phrase.first and "preposition" in self.tokens[phrase.first - 1].tags
            if not governed:
                sentence = self.sentence_of(phrase.first)
                known = self.topics.setdefault(sentence, ids)
                joined = self.tokens[phrase.first].conj and self._follows(reference, known)
                self.topics[sentence] = (*known, *ids) if joined else known

    def _follows(self, reference: Reference, entities: tuple[str, ...]) -> bool:
        """Whether a reference stands right after one to the last of these."""
        last = self.last_named.get(entities[-1])
        return last is not None and last.last == reference.first

    @property
    def focus(self) -> str:
        """The person named more often than any other, "" where there is none."""
        ranked = sorted(self._times_named.values())[-2:]
        if not ranked or ranked[-1] == (ranked[0] if len(ranked) == 2 else 0):
            return ""
        return max(self._times_named, key=lambda person: self._times_named[person])

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
        self.tell(draft.id, office)
        if not office.title.startswith(("former", "late")):
            self.call(draft.id, phrase.head)

    def tell(self, person: str, office: Office) -> None:
        """Note that somebody was told with an office, the last one last."""
        for of in {office.of, ""}:
            told = self.told.setdefault((office.title, of), {})
            told.pop(person, None)
            told[person] = None

    def call(self, person: str, head: str) -> None:
        """Note that somebody was called by a noun, the last one last."""
        called = self.called.setdefault(head, {})
        called.pop(person, None)
        called[person] = None
        self.by_head["person", head] = person

    # -- what is known of those named before --------------------------------------------------------------------------

    def gender_of(self, entity: str) -> str:
        """ "m", "f", or "" where neither the article nor the registry tells."""
        draft = self.drafts.find(entity)
        row = self.registry.persons.get(entity)
        return row.gender if row and row.gender else draft.gender if draft else ""

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


__all__ = ["CHIEFS", "Story"]
