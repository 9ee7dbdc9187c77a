"""Reads an exported workbook with openpyxl, computes every formula anew and prints every cell.

Usage: agenda_xlsx.py FILE. Exit 0: every formula gives the result kept beside it, and sheets are as an office needs
them; 77: the library is not installed. Each line: sheet, cell, type (s text, n number, d time, f formula), value.
"""

import re
import sys

try:
    import openpyxl
except ImportError as missing:
    print(f"skipped: {missing}", file=sys.stderr)
    sys.exit(77)


class Book:
    def __init__(self, file):
        # As streams: the library judges a path by its ending.
        with open(file, "rb") as formulas, open(file, "rb") as results:
            self.formulas = openpyxl.load_workbook(formulas)
            self.results = openpyxl.load_workbook(results, data_only=True)

    def value(self, sheet, cell):
        """A cell, computed here when it is a formula."""
        found = self.formulas[sheet][cell]
        return self.compute(sheet, found.value) if found.data_type == "f" else found.value

    def cells(self, sheet, area):
        return [self.value(sheet, cell.coordinate) for row in self.formulas[sheet][area] for cell in row]

    def compute(self, sheet, formula):
        known = re.fullmatch(r"=(SUM|SUBTOTAL)\((?:(\d),)?([A-Z]+\d+:[A-Z]+\d+)\)", formula)
        if known:
            name, how, area = known.groups()
            found = [v for v in self.cells(sheet, area) if v is not None]
            return len(found) if how == "3" else sum(found)
        total = 0
        for term in formula[1:].split("+"):
            there, cell = re.fullmatch(r"'([^']+)'!([A-Z]+\d+)", term).groups()
            total += self.value(there, cell)
        return total


def main(file):
    book = Book(file)
    for sheet in book.formulas.worksheets:
        name = sheet.title
        assert sheet.freeze_panes == "A2", (name, sheet.freeze_panes)
        assert sheet.page_setup.orientation == "landscape" and sheet.print_title_rows, name
        if sheet is not book.formulas.worksheets[-1]:
            assert sheet.auto_filter.ref.startswith("A1:"), name
        for row in sheet.iter_rows():
            for cell in (c for c in row if c.value is not None):
                value = cell.value
                if cell.data_type == "f":
                    kept, now = book.results[name][cell.coordinate].value, book.compute(name, value)
                    assert kept == now, f"{name}!{cell.coordinate} {value}: kept {kept}, computed {now}"
                    value = f"{value} -> {kept}"
                print(f"{name}\t{cell.coordinate}\t{cell.data_type}\t{value}")


main(sys.argv[1])
