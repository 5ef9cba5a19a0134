"""Offices: the title, its state or body, its standing, and the holder's name after it."""

import msgspec

from mahdar.knowledge import CLITICS
from mahdar.knowledge.tables.offices import OfficeTitle
from mahdar.mentions._lexicon import OfficeForm
from mahdar.mentions._phrases import OfficeRead, Phrase
from mahdar.mentions._reader import COMMAS, FINITE, QUOTES, Reader, stops
from mahdar.text import Token

_BESIDE = ("deputy", "vice", "prime minister", "crown prince", "first deputy")
_SINGLE = ("president", "king", "leader", "chancellor", "emir", "sultan", "supreme leader", "crown prince")
_POSTED = ("ambassador", "envoy", "consul", "representative", "coordinator", "correspondent", "charge", "nuncio")
_DELEGATES, _AT_UN = ("ambassador", "representative", "delegate", "permanent representative"), "ambassador to UN"
_TO = ("ambassador", "special envoy", "envoy")
_DEPUTY = OfficeTitle(id="office.deputy_of_his", title="", forms=(), of="either", source="own")


def _is_one_of_a_kind(forms: tuple[OfficeForm, ...]) -> bool:
    """Of a president or minister a state has one: "رؤساء روسيا وتركيا" are two men; of its diplomats nobody knows."""
    return any("minister" in form.entry.title or form.entry.title in _SINGLE for form in forms)


def _has_post(forms: tuple[OfficeForm, ...]) -> bool:
    """Ambassadors and envoys are posted somewhere; a minister who is in a town is only there."""
    return any(word in form.entry.title for form in forms for word in _POSTED)


class TitleReader(Reader):
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
        return Phrase(first=at, last=after, span=self._span(at, after), kind="person", form="counterpart", name=name[0] if name else None,
                      entries=name[1] if name else (), iso=iso, gender="m", prep=self._prep(at), rule="counterpart")  # fmt: skip

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
        after_verb = before is not None and bool(before.tags & FINITE) and "preposition" not in before.tags
        if "reporting_verb" in token.tags and not token.article and not after_verb:
            return None  # "طالب الأكراد": a verb
        deputy = ""
        if "deputy" in token.tags and token.pronoun and stop == at + 1:
            deputy, forms = "deputy ", (OfficeForm(_DEPUTY, "f" if forms[0].gender == "f" else "m", "s"),)
        if "deputy" in token.tags and not token.article and at + 1 < end and not self.tokens[at + 1].prep:
            chief = self.lexicon.offices_at(self.tokens, at + 1, end)
            if chief and chief[0] > stop and not self.tokens[at + 1].conj:
                stop, forms, deputy = chief[0], chief[1], "deputy "
        accusative = forms[0].number == "d" and self._is_accusative(at, stop, end)
        if accusative:
            forms = tuple(OfficeForm(form.entry, form.gender, "s") for form in forms)
        last = self.tokens[stop - 1]
        definite = token.article or bool(token.pronoun or last.pronoun)
        definite = definite or any(word.article for word in self.tokens[at + 1 : stop]) or bool(forms[0].entry.fixed)
        parts: list[Phrase] = []
        members: list[Phrase] = []
        iso, standing, of = "", "", None
        plural = forms[0].number in "dp"
        while stop < end:
            here = self.tokens[stop]
            if here.form in QUOTES and of is None and "on_behalf" in self.tokens[stop - 1].tags:
                inner = self._complement(stop + 1, end)  # "الناطق باسم «جيش …»"
                if inner is None:
                    break
                parts.append(inner)
                of, stop = inner, inner.last + self._mark(inner.last, end, QUOTES)
                continue
            if here.kind != "word" or here.conj:
                break
            if plural and definite and here.article and "number_word" in here.tags:
                stop += 1  # "الزعماء الثلاثة"
                continue
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
            if stops(here) and "on_behalf" not in here.tags and "at_post" not in here.tags:
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
        if named is None and not plural and after == stop:
            second = self._second_office(at, stop, end, forms)
            if second is not None:
                return msgspec.structs.replace(
                    second, first=at, span=self._span(at, second.last), also=self._office_reads(forms, iso, of, standing, deputy, parts),
                    prep=self._prep(at), head=token.stem, parts=(*parts, *second.parts),
                )  # fmt: skip
        if accusative and named is None:
            return None
        if plural and named is None and not members:
            shared = self._first_of_several(at, found[0], stop, end, forms)
            if shared is not None:
                return shared
        if named is None and not plural and not self._is_somebody(at, forms, definite or bool(of), bool(iso or of)):
            return None
        parts.extend(self._inside(at + 1, found[0]))
        offices = self._office_reads(forms, iso, of, standing, deputy, parts)
        kind = "group" if plural else "person"
        return Phrase(
            first=at, last=after, span=self._span(at, after), kind=kind, form="office+name" if named else "office",
            entries=named[1] if named else (), name=named[0] if named else None, offices=offices, head=token.stem,
            iso=iso, gender=forms[0].gender, number=forms[0].number, prep=self._prep(at), definite=definite or bool(of),
            possessor=token.pronoun or last.pronoun, parts=tuple(parts), members=tuple(members), rule=forms[0].entry.id,
        )  # fmt: skip

    def _second_office(self, at: int, stop: int, end: int, forms: tuple[OfficeForm, ...]) -> Phrase | None:
        """ "[نائب رئيس الوزراء و]وزير الخارجية فلان", "الكاتب والمحلل فلان": another office of the same person, before
        his name: a deputy who is a minister, or two callings."""
        if stop >= end or self.tokens[stop].prep or self.tokens[stop].conj not in ("", CLITICS.conjunctions[0]):
            return None
        calling = all(form.entry.of == "none" for form in forms)
        second = self._title_of_several(forms)
        if not (calling or second) or not self.tokens[at].article | second:
            return None
        other = self._office(stop, end)
        if other is None or other.form != "office+name" or other.also or other.number != "s":
            return None
        fits = (
            all(read.of_kind == "none" for read in other.offices) if calling else "minister" in other.offices[0].title
        )
        return other if fits else None

    def _title_of_several(self, forms: tuple[OfficeForm, ...]) -> bool:
        """Whether an office is mostly held beside a ministry: deputies, heads of government, crown princes."""
        return any(form.entry.title.startswith(_BESIDE) for form in forms)

    def _first_of_several(
        self, at: int, head: int, stop: int, end: int, forms: tuple[OfficeForm, ...]
    ) -> Phrase | None:
        """ "الرئيسان الصيني … [والروسي …]", "وزراء خارجية ألمانيا … [وفرنسا …]": the first of several who share a title
        and are named each with his state. The others are read where they stand (`_another_of_several`)."""
        start = head
        if self.lexicon.demonym_at(self.tokens, start, end) is None and start < end and self.tokens[start].article:
            return None
        first = self._one_of_several(at, start, end, forms)
        if first is None:
            return None
        following = first.last + self._mark(first.last, end, COMMAS)
        if following >= end or not self.tokens[following].conj:
            return None
        second = self._one_of_several(following, following, end, forms)
        if second is None:
            return None
        self._several = {following: second}
        place = second.last
        while place < end:
            place += self._mark(place, end, COMMAS)
            more = self._one_of_several(place, place, end, forms) if place < end and self.tokens[place].conj else None
            if more is None:
                break
            self._several[place] = more
            place = more.last
        return first

    def _one_of_several(self, at: int, start: int, end: int, forms: tuple[OfficeForm, ...]) -> Phrase | None:
        """A state by its name or adjective at `start`, and the name of a person after it."""
        iso = ""
        parts: tuple[Phrase, ...] = ()
        stop = start
        adjective = self.lexicon.demonym_at(self.tokens, start, end) if start < end else None
        if adjective is not None and self.tokens[start].article:
            stop, iso = adjective[0], adjective[1]
        else:
            state = self._registry_name(start, end) if start < end else None
            if state is None or state.kind != "state":
                return None
            stop, iso, parts = state.last, state.entries[0].partition(":")[2], (state,)
        named, after = self._apposed_name(stop, end)
        if named is None or not iso:
            return None
        single = tuple(OfficeForm(form.entry, form.gender, "s") for form in forms)
        return Phrase(
            first=at, last=after, span=self._span(at, after), kind="person", form="office+name", entries=named[1], name=named[0],
            offices=self._office_reads(single, iso, None, "", "", list(parts)), head=self.tokens[at].stem, iso=iso,
            prep=self._prep(at), parts=parts, shared=True, rule=forms[0].entry.id,
        )  # fmt: skip

    def _pair_of_holders(self, at: int, end: int) -> Phrase | None:
        """ "الرئيسان الصيني … والروسي …": a pair that is named at once; else "الرئيسان" is two named before."""
        if "pair_of_persons" not in self.tokens[at].tags:
            return None
        found = self.lexicon.offices_at(self.tokens, at, end)
        return self._first_of_several(at, found[0], found[0], end, found[1]) if found else None

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

    def _is_somebody(self, at: int, forms: tuple[OfficeForm, ...], definite: bool, placed: bool) -> bool:
        """An indefinite title alone is somebody only as the subject of a verb; a bare rank needs a name."""
        if "needs_name" in self.tokens[at].tags:
            return False
        before = self.tokens[at - 1] if at else None
        after_verb = before is not None and bool(before.tags & FINITE) and "preposition" not in before.tags
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
        post = self._posted_to(parts) if of is None or wanted == "org" else ""
        entries = [form.entry for form in forms]
        entries.sort(key=lambda entry: (bool(wanted) and entry.of not in (wanted, "either"), entry.of == "none"))
        reads = []
        at_un = any(part.entries and part.entries[0] == "org:un" for part in parts)
        for entry in entries:
            fixed = entry.fixed
            reads.append(
                OfficeRead(
                    id=entry.id,
                    title=deputy
                    + (_AT_UN if at_un and entry.title in _DELEGATES else entry.title)
                    + (post if entry.title in _TO else ""),
                    of_kind=entry.of,
                    iso=iso or fixed,
                    of=of,
                    standing=standing,
                )
            )
        return tuple(reads)

    def _posted_to(self, parts: list[Phrase]) -> str:
        """ " to YE" of "المبعوث الأممي إلى اليمن": the state after a preposition of posting."""
        for part in parts:
            before = self.tokens[part.first - 1]
            if part.kind == "state" and part.entries and "at_post" in before.tags:
                return " to " + part.entries[0].partition(":")[2]
        return ""

    def _standing(self, token: Token) -> str:
        for tag in ("former", "acting", "late"):
            if tag in token.tags:
                return tag
        return "designated" if "designate" in token.tags and token.article else ""

    def _takes_dative(self, forms: tuple[OfficeForm, ...], token: Token) -> bool:
        """ "الأمين العام ل…", "القائد العام ل…": only with an article or a name after it."""
        return token.prep == CLITICS.dative and any(form.entry.of in ("org", "either") for form in forms)

    def _list_of_states(self, at: int, end: int) -> tuple[Phrase, ...]:
        """ "(كل من) إيران وروسيا وتركيا": the states of a plural office."""
        each = "each_of" in self.tokens[at].tags
        while each and at < end and self.tokens[at].tags & {"each_of", "of_part"}:
            at += 1
        listed: list[Phrase] = []
        while at < end:
            token = self.tokens[at]
            if token.kind == "punct" and token.form in COMMAS and listed:
                at += 1
                continue
            if listed and not each and not token.conj and self.tokens[at - 1].form not in COMMAS:
                break
            phrase = self._registry_name(at, end)
            if phrase is None or phrase.kind != "state":
                break
            listed.append(phrase)
            at = phrase.last
        return tuple(listed)
