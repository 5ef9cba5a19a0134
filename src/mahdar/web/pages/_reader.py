"""The reader: an article with all that was found in it, every finding explained in its words."""

from functools import partial

from fastapi import Depends, HTTPException
from fastapi.responses import HTMLResponse

from mahdar.model import AgreementStep, Article, Entity, Event, Fact, Record, Span, Statement
from mahdar.query import Source, actors_by_id
from mahdar.web.pages._links import spans_at
from mahdar.web.pages._overview import held
from mahdar.web.pages._passages import LAYERS, Finding, findings_of, paragraphs_of
from mahdar.web.pages._routes import pages_in
from mahdar.web.pages._values import told_value
from mahdar.web.pages._view import View, view_of

__all__ = ["reader_router"]

_WEB = ("http://", "https://")
# What is listed beside the text; names and times are there to be clicked in it.
_LISTED = ("statement", "event", "agreement", "accusation", "fact")

reader_router = pages_in()


@reader_router.get("/article/{doc:rest}")
def reader(doc: str, view: View = Depends(view_of)) -> HTMLResponse:  # noqa: B008
    """An article. `at` are words to be shown, `find` a finding."""
    pair = view.site.store.article(doc)
    if pair is None:
        raise HTTPException(404)
    article, record = pair
    findings = findings_of(article, record, view.site.knowledge)
    chosen = _chosen(findings, view.asked("find"))
    at = spans_at(view.asked("at"), len(article.text))
    here = at or (_places(chosen) if chosen else ())
    title = article.title or view.t("label.untitled")
    ordered = sorted((one for one in findings if one.spans), key=lambda one: (min(one.spans), LAYERS.index(one.layer)))
    return view.page(
        "reader.html", section="article", title=title, article=article, record=record, source=_source(article, record),
        url=article.url if article.url and article.url.startswith(_WEB) else None,
        paragraphs=paragraphs_of(article, record, findings, here), chosen=chosen,
        beside=_beside(ordered, chosen),
        counts={layer: sum(len(one.spans) if layer == "mention" else 1 for one in findings if one.layer == layer) for layer in LAYERS}
        | {"dropped": len(record.dropped)},
        listed=[(layer, [one for one in ordered if one.layer == layer]) for layer in _LISTED],
        actors=_actors(view, record), sort=_sort, value=partial(told_value, view), headed=any(zone.kind == "title" for zone in article.zones),
        record_clues=record.published_by, has_episodes=held(view).linked,
    )  # fmt: skip


def _source(article: Article, record: Record) -> Source:
    return Source(
        doc=article.doc, outlet=article.outlet, published=record.published, published_from=record.published_from,
        title=article.title, url=article.url,
    )  # fmt: skip


def _chosen(findings: tuple[Finding, ...], key: str) -> Finding | None:
    return next((one for one in findings if one.key == key), None) if key else None


def _places(finding: Finding) -> tuple[Span, ...]:
    """The words of a finding; of somebody only the first mention."""
    return finding.spans[:1] if finding.layer == "mention" else finding.spans


def _beside(ordered: list[Finding], chosen: Finding | None) -> tuple[Finding | None, Finding | None]:
    """The findings before and after the chosen one, of its own sort."""
    if chosen is None:
        return None, None
    same = [one for one in ordered if one.layer == chosen.layer]
    at = next((number for number, one in enumerate(same) if one.key == chosen.key), None)
    if at is None:
        return None, None
    return (same[at - 1] if at else None), (same[at + 1] if at + 1 < len(same) else None)


def _actors(view: View, record: Record) -> dict[str, object]:
    """Everybody in the article, as lines have them."""
    return dict(actors_by_id(view.site.store, view.site.knowledge, [entity.id for entity in record.entities]))


def _sort(record: object) -> str:
    """What a finding is, for the template."""
    sorts: tuple[tuple[type, str], ...] = (
        (Entity, "entity"), (Statement, "statement"), (Event, "event"), (Fact, "fact"), (AgreementStep, "step"),
    )  # fmt: skip
    return next((name for kind, name in sorts if isinstance(record, kind)), "other")
