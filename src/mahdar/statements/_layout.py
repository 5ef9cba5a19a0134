"""A document laid out for the rules of this room: what stands at each token, in tables that are looked up by index."""

import msgspec

from mahdar.knowledge import CLITICS, fold
from mahdar.knowledge.tables.verbs import SourcePhrase
from mahdar.resolution import Reference, Resolution
from mahdar.statements._lexicon import Lexicon, alike, name_key
from mahdar.text import Document, Quote, Sentence, Token

_COMMAS = frozenset("\u060c,")
_OPENING = frozenset('\u00ab\u201c\u201e"\u201f\uff02\u2039')
_DASHES = frozenset(("-", "\u2013", "\u2014", "--", "\u2010", "\u2011", "\u2015"))


class SourceAt(msgspec.Struct, frozen=True, gc=False):
    """A source phrase in the text: tokens [first, last)."""

    first: int
    last: int
    phrase: SourcePhrase


class Layout:
    """Tables by token index. `reference`: the outermost reference that covers the token; `quote`: the innermost
    quotation around it; `sentence`: its sentence's index; `that`: it is a particle of saying; `opens`: the quotation
    that its mark opens; `closes`: the quotation that its mark closes."""

    def __init__(self, document: Document, resolution: Resolution, lexicon: Lexicon) -> None:
        self.document = document
        self.lexicon = lexicon
        self.text = document.article.text
        self.tokens: tuple[Token, ...] = document.tokens
        self.sentences: tuple[Sentence, ...] = document.sentences
        size = len(self.tokens)
        self.sentence = [0] * size
        for number, sentence in enumerate(self.sentences):
            for at in range(sentence.first, sentence.last):
                self.sentence[at] = number
        self.quote: list[Quote | None] = [None] * size
        self.opens: dict[int, Quote] = {}
        self.closes: dict[int, Quote] = {}
        for quote in document.quotes:
            self.opens[quote.first - 1] = quote
            self.closes[quote.last] = quote
            for at in range(quote.first, quote.last):
                self.quote[at] = quote
        self.reference: list[Reference | None] = [None] * size
        self.references = tuple(reference for reference in resolution.references if reference.last <= size)
        for reference in self.references:
            for at in range(reference.first, reference.last):
                if self.reference[at] is None:
                    self.reference[at] = reference
        self.entities = {entity.id: entity for entity in resolution.entities}
        self.outlet = name_key(document.article.outlet or "")
        self._own_names = lexicon.names_of_outlet(self.outlet) if self.outlet else frozenset()
        self.name_parts = self._name_parts(resolution)
        particles, joined = (
            lexicon.words("particle_that"),
            CLITICS.conjunctions,
        )  # «فإن», which has the letters of a name
        self.that = [
            ("particle_that" in token.tags and not token.article)
            or (token.form.startswith(joined) and token.form[1:] in particles)
            for token in self.tokens
        ]
        self.sources = self._find_sources()

    def _name_parts(self, resolution: Resolution) -> dict[str, frozenset[str]]:
        """Who has a word in their name: persons by any part of it, bodies by a word with the article («الخارجية»)."""
        parts: dict[str, set[str]] = {}
        named = {
            entity
            for reference in self.references
            if reference.form in ("name", "office+name") and len(reference.entities) == 1
            for entity in reference.entities
        }
        for entity in resolution.entities:
            if entity.id not in named or entity.kind not in ("person", "org"):
                continue
            for word in fold(entity.name).split():
                if entity.kind == "person" or word.startswith(CLITICS.article):
                    parts.setdefault(word, set()).add(entity.id)
        return {word: frozenset(entities) for word, entities in parts.items()}

    def plain_word(self, at: int) -> bool:
        """Whether a word stands at `at` that is part of no reference and joins nothing."""
        token = self.tokens[at] if at < len(self.tokens) else None
        if token is None or token.kind != "word" or self.reference[at] is not None:
            return False
        return not (self.that[at] or token.tags & {"preposition", "conjunction_word", "relative", "relative_strict"})

    def _find_sources(self) -> dict[int, SourceAt]:
        found: dict[int, SourceAt] = {}
        starts = self.lexicon.sources
        for at, token in enumerate(self.tokens):
            entries = starts.get(token.form) or (starts.get(token.form[1:]) if token.conj else None)
            for words, phrase in entries or ():
                last = self._match(words, at)
                if last:
                    found[at] = SourceAt(at, last, phrase)
                    break
        return found

    def _match(self, words: tuple[str, ...], at: int) -> int:
        """The token after the phrase that begins at `at`, 0 where it does not stand there. A last word of one letter is
        a clitic of the token that follows, or stands by itself."""
        for step, word in enumerate(words[1:], 1):
            if at + step >= len(self.tokens):
                return 0
            token = self.tokens[at + step]
            if token.form == word:
                continue
            if len(word) == 1 and token.prep == word:
                return at + step
            return 0
        return at + len(words)

    def is_comma(self, at: int) -> bool:
        """Whether a comma stands at `at`."""
        return self.tokens[at].form in _COMMAS

    def is_dash(self, at: int) -> bool:
        """Whether a dash stands at `at`."""
        return self.tokens[at].form in _DASHES

    def is_punct(self, at: int) -> bool:
        """Whether a mark stands at `at`."""
        return self.tokens[at].kind == "punct"

    def is_opening(self, at: int) -> bool:
        """Whether a quotation is opened by the mark at `at`."""
        return at in self.opens

    def word_in(self, at: int, name: str) -> bool:
        """Whether the word at `at`, with or without what is written on to it, belongs to a closed class."""
        token = self.tokens[at]
        words = self.lexicon.classes.get(name)
        return words is not None and (token.stem in words or token.form in words)

    def after_bracket(self, at: int) -> int:
        """The token after the bracket that opens at `at`; the next one where it is not closed soon."""
        depth = 0
        for index in range(at, min(at + 30, len(self.tokens))):
            form = self.tokens[index].form
            if form == "(":
                depth += 1
            elif form == ")":
                depth -= 1
                if depth == 0:
                    return index + 1
        return at + 1

    def governed(self, reference: Reference) -> bool:
        """Whether a preposition governs the reference. «كل من ألمانيا وفرنسا» counts as nothing before it."""
        before = reference.first - 1
        if before >= 1 and "each_of" in self.tokens[before - 1].tags and self.tokens[before].form == reference.prep:
            return False
        if before >= 0 and self.tokens[before].form in CLITICS.prepositions:
            return True
        return bool(reference.prep or self.tokens[reference.first].prep)

    def issuer(self, reference: Reference) -> Reference | None:
        """Who issued the document that the reference names («بيان الوزارة»): the first actor named inside it."""
        for inner in self.references:
            if inner.first > reference.first and inner.last <= reference.last:
                return inner
            if inner.first >= reference.last:
                break
        return None

    def own_outlet(self, reference: Reference) -> bool:
        """Whether the one meant is the outlet that published the article."""
        if not self.outlet:
            return False
        for entity in reference.entities:
            known = self.entities.get(entity)
            names = (entity, known.name_en or "", known.name) if known else (entity,)
            if any(key and alike(key, self.outlet) for key in map(name_key, names)):
                return True
            called = {fold(name) for name in (known.name, *known.names)} if known else set()
            if called & self._own_names:
                return True
        return False

    def carrier(self, reference: Reference) -> bool:
        """Whether the one meant is a medium that passes on words."""
        if any(entity in self.lexicon.carriers for entity in reference.entities):
            return True
        if reference.kind not in ("org", "group") or any(
            entity in self.lexicon.platforms for entity in reference.entities
        ):
            return False
        token, second = self.tokens[reference.first], self.tokens[min(reference.first + 1, len(self.tokens) - 1)]
        site = token.stem in self.lexicon.words("cue.site") and reference.last > reference.first + 1 and second.article
        if site and not self.word_in(reference.first + 1, "cue.of_news"):
            return False  # «موقع الحادث» is a place
        return self.lexicon.is_medium(token.stem) or self.lexicon.is_medium(token.form)
