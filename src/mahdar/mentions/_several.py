"""Several who share a title, and one who holds two."""

from mahdar.knowledge import CLITICS
from mahdar.mentions._lexicon import OfficeForm
from mahdar.mentions._phrases import Phrase
from mahdar.mentions._reader import COMMAS
from mahdar.mentions._title_words import TitleWordsReader

_BESIDE = ("deputy", "vice", "prime minister", "crown prince", "first deputy")


class SeveralReader(TitleWordsReader):
    """Reads offices that are told of several at once, and the second office of one person."""

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
        if start >= end:
            return None
        if self.lexicon.demonym_at(self.tokens, start, end) is None and self.tokens[start].article:
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
