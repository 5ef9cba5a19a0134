"""What a route gets of a request, and what it answers with: a template in the language of the address."""

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from http import HTTPStatus
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from mahdar.errors import QueryError
from mahdar.knowledge.romanise import romanise
from mahdar.model import FAMILIES, Span
from mahdar.query import Actor, EpisodeLine, ReportLine, Sought, place_in_english, seek
from mahdar.web._site import Site, site_of
from mahdar.web.pages._days import Told, tell_day
from mahdar.web.pages._kept import kept
from mahdar.web.pages._links import Links
from mahdar.web.pages._offices import told_name, told_office_of
from mahdar.web.pages._static import address_of
from mahdar.web.pages._words import LANGUAGES, phrase, phrases, plural

__all__ = ["PAGE_SIZE", "SECTIONS", "View", "error_page", "shown", "view_of"]

# The sections of the site, as the navigation has them.
SECTIONS = (
    "overview", "chronology", "search", "dossiers", "relation", "said", "quotes", "disagreements", "changes", "network",
    "map", "fixes",
)  # fmt: skip

PAGE_SIZE = 40
_MOST_PAGES = 500
# Format characters that may stay: joiners, which Arabic and Persian spelling use.
_KEPT = frozenset("\u200c\u200d\t\n")
_HIDDEN = ("Cc", "Cf", "Cs", "Co", "Cn")
_ARABIC = "ARABIC"
_LINE = 120
# Whose name is one: others are told by words («مسؤولون عمانيون»), which letters of another script make no clearer.
_NAMED = ("person:",)
_MADE = "deal:"


def shown(words: object) -> object:
    """Words with controls of direction and other invisible characters made visible by their numbers: they could make a line read
    otherwise than it is written. Every value that a template prints goes through here; what is no plain string stays."""
    if type(words) is not str or words.isascii():
        return words
    if all(char in _KEPT or unicodedata.category(char) not in _HIDDEN for char in words):
        return words
    return "".join(
        char if char in _KEPT or unicodedata.category(char) not in _HIDDEN else f"[U+{ord(char):04X}]" for char in words
    )


def _script(words: str) -> str:
    """The language that words are set in: that of their first letter."""
    letter = next((char for char in words if char.isalpha()), "a")
    return "ar" if unicodedata.name(letter, "").startswith(_ARABIC) else "en"


@cache
def _templates() -> Environment:
    env = Environment(
        loader=PackageLoader("mahdar.web", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=shown,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    env.globals["asset"] = address_of
    env.filters["script_of"] = _script
    env.tests["family"] = lambda key: f"family.{key}" in phrases()
    return env


class View:
    """A request for a page: the site, the language, what is asked for, and the words to answer in."""

    def __init__(self, request: Request, site: Site, lang: str) -> None:
        self.request = request
        self.site = site
        self.lang = lang
        self.link = Links(lang)

    sections = SECTIONS

    # --- what is asked for

    def asked(self, name: str) -> str:
        """A single value of the query, "" where there is none."""
        return self.request.query_params.get(name, "").strip()

    def all_asked(self, name: str) -> tuple[str, ...]:
        """All values of the query under a name."""
        return tuple(dict.fromkeys(filter(None, (value.strip() for value in self.request.query_params.getlist(name)))))

    def number(self, name: str, least: int = 1, most: int = _MOST_PAGES) -> int:
        """A number of the query, `least` where there is none or it is none."""
        asked = self.asked(name)
        return max(least, min(most, int(asked))) if asked.isascii() and asked.isdigit() and len(asked) < 9 else least

    def sought(self, name: str) -> Sought | None:
        """Whom a value of the query names, None where there is none. Raises QueryError."""
        asked = self.asked(name)
        if not asked:
            return None
        return kept(self.site.store, ("seek", asked), lambda: seek(self.site.store, self.site.knowledge, asked))

    # --- words

    def t(self, key: str, **values: object) -> str:
        """A phrase in the language of the page, with `{name}` replaced."""
        words = phrase(self.lang, key)
        for name, value in values.items():
            words = words.replace("{" + name + "}", str(value))
        return words

    def term(self, vocabulary: str, word: str) -> str:
        """A word of a vocabulary ("kind", "meeting"); one that the vocabulary lacks as it is."""
        return self.t(f"{vocabulary}.{word}") if f"{vocabulary}.{word}" in phrases() else word.replace("_", " ")

    def n(self, key: str, number: int) -> str:
        """So many of something."""
        return plural(self.lang, f"count.{key}", number)

    def day(self, value: str | None, *, weekday: bool = False) -> Told:
        """A day in words."""
        return tell_day(value, self.lang, weekday=weekday)

    def name(self, actor: Actor | Sought) -> str:
        """Somebody's name in the language of the page: in English the English one, else, of a person, the Arabic one in Latin letters."""
        if actor.name.startswith(_MADE):
            return self.deal(actor.name)
        name = actor.name.replace("_", " ").strip()  # as tags write it
        if self.lang == "ar":
            return name
        return actor.name_en or (self.latin(name) if actor.id.startswith(_NAMED) else name)

    def deal(self, ident: str) -> str:
        """An agreement whose id is made of its kind and sides ("deal:trade:CN+US")."""
        _, kind, sides = ident.split(":", 2)
        told = self.t(f"deal.{kind}") if f"deal.{kind}" in phrases() else self.t("deal.agreement")
        if sides.startswith("@"):
            return told
        return self.t("deal.of", deal=told, sides=" – ".join(map(self.called, sides.split("+"))))

    def in_script(self, name: str) -> str:
        """A name in the letters of the page."""
        return name if self.lang == "ar" else self.latin(name)

    def latin(self, words: str) -> str:
        """An Arabic name in Latin letters; what is long is no name, and stays."""
        return romanise(words, self.site.knowledge) if _script(words) == "ar" and len(words) < 60 else words

    def fullest(self, one: EpisodeLine) -> ReportLine:
        """The report that stands for an episode in a line: no copy where others are there, the one with the most words of those
        that fit in a line, the earliest of equals. Raises ValueError where there is none."""

        def worth(report: ReportLine) -> tuple[bool, int]:
            return report.copy_of is None, min(sum(map(len, set(report.words[:2]))), _LINE)

        return max(one.tellings, key=worth)

    def place(self, words: str) -> str:
        """A place in the language of the page, as far as the registry knows it."""
        return (place_in_english(self.site.knowledge, words) if self.lang == "en" else None) or words

    def called(self, ident: str) -> str:
        """Somebody or something by its id, in the language of the page."""
        return self.in_script(told_name(self.site.knowledge, self.lang, ident))

    def office(self, about: str) -> str:
        """An office as a ledger names it ("foreign minister of DE"), in the language of the page."""
        return told_office_of(self.site.knowledge, self.lang, about)

    def family(self, kind: str) -> str:
        """The family of a kind of event, by which it has its colour."""
        return FAMILIES.get(kind, "other")

    # --- addresses

    def here(self, **changed: object) -> str:
        """This page with some of the query changed, and from its first page again unless `page` is given."""
        asked: dict[str, Any] = {
            name: self.request.query_params.getlist(name) for name in self.request.query_params if name != "page"
        }
        for name, value in changed.items():
            asked[name.rstrip("_")] = value
        path = self.request.url.path.strip("/").split("/", 1)
        return Links(self.lang).page("", **asked) if len(path) < 2 else self._path(path[1], asked)

    def _path(self, rest: str, asked: Mapping[str, Any]) -> str:
        raw = self.request.scope.get("raw_path", b"").decode("latin-1").strip("/").split("?")[0].split("/", 1)
        query = Links(self.lang).page("", **asked).partition("?")[2]
        path = raw[1] if len(raw) > 1 else rest
        return f"/{self.lang}/{path}" + (f"?{query}" if query else "")

    def export(self, form: str, what: str, names: Sequence[str] = (), **given: str) -> str:
        """The address of an export of what this page asks for, as far as its filters (`names`) go."""
        asked: dict[str, Any] = {"what": what, **given}
        for name in names:
            asked[name] = self.all_asked(name)
        return f"/api/v1/export/{form}" + self.link.page("", **asked).removeprefix(f"/{self.lang}")

    def in_language(self, lang: str) -> str:
        """This very page in a language."""
        other = View(self.request, self.site, lang)
        page = self.request.query_params.get("page")
        return other.here(page=page) if page else other.here()

    # --- answers

    def page(self, template: str, *, section: str, title: str, status: int = 200, **context: object) -> HTMLResponse:
        """A template with what it is about. `section` is the entry of the navigation that the page belongs to."""
        other = next(lang for lang in LANGUAGES if lang != self.lang)
        told = _templates().get_template(template).render(
            view=self, t=self.t, term=self.term, n=self.n, link=self.link, lang=self.lang, other=other,
            section=section, title=title, Markup=Markup, **context,
        )  # fmt: skip
        return HTMLResponse(told, status_code=status, headers={"Vary": "HX-Request"})

    def trouble(self, problem: QueryError) -> HTMLResponse:
        """What a question that cannot be answered is answered with."""
        return self.page(
            "error.html", section="", title=self.t("error.asked"), status=400, why=None, problem=self.problem(problem)
        )

    def problem(self, trouble: QueryError) -> str:
        """Why a question cannot be answered, in the language of the page where there are words for it."""
        key = f"problem.{trouble.key}"
        return self.t(key, **trouble.given) if key in phrases() else str(trouble)

    def missing(self) -> HTMLResponse:
        """The page that is not there."""
        return self.page(
            "error.html",
            section="",
            title=self.t("error.not_found"),
            status=404,
            why=self.t("error.not_found_why"),
            problem=None,
        )

    def first_span(self, spans: Iterable[Span]) -> int:
        """Where a passage begins."""
        return min((span.start for span in spans), default=0)


def view_of(request: Request) -> View:
    """The view of a request (a dependency of FastAPI); the language is the first part of the address."""
    return View(request, site_of(request), request.path_params["lang"])


def error_page(request: Request, status: int, detail: str) -> HTMLResponse:
    """What went wrong, in the language of the address; in Arabic where it has none."""
    lang = request.url.path.strip("/").partition("/")[0]
    view = View(request, site_of(request), lang if lang in LANGUAGES else LANGUAGES[0])
    if status == HTTPStatus.NOT_FOUND:
        return view.missing()
    title = view.t("error.store" if status == HTTPStatus.SERVICE_UNAVAILABLE else "error.asked")
    return view.page("error.html", section="", title=title, status=status, why=None, problem=detail or None)
