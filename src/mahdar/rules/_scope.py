"""The scope of cues: what a word such as "planned" or "denied" reaches. After ConText (Harkema et al. 2009)."""

from collections.abc import Callable, Sequence

import msgspec

from mahdar.rules._phrases import PhraseTable
from mahdar.text import Token

_COMMA = "comma"


class Modifier(msgspec.Struct, frozen=True, gc=False):
    """A cue as the engine takes it: `category` is what it makes of what it reaches, at most `reach` tokens "after" or
    "before" it; `stops` are tags that end its scope ("comma": any mark); `tense` and `bears_on` restrict it
    (see `StandingCue`)."""

    id: str
    category: str
    direction: str
    reach: int
    stops: tuple[str, ...] = ()
    tense: str = ""
    bears_on: str = ""


class Scope(msgspec.Struct, frozen=True, gc=False):
    """A cue at tokens [cue_first, cue_last) and the tokens [first, last) that it reaches."""

    modifier: Modifier
    cue_first: int
    cue_last: int
    first: int
    last: int

    def reaches(self, at: int) -> bool:
        """Whether token `at` lies in the scope."""
        return self.first <= at < self.last


def find_scopes(
    tokens: Sequence[Token], first: int, last: int, cues: PhraseTable[Modifier], ends: Callable[[int], bool]
) -> tuple[Scope, ...]:
    """The scopes of all cues in tokens [first, last). `ends(at)` says whether a clause ends at token `at`."""
    found = []
    read = first
    for at in cues.starts(tokens, first, last):
        match = cues.at(tokens, at, last) if at >= read else None
        if match is None:
            continue
        end, modifier = match
        if modifier.direction == "after":
            stop = end
            while stop < last and stop - end < modifier.reach and not _halts(tokens, stop, modifier, ends):
                stop += 1
            found.append(Scope(modifier, at, end, end, stop))
        else:
            start = at
            while start > first and at - start < modifier.reach and not _halts(tokens, start - 1, modifier, ends):
                start -= 1
            found.append(Scope(modifier, at, end, start, at))
        read = end
    return tuple(found)


def _halts(tokens: Sequence[Token], at: int, modifier: Modifier, ends: Callable[[int], bool]) -> bool:
    if tokens[at].kind == "punct" and _COMMA in modifier.stops:
        return True
    return ends(at) or not tokens[at].tags.isdisjoint(modifier.stops)
