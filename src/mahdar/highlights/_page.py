"""The HTML of one article with its marks. All that comes from the article is escaped; there is no script."""

import unicodedata
from collections import Counter
from collections.abc import Iterator
from html import escape

from mahdar.highlights._layers import LAYERS, Mark, marks_of, pieces
from mahdar.model import Article, Record

__all__ = ["page"]

_STYLE = """
.mahdar{--ink:#1c1c1e;--soft:#6b6b70;--ground:#fff;--line:#dcdce0;--said:#fdf0c8;--event:#c2410c;--who:#1d4ed8;
--whoground:#e2eafc;--when:#047857;--control:#b91c1c;color:var(--ink);background:var(--ground);border:1px solid var(--line);
border-radius:6px;padding:.8em 1em;line-height:2;max-width:62em;font-family:"Noto Naskh Arabic","Amiri","Segoe UI",Tahoma,serif;
font-size:1.05em;overflow-wrap:anywhere}
@media (prefers-color-scheme:dark){.mahdar{--ink:#e8e8ea;--soft:#a0a0a8;--ground:#17181b;--line:#3a3b40;--said:#4a3d10;
--event:#fb923c;--who:#a9c6ff;--whoground:#22325a;--when:#6ee7b7;--control:#fca5a5}}
[data-jp-theme-light="true"] .mahdar{--ink:#1c1c1e;--soft:#6b6b70;--ground:#fff;--line:#dcdce0;--said:#fdf0c8;
--event:#c2410c;--who:#1d4ed8;--whoground:#e2eafc;--when:#047857;--control:#b91c1c}
[data-jp-theme-light="false"] .mahdar{--ink:#e8e8ea;--soft:#a0a0a8;--ground:#17181b;--line:#3a3b40;--said:#4a3d10;
--event:#fb923c;--who:#a9c6ff;--whoground:#22325a;--when:#6ee7b7;--control:#fca5a5}
.mahdar h4{margin:0 0 .1em;font-size:1.15em;line-height:1.5}
.mahdar .m-head,.mahdar .m-legend{color:var(--soft);font-size:.82em;line-height:1.9;font-family:system-ui,sans-serif}
.mahdar .m-legend{border-bottom:1px solid var(--line);padding-bottom:.5em;margin-bottom:.6em;direction:ltr;text-align:start}
.mahdar .m-legend span{margin-inline-end:1.2em;white-space:nowrap;color:var(--ink)}
.mahdar p{margin:.35em 0}
.mahdar .m-statement{background:var(--said)}
.mahdar .m-event{border-bottom:2px solid var(--event)}
.mahdar .m-mention{color:var(--who);font-weight:600}
.mahdar .m-mention:not(.m-statement){background:var(--whoground)}
.mahdar .m-time{color:var(--when);text-decoration:underline dotted var(--when);text-underline-offset:.45em}
.mahdar .m-dropped{color:var(--soft);text-decoration:line-through}
.mahdar .m-control{color:var(--control);border:1px solid var(--control);border-radius:3px;padding:0 .25em;font:.68em
ui-monospace,monospace;direction:ltr;unicode-bidi:isolate}
"""
_LEGEND = {
    "mention": "who",
    "time": "when",
    "statement": "said",
    "event": "happened",
    "dropped": "not the article",
}
# Format characters that may stay: joiners, which Arabic and Persian spelling use.
_KEPT = frozenset("\u200c\u200d")


def page(article: Article, record: Record) -> str:
    """One element with its own style, for a notebook cell or the body of a page."""
    marks = marks_of(article, record)
    title = f"<h4>{_text(article.title)}</h4>" if article.title else ""
    day = record.published or "no date"
    inferred = " (inferred)" if record.published_from == "inferred" else ""
    # Digits and hyphens would turn round beside Arabic letters: what is not Arabic is set apart.
    told = (_text(article.outlet or "unknown outlet"), *map(_left_to_right, (day + inferred, article.doc)))
    head = " \u00b7 ".join(told)
    return (
        f'<div class="mahdar" dir="rtl" lang="ar"><style>{_STYLE}</style>{title}<div class="m-head">{head}</div>'
        f'<div class="m-legend">{_legend(record)}</div>{"".join(_paragraphs(article.text, marks))}</div>'
    )


def _left_to_right(words: str) -> str:
    return f'<bdi dir="ltr">{_text(words)}</bdi>'


def _legend(record: Record) -> str:
    counts = Counter(
        {
            "mention": sum(len(entity.mentions) for entity in record.entities),
            "time": len(record.times),
            "statement": len(record.statements),
            "event": len(record.events),
            "dropped": len(record.dropped),
        }
    )
    shown = [
        f'<span><b class="m-{layer}">{told}</b> {counts[layer]}</span>'
        for layer, told in _LEGEND.items()
        if counts[layer]
    ]
    return "".join(shown) or "<span>nothing found</span>"


def _paragraphs(text: str, marks: tuple[Mark, ...]) -> Iterator[str]:
    """The text, a paragraph a line, its pieces in spans with a class for each layer that lies on them."""
    line: list[str] = []
    for piece in pieces(text, marks):
        for number, words in enumerate(text[piece.start : piece.end].split("\n")):
            if number and line:
                yield f"<p>{''.join(line)}</p>"
                line = []
            if words:
                line.append(_marked(words, piece.marks))
    if line:
        yield f"<p>{''.join(line)}</p>"


def _marked(words: str, marks: tuple[Mark, ...]) -> str:
    if not marks:
        return _text(words)
    layers = sorted({mark.layer for mark in marks}, key=LAYERS.index)
    told = "\n".join(dict.fromkeys(mark.told for mark in marks))
    classes = " ".join(f"m-{layer}" for layer in layers)
    return f'<span class="{classes}" title="{_text(told, visible=False)}">{_text(words)}</span>'


def _text(words: str, *, visible: bool = True) -> str:
    """Words as HTML. Controls of direction and other invisible characters are shown by their numbers: they could make the
    text read otherwise than it is written."""
    found = []
    for character in words:
        if (
            character in _KEPT
            or character in "\t\n"
            or unicodedata.category(character) not in ("Cc", "Cf", "Cs", "Co", "Cn")
        ):
            found.append(escape(character))
        elif visible:
            found.append(f'<span class="m-control">U+{ord(character):04X}</span>')
        else:
            found.append(f"[U+{ord(character):04X}]")
    return "".join(found)
