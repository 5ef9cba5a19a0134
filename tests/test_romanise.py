"""Names in Latin letters."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mahdar.knowledge import Knowledge, load_knowledge
from mahdar.knowledge.romanise import romanise
from mahdar.knowledge.tables.registry import NameToken

BARE = Knowledge()
ARABIC = re.compile("[\u0621-\u064a]")


@pytest.mark.parametrize(
    ("name", "latin"),
    [
        ("كاظم", "Kazim"),
        ("حسن", "Hasan"),
        ("سعيد", "Said"),
        ("محمود", "Mahmud"),
        ("ناصر", "Nasir"),
        ("طويل", "Tawil"),
        ("رائد", "Raid"),
        ("رؤوف", "Rauf"),
        ("جعفر", "Jafar"),
        ("المالكي", "al-Maliki"),
        ("فاطمة", "Fatima"),
        ("سلمى", "Salma"),
        ("شيخون", "Shikhun"),
        ("أوباما", "Obama"),
        ("إيفان", "Ifan"),
        ("آمال", "Amal"),
        ("وليد", "Walid"),
        ("يزيد", "Yazid"),
        ("چاويش", "Chawish"),
        ("مُعَاذ", "Muadh"),
        ("عُمَر", "Umar"),
        ("عَوَّاد", "Awwad"),
        ("حَسَن", "Hasan"),
    ],
)
def test_letter_by_letter(name: str, latin: str) -> None:
    assert romanise(name, BARE) == latin


@pytest.mark.parametrize(
    ("name", "latin"),
    [
        ("عبد الله", "Abdullah"),
        ("عبدالله", "Abdullah"),
        ("عبد الرحمن", "Abd al-Rahman"),
        ("عبدالرحمن", "Abd al-Rahman"),
        ("بن زايد", "bin Zayid"),
        ("أبو بكر", "Abu Bakar"),
        ("آل نهيان", "Al Nahyan"),
        ("رام الله", "Ramallah"),
        ("Reuters", "Reuters"),
        ("", ""),
        ("  حسن   علي ", "Hasan Ali"),
        ("مون جاي-إن", "Moon Jay-in"),
    ],
)
def test_words_of_a_name(name: str, latin: str) -> None:
    assert romanise(name, BARE) == latin


def test_what_it_is_usually_called_goes_first() -> None:
    usual = (("حسين", 198, "hussein"), ("الكسندر", 500, "alexander"), ("قذافي", 4, "gaddafi"), ("عايشه", 18, "ayşe"))
    known = Knowledge(name_tokens=tuple(NameToken(*row) for row in usual))
    assert romanise("حسين القذافي", known) == "Hussein al-Gaddafi"
    assert romanise("ألكسندر", known) == romanise("الكسندر", known) == "Alexander"
    assert romanise("عائشة", known) == "Aisha"  # the table of words goes before both


@pytest.mark.parametrize(
    ("name", "latin"),
    [
        ("نعمان الفران", "Numan al-Farran"),
        ("ألكسندر نوفاك", "Alexander Novak"),
        ("عبد العزيز القحطاني", "Abd al-Aziz al-Qahtani"),
        ("صلاح الدين", "Salah al-Din"),
        ("وليد المعلم", "Walid al-Muallem"),
        ("دير حافر", "Deir Hafir"),
        ("خان شيخون", "Khan Shikhun"),
    ],
)
def test_with_the_shipped_tables(name: str, latin: str) -> None:
    assert romanise(name, load_knowledge()) == latin


@given(st.text(alphabet="ابتثجحخدذرزسشصضطظعغفقكلمنهويىةءأإآئؤ َُِّ-", max_size=20))
def test_nothing_arabic_is_left(name: str) -> None:
    latin = romanise(name, BARE)
    assert not ARABIC.search(latin)
    assert latin == romanise(name, BARE)
    assert len(latin.split()) >= 0


def test_close_to_the_names_of_the_registry() -> None:
    """Of the persons whose English name is known, the consonants of the romanised one are mostly the same."""
    from mahdar.store import consonants  # noqa: PLC0415

    knowledge = load_knowledge()
    arab = [p for p in knowledge.persons if re.search(r"\b(al|bin|Al|Abdul|Abu)\b", p.name_en)]
    same = sum(consonants(romanise(p.name_ar, knowledge)) == consonants(p.name_en) for p in arab)
    assert len(arab) > 200
    assert same / len(arab) > 0.6
