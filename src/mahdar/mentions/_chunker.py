"""The noun-phrase chunker: every phrase that names or describes an actor, with its extent.

One pass over each sentence. At a token the readers are asked in a fixed order (pairs, counterparts, offices, names of
the registry, described actors, unknown names); the first that reads something consumes it. A reader that finds its
head goes on with what may follow in an Arabic noun phrase: construct complements, adjectives that agree in
definiteness, a name in quotation marks, a name in apposition.
"""

from mahdar.knowledge import CLITICS, Knowledge
from mahdar.mentions._nouns import NounReader
from mahdar.mentions._openings import COUNT, HARMED, NAME, NOUN, OFFICE, PART, PLACE, SPECIAL
from mahdar.mentions._persons import PersonReader
from mahdar.mentions._phrases import Phrase
from mahdar.mentions._reader import FINITE
from mahdar.mentions._subjects import SubjectReader
from mahdar.mentions._titles import TitleReader
from mahdar.text import Document

_DEEPEST = 12  # phrases inside one another: "مستشار رئيس مكتب …"
_DASHES = frozenset("-\u2013\u2014")


class Chunker(TitleReader, NounReader, PersonReader, SubjectReader):
    """Reads all phrases of one document."""

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
                    if phrase.kind == "person" and phrase.name is not None:
                        self._named_until = at
        return self._with_announced(self._with_surnames(found))

    def _office(self, at: int, end: int) -> Phrase | None:
        """Each office is read once: titles of titles would be read again for each that may hold them."""
        key = at, end, self._depth
        if key not in self._offices:
            self._offices[key] = super()._office(at, end)
        return self._offices[key]

    def phrase_at(self, at: int, end: int) -> Phrase | None:
        """The phrase that begins at a token."""
        one = self._several.pop(at, None) if self._several else None
        if one is not None:
            return one
        opens = self.openings.of(self.tokens[at])
        if not opens:  # as most words
            return self._unknown_name(at, end, False)
        special = opens & SPECIAL
        return (
            (self._special(at, end) if special else None)
            or (self._office(at, end) if opens & OFFICE else None)
            or (self._registry_name(at, end) if opens & NAME else None)
            or (self._counted(at, end) if opens & COUNT else None)
            or (self._described(at, end) if opens & NOUN else None)
            or (self._harmed(at, end) if opens & HARMED else None)
            or (self._place(at, end) if opens & PLACE else None)
            or (self._titled_name(at, end) or self._named_by_origin(at, end) if special else None)
            or self._unknown_name(at, end, bool(opens & PART))
        )

    def _special(self, at: int, end: int) -> Phrase | None:
        return (
            self._pair_of_holders(at, end) or self._deictic(at) or self._origin(at, end) or self._counterpart(at, end)
        )

    def _deictic(self, at: int) -> Phrase | None:
        token = self.tokens[at]
        if "pair_noun" in token.tags and not ("dual_or_plural" in token.tags and self._are_many(at)):
            return Phrase(first=at, last=at + 1, span=self._span(at, at + 1), kind="group", form="pair", number="d",
                          head=token.stem, prep=self._prep(at), rule="pair")  # fmt: skip
        if "own_state" in token.tags:
            return Phrase(first=at, last=at + 1, span=self._span(at, at + 1), kind="state", form="own_state",
                          possessor=token.pronoun or token.form[-1], prep=self._prep(at), gender="f", rule="own_state")  # fmt: skip
        if "the_latter" in token.tags and token.article and not self._follows_noun(at) and not self._follows_time(at):
            gender = "f" if token.form.endswith(CLITICS.tied[1]) else "m"
            return Phrase(first=at, last=at + 1, span=self._span(at, at + 1), kind="person", form="latter",
                          gender=gender, prep=self._prep(at), rule="latter")  # fmt: skip
        return None

    def _are_many(self, at: int) -> bool:
        """Whether a word that looks like two is a plural: no subject here, or with the adjective of a plural ("البلدان العربية")."""
        token = self.tokens[at]
        before = self.tokens[at - 1] if at else None
        after = self.tokens[at + 1] if at + 1 < len(self.tokens) else None
        construct = before is not None and before.kind == "word" and not before.article and not before.tags & FINITE
        if token.prep or (construct and not token.conj):
            return True
        return after is not None and after.article and not after.prep and after.stem.endswith(CLITICS.tied[1])

    def _follows_time(self, at: int) -> bool:
        """ "العقد الأخير", "الأيام الثلاثة الأخيرة": a word of time or number with the article right before."""
        before = self.tokens[at - 1] if at else None
        return before is not None and before.article and bool(before.tags & {"time_word", "number_word"})

    def _origin(self, at: int, end: int) -> Phrase | None:
        """The states in "المحادثات الأميركية الكورية": adjectives of origin after a noun that tells an event, or what strikes
        ("الطيران الحربي الإسرائيلي")."""
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
            noun = self.tokens[before - 1] if "platform" not in noun.tags else noun  # "المحادثات التجارية الأميركية"
        if noun is None or not noun.tags & {"event_noun", "platform"} or token.article != noun.article:
            return None
        return Phrase(first=at, last=found[0], span=self._span(at, found[0]), kind="state", form="demonym", iso=found[1],
                      gender="f", prep="", rule="demonym")  # fmt: skip

    def _complement(self, at: int, end: int) -> Phrase | None:
        """The phrase that an office or a noun is of: a state, an organisation, a place, another described actor."""
        if at >= end or self.tokens[at].kind != "word" or self._depth >= _DEEPEST:
            return None
        self._depth += 1
        try:
            return self._registry_name(at, end) or self._office(at, end) or self._described(at, end)
        finally:
            self._depth -= 1


def find_mentions(document: Document, knowledge: Knowledge) -> tuple[Phrase, ...]:
    """Every phrase of the document that names or describes an actor, in order, without saying who it is.

    Persons, states, organisations, places, agreements and groups; offices with or without a name; described and
    unnamed sources. Phrases inside others ("إيران" in "وزير خارجية إيران") are the `parts` of the outer one.
    """
    return Chunker(document, knowledge).read()
