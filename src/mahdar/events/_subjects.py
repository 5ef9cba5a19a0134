"""Who is the subject of a verb, whom a relative clause is about, and whom a pronoun ending means."""

from mahdar.events._clauses import Clause
from mahdar.events._lexicon import Lexicon
from mahdar.events._view import CLOSED, HOLDING, View
from mahdar.knowledge import CLITICS
from mahdar.knowledge.tables.inflection import PronounEnding
from mahdar.resolution import Reference
from mahdar.text import Sentence, Token

_OPENERS = frozenset(
    ("particle_that", "clause_opener", "preposition_pronoun", "relative_strict", "but", "standing_word")
)
_QUOTES = frozenset('"\u00ab\u00bb\u201c\u201d')
_DEEDS = frozenset(("indefinite_masdar", "event_noun"))
_WHEN = frozenset(("adverb", "back_then"))
_MEANS = frozenset(("weapon", "event_noun"))
_LONGEST_MEANS = 3
_OPENING = 3  # tokens before the noun of an opening phrase
_BARE_PARTICLE = 2  # letters of a particle that has no pronoun on it
_SINGULAR_RELATIVE = 4  # letters of the relatives that are no dual or plural
_ADJECTIVES = 2
_BETWEEN = frozenset(
    ("auxiliary", "past_auxiliary", "perfective", "negation", "preposition", "pronoun", "standing_word")
)
_ACTORS = frozenset(("person", "state", "group", "org"))


def subjects_of(view: View, sentence: Sentence, verb: int, stop: int, lexicon: Lexicon) -> list[Reference]:
    """The subject of the verb at `verb`, and those joined to it: before it where it opens the clause or where the clause
    hangs on it, else between the verb and `stop`."""
    clauses = view.clauses(sentence)
    own = clauses.number(verb)
    clause = clauses.all[own]
    opening = before_verb(view, sentence, verb, lexicon)
    if (
        opening
        and not resumed(view, sentence, verb, lexicon)
        and not (view.tokens[verb].conj and clause.kind != "relative")
    ):
        return opening
    about = clause.kind == "relative" and clause.joined < 0 and clause.verb == verb and view.follows_relative(verb)
    if about and not view.tokens[verb].pronoun and not resumed(view, sentence, verb, lexicon):
        return []  # "البعثة التي زارت قطر": whoever it is that went, it is not Qatar
    found: list[Reference] = []
    at = verb + 1
    while 0 <= at < stop:
        if clauses.number(at) != own:
            at = clauses.after(at, own)
            continue
        reference = view.references.get(at)
        if reference is None:
            at += 1
            continue
        if found:
            more = view.tokens[reference.first].conj or view.along(found[-1].last, reference.first)
            if not more and not same(found[-1], reference):
                break
            found.append(reference)
        elif not view.prep(reference) and attachable(view, verb, reference):
            found.append(reference)
        at = reference.last
    return found


def before_verb(view: View, sentence: Sentence, verb: int, lexicon: Lexicon) -> list[Reference]:
    """Those before a verb that are its subject: who opens its clause, or whom a relative clause is about."""
    clauses = view.clauses(sentence)
    own = clauses.number(verb)
    clause = clauses.all[own]
    if clause.kind == "relative":
        return antecedents(view, clause) if clause.joined < 0 and clause.verb in (verb, -1) else []
    at = verb - 1
    while at >= clause.first:
        if clauses.number(at) != own:
            at = clauses.before(at, own)
            continue
        reference = view.covered.get(at)
        if reference is not None:
            if view.prep(reference):
                at = reference.first - 1
                continue
            first = view.joined(reference)[0].first
            # A subject before its verb opens the clause; in "ردا على صواريخ حماس، شنت …" it is another's genitive.
            opens = first == clause.first or view.opens(first)
            return list(view.joined(reference)) if opens else _topic_of(view, clause, verb)
        token = view.tokens[at]
        if view.tokens[verb].conj and at >= verb - 1:
            return []
        if "particle_that" in token.tags:
            hidden = len(token.stem) + len(token.pronoun) > _BARE_PARTICLE
            meant = _hidden(view, sentence, at, lexicon) if hidden else None
            return list(view.joined(meant)) if meant is not None else []
        if token.kind == "punct":
            if token.form in ".;:\u061b" or token.form in _QUOTES:
                return []
        elif at not in view.time_tokens and token.tags.isdisjoint(_BETWEEN):
            return _topic_of(view, clause, verb)
        at -= 1
    return []


def _topic_of(view: View, clause: Clause, verb: int) -> list[Reference]:
    """Who stands right at the beginning of a clause whose first verb this is, whatever is said of him in between: "أعلن أن
    الجيش، مدعوما بقوات التحالف، تمكن من …"."""
    if clause.verb != verb or clause.kind not in ("main", "complement") or view.tokens[verb].conj:
        return []
    first = clause.first
    if "particle_that" in view.tokens[first].tags:
        if len(view.tokens[first].stem) + len(view.tokens[first].pronoun) > _BARE_PARTICLE:
            return []
        first += 1
    elif clause.joined >= 0:
        return []
    reference = view.references.get(first)
    if reference is None or view.prep(reference) or reference.kind not in _ACTORS or reference.last >= verb:
        return []
    return list(_all_joined(view, reference, verb))


def _all_joined(view: View, reference: Reference, stop: int) -> list[Reference]:
    found = [reference]
    for at in range(reference.last, stop):
        other = view.references.get(at)
        if other is not None:
            if not view.joins(found[-1].last, at):
                break
            found.append(other)
    return found


def antecedents(view: View, clause: Clause) -> list[Reference]:
    """Whom a relative clause is about: the reference before it, with those joined to it where the relative is no
    singular; nobody where that is an unknown noun."""
    at = clause.antecedent
    if "pronoun" in view.tokens[at].tags and at > 0:
        at -= 1  # "الرئاسة هي التي …"
    reference = view.covered.get(at)
    for _ in range(_ADJECTIVES):
        token = view.tokens[at]
        if reference is not None or at <= 0 or not token.article or token.prep or token.conj or token.tags & _DEEDS:
            break
        at -= 1
        reference = view.covered.get(at)
        if reference is not None and reference.kind == "person":
            return []  # "زيارة الوزير الأخيرة التي …"
    if reference is None:
        return []
    several = len(view.tokens[clause.first].stem) > _SINGULAR_RELATIVE
    return list(view.joined(reference)) if several else [reference]


def resumed(view: View, sentence: Sentence, verb: int, lexicon: Lexicon) -> str:
    """The position in which a relative clause takes up again whom it is about: "object" where the verb has a pronoun, a
    preposition that has one ("الذي فرضت عليه واشنطن عقوبات"), "" where it is the subject."""
    clauses = view.clauses(sentence)
    own = clauses.number(verb)
    clause = clauses.all[own]
    if clause.kind != "relative":
        return ""
    if view.tokens[verb].pronoun:
        return "object"
    at, subject = verb + 1, verb + 1 in view.references
    while 0 <= at < clause.last:
        if clauses.number(at) != own:
            at = clauses.after(at, own)
            continue
        if at not in view.covered and "preposition_pronoun" in view.tokens[at].tags and (subject or at == verb + 1):
            return taken_up(view.tokens[at], lexicon)[0]
        at += 1
    return ""


def taken_up(token: Token, lexicon: Lexicon) -> tuple[str, PronounEnding | None]:
    """The preposition of a word like "عليه" and its pronoun."""
    word = token.form[len(token.conj) :]
    for form, pronoun in lexicon.pronouns.items():
        if word.endswith(form) and len(word) > len(form):
            return word[: -len(form)], pronoun
    return "", None


def shared_subjects(
    view: View, sentence: Sentence, at: int, lexicon: Lexicon, gender: str, number: str
) -> list[Reference]:
    """The subject of the clause that a verb without one goes on with: "استقبل الوزير … وبحث معه", "سافر … ليلتقي"."""
    clauses = view.clauses(sentence)
    clause = clauses.at(at)
    for _ in range(len(clauses.all)):
        purpose = clause.kind == "adverbial" and clause.joined < 0 and view.tokens[clause.first].prep
        beside = clause.joined if clause.joined >= 0 else clause.parent if purpose else -1
        if beside < 0:
            return []
        clause = clauses.all[beside]
        if clause.verb < 0:
            continue
        found = subjects_of(view, sentence, clause.verb, clause.last, lexicon)
        if (
            clause.kind == "relative"
            and clause.joined < 0
            and resumed(view, sentence, clause.verb, lexicon)
            and not found
        ):
            return []
        if found:
            several = len(found) > 1 or found[0].number != "s" or len(found[0].entities) > 1
            alike = found[0].gender in ("", gender) or found[0].kind != "person"
            fits = several if number in ("d", "p") else alike or several
            return found if fits else []
    return []


def main_subject(view: View, sentence: Sentence, at: int, lexicon: Lexicon) -> list[Reference]:
    """The subject of the clause in which the trigger stands as an adjunct: the speaker of "قال … بعد لقاء مع …"."""
    clauses = view.clauses(sentence)
    clause = clauses.at(at)
    while clause.parent >= 0 and (
        clause.kind == "aside" or at < clause.verb or (clause.kind == "adverbial" and clause.verb < 0)
    ):
        clause = clauses.all[clause.parent]  # "أكد الوزير أن المباحثات مع نظيره تناولت …": the one who says so
    if clause.verb >= 0:
        found = subjects_of(view, sentence, clause.verb, clause.last, lexicon)
        found = [one for one in found if one.kind in _ACTORS and not one.first <= at < one.last]
        if found:
            return found
    elif clause.kind == "complement":
        meant = _hidden(view, sentence, clause.first, lexicon)  # "إنها مستعدة لمحادثات"
        if meant is not None:
            return [meant]
    while at > sentence.first:
        at -= 1
        reference = view.covered.get(at)
        if reference is not None:
            acts = not view.prep(reference) and reference.kind in _ACTORS
            if acts and view.stands_as_subject(reference, sentence.first):
                return list(view.joined(reference))
            at = reference.first
        elif view.ends(at) and not view.finite(at):
            return []
    return []


def _hidden(view: View, sentence: Sentence, at: int, lexicon: Lexicon) -> Reference | None:
    """Whom "that he", "that she" means."""
    token = view.tokens[at]
    ending = token.pronoun or next((form for form in lexicon.pronouns if token.stem.endswith(form)), "")
    pronoun = lexicon.pronouns.get(ending)
    if pronoun is None or pronoun.person != "3" or (at > sentence.first and _about_unknown(view, sentence, at - 1)):
        return None  # "شخصا يشتبه بأنه نفذ الهجوم"
    beside = view.covered.get(at - 1)
    if beside is not None and pronoun.number == "s" and beside.gender in ("", pronoun.gender):
        return beside  # "إعلان الرئيس أنه سيزور …"
    return view.subject_before(sentence, at, pronoun.gender if pronoun.number == "s" else "", pronoun.number)


def owner(view: View, sentence: Sentence, at: int, lexicon: Lexicon) -> Reference | None:
    """Whom the pronoun ending of a noun means; nobody for a plural or dual one."""
    pronoun = lexicon.pronouns.get(view.tokens[at].pronoun)
    if pronoun is not None and (pronoun.number, pronoun.person) == ("p", "3"):
        before = view.covered.get(at - 1)  # "إعلان الحوثيين نيتهم قصف …"
        several = before is not None and (before.number == "p" or before.kind in ("group", "org"))
        return before if several else None
    if pronoun is None or pronoun.number != "s" or pronoun.person != "3":
        return None
    if pronoun.gender == "m" and _about_unknown(view, sentence, at):
        return None
    return (
        _named_after(view, sentence, at, pronoun.gender)
        or _right_before(view, at, pronoun.gender)
        or _about(view, sentence, at, pronoun.gender)
        or _of_clause(view, sentence, at, lexicon, pronoun.gender)
        or view.subject_before(sentence, at, pronoun.gender, persons=pronoun.gender == "m")
    )


def _right_before(view: View, at: int, gender: str) -> Reference | None:
    """The state or body right before the noun, where but a preposition stands between: "إدانة لإيران بسبب تسليحها",
    "الاتهام إلى إسرائيل، الإثنين، بضلوعها"."""
    place = at - 1
    if view.tokens[at].prep:
        while place > 0 and (place in view.time_tokens or view.tokens[place].kind == "punct"):
            place -= 1
    elif at < 2 or "preposition" not in view.tokens[place].tags or place in view.covered:
        return None
    else:
        place -= 1
    before = view.covered.get(place)
    if before is None or before.kind not in ("state", "org") or gender == "m" or len(before.entities) != 1:
        return None
    return before if view.prep(before) and before.number == "s" else None


def _about_unknown(view: View, sentence: Sentence, at: int) -> bool:
    """Whether the noun stands in a relative clause about somebody whom no mention names: "متطرفا يشتبه بارتكابه جرائم"."""
    clause = view.clauses(sentence).at(at)
    if clause.kind != "relative" or clause.joined >= 0 or not clause.first <= clause.verb < at:
        return False
    return not antecedents(view, clause) and view.references.get(clause.verb + 1) is None


def _about(view: View, sentence: Sentence, at: int, gender: str) -> Reference | None:
    """Whom a relative clause around the noun is about: "الوزير …، الذي عمل سنتين قبل أن يعلن تنحيه"."""
    clauses = view.clauses(sentence)
    number = clauses.number(at)
    while number >= 0:
        clause = clauses.all[number]
        if clause.kind == "relative":
            found = antecedents(view, clause)
            fits = len(found) == 1 and found[0].kind == "person" and found[0].gender in ("", gender)
            return found[0] if fits else None
        number = clause.parent
    return None


def _of_clause(view: View, sentence: Sentence, at: int, lexicon: Lexicon, gender: str) -> Reference | None:
    """The subject of the verb before a noun in its clause: "تعهدت رئيسة الوزراء … في لقائها"."""
    clause = view.clauses(sentence).at(at)
    if not 0 <= clause.verb < at:
        return None
    found = [one for one in subjects_of(view, sentence, clause.verb, at, lexicon) if one.last <= at]
    persons = {
        reference.entities
        for place in range(clause.verb, at)
        if (reference := view.references.get(place)) is not None
        and reference.kind == "person"
        and reference.number == "s"
        and reference.gender in ("", gender)
    }
    if len(found) != 1 or len(found[0].entities) != 1:
        return None
    alone = not persons and found[0].kind == "org" and gender == "m"  # "أعلن مجلس الأمن قراره"
    return found[0] if persons == {found[0].entities} or alone else None


def _named_after(view: View, sentence: Sentence, at: int, gender: str) -> Reference | None:
    """The subject that follows an opening phrase: "وفي رسالته إلى المجلس قال الأمين العام …"."""
    if any(place in view.covered for place in range(sentence.first, at)) or at - sentence.first > _OPENING:
        return None
    for place in range(at + 1, sentence.last - 1):
        if view.finite(place):
            subject = view.references.get(place + 1)
            fits = subject is not None and subject.kind == "person" and subject.gender in ("", gender)
            return subject if fits and subject is not None and not view.prep(subject) else None
    return None


def told(view: View, sentence: Sentence, verb: int, lexicon: Lexicon, resumes: bool = False) -> bool:
    """Whether the subject is told by words that name nobody known: what stands right after the verb is a noun, or the
    verb's relative clause hangs on one. `resumes`: its pronoun takes up the event, it is no object of its own."""
    clause = view.clauses(sentence).at(verb)
    about = clause.kind == "relative" and clause.joined < 0 and clause.verb == verb
    if about and not antecedents(view, clause) and not resumed(view, sentence, verb, lexicon):
        return True
    after = verb + 1
    if after < sentence.last and "preposition_pronoun" in view.tokens[after].tags:
        after += 1  # "تقصف فيها قوات …"
    if after >= sentence.last or after in view.covered or after in view.time_tokens:
        return False
    token = view.tokens[after]
    if token.kind != "word" or token.prep or token.conj or (view.tokens[verb].pronoun and not resumes):
        return False
    return token.tags.isdisjoint(CLOSED) and token.tags.isdisjoint(_OPENERS) and not _object_word(token)


def _object_word(token: Token) -> bool:
    """An indefinite accusative or a word that an event is told by: an object, not a subject."""
    return not token.article and (token.form.endswith(CLITICS.accusative) or not token.tags.isdisjoint(_DEEDS))


def same(one: Reference, other: Reference) -> bool:
    return bool(set(one.entities) & set(other.entities))


def _by_means(view: View, verb: int, last: int, reference: Reference) -> bool:
    """Whether what ends with token `last` tells by what it was done, so that the object follows: "قصفت بعدة قذائف مواقع …",
    "استهدفت بغارات مكثفة مواقع …"."""
    at = last
    while verb < at and last - at < _LONGEST_MEANS and view.tokens[at].kind == "word" and not view.tokens[at].article:
        token = view.tokens[at]
        if token.prep:
            means = token.prep == CLITICS.instrumental and any(
                not _MEANS.isdisjoint(view.tokens[place].tags) for place in range(at, last + 1)
            )
            return means and (at < last or reference.form == HOLDING)
        at -= 1
    return False


def attachable(view: View, verb: int, reference: Reference) -> bool:
    """Whether a bare reference may depend on the verb: what stands right before it is not a noun that it belongs to."""
    before = reference.first - 1
    if before <= verb or before in view.covered or before in view.time_tokens:
        return True
    token = view.tokens[before]
    placed = token.prep or not view.tokens[before - 1].tags.isdisjoint(("preposition", "locative"))
    if "capital_noun" in token.tags and before > verb + 1 and placed:
        return False  # "جنوب العاصمة دمشق": where, and nobody's object
    if token.kind != "word" or token.article or token.pronoun:
        return True
    if not token.tags.isdisjoint(_WHEN):
        return True  # "أعلن آنذاك الرئيس …"
    if reference.form == HOLDING and view.tokens[reference.first].conj and "holding" in token.tags:
        return True  # "استهدفت آليات وتعزيزات للجيش"
    if _by_means(view, verb, before, reference):
        return True
    return not token.tags.isdisjoint(CLOSED) and "quantifier" not in token.tags
