"""One HTML page that is whole by itself: no network, no script, light and dark, printable."""

from __future__ import annotations

import base64
import hashlib

from nurture_tui.exchange.markup import shown

_STYLE = """\
:root { color-scheme: light dark; --ground: #fbfaf7; --ink: #26282c; --muted: #66676a;
  --rule: #d9d6cc; --soft: #f1efe9; --send: #1d5fae; --choice: #7442a6; --goal: #1f7338;
  --warn: #8a5a00; --error: #b3173f; }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 66rem; padding: 3rem 2rem 4rem; background: var(--ground);
  color: var(--ink); font: 16px/1.5 "Inter", "Helvetica Neue", "Segoe UI", "DejaVu Sans",
  sans-serif; font-variant-numeric: tabular-nums; overflow-wrap: anywhere; }
h1 { font-size: 1.75rem; line-height: 1.2; margin: 0 0 .5rem; }
h2 { font-size: 1.05rem; margin: 3rem 0 1rem; padding-bottom: .4rem;
  border-bottom: 1px solid var(--rule); break-after: avoid; }
h3 { font-size: 1rem; margin: 1.5rem 0 .25rem; break-after: avoid; }
p { margin: .4rem 0; max-width: 46rem; }
table { border-collapse: collapse; width: 100%; font-size: .9rem; }
th { text-align: left; font-weight: 400; color: var(--muted); padding: .25rem 1rem .25rem 0;
  border-bottom: 1px solid var(--rule); }
td { padding: .25rem 1rem .25rem 0; vertical-align: top; }
th.number, td.number { text-align: right; white-space: nowrap; }
td.day { white-space: nowrap; }
tr { break-inside: avoid; }
tfoot td { border-top: 1px solid var(--rule); font-weight: 600; }
.muted { color: var(--muted); }
.lead { font-size: 1.1rem; }
.send { color: var(--send); } .choice { color: var(--choice); } .goal { color: var(--goal); }
.guess, .warning { color: var(--warn); } .error { color: var(--error); }
.figures { display: flex; flex-wrap: wrap; gap: 1rem 3rem; margin: 1.5rem 0 0; padding: 0; }
.figures div { min-width: 7rem; }
.figures dt { color: var(--muted); font-size: .85rem; }
.figures dd { margin: 0; font-size: 1.4rem; font-weight: 600; line-height: 1.3; }
.figures small { display: block; color: var(--muted); font-size: .85rem; font-weight: 400; }
.picture { overflow-x: auto; }
.picture svg { max-width: 100%; height: auto; display: block; margin: 0 auto; }
bdi { unicode-bidi: isolate; }
summary { cursor: pointer; color: var(--muted); font-size: .9rem; }
footer { margin-top: 3rem; color: var(--muted); font-size: .85rem; }
"""
_DARK = """\
@media (prefers-color-scheme: dark) {
:root { --ground: #14171c; --ink: #d8dce3; --muted: #9aa0a9; --rule: #333943; --soft: #1c2128;
  --send: #7fb0ea; --choice: #c3a4ec; --goal: #86cf97; --warn: #f0906a; --error: #f2708a; }
%s}
"""
# Paper is white whatever the screen prefers: the dark style is for screens alone.
_PRINT = """\
@media print {
html { font-size: 9.5pt; }
body { padding: 0; max-width: none; font-size: 1rem; line-height: 1.4; background: none; }
td { padding: .12rem .8rem .12rem 0; }
tfoot { display: table-row-group; } /* a sum once, not at the foot of every page */
h2 { margin-top: 1.6rem; }
h2, h2 + p { break-after: avoid; }
svg, tr { break-inside: avoid; }
details > summary { display: none; }
.figures dd { font-size: 1.1rem; }
.journey .ground, .journey .box { fill: #fff; }
.journey .word, .journey .onto { stroke: #fff; }
@page { margin: 16mm 14mm; }
}
"""


def page(
    title: str, body: str, *, style: str = "", dark_style: str = "", language: str = "en"
) -> str:
    """A page; `title` and `language` are text, `body` is markup.

    Its policy lets nothing be fetched and nothing run: one style is allowed, by its hash.
    `dark_style` holds where dark is preferred.
    """
    dark = (_DARK % dark_style).replace("@media (", "@media screen and (", 1)
    styles = f"\n{_STYLE}{style}{dark}{_PRINT}"
    digest = base64.b64encode(hashlib.sha256(styles.encode("utf-8")).digest()).decode("ascii")
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    return (
        "<!DOCTYPE html>\n"
        f'<html lang="{shown(language)}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="referrer" content="no-referrer">\n'
        '<meta name="color-scheme" content="light dark">\n'
        '<meta name="robots" content="noindex">\n'
        f"<title>{shown(title)}</title>\n<style>{styles}</style>\n</head>\n"
        f"<body>\n{body}\n</body>\n</html>\n"
    )
