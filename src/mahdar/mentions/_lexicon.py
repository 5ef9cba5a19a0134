"""What the registry can be called, compiled for matching at a token."""

from collections.abc import Iterable, Sequence
from typing import Any

import msgspec

from mahdar.knowledge import CLITICS, Knowledge, compiled, fold
from mahdar.knowledge.tables.grammar import ActorNoun
from mahdar.knowledge.tables.offices import OfficeTitle
from mahdar.text import Token, phrase_forms

# A match of several words is taken before a shorter one; of equal length, in this order.
_SURE = 0.7  # a name below this certainty counts only beside a noun or preposition of place
_TELLING = frozenset(("that", "speech"))
_ORDER = ("person", "state", "org", "agreement", "capital", "place", "unsure", "short")


class OfficeForm(msgspec.Struct, frozen=True, gc=False):
    """An inflected title of office."""

    entry: OfficeTitle
    gender: str
    number: str


class NounForm(msgspec.Struct, frozen=True, gc=False):
    """An inflected noun that heads the description of an actor."""

    entry: ActorNoun
    gender: str
    number: str


class Names(msgspec.Struct, frozen=True, gc=False):
    """The names that begin with a word. `alone`: what the word itself can mean, `longer`: by their second word the names
    of several, the longest first."""

    alone: tuple[str, ...]
    longer: dict[str, list[tuple[tuple[str, ...], str]]]


class Titles(msgspec.Struct, frozen=True, gc=False):
    """The titles of office that begin with a word: `alone` and `longer` as of names, numbered in their order."""

    alone: tuple[OfficeForm, ...]
    longer: dict[str, list[tuple[int, tuple[str, ...], OfficeForm]]]

    def followed_by(self, token: Token) -> Sequence[tuple[int, tuple[str, ...], OfficeForm]]:
        """The titles of several words whose second may be this one, the longest first."""
        rows = self.longer.get(token.form, ())
        bare = self.longer.get(token.stem, ()) if token.stem != token.form else ()
        return sorted((*rows, *bare)) if rows and bare else rows or bare


class Lexicon:
    """Names, demonyms, offices and actor nouns by their folded first word."""

    def __init__(self, knowledge: Knowledge) -> None:
        self.demonyms: dict[str, list[tuple[tuple[str, ...], str, str]]] = {}
        self.offices: dict[str, list[tuple[tuple[str, ...], OfficeForm]]] = {}
        self.nouns: dict[str, NounForm] = {}
        self.announced: dict[str, NounForm] = {}
        self.masculine_verbs = frozenset(fold(form) for verb in knowledge.verbs for form in verb.masculine)
        self.telling_verbs = frozenset(
            fold(form)
            for verb in knowledge.verbs
            if not _TELLING.isdisjoint(verb.frames)
            for form in (*verb.masculine, *verb.feminine)
        )
        self.sure_verbs = self.telling_verbs - frozenset(
            fold(form) for verb in knowledge.verbs if verb.weak for form in (*verb.masculine, *verb.feminine)
        )
        self.feminine_verbs = frozenset(fold(form) for verb in knowledge.verbs for form in verb.feminine)
        self.adjectives = frozenset(
            fold(form) + ending
            for group in knowledge.grammar
            if group.id == "adjective"
            for form in group.forms
            for ending in CLITICS.nisba
        )
        self.third_person = frozenset(fold(row.form) for row in knowledge.pronouns if row.person == "3")
        self.seats = frozenset(phrase_forms(seat) for state in knowledge.states for seat in state.seats)
        self.needs = {noun.id: frozenset(fold(word) for word in noun.needs) for noun in knowledge.nouns if noun.needs}
        self.never_adjectives = frozenset(
            fold(form)
            for noun in knowledge.nouns
            if noun.kind == "group" and not noun.anonymous
            for form in noun.plural
        )
        self.but_not = {
            noun.id: frozenset(fold(word) for word in noun.but_not) for noun in knowledge.nouns if noun.but_not
        }
        self.documents = frozenset(noun.id for noun in knowledge.nouns if noun.stands_for == "author")
        self.sent = frozenset(noun.id for noun in knowledge.nouns if noun.sent)
        self.carriers = frozenset(f"org:{row.id}" for row in knowledge.organisations if row.carrier == "yes")
        self.written_short = frozenset(name for person in knowledge.persons for name in person.short_ar)
        self._read_demonyms(knowledge)
        self._read_nouns(knowledge)
        _longest_first(self.demonyms)
        _longest_first(self.offices)
        self.names = {first: _names(rows) for first, rows in _named(knowledge).items()}
        self.titles = {first: _titles(rows) for first, rows in self.offices.items()}

    def _read_demonyms(self, knowledge: Knowledge) -> None:
        for state in knowledge.states:
            for demonym in state.demonyms:
                words = fold(demonym).split()
                for ending, shape in CLITICS.nisba.items():
                    forms = tuple(word + ending if word.endswith(CLITICS.adjective[0]) else word for word in words)
                    self.demonyms.setdefault(forms[0], []).append((forms, state.id, shape))
            for plural in state.demonym_plurals:
                forms = tuple(fold(plural).split())
                self.demonyms.setdefault(forms[0], []).append((forms, state.id, "mp"))
                if len(forms) == 1 and not forms[0].endswith(CLITICS.sound_plural):  # "دبلوماسيين روسا"
                    accusative = forms[0] + CLITICS.accusative
                    self.demonyms.setdefault(accusative, []).append(((accusative,), state.id, "mp"))

        for plural in (form for group in knowledge.grammar if group.id == "origin_plural" for form in group.forms):
            self.demonyms.setdefault(fold(plural), []).append(((fold(plural),), "", "mp"))
        for origin in (form for group in knowledge.grammar if group.id == "origin" for form in group.forms):
            for ending, shape in CLITICS.nisba.items():
                self.demonyms.setdefault(fold(origin) + ending, []).append(((fold(origin) + ending,), "", shape))

    def _read_nouns(self, knowledge: Knowledge) -> None:
        for office in knowledge.offices:
            for phrases, gender, number in (
                (office.forms, "m", "s"), (office.feminine, "f", "s"), (office.dual, "m", "d"), (office.plural, "m", "p"),
            ):  # fmt: skip
                for phrase in phrases:
                    forms = phrase_forms(phrase)
                    self.offices.setdefault(forms[0], []).append((forms, OfficeForm(office, gender, number)))
        self._read_actor_nouns(knowledge)
        for noun in knowledge.nouns:
            table = self.announced if noun.announced else self.nouns
            if noun.kind == "person" and not noun.possessed:
                for forms_, gender in ((noun.singular, "m"), (noun.feminine, "f")):
                    for dual in (dual for form in forms_ for dual in CLITICS.dual(fold(form))):
                        if dual not in self.nouns:  # "محللين" are several, as a rule
                            table.setdefault(dual, NounForm(noun, gender, "d"))

    def _read_actor_nouns(self, knowledge: Knowledge) -> None:
        for noun in knowledge.nouns:
            table = self.announced if noun.announced else self.nouns
            feminine_nouns = {fold(form) for form in noun.singular if fold(form)[-1:] == CLITICS.tied[1]}
            for forms_, gender, number in (
                (noun.singular, "m", "s"), (noun.feminine, "f", "s"), (noun.dual, "m", "d"), (noun.plural, "", "p"),
            ):  # fmt: skip
                for form in forms_:
                    folded = fold(form)
                    real = "f" if folded in feminine_nouns else gender
                    table.setdefault(folded, NounForm(noun, real, number))
                    for bound in CLITICS.before_pronoun(folded) if number == "p" else ():
                        table.setdefault(bound, NounForm(noun, real, number))

    def announced_at(self, token: Token) -> NounForm | None:
        """The noun that is an actor only as the subject of a reporting verb, which a word is a form of; "زوجة" is one
        there without a pronoun too."""
        form = self.announced.get(token.stem)
        kin = self.nouns.get(token.stem) if form is None else None
        return kin if kin is not None and kin.entry.possessed else form

    def noun_at(self, token: Token) -> NounForm | None:
        """The actor noun that a word is a form of; an accusative after a number too ("60 دبلوماسيا")."""
        form = self.nouns.get(token.stem)
        if form is None and not token.article and token.stem.endswith(CLITICS.accusative):
            form = self.nouns.get(token.stem[: -len(CLITICS.accusative)])
        if form is not None and (not token.pronoun if form.entry.possessed else form.entry.unowned and token.pronoun):
            return None
        return form

    def harmed_at(self, token: Token) -> NounForm | None:
        """The noun for a person that the word to which something is done is a form of: "شابا", "الطالب", "طفلان"."""
        stem = token.stem if token.article else token.stem.removesuffix(CLITICS.accusative)
        kin = self.nouns.get(token.stem)
        if kin is not None and kin.entry.possessed and not token.pronoun:
            return kin  # "أوقفت الشرطة زوجة أكاديمي"
        form = self.announced.get(token.stem) or self.announced.get(stem)
        return form if form is not None and form.entry.kind == "person" and not form.entry.possessed else None

    def counted_at(self, token: Token) -> NounForm | None:
        """The noun for people that a word after a number is a form of: "20 عاملا" too, who alone would be nobody."""
        form = self.noun_at(token)
        if form is not None or token.article:
            return form
        stem = token.stem.removesuffix(CLITICS.accusative)
        form = self.announced.get(token.stem) or self.announced.get(stem)
        return form if form is not None and form.entry.kind == "person" and not form.entry.possessed else None

    def split_office_at(
        self, tokens: tuple[Token, ...], head: int, words: int, at: int, end: int
    ) -> tuple[int, tuple[OfficeForm, ...]] | None:
        """A title [head, words) whose end stands at `at`, after its complement: "مستشار الرئيس الأميركي [للأمن القومي]",
        "وزير الدولة الإماراتي [للشؤون الخارجية]"."""
        if at >= end or tokens[at].prep != CLITICS.dative:
            return None
        best = 0
        found: list[OfficeForm] = []
        size = words - head
        first = tokens[at]
        alone = (CLITICS.article if first.article else "") + first.stem
        for forms, form in self.offices.get(tokens[head].stem, ()):
            rest = len(forms) - size
            if rest < 1 or rest < best or at + rest > end or forms[size] not in (first.form, alone):
                continue
            if any(tokens[head + i].form != forms[i] for i in range(1, size)):
                continue
            if all(tokens[at + i].form == forms[size + i] for i in range(1, rest)):
                if rest > best:
                    found = []
                best = rest
                found.append(form)
        return (at + best, tuple(found)) if best else None

    def name_at(self, tokens: tuple[Token, ...], at: int, end: int) -> tuple[int, tuple[str, ...]] | None:
        """The longest name that begins at a token: the token after it, and what it can mean."""
        if "demonym" in tokens[at].tags and accusative(tokens, at):
            return None
        for key in keys(tokens[at]):
            names = self.names.get(key)
            if names is None or at >= end:
                continue
            rows = names.longer.get(tokens[at + 1].form) if at + 1 < end else None
            found = _longest(rows, tokens, at, end) if rows else None
            if found:
                return found
            if names.alone:
                return at + 1, names.alone
        return None

    def demonym_at(self, tokens: tuple[Token, ...], at: int, end: int) -> tuple[int, str, str] | None:
        """An adjective of origin at a token: the token after it, the state, and its gender and number ("fs").

        Each word of a compound ("الكوري الشمالي") carries the article or none does.
        """
        if at >= end:
            return None
        token = tokens[at]
        rows = self.demonyms.get(token.stem)
        if rows is None:
            return None
        if not token.article and token.stem in self.names and "state_word" in token.tags and not accusative(tokens, at):
            return None  # "روسيا" is a state, though it looks like an accusative of "روسي"
        for forms, iso, shape in rows:
            stop = at + len(forms)
            if stop <= end and all(
                tokens[at + i].stem == forms[i] and tokens[at + i].article == token.article and not tokens[at + i].conj
                for i in range(1, len(forms))
            ):
                return stop, iso, shape
        return None

    def _owned(self, token: Token, form: str) -> bool:
        """Whether the last word of a title is that of somebody spoken of ("وزير خارجيته"), and not the speaker's."""
        return token.pronoun in self.third_person and token.stem == form and not (token.prep or token.conj)

    def offices_at(self, tokens: tuple[Token, ...], at: int, end: int) -> tuple[int, tuple[OfficeForm, ...]] | None:
        """The longest title of office that begins at a token: the token after it, and the entries that have it."""
        token = tokens[at]
        titles = self.titles.get(token.stem)
        if titles is None and token.pronoun == "" and token.article:
            titles = self.titles.get(CLITICS.article + token.stem)
        if titles is None or at >= end:
            return None
        best = 0
        forms_found: list[OfficeForm] = []
        for _, forms, form in titles.followed_by(tokens[at + 1]) if at + 1 < end else ():
            size = len(forms)
            if size < best:
                break
            owned = at + size <= end and self._owned(tokens[at + size - 1], forms[-1])  # "وزير خارجيته"
            if at + size <= end and all(_same(tokens[at + i], forms[i]) for i in range(1, size - owned)):
                best = size
                if all(form.entry is not other.entry for other in forms_found):
                    forms_found.append(form)
        if best:
            return at + best, tuple(forms_found)
        return (at + 1, titles.alone) if titles.alone else None


def _named(knowledge: Knowledge) -> dict[str, list[tuple[tuple[str, ...], str]]]:
    """All names with what they mean, by their first word, the longest first."""
    found: dict[str, list[tuple[tuple[str, ...], str]]] = {}

    def add(names: Iterable[str], entry: str) -> None:
        for forms in map(phrase_forms, names):
            rows = found.setdefault(forms[0], []) if forms else []
            if (forms, entry) not in rows:
                rows.append((forms, entry))

    for state in knowledge.states:
        add((state.name_ar, *state.names_ar), f"state:{state.id}")
        add((*state.capitals, *state.seats), f"capital:{state.id}")
    for person in knowledge.persons:
        add((person.name_ar, *person.names_ar), f"person:{person.id}")
        add(person.short_ar, f"short:{person.id}")
    for organisation in knowledge.organisations:
        add((organisation.name_ar, *organisation.names_ar), f"org:{organisation.id}")
    for agreement in knowledge.agreements:
        add((agreement.name_ar, *agreement.names_ar), f"agreement:{agreement.id}")
    for place in knowledge.places:
        kind = "place" if place.certainty >= _SURE else "unsure"
        add((place.name_ar, *place.names_ar), f"{kind}:{place.id}")
    _longest_first(found)
    return found


def _names(rows: list[tuple[tuple[str, ...], str]]) -> Names:
    longer: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for forms, entry in rows:
        if len(forms) > 1:
            longer.setdefault(forms[1], []).append((forms, entry))
    return Names(_ordered(entry for forms, entry in rows if len(forms) == 1), longer)


def _titles(rows: list[tuple[tuple[str, ...], OfficeForm]]) -> Titles:
    longer: dict[str, list[tuple[int, tuple[str, ...], OfficeForm]]] = {}
    alone: list[OfficeForm] = []
    for number, (forms, form) in enumerate(rows):
        if len(forms) > 1:
            longer.setdefault(forms[1], []).append((number, forms, form))
        elif all(form.entry is not other.entry for other in alone):
            alone.append(form)
    return Titles(tuple(alone), longer)


def _ordered(entries: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(entries, key=lambda entry: _ORDER.index(entry.partition(":")[0])))


def _longest_first(table: dict[str, list[Any]]) -> None:
    for rows in table.values():
        rows.sort(key=lambda row: -len(row[0]))


def accusative(tokens: tuple[Token, ...], at: int) -> bool:
    """Whether a word that ends in alef is an accusative adjective ("دبلوماسيا روسيا") and no name: it is written with
    its mark, or the indefinite noun before it ends alike."""
    token = tokens[at]
    ending = CLITICS.accusative
    if token.article or token.conj or token.prep or not token.stem.endswith(ending):
        return False
    if token.end - token.start > len(token.form):
        return True
    before = tokens[at - 1] if at else None
    return (
        before is not None
        and not before.article
        and "state_word" not in before.tags
        and len(before.stem) > 4
        and before.stem.endswith(ending)
        and bool(before.tags & {"actor_noun", "office_word"} or before.stem[: -len(ending)].endswith(CLITICS.adjective))
    )


def keys(token: Token) -> tuple[str, ...]:
    """The forms under which a word is looked up: without its clitics, and as it is written."""
    rest = CLITICS.article + token.stem if token.article else token.stem
    if token.pronoun:
        return (token.form,)
    return (rest,) if rest == token.form else (rest, token.form)


def _same(token: Token, form: str) -> bool:
    return token.form == form or (token.article and not token.conj and not token.prep and token.stem == form)


def _longest(
    rows: list[tuple[tuple[str, ...], str]], tokens: tuple[Token, ...], at: int, end: int
) -> tuple[int, tuple[str, ...]] | None:
    best = 0
    found: list[str] = []
    for forms, entry in rows:
        size = len(forms)
        if size < best:
            break
        if at + size <= end and all(tokens[at + i].form == forms[i] for i in range(1, size)):
            best = size
            found.append(entry)
    return (at + best, _ordered(found)) if best else None


@compiled(Lexicon, Names, NounForm, OfficeForm, Titles)
def lexicon(knowledge: Knowledge) -> Lexicon:
    """The lexicon of these tables, compiled once."""
    return Lexicon(knowledge)
