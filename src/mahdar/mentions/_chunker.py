"""The noun-phrase chunker: every phrase that names or describes an actor, with its extent.

One pass over each sentence. At a token the readers are asked in a fixed order (pairs, counterparts, offices, names of
the registry, described actors, unknown names); the first that reads something consumes it. A reader that finds its
head goes on with what may follow in an Arabic noun phrase: construct complements, adjectives that agree in
definiteness, a name in quotation marks, a name in apposition.
"""

from functools import cached_property

import msgspec

from mahdar.knowledge import CLITICS, Knowledge
from mahdar.knowledge.tables.grammar import ActorNoun
from mahdar.knowledge.tables.offices import OfficeTitle
from mahdar.mentions._lexicon import Lexicon, NounForm, OfficeForm, keys, lexicon
from mahdar.mentions._names import NameReader
from mahdar.mentions._phrases import OfficeRead, Phrase
from mahdar.model import Span
from mahdar.text import Document, Token, general_word

_STOP = frozenset(
    """preposition conjunction_word particle_that relative_strict demonstrative pronoun negation auxiliary
    reporting_verb reporting_participle time_word preposition_pronoun number_word counterpart pair_noun own_state
    the_latter but perfective""".split()
)
_FINITE = frozenset(("event_verb", "reporting_verb", "auxiliary", "reporting_participle"))
_NAMED = ("state", "org", "person", "place", "capital")
_NOT_ALONE = _STOP | frozenset(
    ("conjunction_word", "preposition", "demonym", "adjective", "quantifier", "actor_noun", "office_word")
)
_LOOSE = frozenset(("adjective", "name_token", "office_part", "org_word"))
_LONGEST_QUOTED = 7
_SINGLE = ("president", "king", "leader", "chancellor", "emir", "sultan", "supreme leader", "crown prince")
_POSTED = ("ambassador", "envoy", "consul", "representative", "coordinator", "correspondent", "charge", "nuncio")
_DELEGATES, _AT_UN = ("ambassador", "representative", "delegate", "permanent representative"), "ambassador to UN"
_COMMAS = frozenset("\u060c,")
_QUOTES = frozenset('"«»“”')
_DASHES = frozenset("-\u2013\u2014")


# "نائبه": the deputy of whoever was named before; resolution says of what.
_DEPUTY = OfficeTitle(id="office.deputy_of_his", title="", forms=(), of="either", source="own")


def _stops(token: Token) -> bool:
    """Whether no noun phrase goes on over this word. A word with the article is no finite verb, whatever it looks like."""
    tags = token.tags & _STOP
    return bool(tags - _FINITE if token.article else tags)


def _is_one_of_a_kind(forms: tuple[OfficeForm, ...]) -> bool:
    """Of a president or minister a state has one: "رؤساء روسيا وتركيا" are two men; of its diplomats nobody knows."""
    return any("minister" in form.entry.title or form.entry.title in _SINGLE for form in forms)


def _has_post(forms: tuple[OfficeForm, ...]) -> bool:
    """Ambassadors and envoys are posted somewhere; a minister who is in a town is only there."""
    return any(word in form.entry.title for form in forms for word in _POSTED)


class Chunker:
    """Reads the phrases of one document."""

    def __init__(self, document: Document, knowledge: Knowledge) -> None:
        self.document = document
        self.tokens = document.tokens
        self.lexicon: Lexicon = lexicon(knowledge)
        self.names = NameReader(knowledge)
        self._index = {token.start: at for at, token in enumerate(self.tokens)}

    def read(self) -> tuple[Phrase, ...]:
        """All phrases in the order of the text; phrases inside others are their `parts`."""
        found: list[Phrase] = []
        for sentence in self.document.sentences:
            at = sentence.first
            while at < sentence.last:
                phrase = self.phrase_at(at, sentence.last) if self.tokens[at].kind != "punct" else None
                if phrase is None:
                    at += 1
                else:
                    found.append(phrase)
                    at = phrase.last
        return self._with_surnames(found)

    def _has_needed(self, form: NounForm, at: int, end: int) -> bool:
        """Whether one of the words stands here that the noun is nobody without."""
        needs = self.lexicon.needs.get(form.entry.id)
        return needs is None or (at < end and self.tokens[at].form in needs)

    def _with_surnames(self, found: list[Phrase]) -> tuple[Phrase, ...]:
        """Add the places where somebody who is named in full here is called by the surname alone."""
        surnames: set[str] = set()
        firsts: set[str] = set()  # "كيم جونغ أون" is called "كيم"
        for phrase in found:
            for part in (phrase, *phrase.parts):
                if (
                    part.kind == "person"
                    and part.name is not None
                    and (part.form == "noun" or part.name[1] - part.name[0] > 1)
                ):
                    surnames.add(keys(self.tokens[part.name[1] - 1])[0])
                    if part.name[1] - part.name[0] > 2:
                        firsts.add(keys(self.tokens[part.name[0]])[0])
        if not surnames:
            return tuple(found)
        taken = [False] * len(self.tokens)
        for phrase in found:
            taken[phrase.first : phrase.last] = [True] * (phrase.last - phrase.first)
        for at, token in enumerate(self.tokens):
            if (
                taken[at]
                or token.kind != "word"
                or token.tags & _NOT_ALONE
                or token.tags & _FINITE
                or len(token.stem) < 3
            ):
                continue
            if keys(token)[0] in surnames:
                found.append(self._person(at, at + 1, ()))
            elif keys(token)[0] in firsts and self.names.family_first(self.document, at):
                found.append(msgspec.structs.replace(self._person(at, at + 1, ()), rule="name.first"))
        return tuple(sorted(found, key=lambda phrase: phrase.first))

    def phrase_at(self, at: int, end: int) -> Phrase | None:
        """The phrase that begins at a token."""
        return (
            self._deictic(at)
            or self._origin(at, end)
            or self._counterpart(at, end)
            or self._office(at, end)
            or self._registry_name(at, end)
            or self._counted(at, end)
            or self._described(at, end)
            or self._place(at, end)
            or self._titled_name(at, end)
            or self._named_by_origin(at, end)
            or self._unknown_name(at, end)
        )

    # -- pieces ---------------------------------------------------------------------------------------------------

    def _span(self, first: int, last: int) -> Span:
        return Span(self.tokens[first].stem_start, self.tokens[last - 1].end)

    def _prep(self, at: int) -> str:
        """The preposition that governs the phrase which begins at a token: its own clitic, or the word before it."""
        token = self.tokens[at]
        if token.prep:
            return token.prep
        before = self.tokens[at - 1] if at else None
        while before is not None and before.form in _QUOTES and at > 1:
            at -= 1
            before = self.tokens[at - 1]
        if before is None or token.conj:
            return ""
        if "preposition" in before.tags:
            return before.stem
        return ""

    def _mark(self, at: int, end: int, marks: frozenset[str]) -> bool:
        return at < end and self.tokens[at].kind == "punct" and self.tokens[at].form in marks

    # -- readers --------------------------------------------------------------------------------------------------

    def _deictic(self, at: int) -> Phrase | None:
        token = self.tokens[at]
        if "pair_noun" in token.tags:
            return Phrase(first=at, last=at + 1, span=self._span(at, at + 1), kind="group", form="pair", number="d",
                          head=token.stem, prep=self._prep(at), rule="pair")  # fmt: skip
        if "own_state" in token.tags:
            return Phrase(first=at, last=at + 1, span=self._span(at, at + 1), kind="state", form="own_state",
                          possessor=token.pronoun or token.form[-1], prep=self._prep(at), gender="f", rule="own_state")  # fmt: skip
        if "the_latter" in token.tags and token.article and not self._follows_noun(at):
            gender = "f" if token.form.endswith(CLITICS.tied[1]) else "m"
            return Phrase(first=at, last=at + 1, span=self._span(at, at + 1), kind="person", form="latter",
                          gender=gender, prep=self._prep(at), rule="latter")  # fmt: skip
        return None

    def _origin(self, at: int, end: int) -> Phrase | None:
        """The states in "المحادثات الأميركية الكورية": adjectives of origin after a noun that tells an event."""
        token = self.tokens[at]
        if "demonym" not in token.tags or ("state_word" in token.tags and not token.article):
            return None
        found = self.lexicon.demonym_at(self.tokens, at, end)
        if found is None:
            return None
        before = at - 1
        while before >= 0 and (self.tokens[before].tags & {"demonym"} or self.tokens[before].form in _DASHES):
            before -= 1
        noun = self.tokens[before] if before >= 0 else None
        if noun is not None and noun.article and "event_noun" not in noun.tags and before and self.tokens[at].article:
            noun = self.tokens[before - 1]  # "المحادثات التجارية الأميركية"
        if noun is None or "event_noun" not in noun.tags or token.article != noun.article:
            return None
        return Phrase(first=at, last=found[0], span=self._span(at, found[0]), kind="state", form="demonym", iso=found[1],
                      gender="f", prep="", rule="demonym")  # fmt: skip

    def _follows_noun(self, at: int) -> bool:
        """Whether an adjective stands here after its noun: a word with article right before it."""
        before = self.tokens[at - 1] if at else None
        return before is not None and before.kind == "word" and not before.tags & _STOP and not before.tags & _FINITE

    def _counterpart(self, at: int, end: int) -> Phrase | None:
        token = self.tokens[at]
        if "counterpart" not in token.tags:
            return None
        stop, iso = at + 1, ""
        found = self.lexicon.demonym_at(self.tokens, stop, end) if stop < end else None
        if found and self.tokens[stop].article:
            stop, iso = found[0], found[1]
        name, after = self._apposed_name(stop, end)
        return Phrase(first=at, last=after, span=self._span(at, after), kind="person", form="counterpart", name=name[0] if name else None,
                      entries=name[1] if name else (), iso=iso, gender="m", prep=self._prep(at), rule="counterpart")  # fmt: skip

    def _modifies(self, at: int) -> bool:
        """Whether a word that could head a phrase is an adjective of the noun before it: "مؤتمر صحفي"."""
        token = self.tokens[at]
        if not at or token.conj or token.prep:
            return False
        before = self.tokens[at - 1]
        described = "actor_noun" in before.tags and not before.article and not token.article  # "دول ناطقة ب…"
        if not described and not token.stem.endswith(CLITICS.adjective):
            return False
        if before.kind != "word" or before.tags & _STOP or before.tags & _FINITE:
            return False
        return before.article == token.article

    def _office(self, at: int, end: int) -> Phrase | None:
        token = self.tokens[at]
        if token.kind != "word":
            return None
        found = self.lexicon.offices_at(self.tokens, at, end)
        if found is None or (found[0] == at + 1 and self._modifies(at)):
            return None
        stop, forms = found
        name = self.lexicon.name_at(self.tokens, at, end)
        if name and name[0] > stop:
            return None  # "أمير عبد اللهيان" is a name
        before = self.tokens[at - 1] if at else None
        after_verb = before is not None and bool(before.tags & _FINITE) and "preposition" not in before.tags
        if "reporting_verb" in token.tags and not token.article and not after_verb:
            return None  # "طالب الأكراد": a verb
        deputy = ""
        if "deputy" in token.tags and token.pronoun and stop == at + 1:
            deputy, forms = "deputy ", (OfficeForm(_DEPUTY, "f" if forms[0].gender == "f" else "m", "s"),)
        if "deputy" in token.tags and not token.article and at + 1 < end and not self.tokens[at + 1].prep:
            chief = self.lexicon.offices_at(self.tokens, at + 1, end)
            if chief and chief[0] > stop and not self.tokens[at + 1].conj:
                stop, forms, deputy = chief[0], chief[1], "deputy "
        definite = token.article or bool(token.pronoun)
        parts: list[Phrase] = []
        members: list[Phrase] = []
        iso, standing, of = "", "", None
        plural = forms[0].number in "dp"
        while stop < end:
            here = self.tokens[stop]
            if here.kind != "word":
                break
            if here.conj:
                break
            stands = self._standing(here) or ("former" if "back_then" in here.tags else "")
            if stands and not here.prep:
                standing, stop = stands, stop + 1
                continue
            adjective = self.lexicon.demonym_at(self.tokens, stop, end)
            if adjective and not iso and (here.article or not definite) and (here.article or not here.prep):
                stop, iso = adjective[0], adjective[1]
                definite = definite or here.article
                continue
            several = plural and of is None and not iso and _is_one_of_a_kind(forms)
            listed = self._list_of_states(stop, end) if several else ()
            if len(listed) > 1:
                members.extend(listed)
                parts.extend(listed)
                stop, definite = listed[-1].last, True
                break
            if forms[0].number == "d" and of is None and "pair_noun" in here.tags and not here.conj and not here.prep:
                of = self._deictic(stop)
                assert of is not None
                parts.append(of)
                stop, definite = of.last, True
                break
            if _stops(here) and "on_behalf" not in here.tags and "at_post" not in here.tags:
                break
            if here.tags & {"on_behalf", "at_post"}:
                post = "on_behalf" in here.tags or "posted_with" in here.tags or _has_post(forms)
                inner = self._complement(stop + 1, end) if post else None
                if inner is None:
                    break
                parts.append(inner)
                if "on_behalf" in here.tags:
                    of = inner
                stop = inner.last
                continue
            if here.prep:
                inner = self._complement(stop, end) if not iso and self._takes_dative(forms, here) else None
                if inner is None or of is not None:
                    break
                parts.append(inner)
                of, stop = inner, inner.last
                continue
            if of is None and not iso:
                inner = self._complement(stop, end)
                if (
                    inner is not None
                    and (
                        inner.kind in ("state", "org", "group", "place") or (inner.kind == "person" and stop == at + 1)
                    )
                    and not (inner.kind == "person" and definite)
                    and not self._bare_adjective(here, definite)
                ):
                    parts.append(inner)
                    of, stop, definite = inner, inner.last, True
                    continue
            feminine = here.stem.endswith(CLITICS.tied[1])
            agrees = feminine == (forms[0].gender == "f") or plural
            if here.article and self.lexicon.name_at(self.tokens, stop, end):
                break
            if self._adjective(here, definite) and agrees and not (here.article and not definite):
                stop += 1
                continue
            break
        if stop > found[0]:
            split = self.lexicon.split_office_at(self.tokens, at, stop, end)
            if split:
                stop, forms = split
        named, after = (None, stop) if plural else self._apposed_name(stop, end)
        if named is None and not plural and not self._is_somebody(at, forms, definite or bool(of), bool(iso or of)):
            return None
        parts.extend(self._inside(at + 1, found[0]))
        offices = self._office_reads(forms, iso, of, standing, deputy, parts)
        kind = "group" if plural else "person"
        return Phrase(
            first=at, last=after, span=self._span(at, after), kind=kind, form="office+name" if named else "office",
            entries=named[1] if named else (), name=named[0] if named else None, offices=offices, head=token.stem,
            iso=iso, gender=forms[0].gender, number=forms[0].number, prep=self._prep(at), definite=definite or bool(of),
            possessor=token.pronoun, parts=tuple(parts), members=tuple(members), rule=forms[0].entry.id,
        )  # fmt: skip

    def _inside(self, at: int, end: int) -> list[Phrase]:
        """What the words of the title name: the bank in "محافظ البنك المركزي الأوروبي"."""
        named = []
        while at < end:
            phrase = self._registry_name(at, end)
            if phrase is not None and phrase.kind in ("org", "state"):
                named.append(phrase)
                at = phrase.last
            else:
                at += 1
        return named

    def _is_somebody(self, at: int, forms: tuple[OfficeForm, ...], definite: bool, placed: bool) -> bool:
        """An indefinite title alone is somebody only as the subject of a verb; a bare rank needs a name."""
        if "needs_name" in self.tokens[at].tags:
            return False
        before = self.tokens[at - 1] if at else None
        after_verb = before is not None and bool(before.tags & _FINITE) and "preposition" not in before.tags
        if definite and (placed or any(form.entry.of != "none" for form in forms)):
            return True
        return after_verb or (definite and not self.tokens[at].prep and "honorific_only" not in self.tokens[at].tags)

    def _office_reads(
        self,
        forms: tuple[OfficeForm, ...],
        iso: str,
        of: Phrase | None,
        standing: str,
        deputy: str,
        parts: list[Phrase],
    ) -> tuple[OfficeRead, ...]:
        """The office that fits what follows: of a state where a state follows, of an organisation where one does."""
        wanted = "state" if iso or (of and of.kind in ("state", "place")) else "org" if of else ""
        entries = [form.entry for form in forms]
        entries.sort(key=lambda entry: (bool(wanted) and entry.of not in (wanted, "either"), entry.of == "none"))
        reads = []
        at_un = any(part.entries and part.entries[0] == "org:un" for part in parts)
        for entry in entries:
            fixed = entry.fixed
            reads.append(
                OfficeRead(
                    id=entry.id,
                    title=deputy + (_AT_UN if at_un and entry.title in _DELEGATES else entry.title),
                    of_kind=entry.of,
                    iso=iso or fixed,
                    of=of,
                    standing=standing,
                )
            )
        return tuple(reads)

    def _standing(self, token: Token) -> str:
        for tag in ("former", "acting", "late"):
            if tag in token.tags:
                return tag
        return "designated" if "designate" in token.tags and token.article else ""

    def _takes_dative(self, forms: tuple[OfficeForm, ...], token: Token) -> bool:
        """ "الأمين العام ل…", "القائد العام ل…": only with an article or a name after it."""
        return token.prep == CLITICS.dative and any(form.entry.of in ("org", "either") for form in forms)

    def _complement(self, at: int, end: int) -> Phrase | None:
        """The phrase that an office or a noun is of: a state, an organisation, a place, another described actor."""
        if at >= end or self.tokens[at].kind != "word":
            return None
        return self._registry_name(at, end) or self._office(at, end) or self._described(at, end)

    def _list_of_states(self, at: int, end: int) -> tuple[Phrase, ...]:
        """ "(كل من) إيران وروسيا وتركيا": the states of a plural office."""
        each = "each_of" in self.tokens[at].tags
        while each and at < end and self.tokens[at].tags & {"each_of", "of_part"}:
            at += 1
        listed: list[Phrase] = []
        while at < end:
            token = self.tokens[at]
            if token.kind == "punct" and token.form in _COMMAS and listed:
                at += 1
                continue
            if listed and not each and not token.conj and self.tokens[at - 1].form not in _COMMAS:
                break
            phrase = self._registry_name(at, end)
            if phrase is None or phrase.kind != "state":
                break
            listed.append(phrase)
            at = phrase.last
        return tuple(listed)

    def _apposed_name(self, at: int, end: int) -> tuple[tuple[tuple[int, int], tuple[str, ...]] | None, int]:
        """A person's name right after an office: (its tokens and what it can mean, the token after it)."""
        start = self._after_bracket(at, end)
        comma = self._mark(start, end, _COMMAS)
        start += comma
        while start < end and (
            ("honorific" in self.tokens[start].tags and not self.tokens[start].conj and not self.tokens[start].prep)
            or (not comma and self.tokens[start].form in _QUOTES)
        ):
            start += 1
        if start >= end or self.tokens[start].kind != "word" or self.tokens[start].prep or self.tokens[start].conj:
            return None, at
        known = self.lexicon.name_at(self.tokens, start, end)
        if known and known[1][0].startswith(("person", "short")):
            stop = known[0]
            if known[1][0].startswith("short"):
                stop = self.names.surname_goes_on(self.document, start, stop, end)
                if stop > known[0]:
                    return ((start, stop), ()), self._close(stop, end, start > at + comma)
            entries = tuple(entry for entry in known[1] if entry.startswith(("person", "short")))
            return ((start, stop), entries), self._close(stop, end, start > at + comma)
        stop = self.names.after_title(self.document, start, end)
        if known and not (stop > start + 1 and self.names.sure(self.tokens[start + 1])):
            return None, at
        if start > at + comma and self.tokens[start - 1].form in _QUOTES and not self._mark(stop, end, _QUOTES):
            return None, at
        lone = stop == start + 1 and not known
        if lone and not self.names.sure_alone(self.document, start):
            return None, at
        if stop == start or (comma and (stop - start < 2 or not self._closed(stop, end))):
            return None, at
        return ((start, stop), ()), self._close(stop, end, start > at + comma)

    def _after_bracket(self, at: int, end: int) -> int:
        """Where a short bracket between an office and a name ends: "مدير الوكالة (سي آي إيه) …"."""
        if not self._mark(at, end, frozenset("(")):
            return at
        for stop in range(at + 1, min(end, at + 6)):
            if self.tokens[stop].form == ")":
                return stop + 1
        return at

    def _closed(self, at: int, end: int) -> bool:
        """Whether an apposition between commas ends here."""
        return at >= end or self.tokens[at].kind == "punct" or bool(self.tokens[at].tags & _STOP)

    def _close(self, stop: int, end: int, marked: bool) -> int:
        return stop + 1 if marked and stop < end and self.tokens[stop].form in _QUOTES else stop

    def _registry_name(self, at: int, end: int) -> Phrase | None:
        found = self.lexicon.name_at(self.tokens, at, end)
        if found is None:
            return None
        stop, entries = found
        kind = entries[0].partition(":")[0]
        if kind == "short":
            if not self._known_alone(at, stop, entries):
                return None
            longer = self.names.surname_goes_on(self.document, at, stop, end)
            if longer > stop:
                return self._person(at, longer, ())
        if kind == "unsure":
            before = self.tokens[at - 1] if at else None
            locative = before is not None and "locative" in before.tags
            if not locative and self.tokens[at].prep != CLITICS.prepositions[0]:
                return None
            kind = "place"
            entries = tuple(entry.replace("unsure:", "place:") for entry in entries)
        if kind in {"person", "short"}:
            return self._person(at, stop, entries)
        if kind == "state" and stop < end:
            adjective = self.lexicon.demonym_at(self.tokens, stop, end)
            if adjective and adjective[1] == entries[0].partition(":")[2]:
                stop = adjective[0]
        real = {"capital": "state", "short": "person"}.get(kind, kind)
        form = "capital" if kind == "capital" else "name"
        iso = ""
        while kind == "org" and stop < end and self.tokens[stop].article:
            adjective = self.lexicon.demonym_at(self.tokens, stop, end)
            if adjective and not self.tokens[stop].prep and not self.tokens[stop].conj:
                stop, iso = adjective[0], iso or adjective[1]
            elif self._adjective(self.tokens[stop], True):
                stop += 1
            else:
                break
        stop = self._abbreviation(stop, end)
        return Phrase(
            first=at, last=stop, span=self._span(at, stop), kind=real, form=form, entries=entries, name=(at, found[0]),
            iso=iso, gender="f" if real in ("state", "org") and form == "name" else "", prep=self._prep(at), rule=entries[0],
        )  # fmt: skip

    def _known_alone(self, at: int, stop: int, entries: tuple[str, ...]) -> bool:
        """Whether a surname alone is one here: a word that is a word as well ("الأسد") needs the full name elsewhere in
        the article."""
        token = self.tokens[at]
        if stop - at > 1:
            return True
        if token.tags & _NOT_ALONE or (
            self._mark(at - 1, stop, _QUOTES) and self._mark(stop, len(self.tokens), _QUOTES)
        ):
            return False  # in quotation marks it is the name of a ship, a film, a paper
        written = self.document.article.text[token.stem_start : token.end]
        if not token.article and not token.stem.endswith(CLITICS.adjective):
            return True  # the general list has "ترامب" too: a word without article that is no adjective is the name
        if not general_word(written) and not general_word(written[2:] if token.article else written):
            return True
        return any(entry.partition(":")[2] in self._full for entry in entries)

    @cached_property
    def _full(self) -> frozenset[str]:
        """Persons of the registry who are named in full somewhere in the document."""
        found: set[str] = set()
        for at, token in enumerate(self.tokens):
            if token.kind == "word" and "person_word" in token.tags:
                name = self.lexicon.name_at(self.tokens, at, min(at + 8, len(self.tokens)))
                if name:
                    found.update(e.partition(":")[2] for e in name[1] if e.startswith("person:"))
        return frozenset(found)

    def _abbreviation(self, stop: int, end: int) -> int:
        """A bracket right after a name that holds Latin letters or a single word: "(CNN)", "(أوبك)"."""
        if (
            stop + 2 < end
            and self.tokens[stop].form == "("
            and self.tokens[stop + 2].form == ")"
            and self.tokens[stop + 1].kind == "word"
            and (self.tokens[stop + 1].form.isascii() or self.lexicon.name_at(self.tokens, stop + 1, end))
        ):
            return stop + 3
        return stop

    def _person(self, at: int, stop: int, entries: tuple[str, ...]) -> Phrase:
        return Phrase(
            first=at, last=stop, span=self._span(at, stop), kind="person", form="name", entries=entries, name=(at, stop),
            prep=self._prep(at), rule=entries[0] if entries else "name.unknown",
        )  # fmt: skip

    def _counted(self, at: int, end: int) -> Phrase | None:
        """ "ست دول خليجية", "60 دبلوماسيا روسيا", "عدد من المسؤولين", "أحد قادة الحزب": a described group that is counted."""
        token = self.tokens[at]
        if token.kind != "number" and not token.tags & {"number_word", "partitive", "quantifier"}:
            return None
        stop = at + 1
        while stop < end and (
            (self.tokens[stop].tags & {"number_word", "of_part", "partitive"} and not self.tokens[stop].conj)
            or self.tokens[stop].kind == "number"
        ):
            stop += 1
        if stop >= end or self.tokens[stop].kind != "word" or self.tokens[stop].prep:
            return None
        inner = self._described(stop, end, counted=True)
        if inner is None or inner.kind not in ("group", "person", "org"):
            return None
        number = "s" if "one_of" in token.tags else "p"
        return Phrase(
            first=at, last=inner.last, span=self._span(at, inner.last), kind="group", form="noun", head=inner.head, noun=inner.noun,
            iso=inner.iso, gender=inner.gender, number=number, prep=self._prep(at), definite=inner.definite,
            parts=inner.parts, rule=inner.rule,
        )  # fmt: skip

    def _described(self, at: int, end: int, counted: bool = False) -> Phrase | None:
        """A phrase headed by a noun that names actors: "وزارة الخارجية الروسية", "مسؤولون أميركيون", "المعارضة"."""
        token = self.tokens[at]
        form = self.lexicon.noun_at(token) if token.kind == "word" else None
        if form is None:
            return self._people_by_origin(at, end, counted) or self._people_by_deed(at, end)
        if token.future or self._modifies(at) or not self._has_needed(form, at + 1, end):
            return None
        noun = form.entry
        definite = token.article or bool(token.pronoun)
        stop, parts, iso, indefinite = at + 1, [], "", False
        # A sound plural that keeps its ending is no construct: nothing is of it.
        indefinite = not definite and form.number == "p" and token.stem.endswith(CLITICS.sound_plural)
        construct = not definite and not indefinite
        while stop < end:
            here = self.tokens[stop]
            if here.kind == "punct":
                quoted = self._quoted(stop, end) if noun.kind in ("org", "agreement") else None
                if quoted is None:
                    break
                inner, stop = quoted
                if inner is not None:
                    parts.append(inner)
                construct, definite = False, True
                continue
            if here.kind == "number" or here.conj:
                break
            adjective = self.lexicon.demonym_at(self.tokens, stop, end)
            if adjective and not here.prep and (here.article if definite else True):
                if here.article and not definite:
                    if not construct:
                        break
                    definite = True
                if not here.article:
                    indefinite = True
                stop, construct = adjective[0], False
                iso = iso or adjective[1]
                continue
            if "itself" in here.tags:
                stop += 1
                continue
            if "relational_adjective" in here.tags and (not here.article or definite):
                inner = self._relation(stop, end)
                if inner is not None:
                    if inner.kind != "pronoun":
                        parts.append(inner)
                    stop, indefinite = inner.last, indefinite or not here.article
                    break
            if here.article and definite and self._adjective(here, True) and self._agrees(token, here):
                stop += 1
                continue
            if _stops(here) and "deputy" not in here.tags:
                break
            if here.prep:
                inner = self._dative(stop, end, noun.kind, definite and stop > at + 1)
                if inner is None:
                    break
                parts.append(inner)
                stop = inner.last
                break
            if construct and not indefinite:
                inner = self._complement(stop, end)
                if inner is not None and not (inner.form == "office" and not inner.definite):
                    parts.append(inner)
                    stop, definite, construct = inner.last, True, False
                    continue
            if here.article:
                if construct and not indefinite:
                    stop, definite, construct = stop + 1, True, False
                    continue
                break
            if definite and not construct:
                break
            if self._adjective(here, False):
                stop, indefinite = stop + 1, True
                construct = False
                continue
            if construct and not indefinite and self._construct_chain(stop, end):
                stop += 1
                continue
            break
        stop, post = self._post(stop, end, noun, indefinite or not definite)
        if post is not None:
            parts.append(post)
        if not self._tells(at, stop, form, definite, indefinite, counted, bool(parts), bool(iso)):
            return None
        if noun.kind in {"org", "agreement"}:
            stop = self._abbreviation(stop, end)
        named = None
        one = form.number == "s" and definite and (noun.kind == "person" or (noun.speaks and noun.anonymous))
        if (noun.possessed and token.pronoun) or (one and (post is None or self._mark(stop, end, _COMMAS))):
            named, stop = self._apposed_name(stop, end)  # "ابنته يوليا", "زوجته، منى …"
        return Phrase(
            name=named[0] if named else None, entries=named[1] if named else (),
            first=at, last=stop, span=self._span(at, stop), kind="person" if named else noun.kind if form.number == "s" or noun.kind != "person" else "group",
            form="noun", head=token.stem, noun=noun.id, iso=iso, gender=form.gender, number=form.number, prep=self._prep(at),
            definite=definite, possessor=token.pronoun, parts=tuple(parts), rule=noun.id,
        )  # fmt: skip

    def _tells(
        self,
        at: int,
        stop: int,
        form: NounForm,
        definite: bool,
        indefinite: bool,
        counted: bool,
        parts: bool,
        of_state: bool,
    ) -> bool:
        """Whether the phrase says enough to be somebody: definite, described, counted, or a source as such."""
        noun = form.entry
        if noun.of_state:
            return of_state
        if definite or counted or parts:
            return True
        if indefinite:
            return True
        return noun.anonymous and form.number != "s" and not self.tokens[at].prep

    def _quoted(self, at: int, end: int) -> tuple[Phrase | None, int] | None:
        """A name in quotation marks after its noun: (the registry's phrase if it has one, the token after the mark)."""
        if self.tokens[at].form not in _QUOTES:
            return None
        for stop in range(at + 1, min(end, at + 2 + _LONGEST_QUOTED)):
            if self.tokens[stop].kind == "punct" and self.tokens[stop].form in _QUOTES:
                if stop == at + 1:
                    return None
                return self._registry_name(at + 1, stop), stop + 1
            if self.tokens[stop].kind == "punct" or "reporting_verb" in self.tokens[stop].tags:
                return None
        return None

    def _dative(self, at: int, end: int, kind: str, definite: bool) -> Phrase | None:
        """ "اللجنة الدولية للصليب الأحمر", "المرصد السوري لحقوق الإنسان": an institution's own complement."""
        token = self.tokens[at]
        before = self.tokens[at - 1]
        if kind != "org" or token.prep != CLITICS.dative or not definite or not before.article:
            return None
        named = self.lexicon.name_at(self.tokens, at, end)
        if named or self.lexicon.offices_at(self.tokens, at, end):
            if not named or not named[1][0].startswith("org") or named[1][0] in self.lexicon.carriers:
                return None
            return self._registry_name(at, end)
        noun = self.lexicon.noun_at(token)
        if noun is not None:
            return self._described(at, end) if noun.entry.kind == "org" and not noun.entry.carrier else None
        stop = at + 1
        if not token.article:
            if stop < end and self.tokens[stop].article and not self.tokens[stop].conj:
                stop += 1
            else:
                return None
        while (
            stop < end
            and self.tokens[stop].article
            and not self.tokens[stop].conj
            and self._adjective(self.tokens[stop], True)
        ):
            stop += 1
        return Phrase(
            first=at, last=stop, span=self._span(at, stop), kind="group", form="noun", head=token.stem, rule="dative"
        )

    def _relation(self, at: int, end: int) -> Phrase | None:
        """ "موالية لأنقرة", "مقربة من الكرملين": whom an adjective relates the group to."""
        if at + 1 >= end:
            return None
        after = self.tokens[at + 1]
        if "preposition_pronoun" in after.tags and not after.conj:  # "الموالية له"
            return Phrase(first=at + 1, last=at + 2, span=self._span(at + 1, at + 2), kind="pronoun", form="pronoun")
        if after.kind != "word" or after.conj or not (after.prep or "preposition" in after.tags):
            return None
        return self._complement(at + 1 + ("preposition" in after.tags), end)

    def _people_by_origin(self, at: int, end: int, counted: bool) -> Phrase | None:
        """ "الأوروبيون", "17 فلسطينيا": people named by where they are from."""
        found = self.lexicon.demonym_at(self.tokens, at, end)
        if found is None or self._modifies(at) or self.tokens[at].pronoun:
            return None
        plural = found[2] == "mp" and self.tokens[at].article
        if not plural and not counted:
            return None
        stop = found[0]
        while stop < end and not counted and self.tokens[stop].article and self._adjective(self.tokens[stop], True):
            stop += 1
        return Phrase(
            first=at, last=stop, span=self._span(at, stop), kind="group", form="noun", head=self.tokens[at].stem,
            noun="noun.people", iso=found[1], gender="m", number="p", prep=self._prep(at), rule="people.origin",
        )  # fmt: skip

    def _people_by_deed(self, at: int, end: int) -> Phrase | None:
        """ "المنشقين السياسيين": a definite sound plural of a participle."""
        token = self.tokens[at]
        if (
            not token.article or token.tags & _STOP or token.pronoun or len(token.stem) < 6 or token.tags - _LOOSE
            or not token.stem.endswith(CLITICS.sound_plural) or not token.stem.startswith(CLITICS.participle)
            or self._follows_noun(at)
        ):  # fmt: skip
            return None
        stop = at + 1
        while stop < end and self.tokens[stop].article and self._adjective(self.tokens[stop], True):
            if not self._agrees(token, self.tokens[stop]):
                break
            stop += 1
        return Phrase(
            first=at, last=stop, span=self._span(at, stop), kind="group", form="noun", head=token.stem, noun="noun.people",
            gender="m", number="p", prep=self._prep(at), rule="people.deed",
        )  # fmt: skip

    def _post(self, at: int, end: int, noun: ActorNoun, indefinite: bool) -> tuple[int, Phrase | None]:
        """ "مسؤول في البيت الأبيض", "مسؤولين من الأمم المتحدة", "السفارة الإيرانية في الجزائر": where an actor belongs."""
        if at >= end or self.tokens[at].conj or self.tokens[at].kind != "word":
            return at, None
        token = self.tokens[at]
        clitic = token.prep == CLITICS.prepositions[0] and noun.kind in ("person", "group")
        if not clitic and not token.tags & {"in", "of_part"}:
            return at, None
        if "of_part" in token.tags and not (indefinite and noun.speaks):
            return at, None
        inner = self._complement(at if clitic else at + 1, end)
        if noun.posted and inner is not None and inner.kind in ("state", "place"):
            return inner.last, inner
        if noun.kind not in ("person", "group"):
            return at, None
        if inner is None or inner.kind not in ("org", "state"):
            return at, None
        town = inner.form == "capital" and not self._is_seat(inner)
        if inner.kind == "state" and (not indefinite or not noun.speaks or town):
            return at, None  # "30 شخصا في بغداد": where they are, not whose they are
        return inner.last, inner

    def _is_seat(self, phrase: Phrase) -> bool:
        """Whether a government is named by its seat ("البيت الأبيض") and not by its town."""
        tokens = self.tokens[phrase.first : phrase.last]
        return (keys(tokens[0])[0], *(token.form for token in tokens[1:])) in self.lexicon.seats

    def _adjective(self, token: Token, article: bool) -> bool:
        """Whether the word can be an adjective of the noun before it, with or without article."""
        if token.kind != "word" or token.article != article or token.prep or token.conj or token.pronoun:
            return False
        if (_stops(token) and not token.tags & {"former", "adjective"}) or "not_adjective" in token.tags:
            return False
        if token.stem in self.lexicon.adjectives or "adjective" in token.tags or "former" in token.tags:
            return True
        if "actor_noun" in token.tags or "office_word" in token.tags:
            return False
        if token.stem.endswith(CLITICS.sound_plural) and self._after_sound_plural(token):
            return True
        if not article and token.stem.startswith(CLITICS.participle) and token.stem.endswith(CLITICS.participle_ends):
            return len(token.stem) >= 5 and not token.tags & {"event_noun", "place_word", "reporting_participle"}
        return len(token.stem) >= 4 and token.stem.endswith(CLITICS.adjective)

    def _after_sound_plural(self, token: Token) -> bool:
        """ "المتظاهرون الغاضبون": two sound plurals in a row with the same article."""
        at = self._index[token.start] - 1
        before = self.tokens[at] if at >= 0 else None
        return before is not None and before.stem.endswith(CLITICS.sound_plural) and before.article == token.article

    def _agrees(self, noun: Token, adjective: Token) -> bool:
        """A sound masculine plural takes no adjective in the feminine singular."""
        return not (noun.stem.endswith(CLITICS.sound_plural) and adjective.stem.endswith(CLITICS.tied[1]))

    def _bare_adjective(self, token: Token, definite: bool) -> bool:
        return token.article and definite and self._adjective(token, True)

    def _construct_chain(self, at: int, end: int) -> bool:
        """Whether an indefinite noun here is a link of a construct: what follows makes it definite."""
        token = self.tokens[at]
        if token.kind != "word" or token.pronoun or token.tags & {"event_verb", "reporting_verb"} or at + 1 >= end:
            return False
        after = self.tokens[at + 1]
        if after.kind != "word" or after.conj or after.prep or after.tags & _STOP:
            return False
        if after.article or self.lexicon.name_at(self.tokens, at + 1, end) is not None:
            return True
        return self.lexicon.demonym_at(self.tokens, at + 1, end) is not None or self._adjective(after, False)

    def _place(self, at: int, end: int) -> Phrase | None:
        """ "مدينة دوما", "محافظة إدلب السورية": a place by its noun and a name, known or not."""
        token = self.tokens[at]
        if "place_noun" not in token.tags or token.article or token.pronoun or at + 1 >= end:
            return None
        known = self.lexicon.name_at(self.tokens, at + 1, end)
        after = self.tokens[at + 1]
        if known and not after.conj and not after.prep:
            stop, entries = (
                known[0],
                tuple(
                    entry.replace("unsure:", "place:")
                    for entry in known[1]
                    if entry.startswith(("place", "capital", "unsure"))
                ),
            )
        elif (
            after.kind == "word"
            and not after.conj
            and not after.prep
            and not _stops(after)
            and self.names.place(after, self.document.article.text)
        ):
            stop, entries = at + 2, ()
            while (
                stop < end
                and self.tokens[stop].article
                and self.names.place(self.tokens[stop], self.document.article.text)
            ):
                stop += 1
        else:
            return None
        iso = ""
        adjective = self.lexicon.demonym_at(self.tokens, stop, end) if stop < end else None
        if adjective and self.tokens[stop].article and not self.tokens[stop].prep:
            stop, iso = adjective[0], adjective[1]
        return Phrase(
            first=at, last=stop, span=self._span(at, stop), kind="place", form="name", entries=entries, name=(at + 1, known[0] if known else stop),
            head=token.stem, iso=iso, prep=self._prep(at), rule="place.noun",
        )  # fmt: skip

    def _titled_name(self, at: int, end: int) -> Phrase | None:
        """ "الدكتور أحمد …", "السيد …": an honorific and a name."""
        token = self.tokens[at]
        if "honorific" not in token.tags:
            return None
        named, after = self._apposed_name(at + 1, end)
        if named is None or (named[1] == () and self._mark(at + 1, end, _COMMAS)):
            return None
        return Phrase(
            first=at, last=after, span=self._span(named[0][0], after), kind="person", form="name", entries=named[1], name=named[0],
            gender="f" if token.stem.endswith(CLITICS.tied[1]) else "m", prep=self._prep(at), rule="name.titled",
        )  # fmt: skip

    def _named_by_origin(self, at: int, end: int) -> Phrase | None:
        """ "اللبنانية نادين لبكي": a name after an adjective of origin that stands for the person."""
        token = self.tokens[at]
        if not token.article or "demonym" not in token.tags or self._modifies(at) or self._follows_noun(at):
            return None
        found = self.lexicon.demonym_at(self.tokens, at, end)
        if found is None or found[2] not in ("ms", "fs") or found[0] >= end:
            return None
        start = found[0]
        first = self.tokens[start]
        if first.kind != "word" or first.conj or first.prep or first.article or not self.names.sure(first):
            return None
        known = self.lexicon.name_at(self.tokens, start, end)
        entries = tuple(entry for entry in known[1] if entry.startswith("person")) if known else ()
        stop = known[0] if known and entries else self.names.after_title(self.document, start, end)
        if stop - start < 2:
            return None
        return Phrase(
            first=at, last=stop, span=self._span(at, stop), kind="person", form="name", entries=entries, name=(start, stop),
            gender="f" if found[2] == "fs" else "m", prep=self._prep(at), rule="name.origin",
        )  # fmt: skip

    def _unknown_name(self, at: int, end: int) -> Phrase | None:
        stop = self.names.alone(self.document, at, end)
        return self._person(at, stop, ()) if stop > at else None


def find_mentions(document: Document, knowledge: Knowledge) -> tuple[Phrase, ...]:
    """Every phrase of the document that names or describes an actor, in order, without saying who it is.

    Persons, states, organisations, places, agreements and groups; offices with or without a name; described and
    unnamed sources. Phrases inside others ("إيران" in "وزير خارجية إيران") are the `parts` of the outer one.
    """
    return Chunker(document, knowledge).read()
