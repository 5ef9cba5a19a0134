"""How many an article says were killed, wounded, sent away: of what, where, on which day, over which time."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import lru_cache

from mahdar.knowledge import CLITICS, Knowledge, fold
from mahdar.linking._days import ordinal
from mahdar.linking._reports import Report
from mahdar.linking._words import stems_of, words_of
from mahdar.linking.claims._claim import Claim, sentence_of
from mahdar.model import Article, Fact, Record, Span
from mahdar.times import days_of

TOLLS = ("killed", "wounded")
_LEAD = 500
_FAR = ".toll"  # ends the ids of the cues that stand further before their number
_FRESH = 4  # days after which what happened is background
_DAY = re.compile(r"\d{4}-\d\d-\d\d$")
_NUMBER = re.compile(r"[<>=~]*\d+$")
_AND_NUMBER = re.compile(rf"\b[{''.join(CLITICS.conjunctions)}]\d")
_MONTH = re.compile(r"\d{4}-\d\d$")
_LENGTH = re.compile(r"PT?\d")
_YEAR = 4  # digits
_COUNTED = ("attacker_counted", "several_states")  # classes of words that are counted
_HEAD = 2  # words of "عدد القتلى"
ATTACKERS = "!"  # what those count as who attack, whatever they are called
_OPEN = ".."  # the period of what is summed up since nobody says when
_BEFORE = 4  # words before a number that may say that it is part of another


@lru_cache(maxsize=4)
def _classes(knowledge: Knowledge) -> Mapping[str, frozenset[str]]:
    """The classes of words that tell what a number counts, folded; "number" are the words for numbers."""
    wanted = (
        "mere_person",
        "mere_victim",
        "part_of_number",
        "others_counted",
        "in_addition",
        "age_word",
        "of_part",
        "since_word",
        "attacker_counted",
        "separate_event",
        "several_states",
    )
    found = {
        row.id: frozenset(word for form in row.forms for word in words_of(fold(form)))
        for row in knowledge.grammar
        if row.id in wanted
    }
    said = [form for row in knowledge.numbers for form in row.forms]
    said += [form for row in knowledge.bounds for form in row.forms]
    # No word of a closed class is what a number counts; a conjunction may be written together with it.
    closed = {
        word
        for row in knowledge.grammar
        for form in row.forms
        if " " not in form and row.id not in _COUNTED
        for word in words_of(fold(form))
    }
    found["closed"] = frozenset(closed | {mark + word for mark in CLITICS.conjunctions for word in closed})
    found["since_word"] |= {mark + word for mark in CLITICS.conjunctions for word in found["since_word"]}
    found["number"] = frozenset(word for form in said for word in words_of(fold(form)))
    return found


@lru_cache(maxsize=4)
def _cues(knowledge: Knowledge) -> Mapping[str, str]:
    """Where each cue stands: before the number that it is about, after it, or far before it."""
    return {
        cue.id: "far" if cue.id.endswith(_FAR) else cue.at
        for cue in knowledge.fact_cues
        if cue.at in ("before", "after")
    }


@lru_cache(maxsize=4)
def _so_far(knowledge: Knowledge) -> tuple[str, ...]:
    """The words that say that a number goes on growing, folded."""
    return tuple(fold(form) for row in knowledge.grammar if row.id == "so_far" for form in row.forms)


def claims_of_numbers(
    article: Article, record: Record, knowledge: Knowledge, reports: tuple[Report, ...]
) -> list[Claim]:
    """The numbers of an article, those left out that one sentence counts twice."""
    return _alone(list(_numbers(article, record, knowledge, reports)), article.text)


def _numbers(article: Article, record: Record, knowledge: Knowledge, reports: tuple[Report, ...]) -> Iterator[Claim]:
    topic: tuple[str, ...] = ()
    scene = _scene(record)
    for number, fact in enumerate(record.facts):
        if fact.property not in (*TOLLS, "count") or not _NUMBER.match(fact.value) or fact.status == "denied":
            continue
        span = fact.evidence.spans[0]
        sentence = sentence_of(article.text, span)
        noun = _noun(article.text, fact, sentence, knowledge)
        event = _event(reports, span, sentence)
        if event is not None and event.family == "envoy" and _with_others(article.text, event, span, knowledge):
            continue
        if noun is None or (fact.property == "count" and (event is None or not noun)):
            continue
        topic = topic or stems_of((article.title or "") + "\n" + article.text[:_LEAD])
        day, period = _when(article.text, record, span, sentence, knowledge)
        places = [fact.subject] if fact.subject.startswith("place:") else []
        if event is not None and event.window.exact and event.window.stated and not day and not period:
            day = event.time or ""
        places += [place for place in (event.place if event else "",) if place]
        if not places:
            places += [place for place in (_place_near(record, span, sentence),) if place]
        yield Claim(
            doc=article.doc,
            number=number,
            property=fact.property,
            value=fact.value,
            noun=noun,
            keys=tuple(dict.fromkeys(places)),
            scene="" if places or period or not _is_news(day, record) else scene,
            event=event.event if event else None,
            sides=_who(event, fact.property),
            day=day if _DAY.match(day) else "",
            period=period,
            status=fact.status,
            chain=fact.chain,
            stems=stems_of(sentence.of(article.text)),
            topic=topic,
            published=record.published,
            outlet=article.outlet,
            evidence=fact.evidence,
        )


def _place_near(record: Record, span: Span, sentence: Span) -> str:
    """The place that a sentence names nearest to some words."""
    near = [
        (max(mention.span.start - span.end, span.start - mention.span.end, 0), mention.span.start, entity.id)
        for entity in record.entities
        if entity.kind == "place"
        for mention in entity.mentions
        if sentence.start <= mention.span.start < sentence.end
    ]
    return min(near)[2] if near else ""


def _scene(record: Record) -> str:
    """The place that an article names most, if it names one more often than any other: where what it tells happens."""
    named = Counter({one.id: len(one.mentions) for one in record.entities if one.kind == "place"}).most_common(2)
    most = [place for place, times in named if times > 1 and times == named[0][1]]
    return most[0] if len(most) == 1 else ""


def _is_news(day: str, record: Record) -> bool:
    """Whether a day, if one is stated, is of the days of the article."""
    told, issued = days_of(day), days_of(record.published)
    return told is None or issued is None or abs(ordinal(issued[1]) - ordinal(told[0])) <= _FRESH


def _who(event: Report | None, name: str) -> tuple[str, ...]:
    """Of whom an event is. Of those who are sent away it is told by whom, so that what each of several does stays apart."""
    if event is None:
        return ()
    if name == "count" and event.family == "envoy":
        return tuple(sorted(who for who, role in event.parties if role == "actor")) or (event.event,)
    return event.sides


def _with_others(text: str, event: Report, span: Span, knowledge: Knowledge) -> bool:
    """Whether between an event and its number stand others who did the same: the number is that of all of them."""
    words = words_of(fold(text[event.evidence.spans[0].start : span.start]))
    return bool(_classes(knowledge)["several_states"].intersection(words))


def _alone(claims: list[Claim], text: str) -> list[Claim]:
    """Without those of one sentence that count the same twice, as of two events."""
    places: dict[tuple[str, tuple[str, ...], int], set[str]] = {}
    keys = []
    for claim in claims:
        key = (claim.property, claim.noun, sentence_of(text, claim.evidence.spans[0]).start)
        keys.append(key)
        places.setdefault(key, set()).add(claim.value)
    return [claim for claim, key in zip(claims, keys, strict=True) if len(places[key]) == 1]


def _noun(text: str, fact: Fact, sentence: Span, knowledge: Knowledge) -> tuple[str, ...] | None:
    """The stems of what a number counts: none for mere people, None where the number is but a part of another."""
    classes = _classes(knowledge)
    span = fact.evidence.spans[0]
    before = words_of(fold(text[max(0, span.start - 40) : span.start]))[-_BEFORE:]
    following = fold(text[span.end : min(span.end + 40, max(sentence.end, span.end))])
    inside, after = words_of(fold(span.of(text))), words_of(following)[:2]
    if classes["part_of_number"].intersection((*before, *inside)):
        return None
    if _AND_NUMBER.search(following) or classes["in_addition"].intersection(words_of(following)):
        return None  # "48 diplomats and 12 employees": neither is the sum
    if classes["others_counted"].intersection((*inside[-2:], *after)):
        return None
    victims = {mark + word for mark in CLITICS.conjunctions for word in classes["mere_victim"]}
    if victims.intersection((*inside, *after[:1])):
        return None  # "4 dead and wounded": of neither it is told how many
    if classes["age_word"].intersection(after[:1]) and fact.property != "count":
        return None  # how old somebody is, how long it lasted
    if classes["separate_event"].intersection(words_of(fold(sentence.of(text)))):
        return None
    if (
        after
        and after[0] in classes["of_part"]
        and any(word.removeprefix(CLITICS.article) in classes["mere_victim"] for word in after[1:2])
    ):
        return None  # "26 of the passengers": there were more
    mere = classes["closed"] | classes["number"]
    counted = [word for word in _counted(fact, inside, after, knowledge) if word not in mere]
    return (ATTACKERS,) if classes["attacker_counted"].intersection(counted) else stems_of(" ".join(counted))


def _counted(fact: Fact, inside: list[str], after: list[str], knowledge: Knowledge) -> list[str]:
    """The word that says what a number counts; a word with the article says what was said before, but for what follows
    "عدد القتلى" or "من"."""
    classes, where = _classes(knowledge), _cues(knowledge).get(fact.evidence.rule, "")
    if fact.property == "count":
        own = [word for word in inside if word not in classes["number"]]
        return [word for word in own if not word.startswith(CLITICS.article)]
    if where == "far" and len(inside) > _HEAD and inside[_HEAD].startswith(CLITICS.article):
        return [inside[_HEAD].removeprefix(CLITICS.article)]
    if where == "after" and inside[-2:-1] and inside[-2] not in classes["number"] and not inside[-2].isdigit():
        return [word for word in inside[-2:-1] if not word.startswith(CLITICS.article)]
    if after and after[0] in classes["of_part"]:
        return [word.removeprefix(CLITICS.article) for word in after[1:2]]
    return [word for word in after[:1] if not word.startswith(CLITICS.article)]


def _event(reports: tuple[Report, ...], span: Span, sentence: Span) -> Report | None:
    """The event of the same sentence that stands nearest."""
    near = []
    for report in reports:
        where = report.evidence.spans[0]
        if where.start < sentence.end and where.end > sentence.start:
            gap = max(where.start - span.end, span.start - where.end, 0)
            near.append((gap, report.number, report))
    return min(near)[2] if near else None


def _when(text: str, record: Record, span: Span, sentence: Span, knowledge: Knowledge) -> tuple[str, str]:
    """The day that a sentence states for a number, and the longer time that it sums up, the nearer of the two where it states
    both; "" where none is."""
    long = ""
    days: list[tuple[int, str]] = []
    periods: list[tuple[int, str]] = []
    since = _classes(knowledge)["since_word"]
    for time in record.times:
        if not (sentence.start <= time.span.start < sentence.end and time.value):
            continue
        gap = max(time.span.start - span.end, span.start - time.span.end, 0)
        if "/" in time.value:
            periods.append((gap, time.value))
        elif _DAY.match(time.value[:10]):
            opened = max((one.span.end for one in record.times if one.span.end <= time.span.start), default=0)
            if since.intersection(words_of(fold(text[max(sentence.start, opened) : time.span.start]))):
                periods.append((gap, f"{time.value[:10]}/.."))
            else:
                days.append((gap, time.value[:10]))
        elif _MONTH.match(time.value):
            if not (record.published or "").startswith(time.value):
                long = long or time.value
        elif (time.value[0].isdigit() and len(time.value) == _YEAR) or _LENGTH.match(time.value):
            long = long or time.value
    day = days[0][1] if days else ""
    if periods and not (days and min(days)[0] < min(periods)[0]):
        return "", min(periods)[1]
    if periods:
        return min(days)[1], ""
    # A number that goes on growing is not that of the day beside it, once that day is over.
    if day and not _is_news(day, record) and any(words in fold(sentence.of(text)) for words in _so_far(knowledge)):
        return "", _OPEN
    if not day and since.intersection(words_of(fold(sentence.of(text)))):
        return "", long or _OPEN
    return day, "" if day else long
