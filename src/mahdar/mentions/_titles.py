"""Offices: the title, its state or body, its standing, and the holder's name after it."""

import msgspec

from mahdar.knowledge import CLITICS
from mahdar.knowledge.tables.offices import OfficeTitle
from mahdar.mentions._lexicon import OfficeForm
from mahdar.mentions._phrases import OfficeRead, Phrase
from mahdar.mentions._reader import COMMAS, FINITE, stops
from mahdar.mentions._several import SeveralReader
from mahdar.mentions._title_words import Title

_DEPUTY = OfficeTitle(id="office.deputy_of_his", title="", forms=(), of="either", source="own")
_CHARGE = "charge"
_MOST_REST = 9  # words about an office before the name
_OTHERS = frozenset(
    """reporting_verb event_verb auxiliary particle_that relative relative_strict reporting_participle time_word but
    demonstrative pronoun negation""".split()
)
_MOST_PLACES = 2  # "في جامعة … في بيروت"
_PLAIN = frozenset(("event_noun", "governing_noun", "phrase_word", "office_part", "name_token", "org_word", "thing"))


class TitleReader(SeveralReader):
    """Reads offices and counterparts."""

    def _counterpart(self, at: int, end: int) -> Phrase | None:
        token = self.tokens[at]
        if "counterpart" not in token.tags:
            return None
        stop, iso = at + 1, ""
        found = self.lexicon.demonym_at(self.tokens, stop, end) if stop < end else None
        if found and self.tokens[stop].article:
            stop, iso = found[0], found[1]
            if found[2] == "mp":  # "نظراؤهم الروس" are many, whose office nobody tells
                return Phrase(first=at, last=stop, span=self._span(at, stop), kind="group", form="noun", head=token.stem,
                              noun="noun.people", iso=iso, number="p", prep=self._prep(at), rule="counterpart")  # fmt: skip
        name, after = self._apposed_name(stop, end)
        if name is not None and iso:
            self._more_counterparts(after, end)
        return Phrase(first=at, last=after, span=self._span(at, after), kind="person", form="counterpart", name=name[0] if name else None,
                      entries=name[1] if name else (), iso=iso, gender="m", prep=self._prep(at), rule="counterpart")  # fmt: skip

    def _more_counterparts(self, at: int, end: int) -> None:
        """ "نظيريه الأردني فلان [والعراقي فلان]": the others who share the word, read where they stand."""
        while at < end:
            place = at + self._mark(at, end, COMMAS)
            token = self.tokens[place] if place < end else None
            found = self.lexicon.demonym_at(self.tokens, place, end) if token is not None and token.conj else None
            if token is None or found is None or not token.article or not found[1]:
                return
            name, after = self._apposed_name(found[0], end)
            if name is None:
                return
            self._several[place] = Phrase(
                first=place, last=after, span=self._span(place, after), kind="person", form="counterpart", name=name[0],
                entries=name[1], iso=found[1], gender="m", prep=self._prep(place), rule="counterpart",
            )  # fmt: skip
            at = after

    def _office(self, at: int, end: int) -> Phrase | None:
        """An office, with or without the name of who holds it."""
        title = self._title(at, end)
        if title is None:
            return None
        accusative = title.forms[0].number == "d" and self._is_accusative(at, title.stop, end)
        if accusative:
            title.forms = tuple(OfficeForm(form.entry, form.gender, "s") for form in title.forms)
            title.plural = False
        self._read_rest(title, end)
        if title.stop > title.words:
            split = self.lexicon.split_office_at(self.tokens, at, title.words, title.stop, end)
            if split:
                title.stop, title.forms = split
        stop, forms = title.stop, title.forms
        named, after = (None, stop) if title.plural else self._holder_after(title, end)
        if named is not None and self._is_of_the_named(title, named[0][0]):
            owner = self._person(named[0][0], named[0][1], named[1])
            title.take(owner, of=False)
            title.definite, named, after = True, None, title.stop
            stop = title.stop
        if named is None and not title.plural and after == stop:
            second = self._second_office(at, stop, end, forms)
            if second is not None:
                return msgspec.structs.replace(
                    second, first=at, span=self._span(at, second.last), also=self._reads_of(title),
                    prep=self._prep(at), head=self.tokens[at].stem, parts=(*title.parts, *second.parts),
                )  # fmt: skip
        if accusative and named is None:
            return None
        if title.plural and named is None and not title.members:
            shared = self._first_of_several(at, title.words, stop, end, forms)
            if shared is not None:
                return shared
        if named is None and not title.plural and not self._is_somebody(title):
            return None
        title.parts.extend(self._inside(at + 1, title.words))
        return Phrase(
            first=at, last=after, span=self._span(at, after), kind="group" if title.plural else "person",
            form="office+name" if named else "office", entries=named[1] if named else (), name=named[0] if named else None,
            offices=self._reads_of(title), head=self.tokens[at].stem, iso=title.iso, gender=forms[0].gender,
            number=forms[0].number, prep=self._prep(at), definite=title.definite or title.of is not None,
            possessor=self.tokens[at].pronoun or self.tokens[title.words - 1].pronoun, parts=tuple(title.parts),
            members=tuple(title.members), rule=forms[0].entry.id,
        )  # fmt: skip

    def _is_of_the_named(self, title: Title, name: int) -> bool:
        """ "محامي برونسون": a calling without article right before a name is his whose name it is."""
        token = self.tokens[title.at]
        alone = title.stop == title.at + 1 == name and not (title.of or title.iso or title.standing or token.pronoun)
        calling = all(form.entry.of == "none" for form in title.forms)
        return alone and calling and not token.article and "honorific" not in token.tags

    def _title(self, at: int, end: int) -> Title | None:
        """The title of office that begins at a token, with the deputy or acting holder it may be of."""
        token = self.tokens[at]
        found = self.lexicon.offices_at(self.tokens, at, end) if token.kind == "word" else None
        if found is None or (found[0] == at + 1 and self._modifies(at)):
            return None
        stop, forms = found
        if token.article and forms[0].number in "dp" and token.stem.endswith(CLITICS.adjective):
            return None  # "الرئيسي": a construct plural takes no article
        name = self.lexicon.name_at(self.tokens, at, end)
        if name and name[0] > stop:
            return None  # "أمير عبد اللهيان" is a name
        after = self.tokens[stop] if stop < end else None
        if after is not None and "patronymic" in after.tags and not token.article and not after.conj:
            return None  # "سلطان بن …" too
        before = self.tokens[at - 1] if at else None
        after_verb = before is not None and bool(before.tags & FINITE) and "preposition" not in before.tags
        if "reporting_verb" in token.tags and not token.article and not after_verb:
            return None  # "طالب الأكراد": a verb
        deputy, standing = "", ""
        if "deputy" in token.tags and token.pronoun and stop == at + 1:
            deputy, forms = "deputy ", (OfficeForm(_DEPUTY, "f" if forms[0].gender == "f" else "m", "s"),)
        chief = self._chief(at, stop, end, forms)
        if chief is not None:
            acting = forms[0].entry.title.startswith(_CHARGE)
            stop, forms = chief
            deputy, standing = ("", "acting") if acting else ("deputy ", "")
        last = self.tokens[stop - 1]
        definite = token.article or bool(token.pronoun or last.pronoun)
        definite = definite or any(word.article for word in self.tokens[at + 1 : stop]) or bool(forms[0].entry.fixed)
        return Title(at, stop, forms, standing=standing, deputy=deputy, definite=definite)

    def _chief(
        self, at: int, stop: int, end: int, forms: tuple[OfficeForm, ...]
    ) -> tuple[int, tuple[OfficeForm, ...]] | None:
        """Whose deputy, or in whose place, somebody is: "نائب [وزير …]", "القائم بأعمال [وزير …]"."""
        token = self.tokens[at]
        if forms[0].entry.title.startswith(_CHARGE):
            start = stop
        elif "deputy" in token.tags and not token.article:
            start = at + 1
        else:
            return None
        if start >= end or self.tokens[start].prep or self.tokens[start].conj:
            return None
        chief = self.lexicon.offices_at(self.tokens, start, end)
        return chief if chief is not None and chief[0] > stop else None

    def _holder_after(self, title: Title, end: int) -> tuple[tuple[tuple[int, int], tuple[str, ...]] | None, int]:
        """The name after an office; past where he is or what he is for, too: "مبعوث الرئيس للشرق الأوسط فلان",
        "سفير مصر في باريس، فلان"."""
        if title.of is None and "on_behalf" in self.tokens[title.stop - 1].tags:
            return None, title.stop  # "متحدث باسم عائلة فلان" is not he
        named, after = self._apposed_name(title.stop, end)
        if named is not None or title.stop >= end:
            return named, after
        if self.tokens[title.stop].conj:  # "قائد القوات الأميركية [والأطلسية] …"
            joined = self.lexicon.demonym_at(self.tokens, title.stop, end) is not None
            return self._holder_beyond(title, end) if joined else (None, title.stop)
        beyond = title.stop
        places: list[Phrase | None] = []
        while named is None and len(places) < _MOST_PLACES and beyond < end:
            passed = self._past_place(title, beyond, end)
            if passed is None:
                break
            beyond = passed[0]
            places.append(passed[1])
            named, after = self._apposed_name(beyond, end)
        if named is None:
            return self._holder_beyond(title, end)
        title.parts.extend(place for place in places if place is not None)
        return named, after

    def _holder_beyond(self, title: Title, end: int) -> tuple[tuple[tuple[int, int], tuple[str, ...]] | None, int]:
        """The name of whoever speaks, past words about his office that nothing else reads: "قال عضو التحالف لرصد الانتهاكات
        [فلان] إن", "قال مدير الاتصالات في الوكالة، [فلان]، إن"."""
        before = self.tokens[title.at - 1] if title.at else None
        if before is None or not title.definite or before.stem not in self.lexicon.telling_verbs:
            return None, title.stop
        for at in range(title.stop, min(end - 1, title.stop + _MOST_REST)):
            token = self.tokens[at]
            comma = token.form in COMMAS
            led_away = "preposition" in token.tags and "within_office" not in token.tags
            if not comma and (token.kind != "word" or token.tags & _OTHERS or led_away):
                break
            if "office_word" in token.tags and not (token.prep or token.conj) and self._another_office(at, end):
                break
            fresh = token.kind == "word" and not (token.conj or token.prep or token.article)
            if comma or "honorific" in token.tags or (fresh and self.names.given(token)):
                named, after = self._apposed_name(at, end)
                if named is not None and named[0][1] - named[0][0] > 1 and self._speech_opens(after, end):
                    title.parts.extend(self._bodies(title.stop, at))
                    return named, after
            if comma:
                break
        return None, title.stop

    def _another_office(self, at: int, end: int) -> bool:
        """Whether another office of the same person, with his name, stands at a token."""
        other = self._office(at, end)
        if other is None or other.form != "office+name" or not other.offices:
            return False
        return bool(other.offices[0].iso or other.offices[0].of)

    def _speech_opens(self, at: int, end: int) -> bool:
        """Whether what was said, or a mark before it, or whom it was said to, follows a name."""
        token = self.tokens[at] if at < end else None
        return token is not None and (
            token.kind == "punct"
            or "particle_that" in token.tags
            or token.prep in (CLITICS.dative, CLITICS.instrumental)
        )

    def _past_place(self, title: Title, at: int, end: int) -> tuple[int, Phrase | None] | None:
        """Where a phrase ends that says where an office is held or for what, and after which the name may stand, and
        whom or what it names."""
        here = self.tokens[at]
        clitic = here.prep if here.kind == "word" else ""
        if not title.definite or not (clitic or here.tags & {"in", "posted_with"}):
            return None
        start = at + (not clitic)
        if start >= end:
            return None
        inner = self._registry_name(start, end) or self._place(start, end)
        calling = all(form.entry.of == "none" for form in title.forms)
        if inner is None and calling:
            inner = self._complement(start, end)
        stop = start + 1
        if inner is not None and inner.kind in ("state", "place", "org"):
            stop = inner.last
        elif clitic != CLITICS.dative or not here.article or here.tags & {"actor_noun", "office_word", "demonym"}:
            return None
        else:
            while stop < end and self.tokens[stop].article and self._adjective(self.tokens[stop], True):
                stop += 1
        if self._mark(stop, end, COMMAS):
            return stop, inner
        named_state = inner is not None and inner.kind == "state" and inner.form == "name" and not title.iso
        housed = inner is not None and calling  # "أستاذ العلوم السياسية في الجامعة … فلان"
        return (stop, inner) if clitic == CLITICS.dative or named_state or housed else None

    def _is_accusative(self, at: int, stop: int, end: int) -> bool:
        """ "متحدثا باسم الجيش": what looks like two of them but has nothing to be of is one in the accusative."""
        token = self.tokens[at]
        if token.article or stop != at + 1 or not token.stem.endswith(CLITICS.accusative):
            return False
        after = self.tokens[stop] if stop < end else None
        return (
            after is None or after.kind != "word" or bool(after.prep or after.conj or stops(after))
            or self._adjective(after, False)
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

    def _bodies(self, at: int, end: int) -> list[Phrase]:
        """The bodies and states named between an office and its holder's name."""
        named = []
        while at < end:
            phrase = self._complement(at, end)
            if phrase is not None and phrase.kind in ("org", "state"):
                named.append(phrase)
            at = phrase.last if phrase is not None else at + 1
        return named

    def _is_somebody(self, title: Title) -> bool:
        """An indefinite title alone is somebody only as the subject of a verb; a bare rank needs a name."""
        at = title.at
        token = self.tokens[at]
        if "needs_name" in token.tags or self._is_main(title):
            return False
        before = self.tokens[at - 1] if at else None
        after_verb = before is not None and bool(before.tags & FINITE) and "preposition" not in before.tags
        definite, placed = title.definite or title.of is not None, title.of is not None or bool(title.iso)
        if definite and (placed or any(form.entry.of != "none" for form in title.forms)):
            return True
        return after_verb or (definite and not token.prep and "honorific_only" not in token.tags)

    def _is_main(self, title: Title) -> bool:
        """ "السبب الرئيس": an adjective after its noun, which is nobody."""
        token = self.tokens[title.at]
        before = self.tokens[title.at - 1] if title.at else None
        if before is None or not token.article or token.conj or token.prep or title.of or title.iso or title.standing:
            return False
        plain = before.kind == "word" and before.article and not before.tags - _PLAIN
        return plain and title.stop == title.at + 1 and title.forms[0].entry.title == "president"

    def _reads_of(self, title: Title) -> tuple[OfficeRead, ...]:
        return self._office_reads(title.forms, title.iso, title.of, title.standing, title.deputy, title.parts)
