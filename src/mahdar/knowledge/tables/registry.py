"""Who there is: states, places, persons, terms of office, organisations, agreements. Rows of CSV files.

Lists inside a cell are separated by "|". Every row says its `source` (a short key explained in
docs/adding-knowledge.md) and its `certainty` in [0, 1].
"""

import msgspec


class State(msgspec.Struct, frozen=True, gc=False, forbid_unknown_fields=True):
    """A state or territory. `id` is ISO 3166 alpha-2. `demonyms` are masculine singular forms without the article;
    feminine and sound plurals follow by rule, `demonym_plurals` are the others ("أكراد", "أتراك", "روس").
    `capitals` and `seats` stand for the government or for the place, as the context decides."""

    id: str
    name_ar: str
    name_en: str
    names_ar: tuple[str, ...]
    demonyms: tuple[str, ...]
    demonym_plurals: tuple[str, ...]
    capitals: tuple[str, ...]
    seats: tuple[str, ...]
    source: str
    certainty: float


class Place(msgspec.Struct, frozen=True, gc=False, forbid_unknown_fields=True):
    """A city, region, sea, strait, … `state` is ISO alpha-2 or "" where it lies in none or in several."""

    id: str
    kind: str
    name_ar: str
    name_en: str
    names_ar: tuple[str, ...]
    state: str
    source: str
    certainty: float


class Person(msgspec.Struct, frozen=True, gc=False, forbid_unknown_fields=True):
    """A person. `names_ar` are other spellings of the full name; `short_ar` the names that the press uses alone
    (surname in all its spellings), only where they are not common words."""

    id: str
    name_ar: str
    name_en: str
    names_ar: tuple[str, ...]
    short_ar: tuple[str, ...]
    gender: str
    source: str
    certainty: float


class Tenure(msgspec.Struct, frozen=True, gc=False, forbid_unknown_fields=True):
    """Who held which office when. `office` is an English title of `offices.toml`; `of` ISO alpha-2 or an organisation's id.
    `start` and `end` are EDTF dates of any precision ("" not known; an end that is empty holds until `known_until`,
    and is presumed after it). `beside` are the persons whose term in the same office rightly overlaps this one (two
    governments, a deputy for one who was suspended)."""

    person: str
    office: str
    of: str
    start: str
    end: str
    known_until: str
    source: str
    certainty: float
    beside: tuple[str, ...] = ()


class Organisation(msgspec.Struct, frozen=True, gc=False, forbid_unknown_fields=True):
    """An organisation. `kind`: igo, agency, newspaper, broadcaster, platform, ministry, army, armed_group, party,
    company, court, union, ngo, other. `state` is ISO alpha-2 or "". `carrier` is "yes" for those that pass on words."""

    id: str
    kind: str
    name_ar: str
    name_en: str
    names_ar: tuple[str, ...]
    state: str
    carrier: str
    source: str
    certainty: float


class Agreement(msgspec.Struct, frozen=True, gc=False, forbid_unknown_fields=True):
    """A treaty or deal known by name. `parties` are ISO codes or organisation ids; `signed` EDTF or ""."""

    id: str
    name_ar: str
    name_en: str
    names_ar: tuple[str, ...]
    parties: tuple[str, ...]
    signed: str
    source: str
    certainty: float


class Namesake(msgspec.Struct, frozen=True, gc=False, forbid_unknown_fields=True):
    """A form that stands in several entries of the registry, `why` it rightly does, and the ids of all of them. What is
    not listed here is taken for a slip of the pen."""

    form: str
    entries: tuple[str, ...]
    why: str
    source: str
    certainty: float


class NameToken(msgspec.Struct, frozen=True, gc=False, forbid_unknown_fields=True):
    """A part of persons' names in Arabic, folded, with how often Wikidata has it (CC0), its most usual Latin form, and
    in `word` how many inflections a dictionary has of it: none for what is a name only."""

    form: str
    count: int
    latin: str
    word: int = 0


class StemFrequency(msgspec.Struct, frozen=True, gc=False, forbid_unknown_fields=True):
    """A light stem and in how many of a thousand articles of news it stands: what is common tells little."""

    stem: str
    per_thousand: int
