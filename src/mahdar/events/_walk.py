"""How each reference past a trigger stands to it: one walk to the end of the clause."""

import msgspec

from mahdar.events._governors import Governed, governing, of_itself
from mahdar.events._lexicon import Lexicon
from mahdar.events._subjects import attachable, same
from mahdar.events._triggers import Trigger
from mahdar.events._view import BY, View
from mahdar.knowledge import CLITICS
from mahdar.model import Span
from mahdar.resolution import Reference
from mahdar.text import Sentence, Token

__all__ = ["Attached", "walk"]

_REACH = 40
_COMMAS = frozenset(",\u060c")
_FAR_CARRIER = 5
_FAR_AGENT = 6
_ADJECTIVES = 2
_BEFORE_CARRIER = frozenset(
    ("relative_strict", "auxiliary", "perfective", "past_auxiliary", "standing_word", "particle_that", "of_part")
)
_EACH = frozenset(("each_of", "of_part"))  # "بين كل من …"
_DEEDS = frozenset(("indefinite_masdar", "event_noun"))


class Attached(msgspec.Struct, frozen=True, gc=False):
    """A reference and the position in which it stands to the trigger."""

    position: str
    reference: Reference


def walk(
    view: View, sentence: Sentence, trigger: Trigger, lexicon: Lexicon, has_subject: bool, hits: bool
) -> tuple[list[Attached], int, int, tuple[Governed, ...], tuple[tuple[int, int], ...]]:
    """Go forward from the trigger to the end of its clause and say how each reference stands to it; what hangs on the
    clause (a relative, an aside) is skipped where the clause goes on after it. `hits`: the event is the subject of a verb
    whose object follows."""
    going = _Walk(view, trigger, lexicon, has_subject, hits)
    clauses = view.clauses(sentence)
    own = clauses.number(trigger.first)
    skipped: list[tuple[int, int]] = []
    at = trigger.last
    stop = min(sentence.last, trigger.first + _REACH)
    while at < stop:
        after = going.carried(at, sentence.last) if at not in view.covered else 0
        if after:
            at = after
            own = clauses.number(at - 1)
            continue
        if clauses.number(at) != own:
            onward = clauses.after(at, own)
            if onward < 0:
                break
            going.skip(at, onward)
            skipped.append((at, onward))
            stop = min(sentence.last, stop + onward - at)
            at = onward
            continue
        reference = view.references.get(at)
        if reference is not None:
            if going.leaves(at):
                break
            going.meet(at, reference)
            at = reference.last
            continue
        if view.breaks(at) or view.finite(at):
            break
        going.cross(at)
        at += 1
    return going.found, at, going.topic if going.topic >= 0 else at, going.governors, tuple(skipped)


class _Walk:
    """The state of one walk forward from a trigger."""

    def __init__(self, view: View, trigger: Trigger, lexicon: Lexicon, has_subject: bool, hits: bool) -> None:
        self.view, self.trigger, self.lexicon = view, trigger, lexicon
        self.verbal = trigger.part == "verb"
        self.has_subject = has_subject
        self.expecting = ("object" if has_subject else "subject") if self.verbal else "object" if hits else "genitive"
        self.found: list[Attached] = []
        self.governors: tuple[Governed, ...] = ()
        self.previous: Reference | None = None
        self.previous_end = trigger.last
        self.position = ""
        self.closed = False
        self.topic = -1
        self.strayed = False
        self.closed_prepositions = False
        before = view.tokens[max(trigger.first - 3, 0) : trigger.first]
        tags = [token.tags for token in before]
        self.beside = len(tags) > 2 and "event_noun" in tags[0] and "preposition" in tags[1] and "sidelines" in tags[2]

    def meet(self, at: int, reference: Reference) -> None:
        """Say how a reference stands to the trigger; one that is joined to another stands as that does."""
        position = self._position(at, reference)
        if position is None:  # an apposition: the same one again
            self.previous_end = reference.last
            return
        if self._held(at, position):
            position = ""
        self.previous, self.previous_end, self.position = reference, reference.last, position
        if position:
            self.found.append(Attached(position, reference))

    def _held(self, at: int, position: str) -> bool:
        """Whether what a preposition would say was said before: "زيارة إلى روسيا وسط اتهامات لطهران" is to Russia."""
        if (
            position in self.lexicon.between
            or self.view.tokens[at].conj
            or not self.view.prep(self.view.references[at])
        ):
            return False
        others = self.trigger.frame.with_other
        told = {
            self._slot(one.position, one.reference)
            for one in self.found
            if self.view.prep(one.reference) and (position not in others or one.position in others)
        }  # "مؤتمر صحفي للوزير مع نظيره" has both
        number = self._slot(position, self.view.references[at])
        return number >= 0 and number in told and not self.view.joins(self.previous_end, at)

    def _through_preposition(self, at: int) -> bool:
        token, before = self.view.tokens[at], self.view.tokens[at - 1]
        return bool(token.prep) or ("preposition" in before.tags and at - 1 not in self.view.covered)

    def _owes(self, at: int, reference: Reference) -> bool:
        """Whether it is said what somebody has to do: "الاعتداءات مرفوضة، وعلى السلطات أن تتحرك"."""
        tokens, after = self.view.tokens, reference.last
        owes = after < len(tokens) and "particle_that" in tokens[after].tags and at > 0
        return owes and "taking" in tokens[at - 1].tags and bool(tokens[at - 1].conj or not self.found)

    def _slot(self, position: str, reference: Reference) -> int:
        """The number of the first slot of a position that takes such an entity, -1 for none."""
        frame = self.trigger.frame
        numbers = frame.slots.get(position, ())
        return next((n for n in numbers if self.view.as_kind(reference, frame.source.slots[n].kinds)), -1)

    def leaves(self, at: int) -> bool:
        """Whether another clause begins with an actor: after a comma and "and", joined to nobody ("…، وسوريا تتفكك")."""
        if not self.view.tokens[at].conj or self.view.tokens[at - 1].kind != "punct" or self.trigger.part != "verb":
            return False
        return self.previous is None or not self.view.joins(self.previous_end, at)

    def skip(self, at: int, onward: int) -> None:
        """Pass over a clause that hangs on this one: what stood beside it stands beside what comes after it."""
        if all(token.kind == "punct" for token in self.view.tokens[self.previous_end : at]):
            self.previous_end = onward

    def _position(self, at: int, reference: Reference) -> str | None:
        view, previous = self.view, self.previous
        if previous is not None:
            if same(previous, reference) and at - self.previous_end <= 2:
                return None
            if view.joins(self.previous_end, at):
                return self.position
            if self._in_apposition(at, reference):
                return None
            if _dash(view, at) and self.position in ("genitive", "adjective", "subject"):
                return self.position
        if at == self.trigger.object_at:
            return "object"
        prep = view.prep(reference)
        if prep == BY and at == self.trigger.last and not self.verbal:
            prep = ""  # "قام بقصف مدنيين": the deed itself, and not what somebody died of
        if previous is not None and not prep and self._among(at, reference):
            return self.position
        if prep:
            if self._owes(at, reference):
                return ""
            if prep == CLITICS.instrumental and reference.kind == "state" and self._inside_place(at):
                return ""  # "في تورونتو بكندا": where it lies
            if prep == CLITICS.dative and not self._beside(at) and self._acts(prep):
                return ""  # "غارات على أهداف للحوثيين"
            if prep == CLITICS.dative and not self.found and "owned" in self.trigger.frame.slots:
                return "owned"  # "قصف لقوات النظام": theirs
            if self.beside and prep in self.trigger.frame.with_other:
                return ""  # "لقاء على هامش القمة مع نظيره": the meeting is with him
            if prep == BY and not self.verbal and at - self.previous_end > _FAR_AGENT:
                return ""  # "نقل السفارة إلى المدينة … وعنف من جانب الجيش"
            if prep in self.lexicon.between and self._of_another(at):
                return ""  # "أكد خلال لقاء مع … على قوة العلاقات بين البلدين"
            far = self.strayed and not view.tokens[at].prep and at - 1 > self.trigger.last and reference.form != "pair"
            return "" if self.closed or self.closed_prepositions or (far and prep in self.lexicon.between) else prep
        if not self.verbal and reference.form == "demonym":
            return "adjective" if at in (self.trigger.last, self.previous_end) or at <= self.trigger.last + 1 else ""
        if self.expecting == "genitive":
            if not reference.definite and view.tokens[at].form.endswith(CLITICS.accusative):
                return ""  # "تعيين قائد الاحتجاجات رئيسا"
            noun = view.tokens[self.trigger.last - 1]
            if at == self.trigger.last and (noun.pronoun or not noun.article):  # "المحاكمة" takes no genitive
                self.expecting = "object"
                if self._done_to_next(reference):
                    return "subject"  # "غزو روسيا لأوكرانيا"
                asked_for = self.trigger.object_at == reference.last  # "توجيه الخرطوم دعوة إلى …"
                suffers = self._takes("object", reference) and not (asked_for or self._suffered_after(reference))
                return "object" if self.has_subject and suffers else "genitive"
            return ""
        if self.trigger.object_at >= 0 and at == self.trigger.object_at + 1:
            if self._through_preposition(self.trigger.object_at):
                return ""  # "رفعت السودان من قائمة الدول الراعية للإرهاب"
            if view.tokens[at - 1].article and self.expecting == "subject":
                return self._expected(reference)  # "ألقت عليه القبض الشرطة"
            return "object"  # "أطلقت السلطات سراح الصحفي"
        carried = bool(self.governors) and at == self.previous_end
        if previous is not None and at == self.previous_end and previous.kind == "group" and not self._is_object(at):
            return None  # "نواب حزبها المعارضين": an adjective, not another
        if self.closed or not self.expecting or not (carried or attachable(view, self.trigger.last - 1, reference)):
            return ""
        if self.trigger.object_at >= 0 and at > self.trigger.object_at and self.expecting == "subject":
            return ""
        if self.expecting == "object" and not self.verbal and not self._follows(at):
            return ""
        return self._expected(reference)

    def _follows(self, at: int) -> bool:
        """Whether nothing stands before `at` but what is owned by whom it names: "غارات استهدفت [آليات] وتعزيزات للجيش"."""
        return all("holding" in token.tags for token in self.view.tokens[self.previous_end : at])

    def _of_another(self, at: int) -> bool:
        """Whether those "between" whom it is are told of what stands right before, after a preposition of no slot here."""
        before = self.previous
        if before is None or at - self.previous_end > 1 or not self.view.prep(before):
            return False
        return self.position not in self.trigger.frame.slots

    def _inside_place(self, at: int) -> bool:
        before = self.view.covered.get(at - 1)
        return before is not None and before.kind == "place"

    def _done_to_next(self, reference: Reference) -> bool:
        """Whether what follows a genitive fills the very slot that it would, so that the genitive did it."""
        after = self.view.references.get(reference.last)
        slots = self.trigger.frame.slots
        if after is None or self.view.tokens[after.first].conj or not slots.get("subject"):
            return False
        prep = self.view.prep(after) or "object"
        if prep not in (CLITICS.dative, "object"):
            return False
        numbers = set(slots.get(prep, ())) & set(slots.get("genitive", ()))
        source = self.trigger.frame.source
        return any(self.view.as_kind(after, source.slots[number].kinds) for number in numbers)

    def _suffered_after(self, reference: Reference) -> bool:
        """Whether a preposition after a genitive names whom an object would: "هجوم الحوثيين على المدينة" is theirs."""
        if reference.last >= len(self.view.tokens):
            return False
        slots = self.trigger.frame.slots
        numbers = slots.get(self.view.tokens[reference.last].form, ())
        return not set(numbers).isdisjoint(slots.get("object", ()))

    def _beside(self, at: int) -> bool:
        """Whether nothing but adjectives stand between the trigger and `at`."""
        between = self.view.tokens[self.trigger.last : at]
        return len(between) <= _ADJECTIVES and not any(
            token.kind != "word" or token.prep or token.conj or "preposition" in token.tags for token in between
        )

    def _among(self, at: int, reference: Reference) -> bool:
        """Whether one of those just told is named: "مسؤولين، على رأسهم وزير الخارجية"."""
        several = self.previous is not None and self.previous.number != "s" and reference.kind in ("person", "org")
        return several and at > self.previous_end and "among_them" in self.view.tokens[at - 1].tags

    def _in_apposition(self, at: int, reference: Reference) -> bool:
        """Whether a person after nothing but a comma is the one before it: "قتل مسؤول الكتيبة، فلان"."""
        between = self.view.tokens[self.previous_end : at]
        lone = len(between) == 1 and between[0].form in _COMMAS and not self.view.tokens[at].conj
        before = self.previous
        if before is None or before.last != self.previous_end:
            return False  # the comma ends a clause that hangs on it
        if any(token.form in _COMMAS for token in self.view.tokens[before.first : before.last]):
            return False  # or the name that stands beside its office
        return lone and reference.kind == "person" and before.kind in ("person", "group")

    def _is_object(self, at: int) -> bool:
        """Whether what stands right after the subject may be the object of the verb: it is no adjective of it."""
        reference = self.view.references[at]
        return reference.kind != "group" or not self.view.tokens[at].article

    def _expected(self, reference: Reference) -> str:
        """The position that comes next, unless only the one after it takes such an entity (the subject is left out)."""
        position = self.expecting
        if (
            position == "subject"
            and self.verbal
            and not self._takes("subject", reference)
            and self._takes("object", reference)
        ):
            position = "object"
        self.expecting = "object" if position == "subject" else ""
        return position

    def _acts(self, position: str) -> bool:
        frame = self.trigger.frame
        return any(frame.source.slots[number].role == "actor" for number in frame.slots.get(position, ()))

    def _takes(self, position: str, reference: Reference) -> bool:
        frame = self.trigger.frame
        tokens = self.view.tokens[reference.first : reference.last]
        return any(
            self.view.as_kind(reference, frame.source.slots[number].kinds)
            and (not frame.words[number] or any(token.stem in frame.words[number] for token in tokens))
            for number in frame.slots.get(position, ())
        )

    def carried(self, at: int, last: int) -> int:
        """Where to go on after a verb that carries the noun ("لقاء أجراه …", "المحادثات التي عقدت …"); 0 where none is."""
        view = self.view
        tags = view.tokens[at].tags
        relative = "relative_strict" in tags
        if self.verbal or self.governors or not (relative or view.finite(at)) or at - self.previous_end > _FAR_CARRIER:
            return 0
        if self.previous is not None and self.position not in ("genitive", "adjective"):
            return 0  # it hangs on the reference, not on the event
        between = view.tokens[self.previous_end : at]
        if relative and any(t.kind == "word" and (not t.article or t.prep) for t in between):
            return 0  # it hangs on another noun; adjectives of the event alone may stand between
        verb = at
        while verb < last and verb <= at + _FAR_CARRIER and _before_carrier(view.tokens[verb]):
            verb += 1  # "زيارة كان يفترض أن يجريها"
        if verb >= last or (view.tokens[at].conj and not relative):
            return 0
        heads = self.lexicon.governors.of(view.tokens[verb])
        if not view.tokens[verb].pronoun:  # "محادثات تجري": nobody holds them, they are held
            heads = tuple(sorted(heads, key=lambda head: head.part == "verb" and not of_itself(head)))
        governed = governing(view, verb, heads, "")
        if governed is None and verb + 1 < last and "preposition_pronoun" in view.tokens[verb + 1].tags:
            governed = governing(view, verb, heads, None)  # "الزيارة التي يقوم بها …"
        if governed is None or governed.part != "verb":
            return 0
        if not relative and not (view.tokens[verb].pronoun or governed.subject == "event"):
            return 0
        if not relative and any(token.kind == "punct" for token in between):
            return 0
        self.governors = (governed,)
        self.strayed = False
        self.expecting = {"does": "subject", "event": "object"}.get(governed.subject, "")
        if self.expecting == "object":  # "اللقاء الذي جمع الوزير ب…"
            self.previous_end = verb + 1
        return verb + 1

    def _describe(self, at: int) -> None:
        """Take an adjective of origin for the state: "غارات جوية روسية"."""
        token = self.view.tokens[at]
        near = self.trigger.last <= at <= self.trigger.last + 1 or (token.conj and at == self.previous_end)
        if self.verbal or not near or "demonym" not in token.tags or self.expecting != "genitive":
            return
        if token.prep or not self._agrees(at):
            return
        states = self.view.origin(at)
        if states:
            described = Reference(
                span=Span(token.stem_start, token.end),
                first=at,
                last=at + 1,
                entities=states,
                kind="state",
                form="demonym",
            )
            self.found.append(Attached("adjective", described))
            self.previous, self.previous_end, self.position = described, at + 1, "adjective"

    def _agrees(self, at: int) -> bool:
        """Whether an adjective agrees with the trigger in the article, or with the genitive that makes it definite
        ("انتخابات الرئاسة الأميركية")."""
        own, before = self.view.tokens[self.trigger.first], self.view.tokens[at - 1]
        article = self.view.tokens[at].article
        construct = at - 1 == self.trigger.last and before.kind == "word" and not (before.prep or before.conj)
        return article == (own.article or (construct and before.article and at - 1 not in self.view.covered))

    def cross(self, at: int) -> None:
        """Pass a word that is no reference: a topic ends what may attach, another event takes the prepositions."""
        token = self.view.tokens[at]
        self._describe(at)
        told = bool(self.found) or self.view.tokens[at - 1].kind == "punct"
        if self.verbal and told and "preposition_pronoun" in token.tags and at > self.trigger.last:
            self.expecting = ""  # "قتل 60 شخصا، بينهم أطفال"
        if self.trigger.object_at <= at <= self.trigger.object_at + 1 and self.trigger.object_at >= 0:
            return  # the object and its genitive: "مذكرة تفاهم"
        if at in self.view.time_tokens or not token.tags.isdisjoint(_EACH):
            return
        if "according_to" in token.tags:
            self.closed = self.closed_prepositions = True  # "قصف المدينة، وفق حصيلة للمرصد"
        if token.prep == CLITICS.dative and not (token.article or token.pronoun or token.tags or self.verbal):
            self.closed_prepositions = True  # "عملية لتطهير المدينة من المسلحين": from whom it is to be cleared
        if "other_deed" in token.tags:
            self.topic = self.topic if self.topic >= 0 else at
            self.closed = True
        elif "weapon" in token.tags:
            return  # "قصفت بالمدفعية والصواريخ مدينة …"
        elif "topic" in token.tags or (token.prep and not token.tags.isdisjoint(_DEEDS)):
            self.closed = True
        elif "event_noun" in token.tags and at > self.trigger.last and "sidelines" not in self.view.tokens[at - 1].tags:
            self.closed_prepositions = True
            if self.closed and self.topic < 0:
                self.topic = at  # "محادثات … بهدف إنهاء الحرب المستمرة منذ …": the time is the war's
        elif at and "preposition" in self.view.tokens[at - 1].tags:
            self.strayed = True


def _before_carrier(token: Token) -> bool:
    """Whether a word may stand between a noun and the verb that carries it."""
    return not token.tags.isdisjoint(_BEFORE_CARRIER) and "governing_verb" not in token.tags


def _dash(view: View, at: int) -> bool:
    return at > 0 and view.tokens[at - 1].kind == "punct" and view.tokens[at - 1].form in "-\u2013\u2014/"
