"""An article as tokens, sentences and quotations."""

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import count

import msgspec

from mahdar.knowledge import Knowledge
from mahdar.knowledge.letters import LETTERS, MARKS
from mahdar.model import Article, Span, Zone
from mahdar.text._vocabulary import NO_TAGS
from mahdar.text._words import WordSplitter

_PIECE = re.compile(
    rf"[{LETTERS}]+(?:[^\W\d_]|[{MARKS}])*"  # a word, as most are written
    rf"|[^\W\d_](?:[^\W\d_]|[{MARKS}])*"  # any word
    rf"|\d+(?:[.,\u066b\u066c]\d+)*"  # a number
    r"|\.{2,}|--+|[^\w\s#" + MARKS + r"]"  # a mark
)
_STOPS = frozenset(".!?\u061f\u06d4")
_OPENING = {"\u00ab": "\u00bb", "\u201c": "\u201d", "\u201e": "\u201d", "\u2039": "\u203a"}
_CLOSING = frozenset(_OPENING.values())
_EVEN = frozenset('"\u201f\uff02')
_LONGEST_LETTER = 3  # the spoken name of a letter, as abbreviations are written: "إن.بي.سي"
_LONGEST_QUOTE = 4000
_HYPHENS = frozenset("-\u2010\u2011\u2013")
_MOST_KEPT = 300_000
# Numbers of written words, none given twice in a process.
_NUMBERS = count()


class Token(msgspec.Struct, frozen=True, gc=False):
    """A written word, a number or a mark, with what is written on to the word split off.

    `start`, `end`: code points of the whole; `form`: all of it folded; `kind`: word, number, punct. `conj`, `prep`,
    `future`, `article`: the proclitics; `stem`: the folded word without them and without `pronoun`, its ending.
    `stem_start`: where the word without proclitics, article kept, begins in the text. `tags`: its classes. `spellings`: the folded
    forms under which a phrase may have it: whole, without conjunction, with its article, bare. `word`: a number that all
    tokens share, in whatever article, which are written with these very letters: what depends on them alone is known by it.
    """

    start: int
    end: int
    stem_start: int
    form: str
    kind: str
    conj: str
    prep: str
    future: bool
    article: bool
    stem: str
    pronoun: str
    tags: frozenset[str]
    spellings: tuple[str, ...]
    word: int


class Sentence(msgspec.Struct, frozen=True, gc=False):
    """Tokens [first, last) of one sentence; `zone` as in the article, `paragraph` counts the lines that hold text."""

    first: int
    last: int
    zone: str
    paragraph: int


class Quote(msgspec.Struct, frozen=True, gc=False):
    """A quotation: the tokens strictly inside the marks [first, last), and the text inside them."""

    first: int
    last: int
    start: int
    end: int


class Document(msgspec.Struct, frozen=True):
    """An article taken apart. Sentences are in order and do not overlap; quotes are outer before inner."""

    article: Article
    tokens: tuple[Token, ...]
    sentences: tuple[Sentence, ...]
    quotes: tuple[Quote, ...]

    def words(self, span: Span) -> str:
        """The very words of a span."""
        return self.article.text[span.start : span.end]


_Fields = tuple[int, str, str, str, str, bool, bool, str, str, frozenset[str], tuple[str, ...], int]


class _Written(dict[str, _Fields]):
    """Of each written word, number or mark where its stem begins, and the fields of its token from `form` on; taken apart
    when it is first met."""

    def __init__(self, knowledge: Knowledge) -> None:
        super().__init__()
        self._splitter = WordSplitter(knowledge)

    def __missing__(self, written: str) -> _Fields:
        if len(self) >= _MOST_KEPT:
            self.clear()
        found = self[written] = self._read(written, next(_NUMBERS))
        return found

    def _read(self, written: str, word: int) -> _Fields:
        if not written[0].isalnum():
            return 0, written, "punct", "", "", False, False, written, "", NO_TAGS, (written,), word
        w = self._splitter.split(written)
        if written[0].isdecimal():
            return 0, w.form, "number", "", "", False, False, w.form, "", NO_TAGS, (w.form,), word
        return (
            w.offset,
            w.form,
            "word",
            w.conj,
            w.prep,
            w.future,
            w.article,
            w.stem,
            w.pronoun,
            w.tags,
            w.spellings,
            word,
        )


@lru_cache(maxsize=4)
def _written(knowledge: Knowledge) -> _Written:
    return _Written(knowledge)


def read_document(article: Article, knowledge: Knowledge) -> Document:
    """Take an article apart into tokens, sentences and quotations. Boilerplate and captions give none of them."""
    written_as = _written(knowledge)
    text = article.text
    tokens: list[Token] = []
    sentences: list[Sentence] = []
    paragraph = 0
    for zone in _zones(article):
        for line_start, line_end in _lines(text, zone.span):
            first = len(tokens)
            tokens += _tokens(text, line_start, line_end, written_as)
            if len(tokens) > first:
                for begin, stop in _sentences(tokens, first, len(tokens)):
                    sentences.append(Sentence(begin, stop, zone.kind, paragraph))
                paragraph += 1
    return Document(article, tuple(tokens), tuple(sentences), tuple(_quotes(tokens, text)))


def _tokens(text: str, first: int, last: int, written_as: _Written) -> Iterator[Token]:
    """The tokens of a line."""
    for piece in _PIECE.finditer(text, first, last):
        start, end = piece.span()
        written = text[start:end]
        if written in _HYPHENS and _between_letters(text, start, end):
            continue
        offset, form, kind, conj, prep, future, article, stem, pronoun, tags, spellings, word = written_as[written]
        yield Token(start, end, start + offset, form, kind, conj, prep, future, article,
                    stem, pronoun, tags, spellings, word)  # fmt: skip


def pieces_of(phrase: str) -> Iterator[str]:
    """The written pieces of a phrase that become tokens: words, numbers and marks, without hyphens inside names."""
    for piece in _PIECE.finditer(phrase):
        start, end = piece.span()
        if not (piece.group() in _HYPHENS and _between_letters(phrase, start, end)):
            yield piece.group()


def _zones(article: Article) -> Iterator[Zone]:
    """The zones of the article that are read; what no zone covers is body."""
    at = 0
    for zone in article.zones:
        if zone.span.start > at:
            yield Zone("body", Span(at, zone.span.start))
        if zone.kind not in ("boilerplate", "caption"):
            yield zone
        at = max(at, zone.span.end)
    if at < len(article.text):
        yield Zone("body", Span(at, len(article.text)))


def _lines(text: str, span: Span) -> Iterator[tuple[int, int]]:
    start = span.start
    while start < span.end:
        end = text.find("\n", start, span.end)
        if end < 0:
            end = span.end
        if end > start:
            yield start, end
        start = end + 1


def _between_letters(text: str, start: int, end: int) -> bool:
    """A hyphen inside a name (كيم جونغ-أون) joins words; one with a space beside it parts clauses."""
    return start > 0 and end < len(text) and text[start - 1].isalpha() and text[end].isalpha()


def _sentences(tokens: list[Token], first: int, last: int) -> Iterator[tuple[int, int]]:
    begin = first
    at = first
    while at < last:
        mark = tokens[at].form
        if tokens[at].kind == "punct" and (mark in _STOPS or mark.startswith("..")) and _ends(tokens, at, first, last):
            at += 1
            while at < last and tokens[at].kind == "punct" and (
                tokens[at].form in _STOPS or tokens[at].form in _CLOSING
                or (tokens[at].form in _EVEN and tokens[at].start == tokens[at - 1].end)
            ):  # fmt: skip
                at += 1
            yield begin, at
            begin = at
        else:
            at += 1
    if begin < last:
        yield begin, last


def _ends(tokens: list[Token], at: int, first: int, last: int) -> bool:
    """Whether the stop at `at` ends a sentence: not between digits, not after a single letter (an abbreviation)."""
    if tokens[at].form != ".":
        return True
    if at == first:
        return False
    before = tokens[at - 1]
    after = tokens[at + 1] if at + 1 < last else None
    if before.kind == "word" and before.end - before.start == 1:
        return after is None
    if after is not None and after.start == tokens[at].end and after.kind == "word":  # "إم.إتش", "لافروف.بزشكيان"
        return min(before.end - before.start, after.end - after.start) > _LONGEST_LETTER
    return not (after and before.kind == "number" and after.kind == "number" and after.start == tokens[at].end)


def _quotes(tokens: list[Token], text: str) -> list[Quote]:
    """Pairs of quotation marks, nested ones too. Marks without a partner within a few paragraphs are left alone.

    A quotation that opens each of its paragraphs and closes only the last gives a quote a paragraph.
    """
    found: list[Quote] = []
    paired: list[tuple[int, str]] = []
    even: list[int] = []
    for at, token in enumerate(tokens):
        if token.kind != "punct":
            continue
        mark = token.form
        if mark in _OPENING:
            paired.append((at, _OPENING[mark]))
        elif mark in _CLOSING:
            if paired:
                _keep(found, tokens, paired.pop()[0], at)
        elif mark in _EVEN:
            opens = _opens(tokens, at)
            while even and token.start - tokens[even[-1]].end > _LONGEST_QUOTE:
                even.pop()
            if opens and even and _starts_line(tokens, at, text) and not _same_line(tokens, even[-1], at, text):
                _keep(found, tokens, even.pop(), at)
            if even and opens is not True:
                _keep(found, tokens, even.pop(), at)
            else:
                even.append(at)
    return sorted(found, key=lambda quote: (quote.start, -quote.end))


def _opens(tokens: list[Token], at: int) -> bool | None:
    """Whether an even mark stands as an opening one does (a space before it, none after); None where that tells nothing."""
    before = tokens[at - 1] if at else None
    after = tokens[at + 1] if at + 1 < len(tokens) else None
    apart = before is None or before.end < tokens[at].start
    joined = after is not None and after.start == tokens[at].end and after.kind != "punct"
    return True if apart and joined else False if joined is apart is False else None


def _starts_line(tokens: list[Token], at: int, text: str) -> bool:
    return at == 0 or "\n" in text[tokens[at - 1].end : tokens[at].start]


def _same_line(tokens: list[Token], begin: int, end: int, text: str) -> bool:
    return "\n" not in text[tokens[begin].end : tokens[end].start]


def _keep(found: list[Quote], tokens: list[Token], begin: int, end: int) -> None:
    if begin + 1 < end and tokens[end - 1].end - tokens[begin].end <= _LONGEST_QUOTE:
        found.append(Quote(begin + 1, end, tokens[begin + 1].start, tokens[end - 1].end))
