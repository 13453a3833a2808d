"""Draw the README's pictures of the web page and the workbook of Spain.

    python docs/pages.py

It needs Chromium, LibreOffice Calc (`soffice`), poppler (`pdftoppm`) and ImageMagick (`convert`).
"""

import subprocess
import tempfile
from pathlib import Path

from compliance import Library, assess, write

HERE = Path(__file__).parent
PROFILE = "esp-2010-government"
COLOURS = "64"


def main() -> None:
    """Write docs/page.png and docs/workbook-findings.png."""
    library = Library.bundled()
    assessment = assess(library.profile(PROFILE), library)
    with tempfile.TemporaryDirectory() as folder:
        page, book = Path(folder) / "spain.html", Path(folder) / "spain.xlsx"
        write(assessment, page)
        write(assessment, book)
        draw_page(page, HERE / "page.png")
        draw_findings(book, HERE / "workbook-findings.png")


def draw_page(page: Path, target: Path) -> None:
    """The first screen of the web page, 1200 by 900 pixels."""
    picture = page.with_suffix(".png")
    window = ("--window-size=1200,900", "--hide-scrollbars", f"--screenshot={picture}")
    run("chromium", "--headless", "--no-sandbox", *window, page.as_uri())
    run("convert", str(picture), "-colors", COLOURS, f"PNG8:{target}")


def draw_findings(book: Path, target: Path) -> None:
    """The upper part of the second printed page, where the sheet Findings begins."""
    run("soffice", "--headless", "--convert-to", "pdf", "--outdir", str(book.parent), str(book))
    whole = book.with_name("findings")
    pdf = str(book.with_suffix(".pdf"))
    run("pdftoppm", "-png", "-r", "100", "-f", "2", "-singlefile", pdf, str(whole))
    upper = ("-crop", "100%x45%+0+0", "+repage", "-colors", COLOURS)
    run("convert", f"{whole}.png", *upper, f"PNG8:{target}")


def run(*command: str) -> None:
    """Raises CalledProcessError where a program fails."""
    subprocess.run(command, check=True, capture_output=True)  # noqa: S603 - programs named above


if __name__ == "__main__":
    main()
