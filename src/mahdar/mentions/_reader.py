"""What every reader of noun phrases needs: the tokens, the lexicon, and what an Arabic noun phrase may hold."""

from mahdar.knowledge import CLITICS, Knowledge
from mahdar.mentions._lexicon import Lexicon, lexicon
from mahdar.mentions._names import name_reader
from mahdar.mentions._openings import openings
from mahdar.mentions._phrases import Phrase
from mahdar.model import Span
from mahdar.text import Document, Token, vocabulary

STOP = frozenset(
    """preposition conjunction_word particle_that relative_strict demonstrative pronoun negation auxiliary
    reporting_verb reporting_participle time_word preposition_pronoun number_word counterpart pair_noun own_state
    the_latter but perfective""".split()
)
FINITE = frozenset(("event_verb", "reporting_verb", "auxiliary", "reporting_participle"))
NOT_ALONE = STOP | frozenset(
    ("conjunction_word", "preposition", "demonym", "adjective", "quantifier", "actor_noun", "office_word")
)
COMMAS = frozenset("\u060c,")
QUOTES = frozenset('"«»“”')


def stops(token: Token) -> bool:
    """Whether no noun phrase goes on over this word. A word with the article is no finite verb, whatever it looks like."""
    tags = token.tags & STOP
    return bool(tags - FINITE if token.article else tags)


class Reader:
    """Reads the phrases of one document: what all readers share."""

    def __init__(self, document: Document, knowledge: Knowledge) -> None:
        self.document = document
        self.tokens = document.tokens
        self.lexicon: Lexicon = lexicon(knowledge)
        self.names = name_reader(knowledge)
        self.openings = openings(knowledge)
        self._words = vocabulary(knowledge)
        self._offices: dict[tuple[int, int, int], Phrase | None] = {}  # what was read at a token, so deep in others
        self._depth = 0  # how many phrases the one at hand is the complement of
        self._named_until = 0  # where the last name of a person ended
        self._several: dict[int, Phrase] = {}  # those still to come of several who share a title, by their place
        self._index = {token.start: at for at, token in enumerate(self.tokens)}

    def _span(self, first: int, last: int) -> Span:
        return Span(self.tokens[first].stem_start, self.tokens[last - 1].end)

    def _prep(self, at: int) -> str:
        """The preposition that governs the phrase which begins at a token: its own clitic, or the word before it."""
        token = self.tokens[at]
        if token.prep:
            return token.prep
        before = self.tokens[at - 1] if at else None
        while before is not None and before.form in QUOTES and at > 1:
            at -= 1
            before = self.tokens[at - 1]
        if before is None or token.conj:
            return ""
        if "preposition" in before.tags:
            return before.stem
        return ""

    def _mark(self, at: int, end: int, marks: frozenset[str]) -> bool:
        return at < end and self.tokens[at].kind == "punct" and self.tokens[at].form in marks

    def _follows_noun(self, at: int) -> bool:
        """Whether an adjective stands here after its noun: a word with article right before it."""
        before = self.tokens[at - 1] if at else None
        if before is None or before.kind != "word" or stops(before):
            return False
        if before.article:  # "العقد" is a noun, "التقى" a verb that begins as if it had the article
            return not self._words.tags(CLITICS.article + before.stem) & FINITE
        return not before.tags & FINITE

    def _modifies(self, at: int) -> bool:
        """Whether a word that could head a phrase is an adjective of the noun before it: "مؤتمر صحفي"."""
        token = self.tokens[at]
        if not at or token.conj or token.prep:
            return False
        before = self.tokens[at - 1]
        if before.tags & {"one_of", "partitive", "number_word"}:
            return False
        if token.article and "as_adjective" in token.tags and before.article and not before.tags & FINITE:
            return True  # "الاتفاق النووي الموقع عام …"
        if token.article and "adjective" in token.tags and self._ends_definite(at):
            return True  # "بموقفه المعارض"
        ending = CLITICS.accusative
        if token.stem.endswith(ending) and not before.stem.endswith(ending) and not token.article:
            return False  # "هاجم مقاتلون جنودا": the object
        described = "actor_noun" in before.tags and not before.article and not token.article  # "دول ناطقة ب…"
        if token.stem in self.lexicon.never_adjectives:
            return False  # "وزراء خارجية [دول المجلس]"
        if not described and not token.stem.endswith(CLITICS.adjective):
            return False
        if before.kind != "word" or before.tags & STOP or before.tags & FINITE:
            return False
        if (
            before.tags & {"place_word", "state_word"}
            and not before.article
            and token.stem.endswith(CLITICS.sound_plural)
        ):
            return False  # "طردت لندن دبلوماسيين"
        return before.article == token.article

    def _ends_definite(self, at: int) -> bool:
        """Whether what ends before a token is definite without an article: by a pronoun, or as a name in quotation marks."""
        before = self.tokens[at - 1]
        if before.kind == "word":
            written_on = self.names.compound_of_clitics(before, self.document.article.text)
            return (bool(before.pronoun) or written_on) and not before.tags & FINITE
        return before.form in QUOTES and at > 1 and before.start == self.tokens[at - 2].end

    def _adjective(self, token: Token, article: bool) -> bool:
        """Whether the word can be an adjective of the noun before it, with or without article."""
        if token.kind != "word" or token.article != article or token.prep or token.conj or token.pronoun:
            return False
        if (stops(token) and not token.tags & {"former", "adjective"}) or "not_adjective" in token.tags:
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

    def _improper(self, at: int, end: int) -> bool:
        """ "رفيع المستوى", "مجهولة المصدر": an adjective and the noun with the article that it takes."""
        if at + 1 >= end or "improper" not in self.tokens[at].tags or self.tokens[at].prep or self.tokens[at].conj:
            return False
        after = self.tokens[at + 1]
        return after.kind == "word" and after.article and not (after.prep or after.conj or after.pronoun)

    def _after_sound_plural(self, token: Token) -> bool:
        """ "المتظاهرون الغاضبون": two sound plurals in a row with the same article."""
        at = self._index[token.start] - 1
        before = self.tokens[at] if at >= 0 else None
        return before is not None and before.stem.endswith(CLITICS.sound_plural) and before.article == token.article

    def _parts_ways(self, at: int, described: int) -> bool:
        """Whether a word that looks like one more adjective is none, the one before it (token `described`) being feminine:
        "دول أوروبية [ينتمي] إليها", "القوات الأمنية [المسؤول السابق]"."""
        token, feminine = self.tokens[at], CLITICS.tied[1]
        if described != at - 1:
            return False
        if self.tokens[described].stem.endswith(CLITICS.sound_plural):
            another = "office_word" in token.tags or (token.stem.endswith(CLITICS.accusative) and not token.article)
            return another and not token.stem.endswith(CLITICS.sound_plural)  # "مسلحون مجهولون [عضو المجلس]"
        if not self.tokens[described].stem.endswith(feminine):
            return False
        return not token.stem.endswith(feminine) and "feminine_form" not in token.tags

    def _agrees(self, noun: Token, adjective: Token) -> bool:
        """A sound masculine plural takes no adjective in the feminine singular."""
        return not (noun.stem.endswith(CLITICS.sound_plural) and adjective.stem.endswith(CLITICS.tied[1]))

    def _bare_adjective(self, token: Token, definite: bool) -> bool:
        return token.article and definite and self._adjective(token, True)

    # The readers below ask each other; which class answers is settled where they are put together (`Chunker`).

    def _complement(self, at: int, end: int) -> Phrase | None:
        raise NotImplementedError

    def _place(self, at: int, end: int) -> Phrase | None:
        raise NotImplementedError

    def _office(self, at: int, end: int) -> Phrase | None:
        raise NotImplementedError

    def _registry_name(self, at: int, end: int) -> Phrase | None:
        raise NotImplementedError

    def _apposed_name(self, at: int, end: int) -> tuple[tuple[tuple[int, int], tuple[str, ...]] | None, int]:
        raise NotImplementedError

    def _abbreviation(self, stop: int, end: int) -> int:
        raise NotImplementedError

    def _deictic(self, at: int) -> Phrase | None:
        raise NotImplementedError

    def _person(self, at: int, stop: int, entries: tuple[str, ...]) -> Phrase:
        raise NotImplementedError
