"""The least that any such command does: import what is needed, print a table of 60 rows."""

import click
import yaml
from pydantic import BaseModel
from rich.console import Console
from rich.table import Table


class Row(BaseModel):
    rule: str
    status: str
    title: str


@click.command()
def main() -> None:
    yaml.safe_load("rows: 60")
    table = Table("rule", "status", "title")
    for number in range(60):
        row = Row(rule=f"A-RES-65-212.{number}", status="undetermined", title="A provision")
        table.add_row(row.rule, row.status, row.title)
    Console(width=80).print(table)


if __name__ == "__main__":
    main()
