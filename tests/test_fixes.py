"""Corrections: what they do, that they can be undone, and that they hold after everything is built anew."""

import itertools
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from mahdar.corrections import Book, bonds_of, correct, findings_of, lines_of, read_lines, sealed
from mahdar.engine import link_store
from mahdar.errors import QueryError
from mahdar.knowledge import Knowledge, load_knowledge
from mahdar.linking import link, read_extract
from mahdar.model import Article, Correction, Record, Somebody, Span, Target
from mahdar.pipeline import analyse
from mahdar.query import (
    Signature,
    accusations,
    amend,
    chronicle,
    confirm,
    episodes,
    fixes,
    merge,
    quotes,
    said,
    split,
    strike,
    undo,
    who,
)
from mahdar.store import Store
from tests.conftest import Pair, Runner, minutes

Signed = Iterator[Signature]


def signatures() -> Iterator[Signature]:
    """Signatures, each a minute later than the one before."""
    for minute in itertools.count():
        yield Signature("هدى", f"2026-03-01T{9 + minute // 60:02}:{minute % 60:02}:00Z", "قرئ خطأ")


@pytest.fixture
def signed() -> Iterator[Signature]:
    return signatures()


def put(store: Store, *entries: Correction) -> None:
    assert len(store.add_corrections(entries)) == len(entries)


# --- findings


def test_a_struck_event_is_in_no_answer_and_stays_as_read(filled: Store, known: Knowledge, signed: Signed) -> None:
    put(filled, strike(filled, "a1-e1", next(signed)))
    assert [line.event for line in chronicle(filled, known)] == ["a2-e1", "a3-e1"]
    corrected, read = filled.article("a1"), filled.as_read("a1")
    assert corrected is not None
    assert read is not None
    assert corrected[1].events == ()
    assert [event.id for event in read[1].events] == ["a1-e1"]
    assert [one.doc for one, _ in filled.records()] == ["a1", "a2", "a3", "a4"]


def test_an_amended_event_says_by_which_correction(filled: Store, known: Knowledge, signed: Signed) -> None:
    entry = amend(filled, known, "a3-e1", {"status": ["cancelled"], "time": [], "guest": ["Kim Jong Un"]}, next(signed))
    assert entry.was == {"status": ("planned",), "time": ("2018-06",), "guest": ("Q58217",)}
    put(filled, entry)
    (line,) = chronicle(filled, known, statuses=["cancelled"])
    assert (line.time, line.dated_by, line.corrected_by) == (None, "article", (entry.id,))
    assert {(actor.id, actor.role) for actor in line.parties} == {("Q56226", "guest"), ("IR", "host")}
    assert "a3-e1" in [one.event for one in chronicle(filled, known, who="Kim Jong Un")]
    assert [one.event for one in chronicle(filled, known, who="Lavrov")] == ["a2-e1"]


def test_an_amended_statement_has_another_speaker_and_act(filled: Store, known: Knowledge, signed: Signed) -> None:
    entry = amend(filled, known, "a3-s1", {"speaker": ["Lavrov"], "act": ["reject"], "chain": []}, next(signed))
    put(filled, entry)
    (line,) = said(filled, known, who="Lavrov")
    assert (line.statement, line.act, line.corrected_by) == ("a3-s1", "reject", (entry.id,))
    assert line.speakers[0].name_en == "Sergey Lavrov"


def test_a_struck_statement_takes_its_accusation_along(filled: Store, known: Knowledge, signed: Signed) -> None:
    assert len(accusations(filled, known)) == 1
    put(filled, strike(filled, "a2-s1", next(signed)))
    assert accusations(filled, known) == ()


def test_a_fact_and_a_mention_are_named_by_their_place(filled: Store, known: Knowledge, signed: Signed) -> None:
    article, record = filled.as_read("a3") or pytest.fail("no article")
    (fact,) = record.facts
    (span,) = fact.evidence.spans
    put(filled, amend(filled, known, f"a3:{span.start}-{span.end}", {"value": ["4"]}, next(signed)))
    lavrov = next(one for one in record.entities if one.id == "Q58217")
    (mention,) = lavrov.mentions
    place = f"a3:{mention.span.start}-{mention.span.end}"
    put(filled, amend(filled, known, place, {"entity": ["كيم جونغ أون"]}, next(signed)))
    _, changed = filled.article("a3") or pytest.fail("no article")
    assert [one.value for one in changed.facts] == ["4"]
    kim = next(one for one in changed.entities if one.id == "Q56226")
    assert [one.span.of(article.text) for one in kim.mentions] == ["لافروف"]
    assert next(one for one in changed.entities if one.id == "Q58217").mentions == ()


def test_a_confirmed_finding_says_so_and_stays(filled: Store, known: Knowledge, signed: Signed) -> None:
    before = chronicle(filled, known)
    entry = confirm(filled, "a1-e1", next(signed))
    put(filled, entry)
    after = chronicle(filled, known)
    assert [line.corrected_by for line in after] == [(entry.id,), (), ()]
    assert [msgspec.structs.replace(line, corrected_by=()) for line in after] == list(before)


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ({"mood": ["good"]}, "no 'mood' of this event; there are: kind, status"),
        ({"status": ["perhaps"]}, "no status 'perhaps'; there are: happened"),
        ({"status": []}, "is one value"),
        ({"time": ["soon"]}, "'soon' is no time"),
        ({}, "nothing is said"),
        ({"guest": ["nobody at all"]}, "nobody at all"),
    ],
)
def test_what_cannot_be_is_said(
    values: dict[str, list[str]], says: str, filled: Store, known: Knowledge, signed: Signed
) -> None:
    with pytest.raises(QueryError, match=says):
        amend(filled, known, "a1-e1", values, next(signed))


def test_unknown_targets_are_said(filled: Store, known: Knowledge, signed: Signed) -> None:
    for asked in ("e999", "a1:900-910", "b9:1-2"):
        with pytest.raises(QueryError, match=r"b9|no finding|nothing was found"):
            strike(filled, asked, next(signed))
    with pytest.raises(QueryError, match="no correction '7'"):
        undo(filled, "7", next(signed))
    with pytest.raises(QueryError, match="no correction '³'"):
        undo(filled, "³", next(signed))


# --- entities


def test_merged_entities_are_one_everywhere(filled: Store, known: Knowledge, signed: Signed) -> None:
    entry = merge(filled, known, ["Q58217", "محمد جواد ظريف"], next(signed))
    put(filled, entry)
    found = chronicle(filled, known, who="Lavrov")
    assert [line.event for line in found] == ["a2-e1", "a3-e1"]
    assert [actor.id for actor in found[0].parties] == ["Q58217"]
    assert found[0].corrected_by == (entry.id,)
    profile = who(filled, known, "Lavrov")
    assert "ظريف" in [one.form for one in profile.names]
    assert profile.corrected_by == (entry.id,)


def test_an_entity_is_somebody_else_in_one_article(filled: Store, known: Knowledge, signed: Signed) -> None:
    put(filled, split(filled, known, "Q58217", next(signed), docs=["a3"], into="سليم حداد"))
    assert [line.event for line in chronicle(filled, known, who="Lavrov")] == ["a2-e1"]
    assert [line.event for line in chronicle(filled, known, who="Salim Haddad")] == ["a3-e1"]


def test_merges_follow_each_other_and_never_in_a_circle() -> None:
    def take(minute: int, one: str, other: str) -> Correction:
        return sealed(
            Correction(
                time=f"2026-03-01T09:0{minute}:00Z", author="a", do="merge", what="entity", reason="r",
                entities=(one,), into=Somebody(id=other),
            )
        )  # fmt: skip

    first, second, back, other = take(1, "a", "b"), take(2, "b", "c"), take(3, "c", "a"), take(4, "b", "d")
    chain = Book([second, first])
    assert chain.becomes("a", "")[0] == Somebody(id="c")
    assert set(chain.becomes("a", "")[1]) == {first.id, second.id}
    circle = Book([first, second, back])
    assert {circle.becomes(one, "")[0] for one in "bc"} == {Somebody(id="a")}
    assert circle.becomes("a", "")[0] is None
    assert [(one.correction, one.other) for one in circle.problems] == [(first.id, back.id)]
    assert [(one.correction, one.other) for one in Book([second, other]).problems] == [(second.id, other.id)]


def test_a_merge_before_the_articles_is_the_same_as_one_after(filled: Store, known: Knowledge, tmp_path: Path) -> None:
    article, record = minutes()[2]
    member = msgspec.structs.replace(record.facts[0], property="member_of", value="org:x")
    told = (article, msgspec.structs.replace(record, facts=(member,)), "2")
    entry = sealed(
        Correction(
            time="2026-03-01T09:00:00Z", author="a", do="merge", what="entity", reason="r",
            entities=("org:x",), into=Somebody(id="un", kind="org"),
        )
    )  # fmt: skip
    filled.put(*told)
    put(filled, entry)
    with Store.open(tmp_path / "anew.db", create=True) as anew:
        put(anew, entry)
        anew.put(*told)
        assert anew.article("a3") == filled.article("a3")
    _, changed = filled.article("a3") or pytest.fail("no article")
    assert [one.value for one in changed.facts] == ["un"]
    assert fixes(filled, known)[0].problems == ()


# --- undo, conflicts, order


def test_an_undo_gives_back_what_was_and_can_be_undone(filled: Store, known: Knowledge, signed: Signed) -> None:
    before = chronicle(filled, known)
    put(filled, strike(filled, "a1-e1", next(signed)))
    put(filled, undo(filled, "1", next(signed)))
    assert chronicle(filled, known) == before
    with pytest.raises(QueryError, match="undone already"):
        undo(filled, "1", next(signed))
    put(filled, undo(filled, "2", next(signed)))
    assert len(chronicle(filled, known)) == len(before) - 1
    states = [(line.n, line.holds, len(line.undone_by)) for line in fixes(filled, known)]
    assert states == [(1, True, 0), (2, False, 1), (3, True, 0)]


def test_undone_merges_part_again(filled: Store, known: Knowledge, signed: Signed) -> None:
    before = [filled.article(f"a{n}") for n in range(1, 5)]
    rows = chronicle(filled, known)
    put(filled, merge(filled, known, ["Q58217", "محمد جواد ظريف"], next(signed)))
    put(filled, undo(filled, "1", next(signed)))
    assert [filled.article(f"a{n}") for n in range(1, 5)] == before
    assert chronicle(filled, known) == rows


def test_of_two_that_conflict_the_later_holds_and_both_are_told(
    filled: Store, known: Knowledge, signed: Signed
) -> None:
    first = amend(filled, known, "a1-e1", {"status": ["planned"]}, next(signed))
    second = amend(filled, known, "a1-e1", {"status": ["cancelled"]}, next(signed))
    put(filled, second, first)  # the later one came first
    assert [line.event for line in chronicle(filled, known, statuses=["cancelled"])] == ["a1-e1"]
    told = [(one.correction, one.other) for line in fixes(filled, known) for one in line.problems]
    assert told == [(first.id, second.id)]
    put(filled, strike(filled, "a1-e1", next(signed)))
    assert "a1-e1" not in [line.event for line in chronicle(filled, known)]


def test_the_order_of_the_entries_does_not_matter(pairs: list[Pair]) -> None:
    article, record = pairs[0]
    (found,) = [one for one in findings_of(record) if one.sort == "event"]
    target = Target(doc="a1", sort="event", kind=found.kind, spans=found.spans, words=("",), id=found.id)
    base = Correction(
        time="2026-03-01T09:00:00Z", author="a", do="strike", what="finding", reason="r", targets=(target,)
    )
    entries = [
        sealed(base),
        sealed(
            msgspec.structs.replace(base, do="amend", values={"status": ("planned",)}, time="2026-03-01T09:00:00.5Z")
        ),
        sealed(msgspec.structs.replace(base, do="amend", values={"status": ("denied",)}, time="2026-03-02T09:00:00Z")),
        sealed(msgspec.structs.replace(base, do="amend", values={"place": ("سيول",)}, time="2026-03-02T09:00:00Z")),
    ]
    outcomes = {msgspec.json.encode(correct(article, record, Book(order))) for order in itertools.permutations(entries)}
    assert len(outcomes) == 1
    (event,) = correct(article, record, Book(entries)).record.events
    assert (event.status, event.place) == ("denied", "سيول")


# --- the text file, and building anew


def test_the_book_goes_out_as_text_and_in_again(
    filled: Store, known: Knowledge, signed: Signed, tmp_path: Path
) -> None:
    put(filled, strike(filled, "a1-e1", next(signed)))
    put(filled, merge(filled, known, ["Q58217", "محمد جواد ظريف"], next(signed)))
    put(filled, amend(filled, known, "a3-s1", {"speaker": ["Kim Jong Un"]}, next(signed)))
    put(filled, undo(filled, "1", next(signed)))
    text = lines_of(filled.corrections())
    assert len(text.splitlines()) == 4
    assert "التقى" in text  # the words themselves, for a person to read
    assert read_lines("# kept in git\n\n" + text) == filled.corrections()
    with Store.open(tmp_path / "anew.db", create=True) as anew:
        anew.add_corrections(read_lines(text))  # before there is any article
        anew.put_many([(article, record, "1") for article, record in minutes()])
        assert list(anew.records()) == list(filled.records())
        assert chronicle(anew, known) == chronicle(filled, known)
        assert anew.add_corrections(read_lines(text)) == ()
        # And again over what is there.
        anew.put_many([(article, record, "2") for article, record in minutes()])
        assert chronicle(anew, known) == chronicle(filled, known)


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("{", "line 1: "),
        ('{"time":"2026-03-01T09:00:00Z","author":"a","do":"sing","what":"finding","reason":"r"}', "no correction 'sing finding'"),
        ('{"time":"today","author":"a","do":"undo","what":"correction","reason":"r","of":"F1"}', "'today' is no time"),
        ('{"time":"2026-03-01T09:00:00Z","author":" ","do":"undo","what":"correction","reason":"r","of":"F1"}', "has its author"),
        ('{"time":"2026-03-01T09:00:00Z","author":"a","do":"undo","what":"correction","reason":"r","of":"F1","by":"b"}', "unknown field `by`"),
        ('{"id":"F1","time":"2026-03-01T09:00:00Z","author":"a","do":"undo","what":"correction","reason":"r","of":"F1"}', "F1 was changed"),
    ],
)  # fmt: skip
def test_a_bad_line_is_named(line: str, says: str) -> None:
    with pytest.raises(QueryError, match=says):
        read_lines(line)


def test_what_is_not_there_any_more_is_told(filled: Store, known: Knowledge, signed: Signed) -> None:
    struck = strike(filled, "a1-e1", next(signed))
    elsewhere = sealed(
        msgspec.structs.replace(struck, targets=(msgspec.structs.replace(struck.targets[0], doc="gone"),), id="")
    )
    nobody = sealed(
        Correction(
            time="2026-03-01T09:00:00Z", author="a", do="merge", what="entity", reason="r",
            entities=("person:x",), into=Somebody(id="Q1"),
        )
    )  # fmt: skip
    lost = sealed(
        Correction(time="2026-03-01T09:00:00Z", author="a", do="undo", what="correction", reason="r", of="F0")
    )
    put(filled, struck, elsewhere, nobody, lost)
    article, record = minutes()[0]
    # A later reading finds another thing at the place.
    other = msgspec.structs.replace(record, events=(msgspec.structs.replace(record.events[0], id="new", kind="visit"),))
    filled.put(article, other, "2")
    told = {one.correction: one.problem for line in fixes(filled, known) for one in line.problems}
    assert told == {
        struck.id: f"a1 has no meeting event at 0-{record.events[0].evidence.spans[-1].end}",
        elsewhere.id: "there is no article gone",
        nobody.id: "no article names person:x",
        lost.id: "there is no correction F0",
    }


def test_a_finding_is_found_again_under_another_id_and_where_its_words_moved(filled: Store, signed: Signed) -> None:
    put(filled, strike(filled, "a1-e1", next(signed)))
    article, record = minutes()[0]
    (event,) = record.events
    (span,) = event.evidence.spans
    moved = msgspec.structs.replace(
        event, id="other", evidence=msgspec.structs.replace(event.evidence, spans=(Span(span.start + 5, span.end + 5),))
    )
    filled.put(
        msgspec.structs.replace(article, text="خبر: " + article.text),
        msgspec.structs.replace(record, events=(moved,), entities=()),
        "2",
    )
    _, changed = filled.article("a1") or pytest.fail("no article")
    assert changed.events == ()


# --- episodes and quotes

MEETING = "التقى وزير الخارجية القطري نظيره التركي في الدوحة الثلاثاء. وقال بيان إن الجانبين بحثا العلاقات بين البلدين."
AGAIN = "اجتمع وزير الخارجية القطري مع نظيره التركي الثلاثاء في العاصمة القطرية الدوحة، وبحثا العلاقات بين البلدين."
OTHER = "التقى وزير الخارجية القطري نظيره التركي في أنقرة الجمعة، في ثاني لقاء لهما هذا الأسبوع."
SAYING = "وقال وزير الخارجية القطري إن بلاده لن تغير موقفها من ملف المياه المشتركة مهما طالت المفاوضات بين الجانبين."
CORPUS = [
    Article(doc="one", text=f"{MEETING} {SAYING}", outlet="alif", published="2018-03-06"),
    Article(doc="two", text=f"{AGAIN} {SAYING}", outlet="ba", published="2018-03-07"),
    Article(doc="other", text=OTHER, outlet="jim", published="2018-03-09"),
]


@pytest.fixture(scope="module")
def whole() -> Knowledge:
    return load_knowledge()


@pytest.fixture(scope="module")
def read_corpus(whole: Knowledge) -> list[tuple[Article, Record]]:
    return [(one, analyse(one, whole)) for one in CORPUS]


@pytest.fixture
def linked(place: Path | str, whole: Knowledge, read_corpus: list[tuple[Article, Record]]) -> Iterator[Store]:
    with Store.open(place, create=True) as store:
        store.put_many([(article, record, "1") for article, record in read_corpus])
        link_store(store, whole)
        yield store


def meetings(store: Store, knowledge: Knowledge) -> list[set[str]]:
    found = episodes(store, knowledge, kinds=["contact"])
    return sorted(({one.source.doc for one in line.tellings} for line in found), key=sorted)


def ids_of(store: Store, knowledge: Knowledge, doc: str) -> str:
    return next(
        line.episode
        for line in episodes(store, knowledge, kinds=["contact"])
        if doc in {one.source.doc for one in line.tellings}
    )


def test_a_report_is_taken_out_of_an_episode_and_put_back(linked: Store, whole: Knowledge, signed: Signed) -> None:
    before = linked.episodes()
    assert meetings(linked, whole) == [{"one", "two"}, {"other"}]
    entry = split(linked, whole, ids_of(linked, whole, "one"), next(signed), reports=["two"])
    put(linked, entry)
    assert link_store(linked, whole).changed
    assert meetings(linked, whole) == [{"one"}, {"other"}, {"two"}]
    assert {line.corrected_by for line in episodes(linked, whole, kinds=["contact"])} == {(entry.id,), ()}
    put(linked, undo(linked, "1", next(signed)))
    link_store(linked, whole)
    assert linked.episodes() == before


def test_two_episodes_are_one_by_hand(linked: Store, whole: Knowledge, signed: Signed) -> None:
    both = [ids_of(linked, whole, doc) for doc in ("one", "other")]
    entry = merge(linked, whole, both, next(signed))
    put(linked, entry)
    link_store(linked, whole)
    assert meetings(linked, whole) == [{"one", "other", "two"}]
    (line,) = episodes(linked, whole, kinds=["contact"])
    assert line.corrected_by == (entry.id,)
    assert any("joined by hand" in one.reasons for one in line.tellings)
    # Parted again by a later correction, the earlier is told to be overruled.
    parts = split(linked, whole, line.episode, next(signed), reports=["other"])
    put(linked, parts)
    link_store(linked, whole)
    assert meetings(linked, whole) == [{"one", "two"}, {"other"}]
    told = {(one.correction, one.other) for fix in fixes(linked, whole) for one in fix.problems}
    assert told == {(entry.id, parts.id)}


def test_quotes_are_parted_and_joined(linked: Store, whole: Knowledge, signed: Signed) -> None:
    (quote,) = quotes(linked, whole, sources=1)
    put(linked, split(linked, whole, quote.quote, next(signed), reports=["two"]))
    link_store(linked, whole)
    assert quotes(linked, whole, sources=1) == ()
    put(linked, undo(linked, "1", next(signed)))
    link_store(linked, whole)
    assert quotes(linked, whole, sources=1) == (quote,)


def test_a_rebuild_from_scratch_gives_the_same_minutes(
    linked: Store, whole: Knowledge, signed: Signed, tmp_path: Path, read_corpus: list[tuple[Article, Record]]
) -> None:
    put(linked, merge(linked, whole, [ids_of(linked, whole, doc) for doc in ("one", "other")], next(signed)))
    event = next(event for _, record in read_corpus[1:2] for event in record.events)
    put(linked, strike(linked, event.id, next(signed)))
    link_store(linked, whole)
    text = lines_of(linked.corrections())
    with Store.open(tmp_path / "anew.db", create=True) as anew:
        for article, record in reversed(read_corpus):
            anew.put(article, record, "1")
        anew.add_corrections(read_lines("\n".join(reversed(text.splitlines()))))
        link_store(anew, whole)
        assert anew.episodes() == linked.episodes()
        assert anew.quotes() == linked.quotes()
        assert [one.problems for one in fixes(anew, whole)] == [one.problems for one in fixes(linked, whole)]


def test_without_corrections_nothing_changes(whole: Knowledge, read_corpus: list[tuple[Article, Record]]) -> None:
    extracts = [read_extract(*pair, whole) for pair in read_corpus]
    assert link(extracts, whole) == link(extracts, whole, Book())
    assert bonds_of(Book(), "episode", {}).joined == {}


# --- the command line


def test_the_command_line(mahdar: Runner, tmp_path: Path) -> None:
    (tmp_path / "one.txt").write_text(CORPUS[0].text, encoding="utf-8")
    assert mahdar("build", "one.txt", "--into", "m.db", "--quiet").status == 0
    said_by = msgspec.json.decode(mahdar("said", "--store", "m.db", "--json").out)
    statement = said_by[0]["statement"]
    ran = mahdar("fix", "strike", statement, "--store", "m.db", "--by", "هدى", "--why", "ليس قولا")
    assert ran.status == 0
    assert "strike finding  هدى" in ran.out
    assert "mahdar link" in ran.err
    assert statement not in mahdar("said", "--store", "m.db", "--json").out
    assert mahdar("fix", "export", "fixes.jsonl", "--store", "m.db").status == 0
    assert mahdar("build", "one.txt", "--into", "n.db", "--quiet").status == 0
    ran = mahdar("fix", "import", "fixes.jsonl", "--store", "n.db")
    assert (ran.status, ran.out) == (0, "")
    assert "1 new correction; none of them" in ran.err
    assert "# 1 correction applied\n" in mahdar("link", "--store", "n.db").err
    assert "ليس قولا" in mahdar("fix", "list", "--store", "n.db").out
    assert mahdar("fix", "undo", "1", "--store", "n.db", "--by", "هدى", "--why", "بل قول").status == 0
    assert statement in mahdar("said", "--store", "n.db", "--json").out
    ran = mahdar("fix", "strike", "s0", "--store", "n.db", "--by", "هدى", "--why", "x")
    assert ran.status == 2
    assert "no finding 's0'" in ran.err
