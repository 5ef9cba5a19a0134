"""What follows a title: its standing, its state or body, adjectives, a post."""

from collections.abc import Callable

from mahdar.knowledge import CLITICS
from mahdar.mentions._lexicon import OfficeForm
from mahdar.mentions._phrases import OfficeRead, Phrase
from mahdar.mentions._reader import COMMAS, QUOTES, Reader, stops
from mahdar.text import Token, general_word

_SINGLE = ("president", "king", "leader", "chancellor", "emir", "sultan", "supreme leader", "crown prince")
_POSTED = ("ambassador", "envoy", "consul", "representative", "coordinator", "correspondent", "charge", "nuncio")
_DELEGATES, _AT_UN = ("ambassador", "representative", "delegate", "permanent representative"), "ambassador to UN"
_ELSEWHERE = "representative"  # a delegate to another body than the United Nations
_TO = ("ambassador", "special envoy", "envoy")
_MOST_PORTFOLIO = 5
_PLAIN = frozenset(
    """event_noun governing_noun phrase_word office_part name_token org_word thing place_word place_noun locative state_word""".split()
)


class Title:
    """A title of office at a token while what follows it is read. `stop`: the token after what has been read, `words` the
    one after the title itself; `closed`: nothing more belongs to it. The rest as in the phrase that it becomes."""

    def __init__(
        self, at: int, words: int, forms: tuple[OfficeForm, ...], *, standing: str, deputy: str, definite: bool
    ) -> None:
        self.at, self.words, self.stop, self.forms = at, words, words, forms
        self.standing, self.deputy, self.definite = standing, deputy, definite
        self.plural = forms[0].number in "dp"
        self.iso = ""
        self.of: Phrase | None = None
        self.parts: list[Phrase] = []
        self.members: list[Phrase] = []
        self.closed = False

    def take(self, inner: Phrase, *, of: bool) -> bool:
        """Take in a phrase that stands next; `of`: it is what the office is of."""
        self.parts.append(inner)
        self.stop = inner.last
        if of:
            self.of = inner
        return True


class TitleWordsReader(Reader):
    """Reads what follows a title of office."""

    def _read_rest(self, title: Title, end: int) -> None:
        """Take in, step by step, all that belongs to the office before a name."""
        steps: tuple[Callable[[Title, int], bool], ...] = (
            self._take_number, self._take_his, self._take_standing, self._take_so_called, self._take_origin, self._take_states, self._take_pair, self._take_post,
            self._take_dative, self._take_body, self._take_adjective, self._take_common,
        )  # fmt: skip
        while title.stop < end and not title.closed:
            here = self.tokens[title.stop]
            if here.form in QUOTES:
                went_on = self._take_quoted(title, end)
            elif here.conj:
                went_on = self._take_portfolio(title, end)
            else:
                went_on = here.kind == "word" and any(step(title, end) for step in steps)
            if not went_on:
                break

    def _take_quoted(self, title: Title, end: int) -> bool:
        """ "الناطق باسم «جيش …»"."""
        if title.of is not None or "on_behalf" not in self.tokens[title.stop - 1].tags:
            return False
        inner = self._complement(title.stop + 1, end)
        if inner is None:
            return False
        title.take(inner, of=True)
        title.stop += self._mark(inner.last, end, QUOTES)
        return True

    def _take_portfolio(self, title: Title, end: int) -> bool:
        """ "وزير الشؤون الخارجية [والتعاون الدولي] المغربي": what else a minister is of, where his state or name follows."""
        token = self.tokens[title.stop]
        if (
            not self._is_portfolio(token)
            or title.iso
            or title.of
            or not title.forms[0].entry.title.endswith("minister")
        ):
            return False
        if self.lexicon.name_at(self.tokens, title.stop, end) is not None:
            return False
        stop = title.stop + 1
        while stop < end and stop - title.stop < _MOST_PORTFOLIO:
            here = self.tokens[stop]
            if self.lexicon.demonym_at(self.tokens, stop, end):
                break
            if not (self._is_portfolio(here) or self._adjective(here, True)):
                break
            stop += 1
        if stop >= end:
            return False
        here = self.tokens[stop]
        demonym = self.lexicon.demonym_at(self.tokens, stop, end)
        stated = (here.article and demonym is not None and bool(demonym[1])) or "in" in here.tags
        if not stated and self._apposed_name(stop, end)[0] is None:
            return False
        title.stop = stop
        return True

    def _is_portfolio(self, token: Token) -> bool:
        """ "والتعاون", "والتجارة": joined, with the article, and nobody."""
        plain = not token.tags & {"actor_noun", "office_word", "demonym", "reporting_verb", "time_word", "event_noun"}
        return token.kind == "word" and bool(token.conj) and token.article and not token.prep and plain

    def _take_number(self, title: Title, end: int) -> bool:
        """ "الزعماء الثلاثة"."""
        here = self.tokens[title.stop]
        fits = title.plural and title.definite and here.article and "number_word" in here.tags
        title.stop += fits
        return fits

    def _take_standing(self, title: Title, end: int) -> bool:
        """ "السابق", "المكلف"; "الحالي", which says no more than the office does."""
        here = self.tokens[title.stop]
        if "current" in here.tags and here.article and not here.prep:
            title.stop += 1
            return True
        stands = self._standing(here) or ("former" if "back_then" in here.tags else "")
        if not stands or here.prep:
            return False
        title.standing, title.stop = stands, title.stop + 1
        return True

    def _take_his(self, title: Title, end: int) -> bool:
        """ "المنتهية ولايته", "المعترف به دوليا": an adjective whose own subject, or preposition, has his pronoun."""
        here = self.tokens[title.stop]
        after = self.tokens[title.stop + 1] if title.stop + 1 < end else None
        if after is None or not here.article or here.prep or "of_something_his" not in here.tags:
            return False
        if not (after.pronoun or "preposition_pronoun" in after.tags) or after.conj or after.article:
            return False
        title.standing = title.standing or self._standing(here)
        title.stop += 2
        by_whom = self.tokens[title.stop] if "preposition_pronoun" in after.tags and title.stop < end else None
        if by_whom is not None and by_whom.stem.endswith(CLITICS.accusative) and not by_whom.tags:
            title.stop += 1  # "دوليا"
        return True

    def _take_origin(self, title: Title, end: int) -> bool:
        """ "الروسي"."""
        here = self.tokens[title.stop]
        adjective = self.lexicon.demonym_at(self.tokens, title.stop, end)
        if adjective is None or title.iso or not (here.article or not (title.definite or here.prep)):
            return False
        title.stop, title.iso = adjective[0], adjective[1]
        title.definite = title.definite or here.article
        return True

    def _take_states(self, title: Title, end: int) -> bool:
        """ "رؤساء [كل من إيران وروسيا وتركيا]"."""
        several = title.plural and title.of is None and not title.iso and _is_one_of_a_kind(title.forms)
        listed = self._list_of_states(title.stop, end) if several else ()
        if len(listed) < 2:
            return False
        title.members.extend(listed)
        title.parts.extend(listed)
        title.stop, title.definite, title.closed = listed[-1].last, True, True
        return True

    def _take_pair(self, title: Title, end: int) -> bool:
        """ "زعيما [البلدين]"."""
        here = self.tokens[title.stop]
        if title.forms[0].number != "d" or title.of is not None or "pair_noun" not in here.tags or here.prep:
            return False
        pair = self._deictic(title.stop)
        assert pair is not None
        title.definite = title.closed = True
        return title.take(pair, of=True)

    def _take_post(self, title: Title, end: int) -> bool:
        """ "باسم الحكومة", "لدى اليمن"; no other word that ends a noun phrase."""
        here = self.tokens[title.stop]
        on_behalf = "on_behalf" in here.tags
        if self._belongs(title, end):
            return True
        if not on_behalf and "at_post" not in here.tags:
            title.closed = stops(here)
            return title.closed
        posted = on_behalf or "posted_with" in here.tags or _has_post(title.forms)
        inner = self._complement(title.stop + 1, end) if posted else None
        if inner is None:
            if not (on_behalf and self._take_thing(title, title.stop + 1, end)):
                title.closed = True
            return True
        return title.take(inner, of=on_behalf)

    def _belongs(self, title: Title, end: int) -> bool:
        """ "القيادي [في حركة الشعب]", "الباحث [بمعهد السلام]": the body that somebody is of whose title is of none."""
        here = self.tokens[title.stop]
        clitic = here.prep == CLITICS.instrumental
        fits = (
            title.definite and title.of is None and not title.plural and (clitic or "in" in here.tags) and not here.conj
        )
        if not fits or any(form.entry.of != "none" for form in title.forms):
            return False
        inner = self._complement(title.stop + (not clitic), end)
        if inner is None or inner.kind != "org" or "premises" in self.tokens[inner.first].tags:
            return False
        return title.take(inner, of=True)

    def _take_dative(self, title: Title, end: int) -> bool:
        """ "الأمين العام [للأمم المتحدة]", "الرئيس السابق [لجنوب أفريقيا]"."""
        here = self.tokens[title.stop]
        if not here.prep:
            return False
        of_body = any(form.entry.of in ("org", "either") for form in title.forms)
        of_state = self.tokens[title.at].article and title.stop > title.words
        takes = here.prep == CLITICS.dative and (of_body or of_state) and not title.iso and title.of is None
        inner = self._complement(title.stop, end) if takes else None
        if inner is None or not (of_body or inner.kind == "state"):
            title.closed = True
            return True
        return title.take(inner, of=True)

    def _take_so_called(self, title: Title, end: int) -> bool:
        """ "رئيس [ما يسمى مجلس …]", "[ما يعرف بـ…]": a name that the writer does not own to."""
        at = title.stop
        if title.of is not None or at + 2 >= end or "so_called" not in self.tokens[at + 1].tags:
            return False
        inner = self._complement(at + 2, end) if "relative" in self.tokens[at].tags else None
        return inner is not None and title.take(inner, of=True)

    def _take_body(self, title: Title, end: int) -> bool:
        """What the office is of, as a construct: "رئيس [البرلمان]", "مستشار [الرئيس الأميركي]"."""
        if title.of is not None or title.iso or self.tokens[title.words - 1].pronoun:
            return False  # "رئيس مجلسها" is of nothing else
        if self.tokens[title.stop - 1].article:
            return False  # "زار وزير الدفاع دمشق": it has its article, nothing more is of it
        inner = self._complement(title.stop, end) or self._place(title.stop, end)
        speaks_for = "on_behalf" in self.tokens[title.stop - 1].tags  # "المتحدث باسم [عائلة فلان]"
        if inner is None and speaks_for:
            named, _ = self._apposed_name(title.stop, end)
            sure = named is not None and (named[1] or self.names.sure_alone(self.document, named[0][0]))
            inner = self._person(named[0][0], named[0][1], named[1]) if named is not None and sure else None
        if inner is None or self._bare_adjective(self.tokens[title.stop], title.definite):
            return False
        if inner.kind == "person" and not speaks_for and (title.definite or title.stop != title.at + 1):
            return False
        if inner.kind not in ("state", "org", "group", "place", "person"):
            return False
        title.definite = True
        return title.take(inner, of=True)

    def _take_common(self, title: Title, end: int) -> bool:
        """ "قائد شرطة [الإقليم]", "مدير [المحمية]": a thing of which nobody is more than its head."""
        last = self.tokens[title.words - 1]
        bare = not (last.article or last.pronoun or title.definite) or "on_behalf" in last.tags
        headed = any(form.entry.of in ("org", "either") for form in title.forms)
        if title.stop != title.words or not (bare and headed):
            return False
        body = self._complement(title.words - 1, end) if title.words - title.at > 1 else None
        if body is not None and body.kind == "org" and body.last > title.words:
            title.definite = True
            return title.take(body, of=True)  # "زعيم [حزب التكتل]"
        return self._take_thing(title, title.stop, end)

    def _take_thing(self, title: Title, at: int, end: int) -> bool:
        """Take in a plain noun with the article, and adjectives after it."""
        if at >= end or not self._is_thing(self.tokens[at]):
            return False
        at += 1
        while at < end and self.tokens[at].article and self._adjective(self.tokens[at], True):
            title.standing = title.standing or self._standing(self.tokens[at])
            at += 1
        title.stop, title.definite, title.closed = at, True, True
        return True

    def _is_thing(self, token: Token) -> bool:
        """Whether a word is a noun with the article that the dictionary has, of no class that acts or tells when."""
        if token.kind != "word" or not token.article or token.prep or token.conj or token.tags - _PLAIN:
            return False
        written = self.document.article.text[token.stem_start : token.end]
        return (
            written.endswith(CLITICS.feminine) or general_word(written) or general_word(written[len(CLITICS.article) :])
        )

    def _take_adjective(self, title: Title, end: int) -> bool:
        """ "الجديد", "العسكري"."""
        here = self.tokens[title.stop]
        agrees = title.plural or here.stem.endswith(CLITICS.tied[1]) == (title.forms[0].gender == "f")
        if here.article and (not title.definite or self.lexicon.name_at(self.tokens, title.stop, end)):
            return False
        fits = agrees and self._adjective(here, title.definite)
        title.stop += fits
        return fits

    def _standing(self, token: Token) -> str:
        for tag in ("former", "acting", "late"):
            if tag in token.tags:
                return tag
        return "designated" if "designate" in token.tags and token.article else ""

    def _list_of_states(self, at: int, end: int) -> tuple[Phrase, ...]:
        """ "(كل من) إيران وروسيا وتركيا": the states of a plural office."""
        each = "each_of" in self.tokens[at].tags
        while each and at < end and self.tokens[at].tags & {"each_of", "of_part"}:
            at += 1
        listed: list[Phrase] = []
        while at < end:
            token = self.tokens[at]
            if token.kind == "punct" and token.form in COMMAS and listed:
                at += 1
                continue
            if listed and not each and not token.conj and self.tokens[at - 1].form not in COMMAS:
                break
            phrase = self._registry_name(at, end)
            if phrase is None or phrase.kind != "state":
                break
            listed.append(phrase)
            at = phrase.last
        return tuple(listed)

    def _office_reads(
        self,
        forms: tuple[OfficeForm, ...],
        iso: str,
        of: Phrase | None,
        standing: str,
        deputy: str,
        parts: list[Phrase],
    ) -> tuple[OfficeRead, ...]:
        """The office that fits what follows: of a state where a state follows, of an organisation where one does."""
        wanted = "state" if iso or (of and of.kind in ("state", "place")) else "org" if of else ""
        post = self._posted_to(parts) if of is None or wanted == "org" else ""
        entries = [form.entry for form in forms]
        entries.sort(key=lambda entry: (bool(wanted) and entry.of not in (wanted, "either"), entry.of == "none"))
        reads = []
        at_un = any(part.entries and part.entries[0] == "org:un" for part in parts)
        elsewhere = not at_un and self._sent_to_body(parts)
        for entry in entries:
            fixed = entry.fixed
            title = _AT_UN if at_un and entry.title in _DELEGATES else entry.title
            reads.append(
                OfficeRead(
                    id=entry.id,
                    title=deputy
                    + (title.replace(_AT_UN, _ELSEWHERE) if elsewhere else title)
                    + (post if entry.title in _TO else ""),
                    of_kind=entry.of,
                    iso=iso or fixed,
                    of=of,
                    standing=standing,
                )
            )
        return tuple(reads)

    def _sent_to_body(self, parts: list[Phrase]) -> bool:
        """Whether somebody is posted to an organisation: "مندوب روسيا لدى منظمة …"."""
        return any(part.kind == "org" and "posted_with" in self.tokens[part.first - 1].tags for part in parts)

    def _posted_to(self, parts: list[Phrase]) -> str:
        """ " to YE" of "المبعوث الأممي إلى اليمن": the state after a preposition of posting."""
        for part in parts:
            before = self.tokens[part.first - 1]
            if part.kind == "state" and part.entries and "at_post" in before.tags:
                return " to " + part.entries[0].partition(":")[2]
        return ""


def _is_one_of_a_kind(forms: tuple[OfficeForm, ...]) -> bool:
    """Of a president or minister a state has one: "رؤساء روسيا وتركيا" are two men; of its diplomats nobody knows."""
    return any("minister" in form.entry.title or form.entry.title in _SINGLE for form in forms)


def _has_post(forms: tuple[OfficeForm, ...]) -> bool:
    """Ambassadors and envoys are posted somewhere; a minister who is in a town is only there."""
    return any(word in form.entry.title for form in forms for word in _POSTED)
