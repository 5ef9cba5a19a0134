"""Texts and pages as nobody would write them, and what must hold of them all the same.

Each case is made from its number alone, so that one that fails can be made again: `python -m tests.fuzz --only NUMBER`.
"""

import io
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random
from typing import Any

import msgspec

from mahdar.explanations import explain
from mahdar.knowledge import Knowledge
from mahdar.linking import read_extract
from mahdar.model import Article, Failure, Record, Span
from mahdar.pipeline import analyse
from mahdar.reading import find_zones, read_articles

__all__ = ["MOST_SECONDS", "Fuzz", "seeds_of"]

EXAMPLES = Path(__file__).parent.parent.parent / "examples"
MOST_SECONDS = 2.0
_FEW_WORDS, _LONG = 20, 0.2

_QUOTES = "«»\"'“”‘’()[]{}<>"
_CONTROLS = (
    "\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u061c\ufeff\u00ad\u2060"
)
_ODD = (
    "\x00\x01\x07\x1b\x7f\x85\xa0\u2028\u2029\ufffd\uffff\U0001f1f8\U0001f9fe\u0300\u064b\u0651\u0670\u0640\ufdfa\ufefb"
)
_HALVES = "\ud800\udfff\udcff"
_SIGNS = "،؛؟.,:;!?…-–—_/\\|*#%&+=~^@$٪٫٬0123456789٠١٢٣٤٥٦٧٨٩۰۹"
_WORDS = tuple(
    """و ف ب ل ك ال الذي التي أن إن قال قالت نفى أكد أعلن عن من في على إلى بين رئيس الرئيس وزير وزيرة الخارجية السابق روسيا
    الروسي الإيراني أمريكا الولايات المتحدة يوم الأحد أمس غدا 2018 مايو أيار القادم اتفاق الاتفاق النووي وقع انسحب لم لن لا قد
    سوف سيلتقي التقى زار زيارة محادثات مقتل قتل 12 عشرين ألف مليون شخصا بحسب وفقا نقلا وكالة المتحدث باسم هذا هذه ذلك هو هي هم""".split()
)
_TAGS = (
    "p div span b i a article section h1 h2 ul li table tr td blockquote script style br img form figure time".split()
)
_ENCODINGS = ("utf-8", "windows-1256", "utf-16", "utf-16-le", "iso-8859-6", "utf-8-sig")


def seeds_of(knowledge: Knowledge, news: Path | None = None, most: int = 400) -> list[str]:
    """The texts that are spoilt: those of the examples, and of a file of news where there is one."""
    sources = [str(EXAMPLES), *([str(news)] if news is not None and news.exists() else [])]
    texts: list[str] = []
    for item in read_articles(sources, knowledge):
        if isinstance(item, Article):
            texts.append(item.text)
        if len(texts) >= most:
            break
    return texts


def _spans(value: Any) -> Iterator[Span]:
    if isinstance(value, Span):
        yield value
    elif isinstance(value, msgspec.Struct):
        for name in value.__struct_fields__:
            yield from _spans(getattr(value, name))
    elif isinstance(value, tuple):
        for one in value:
            yield from _spans(one)


class Fuzz:
    """Cases made of some texts. `check(n)` gives what is wrong with case `n`, None where nothing is."""

    def __init__(self, texts: Sequence[str], knowledge: Knowledge, seed: int = 0, words: int = 60) -> None:
        self._pieces = [piece for text in texts for piece in _pieces(text, words)]
        # Most cases are short: what two things do to each other shows in few words, and more cases are read in the time.
        self._short = [piece for text in texts for piece in _pieces(text, min(words, _FEW_WORDS))]
        self._knowledge, self._seed = knowledge, seed

    def check(self, number: int) -> str | None:
        """Read one case, by its turn as a text, a page, or bytes of whatever kind. One that is slow is given a second chance: the
        machine may have had others to serve."""
        for _ in range(2):
            random = Random(f"{self._seed}:{number}")
            begun = time.process_time()
            try:
                wrong = self._page(random, number) if number % 5 == 4 else self._text(random, number)
            except Exception as problem:
                return f"{type(problem).__name__}: {problem}"
            spent = time.process_time() - begun
            if wrong or spent <= MOST_SECONDS:
                return wrong
        return f"{spent:.1f} seconds"

    # --- texts

    def text(self, random: Random) -> str:
        """A text, spoilt."""
        pieces = self._pieces if random.random() < _LONG else self._short
        text = "\n".join(random.choice(pieces) for _ in range(random.choice((1, 1, 1, 2))))
        for _ in range(random.randint(1, 6)):
            text = _spoilt(text, random, pieces)
        return text[:20_000]

    def _text(self, random: Random, number: int) -> str | None:
        text = self.text(random).encode("utf-8", "replace").decode()
        title = random.choice((None, None, random.choice(_WORDS), text[:40]))
        outlet, published = (
            random.choice((None, "CNN", "BBC", "صحيفة")),
            random.choice((None, "2018-05-07", "2023-06-05")),
        )
        article = Article(
            doc=f"c{number}", text=text, title=title, outlet=outlet, published=published,
            zones=find_zones(text, title, outlet, self._knowledge, published=published),
        )  # fmt: skip
        record = analyse(article, self._knowledge)
        wrong = _wrong_spans(text, article, record)
        if wrong is None and number % 8 == 0 and analyse(article, self._knowledge) != record:
            wrong = "the second reading gives another record"
        if wrong is None and number % 8 == 1:
            extract = read_extract(article, record, self._knowledge)
            explanations = explain(article, record, self._knowledge)
            msgspec.json.encode((extract, explanations))
        return wrong

    # --- pages and bytes

    def bytes(self, random: Random) -> bytes:
        """A page, or a file of another kind, spoilt as markup and as bytes."""
        text = self.text(random)
        kind = random.randrange(8)
        if kind < 4:
            text = _marked(text, random)
        elif kind == 4:
            item = (
                f"<item><title>{text[:30]}</title><description><![CDATA[{_marked(text, random)}]]></description></item>"
            )
            text = f'<?xml version="1.0"?><rss><channel>{item * random.randint(1, 3)}</channel></rss>'
        elif kind == 5:
            row = msgspec.json.encode({"text": text.encode("utf-8", "replace").decode(), "doc": "x"}).decode()
            text = "\n".join([row] * random.randint(1, 3))
        for _ in range(random.randint(0, 3)):
            text = _spoilt(text, random, self._pieces)
        data = b"".join(
            part.encode(random.choice(_ENCODINGS), "replace")
            for part in ([text] if random.random() < 0.8 else [text[: len(text) // 2], text[len(text) // 2 :]])
        )
        if random.random() < 0.3 and data:
            at = random.randrange(len(data))
            data = data[:at] + random.randbytes(random.randint(0, 20)) + data[at + random.randint(0, 20) :]
        return data

    def _page(self, random: Random, number: int) -> str | None:
        data = self.bytes(random)
        found = list(read_articles(["-"], self._knowledge, stdin=io.BytesIO(data)))
        if number % 4 == 0 and found != list(read_articles(["-"], self._knowledge, stdin=io.BytesIO(data))):
            return "the second reading gives other articles"
        if not found:
            return "neither an article nor a failure"
        for item in found:
            if isinstance(item, Failure):
                if item.room != "reading" or not item.problem:
                    return f"a failure that says nothing: {item}"
                continue
            msgspec.json.encode(item)
            at = 0
            for zone in item.zones:
                if not at <= zone.span.start < zone.span.end <= len(item.text):
                    return f"a zone out of place: {zone}"
                at = zone.span.end
        return None


def _wrong_spans(text: str, article: Article, record: Record) -> str | None:
    for span in _spans((article.zones, record)):
        if not 0 <= span.start <= span.end <= len(text):
            return f"a span out of the text: {span}"
    for name in ("entities", "statements", "events", "facts", "agreements", "accusations"):
        for finding in getattr(record, name):
            if any(span.start == span.end for span in _spans(getattr(finding, "evidence", ()))):
                return f"evidence without words: {finding}"
    decoded = msgspec.msgpack.decode(msgspec.msgpack.encode(record), type=Record)
    return None if decoded == record else "the record is not what it is when it is kept"


def _pieces(text: str, words: int) -> Iterator[str]:
    """The text in pieces of some words, cut between lines or at spaces."""
    for line in filter(None, (line.strip() for line in text.splitlines())):
        parts = line.split(" ")
        for at in range(0, len(parts), words):
            yield " ".join(parts[at : at + words])


def _spoilt(text: str, random: Random, pieces: Sequence[str]) -> str:
    """One thing done to a text."""
    size = len(text)
    at, other = (random.randint(0, size) for _ in range(2))
    low, high = min(at, other), min(max(at, other), min(at, other) + 200)
    match random.randrange(16):
        case 0:
            return text[:low] + text[high:]
        case 1:
            return text[:low] + text[high : high + 60] + text[low:high] + text[high + 60 :]
        case 2:
            return text[:low] + text[low:high] * random.randint(2, 4) + text[high:]
        case 3 | 4:
            marks = "".join(random.choice(_QUOTES) for _ in range(random.randint(1, 6)))
            return text[:at] + marks + text[at:]
        case 5:
            return text[:at] + "".join(random.choice(_CONTROLS) for _ in range(random.randint(1, 9))) + text[at:]
        case 6:
            return text[:at] + random.choice(_ODD) * random.choice((1, 1, 2, 50)) + text[at:]
        case 7:
            return text[:at] + random.choice(_HALVES) + text[at:]
        case 8:
            return text[:at] + random.choice(_SIGNS) * random.choice((1, 1, 3, 40)) + text[at:]
        case 9:
            words = text.split(" ")
            random.shuffle(words)
            return " ".join(words)
        case 10:
            return "".join(f"{char}{random.choice(_CONTROLS)}" if random.random() < 0.1 else char for char in text)
        case 11:
            return text.replace(" ", random.choice(("", "\n", "\u00a0", " \u200f", "\t", "  ", "ـ")))
        case 12:
            added = " ".join(random.choice(_WORDS) for _ in range(random.randint(1, 30)))
            return f"{text[:at]} {added} {text[at:]}"
        case 13:
            return text[:at] + random.choice(pieces) + text[at:]
        case 14:
            once = text[low:high] or "ا"
            return text[:low] + (once * 300)[: random.choice((300, 300, 300, 1_000, 1_000, 4_000))] + text[high:]
        case _:
            return "".join(char for char in text if random.random() > 0.05)


def _marked(text: str, random: Random) -> str:
    """The text as a page, more or less."""
    parts: list[str] = []
    for line in text.splitlines() or [text]:
        for _ in range(random.randint(0, 3)):
            tag = random.choice(_TAGS)
            parts.append(f"<{tag}{random.choice(('', ' class=x', ' id=', ' datetime=2018', '/', ' lang=ar dir='))}>")
        parts.append(line)
        for _ in range(random.randint(0, 3)):
            parts.append(f"</{random.choice(_TAGS)}>")
    if random.random() < 0.1:
        parts.insert(0, f"<{random.choice(_TAGS)}>" * random.choice((10, 300, 3_000)))
    head = random.choice(("<!doctype html>", "<html><head><title>خبر</title><meta charset=utf-8></head>", "<html>"))
    data = random.choice(
        (
            "",
            "",
            '<script type="application/ld+json">{"@type":"NewsArticle","articleBody":"' + text[:300] + '"}</script>',
        )
    )
    return head + data + "<body>" + "".join(parts) + random.choice(("", "</body></html>", "</"))
