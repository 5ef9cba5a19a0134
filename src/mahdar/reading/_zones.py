"""What each piece of a text is on its page."""

import re
from collections.abc import Sequence
from itertools import pairwise

import msgspec
from rapidfuzz import fuzz

from mahdar.knowledge import CLITICS, Knowledge, fold
from mahdar.knowledge.tables.outlets import OutletRule
from mahdar.model import Span, Zone
from mahdar.model._article import ZoneKind
from mahdar.reading._boilerplate import LineRules, Place, line_rules
from mahdar.reading._outlets import rules_for

__all__ = ["find_zones"]

_LINE = re.compile(r"[^\n\r\u2028\u2029]+")
_CLOSED = "\"'»”“’)] \u00a0\u200f"
_STOPS = tuple(".!,;:\u2026\u060c\u061b\u06d4")
_QUESTION = ("?", "\u061f")
_LIST_ITEM = re.compile(r"[\s\u200f]*(?:[-–—*•▪●·+]|\d+\s*[-–.):/])")
_TOPIC_AND_QUESTION = re.compile(r'(?:["«“][^"»”]+["»”]|\S+\s+\S.*?)\s*:\s*[^\s"«“].*[?\u061f]["»” ]*$')
_WORD = re.compile(r"\w{3,}")

_TITLE_LONGEST = 160
_TITLE_ALIKE = 90.0
_TITLE_AMONG_FIRST = 3
_LINK_SHORTEST, _LINK_LONGEST, _LINKS_IN_A_ROW = 36, 98, 5
_LISTED_SHORTEST, _LISTED_LONGEST, _LISTED_AT_MOST = 8, 150, 12
_TEASER_SHORTEST, _TEASER_LONGEST = 80, 280
_PARAGRAPH = 150
_TAIL_AT_MOST = 0.4
_BYLINE_LONGEST, _BYLINE_WORDS = 40, 5
_ABSTRACT_WORDS, _ABSTRACT_SHARED = 12, 0.55


class _Line(msgspec.Struct, frozen=True, gc=False):
    """A line without the space around it, and its folded form."""

    start: int
    end: int
    text: str
    folded: str

    @property
    def closed(self) -> bool:
        """Whether it ends as a sentence does."""
        return self.text.rstrip(_CLOSED).endswith(_STOPS)

    @property
    def asks(self) -> bool:
        return self.text.rstrip(_CLOSED).endswith(_QUESTION)

    @property
    def introduces(self) -> bool:
        """Whether a list or a speech follows it."""
        return self.text.endswith(":")


def find_zones(
    text: str,
    title: str | None,
    outlet: str | None,
    knowledge: Knowledge,
    *,
    url: str | None = None,
    published: str | None = None,
) -> tuple[Zone, ...]:
    """What each piece of the text is: title, abstract, dateline, body, caption, boilerplate.

    Zones are in order, do not overlap and lie inside the text; space between lines may lie in none. `title` is the
    headline where it is known from elsewhere; `outlet`, `url` and `published` (EDTF day) choose the rules of the outlet.
    Nothing is dropped without a rule of `boilerplate.toml` or a habit of the outlet in `outlets.toml`.
    """
    lines = _lines(text)
    if not lines:
        return ()
    rules = line_rules(knowledge)
    habits = rules_for(knowledge, outlet, url, published, text)
    kinds: list[ZoneKind] = ["body"] * len(lines)
    headline = _title(lines, title, text)
    if headline is not None:
        kinds[headline] = "title"
    _take_lines(lines, kinds, rules)
    if any(habit.links for habit in habits):
        _take_links(lines, kinds, rules)
    for habit in habits:
        _take_teasers(lines, kinds, rules, habit)
    if headline is not None and not habits:
        _take_byline(lines, kinds, headline)
    pieces = [
        _pieces(line, kind, number, len(lines), rules)
        for number, (line, kind) in enumerate(zip(lines, kinds, strict=True))
    ]
    _take_abstract(lines, pieces, habits)
    return _joined(pieces)


def _lines(text: str) -> list[_Line]:
    found = []
    for line in _LINE.finditer(text):
        bare = line.group().strip()
        if bare:
            start = line.start() + line.group().index(bare)
            found.append(_Line(start, start + len(bare), bare, fold(bare)))
    return found


def _title(lines: Sequence[_Line], title: str | None, text: str) -> int | None:
    """The number of the line that is the headline: the known one, or a first line that stands alone and is short."""
    if title and (wanted := _bare(fold(title))):
        for number, line in enumerate(lines[:_TITLE_AMONG_FIRST]):
            near = abs(len(line.folded) - len(wanted)) <= len(wanted) // 3 + 4
            if near and fuzz.ratio(_bare(line.folded), wanted) >= _TITLE_ALIKE:
                return number
    first = lines[0]
    if len(lines) == 1 or len(first.text) > _TITLE_LONGEST or first.closed:
        return None
    between = text[first.end : lines[1].start].replace("\r\n", "\n")
    return 0 if between.count("\n") >= 2 else None


def _bare(folded: str) -> str:
    return " ".join(re.findall(r"\w+", folded))


def _take_lines(lines: Sequence[_Line], kinds: list[ZoneKind], rules: LineRules) -> None:
    """Lines that a rule names, with the lists and ends that some of them open."""
    count = len(lines)
    for number, line in enumerate(lines):
        if kinds[number] != "body":
            continue
        rule = rules.of_line(line.folded, Place(number + 1, count - number))
        if rule is None:
            continue
        kinds[number] = rule.zone
        if rule.match == "tail" and _is_tail(lines, number):
            for after in range(number + 1, count):
                kinds[after] = rule.zone
        elif rule.match in ("list", "tail"):
            for after in range(number + 1, min(count, number + 1 + _LISTED_AT_MOST)):
                if kinds[after] != "body" or not _listed(lines[after], rules):
                    break
                kinds[after] = rule.zone


def _is_tail(lines: Sequence[_Line], number: int) -> bool:
    """Whether what follows is the end of the page: little of the running text stands there."""
    total = sum(len(line.text) for line in lines)
    after = sum(len(line.text) for line in lines[number + 1 :] if len(line.text) >= _PARAGRAPH and line.closed)
    return after <= _TAIL_AT_MOST * total


def _runs_on(line: _Line, rules: LineRules) -> bool:
    """Whether the line continues a text."""
    return rules.runs_on(line.folded, CLITICS.conjunctions[0])


def _listed(line: _Line, rules: LineRules) -> bool:
    """Whether a line under "read also" is the headline of another story."""
    return _LISTED_SHORTEST <= len(line.text) <= _LISTED_LONGEST and not line.closed and not _runs_on(line, rules)


def _take_links(lines: Sequence[_Line], kinds: list[ZoneKind], rules: LineRules) -> None:
    """Headlines of other stories that stand between paragraphs: they end without a stop and do not run on."""
    body = [number for number, kind in enumerate(kinds) if kind == "body"]
    runs: list[list[int]] = []
    for previous, number in pairwise(body):
        line = lines[number]
        if not _may_be_link(line, rules):
            continue
        if runs and runs[-1][-1] == previous:
            runs[-1].append(number)
        elif (lines[previous].closed or lines[previous].asks) and not lines[previous].introduces:
            runs.append([number])
    if 2 * sum(map(len, runs)) > len(body):
        return
    for run in runs:
        sure = [number for number in run if not lines[number].asks or _TOPIC_AND_QUESTION.match(lines[number].text)]
        if sure and len(run) <= _LINKS_IN_A_ROW:
            for number in run:
                kinds[number] = "boilerplate"
            # A question under which a headline stands, and no answer, is a headline itself.
            before = body[body.index(run[0]) - 1]
            if lines[before].asks and len(lines[before].text) <= _LINK_LONGEST and not _runs_on(lines[before], rules):
                kinds[before] = "boilerplate"


def _may_be_link(line: _Line, rules: LineRules) -> bool:
    return (
        _LINK_SHORTEST <= len(line.text) <= _LINK_LONGEST
        and not line.closed
        and not _LIST_ITEM.match(line.text)
        and not _runs_on(line, rules)
    )


def _take_teasers(lines: Sequence[_Line], kinds: list[ZoneKind], rules: LineRules, habit: OutletRule) -> None:
    """The leads of other stories at the end, where the outlet has them: none of them continues a text."""
    wanted = habit.teasers_at_end
    body = [number for number, kind in enumerate(kinds) if kind == "body"]
    if not wanted or len(body) < wanted + 2:
        return
    last = body[-wanted:]
    for number in last:
        line = lines[number]
        if not _TEASER_SHORTEST <= len(line.text) <= _TEASER_LONGEST:
            return
        if line.text.startswith(('"', "«", "“")) or _runs_on(line, rules):
            return
    for number in last:
        kinds[number] = "boilerplate"


def _take_byline(lines: Sequence[_Line], kinds: list[ZoneKind], headline: int) -> None:
    """A line of a few words between the headline and the first paragraph: who wrote it, from where."""
    for number in range(headline + 1, min(headline + 4, len(lines) - 1)):
        line = lines[number]
        if kinds[number] != "body":
            continue
        if (
            len(line.text) <= _BYLINE_LONGEST
            and 2 <= len(line.text.split()) <= _BYLINE_WORDS
            and not line.closed
            and not line.asks
            and '"' not in line.text
        ):
            kinds[number] = "dateline"
        return


def _pieces(line: _Line, kind: ZoneKind, number: int, count: int, rules: LineRules) -> list[Zone]:
    """The line as zones: one, or several where rules take pieces of it."""
    if kind != "body":
        return [Zone(kind, Span(line.start, line.end))]
    taken: list[tuple[Span, ZoneKind]] = []
    for rule, span in sorted(
        rules.pieces(line.text, line.folded, Place(number + 1, count - number)),
        key=lambda found: (found[1].start, -found[1].end),
    ):
        if not taken or span.start >= taken[-1][0].end:
            taken.append((span, rule.zone))
    zones: list[Zone] = []
    at = 0
    for span, zone_kind in [*taken, (Span(len(line.text), len(line.text)), "body")]:
        _add(zones, line, "body", at, span.start)
        _add(zones, line, zone_kind, span.start, span.end)
        at = max(at, span.end)
    return zones


def _add(zones: list[Zone], line: _Line, kind: ZoneKind, start: int, end: int) -> None:
    piece = line.text[start:end]
    bare = piece.strip()
    if bare:
        start += piece.index(bare)
        zones.append(Zone(kind, Span(line.start + start, line.start + start + len(bare))))


def _take_abstract(lines: Sequence[_Line], pieces: list[list[Zone]], habits: Sequence[OutletRule]) -> None:
    """The first paragraph where it sums up the rest: by the outlet's habit, or because the second tells it again."""
    paragraphs = [number for number, zones in enumerate(pieces) if any(zone.kind == "body" for zone in zones)]
    if len(paragraphs) < 3:
        return
    first, second = (lines[number] for number in paragraphs[:2])
    words = set(_WORD.findall(first.folded))
    told = len(words) >= _ABSTRACT_WORDS and (
        len(words & set(_WORD.findall(second.folded))) >= _ABSTRACT_SHARED * len(words)
    )
    if told or (any(habit.abstract for habit in habits) and first.closed):
        pieces[paragraphs[0]] = [
            Zone("abstract", zone.span) if zone.kind == "body" else zone for zone in pieces[paragraphs[0]]
        ]


def _joined(pieces: Sequence[Sequence[Zone]]) -> tuple[Zone, ...]:
    """The zones of all lines in order; body paragraphs that follow one another are one zone."""
    zones: list[Zone] = []
    for line in pieces:
        for zone in line:
            if zone.kind == "body" and zones and zones[-1].kind == "body":
                zones[-1] = Zone("body", Span(zones[-1].span.start, zone.span.end))
            else:
                zones.append(zone)
    return tuple(zones)
