"""Which person a name means: full names and surnames joined, spellings of the registry's persons recognised."""

from rapidfuzz.distance import Levenshtein

from mahdar.knowledge import fold
from mahdar.mentions import Phrase
from mahdar.resolution._story import Story
from mahdar.resolution._wording import bare
from mahdar.text import phrase_forms

_NEAR_NAMES = 0.75


class Names:
    """Finds the person for a phrase that holds a proper name; registers full names in a first pass, so that a surname
    in the headline finds the full name in the body."""

    def __init__(self, story: Story) -> None:
        self.story = story
        self._by_name: dict[tuple[str, ...], str] = {}

    def register(self, phrase: Phrase) -> None:
        """First pass: note a full name of two parts or more."""
        forms = self.story.words.name(phrase)
        known = self.known(phrase)
        if known:
            self._by_name.setdefault(forms, known)
            for name in self._names_of(known):
                self._by_name.setdefault(name, known)
        elif len(forms) >= 2:
            holder = self._holder_named(phrase, forms)
            self._by_name.setdefault(forms, holder or self._join(forms))

    def named(self, phrase: Phrase) -> str:
        """The id for a phrase that holds a proper name."""
        forms = self.story.words.name(phrase)
        known = self.known(phrase)
        if known:
            return known
        if forms in self._by_name:
            return self._by_name[forms]
        matches = {entity for name, entity in self._by_name.items() if _part_of(forms, name)}
        short = [entry.partition(":")[2] for entry in phrase.entries if entry.startswith("short:")]
        if len(matches) > 1 and set(short) & matches:
            matches &= set(short)
        if len(matches) == 1:
            return matches.pop()
        if matches:
            return min(sorted(matches), key=self.story.drafts.distance)
        if short:
            short.sort(key=lambda person: -self._fit(person, phrase))
            if len(short) == 1 or self._fit(short[0], phrase) > self._fit(short[1], phrase):
                return short[0]
        given = {entity for name, entity in self._by_name.items() if len(forms) == 1 and name[:1] == forms}
        if len(given) == 1 and (phrase.offices or phrase.rule in ("name.titled", "name.first")):
            return given.pop()  # "الأمير محمد" after his full name
        holder = self._holder_named(phrase, forms)
        return holder or self._join(forms)

    def known(self, phrase: Phrase) -> str:
        """The registry's person for a phrase with a full name; of several, the one whose office fits."""
        full = [entry.partition(":")[2] for entry in phrase.entries if entry.startswith("person:")]
        if len(full) > 1:
            full.sort(key=lambda person: -self._fit(person, phrase))
        return full[0] if full else ""

    def _fit(self, person: str, phrase: Phrase) -> float:
        """How well a person of the registry fits the office in the phrase, or the day at all."""
        titles = {office.title for office in phrase.offices}
        states = {office.iso for office in phrase.offices if office.iso}
        score = 0.0
        for tenure in self.story.registry.offices(person, self.story.day):
            score = max(score, 1.0 + 2.0 * (tenure.office in titles) + 2.0 * (tenure.of in states))
        return score

    def _names_of(self, person: str) -> list[tuple[str, ...]]:
        row = self.story.registry.persons[person]
        return [tuple(bare(form) for form in phrase_forms(name)) for name in (row.name_ar, *row.names_ar)]

    def _join(self, forms: tuple[str, ...]) -> str:
        """The id of a person that no table has: that of a longer name already met which begins or ends so, or a new one."""
        for other, entity in self._by_name.items():
            short, long = sorted((forms, other), key=len)
            if len(short) >= 2 and (long[-len(short) :] == short or long[: len(short)] == short):
                return entity
        return "person:" + "_".join(forms)

    def _holder_named(self, phrase: Phrase, forms: tuple[str, ...]) -> str:
        """The registry's holder of the office in the phrase, where the name is his in another spelling."""
        registry, day = self.story.registry, self.story.day
        for office in phrase.offices:
            for person, _ in registry.holders(office.title, office.iso, day) if not office.standing else ():
                for name in self._names_of(person):
                    if _near(forms[-1], name[-1]) and (len(forms) == 1 or _near(forms[0], name[0])):
                        return person
        return ""


def _part_of(short: tuple[str, ...], long: tuple[str, ...]) -> bool:
    """The end of a name (the surname), or its start where that is two parts or more."""
    size = len(short)
    if not size or size >= len(long) or len("".join(short)) < 3:
        return False
    return long[-size:] == short or (size > 1 and long[:size] == short)


def _near(a: str, b: str) -> bool:
    return Levenshtein.normalized_similarity(fold(a), fold(b)) >= _NEAR_NAMES


__all__ = ["Names"]
