"""States, places, organisations, agreements and parts of names: the tables hold together and say what is so."""

import re

import pytest

from mahdar.knowledge import Knowledge, fold, load_knowledge
from mahdar.knowledge.letters import foreign_letters

# States whose adjective is left out, since it is a word or a name of its own.
NO_DEMONYM = {
    "EH": "desert, adjective", "KM": "lunar", "KN": "none in use", "LC": "none in use", "ML": "financial",
    "PG": "papal", "SB": "the surname Soleimani", "ST": "none in use", "VC": "none in use",
}  # fmt: skip
# States whose capital is left out: it is called as the state, or it is a word; and states that are no more.
NO_CAPITAL = {
    "HK": "a city", "LU": "called as the state", "MC": "a city", "MO": "a city", "SC": "Victoria, a name of persons",
    "SG": "a city", "SM": "called as the state", "ST": "called as the state", "TL": "Dili, spelt as Daily",
    "MV": "Malé, spelt as finances", "VA": "a city", "SU": "no more", "YU": "no more", "CS": "no more", "DD": "no more",
}  # fmt: skip
UN_MEMBERS = 193
KINDS_OF_PLACES = {
    "city", "region", "province", "sea", "strait", "island", "river", "camp", "airport", "continent", "village", "other",
}  # fmt: skip
KINDS_OF_ORGANISATIONS = {
    "igo", "agency", "newspaper", "broadcaster", "platform", "ministry", "army", "armed_group", "party", "company", "court",
    "union", "ngo", "other",
}  # fmt: skip
CARRIERS = {"agency", "newspaper", "broadcaster", "platform"}
SOURCES = {"own", "cldr", "geonames", "wikidata"}
TABLES = ("states", "places", "organisations", "agreements")


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return load_knowledge()


def names(entry: object) -> list[str]:
    return [entry.name_ar, *entry.names_ar]  # type: ignore[attr-defined]


@pytest.mark.parametrize("table", TABLES)
def test_rows_are_whole(knowledge: Knowledge, table: str) -> None:
    entries = getattr(knowledge, table)
    assert len({entry.id for entry in entries}) == len(entries)
    for entry in entries:
        assert entry.name_ar and entry.name_en, entry.id
        assert set(entry.source.split(";")) <= SOURCES, entry.id
        assert 0 <= entry.certainty <= 1, entry.id
        folded = [fold(name) for name in names(entry)]
        assert len(set(folded)) == len(folded), f"{entry.id}: names that fold alike"
        for name in names(entry):
            assert not foreign_letters(name), (entry.id, name)
            assert name == " ".join(name.split()), (entry.id, name)
            assert not re.search("[ًٌٍَُِّْـ]", name), (entry.id, name)


def test_ids_name_one_thing(knowledge: Knowledge) -> None:
    seen: dict[str, str] = {}
    for table in TABLES:
        for entry in getattr(knowledge, table):
            assert seen.setdefault(entry.id, table) == table, entry.id


def test_states(knowledge: Knowledge) -> None:
    assert all(re.fullmatch("[A-Z]{2}", state.id) for state in knowledge.states)
    assert {"PS", "TW", "XK", "EH", "VA", "HK"} <= {state.id for state in knowledge.states}
    assert len(knowledge.states) >= UN_MEMBERS + 6
    for state in knowledge.states:
        assert state.demonyms or state.id in NO_DEMONYM, state.id
        assert state.capitals or state.id in NO_CAPITAL, state.id
        for demonym in state.demonyms:
            assert demonym.endswith("ي"), (state.id, demonym)


@pytest.mark.parametrize(
    ("form", "iso"),
    [
        ("الولايات المتحدة الأميركية", "US"), ("سورية", "SY"), ("كوريا الديمقراطية", "KP"), ("جمهورية كوريا", "KR"),
        ("المملكة العربية السعودية", "SA"), ("الاتحاد الروسي", "RU"), ("بورما", "MM"), ("كوت ديفوار", "CI"),
        ("أميركي", "US"), ("كوري شمالي", "KP"), ("أفريقي جنوبي", "ZA"), ("أتراك", "TR"), ("روس", "RU"),
        ("بيونغيانغ", "KP"), ("نيودلهي", "IN"), ("أستانة", "KZ"), ("طرابلس", "LY"), ("رام الله", "PS"), ("تل أبيب", "IL"),
        ("الكرملين", "RU"), ("الإليزيه", "FR"), ("قصر بعبدا", "LB"), ("البيت الأزرق", "KR"), ("قصر المرادية", "DZ"),
        ("البيت الأبيض", "US"), ("داونينغ ستريت", "GB"), ("بريتوريا", "ZA"), ("سراييفو", "BA"), ("تشيسيناو", "MD"),
    ],
)  # fmt: skip
def test_who_is_meant(knowledge: Knowledge, form: str, iso: str) -> None:
    fields = ("names_ar", "demonyms", "demonym_plurals", "capitals", "seats")
    found = {
        state.id
        for state in knowledge.states
        if fold(form) in {fold(text) for field in fields for text in (*getattr(state, field), state.name_ar)}
    }
    assert found == {iso}


def test_places(knowledge: Knowledge) -> None:
    states = {state.id for state in knowledge.states}
    assert {place.kind for place in knowledge.places} <= KINDS_OF_PLACES
    assert {place.state for place in knowledge.places} <= states | {""}
    by_hand = [place for place in knowledge.places if place.source == "own"]
    assert len(by_hand) >= 1000
    where = {fold(name): (place.kind, place.state) for place in knowledge.places for name in names(place)}
    assert where[fold("الغوطة الشرقية")] == ("region", "SY")
    assert where[fold("مضيق هرمز")] == ("strait", "")
    assert where[fold("قطاع غزة")] == ("region", "PS")
    assert where[fold("مخيم الزعتري")] == ("camp", "JO")
    assert where[fold("جنيف")] == ("city", "CH")
    assert where[fold("شبه الجزيرة الكورية")] == ("region", "")
    assert where[fold("بانمونجوم")] == ("village", "KP")
    assert where[fold("القرم")] == ("region", "UA")


@pytest.mark.parametrize(
    "word", ["دولة", "المدينة", "الأبيض", "مشهد", "نجد", "صور", "الباب", "سلطات", "كورونا", "جامعة", "الأقصى", "تدمر"]
)
def test_words_are_no_places(knowledge: Knowledge, word: str) -> None:
    assert fold(word) not in {fold(name) for place in knowledge.places for name in names(place)}


def test_organisations(knowledge: Knowledge) -> None:
    states = {state.id for state in knowledge.states}
    assert len(knowledge.organisations) >= 400
    for entry in knowledge.organisations:
        assert entry.kind in KINDS_OF_ORGANISATIONS, entry.id
        assert entry.state in states | {""}, entry.id
        assert entry.carrier in ("", "yes"), entry.id
        assert entry.carrier or entry.kind not in CARRIERS, entry.id
    called = {fold(name): entry.id for entry in knowledge.organisations for name in names(entry)}
    assert called[fold("وكالة الصحافة الفرنسية")] == "afp"
    assert called[fold("الناتو")] == "nato"
    assert called[fold("منظمة حظر الأسلحة الكيماوية")] == "opcw"
    assert called[fold("أنصار الله")] == "houthis"
    assert called[fold("منظمة شانغهاي للتعاون")] == "sco"
    assert called[fold("الحرس الثوري الإيراني")] == "irgc"


@pytest.mark.parametrize(
    "word",
    [
        "فتح",
        "النهار",
        "الحياة",
        "المنار",
        "القاعدة",
        "الشباب",
        "معا",
        "بنا",
        "وام",
        "قنا",
        "روسيا اليوم",
        "المصري اليوم",
    ],
)
def test_words_are_no_organisations(knowledge: Knowledge, word: str) -> None:
    assert fold(word) not in {fold(name) for entry in knowledge.organisations for name in names(entry)}


def test_agreements(knowledge: Knowledge) -> None:
    known = {state.id for state in knowledge.states} | {entry.id for entry in knowledge.organisations}
    assert len(knowledge.agreements) >= 60
    for entry in knowledge.agreements:
        assert set(entry.parties) <= known, entry.id
        assert re.fullmatch(r"(\d{4}(-\d{2}){0,2})?", entry.signed), entry.id
    signed = {entry.id: entry.signed for entry in knowledge.agreements}
    assert signed["jcpoa"] == "2015-07-14"
    assert signed["russia_iran_2025"] == "2025-01-17"
    assert signed["panmunjom"] == "2018-04-27"


def test_name_tokens(knowledge: Knowledge) -> None:
    tokens = {token.form: token for token in knowledge.name_tokens}
    assert len(tokens) == len(knowledge.name_tokens) <= 25_000
    for token in knowledge.name_tokens:
        assert token.form == fold(token.form) and len(token.form) >= 3 and token.count > 0 and token.latin, token.form
    assert {fold(name) for name in ("محمد", "دونالد", "سيرغي", "حسن", "عبد", "جون")} <= tokens.keys()
    assert not {fold(word) for word in ("على", "بيت", "أسود", "روسيا", "موسكو", "الثاني", "كانت")} & tokens.keys()
