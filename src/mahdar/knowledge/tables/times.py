"""Words of time and the words that decide about them (`times.toml`)."""

import msgspec


class TimeWord(msgspec.Struct, frozen=True, gc=False, forbid_unknown_fields=True):
    """A word or phrase of time. `tag` is what the grammar of times sees, `value` what it stands for in that class.

    `forms` are words without clitics and article (the article is added by rule; a form that is given with it counts
    only with it) or whole phrases. Of a unit, `forms` are the singular, `dual`, `plural` and `construct` (the dual
    before its numbers: "عامي 2013 و2015") the others; `alone` are accusatives that are a length without a number
    ("شهرا"). Two kinds of form are something else as well: `hinted` ones count after a preposition or beside another
    word of a date ("مارس": March, or "he practised"), `weak` ones only beside another word of a date ("ماي", "رجب").
    `family` keeps apart the sets of month names, and marks adverbs that take a date ("في وقت سابق اليوم":
    "carries") and those that are none at the head of a sentence ("not_first").

    Tags and their values:

    - month, hijri_month, persian_month: "01" to "12"; weekday: "1" (Monday) to "7"; season: "21" to "24" (EDTF);
      decade: its year in the century; stretch: how many of it make a year (quarters, halves).
    - unit: H, MIN, S, D, N (night), W, M, Y, 10Y, 100Y; number, ordinal, half: the number.
    - day, night: days from the anchor; part: MO, AF, EV, NI or a clock time; part_of: what may stand before it.
    - way: past, past2, next, next2, now, late (up to now), after, before (of what was said); this, that, same,
      the_same; edge, and order (an ordinal after weeks or days of a month): start, mid, end.
    - vague: PAST_REF, PRESENT_REF, FUTURE_REF or LATER (as the tense has it); then: an anaphor; set: a repetition.
    - since, ago, after, until, by, starting, from, to, during, lasting, over, of, in, every, latest, dated: prepositions
      and their like; approx, few, some, whole: what stands beside a number; period: a noun that takes a way.
    - clock, hour (an ordinal of the clock), zone, gmt; era: g, h, p, bc; the, and, or, hang: what joins.
    """

    id: str
    tag: str
    value: str
    source: str
    forms: tuple[str, ...] = ()
    dual: tuple[str, ...] = ()
    construct: tuple[str, ...] = ()
    plural: tuple[str, ...] = ()
    alone: tuple[str, ...] = ()
    hinted: tuple[str, ...] = ()
    weak: tuple[str, ...] = ()
    family: str = ""
    yes: tuple[str, ...] = ()
    no: tuple[str, ...] = ()
    note: str = ""


class TimeContext(msgspec.Struct, frozen=True, gc=False, forbid_unknown_fields=True):
    """Words that are no time, yet decide about one beside them. `tag` says how:

    - future, present, past: where a bare weekday or month of their clause lies; future_prefix: what a
      verb of the future begins with; no_future: words that only look like one.
    - yearly: a noun that a bare year may follow ("انتخابات 2016"); numbering: one whose number is no date ("المادة 12");
      measure: what a number before it counts; age: the length beside it is an age.
    - published (before the day of publication), signing and pact (of an agreement), former (of a holder of an office):
      what dates an article without a date.
    - trap: a phrase that only looks like a time ("الأمين العام", "روسيا اليوم"); as_written: one that folding makes so.
    """

    id: str
    tag: str
    forms: tuple[str, ...]
    source: str
    yes: tuple[str, ...] = ()
    no: tuple[str, ...] = ()
    note: str = ""


class KnownDays(msgspec.Struct, frozen=True, gc=False, forbid_unknown_fields=True):
    """Something that everybody knows the days of, by which an article without a date can be dated.

    A sentence speaks of it that holds all words of one of the `forms` and all words of `beside`, in any order. `days` are
    EDTF days or intervals of days. `tag` says how they date: of a "gathering" the day that the sentence tells is one of
    them; of a "beginning" an age in the sentence ("for three years") is counted from one of them.
    """

    id: str
    tag: str
    forms: tuple[str, ...]
    days: tuple[str, ...]
    source: str
    beside: tuple[str, ...] = ()
    yes: tuple[str, ...] = ()
    no: tuple[str, ...] = ()
    note: str = ""
