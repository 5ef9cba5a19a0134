"""What can be asked with each question. A field has the name of the parameter that the question's function has, and is asked for
under the name that it has on the command line. The text of a field is what people and programs are told of it."""

from typing import TYPE_CHECKING, Annotated, Literal, TypeAlias

import msgspec
from msgspec import UNSET, Meta, Struct, UnsetType

from mahdar.model import ACTS, EVENT_KINDS, FAMILIES, STATUSES, STEPS
from mahdar.query import CHANGING, DIFFERENCES

__all__ = [
    "AccusationsAsked",
    "AgreementsAsked",
    "ArticleAsked",
    "ArticlesAsked",
    "Asked",
    "ChangesAsked",
    "ChosenAsked",
    "ChronicleAsked",
    "DisagreementsAsked",
    "DossierAsked",
    "EpisodeAsked",
    "EpisodesAsked",
    "Lines",
    "ListAsked",
    "NothingAsked",
    "OfficeAsked",
    "QuotesAsked",
    "RelationAsked",
    "SaidAsked",
    "SearchAsked",
    "ThreadAsked",
    "WhoAsked",
]

_RENAMED = {
    "from_": "from",
    "with_": "with",
    "kinds": "kind",
    "statuses": "status",
    "acts": "act",
    "steps": "step",
    "sorts": "sort",
    "properties": "property",
    "everything": "all",
    "best_first": "best",
    "outlets": "outlet",
    "docs": "doc",
}
# At least one Arabic or Latin letter or a digit, and nothing that ends a string in some database.
_WORDY = r"^[^\x00]*[0-9A-Za-z\u0621-\u063a\u0641-\u064a][^\x00]*$"
_YEAR = r"(19|20)[0-9][0-9]"
_LEAP = r"(19|20)(0[48]|[2468][048]|[13579][26])|2000"
_DAY = (
    rf"^({_YEAR}|{_YEAR}-(0[1-9]|1[0-2])"
    rf"|{_YEAR}-(0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8])"
    rf"|{_YEAR}-(0[13-9]|1[0-2])-(29|30)|{_YEAR}-(0[13578]|1[02])-31|({_LEAP})-02-29)$"
)
if TYPE_CHECKING:
    Kind: TypeAlias = str
    Status: TypeAlias = str
    Act: TypeAlias = str
    Step: TypeAlias = str
    Difference: TypeAlias = str
    Changing: TypeAlias = str
    Dating: TypeAlias = str
else:
    Kind = Literal[tuple(sorted({*EVENT_KINDS, *FAMILIES.values()}))]
    Status = Literal[tuple(STATUSES)]
    Act = Literal[tuple(ACTS)]
    Step = Literal[tuple(STEPS)]
    Difference = Literal[tuple(DIFFERENCES)]
    Changing = Literal[tuple(CHANGING)]
    Dating = Literal["given", "inferred", "none"]

_NAMED = "A name in Arabic or Latin letters, in any usual spelling, or an id."


def _name(does: str) -> Meta:
    return Meta(min_length=1, max_length=200, pattern=_WORDY, description=f"{does} {_NAMED}")


def _day(says: str) -> Meta:
    return Meta(pattern=_DAY, description=f"{says} A day (2018-05-07), a month (2018-05) or a year (2018).")


def _some(says: str) -> Meta:
    return Meta(max_length=30, description=f"{says} May be given several times.")


_Plain = Annotated[str, Meta(min_length=1, max_length=1000, pattern=r"^[^\x00]+$")]
_Id = Annotated[str, Meta(min_length=1, max_length=200, pattern=r"^[^\x00]+$")]
From = Annotated[str, _day("From this day on.")] | UnsetType
To = Annotated[str, _day("Up to this day, included.")] | UnsetType
Kinds = Annotated[tuple[Kind, ...], _some("A kind of event, or a family of kinds.")]
Statuses = Annotated[tuple[Status, ...], _some("How the event stands.")]
Acts = Annotated[tuple[Act, ...], _some("What is done by saying it.")]
Sources = Annotated[int, Meta(ge=1, le=1000, description="Only what so many independent texts report.")]


class Asked(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename=_RENAMED):
    """What a question is asked with."""


class Lines(Asked, frozen=True, kw_only=True, forbid_unknown_fields=True, rename=_RENAMED):
    """A question that is answered with lines, a page at a time."""

    limit: Annotated[int, Meta(ge=1, le=500, description="How many lines a page has at most.")] = 50
    cursor: (
        Annotated[
            str,
            Meta(max_length=200, pattern=r"^[A-Za-z0-9_-]+$", description="Where to go on: `next` of the page before."),
        ]
        | UnsetType
    ) = UNSET


class NothingAsked(Asked, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A question without anything to it."""


class ListAsked(Lines, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """All lines."""


class ChronicleAsked(Lines, frozen=True, kw_only=True, forbid_unknown_fields=True, rename=_RENAMED):
    """Events."""

    who: Annotated[str, _name("Who takes part.")] | UnsetType = UNSET
    with_: Annotated[str, _name("Together with whom.")] | UnsetType = UNSET
    kinds: Kinds = ()
    statuses: Statuses = ()
    from_: From = UNSET
    to: To = UNSET


class EpisodesAsked(ChronicleAsked, frozen=True, kw_only=True, forbid_unknown_fields=True, rename=_RENAMED):
    """Real events."""

    sources: Sources = 1


class EpisodeAsked(Asked, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One real event."""

    id: Annotated[_Id, Meta(description="The id of an episode, or of an event that is told in it.")]


class SaidAsked(Lines, frozen=True, kw_only=True, forbid_unknown_fields=True, rename=_RENAMED):
    """Statements."""

    who: Annotated[str, _name("Who spoke.")] | UnsetType = UNSET
    about: (
        Annotated[
            str,
            Meta(
                min_length=1,
                max_length=200,
                pattern=_WORDY,
                description="Somebody named in what was said, or words of it in any of their forms.",
            ),
        ]
        | UnsetType
    ) = UNSET
    via: Annotated[str, _name("Who passed it on.")] | UnsetType = UNSET
    acts: Acts = ()
    from_: From = UNSET
    to: To = UNSET


class QuotesAsked(Lines, frozen=True, kw_only=True, forbid_unknown_fields=True, rename=_RENAMED):
    """Statements of several articles."""

    words: (
        Annotated[
            str,
            Meta(min_length=1, max_length=200, pattern=_WORDY, description="Words that have to be in it."),
        ]
        | UnsetType
    ) = UNSET
    who: Annotated[str, _name("Who is quoted.")] | UnsetType = UNSET
    acts: Acts = ()
    from_: From = UNSET
    to: To = UNSET
    sources: Sources = 2
    differing: Annotated[bool, Meta(description="Only what is not told in the same words.")] = False


class DisagreementsAsked(Lines, frozen=True, kw_only=True, forbid_unknown_fields=True, rename=_RENAMED):
    """What the articles tell differently."""

    who: Annotated[str, _name("Whom it concerns.")] | UnsetType = UNSET
    with_: Annotated[str, _name("Together with whom.")] | UnsetType = UNSET
    sorts: Annotated[tuple[Difference, ...], _some("What sort of difference it is.")] = ()
    properties: Annotated[
        tuple[Annotated[str, Meta(min_length=1, max_length=60, pattern=r"^[^\x00]+$")], ...],
        _some("What differs: killed, duration, day and so on."),
    ] = ()
    from_: From = UNSET
    to: To = UNSET


class ChangesAsked(Lines, frozen=True, kw_only=True, forbid_unknown_fields=True, rename=_RENAMED):
    """What has one value after the other."""

    who: Annotated[str, _name("Whom it concerns.")] | UnsetType = UNSET
    kinds: Annotated[tuple[Changing, ...], _some("What changes.")] = ()
    everything: Annotated[bool, Meta(description="Offices with one holder all the time, too.")] = False
    from_: From = UNSET
    to: To = UNSET


class ThreadAsked(Lines, frozen=True, kw_only=True, forbid_unknown_fields=True, rename=_RENAMED):
    """Storylines."""

    who: Annotated[str, _name("Whose storylines.")]
    with_: Annotated[str, _name("With whom.")] | UnsetType = UNSET
    from_: From = UNSET
    to: To = UNSET
    episodes: Annotated[int, Meta(ge=2, le=1000, description="Of so many events at least.")] = 2


class AccusationsAsked(Lines, frozen=True, kw_only=True, forbid_unknown_fields=True, rename=_RENAMED):
    """Accusations."""

    who: Annotated[str, _name("Who accuses or is accused.")] | UnsetType = UNSET
    by: Annotated[str, _name("Who accuses.")] | UnsetType = UNSET
    against: Annotated[str, _name("Who is accused.")] | UnsetType = UNSET
    answered: (
        Annotated[bool, Meta(description="Only those with an answer, or (false) only those without.")] | UnsetType
    ) = UNSET
    from_: From = UNSET
    to: To = UNSET


class AgreementsAsked(Lines, frozen=True, kw_only=True, forbid_unknown_fields=True, rename=_RENAMED):
    """Agreements."""

    name: (
        Annotated[
            str,
            _name("An agreement, or somebody who takes a step of it; or an id that was made (deal:trade:CN+US)."),
        ]
        | UnsetType
    ) = UNSET
    steps: Annotated[tuple[Step, ...], _some("A step in the life of an agreement.")] = ()
    statuses: Statuses = ()
    from_: From = UNSET
    to: To = UNSET


class ChosenAsked(Asked, frozen=True, kw_only=True, forbid_unknown_fields=True, rename=_RENAMED):
    """Which part of the store is meant (an export); nothing said: all of it."""

    who: Annotated[str, _name("Who takes part, speaks, is named.")] | UnsetType = UNSET
    with_: Annotated[str, _name("Together with whom.")] | UnsetType = UNSET
    via: Annotated[str, _name("Who passed a statement on.")] | UnsetType = UNSET
    about: (
        Annotated[
            str,
            Meta(
                min_length=1, max_length=200, pattern=_WORDY, description="What a statement is about: a name, or words."
            ),
        ]
        | UnsetType
    ) = UNSET
    kinds: Kinds = ()
    statuses: Statuses = ()
    acts: Acts = ()
    outlets: Annotated[tuple[_Plain, ...], _some("Of this outlet.")] = ()
    docs: Annotated[tuple[_Plain, ...], _some("Of this article.")] = ()
    from_: From = UNSET
    to: To = UNSET
    sources: Sources = 1
    limit: Annotated[int, Meta(ge=1, le=1_000_000, description="At most so many.")] | UnsetType = UNSET


class WhoAsked(Asked, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Somebody."""

    name: Annotated[str, _name("Who.")]
    latest: Annotated[int, Meta(ge=0, le=100, description="How many of the latest events and statements.")] = 5


class OfficeAsked(Asked, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The holders of an office."""

    office: Annotated[
        str,
        Meta(min_length=1, max_length=200, pattern=_WORDY, description="An office by its title, in English or Arabic."),
    ]
    of: Annotated[str, _name("Of which state or organisation.")] | UnsetType = UNSET
    on: Annotated[str, _day("Only who held it then.")] | UnsetType = UNSET


_MOST = Meta(
    ge=1,
    le=500,
    description="So many lines in each part at most: the latest, and of those who were met whom one met most often.",
)


class DossierAsked(Asked, frozen=True, kw_only=True, forbid_unknown_fields=True, rename=_RENAMED):
    """Somebody, in a range of days."""

    who: Annotated[str, _name("Who.")]
    from_: From = UNSET
    to: To = UNSET
    most: Annotated[int, _MOST] = 40


class RelationAsked(Asked, frozen=True, kw_only=True, forbid_unknown_fields=True, rename=_RENAMED):
    """Two, in a range of days."""

    who: Annotated[str, _name("One of the two.")]
    with_: Annotated[str, _name("The other.")]
    from_: From = UNSET
    to: To = UNSET
    most: Annotated[int, _MOST] = 40


class ArticlesAsked(Lines, frozen=True, kw_only=True, forbid_unknown_fields=True, rename=_RENAMED):
    """Articles."""

    from_: From = UNSET
    to: To = UNSET
    outlet: (
        Annotated[
            str,
            Meta(min_length=1, max_length=200, pattern=r"^[^\x00]+$", description="Only those of one outlet."),
        ]
        | UnsetType
    ) = UNSET
    dated: Annotated[Dating, Meta(description="Whether the day is given, inferred or none.")] | UnsetType = UNSET


class ArticleAsked(Asked, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One article."""

    doc: Annotated[
        str,
        Meta(min_length=1, max_length=1000, pattern=r"^[^\x00]+$", description="The id of the article (`source.doc`)."),
    ]


class SearchAsked(Lines, frozen=True, kw_only=True, forbid_unknown_fields=True, rename=_RENAMED):
    """Words of articles."""

    q: Annotated[
        str,
        Meta(
            min_length=1,
            max_length=400,
            pattern=_WORDY,
            description='Words in any form, all of which have to be there; phrases in "quotation marks" as they stand.',
        ),
    ]
    from_: From = UNSET
    to: To = UNSET
    best_first: Annotated[bool, Meta(description="The best first, of the 2,000 newest; else the newest.")] = False


def given(asked: Asked) -> dict[str, object]:
    """What was asked for, by the names of the parameters."""
    told = {name: getattr(asked, name) for name in asked.__struct_fields__}
    return {name: value for name, value in told.items() if value is not UNSET}


def spelt(asked: type[Asked]) -> dict[str, str]:
    """The names of the fields by the names under which they are asked for."""
    return {field.encode_name: field.name for field in msgspec.structs.fields(asked)}
