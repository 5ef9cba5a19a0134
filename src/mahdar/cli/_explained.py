"""Why findings are what they are, and what reading them cost, as lines for a person."""

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from mahdar.cli._output import Line
from mahdar.model import Article, Record

if TYPE_CHECKING:
    from mahdar.engine import Timings
    from mahdar.explanations import Explanation, Quoted, Reason, Weighed

__all__ = ["explanation_lines", "timing_lines"]

_LABEL = 11
_MOST = 6  # passages of one finding


def explanation_lines(article: Article, record: Record, explanations: "Iterable[Explanation]") -> Iterator[Line]:
    """Each finding as a block: what, the words, what read them, the parts, the standing, who lost."""
    yield (" ".join((article.title or "no title").split()), "head"), ("  ", ""), (record.doc, "dim")
    for one in explanations:
        yield ()
        yield (one.finding, "head"), ("  ", ""), (one.told, "name"), ("  ", ""), (one.id, "dim")
        yield from _passages("words", one.words)
        yield from _passages("standing", one.standing)
        for reason in one.reasons:
            yield _labelled("because", *_reason(reason))
        for part in one.parts:
            words = (("  ", ""), ("\u00ab" + _flat(part.words.words) + "\u00bb", "words")) if part.words else ()
            yield _labelled(part.role, (part.name, "name"), ("  ", ""), (part.id, "dim"), *words)
        for note in one.notes:
            yield _labelled("note", (note, ""))
        yield from _weighed(one.weighed)
    yield ()


def _labelled(label: str, *pieces: tuple[str, str]) -> Line:
    return (("  ", ""), (label.ljust(_LABEL), "key"), *pieces)


def _flat(words: str) -> str:
    return " ".join(words.split())


def _passages(label: str, passages: "Sequence[Quoted]") -> Iterator[Line]:
    for passage in passages[:_MOST]:
        place = f"  {passage.span.start}-{passage.span.end}"
        yield _labelled(label, ("\u00ab" + _flat(passage.words) + "\u00bb", "words"), (place, "dim"))
    if len(passages) > _MOST:
        yield _labelled("", (f"and {len(passages) - _MOST} more", "dim"))


def _reason(reason: "Reason") -> Iterator[tuple[str, str]]:
    yield reason.rule, ""
    yield (f"  {reason.file}" if reason.file else "  a rule in code"), "dim"
    if reason.example:
        yield "  as in ", "dim"
        yield "\u00ab" + reason.example + "\u00bb", "words"


def _weighed(weighed: "Sequence[Weighed]") -> Iterator[Line]:
    for one in weighed:
        yield _labelled(
            "taken" if one.chosen else "lost",
            (", ".join(one.names), "name"),
            (f"  {one.score:g}", "key"),
            ("  " + ", ".join(one.reasons), "dim"),
        )


def timing_lines(timings: "Timings") -> Iterator[Line]:
    """A line a room: seconds and share; then the whole, with words a second."""
    rooms = timings.rooms()
    for room in rooms:
        yield _labelled(room.room.ljust(12), (f"{room.seconds:9.4f} s  {room.share:6.1%}", ""))
    whole = sum(room.seconds for room in rooms)
    pace = f"{timings.words / whole:,.0f} words a second" if whole else ""
    told = f"{timings.articles} articles, {timings.words} words, {whole:.4f} s, {pace}"
    yield (("  ", ""), (told, ""))
