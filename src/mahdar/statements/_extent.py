"""How far the content of a report reaches, and in which form it is given."""

import msgspec

from mahdar.model import Span
from mahdar.statements._cues import Cue
from mahdar.statements._layout import Layout
from mahdar.statements._occasions import opens_occasion
from mahdar.statements._walk import Opening
from mahdar.text import Quote

_STOPS = frozenset(("\u061b", ";"))


class Content(msgspec.Struct, frozen=True, gc=False):
    """Tokens [first, last) of what was said, its span, its form, and what stands in it that was not said."""

    first: int
    last: int
    span: Span
    form: str
    holes: tuple[Span, ...] = ()


def extend(
    layout: Layout, opening: Opening, cue: Cue, openings: dict[int, Opening], cues: dict[int, Cue]
) -> Content | None:
    """The content that begins at the opening. None where nothing is left of it."""
    walk = _Walk(layout, opening, cue, openings, cues)
    return walk.run()


class _Walk:
    def __init__(
        self, layout: Layout, opening: Opening, cue: Cue, openings: dict[int, Opening], cues: dict[int, Cue]
    ) -> None:
        self.layout, self.opening, self.cue, self.openings, self.cues = layout, opening, cue, openings, cues
        self.tokens = layout.tokens
        self.last = layout.sentences[layout.sentence[opening.first]].last
        self.around: Quote | None = layout.quote[opening.cue_at]
        if self.around is not None:
            self.last = min(self.last, self.around.last)

    def run(self) -> Content | None:
        layout, first = self.layout, self.opening.first
        quote = layout.opens.get(first)
        if quote is not None:
            after = quote.last + 1
            bound = self.opening.reading.pronoun and self.opening.kind == "prep"
            if self.opening.kind == "colon" or bound or self._closed(after):
                return self._quoted(quote)
            if self.opening.kind == "speech" and not self._continues(after):
                return self._quoted(quote)
        elif layout.quote[first] is not None and layout.quote[first] is not self.around:
            # the particle stands inside the marks: قال "إن …"
            inside = layout.quote[first]
            assert inside is not None
            last = self._trim(first, inside.last)
            last = self._more_quotes(last, inside.last + 1)
            return self._content(first, last, self.opening.start, "direct")
        last = self._trim(first, self._run_on(first))
        if last <= first:
            return None
        further = self._more_quotes(last, last)
        if further > last:
            return self._content(first, further, self.opening.start, "mixed")
        form = "direct" if self.opening.kind == "colon" and quote is None else self._form(first, last)
        return self._content(first, last, self.opening.start, form)

    def _content(self, first: int, last: int, start: int, form: str) -> Content | None:
        if last <= first:
            return None
        end = self.tokens[last - 1].end
        return Content(first, last, Span(start, end), form) if end > start else None

    def _quoted(self, quote: Quote) -> Content | None:
        """What stands in marks, and the quoted paragraphs that go on after it."""
        first = quote.first
        if quote.last - first > 1 and self.layout.word_in(first, "cue.particle"):
            first += 1
        last = self._trim(first, quote.last)
        last = self._more_quotes(last, quote.last + 1)
        return self._content(first, last, self.tokens[first].start if first < len(self.tokens) else 0, "direct")

    def _more_quotes(self, last: int, after: int) -> int:
        """The end of the quoted paragraphs that follow without a cue, else `last`."""
        layout, size = self.layout, len(self.tokens)
        if after - 1 in layout.opens:  # a quotation that opens again with each paragraph
            after -= 1
        while after < size and layout.is_punct(after) and after not in layout.opens:
            after += 1
        while after < size and after in layout.opens:
            sentence = layout.sentence[after]
            if layout.sentences[sentence].first != after:
                break
            quote = layout.opens[after]
            if (
                quote.last - quote.first < 4
                or layout.text.find("\n", self.tokens[last - 1].end, self.tokens[after].start) < 0
            ):
                break
            follow = quote.last + 1
            while follow < size and layout.is_punct(follow) and follow not in layout.opens:
                follow += 1
            if follow < size and layout.sentence[follow] == layout.sentence[quote.last - 1]:
                break
            last = self._trim(after + 1, quote.last)
            after = follow
        return last

    def _closed(self, at: int) -> bool:
        """Whether the clause is over at `at`, right after a quotation."""
        if at >= self.last:
            return True
        if self.tokens[at].kind == "punct" and self.tokens[at].form not in ("(",):
            if not self.layout.is_comma(at):
                return at not in self.layout.opens
            return self._ends_at_comma(at) or True
        return self._boundary(at)

    def _continues(self, at: int) -> bool:
        """Whether the word after a quotation goes on with what was said: «"…" والسيطرة على …», «"…" بأن …»."""
        token = self.tokens[at]
        if token.tags & {"preposition", "preposition_pronoun"} or ("particle_that" in token.tags and not token.prep):
            opened = self.layout.opens.get(self.opening.first)
            return self.layout.that[at] or (opened is not None and opened.last - opened.first < 5)
        words = ("cue.adverb", "cue.weekday", "cue.audience")
        return not any(self.layout.word_in(at, name) for name in words) and self.layout.reference[at] is None

    def _run_on(self, first: int) -> int:
        layout, at = self.layout, first
        while at < self.last:
            token = self.tokens[at]
            if at in layout.opens and layout.opens[at].last <= max(self.last, layout.opens[at].last):
                quote = layout.opens[at]
                at = quote.last + 1
                if at > self.last:
                    self.last = layout.sentences[layout.sentence[quote.last]].last
                continue
            if token.kind == "punct":
                if token.form == "(":
                    at = layout.after_bracket(at)
                    continue
                if token.form in _STOPS:
                    return at
                if layout.is_comma(at) and self._ends_at_comma(at):
                    return at
            elif at > first and self._boundary(at):
                leads = layout.word_in(at - 1, "cue.link") or layout.word_in(at - 1, "cue.breaks")
                return at - 1 if at - 1 > first and leads else at
            at += 1
        return min(at, self.last)

    def _boundary(self, at: int) -> bool:
        """Whether the word at `at` begins something that is no longer part of the content."""
        layout = self.layout
        opening = self.openings.get(at)
        if opening is not None:
            return self._other_report(at, opening)
        source = layout.sources.get(at)
        if source is not None and source.phrase.role != "as":
            return self._source_ends(at)
        if at - 1 in layout.closes and self._phrase_ends(at):
            return True
        if (
            "negation" in self.tokens[at].tags
            and at + 2 < self.last
            and layout.that[at + 1]
            and at + 2 in self.cues_or_verbs(at + 2)
        ):
            return True
        if self._but(at) and self._report_soon(at + 1):
            return True
        if "relative_strict" in self.tokens[at].tags and self._report_follows(at + 1):
            return self.layout.is_comma(at - 1) or bool(self.openings[at + 1].reading.pronoun)
        head = self._head_of_report(at)
        return head is not None and self._other_report(*head)

    def _head_of_report(self, at: int) -> tuple[int, Opening] | None:
        """The report whose verb group (كان قد قال) or subject begins at `at`."""
        if not (self.tokens[at].tags & {"past_auxiliary", "perfective"}):
            return None
        for index in range(at + 1, min(at + 4, self.last)):
            if index in self.openings and self.cues[index].head == at:
                return index, self.openings[index]
        return None

    def cues_or_verbs(self, at: int) -> tuple[int, ...]:
        """`at` itself where a reporting verb stands there, governed or not: «دون أن يوضح»."""
        return (at,) if self.layout.lexicon.readings(self.tokens[at].form) else ()

    def _but(self, at: int) -> bool:
        """Whether a contrast begins at `at`: لكن, or إلا and غير with a particle after them."""
        token = self.tokens[at]
        if "but" not in token.tags:
            return False
        return not self.layout.word_in(at, "cue.but_that") or (at + 1 < self.last and self.layout.that[at + 1])

    def _report_follows(self, at: int) -> bool:
        """Whether a relative clause is a report of its own: «التي تصفها»."""
        return at in self.openings and self.openings[at].reading.kind == "finite"

    def _report_soon(self, at: int) -> bool:
        """Whether a report begins within a few words: «لكن ماي حذرت»."""
        for index in range(at, min(at + 12, self.last)):
            if self.layout.is_comma(index) and index > at + 8:
                return False
            if index in self.cues and self.cues[index].readings[0].kind == "finite":
                cue = self.cues[index]
                near = index in self.openings or index <= at + 4
                return near and cue.clause == "main" and not self.layout.that[max(cue.head - 1, at)]
        return False

    def _other_report(self, at: int, other: Opening) -> bool:
        """Whether another report that begins at `at` stands beside this one, not inside it."""
        reading, mine = other.reading, self.opening.reading
        cue = self.cues[other.cue_at] if other.cue_at in self.cues else self.cues[at]
        if reading.kind == "participle":
            return True
        if reading.kind == "masdar":
            return False
        if mine.kind == "masdar" and not mine.pronoun and reading.kind == "finite" and cue.clause == "main":
            return not reading.present
        if cue.clause in ("clause", "as"):
            return True
        if cue.clause != "main":
            return False
        if not cue.joined:
            if not reading.present and other.subject is not None and self.layout.word_in(cue.head - 1, "cue.breaks"):
                return True
            if (
                self.layout.word_in(cue.head - 1, "cue.link")
                and reading.kind == "finite"
                and cue.head - 1 > self.opening.first
            ):
                return True
            if self._subordinate() and self.layout.is_comma(cue.head - 1) and not reading.present:
                return True
            if reading.present or other.subject is None:
                return reading.verb.act == "add" and not reading.present and self.layout.is_punct(cue.head - 1)
            return self.layout.is_comma(cue.head - 1) or reading.verb.act == "add"
        if self.opening.kind in ("prep", "object") or mine.kind == "participle":
            return not reading.present or mine.present
        return not reading.present or mine.present

    def _subordinate(self) -> bool:
        """Whether this report stands in a clause that waits for its main clause: «بعد أن طلب …، أكد»."""
        before = self.cue.head - 1
        first = self.layout.sentences[self.layout.sentence[self.cue.at]].first
        return before >= first and (self.layout.that[before] or self.layout.word_in(before, "cue.when"))

    def _source_ends(self, at: int) -> bool:
        source = self.layout.sources[at]
        if source.phrase.role in ("clause", "pronoun"):
            return True
        if source.last >= self.last:
            return False
        reference = self.layout.reference[source.last]
        return reference is not None or self.layout.is_comma(at - 1)

    def _ends_at_comma(self, at: int) -> bool:
        layout, after = self.layout, at + 1
        while after < self.last and layout.is_punct(after) and after not in layout.opens:
            after += 1
        if after >= self.last:
            return True
        if self._boundary(after) or (self.opening.reading.kind == "masdar" and not self.opening.reading.pronoun):
            return True
        token = self.tokens[after]
        source = layout.sources.get(after)
        if source is not None:
            if source.phrase.role != "as":
                return True
            return source.last in self.openings or source.last in self.cues
        if self.opening.kind in ("prep", "object") and self._but(after):
            return True
        if self._narrates(after) or (self.opening.kind in ("prep", "object") and self._leaves_noun(after)):
            return True
        if token.form in layout.lexicon.words("cue.afterthought") and after + 1 < self.last:
            following = self.tokens[after + 1]
            words = layout.lexicon.words("cue.after_afterthought")
            return following.stem in words or following.form in words or following.prep in words
        if layout.word_in(after, "cue.breaks"):
            return True
        return self._phrase_ends(after)

    def _narrates(self, at: int) -> bool:
        """Whether the outlet goes on itself after a comma: «وقد حذت …», «وكانت …»."""
        token = self.tokens[at]
        if not token.conj or not token.tags & {"perfective", "past_auxiliary"}:
            return False
        following = self.tokens[at + 1] if at + 1 < self.last else None
        if "past_auxiliary" in token.tags:
            return self.opening.reading.present is False
        starts = self.layout.lexicon.words("cue.present")
        return following is not None and following.kind == "word" and following.form[:1] not in starts

    def _leaves_noun(self, at: int) -> bool:
        """Whether a clause begins at `at` that cannot belong to a noun phrase."""
        layout, token = self.layout, self.tokens[at]
        if "relative_strict" in token.tags or layout.word_in(at, "cue.circumstance"):
            return True
        if not token.conj or token.article:
            return False
        if token.tags & {"preposition", "event_verb"} and not token.tags & {"indefinite_masdar", "event_noun"}:
            return True
        starts = layout.lexicon.words("cue.present")
        if (
            layout.reference[at] is not None
            or len(token.stem) < 4
            or token.pronoun
            or layout.lexicon.intensive(token.stem)
        ):
            return False
        return token.stem[:1] in starts or layout.lexicon.past_feminine(token.stem)

    def _phrase_ends(self, at: int) -> bool:
        following = at + 1
        document = following < self.last and self.layout.word_in(following, "cue.document")
        if document and "preposition" in self.tokens[at].tags and not self.tokens[following].article:
            return True
        if self.opening.reading.kind == "finite" and opens_occasion(self.layout, at, self.last):
            return True
        pair = " ".join(token.form for token in self.tokens[at : min(at + 2, self.last)])
        return pair in self.layout.lexicon.words("cue.break_phrase") or (
            self.tokens[at].conj != "" and pair[1:] in self.layout.lexicon.words("cue.break_phrase")
        )

    def _trim(self, first: int, last: int) -> int:
        """Without the marks at the end, but for those that close what opens inside."""
        layout = self.layout
        while last > first and self.tokens[last - 1].kind == "punct":
            mark = last - 1
            if mark in layout.closes and layout.closes[mark].first > first:
                break
            if self.tokens[mark].form in ("!", "\u061f", "?", ")"):
                break
            last -= 1
        return last

    def _form(self, first: int, last: int) -> str:
        """indirect, or mixed where words are quoted that are no name."""
        layout = self.layout
        at = first
        while at < last:
            quote = layout.opens.get(at)
            if quote is None:
                at += 1
                continue
            if not self._names(at, quote):
                return "mixed"
            at = quote.last + 1
        return "indirect"

    def _names(self, at: int, quote: Quote) -> bool:
        """Whether the quotation marks stand around a name: عملية "غصن الزيتون"."""
        if quote.last - quote.first > 4:
            return False
        if any(not token.form.isalpha() or token.form.isascii() for token in self.tokens[quote.first : quote.last]):
            return quote.last - quote.first <= 3
        before = at - 1
        return before > self.opening.cue_at and (
            self.layout.word_in(before, "cue.naming")
            or (self.layout.reference[at] is not None and self.layout.reference[before] is self.layout.reference[at])
        )
