"""Draw the README's pictures of the workbook: pages of real ones, as LibreOffice prints them.

    python docs/pages.py

Run it where the README is, since reports name the folder that was laid over. It needs LibreOffice
Calc (`soffice`) and poppler (`pdftoppm`); with the font Carlito installed the lines break as they
do in Excel.
"""

import re
import subprocess
import tempfile
from pathlib import Path

from openpyxl import load_workbook

from compliance import Library, assess, write

HERE = Path(__file__).parent
LAYER = "examples/our-layer"
WIDTH = 1500
"""Of a picture, in pixels."""


def main() -> None:
    """Write docs/workbook-summary.png and docs/workbook-gaps.png."""
    library = Library.load(layers=["bundled", LAYER])
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.xlsx"
        write(assess(library.profile("ecu-2011-government"), library), report)
        draw(report, "Summary", HERE / "workbook-summary.png", width=WIDTH // 2, share=0.64)
        write(assess(library.profile("zzz-2011-civil-society"), library), report)
        show_review(report)
        draw(report, "Gaps", HERE / "workbook-gaps.png", share=0.42)


def show_review(report: Path) -> None:
    """Have the cells to be filled in printed beside what is read."""
    book = load_workbook(report)
    place = book.defined_names["Gaps_date"].attr_text
    last = re.sub(r".*\$([A-Z]+)\$\d+$", r"\1", place)
    sheet = book["Gaps"]
    sheet.print_area = f"A1:{last}{sheet.max_row}"
    book.save(report)


def draw(report: Path, sheet: str, target: Path, *, width: int = WIDTH, share: float = 1.0) -> None:
    """Draw the upper part of the first page of a sheet."""
    run("soffice", "--headless", "--convert-to", "pdf", "--outdir", str(report.parent), str(report))
    pdf = report.with_suffix(".pdf")
    footer = re.compile(rf"\s{sheet}\s+Page \d+ of")
    pages = run("pdftotext", "-layout", str(pdf), "-").split("\f")
    page = str(next(n for n, text in enumerate(pages, start=1) if footer.search(text)))
    size = run("pdfinfo", "-f", page, "-l", page, str(pdf))
    across, down = map(float, re.findall(r"size:\s+([\d.]+) x ([\d.]+)", size)[0])
    height = str(round(width * down / across * share))
    whole = ("-f", page, "-l", page, "-scale-to-x", str(width), "-scale-to-y", "-1")
    crop = ("-x", "0", "-y", "0", "-W", str(width), "-H", height)
    run("pdftoppm", "-png", "-singlefile", *whole, *crop, str(pdf), str(target.with_suffix("")))


def run(*command: str) -> str:
    """What a program says; raises CalledProcessError if it fails."""
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout  # noqa: S603


if __name__ == "__main__":
    main()
