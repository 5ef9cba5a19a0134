"""Offices: the title, its state or body, its standing, and the holder's name after it."""

from mahdar.knowledge import CLITICS
from mahdar.knowledge.tables.offices import OfficeTitle
from mahdar.mentions._lexicon import OfficeForm
from mahdar.mentions._phrases import OfficeRead, Phrase
from mahdar.mentions._reader import COMMAS, FINITE, Reader, stops
from mahdar.text import Token

_SINGLE = ("president", "king", "leader", "chancellor", "emir", "sultan", "supreme leader", "crown prince")
_POSTED = ("ambassador", "envoy", "consul", "representative", "coordinator", "correspondent", "charge", "nuncio")
_DELEGATES, _AT_UN = ("ambassador", "representative", "delegate", "permanent representative"), "ambassador to UN"
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
