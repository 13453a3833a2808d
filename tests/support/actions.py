"""A list of actions for tests, and workbooks as ministries fill them in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import openpyxl

ACTIONS = """
country: ATA
actions:
  - action: Admit every child to school
    to: {children.school: {value: every_child}}
    lead: Ministry of Schools
    due: 2012-06-30
    state: under way
    progress:
      - {on: 2012-01-10, note: The bill is drafted., said_by: Ministry of Schools}
      - {on: 2011-12-01, note: A working group has met., said_by: Ministry of Schools}
    source: National plan 2012, p. 4
  - action: Enrol without papers
    to: {children.papers: {value: no}}
    lead: Ministry of Schools
    due: 2012-12-31
  - action: Train border police and judges
    to: {detention.trained: {value: {border_police: yes, judges: yes}}}
    lead: Ministry of the Interior
    due: 2012-03-31
  - action: Let visitors in
    to: {detention.visited: {value: yes}}
    state: done
    due: 2011-12-31
    lead: Ministry of the Interior
  - action: Limit detention to a month
    to: {detention.days: {at most: 30}, detention.limited: {value: yes}}
    state: given up
  - action: Write to the Secretary-General
    rules: T-1.5
"""

HEADERS = ("No.", "Action", "Lead", "Due", "State", "Progress", "Source", "Key")
SCHOOL, PAPERS = "children.school = every_child", "children.papers = no"


def write_actions(folder: Path, text: str = ACTIONS) -> Path:
    """A layer with these actions and nothing else."""
    (folder / "actions").mkdir(parents=True)
    (folder / "actions" / "ata-2012.yaml").write_text(text, encoding="utf-8")
    return folder


def filled_in(
    path: str,
    rows: Mapping[str, Sequence[str | None]],
    sent: Mapping[str, Sequence[str]] | None = None,
    headers: Sequence[str] = HEADERS,
) -> str:
    """A workbook with a sheet Actions; of each key the cells from Lead to Source.

    ``sent`` is what these cells held when the workbook was sent, by key.
    """
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet
    sheet.title = "Actions"
    sheet.append(["Actions that would improve the result"])
    sheet.append(list(headers))
    for number, (key, cells) in enumerate(rows.items(), 1):
        sheet.append([number, f"• Do it: {key}", *cells, key])
    sheet.column_dimensions["H"].hidden = True
    if sent:
        base = book.create_sheet("_base")
        base.append(["sheet", "key", "lead", "due", "state", "progress", "source"])
        for key, held in sent.items():
            base.append(["Actions", key, *held])
        base.sheet_state = "hidden"
    book.save(path)
    return path
