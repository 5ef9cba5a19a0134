"""Which person a name means: full names and surnames joined, spellings of the registry's persons recognised."""

from rapidfuzz.distance import Levenshtein

from mahdar.knowledge import fold
from mahdar.mentions import Phrase
from mahdar.model import Candidate
from mahdar.resolution._story import CHIEFS, Story
from mahdar.resolution._weighing import Choice, Weigher, choose
from mahdar.resolution._wording import bare
from mahdar.text import phrase_forms

# How alike a surname, and the name before it, have to be to those of the one who holds the office told.
_NEAR_SURNAMES, _NEAR_NAMES, _NEAR_WHOLE = 0.75, 0.6, 0.8
_SHORTEST = 3
# Rules of mentions that announce a name of one word, which may be a given name.
_ANNOUNCED = ("name.titled", "name.first")

Forms = tuple[str, ...]


class Names:
    """Finds the person for a phrase that holds a proper name; registers full names in a first pass, so that a surname
    in the headline finds the full name in the body."""

    def __init__(self, story: Story, weigher: Weigher) -> None:
        self.story, self.weigher = story, weigher
        self._full: dict[Forms, str] = {}
        self._outer: dict[Forms, str] = {}
        self._parts: dict[str, set[str]] = {}
        self._unsettled: list[tuple[Forms, Phrase]] = []
        self._ends: dict[Forms, dict[str, None]] = {}
        self._starts: dict[Forms, dict[str, None]] = {}
        self._here: set[str] = set()
        self._sons = story.registry.sons

    # -- the first pass -----------------------------------------------------------------------------------------------

    def register(self, phrase: Phrase) -> None:
        """Note a full name of two parts or more."""
        forms = self.story.words.name(phrase)
        known = self.known(phrase)
        if known:
            for name in (forms, *self._names_of(known)):
                self._add(name, known)
        elif len(forms) >= 2:
            self._unsettled.append((forms, phrase))

    def settle(self) -> None:
        """Say who has the names that no table has, short ones first: a longer one may be one of theirs in full. What
        only lacks the given name goes with the full name, unless that has a short form of its own."""
        names = {forms for forms, _ in self._unsettled}
        longer: dict[Forms, Forms] = {}
        for name in sorted(names, key=lambda one: (-len(one), one)):
            if (name[0], name[-1]) not in names:
                for size in range(2, len(name)):
                    longer[name[-size:]] = name
        for forms, phrase in sorted(self._unsettled, key=lambda one: len(one[0])):
            if forms not in self._full:
                whole = longer.get(forms, forms)
                self._add(forms, self._holder_named(phrase, forms) or self._join(whole))

    def _add(self, name: Forms, person: str) -> None:
        person = self._full.setdefault(name, person)
        self._here.add(person)
        self._parts.setdefault(person, set()).update(name)
        if len(name) > 2:
            self._outer.setdefault((name[0], name[-1]), person)
        for size in range(1, len(name)):
            self._starts.setdefault(name[:size], {})[person] = None
            of_father = size == 1 and len(name) > 2 and name[-2] in self._sons  # "سلمان" is not his son
            if len("".join(name[-size:])) >= _SHORTEST and not of_father:
                self._ends.setdefault(name[-size:], {})[person] = None

    def seen(self, person: str) -> None:
        """Note that the article names somebody by office and surname."""
        self._here.add(person)

    def has_part(self, person: str, word: str) -> bool:
        """Whether a folded word is part of somebody's name here."""
        return word in self._parts.get(person, ())

    # -- the question -------------------------------------------------------------------------------------------------

    def named(self, phrase: Phrase) -> str:
        """The id for a phrase that holds a proper name; of the name itself where nobody stands out."""
        return self.choose(phrase).entity or self.open_id(phrase)

    def open_id(self, phrase: Phrase) -> str:
        """The id of whoever has the name of the phrase."""
        return "person:" + "_".join(self.story.words.name(phrase))

    def choose(self, phrase: Phrase) -> Choice:
        """The person for a phrase that holds a proper name, or those between whom the words leave it open."""
        forms = self.story.words.name(phrase)
        full = _entries(phrase, "person")
        if len(full) == 1:
            return Choice(full[0])
        if not full and forms in self._full:
            return Choice(self._full[forms])
        reasons: dict[str, list[str]] = {person: ["full name"] for person in full}
        if not full:
            for person in self._ends.get(forms, ()):
                reasons.setdefault(person, []).append("full name ends so")
            for person in self._starts.get(forms, ()) if len(forms) > 1 else ():
                reasons.setdefault(person, []).append("full name begins so")
            for person in _entries(phrase, "short"):
                alone = "known by it alone" if person in reasons else "known by this name"
                reasons.setdefault(person, []).append(alone)
            given = self._starts.get(forms, ()) if not reasons and len(forms) == 1 else ()
            if len(given) == 1 or phrase.offices or phrase.rule in _ANNOUNCED:
                for person in given:  # "الأمير محمد" after his full name
                    reasons.setdefault(person, []).append("given name")
        named = self.story.last_named
        if reasons and len(forms) == 1 and not any(person in named for person in reasons):
            for person in self._starts.get(
                forms, ()
            ):  # "كيم", whose family name comes first, before another of that name
                if person in named:
                    reasons.setdefault(person, []).append("given name")
        if len(reasons) == 1:
            return Choice(next(iter(reasons)))
        if not reasons:
            return Choice(self._holder_named(phrase, forms) or self._join(forms))
        return choose(self._weigh(person, found, phrase) for person, found in reasons.items())

    def _weigh(self, person: str, reasons: list[str], phrase: Phrase) -> Candidate:
        held = self.story.offices_of(person)
        titles = {office.title for office in phrase.offices}
        states = {office.iso for office in phrase.offices if office.iso}
        if person not in self._here:
            reasons.append("not named here")
        if any(office.title in titles for office in held):
            reasons.append("title fits")
        if any(office.of in states for office in held):
            reasons.append("state fits")
        if held:
            reasons.append("holds an office")
        if any(office.title in CHIEFS for office in held):
            reasons.append("chief of a state")
        return self.weigher.weigh(person, reasons, phrase.gender)

    def known(self, phrase: Phrase) -> str:
        """The registry's person for a phrase with a full name; of several, the one who fits best."""
        full = _entries(phrase, "person")
        if len(full) < 2:
            return full[0] if full else ""
        ranked = choose(self._weigh(person, ["full name"], phrase) for person in full).candidates
        return str(ranked[0].entities[0])

    def holder_named(self, phrase: Phrase) -> str:
        """The registry's holder of the office in the phrase, "" where the name is not his in any spelling."""
        return self._holder_named(phrase, self.story.words.name(phrase))

    # -- names of no table --------------------------------------------------------------------------------------------

    def _names_of(self, person: str) -> list[Forms]:
        row = self.story.registry.persons[person]
        return [tuple(bare(form) for form in phrase_forms(name)) for name in (row.name_ar, *row.names_ar)]

    def _join(self, forms: Forms) -> str:
        """The id of a person that no table has: that of a name already met with the same first and last part, or which
        begins or ends so, or a new one."""
        if len(forms) >= 2:
            outer = (forms[0], forms[-1])
            known = self._outer.get(forms) if len(forms) == 2 else self._full.get(outer)
            if known:
                return known
            within = {*self._ends.get(forms, ()), *self._starts.get(forms, ())}
            if len(within) == 1:
                return str(within.pop())
            for size in range(len(forms) - 1, 1, -1):
                for shorter in (forms[-size:], forms[:size]):
                    if shorter in self._full:
                        return self._full[shorter]
        return "person:" + "_".join(forms)

    def _holder_named(self, phrase: Phrase, forms: Forms) -> str:
        """The registry's holder of the office in the phrase, where the name is his in another spelling."""
        registry, day = self.story.registry, self.story.day
        for office in phrase.offices:
            for person, _ in registry.holders(office.title, office.iso, day) if not office.standing else ():
                for name in self._names_of(person):
                    if len(forms) > 1 and _like("".join(forms), "".join(name)) >= _NEAR_WHOLE:
                        return person
                    if _like(forms[-1], name[-1]) < _NEAR_SURNAMES:
                        continue
                    if len(forms) == 1 or any(_like(forms[0], part) >= _NEAR_NAMES for part in name[:-1]):
                        return person
        return ""


def _entries(phrase: Phrase, kind: str) -> list[str]:
    return [entry.partition(":")[2] for entry in phrase.entries if entry.startswith(kind + ":")]


def _like(a: str, b: str) -> float:
    return Levenshtein.normalized_similarity(fold(a), fold(b))


__all__ = ["Names"]
