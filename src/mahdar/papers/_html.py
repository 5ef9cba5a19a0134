"""A paper as one HTML file: no script, nothing fetched, for the screen by day and night and for print."""

from collections.abc import Iterator
from html import escape
from itertools import groupby

from mahdar.papers._paper import Heading, Item, Paper, Piece, Reference, Table, Text, is_rtl, visible

__all__ = ["html_of"]

_STYLE = """
:root{color-scheme:light dark;--ink:#1c1c1e;--soft:#5f5f66;--ground:#fff;--line:#d8d8dd;--said:#f7f4ea;--link:#1d4ed8}
@media (prefers-color-scheme:dark){:root{--ink:#e8e8ea;--soft:#a4a4ad;--ground:#17181b;--line:#3a3b40;--said:#232429;--link:#a9c6ff}}
*{box-sizing:border-box}
body{margin:0;background:var(--ground);color:var(--ink);font:16px/1.6 system-ui,"Segoe UI","Noto Sans","Noto Naskh Arabic",Tahoma,sans-serif}
main{max-width:52rem;margin:0 auto;padding:1.5rem 1rem 4rem;overflow-wrap:anywhere}
h1{font-size:1.7rem;line-height:1.3;margin:.2em 0}
h2{font-size:1.25rem;margin:2em 0 .5em;padding-bottom:.2em;border-bottom:1px solid var(--line)}
h3{font-size:1.02rem;margin:1.4em 0 .3em}
.covers,.dim{color:var(--soft)}
.covers p{margin:.1em 0}
ul,ol{padding-inline-start:1.3em;margin:.4em 0}
li{margin:.45em 0}
blockquote{margin:.25em 0;padding:.25em .8em;background:var(--said);border-inline-start:3px solid var(--line);border-radius:3px;line-height:1.9}
.scroll{overflow-x:auto}
table{border-collapse:collapse;font-variant-numeric:tabular-nums}
th,td{padding:.2em .8em .2em 0;text-align:start;vertical-align:top;border-bottom:1px solid var(--line);overflow-wrap:normal}
td.bar{font-family:ui-monospace,monospace;white-space:nowrap;color:var(--link);letter-spacing:-.05em}
a{color:var(--link);text-decoration:none}a:hover,a:focus-visible{text-decoration:underline}
li:target{outline:2px solid var(--link);outline-offset:.3em}
.notes{font-size:.85em;white-space:nowrap}
@media print{:root{--ink:#000;--soft:#444;--ground:#fff;--line:#bbb;--said:#fff;--link:#000}body{font-size:10.5pt}
main{max-width:none;padding:0}h2,h3{break-after:avoid}li,tr{break-inside:avoid}}
"""
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"


def html_of(paper: Paper) -> str:
    """The paper as HTML. All that comes from articles is escaped; words of either direction keep to themselves."""
    title = _escaped(paper.title)
    covers = "".join(f"<p>{_text(text)}</p>" for text in paper.covers)
    return (
        '<!doctype html>\n<html lang="en">\n<head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<title>{title}</title><style>{_STYLE}</style></head>\n<body><main>\n"
        f'<h1><bdi dir="auto">{title}</bdi></h1>\n<div class="covers">{covers}</div>\n'
        + "\n".join(_parts(paper))
        + f"\n{_sources(paper)}</main></body>\n</html>\n"
    )


def _escaped(words: str) -> str:
    return escape(visible(words))


def _parts(paper: Paper) -> Iterator[str]:
    for sort, several in groupby(paper.parts, key=type):
        if sort is Item:
            yield "<ul>" + "".join(_item(part) for part in several if isinstance(part, Item)) + "</ul>"
            continue
        for part in several:
            if isinstance(part, Heading):
                yield f'<h{part.level}><bdi dir="auto">{_escaped(part.text)}</bdi></h{part.level}>'
            elif isinstance(part, Table):
                yield _table(part)


def _text(text: Text) -> str:
    return "".join(map(_piece, text))


def _piece(piece: Piece) -> str:
    before = " " if piece.text[:1] == " " else ""
    after = " " if piece.text[-1:] == " " and piece.text.strip() else ""
    words = _escaped(piece.text)
    if piece.style == "name":
        words = f'<b><bdi dir="auto">{words}</bdi></b>'
    elif piece.style == "words":
        words = f'<q lang="ar" dir="auto">{words}</q>' if is_rtl(piece.text) else f"<q>{words}</q>"
    elif piece.style == "dim":
        words = f'<span class="dim">{words}</span>'
    return before + words + after


def _quote(words: str) -> str:
    language = ' lang="ar"' if is_rtl(words) else ""
    return f'<blockquote dir="auto"{language}>{_escaped(words)}</blockquote>'


def _item(item: Item) -> str:
    notes = " ".join(f'<a href="#s{number}">[{number}]</a>' for number in item.notes)
    cited = f' <span class="notes">{notes}</span>' if notes else ""
    return f"<li>{_text(item.text)}{cited}{''.join(map(_quote, item.words))}</li>\n"


def _table(table: Table) -> str:
    head = "".join(f"<th>{_escaped(cell)}</th>" for cell in table.head)
    rows = "".join("<tr>" + "".join(map(_cell, row)) + "</tr>\n" for row in table.rows)
    return f'<div class="scroll"><table><thead><tr>{head}</tr></thead><tbody>\n{rows}</tbody></table></div>'


def _cell(text: Text) -> str:
    bar = any(piece.style == "bar" for piece in text)
    return f'<td class="bar">{_text(text)}</td>' if bar else f"<td>{_text(text)}</td>"


def _sources(paper: Paper) -> str:
    if not paper.sources:
        return ""
    return "<h2>Sources</h2>\n<ol>" + "".join(map(_source, paper.sources)) + "</ol>\n"


def _source(source: Reference) -> str:
    told = [f'<bdi dir="auto">{_escaped(source.outlet or "unknown outlet")}</bdi>', _escaped(source.day or "no date")]
    if source.title:
        told.append(f'<cite dir="auto"><bdi>{_escaped(source.title)}</bdi></cite>')
    told.append(f'<span class="dim">{_escaped(source.doc)}</span>')
    if source.url:
        address = _escaped(source.url)
        # Only an address of the web becomes a link.
        web = source.url.startswith(("https://", "http://"))
        told.append(f'<a href="{address}" rel="noreferrer">{address}</a>' if web else address)
    return f'<li id="s{source.number}">{", ".join(told)}{"".join(map(_quote, source.words))}</li>\n'
