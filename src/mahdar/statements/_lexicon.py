"""What the tables know about reports, compiled for look-up by folded words."""

from functools import lru_cache

import msgspec
from rapidfuzz import fuzz

from mahdar.knowledge import CLITICS, Knowledge, fold
from mahdar.knowledge.tables.verbs import NominalCue, SourcePhrase, Verb

_MOST_OUTLETS = 1000


class Reading(msgspec.Struct, frozen=True, gc=False):
    """One way of reading a written word as a cue. `kind`: finite, passive, participle or masdar; `gender` "m" or "f",
    `number` "s" or "p"; `conj` what is written on to it before, `pronoun` after; `doubtful`: the letters are a noun's
    as well."""

    verb: Verb
    kind: str
    gender: str
    number: str
    present: bool
    conj: str
    prep: str
    future: bool
    pronoun: str
    doubtful: bool


class Frames(msgspec.Struct, frozen=True, gc=False):
    """The frames of a verb, taken apart."""

    that: bool
    speech: bool
    bare: bool
    whether: bool
    object: bool
    noun: bool
    attitude: bool
    masdar: bool
    document: bool
    preps: frozenset[str]
    object_preps: frozenset[str]
    addressed: bool
    asked_of: frozenset[str]
    unless: frozenset[str]
    negated: bool
    whom: bool
    verdict: bool


def _frames(names: tuple[str, ...]) -> Frames:
    plain: set[str] = set()
    preps: set[str] = set()
    with_object: set[str] = set()
    asked_of: set[str] = set()
    unless: set[str] = set()
    addressed = document = False
    for name in names:
        words = fold(name).split()
        if words[0] == "doc":
            document, words = True, words[1:]
        if len(words) > 1 and words[1] == "to":
            asked_of.add(words[0])
            addressed, words = True, words[2:]
        elif words[0] == "to":
            addressed, words = True, words[1:]
        if words[0] == "unless":
            unless.add(words[1])
        elif words[0] == "object" and len(words) > 1:
            with_object.add(words[1])
        elif words[0] in (
            "that",
            "speech",
            "bare",
            "whether",
            "object",
            "noun",
            "attitude",
            "masdar",
            "negated",
            "whom",
            "verdict",
        ):
            plain.add(words[0])
        else:
            preps.add(words[0])
    return Frames(
        "that" in plain, "speech" in plain, "bare" in plain, "whether" in plain, "object" in plain, "noun" in plain,
        "attitude" in plain, "masdar" in plain, document, frozenset(preps), frozenset(with_object), addressed, frozenset(asked_of),
        frozenset(unless), "negated" in plain, "whom" in plain, "verdict" in plain,
    )  # fmt: skip


def name_key(name: str) -> str:
    """The letters of a name, for telling an outlet by its id or English name; too short ones tell nothing."""
    key = "".join(char for char in name.lower() if char.isalnum())
    return key if len(key) >= 3 else ""


def alike(key: str, outlet: str) -> bool:
    """Whether two keys are those of one outlet."""
    return key.startswith(outlet) or outlet.startswith(key) or fuzz.ratio(key, outlet) >= 85


class Lexicon:
    """Forms of verbs, phrases and nouns, folded."""

    def __init__(self, knowledge: Knowledge) -> None:
        self.classes: dict[str, frozenset[str]] = {
            word_class.id: frozenset(fold(form) for form in word_class.forms)
            for word_class in (*knowledge.grammar, *knowledge.cue_words)
        }
        self.frames: dict[str, Frames] = {verb.id: _frames(verb.frames) for verb in knowledge.verbs}
        self._present = [letter for entry in knowledge.cue_words if entry.id == "cue.present" for letter in entry.forms]
        self._forms: dict[str, list[tuple[Verb, str, str, str, bool]]] = {}
        nouns: set[str] = set()
        for verb in knowledge.verbs:
            self._enter(verb)
            nouns.update(fold(form) for form in verb.masdar)
        self._nouns = nouns
        self.pronouns = {fold(entry.form): (entry.gender, entry.number) for entry in knowledge.pronouns}
        self.saying = frozenset(
            fold(form) for verb in knowledge.verbs if self.frames[verb.id].bare for form in verb.masdar
        )
        self.nominal: dict[str, NominalCue] = {fold(form): cue for cue in knowledge.nominal_cues for form in cue.forms}
        self.sources: dict[str, list[tuple[tuple[str, ...], SourcePhrase]]] = {}
        self.headline = {
            fold(form): phrase for phrase in knowledge.sources if phrase.role == "headline" for form in phrase.forms
        }
        for phrase in knowledge.sources:
            if phrase.role == "headline":
                continue
            for form in phrase.forms:
                words = tuple(fold(form).split())
                self.sources.setdefault(words[0], []).append((words, phrase))
        for entries in self.sources.values():
            entries.sort(key=lambda entry: -len(entry[0]))
        self.carriers = frozenset(
            entry.id for entry in knowledge.organisations if entry.carrier and entry.kind != "platform"
        )
        self.platforms = frozenset(entry.id for entry in knowledge.organisations if entry.kind == "platform")
        self._outlets = tuple(
            (
                tuple(key for key in map(name_key, (rule.id, rule.outlet, *rule.names)) if key),
                frozenset(fold(name) for name in rule.names),
            )
            for rule in knowledge.outlets
        )
        self._names_of_outlet: dict[str, frozenset[str]] = {}
        self._object_pronouns = tuple(self.words("cue.object_pronoun"))
        self._media = self.words("cue.medium")
        self._attitudes: dict[str, NominalCue | None] = {}
        self._readings: dict[str, tuple[Reading, ...]] = {}

    def words(self, name: str) -> frozenset[str]:
        """The folded forms of a closed class; empty where there is none of that name."""
        return self.classes.get(name, frozenset())

    def _enter(self, verb: Verb) -> None:
        male, female = [*self._present, "", ""][:2]
        present = {fold(form)[1:] for form in verb.masculine if form.startswith(male)}

        def add(forms: tuple[str, ...], kind: str, gender: str, number: str) -> None:
            for form in forms:
                word = fold(form)
                now = kind == "finite" and (
                    (gender == "m" and word[:1] == male)
                    or (gender == "f" and word[:1] == female and word[1:] in present)
                    or (
                        number == "p"
                        and word[:1] in self._present
                        and any(word[1:].startswith(p[:-1]) for p in present)
                    )
                )
                entry = (verb, kind, gender, number, now)
                if entry not in self._forms.setdefault(word, []):
                    self._forms[word].append(entry)

        add(verb.masculine, "finite", "m", "s")
        add(verb.feminine, "finite", "f", "s")
        add(verb.plural, "finite", "", "p")
        add(verb.passive, "passive", "", "")
        for form in verb.participle:
            end = fold(form)[-1:]
            gender = "m" if end == CLITICS.article[0] else "f" if end == CLITICS.tied[1] else ""
            add((form,), "participle", gender, "s" if gender else "p")
        add(verb.masdar, "masdar", "", "")

    def readings(self, form: str) -> tuple[Reading, ...]:
        """All ways of reading a folded word as a cue, whole words before split ones."""
        known = self._readings.get(form)
        if known is None:
            known = self._readings[form] = tuple(self._read(form))
        return known

    def _read(self, form: str) -> list[Reading]:
        found: list[Reading] = []
        splits = [("", "", False, form)]
        if form[:1] in CLITICS.conjunctions:
            splits.append((form[0], "", False, form[1:]))
        for conj, _, _, rest in list(splits):
            if rest[:1] in CLITICS.future and rest[1:2] in CLITICS.future_after:
                splits.append((conj, "", True, rest[1:]))
            if rest[:1] in CLITICS.prepositions and len(rest) > 3:
                splits.append((conj, rest[0], False, rest[1:]))
        for conj, prep, future, rest in splits:
            for stem, pronoun in self._ends(rest):
                for verb, kind, gender, number, present in self._forms.get(stem, ()):
                    if not _possible(kind, present, prep, future, pronoun):
                        continue
                    doubtful = stem in self._nouns
                    found.append(Reading(verb, kind, gender, number, present, conj, prep, future, pronoun, doubtful))
        return found

    def _ends(self, word: str) -> list[tuple[str, str]]:
        ends = [(word, "")]
        if not word.endswith(self._object_pronouns):
            return ends
        for pronoun in self.words("cue.object_pronoun"):
            if word.endswith(pronoun) and len(word) - len(pronoun) >= 3:
                stem = word[: -len(pronoun)]
                ends.append((stem, pronoun))
                opened, closed = CLITICS.tied
                if stem.endswith(opened):
                    ends.append((stem[:-1] + closed, pronoun))
                ends.extend(
                    (stem[:-1] + weak, pronoun) for weak in self.words("cue.weak") if stem[-1:] in CLITICS.article
                )
                ends.append((stem + CLITICS.article[0], pronoun))
        return ends

    def attitude(self, form: str) -> NominalCue | None:
        """The noun that this folded word is, whatever is written on to it; None where it carries no words."""
        if form in self._attitudes:
            return self._attitudes[form]
        found = None
        for word in (form, form.removeprefix(CLITICS.article)):
            for stem, _ in (*self._ends(word), (word.removesuffix(CLITICS.article[0]), "")):
                found = found or self.nominal.get(stem)
        self._attitudes[form] = found
        return found

    def past_feminine(self, stem: str) -> bool:
        """Whether the folded word looks like a past verb in the feminine: it ends as one, and not as a plural noun does."""
        ending, plural = CLITICS.tied[0], CLITICS.article[0] + CLITICS.tied[0]
        return stem.endswith(ending) and not stem.endswith(plural)

    def intensive(self, stem: str) -> bool:
        """Whether the folded word looks like the masdar of an intensive verb («تسليم»), which begins as a present does."""
        return len(stem) == 5 and stem[:1] == CLITICS.tied[0] and stem[3:4] == self._present[0]

    def names_of_outlet(self, outlet: str) -> frozenset[str]:
        """The folded names of the outlets that have this key, or one like it."""
        known = self._names_of_outlet.get(outlet)
        if known is None:
            known = frozenset().union(
                *(names for keys, names in self._outlets if any(alike(key, outlet) for key in keys))
            )
            if len(self._names_of_outlet) >= _MOST_OUTLETS:
                self._names_of_outlet.clear()
            self._names_of_outlet[outlet] = known
        return known

    def is_medium(self, stem: str) -> bool:
        """Whether the word heads the name of a medium."""
        return stem in self._media


def _possible(kind: str, present: bool, prep: str, future: bool, pronoun: str) -> bool:
    if future and not (kind == "finite" and present):
        return False
    if prep and kind == "finite" and not (present and prep == CLITICS.dative):
        return False
    if prep and kind in ("participle", "passive"):
        return False
    return not (pronoun and kind in ("participle", "passive"))


@lru_cache(maxsize=4)
def lexicon(knowledge: Knowledge) -> Lexicon:
    """The lexicon of these tables, compiled once."""
    return Lexicon(knowledge)
