"""The verb of the room: from an article's references, times and statements to its events."""

import hashlib
from collections.abc import Iterator, Sequence

import msgspec

from mahdar.events._arguments import Attachment, attach
from mahdar.events._company import complete_sides
from mahdar.events._days import compare
from mahdar.events._lexicon import Lexicon, lexicon
from mahdar.events._merge import Draft, Sides, merge
from mahdar.events._occasions import with_occasions
from mahdar.events._roles import complete, fill
from mahdar.events._standing import AFTER, standing_of
from mahdar.events._times import day_of_news, place_of, share_times, time_of
from mahdar.events._triggers import Trigger, find_triggers
from mahdar.events._view import View
from mahdar.events._walk import Attached
from mahdar.knowledge import CLITICS, Knowledge
from mahdar.model import FAMILIES, Event, Evidence, Span, Statement, TimeExpression
from mahdar.resolution import Reference, Resolution
from mahdar.rules import Scope, find_scopes
from mahdar.text import Document, Sentence

_LEAST_SPORT = 5
_OF_A_PAIR = frozenset(("meeting", "talks", "phone_call", "signing", "agreement", "statement_joint", "ceasefire"))
_DONE = frozenset(("happened", "ongoing"))
_HOSTILE = frozenset(("strike", "clash", "arms_supply"))
_TO_COME = frozenset(("planned", "proposed"))
_HABIT_BEFORE = 3  # tokens from "seldom" to its verb
_SPORT_SHARE = 60  # one word in so many


def find_events(
    document: Document,
    resolution: Resolution,
    times: Sequence[TimeExpression],
    statements: Sequence[Statement],
    knowledge: Knowledge,
    published: str | None,
) -> tuple[Event, ...]:
    """Find what happened, is planned, alleged or denied between actors, each event once, in the order of the text.

    An event that no actor takes part in is left out. `published` (EDTF day or None) tells what is still to come.
    """
    if on_sport(document):
        return ()
    words = lexicon(knowledge)
    view = View(document, resolution, times, statements, words.capitals, words.origins, words.whole_verbs)
    sides = Sides(resolution.entities)
    drafts = [
        draft
        for sentence in document.sentences
        for draft in drafts_in(view, sentence, words, published)
    ]  # fmt: skip
    told = complete_sides(view, drafts, sides, tuple(_stands(draft, sides) for draft in drafts))
    kept = [draft for draft in merge(told, sides, published) if _stands(draft, sides) and _whole(draft)]
    events = [_event(document.article.doc, draft, sides) for draft in share_times(kept, sides, published)]
    return with_occasions(view, events)


def on_sport(document: Document) -> bool:
    """Whether the article tells of matches: their words are those of meetings and attacks."""
    found = len([token for token in document.tokens if "sport" in token.tags])
    return found >= _LEAST_SPORT and found * _SPORT_SHARE >= len(document.tokens)


def _stands(draft: Draft, sides: Sides) -> bool:
    """Whether enough is known of an event to put it on record: nobody meets himself, but a council meets."""
    entities = {entity for entity, _ in draft.who}
    if not draft.complete or len(entities) < draft.least:
        return False
    kinds = {sides.kind(entity) for entity in entities}
    roles = {role for _, role in draft.who}
    if len(entities) == 1 and draft.kind in ("meeting", "talks", "phone_call"):
        return (
            (draft.kind == "meeting" and kinds <= {"org", "group"} and not draft.one_sided)
            or roles <= {"host", "mediator"}
            or draft.among
        )
    return draft.kind != "visit" or "guest" in roles


def _whole(draft: Draft) -> bool:
    """Whether nobody is missing without whom nothing is told: a visit has a host, if not in the clause then elsewhere."""
    return draft.kind != "visit" or "host" in {role for _, role in draft.who}


def drafts_in(view: View, sentence: Sentence, words: Lexicon, published: str | None) -> Iterator[Draft]:
    """What a sentence tells by the frames of a lexicon, each trigger once."""
    scopes: tuple[Scope, ...] | None = None
    told: list[tuple[Trigger, Draft]] = []
    triggers = tuple(find_triggers(view, sentence, words))
    starts = tuple(trigger.first for trigger in triggers)
    for trigger in triggers:
        if scopes is None:
            scopes = find_scopes(view.tokens, sentence.first, sentence.last, words.cues, view.bounds)
        draft = _draft(view, sentence, trigger, words, scopes, starts, published)
        if draft is not None:
            told.append((trigger, draft))
    yield from _without_doubles(told)


def _without_doubles(told: list[tuple[Trigger, Draft]]) -> Iterator[Draft]:
    """Leave out the weaker of two readings of the same words: the noun that a verb's frame asked for, a frame of the
    same word that says less."""
    complete = [(trigger, draft) for trigger, draft in told if draft.complete]
    taken = {trigger.object_at: len(draft.who) for trigger, draft in complete if trigger.object_at >= 0}
    phrases = {trigger.first: len(draft.who) for trigger, draft in complete if trigger.last - trigger.first > 1}
    best: dict[int, tuple[int, Draft]] = {}
    for trigger, draft in told:
        # "أبرم اتفاقا تجاريا": a phrase says more than the verb with its object, unless it has lost somebody.
        if taken.get(trigger.first, -1) > phrases.get(trigger.first, -1):
            continue
        if phrases.get(trigger.object_at, -1) >= len(draft.who):
            continue
        worth = 4 * draft.complete + (trigger.object_at >= 0) + min(len(draft.who), 2)
        known = best.get(trigger.first)
        if known is None or worth > known[0]:
            best[trigger.first] = (worth, draft)
    kept = {at: draft for at, (_, draft) in sorted(best.items())}
    for at, draft in tuple(kept.items()):
        deeds = [place for place, other in kept.items() if draft.consequence and _deed(other, draft)]
        if deeds:
            before = [place for place in deeds if place < at]
            meant = max(before) if before else min(deeds)
            kept[meant] = _with_suffered(kept[meant], draft)
            del kept[at]
    yield from kept.values()


def _with_suffered(deed: Draft, result: Draft) -> Draft:
    """The deed with those on whom the same sentence says that it fell: "غارة للتحالف قتلت خمسة مدنيين"."""
    if deed.status != result.status or "target" not in deed.roles:
        return deed
    told = {entity for entity, _ in deed.who}
    more = tuple(pair for pair in result.who if pair[0] not in told and pair[1] == "target")
    return msgspec.structs.replace(deed, who=deed.who + more, spans=deed.spans + result.spans) if more else deed


def _deed(other: Draft, result: Draft) -> bool:
    """Whether a sentence tells of the deed as well: "غارة … أدت إلى مقتل خمسة" is one event."""
    return (
        bool(other.who) and not other.consequence and FAMILIES.get(other.kind, other.kind) == FAMILIES.get(result.kind)
    )


def _draft(
    view: View,
    sentence: Sentence,
    trigger: Trigger,
    words: Lexicon,
    scopes: Sequence[Scope],
    starts: Sequence[int],
    published: str | None,
) -> Draft | None:
    attachment = attach(view, sentence, trigger, words)
    tokens = view.tokens
    if _habitual(view, trigger, attachment):
        return None
    start, end = tokens[trigger.first].start, tokens[trigger.last - 1].end
    if trigger.frame.source.consequence and trigger.part == "verb" and _active(view, trigger, attachment):
        return None
    statement = view.statement_of(start, end)
    attached = attachment.attached + _spoken(view, sentence, trigger, attachment, statement)
    who = fill(view, trigger, attached, words)
    if _of_several_lands(trigger, attached):
        return None
    elsewhere = not _with_unknown(view, trigger, attachment, words)
    mutual = _mutual(trigger, words) if trigger.part == "noun" and elsewhere else ""
    definite = elsewhere and _definite(view, trigger, words)
    of_state = "" if view.tokens[trigger.first].pronoun else trigger.frame.source.of_state
    if not (who or mutual or definite or of_state):
        return None
    past = any(scope.modifier.id == AFTER and scope.reaches(min(attachment.first, trigger.first)) for scope in scopes)
    # "نشر اليوم صورا للقاء …": the time is that of the pictures.
    other = tokens[trigger.first].prep == CLITICS.dative and attachment.first == trigger.first
    time = time_of(
        view, sentence, trigger, attachment, not other and (not past or FAMILIES.get(trigger.kind) == "contact")
    )
    day = time.value if time is not None else None
    standing = standing_of(view, sentence, trigger, attachment, scopes, statement, time, published, starts)
    if (standing.status in _TO_COME and compare(day, published) < 0) or (past and compare(day, published) > 0):
        day = None  # the day is that of the plan or the call
    elif day is None:
        day = day_of_news(view, sentence, trigger, attachment, statement, standing.status, published)
    if not standing.status:
        return None  # what somebody is asked, or promises, not to do
    status, words_of = standing.status, standing.words
    if status in _DONE and statement is not None and _of_an_adversary(view, trigger, who, statement):
        status, words_of = "alleged", (statement.cue,)
    source = trigger.frame.source
    chain = (*statement.chain, *statement.speaker) if statement is not None else ()
    return Draft(
        kind=_kind(view, trigger, attachment),
        gathering=source.gathering,
        who=who,
        time=day,
        place=place_of(view, attachment, trigger),
        status=status,
        standing=words_of,
        chain=chain,
        spans=(_span(view, trigger, attachment),),
        rule=f"{source.id} {standing.rule}" if standing.rule else source.id,
        zone=sentence.zone,
        sentence=sentence.first,
        least=source.least,
        consequence=source.consequence,
        complete=complete(trigger, attached, view),
        at=trigger.first,
        definite=definite,
        indefinite=_indefinite(view, trigger),
        mutual=mutual,
        one_sided=_one_sided(trigger, attached),
        roles=tuple(dict.fromkeys(slot.role for slot in source.slots)),
        among=any(
            one.position in words.between and one.reference.kind == "group" and one.reference.number in ("d", "p")
            for one in attached
        ),
        of_state=of_state,
        certain=sentence.zone != "title"
        and (
            bool(standing.rule)
            or trigger.part == "verb"
            or bool(attachment.governors)
            or compare(day, published) < 0  # a noun with a day that has been: "استفتاء عام 2016"
        ),
    )


def _habitual(view: View, trigger: Trigger, attachment: Attachment) -> bool:
    """Whether a verb of the present tells what is done often or seldom: "نادرا ما يزور", "يزور واشنطن من حين لآخر"."""
    verb = trigger.first
    if trigger.part != "verb":
        verb = next((one.at for one in attachment.governors if one.tense == "present"), -1)
    if verb < 0 or (trigger.part == "verb" and trigger.tense != "present"):
        return False
    around = view.tokens[max(verb - _HABIT_BEFORE, 0) : attachment.last]
    return any("habitual" in token.tags for token in around)


def _of_several_lands(trigger: Trigger, attached: Sequence[Attached]) -> bool:
    """Whether the sides of a fight are but the lands in which there are several: "الحرب في سوريا واليمن"."""
    slots, frame = trigger.frame.slots, trigger.frame.source
    lands = {
        number
        for number, slot in enumerate(frame.slots)
        if trigger.kind == "clash" and slot.role == "party" and slot.kinds == ("state",)
    }
    return sum(bool(lands & set(slots.get(one.position, ()))) for one in attached) > 1


def _active(view: View, trigger: Trigger, attachment: Attachment) -> bool:
    """Whether a verb that may be read in the passive is active: it has a pronoun, an object, or after its subject, a
    person, somebody else stands bare ("قتل رجل زوجته", "قتل فلان بالرصاص امرأة")."""
    if view.tokens[trigger.first].pronoun or any(one.position == "object" for one in attachment.attached):
        return True
    subject = next((one.reference for one in attachment.attached if one.position == "subject"), None)
    if subject is None or subject.kind != "person":
        return False
    after = (view.references.get(at) for at in range(max(subject.last, trigger.last), attachment.last))
    return any(one is not None and one.kind in ("person", "group") and not view.governed(one) for one in after)


def _kind(view: View, trigger: Trigger, attachment: Attachment) -> str:
    """The kind of an event: talks and meetings are a call where the clause says that they were by telephone."""
    if trigger.kind in ("talks", "meeting") and not trigger.frame.source.gathering:
        last = min(attachment.last, attachment.topic) if trigger.part == "verb" else trigger.last + 1
        own = view.tokens[trigger.last : last]
        if any("by_phone" in token.tags for token in own):
            return "phone_call"
    return trigger.kind


def _mutual(trigger: Trigger, words: Lexicon) -> str:
    """The role of sides that all take part alike, "" where it is not of a kind whose sides go without saying."""
    frame = trigger.frame
    if trigger.kind not in _OF_A_PAIR or (trigger.kind == "agreement" and trigger.object_at < 0):
        return ""
    numbers = [number for position in words.between for number in frame.slots.get(position, ())]
    return frame.source.slots[numbers[0]].role if numbers else ""


def _one_sided(trigger: Trigger, attached: Sequence[Attached]) -> bool:
    """Whether all that are told are those with whom it is: "محادثات مع الوزير"."""
    sides = [one.position for one in attached if one.position in trigger.frame.slots]
    return all(position in trigger.frame.with_other for position in sides)


def _with_unknown(view: View, trigger: Trigger, attachment: Attachment, words: Lexicon) -> bool:
    """Whether the other side is told by words that name nobody known ("المفاوضات مع الشركات"): it is nobody else."""
    for at in range(trigger.last, min(attachment.topic, attachment.last) - 1):
        token = view.tokens[at]
        beside = at not in view.covered and "preposition" in token.tags
        if beside and (token.form in trigger.frame.with_other or token.form in words.between):
            after = view.tokens[at + 1]
            return at + 1 not in view.covered and after.kind == "word" and at + 1 not in view.time_tokens
    return False


def _definite(view: View, trigger: Trigger, words: Lexicon) -> bool:
    """Whether the event is told by a noun that refers to one that is known: "the summit", "this visit", "his trial"."""
    if trigger.part != "noun":
        return False
    token = view.tokens[trigger.first]
    contact = FAMILIES.get(trigger.kind) == "contact"
    if trigger.kind == "other" or (not contact and trigger.object_at >= 0):
        return False
    if any(slot.required for slot in trigger.frame.source.slots):
        return False  # "السيطرة", "الوصول": words of many things
    if token.pronoun in words.several or _many_visits(trigger):
        return False  # "زيارتهم": those of many
    return token.article or (bool(token.pronoun) and contact)


def _many_visits(trigger: Trigger) -> bool:
    return trigger.kind == "visit" and trigger.part == "noun" and trigger.number == "p"  # "زيارات الرئيس"


def _indefinite(view: View, trigger: Trigger) -> bool:
    """Whether the event is told by a noun that nothing defines: no article, no pronoun, no genitive ("محادثات مع …"); visits
    of any number are no visit that is known."""
    token = view.tokens[trigger.first]
    if _many_visits(trigger):
        return True
    if trigger.part != "noun" or token.article or token.pronoun or trigger.last >= len(view.tokens):
        return False
    after = view.tokens[trigger.last]
    return trigger.last not in view.references and not (after.article and not after.prep)


def _of_an_adversary(view: View, trigger: Trigger, who: tuple[tuple[str, str], ...], statement: Statement) -> bool:
    """Whether a deed of violence is told by one side of the other: what an adversary says of it is a charge."""
    if trigger.kind not in _HOSTILE:
        return False
    sides = {
        role: {state for entity, held in who if held == role for state in view.states_of(entity)}
        for role in ("actor", "target")
    }
    told_by = {state for entity in statement.speaker for state in view.states_of(entity)}
    return bool(sides["actor"] and sides["target"] & told_by and not sides["actor"] & told_by)


def _spoken(
    view: View, sentence: Sentence, trigger: Trigger, attachment: Attachment, statement: Statement | None
) -> tuple[Attached, ...]:
    """The speaker where he takes part: "we agreed" inside his words, or a press conference at which they were said."""
    carried = any(one.part == "verb" and one.person == "1" and one.subject == "does" for one in attachment.governors)
    done = any(one.position == "subject" for one in attachment.attached)
    quoted = statement is not None and statement.form != "indirect"  # nobody says "we" in the words of another
    if (trigger.person == "1" or (carried and not done)) and quoted and statement is not None:
        return tuple(Attached("subject", one) for one in _named(view, statement.speaker))
    alone = all(one.reference.kind == "org" for one in attachment.attached)  # "مقابلة مع قناة …"
    if "speaker" in trigger.frame.slots and statement is None and alone:
        first, last = view.tokens[sentence.first].start, view.tokens[sentence.last - 1].end
        for other in view.statements:
            if first <= other.cue.start < last:
                return tuple(Attached("speaker", one) for one in _named(view, other.speaker))
    return ()


def _named(view: View, entities: Sequence[str]) -> Iterator[Reference]:
    for reference in view.references.values():
        if reference.entities == tuple(entities):
            yield reference
            return


def _span(view: View, trigger: Trigger, attachment: Attachment) -> Span:
    """The words from the first to the last of what tells the event."""
    tokens = view.tokens
    ends = [trigger.last, *(one.reference.last for one in attachment.attached if one.reference.last <= attachment.last)]
    first = min(attachment.first, trigger.first)
    last = max(ends) if max(ends) > trigger.first else trigger.last
    return Span(tokens[first].stem_start, tokens[last - 1].end)


def _event(doc: str, draft: Draft, sides: Sides) -> Event:
    kind = draft.kind
    if draft.gathering and (len(draft.who) != 2 or any(sides.kind(entity) == "org" for entity, _ in draft.who)):
        kind = draft.gathering
    seed = f"{doc}\0{kind}\0{draft.spans[0].start}\0{draft.spans[0].end}"
    return Event(
        id="e" + hashlib.blake2b(seed.encode(), digest_size=6).hexdigest(),
        kind=kind,
        who=draft.who,
        time=draft.time,
        place=draft.place,
        status=draft.status,
        standing=draft.standing,
        chain=draft.chain,
        evidence=Evidence(draft.spans, draft.rule),
    )
