"""From the parts of a question to what an article has to have in the full text."""

from collections.abc import Iterator, Sequence

import msgspec
from sqlalchemy import Connection

from mahdar.errors import QueryError
from mahdar.knowledge import Knowledge
from mahdar.query._asked import PLACES, Part, read_asked
from mahdar.query._heard import arabic_for
from mahdar.query._names import Sought, seek
from mahdar.query._parts import first_day, last_day
from mahdar.store import Sign, Store, Wanted, folded_words, mark, stemmed

__all__ = ["Question", "read_question"]

_MOST_WORDS = 60


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """A search, read: what is `wanted`; the groups of stems by which hits are ranked, of each group one of several rows of
    stems; the stems that are marked; the days between; and whom the words are to be said by, where both are asked for."""

    wanted: Wanted
    groups: tuple[tuple[tuple[str, ...], ...], ...]
    stems: frozenset[str]
    start: str | None
    end: str | None
    speakers: tuple[Sought, ...] = ()
    said: tuple[tuple[tuple[str, ...], ...], ...] = ()


def read_question(
    store: Store, knowledge: Knowledge | None, asked: str, start: str | None, end: str | None
) -> Question:
    """Raises QueryError for what cannot be read, or holds no word to look for."""
    return _Reader(store, knowledge).question(asked, start, end)


class _Reader:
    def __init__(self, store: Store, knowledge: Knowledge | None) -> None:
        self.store, self.knowledge = store, knowledge
        self.every: list[tuple[Sign, ...]] = []
        self.none: list[Sign] = []
        self.groups: list[tuple[tuple[str, ...], ...]] = []
        self.said: list[tuple[tuple[str, ...], ...]] = []
        self.speakers: list[Sought] = []

    def question(self, asked: str, start: str | None, end: str | None) -> Question:
        parts = read_asked(asked)
        for part in parts:
            if part.field in ("in", "from", "to") and part.no:
                raise QueryError(f"'{part.field}:' cannot be left out with '-'", "no_minus", field=part.field)
        place = self._place(parts)
        start = next((part.words for part in parts if part.field == "from"), start)
        end = next((part.words for part in parts if part.field == "to"), end)
        with self.store.reading() as connection:
            self._words(connection, parts, place)
        for part in parts:
            if part.field == "outlet":
                self._take(part, [Sign("marks", (mark("outlet", part.words.strip()),))])
            elif part.field == "speaker":
                self._speaker(part)
        if not self.every:
            if self.none:
                raise QueryError(f"'{asked[:80]}' says only what not to look for", "only_minus", asked=asked[:80])
            raise QueryError(f"'{asked[:80]}' holds no word to look for", "no_word", asked=asked[:80])
        if sum(map(len, self.every)) + len(self.none) > 10 * _MOST_WORDS:
            raise QueryError("too much is asked for at once; ask with fewer words", "too_much")
        return Question(
            wanted=Wanted(tuple(self.every), tuple(self.none)),
            groups=tuple(self.groups),
            stems=frozenset(stem for group in self.groups for row in group for stem in row),
            start=first_day(start),
            end=last_day(end),
            speakers=tuple(self.speakers),
            said=tuple(self.said) if self.speakers else (),
        )

    @staticmethod
    def _place(parts: Sequence[Part]) -> str:
        """Where the words have to stand that have no field themselves."""
        places = [part.words.lower() for part in parts if part.field == "in"]
        for place in places:
            if place not in PLACES:
                listed = ", ".join(f"in:{one}" for one in PLACES)
                told = f"there is no place 'in:{place}'; there are: {listed}"
                raise QueryError(told, "not_there", asked=f"in:{place}", listed=listed)
        return places[-1] if places else ""

    def _take(self, part: Part, signs: Sequence[Sign]) -> None:
        if part.no:
            self.none.extend(signs)
        else:
            self.every.append(tuple(signs))

    # --- words

    def _words(self, connection: Connection, parts: Sequence[Part], place: str) -> None:
        latin: list[str] = []
        count = 0
        for part in (*parts, Part(words="", phrase=True)):
            if part.field not in ("", "title"):
                continue
            words = folded_words(part.words)
            count += len(words)
            if count > _MOST_WORDS:
                raise QueryError(f"a search has {_MOST_WORDS} words at most", "too_many", most=_MOST_WORDS)
            where = part.field or place
            if not (part.phrase or part.no or part.field) and words and all(map(str.isascii, words)):
                latin += words
                continue
            # A run of Latin words may be one name.
            self._latin(connection, latin, Part(words=""), place)
            latin = []
            if part.phrase and words:
                self._phrase(connection, words, part, where)
            elif words and all(map(str.isascii, words)):
                self._latin(connection, words, part, where)
            else:
                for word in words:
                    self._word(part, where, [(word,)])

    def _latin(self, connection: Connection, words: Sequence[str], part: Part, where: str) -> None:
        """Latin words, as they stand or in Arabic."""
        at = 0
        for size, forms in self._arabic(connection, words):
            own = tuple(words[at : at + size])
            at += size
            self._word(part, where, [own, *(form for form in forms if form != own)])

    def _arabic(self, connection: Connection, words: Sequence[str]) -> Iterator[tuple[int, list[tuple[str, ...]]]]:
        if self.knowledge is None:
            yield from ((1, []) for _ in words)
        else:
            yield from arabic_for(connection, self.knowledge, words)

    def _word(self, part: Part, where: str, forms: Sequence[tuple[str, ...]]) -> None:
        """A word, or a name in one of several forms, in any of their inflections."""
        rows = tuple(dict.fromkeys(tuple(map(stemmed, form)) for form in forms))
        if not where:
            self._take(part, [Sign("stems", row) for row in rows])
        elif len(rows) == 1 or all(len(row) == 1 for row in rows):
            for n in range(len(rows[0]) if len(rows) == 1 else 1):
                self._take(part, [Sign("marks", (mark(where, row[n]),)) for row in rows])
        else:
            # Of a name of several words its words have to be there; side by side they stand somewhere in the article.
            self._take(part, [Sign("marks", (mark(where, row[-1]),)) for row in rows])
            if not part.no:
                self.every.append(tuple(Sign("stems", row) for row in rows))
        self._rank(part, where, rows)

    def _phrase(self, connection: Connection, words: Sequence[str], part: Part, where: str) -> None:
        """Words as they stand, side by side; a Latin name also as Arabic writes it."""
        rows = [tuple(words)]
        if all(map(str.isascii, words)):
            found = list(self._arabic(connection, words))
            if len(found) == 1:
                rows += [form for form in found[0][1] if form not in rows]
        if part.no and where and len(words) > 1:
            raise QueryError("of a title, or of what is said, leave out one word at a time", "one_at_a_time")
        stems = tuple(tuple(map(stemmed, row)) for row in rows)
        if where and not part.no:
            for n in range(len(words) if len(rows) == 1 else 1):
                self.every.append(tuple(Sign("marks", (mark(where, row[n]),)) for row in stems))
        if part.no and where:
            self.none.extend(Sign("marks", (mark(where, row[0]),)) for row in stems)
        else:
            self._take(part, [Sign("words", row) for row in rows])
        self._rank(part, where, stems)

    def _rank(self, part: Part, where: str, rows: tuple[tuple[str, ...], ...]) -> None:
        if not part.no:
            self.groups.append(rows)
            if where == "said":
                self.said.append(rows)

    # --- who speaks

    def _speaker(self, part: Part) -> None:
        if self.knowledge is None:
            idents: tuple[str, ...] = (part.words,)
        else:
            one = seek(self.store, self.knowledge, part.words)
            idents = (*one.ids, *((one.iso,) if one.iso else ()), *one.organs)
            if not part.no:
                self.speakers.append(one)
        self._take(part, [Sign("marks", (mark("speaker", ident),)) for ident in dict.fromkeys(idents)])
