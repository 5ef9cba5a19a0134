"""What the registry knows by name: states, capitals, organisations, places, agreements."""

from mahdar.knowledge import CLITICS, fold
from mahdar.mentions import Phrase
from mahdar.resolution._story import Story
from mahdar.resolution._wording import bare


class Registered:
    """Says which entry of the registry a name means; a place where no entry has it."""

    def __init__(self, story: Story) -> None:
        self.story, self.registry = story, story.registry

    def find(self, phrase: Phrase) -> str:
        """A state, organisation, place or agreement of the registry; of several readings the one that the context bears."""
        story, drafts = self.story, self.story.drafts
        kind, _, ident = self._reading(phrase).partition(":")
        words = story.words.of(phrase.span)
        if kind in {"state", "capital"}:
            if kind == "capital" and self._is_place(phrase):
                draft = drafts.get(f"place:{ident}:{'_'.join(story.words.forms(phrase))}", "place", words)
                drafts.note(draft, phrase, words)
                return draft.id
            return story.state(ident, phrase).id
        if kind == "org":
            ident = self._party_of(ident, words)
            organisation = self.registry.organisations[ident]
            draft = drafts.get(ident, "org", story.words.alone(phrase), organisation.name_en)
        elif kind == "agreement":
            draft = drafts.get(ident, "agreement", words, self.registry.agreements[ident].name_en)
        else:
            place = self.registry.places[ident]
            draft = drafts.get(f"place:{ident}", "place", words, place.name_en)
        if len(words) > len(draft.name):
            draft.name = story.words.alone(phrase)
        drafts.note(draft, phrase, words)
        if phrase.name is not None:
            draft.names.setdefault(story.words.surface(phrase), None)
        head = bare(story.words.forms(phrase)[0])
        story.by_head[(draft.kind, head)] = draft.id
        if kind == "org" and self.registry.organisations[ident].state:  # "الوكالة الصينية" after its name
            story.by_head[(draft.kind, f"{head}:{self.registry.organisations[ident].state}")] = draft.id
        return draft.id

    def _party_of(self, ident: str, words: str) -> str:
        """The party of a state that the article names, where the words alone may be that of several: "حزب العمال"."""
        row, plain = self.registry.organisations[ident], self.story.plain
        if row.kind != "party" or row.certainty == 1 or not row.state or row.state in plain:
            return ident
        begins = fold(words) + " "
        others = (
            other.id
            for other in self.registry.organisations.values()
            if other.kind == "party" and other.state in plain and other.state and fold(other.name_ar).startswith(begins)
        )
        return next(others, ident)

    def place(self, phrase: Phrase) -> str:
        """ "مدينة دوما": a place even where its name alone would be a government; a name of its own where none is known."""
        drafts, words = self.story.drafts, self.story.words
        places = [entry.partition(":")[2] for entry in phrase.entries if entry.startswith("place:")]
        surface = words.surface(phrase)
        if places:
            draft = drafts.get(f"place:{places[0]}", "place", surface, self.registry.places[places[0]].name_en)
        else:
            draft = drafts.get("place:" + "_".join(words.name(phrase)), "place", surface)
        drafts.note(draft, phrase, words.of(phrase.span))
        draft.names.setdefault(surface, None)
        return draft.id

    def _reading(self, phrase: Phrase) -> str:
        entries = phrase.entries
        if len(entries) > 1:
            kinds = {entry.partition(":")[0]: entry for entry in reversed(entries)}
            if "state" in kinds and "capital" in kinds:  # "عمان" is Oman, or the capital of Jordan
                state, other = kinds["state"].partition(":")[2], kinds["capital"].partition(":")[2]
                plain = self.story.plain
                if self._after_capital_noun(phrase) or (other in plain and state not in plain):
                    return kinds["capital"]
            if "capital" in kinds and "place" in kinds and "state" not in kinds:
                return kinds["place"] if self._is_place(phrase) else kinds["capital"]
        return entries[0]

    def _after_capital_noun(self, phrase: Phrase) -> bool:
        return any("capital_noun" in token.tags for token in self.story.tokens[max(0, phrase.first - 2) : phrase.first])

    def _is_place(self, phrase: Phrase) -> bool:
        """Whether a capital is meant as a town: "في موسكو", "العاصمة الروسية موسكو"; else it is a government."""
        tokens = self.story.tokens
        if phrase.prep == CLITICS.instrumental:
            return True
        if self._after_capital_noun(phrase):
            return True
        before = tokens[phrase.first - 1] if phrase.first else None
        return before is not None and "locative" in before.tags and not tokens[phrase.first].conj


__all__ = ["Registered"]
