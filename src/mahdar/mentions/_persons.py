"""Names: of the registry, after a title or an origin, and those that no list has."""

from functools import cached_property

import msgspec

from mahdar.knowledge import CLITICS
from mahdar.mentions._lexicon import keys
from mahdar.mentions._phrases import Phrase
from mahdar.mentions._reader import COMMAS, FINITE, NOT_ALONE, QUOTES, STOP, Reader
from mahdar.text import general_word

_AFTER_NAME = COMMAS | {"("}


class PersonReader(Reader):
    """Reads proper names."""

    def _apposed_name(self, at: int, end: int) -> tuple[tuple[tuple[int, int], tuple[str, ...]] | None, int]:
        """A person's name right after an office: (its tokens and what it can mean, the token after it)."""
        start = self._after_bracket(at, end)
        comma = self._mark(start, end, COMMAS)
        start += comma
        while start < end and (
            ("honorific" in self.tokens[start].tags and not self.tokens[start].conj and not self.tokens[start].prep)
            or (not comma and self.tokens[start].form in QUOTES)
        ):
            rank = self.lexicon.offices_at(self.tokens, start, end)  # "العقيد الركن"
            start = rank[0] if rank is not None and rank[1][0].entry.of == "none" else start + 1
            while start + 1 < end and "honorific" in self.tokens[start - 1].tags and self._of_party(start):
                start += 1  # "رئيس اللجنة السناتور الجمهوري …"
        if start >= end or self.tokens[start].kind != "word" or self.tokens[start].prep or self.tokens[start].conj:
            return None, at
        known = self.lexicon.name_at(self.tokens, start, end)
        if known and "name_joiner" in self.tokens[start].tags and known[1][0].startswith("short"):
            known = known if self._known_alone(start, known[0], known[1]) else None  # "أبي بشراي" is no "آبي"
        if known and known[1][0].startswith(("person", "short")):
            stop = known[0]
            if known[1][0].startswith("short"):
                stop = self._goes_on(start, stop, end)
                if stop > known[0]:
                    return ((start, stop), ()), self._close(stop, end, start > at + comma)
            entries = tuple(entry for entry in known[1] if entry.startswith(("person", "short")))
            return ((start, stop), entries), self._close(stop, end, start > at + comma)
        stop = self.names.after_title(self.document, start, end)
        if known and not (stop > start + 1 and self.names.sure(self.tokens[start + 1])):
            return None, at
        if start > at + comma and self.tokens[start - 1].form in QUOTES and not self._mark(stop, end, QUOTES):
            return None, at
        lone = stop == start + 1 and not known
        if lone and not self.names.sure_alone(self.document, start):
            return None, at
        if stop == start or (comma and (stop - start < 2 or not self._closed(stop, end))):
            return None, at
        return ((start, stop), ()), self._close(stop, end, start > at + comma)

    def _of_party(self, at: int) -> bool:
        """Whether an adjective stands between a rank and a name, and is no part of the name."""
        token = self.tokens[at]
        adjective = "honorific" not in token.tags and self._adjective(token, True)
        return adjective and not self.names.sure(token)

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
        return at >= end or self.tokens[at].kind == "punct" or bool(self.tokens[at].tags & STOP)

    def _close(self, stop: int, end: int, marked: bool) -> int:
        return stop + 1 if marked and stop < end and self.tokens[stop].form in QUOTES else stop

    def _registry_name(self, at: int, end: int) -> Phrase | None:
        found = self.lexicon.name_at(self.tokens, at, end)
        if found is None:
            return None
        stop, entries = found
        if self.tokens[at].conj == CLITICS.conjunctions[1] and at and "place_noun" in self.tokens[at - 1].tags:
            return None  # "مدينة فارنا"
        kind = entries[0].partition(":")[0]
        if kind == "short":
            if not self._known_alone(at, stop, entries):
                return None
            longer = self._goes_on(at, stop, end)
            if longer > stop:
                return self._person(at, longer, ())
        if kind == "unsure":
            before = self.tokens[at - 1] if at else None
            locative = before is not None and "locative" in before.tags
            if not locative and self.tokens[at].prep != CLITICS.instrumental:
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
        closed = self._abbreviation(stop, end)
        stop = closed if kind == "org" else stop  # "الولايات المتحدة (CNN)" tells where and for whom it was written
        return Phrase(
            first=at, last=closed, span=self._span(at, stop), kind=real, form=form, entries=entries, name=(at, found[0]),
            iso=iso, gender="f" if real in ("state", "org") and form == "name" else "", prep=self._prep(at), rule=entries[0],
        )  # fmt: skip

    def _goes_on(self, at: int, stop: int, end: int) -> int:
        """Where a name ends that begins with somebody's surname; the name of another begins no second part."""
        another = self.lexicon.name_at(self.tokens, stop, end) if stop < end else None
        if another is not None and another[1][0].startswith("person"):
            return stop
        return self.names.surname_goes_on(self.document, at, stop, end)

    def _known_alone(self, at: int, stop: int, entries: tuple[str, ...]) -> bool:
        """Whether a surname alone is one here: a word that is a word as well ("الأسد") needs the full name elsewhere in
        the article."""
        token = self.tokens[at]
        if stop - at > 1:
            return True
        if token.tags & NOT_ALONE or (self._mark(at - 1, stop, QUOTES) and self._mark(stop, len(self.tokens), QUOTES)):
            return False  # in quotation marks it is the name of a ship, a film, a paper
        written = self.document.article.text[token.stem_start : token.end]
        if "name_joiner" in token.tags:
            return written in self.lexicon.written_short  # "آبي" is one, "أبي" is part of another
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

    def _titled_name(self, at: int, end: int) -> Phrase | None:
        """ "الدكتور أحمد …", "السيد …": an honorific and a name."""
        token = self.tokens[at]
        if "honorific" not in token.tags:
            return None
        named, after = self._apposed_name(at + 1, end)
        if named is None and at + 1 < end and self.names.family_alone(self.document, at + 1):
            named, after = ((at + 1, at + 2), ()), at + 2  # "العقيد الخليدي"
        if named is None or (named[1] == () and self._mark(at + 1, end, COMMAS)):
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

    def _unknown_name(self, at: int, end: int, known_part: bool) -> Phrase | None:
        """A name that no table has: two parts of which the first is a known one (`known_part`), or one that its place tells."""
        stop = self.names.alone(self.document, at, end) if known_part else at
        token = self.tokens[at]
        if stop > at or token.prep:
            return self._person(at, stop, ()) if stop > at else None
        if (token.conj and self._listed_after_name(at)) or (at in self._before_marks and self._before_calling(at, end)):
            stop = self.names.listed(self.document, at, end)
        return self._person(at, stop, ()) if stop > at else None

    @cached_property
    def _before_marks(self) -> frozenset[int]:
        """The places two or three words before a comma or bracket, where a name may stand before a calling or an age."""
        marks = [at for at, token in enumerate(self.tokens) if token.kind == "punct" and token.form in _AFTER_NAME]
        return frozenset(at - words for at in marks for words in (2, 3))

    def _before_calling(self, at: int, end: int) -> bool:
        """Whether two or three words stand before a comma and an office, or after a given name before any calling or an age:
        "[هدى دارلوف]، المتحدثة باسم …", "[نزيه حلواني]، محامي …", "[نزيه خير] (44 عاما)"."""
        if self.tokens[at].article or not self.tokens[at].tags.isdisjoint(NOT_ALONE):
            return False
        given = self.names.given(self.tokens[at])
        for stop in range(at + 1, min(end - 1, at + 4)):
            token, after = self.tokens[stop], self.tokens[stop + 1]
            if token.form in COMMAS and stop > at + 1 and not (after.conj or after.prep):
                office = "office_word" in after.tags and self.lexicon.offices_at(self.tokens, stop + 1, end) is not None
                return (office and after.article) or (given and (office or "actor_noun" in after.tags))
            if token.form == "(" and stop > at + 1:
                return given and after.kind == "number"
            if token.kind != "word":
                return False
        return False

    def _listed_after_name(self, at: int) -> bool:
        """Whether a word is joined to a name right before it: "… محمود باقري، و[جاويدشير أمين]"."""
        before = at - self._mark(at - 1, at, COMMAS)
        return bool(self.tokens[at].conj) and self._named_until in (before, at) and self._named_until > 0

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
            if taken[at] or token.kind != "word":
                continue
            key = keys(token)[0]
            if (key not in surnames and key not in firsts) or len(token.stem) < 3:
                continue
            if not (token.tags.isdisjoint(NOT_ALONE) and token.tags.isdisjoint(FINITE)):
                continue
            if key in surnames:
                found.append(self._person(at, at + 1, ()))
            elif self.names.family_first(self.document, at):
                found.append(msgspec.structs.replace(self._person(at, at + 1, ()), rule="name.first"))
        return tuple(sorted(found, key=lambda phrase: phrase.first))
