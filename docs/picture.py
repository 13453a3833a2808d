"""Draw the README's picture: the real report on Spain, shortened, as docs/terminal.svg.

    python docs/picture.py

The picture loads nothing from anywhere: text is set in whatever monospaced font is at hand.
"""

import html
import io
import re
from pathlib import Path

from rich.console import Console
from rich.terminal_theme import TerminalTheme
from rich.text import Text

from compliance import Library, assess
from compliance.document.terminal import render_terminal
from compliance.export import REPORTS

TARGET = Path(__file__).with_name("terminal.svg")
FIRST_LINES = 34
COMMAND = "compliance assess ESP"
CELL = 12
"""The width of a character."""
_TEXT = re.compile(
    r'<text class="(r-r\d+)" x="([^"]+)" y="([^"]+)" textLength="[^"]+" clip-path="[^"]+">'
    r"([^<]*)</text>"
)

SVG = """\
<svg viewBox="0 0 {width} {height}" xmlns="http://www.w3.org/2000/svg" role="img">
<title>Gap report of the command line: compliance assess ESP</title>
<style>
.{unique_id}-matrix {{ font: {char_height}px ui-monospace, "DejaVu Sans Mono", Menlo, Consolas, \
monospace; white-space: pre; }}
.{unique_id}-title {{ font: bold 18px sans-serif; }}
{styles}
</style>
<defs>
<clipPath id="{unique_id}-clip-terminal">
<rect x="0" y="0" width="{terminal_width}" height="{terminal_height}"/>
</clipPath>
</defs>
{chrome}
<g transform="translate({terminal_x}, {terminal_y})" clip-path="url(#{unique_id}-clip-terminal)">
{backgrounds}
<g class="{unique_id}-matrix">
{matrix}
</g>
</g>
</svg>
"""
"""Rich's own frame without its fonts from a server."""

THEME = TerminalTheme(
    (24, 26, 31),
    (222, 224, 229),
    [
        (60, 64, 72),
        (255, 128, 112),
        (126, 203, 153),
        (240, 198, 96),
        (120, 170, 255),
        (214, 160, 230),
        (118, 205, 225),
        (222, 224, 229),
    ],
)


def drawn() -> str:
    """The picture, whatever the terminal that asks for it is like."""
    recorder = Console(
        file=io.StringIO(),
        record=True,
        width=80,
        force_terminal=True,
        color_system="truecolor",
        no_color=False,
    )
    for line in shortened(report()):
        recorder.print(Text.from_ansi(line), soft_wrap=True)
    svg = recorder.export_svg(
        title=COMMAND, theme=THEME, code_format=SVG, unique_id="r", font_aspect_ratio=CELL / 20
    )
    return _TEXT.sub(_without_margins, svg)


def _without_margins(match: re.Match[str]) -> str:
    """The words of a line where they begin: some viewers drop the spaces before them."""
    style, left, y, shown = match.groups()
    words = html.unescape(shown)
    if not words.strip():
        return ""
    x = float(left) + CELL * (len(words) - len(words.lstrip()))
    length = CELL * len(words.strip())
    escaped = html.escape(words.strip(), quote=False)
    return f'<text class="{style}" x="{x:g}" y="{y}" textLength="{length}">{escaped}</text>'


def report() -> list[str]:
    """The lines of the report, with their colours."""
    library = Library.bundled()
    found = [assess(profile, library) for profile in library.profiles_of("ESP")]
    stream = io.StringIO()
    console = Console(
        file=stream, width=80, force_terminal=True, color_system="standard", no_color=False
    )
    render_terminal(REPORTS["gap_report"].document(found, "table"), console)
    return stream.getvalue().splitlines()


def shortened(lines: list[str]) -> list[str]:
    """The first lines, and all from the questions to ask on."""
    plain = [Text.from_ansi(line).plain for line in lines]
    rest = next(n for n, line in enumerate(plain) if line.startswith("Ask next"))
    return [*lines[:FIRST_LINES], "     …", "", *lines[rest:]] if rest > FIRST_LINES else lines


if __name__ == "__main__":
    TARGET.write_text(drawn(), encoding="utf-8", newline="\n")
