"""Described actors: institutions, groups, unnamed sources, agreements, towns by their noun."""

from mahdar.knowledge import CLITICS
from mahdar.knowledge.tables.grammar import ActorNoun
from mahdar.mentions._lexicon import NounForm, keys
from mahdar.mentions._phrases import Phrase
from mahdar.mentions._reader import COMMAS, QUOTES, STOP, Reader, stops
from mahdar.text import Token

_LOOSE = frozenset(("adjective", "name_token", "office_part", "org_word"))
_SOURCES = ("noun.source", "noun.press")
_LONGEST_QUOTED = 7
_LONGEST_CALLED = 3
_FAR_HARM = 4  # words from what is done to him to whom it is done, with the doer between
_DOER = frozenset(("actor_noun", "demonym"))


class NounReader(Reader):
    """Reads phrases whose head is a noun that names actors."""

    def _has_needed(self, form: NounForm, at: int, end: int) -> bool:
        """Whether one of the words stands here that the noun is nobody without, and none that makes it nobody."""
        without = self.lexicon.but_not.get(form.entry.id)
        if without is not None and at < end and self.tokens[at].form in without:
            return False
        needs = self.lexicon.needs.get(form.entry.id)
        return needs is None or (at < end and self.tokens[at].form in needs)

    def _counted(self, at: int, end: int) -> Phrase | None:
        """ "ست دول خليجية", "60 دبلوماسيا روسيا", "عدد من المسؤولين", "أحد قادة الحزب": a described group that is counted."""
        token = self.tokens[at]
        if token.kind != "number" and not token.tags & {"number_word", "partitive", "quantifier"}:
            return None
        if token.article and "time_word" in token.tags:
            return None  # "قتل الاثنين الحوثيون …"
        stop = at + 1
        while stop < end and (
            (self.tokens[stop].tags & {"number_word", "of_part", "partitive"} and not self.tokens[stop].conj)
            or self.tokens[stop].kind == "number"
        ):
            stop += 1
        if stop >= end or self.tokens[stop].kind != "word" or self.tokens[stop].prep:
            return None
        if "each_of" in token.tags and self.tokens[stop].article and self.lexicon.name_at(self.tokens, stop, end):
            return None  # "كل من السعودية وقطر": states, though the first looks like people by their origin
        form = self.lexicon.counted_at(self.tokens[stop])
        inner = self._described(stop, end, counted=True, form=form) or self._officers(stop, end)
        if inner is None or inner.kind not in ("group", "person", "org"):
            return None
        number = "s" if "one_of" in token.tags else "p"
        return Phrase(
            first=at, last=inner.last, span=self._span(at, inner.last), kind="group", form="noun", head=inner.head, noun=inner.noun,
            iso=inner.iso, gender=inner.gender, number=number, prep=self._prep(at), definite=inner.definite,
            parts=inner.parts, rule=inner.rule,
        )  # fmt: skip

    def _harmed(self, at: int, end: int) -> Phrase | None:
        """ "مقتل [طالب]", "اعتقلت الشرطة [شابا]": a person of whom no more is told than what was done to him."""
        token = self.tokens[at]
        form = self.lexicon.harmed_at(token) if at and token.kind == "word" else None
        if form is None or token.prep or token.conj or token.pronoun or (at + 1 < end and self._of_kin(at + 1)):
            return None
        before = at - 1
        while (
            before > 0 and before > at - _FAR_HARM and self.tokens[before].tags & _DOER and not self.tokens[before].conj
        ):
            before -= 1
        verb = self.tokens[before]
        if "harm" not in verb.tags or verb.article or verb.pronoun or (before < at - 1 and verb.prep):
            return None
        return self._described(at, end, counted=True, form=form)

    def _of_kin(self, at: int) -> bool:
        """Whether one of his own stands here: "قتل رجل زوجته" is his deed."""
        return bool(self.tokens[at].pronoun) and not self.tokens[at].prep and self.tokens[at].kind == "word"

    def _officers(self, at: int, end: int) -> Phrase | None:
        """ "أحد [مستشاري الرئيس]": several who hold an office, of whom some are meant."""
        office = self._office(at, end)
        return office if office is not None and office.kind == "group" and not office.members else None

    def _described(self, at: int, end: int, counted: bool = False, form: NounForm | None = None) -> Phrase | None:
        """A phrase headed by a noun that names actors: "وزارة الخارجية الروسية", "مسؤولون أميركيون", "المعارضة".

        `form` says what the noun is where only its place tells that somebody is meant.
        """
        token = self.tokens[at]
        if form is None and token.kind == "word":
            form = self.lexicon.noun_at(token)
        if form is not None and "preposition_pronoun" in token.tags:
            return None  # "إليه" folds as "آلية" does
        if form is None:
            return self._people_by_origin(at, end, counted) or self._people_by_deed(at, end)
        accusative = (
            not (counted or token.article)
            and token.stem not in self.lexicon.nouns
            and token.stem not in self.lexicon.announced
        )
        if accusative and form.entry.kind == "person" and not self._is_of(at + 1, end):
            return None  # "عينه مبعوثا خاصا", "كانت مراقبا في المنظمة": what somebody is, and nobody else
        if token.future or self._modifies(at) or not self._has_needed(form, at + 1, end):
            return None
        noun = form.entry
        if at and token.article and self._improper(at - 1, end):
            return None  # "طائرة مجهولة المصدر"
        if noun.acts_alone and "locative" in token.tags and not token.article:
            return None  # "غرب صعدة" lies there, "الغرب" acts
        definite = token.article or bool(token.pronoun)
        needed = bool(noun.needs)  # "مشروع قرار": the word belongs to it
        stop, parts, iso, indefinite = at + 1 + needed, [], "", False
        is_called = False
        described = -1  # the last adjective
        definite = definite or (needed and self.tokens[at + 1].article)
        # A sound plural that keeps its ending is no construct: nothing is of it.
        indefinite = not definite and form.number == "p" and token.stem.endswith(CLITICS.sound_plural)
        construct = not definite and not indefinite and not needed
        while stop < end:
            here = self.tokens[stop]
            if here.kind == "punct":
                called = noun.kind in ("org", "agreement") and not is_called and noun.stands_for != "state"
                quoted = self._quoted(stop, end) if called else None
                if quoted is None:
                    break
                inner, stop = quoted
                is_called = True
                if inner is not None:
                    parts.append(inner)
                construct, definite = False, True
                continue
            if here.conj and noun.kind == "org" and not token.article and definite:
                joined = self._joined_of(stop, end)
                if joined > stop:
                    stop = joined
                    continue
            if here.kind == "number" or here.conj:
                break
            if here.article == definite and self._improper(stop, end):
                stop, indefinite, construct = stop + 2, not definite, False  # "وفد رفيع المستوى"
                continue
            adjective = self.lexicon.demonym_at(self.tokens, stop, end)
            people = adjective is not None and adjective[2] == "mp"
            if people and form.number == "s" and definite and noun.kind == "org":
                break  # "حثت الحكومة الأميركية [الفلسطينيين] على"
            if adjective and not here.prep and (here.article if definite else True):
                if here.article and not definite:
                    if not construct:
                        break
                    definite = True
                if not here.article:
                    indefinite = True
                described = adjective[0] - 1
                stop, construct = adjective[0], False
                iso = iso or adjective[1]
                continue
            if definite and form.number == "p" and here.article and "number_word" in here.tags and not here.conj:
                stop += 1  # "الدول الثلاث"
                continue
            if "itself" in here.tags or (definite and here.article and self._department(noun, here)):
                stop += 1
                continue
            if "relational_adjective" in here.tags and (not here.article or definite):
                inner = self._relation(stop, end)
                if inner is not None:
                    if inner.kind != "pronoun":
                        parts.append(inner)
                    stop, indefinite = inner.last, indefinite or not here.article
                    break
                about = stop + 1 < end and "told_of" in self.tokens[stop + 1].tags
                if about and form.number == "p" and not here.article and not definite:
                    stop, indefinite = stop + 1, True  # "منظمات مدافعة عن البيئة"
                    break
            if here.article and definite and self._adjective(here, True) and self._agrees(token, here):
                if self._parts_ways(stop, described):
                    break
                described = stop
                stop += 1
                continue
            if here.article and definite and self._qualifies(here, form, noun):
                stop += 1
                continue
            if stops(here) and "deputy" not in here.tags:
                break
            if here.prep:
                inner = self._dative(stop, end, noun.kind, definite and stop > at + 1)
                if inner is None:
                    break
                parts.append(inner)
                stop = inner.last
                break
            if construct and not indefinite:
                inner = self._complement(stop, end)
                if inner is not None and not (inner.form == "office" and not inner.definite):
                    parts.append(inner)
                    definite = inner.definite or inner.form != "noun"  # "هيئة محلفين أميركية"
                    stop, construct, indefinite = inner.last, False, not definite
                    continue
            if here.article:
                if construct and not indefinite:
                    stop, definite, construct = stop + 1, True, False
                    continue
                break
            if definite and not construct:
                break
            if self._adjective(here, False) and not self._parts_ways(stop, described):
                described = stop
                stop, indefinite = stop + 1, True
                construct = False
                continue
            if construct and not indefinite and self._construct_chain(stop, end):
                stop += 1
                continue
            bears_name = (
                construct
                and not indefinite
                and (noun.announced or noun.possessed or (noun.kind == "org" and noun.stands_for != "author"))
            )
            named_stop = self._called(stop, end) if bears_name else stop
            if named_stop > stop:
                stop, definite, construct = named_stop, True, False
                continue
            break
        stop, post = self._post(stop, end, noun, indefinite or not definite)
        if post is not None:
            parts.append(post)
        if not self._tells(at, stop, form, definite, indefinite, counted, bool(parts), bool(iso)):
            return None
        if noun.kind in {"org", "agreement"}:
            stop = self._abbreviation(stop, end)
        named = None
        one = form.number == "s" and definite and (noun.kind == "person" or (noun.speaks and noun.anonymous))
        if (noun.possessed and token.pronoun) or (one and (post is None or self._mark(stop, end, COMMAS))):
            named, stop = self._apposed_name(stop, end)  # "ابنته يوليا", "زوجته، منى …"
        return Phrase(
            name=named[0] if named else None, entries=named[1] if named else (),
            first=at, last=stop, span=self._span(at, stop), kind="person" if named else noun.kind if form.number == "s" or noun.kind != "person" else "group",
            form="noun", head=token.stem, noun=noun.id, iso=iso, gender=form.gender, number=form.number, prep=self._prep(at),
            definite=definite, possessor=token.pronoun, parts=tuple(parts), rule=noun.id,
        )  # fmt: skip

    def _qualifies(self, token: Token, form: NounForm, noun: ActorNoun) -> bool:
        """Words for people that are adjectives after a noun: "نواب حزبها [المعارضون]", "المكتب [الصحفي]"."""
        if token.prep or token.pronoun or "actor_noun" not in token.tags:
            return False
        if noun.kind == "org":
            return form.number == "s" and token.stem.endswith(CLITICS.adjective)
        return form.number == "p" and noun.kind == "group" and token.stem.endswith(CLITICS.sound_plural[0])

    def _joined_of(self, at: int, end: int) -> int:
        """Where "والتنمية" ends in "مجلس الشؤون الاقتصادية والتنمية السعودي": joined to what a body is of, where the
        adjective of a state follows."""
        token = self.tokens[at]
        classes = {"actor_noun", "office_word", "demonym", "event_noun", "reporting_verb", "event_verb", "time_word"}
        if token.kind != "word" or not token.article or token.prep or token.tags & classes or at + 1 >= end:
            return at
        after = self.tokens[at + 1]
        origin = self.lexicon.demonym_at(self.tokens, at + 1, end) if after.article and not after.conj else None
        named = self.lexicon.name_at(self.tokens, at, end)
        return at + 1 if origin is not None and origin[1] and named is None else at

    def _department(self, noun: ActorNoun, token: Token) -> bool:
        """ "وزارة الشؤون الخارجية": what a ministry is of, where other institutions would end."""
        form = self.lexicon.noun_at(token) if noun.posted and not token.prep and not token.conj else None
        return form is not None and form.entry.of_state and form.entry.stands_for == ""

    def _tells(
        self,
        at: int,
        stop: int,
        form: NounForm,
        definite: bool,
        indefinite: bool,
        counted: bool,
        parts: bool,
        of_state: bool,
    ) -> bool:
        """Whether the phrase says enough to be somebody: definite, described, counted, or a source as such."""
        noun = form.entry
        if noun.of_state:
            return of_state
        if definite or counted or parts or noun.needs:
            return True
        if noun.sent and stop < len(self.tokens) and "headed_by" in self.tokens[stop].tags:
            return True
        if indefinite or self._goes_on_to_tell(at, stop, noun):
            return True
        return noun.anonymous and form.number != "s" and not self.tokens[at].prep

    def _goes_on_to_tell(self, at: int, stop: int, noun: ActorNoun) -> bool:
        """ "ولكن مصدرا قال إن": a source before its verb, after a particle that governs it."""
        if not (noun.speaks and noun.anonymous) or not at or stop >= len(self.tokens):
            return False
        verb = self.tokens[stop]
        governed = bool(self.tokens[at - 1].tags & {"but", "particle_that"})
        return governed and verb.stem in self.lexicon.telling_verbs and not (verb.article or verb.conj or verb.prep)

    def _quoted(self, at: int, end: int) -> tuple[Phrase | None, int] | None:
        """A name in quotation marks after its noun: (the registry's phrase if it has one, the token after the mark)."""
        if self.tokens[at].form not in QUOTES or at + 1 >= end or self.tokens[at + 1].prep:
            return None  # 'الحكومة "بالتواطؤ"'
        for stop in range(at + 1, min(end, at + 2 + _LONGEST_QUOTED)):
            if self.tokens[stop].kind == "punct" and self.tokens[stop].form in QUOTES:
                if stop == at + 1:
                    return None
                return self._registry_name(at + 1, stop), stop + 1
            here = self.tokens[stop]
            if here.kind == "punct" or ("reporting_verb" in here.tags and not here.article):
                return None
        return None

    def _dative(self, at: int, end: int, kind: str, definite: bool) -> Phrase | None:
        """ "اللجنة الدولية للصليب الأحمر", "المرصد السوري لحقوق الإنسان": an institution's own complement."""
        token = self.tokens[at]
        before = self.tokens[at - 1]
        if kind != "org" or token.prep != CLITICS.dative or not definite or not before.article:
            return None
        named = self.lexicon.name_at(self.tokens, at, end)
        if not named and "demonym" not in before.tags:
            office = self._office(at, end)  # "المكتب الإعلامي لرئيس الوزراء"
            if office is not None and office.kind == "person" and office.definite:
                return office
        if named or self.lexicon.offices_at(self.tokens, at, end):
            if not named or not named[1][0].startswith("org") or named[1][0] in self.lexicon.carriers:
                return None
            return self._registry_name(at, end)
        noun = self.lexicon.noun_at(token)
        if noun is not None:
            return self._described(at, end) if noun.entry.kind == "org" and not noun.entry.carrier else None
        stop = at + 1
        if not token.article:
            if stop < end and self.tokens[stop].article and not self.tokens[stop].conj:
                stop += 1
            else:
                return None
        while (
            stop < end
            and self.tokens[stop].article
            and not self.tokens[stop].conj
            and self._adjective(self.tokens[stop], True)
            and "relational_adjective" not in self.tokens[stop].tags
        ):
            stop += 1
        return Phrase(
            first=at, last=stop, span=self._span(at, stop), kind="group", form="noun", head=token.stem, rule="dative"
        )

    def _relation(self, at: int, end: int) -> Phrase | None:
        """ "موالية لأنقرة", "مقربة من الكرملين": whom an adjective relates the group to."""
        if at + 1 >= end:
            return None
        after = self.tokens[at + 1]
        if "preposition_pronoun" in after.tags and not after.conj:  # "الموالية له"
            return Phrase(first=at + 1, last=at + 2, span=self._span(at + 1, at + 2), kind="pronoun", form="pronoun")
        if after.kind != "word" or after.conj or not (after.prep or "preposition" in after.tags):
            return None
        return self._complement(at + 1 + ("preposition" in after.tags), end)

    def _people_by_origin(self, at: int, end: int, counted: bool) -> Phrase | None:
        """ "الأوروبيون", "17 فلسطينيا": people named by where they are from."""
        found = self.lexicon.demonym_at(self.tokens, at, end)
        if found is None or self.tokens[at].pronoun:
            return None
        subject = self.tokens[at].stem.endswith(CLITICS.sound_plural[0]) and not self.tokens[at].article
        if self._modifies(at) and not (subject and not self.tokens[at - 1].stem.endswith(CLITICS.sound_plural[0])):
            return None
        if found[2] not in ("mp", "md") and not counted:
            return None
        stop = found[0]
        while stop < end and not counted and self.tokens[stop].article and self._adjective(self.tokens[stop], True):
            stop += 1
        return Phrase(
            first=at, last=stop, span=self._span(at, stop), kind="group", form="noun", head=self.tokens[at].stem,
            noun="noun.people", iso=found[1], gender="m", number="d" if found[2] == "md" else "p", prep=self._prep(at),
            definite=self.tokens[at].article, rule="people.origin",
        )  # fmt: skip

    def _people_by_deed(self, at: int, end: int) -> Phrase | None:
        """ "المنشقين السياسيين": a definite sound plural of a participle."""
        token = self.tokens[at]
        if (
            not token.article or token.tags & STOP or token.pronoun or len(token.stem) < 6 or token.tags - _LOOSE
            or not token.stem.endswith(CLITICS.sound_plural) or not token.stem.startswith(CLITICS.participle)
            or self._follows_noun(at)
        ):  # fmt: skip
            return None
        stop = at + 1
        while stop < end and self.tokens[stop].article and self._adjective(self.tokens[stop], True):
            if not self._agrees(token, self.tokens[stop]):
                break
            stop += 1
        return Phrase(
            first=at, last=stop, span=self._span(at, stop), kind="group", form="noun", head=token.stem, noun="noun.people",
            gender="m", number="p", prep=self._prep(at), rule="people.deed",
        )  # fmt: skip

    def _post(self, at: int, end: int, noun: ActorNoun, indefinite: bool) -> tuple[int, Phrase | None]:
        """ "مسؤول في البيت الأبيض", "مسؤولين من الأمم المتحدة", "السفارة الإيرانية في الجزائر": where an actor belongs."""
        if at >= end or self.tokens[at].conj or self.tokens[at].kind != "word":
            return at, None
        token = self.tokens[at]
        clitic = token.prep == CLITICS.instrumental and noun.kind in ("person", "group")
        if not clitic and not token.tags & {"in", "of_part"}:
            return at, None
        of_part = "of_part" in token.tags and not noun.sent
        if of_part and not (indefinite and (noun.speaks or noun.kind == "group")):
            return at, None
        inner = self._complement(at if clitic else at + 1, end)
        if noun.sent:
            return (inner.last, inner) if inner is not None and "of_part" in token.tags else (at, None)
        if of_part and not noun.speaks and (inner is None or "premises" in self.tokens[inner.first].tags):
            return at, None  # "خرج جرحى من المستشفى"; but "جنود من الجيش"
        if noun.posted and inner is not None and inner.kind in ("state", "place"):
            return inner.last, inner
        if noun.kind not in ("person", "group"):
            return at, None
        if noun.id in _SOURCES and indefinite and inner is not None and inner.kind in ("state", "place"):
            return inner.last, inner  # "مصادر طبية في غزة": they only speak
        body = inner is not None and (inner.kind in ("org", "state") or inner.noun in self.lexicon.sent)
        if inner is None or not body or inner.noun in self.lexicon.documents:
            return at, None
        town = inner.form == "capital" and not self._is_seat(inner)
        if inner.kind == "state" and (not indefinite or not noun.speaks or town):
            return at, None  # "30 شخصا في بغداد": where they are, not whose they are
        return inner.last, inner

    def _is_seat(self, phrase: Phrase) -> bool:
        """Whether a government is named by its seat ("البيت الأبيض") and not by its town."""
        tokens = self.tokens[phrase.first : phrase.last]
        return (keys(tokens[0])[0], *(token.form for token in tokens[1:])) in self.lexicon.seats

    def _construct_chain(self, at: int, end: int) -> bool:
        """Whether an indefinite noun here is a link of a construct: what follows makes it definite."""
        token = self.tokens[at]
        if token.kind != "word" or token.pronoun or token.tags & {"event_verb", "reporting_verb"} or at + 1 >= end:
            return False
        after = self.tokens[at + 1]
        if after.kind != "word" or after.conj or after.prep or after.tags & STOP:
            return False
        if after.article or self.lexicon.name_at(self.tokens, at + 1, end) is not None:
            return True
        return self.lexicon.demonym_at(self.tokens, at + 1, end) is not None or self._adjective(after, False)

    def _is_of(self, at: int, end: int) -> bool:
        """Whether an adjective of origin stands here: "قتل جنديا إسرائيليا"."""
        return at < end and self.lexicon.demonym_at(self.tokens, at, end) is not None

    def _foreign(self, token: Token) -> bool:
        """A foreign word that papers are called by: "صحيفة [نيو تايمز]"."""
        return "foreign_part" in token.tags and not (token.article or token.conj or token.prep)

    def _called(self, at: int, end: int) -> int:
        """Where a name ends that no list has, right after its noun: "شركة فايفر", "زوجة بابتشينكو"."""
        stop = at
        while (
            stop < end
            and stop - at < _LONGEST_CALLED
            and (self.names.strange(self.document, stop) or self._foreign(self.tokens[stop]))
        ):
            stop += 1
        return stop

    def _place(self, at: int, end: int) -> Phrase | None:
        """ "مدينة دوما", "محافظة إدلب السورية": a place by its noun and a name, known or not."""
        token = self.tokens[at]
        if "place_noun" not in token.tags or token.article or token.pronoun or at + 1 >= end:
            return None
        known = self.lexicon.name_at(self.tokens, at + 1, end)
        after = self.tokens[at + 1]
        if "deed_as_place" in token.tags and known and known[1][0].startswith(("state", "org", "capital")):
            return None  # "مقاطعة السعودية": a boycott
        if known and not after.conj and not after.prep:
            stop, entries = (
                known[0],
                tuple(
                    entry.replace("unsure:", "place:")
                    for entry in known[1]
                    if entry.startswith(("place", "capital", "unsure"))
                ),
            )
        elif (
            after.kind == "word"
            and not after.conj
            and not after.prep
            and not stops(after)
            and self.names.place(after, self.document.article.text)
        ):
            stop, entries = at + 2, ()
            while (
                stop < end
                and self.tokens[stop].article
                and self.names.place(self.tokens[stop], self.document.article.text)
            ):
                stop += 1
        else:
            return None
        iso = ""
        adjective = self.lexicon.demonym_at(self.tokens, stop, end) if stop < end else None
        if adjective and self.tokens[stop].article and not self.tokens[stop].prep:
            stop, iso = adjective[0], adjective[1]
        return Phrase(
            first=at, last=stop, span=self._span(at, stop), kind="place", form="name", entries=entries, name=(at + 1, known[0] if known else stop),
            head=token.stem, iso=iso, prep=self._prep(at), rule="place.noun",
        )  # fmt: skip
