"""Actors that are described and not named: ministries, sources, groups, papers by their noun."""

from mahdar.knowledge.tables.grammar import ActorNoun
from mahdar.mentions import Phrase
from mahdar.resolution._drafts import Draft
from mahdar.resolution._story import Story


class Described:
    """Says who a description means: the state that a government stands for, somebody told of before, or a new actor."""

    def __init__(self, story: Story, nouns: dict[str, ActorNoun]) -> None:
        self.story, self.nouns = story, nouns
        self.by_head = story.by_head

    def find(self, phrase: Phrase) -> str:
        """The entity of a described actor."""
        noun = self.nouns.get(phrase.noun)
        forms = self.story.words.forms(phrase)
        known = self._government(phrase, noun, forms) or self._author(phrase, noun)
        if known:
            return known
        again = self._before(phrase, noun, forms)
        if again is not None:
            self.story.drafts.note(again, phrase, self.story.words.of(phrase.span))
            return again.id
        inside = self._inside_registered(phrase, noun, forms)
        if inside is not None:
            self.story.drafts.note(inside, phrase, self.story.words.of(phrase.span))
            organisations = self.story.registry.organisations
            state = organisations[inside.id].state if inside.id in organisations else ""
            self.by_head[(phrase.kind, f"{phrase.head}:{phrase.iso or state}")] = inside.id
            self.by_head[(phrase.kind, phrase.head)] = inside.id
            return inside.id
        draft = self._new(phrase, forms)
        if noun is not None and noun.posted:  # "الداخلية" after "وزارة الداخلية"
            for part in phrase.parts:
                if part.kind == "org" and part.first == phrase.first + 1:
                    self.by_head["org", part.head] = draft.id
        return draft.id

    def _government(self, phrase: Phrase, noun: ActorNoun | None, forms: tuple[str, ...]) -> str:
        """ "الحكومة اليمنية": the state."""
        if noun is None or noun.stands_for != "state" or len(forms) > 3:
            return ""
        iso = phrase.iso or self._state_inside(phrase)
        if not iso:
            return ""
        draft = self.story.state(iso, phrase)
        self.by_head[(phrase.kind, phrase.head)] = draft.id
        return draft.id

    def _state_inside(self, phrase: Phrase) -> str:
        ids = (self.story.drafts.id_of(part) for part in phrase.parts if part.kind == "state")
        return next((ident for ident in ids if ident in self.story.registry.states), "")

    def _author(self, phrase: Phrase, noun: ActorNoun | None) -> str:
        """ "بيان وزارة الخارجية": a text is whoever wrote it, where the words say who."""
        if noun is None or noun.stands_for != "author":
            return ""
        parts = (part for part in phrase.parts if part.kind in ("org", "state", "person"))
        return next((self.story.drafts.id_of(part) for part in parts), "")

    def _before(self, phrase: Phrase, noun: ActorNoun | None, forms: tuple[str, ...]) -> Draft | None:
        """ "الوزارة", "الصحيفة البريطانية": the last one with that noun."""
        known: str | None = None
        if len(forms) == 1 and phrase.definite:
            known = self.by_head.get((phrase.kind, phrase.head))
            if known is None and noun is not None and noun.stands_for == "author":
                known = self._last_author()
        elif len(forms) == 2 and phrase.iso and phrase.definite:
            known = self.by_head.get((phrase.kind, f"{phrase.head}:{phrase.iso}"))
        return self.story.drafts.find(known) if known is not None else None

    def _last_author(self) -> str | None:
        """Who a bare "البيان" is by: the last organisation, state or person that was no complement."""
        here = self.story.sentence_of(self.story.at)
        for sentence in range(here, here - 3, -1):  # the organisation that the last sentences are about
            topic = self.story.topics.get(sentence, ())
            draft = self.story.drafts.find(topic[0]) if len(topic) == 1 else None
            if draft is not None and draft.kind == "org":
                return draft.id
        for reference in reversed(self.story.recent[-6:]):
            if reference.kind in ("org", "state", "person") and not reference.inner and len(reference.entities) == 1:
                return reference.entities[0]
        return None

    def _inside_registered(self, phrase: Phrase, noun: ActorNoun | None, forms: tuple[str, ...]) -> Draft | None:
        """ "صحيفة نيويورك تايمز", "تنظيم داعش": the noun and the registry's name are one; of a medium with its adjective of
        origin too (صحيفة "واشنطن بوست" الأميركية)."""
        if phrase.kind != "org" or len(phrase.parts) != 1 or not phrase.parts[0].entries:
            return None
        part = phrase.parts[0]
        tokens = self.story.tokens
        medium = noun is not None and noun.carrier and noun.stands_for == "" and part.first <= phrase.first + 2
        rest = tokens[part.last : phrase.last]
        if len(forms) != 2 and not (medium and all(one.kind == "punct" or "demonym" in one.tags for one in rest)):
            return None
        return self.story.drafts.find(self.story.drafts.id_of(part)) if part.kind == "org" else None

    def _new(self, phrase: Phrase, forms: tuple[str, ...]) -> Draft:
        """An actor not told of before; one id for the same description."""
        kind = phrase.kind
        ident = self.story.unnamed(forms) if kind == "person" else f"{kind}:" + "_".join(forms)
        draft = self.story.drafts.get(ident, kind, self.story.words.alone(phrase))
        self.story.drafts.note(draft, phrase, self.story.words.of(phrase.span))
        if phrase.iso:
            self.by_head[(kind, f"{phrase.head}:{phrase.iso}")] = draft.id
        self.by_head[(kind, phrase.head)] = draft.id
        if kind == "person":
            self.story.call(draft.id, phrase.head)
        return draft


__all__ = ["Described"]
