"""Answers as lines for a person to read."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from mahdar.cli._output import Line
from mahdar.model import Article, Entity, Failure, Record, Span
from mahdar.query import (
    AccusationLine,
    Actor,
    AgreementLine,
    ArticleLine,
    ChronicleLine,
    Found,
    Profile,
    SaidLine,
    Source,
    Term,
    Terms,
)

__all__ = [
    "accusation_lines",
    "agreement_lines",
    "article_lines",
    "chronicle_lines",
    "failure_line",
    "found_lines",
    "profile_lines",
    "record_lines",
    "said_lines",
    "terms_lines",
    "title_of",
]

_LABEL = 10
_MOST_NAMES = 20


def title_of(name: str, name_en: str | None) -> str:
    """A name with its English one."""
    return f"{name} ({name_en})" if name_en and name_en != name else name


def _labelled(label: str, *pieces: tuple[str, str]) -> Line:
    return (("  ", ""), (label.ljust(_LABEL - 1) + " ", "key"), *pieces)


def _one_line(words: str) -> str:
    return " ".join(words.split())


def _quoted(words: Iterable[str]) -> Iterator[Line]:
    for piece in words:
        yield ("  ", ""), ("\u00ab" + _one_line(piece) + "\u00bb", "words")


def _names(actors: Sequence[Actor], between: str = ", ") -> tuple[tuple[str, str], ...]:
    pieces: list[tuple[str, str]] = []
    for actor in actors:
        if pieces:
            pieces.append((between, ""))
        pieces.append((actor.name, "name"))
        if actor.name_en and actor.name_en != actor.name:
            pieces.append((f" ({actor.name_en})", ""))
    return tuple(pieces)


def _source(source: Source, finding: str = "") -> Line:
    day = source.published or "no date"
    inferred = " (inferred)" if source.published_from == "inferred" else ""
    return _labelled(
        "from",
        (f"{source.outlet or 'unknown outlet'}, {day}{inferred}  ", ""),
        (source.doc, "dim"),
        (finding and f"  {finding}", "dim"),
    )


def _via(chain: Sequence[Actor]) -> Iterator[Line]:
    """Those who passed it on, nearest to the reader last."""
    if chain:
        yield _labelled("via", *_names(tuple(reversed(chain)), " \u2190 "))


def _corrected(entries: Iterable[str]) -> Iterator[Line]:
    if told := ", ".join(entries):
        yield _labelled("corrected", (f"by {told}", "dim"))


def chronicle_lines(lines: Iterable[ChronicleLine]) -> Iterator[Line]:
    """Each event as a block: when and what, who, where, the words, the article."""
    for line in lines:
        when = line.when or "no date"
        reported = "  (day of the report)" if line.dated_by == "article" else ""
        reported = f"  (sometime in {line.sometime})" if line.sometime else reported
        yield (when, "head"), (f"  {line.kind}, {line.status}", ""), (reported, "dim")
        for actor in line.parties:
            yield _labelled(actor.role, *_names((actor,)))
        if line.place:
            yield _labelled("place", (line.place, "name"))
        yield from _quoted(line.words)
        yield from _via(line.chain)
        yield _source(line.source, line.event)
        yield from _corrected(line.corrected_by)
        yield ()


def said_lines(lines: Iterable[SaidLine]) -> Iterator[Line]:
    """Each statement as a block: when and how, who through whom, the words, the article."""
    for line in lines:
        yield (line.source.published or "no date", "head"), (f"  {line.act}, {line.form}", "")
        yield _labelled("speaker", *(_names(line.speakers) or (("not named", "dim"),)))
        yield from _via(line.chain)
        if line.to:
            yield _labelled("to", *_names(line.to))
        if line.cue:
            yield _labelled("cue", (_one_line(line.cue), "name"))
        yield from _quoted(line.words)
        yield _source(line.source, line.statement)
        yield from _corrected(line.corrected_by)
        yield ()


def agreement_lines(lines: Iterable[AgreementLine]) -> Iterator[Line]:
    """Each agreement as a block: its names, its sides, then its steps in time, each with its words."""
    for line in lines:
        latin = f"  {line.name_en}" if line.name_en else ""
        yield (_one_line(line.name), "head"), (latin, ""), ("  ", ""), (line.id, "dim")
        if line.sides:
            yield _labelled("between", (", ".join(line.sides), "name"))
        yield ()
        for step in line.steps:
            reported = "  (day of the report)" if step.dated_by == "article" else ""
            more = f"  in {step.reports} articles" if step.reports > 1 else ""
            yield (
                ("  ", ""),
                (step.when or "no date", "key"),
                (f"  {step.step}, {step.status}", ""),
                (reported + more, "dim"),
            )
            if step.parties:
                yield ("  ", ""), *_labelled("by", *_names(step.parties))
            if step.place:
                yield ("  ", ""), *_labelled("place", (step.place, "name"))
            if step.length:
                yield ("  ", ""), *_labelled("for", (step.length, ""))
            for quoted in (
                *_quoted(step.words),
                *_via(step.chain),
                _source(step.source),
                *_corrected(step.corrected_by),
            ):
                yield ("  ", ""), *quoted
            yield ()


_REPLIES = 3  # answers of other articles that are shown


def accusation_lines(lines: Iterable[AccusationLine]) -> Iterator[Line]:
    """Each accusation as a block: who whom, the words, then the answers."""
    for line in lines:
        state = "answered" if line.answers else "answered elsewhere" if line.elsewhere else "open"
        yield (line.source.published or "no date", "head"), (f"  {state}", "")
        yield _labelled("accuser", *(_names(line.accusers) or (("not named", "dim"),)))
        yield _labelled("accused", *_names(line.accused))
        yield from _quoted(line.words)
        yield from _via(line.chain)
        for answer in line.answers:
            speakers = _names(answer.speakers) or (("not named", "dim"),)
            yield _labelled("answer", *speakers, (f", {answer.act}: ", ""), (_one_line(answer.cue), "name"))
            yield from _quoted(answer.words)
        for reply in line.elsewhere[:_REPLIES]:
            told = f", {reply.act}  {reply.source.published or 'no date'} {reply.source.outlet or ''}"
            yield _labelled("elsewhere", *_names(reply.speakers), (told, ""))
            yield from _quoted(reply.words)
        if line.also:
            others = ", ".join(source.doc for source in line.also[:_REPLIES])
            more = f" and {len(line.also) - _REPLIES} more" if len(line.also) > _REPLIES else ""
            yield _labelled("also in", (others + more, "dim"))
        yield _source(line.source, line.accusation)
        yield from _corrected(line.corrected_by)
        yield ()


_STANDING = {
    "changing": "begins or ends about then",
    "presumed": "presumed",
    "past": "former",
}


def _term(term: Term, *, person: bool, office: bool, of: bool = True) -> Line:
    """A term of office on one line: from when to when, who, what, how sure, whence."""
    days = f"{term.start or '?'} to {term.end}" if term.end else f"since {term.start or '?'}"
    told = [_STANDING.get(term.standing or "", "")]
    if not term.end and term.known_until:
        told.append(f"known until {term.known_until}")
    told += [f"certainty {term.certainty:.2f}", term.source]
    title = f"{term.office} of {term.of}" if of else term.office
    pieces: list[tuple[str, str]] = [("  ", ""), (days.ljust(26), "key")]
    if person:
        pieces += [(term.name, "name"), (f" ({term.name_en})" if term.name_en else "", "")]
    if office:
        pieces += [(", " if person else "", ""), (title, "")]
        pieces += [(" ", ""), (term.of_name, "name")] if of and term.of_name else []
    return (*pieces, ("  " + ", ".join(filter(None, told)), "dim"))


def terms_lines(terms: Terms) -> Iterator[Line]:
    """Who held an office, or what somebody held: a line a term."""
    on = f", on {terms.on}" if terms.on else ""
    if terms.whose is not None:
        yield (title_of(terms.name or terms.whose, terms.name_en), "head"), (on, "")
        own = all(term.person == terms.whose for term in terms.terms)
        yield from (_term(term, person=not own, office=True, of=own) for term in terms.terms)
    else:
        name = title_of(terms.of_name, terms.of_name_en) if terms.of_name else ""
        of = f" of {terms.of}  " if terms.of else ""
        yield (f"{terms.office}{of}", "head"), (name, "name"), (on, "")
        yield from (_term(term, person=True, office=not terms.of) for term in terms.terms)
    if not terms.terms:
        first = f"; the first term in the registry begins {terms.known_from}" if terms.known_from else ""
        yield ((f"  not known{first}", ""),)


def profile_lines(profile: Profile, articles: bool = True) -> Iterator[Line]:
    """Somebody: names, offices, and the latest lines. `articles`: whether there is a record file that could have any."""
    latin = profile.name_en or (f"{profile.romanised} (romanised)" if profile.romanised else "")
    yield (
        (profile.name, "head"),
        (f"  {latin}" if latin else "", ""),
        (f"  {profile.kind}  ", ""),
        (profile.id, "dim"),
    )
    if not profile.articles:
        if articles:
            yield (("  in none of the articles", ""),)
        yield from _own_terms(profile.terms)
        return
    span = f", {profile.first} to {profile.last}" if profile.first else ""
    yield ((f"  in {profile.articles} article{'' if profile.articles == 1 else 's'}{span}", ""),)
    yield ()
    yield (("Names", "head"),)
    for surface in profile.names[:_MOST_NAMES]:
        yield (f"  {surface.articles:>6}  ", "dim"), (surface.form, "name")
    if len(profile.names) > _MOST_NAMES:
        yield ((f"          and {len(profile.names) - _MOST_NAMES} more", "dim"),)
    if profile.offices:
        yield ()
        yield (("Offices", "head"),)
        for office in profile.offices:
            days = f"  {office.first} to {office.last}" if office.first else ""
            of = f" of {office.of}" if office.of else ""
            yield (
                (f"  {office.articles:>6}  ", "dim"),
                (f"{office.title}{of}", ""),
                *(((" ", ""), (office.of_name, "name")) if office.of_name else ()),
                (days, "dim"),
            )
    yield from _own_terms(profile.terms)
    if profile.events:
        yield ()
        yield (("Latest events", "head"),)
        yield from chronicle_lines(profile.events)
    if profile.statements:
        if not profile.events:
            yield ()
        yield (("Latest statements", "head"),)
        yield from said_lines(profile.statements)


def _own_terms(terms: Sequence[Term]) -> Iterator[Line]:
    if terms:
        yield ()
        yield (("Terms of office, by the registry", "head"),)
        yield from (_term(term, person=False, office=True) for term in terms)


def article_lines(lines: Iterable[ArticleLine]) -> Iterator[Line]:
    """A line an article, its fields set apart by tabs; below it why an inferred date is that one."""
    for line in lines:
        source = line.source
        found = f"{line.statements} statements, {line.events} events, {line.facts} facts"
        inferred = " (inferred)" if source.published_from == "inferred" else ""
        fields = (
            (source.published or "no date") + inferred,
            source.outlet or "-",
            source.doc,
            found,
            _one_line(source.title or ""),
        )
        yield (("\t".join(fields), ""),)
        if line.dated is not None:
            yield ((f"\tcertainty {line.dated.certainty:.2f}", "dim"),)
            for reason in line.dated.reasons:
                other = f" ({reason.doc})" if reason.doc else ""
                yield ("\t", ""), (_one_line(reason.words), "words"), (f"\t{reason.says}{other}", "dim")


def failure_line(failure: Failure) -> Line:
    """A failure on one line: where, in which room, what."""
    place = f": {failure.place}" if failure.place else ""
    return (f"{failure.source}{place}: ", ""), (f"{failure.room}: ", "dim"), (_one_line(failure.problem), "")


def found_lines(found: Iterable[Found]) -> Iterator[Line]:
    """Each article as a block: title, the passage with the words marked, the article."""
    for one in found:
        yield (
            (one.source.published or "no date", "head"),
            ("  ", ""),
            (_one_line(one.source.title or "no title"), "name"),
        )
        yield ("  ", ""), *_marked(one.passage, one.marks)
        yield _source(one.source)
        yield ()


def _marked(passage: str, marks: Iterable[Span]) -> Iterator[tuple[str, str]]:
    at = 0
    for mark in marks:
        yield passage[at : mark.start].replace("\n", " "), ""
        yield mark.of(passage), "mark"
        at = mark.end
    yield passage[at:].replace("\n", " "), ""


def record_lines(article: Article, record: Record) -> Iterator[Line]:
    """An article's minutes: who, when, who said what, what happened, what is stated as fact."""
    named = {entity.id: entity for entity in record.entities}

    def who(keys: Iterable[str], between: str = ", ") -> tuple[tuple[str, str], ...]:
        return _names([_actor(named.get(key), key) for key in keys], between)

    yield (_one_line(article.title or "no title"), "head"), ("  ", ""), (record.doc, "dim")
    how = f" ({record.published_from})" if record.published_from else ""
    yield ((f"  {article.outlet or 'unknown outlet'}, {record.published or 'no date'}{how}", ""),)
    if article.url:
        yield (("  " + article.url, "dim"),)
    yield from _section("Who", len(record.entities))
    for entity in record.entities:
        yield _labelled(entity.kind, *_names([_actor(entity, entity.id)]), *_offices(entity))
    yield from _section("Chronology", len(record.times))
    for time in sorted(record.times, key=lambda time: (time.value is None, time.value or "", time.span)):
        yield (
            ("  ", ""),
            ((time.value or "not known").ljust(22), "key"),
            (" " + _one_line(time.span.of(article.text)), "words"),
        )
    yield from _section("Statements", len(record.statements))
    for statement in record.statements:
        speaker = (
            who((*statement.speaker[-1:], *reversed(statement.chain)), " \u2190 ")
            if len(statement.speaker) < 2
            else (
                *who(statement.speaker),
                *((" \u2190 ", ""), *who(reversed(statement.chain), " \u2190 ")) * bool(statement.chain),
            )
        )
        cue = _one_line(statement.cue.of(article.text))
        yield _labelled(statement.act, *(speaker or (("not named", "dim"),)))
        yield ("  ", ""), (" " * _LABEL, ""), (f"{statement.form}, {statement.evidence.rule}: ", "dim"), (cue, "name")
        if statement.to:
            yield ("  ", ""), (" " * _LABEL, ""), ("to ", "dim"), *who(statement.to)
        yield from _quoted(span.of(article.text) for span in statement.content)
    yield from _section("Events", len(record.events))
    for event in record.events:
        yield (
            ("  ", ""),
            (event.time or "no date", "key"),
            (f"  {event.kind}, {event.status}  ", ""),
            (event.evidence.rule, "dim"),
        )
        for key, role in event.who:
            yield ("  ", ""), *_labelled(role, *who((key,)))
        if event.place:
            yield ("  ", ""), *_labelled("place", (event.place, "name"))
        if event.chain:
            yield ("  ", ""), *_labelled("via", *who(reversed(event.chain), " \u2190 "))
        for line in _quoted(span.of(article.text) for span in event.evidence.spans):
            yield ("  ", ""), *line
    yield from _section("Facts", len(record.facts))
    for fact in record.facts:
        yield _labelled(fact.property, *who((fact.subject,)), (f": {fact.value}, {fact.status}", ""))
        yield from _quoted(span.of(article.text) for span in fact.evidence.spans)
    yield ()


def _section(title: str, count: int) -> Iterator[Line]:
    if count:
        yield ()
        yield ((f"{title} ({count})", "head"),)


def _actor(entity: Entity | None, key: str) -> Actor:
    if entity is None:
        return Actor(id=key, kind="group", name=key, name_en=None, iso=None, role="")
    known: dict[str, Any] = {"name": entity.name, "name_en": entity.name_en or entity.resolved}
    return Actor(id=entity.id, kind=entity.kind, iso=entity.iso, role="", **known)


def _offices(entity: Entity) -> Iterator[tuple[str, str]]:
    for office in entity.offices:
        yield f", {office.title}" + (f" of {office.of}" if office.of else ""), "dim"
