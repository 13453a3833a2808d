"""Open a workbook in LibreOffice, write into cells, and save it: run by the system's own Python.

    /usr/bin/python3 edit_in_libreoffice.py PROGRAM PROFILE FROM TO SHEET!CELL=TEXT…

LibreOffice's own interface (the module ``uno``) belongs to that Python and to no other.
"""

import subprocess
import sys
import time
from pathlib import Path

import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.connection import NoConnectException

PIPE = "compliance-tests"
SECONDS = 90


def main(program, profile, source, target, *edits):
    options = ["--headless", "--norestore", f"--accept=pipe,name={PIPE};urp;"]
    process = subprocess.Popen([program, f"-env:UserInstallation={profile}", *options])
    try:
        desktop = connected()
        document = desktop.loadComponentFromURL(url(source), "_blank", 0, (said("Hidden", True),))
        for edit in edits:
            place, _, text = edit.partition("=")
            sheet, _, cell = place.rpartition("!")
            document.Sheets.getByName(sheet).getCellRangeByName(cell).setString(text)
        document.storeToURL(url(target), (said("FilterName", "Calc MS Excel 2007 XML"),))
        document.close(True)
        desktop.terminate()
    finally:
        process.wait(SECONDS)


def connected():
    context = uno.getComponentContext()
    resolver = context.ServiceManager.createInstanceWithContext(
        "com.sun.star.bridge.UnoUrlResolver", context
    )
    end = time.monotonic() + SECONDS
    while True:
        try:
            remote = resolver.resolve(f"uno:pipe,name={PIPE};urp;StarOffice.ComponentContext")
            break
        except NoConnectException:
            if time.monotonic() > end:
                raise
            time.sleep(0.2)
    return remote.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", remote)


def said(name, value):
    found = PropertyValue()
    found.Name, found.Value = name, value
    return found


def url(path):
    return Path(path).resolve().as_uri()


if __name__ == "__main__":
    main(*sys.argv[1:])
