"""What full-text search sees: the folded words of an article, their light stems, and marks for what is told of it. Ours,
because the tokenizers of the databases take harakat for separators and know neither clitics nor the letters that are
written for one another; and because both have to find the same."""

import re
from collections.abc import Iterable, Iterator
from datetime import date
from hashlib import blake2b

import msgspec

from mahdar.knowledge import fold, fold_char
from mahdar.model import Article, Office, Record, Span
from mahdar.text import light_stem

__all__ = [
    "MOST",
    "Leaf",
    "Sign",
    "Wanted",
    "folded_words",
    "key_of",
    "leaf_of",
    "mark",
    "number_of",
    "placed_words",
    "stemmed",
]

# A conjunction is written on to figures too, so words end where figures begin.
_WORD = re.compile(r"\d+|[^\W\d_]+")
# No word is longer, and no article has more of them; what goes beyond is a file of another kind.
_LONGEST, _WORDS = 80, 200_000
_BITS = 32
MOST = (1 << _BITS) - 1


class Leaf(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """An article in the full text, under a key by which newer ones stand higher."""

    key: int
    words: str
    stems: str
    marks: tuple[str, ...]


class Sign(msgspec.Struct, frozen=True, gc=False):
    """Words that have to stand side by side in a column (words, stems), or a mark."""

    column: str
    words: tuple[str, ...]


class Wanted(msgspec.Struct, frozen=True, gc=False):
    """What an article has to have: of every group one sign, and none of `none`."""

    every: tuple[tuple[Sign, ...], ...]
    none: tuple[Sign, ...] = ()


def folded_words(text: str) -> list[str]:
    """The words of a text, folded."""
    return [word[:_LONGEST] for word in _WORD.findall(fold(text))]


def placed_words(text: str) -> Iterator[tuple[Span, str]]:
    """The same with their places in the text; marks on the last letter belong to the word."""
    pieces = list(map(fold_char, text))
    origins = [at for at, piece in enumerate(pieces) for _ in piece]
    for found in _WORD.finditer("".join(pieces)):
        end = origins[found.end() - 1] + 1
        while end < len(text) and not pieces[end]:
            end += 1
        yield Span(origins[found.start()], end), found[0][:_LONGEST]


def stemmed(word: str) -> str:
    """A word as the stemmed column has it."""
    return light_stem(word)


def mark(sort: str, value: str) -> str:
    """The mark of a thing that is told of an article: a stem of its title ("title") or of what is said in it ("said"), who
    speaks ("speaker"), its outlet ("outlet"). Stems can be read; of others it is a hash, because they hold anything."""
    if sort in ("title", "said"):
        return f"{sort[0]}_{value}"
    return f"{sort[0]}x_{blake2b(fold(value).encode('utf-8', 'replace'), digest_size=8).hexdigest()}"


def key_of(day: str | None, number: int) -> int:
    """The key of an article of this first day: one number for both, so that the newest come first without sorting."""
    return (date.fromisoformat(day).toordinal() if day else 0) << _BITS | number


def number_of(key: int) -> int:
    """The number of the article with this key."""
    return key & MOST


def leaf_of(article: Article, record: Record, day: str | None, number: int) -> Leaf:
    """An article as the full text has it; a title that the text opens with is not told twice."""
    text, title = article.text, article.title
    whole = text if not title or text.lstrip().startswith(title) else f"{title}\n{text}"
    words = folded_words(whole)[:_WORDS]
    return Leaf(
        key=key_of(day, number),
        words=" ".join(words),
        stems=" ".join(map(light_stem, words)),
        marks=tuple(sorted(set(_marks(article, record)))),
    )


def _marks(article: Article, record: Record) -> Iterable[str]:
    if article.outlet:
        yield mark("outlet", article.outlet)
    for word in folded_words(article.title or ""):
        yield mark("title", light_stem(word))
    sides = {entity.id: _sides(entity.iso, entity.offices) for entity in record.entities}
    for statement in record.statements:
        for who in statement.speaker:
            yield mark("speaker", who)
            yield from (mark("speaker", side) for side in sides.get(who, ()))
        for span in statement.content:
            for word in folded_words(span.of(article.text)):
                yield mark("said", light_stem(word))


def _sides(iso: str | None, offices: Iterable[Office]) -> list[str]:
    """For whom somebody speaks: his state if he is one, and those whose office he holds."""
    held = [office.of for office in offices if not office.title.startswith("former ")]
    return [*((iso,) if iso else ()), *held]
