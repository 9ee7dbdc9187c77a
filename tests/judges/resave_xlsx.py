"""A workbook as somebody saves it again who has changed one word in it, as hex on stdout.

    resave_xlsx.py FILE

Turns the first cell that names DONI into DANI. Exit 77 when openpyxl is not installed.
"""

import io
import sys

try:
    import openpyxl
except ImportError:
    sys.exit(77)

# As a stream: the library judges a path by its ending.
with open(sys.argv[1], "rb") as file:
    book = openpyxl.load_workbook(file)
named = [c for sheet in book for row in sheet.iter_rows() for c in row if "DONI" in str(c.value)]
named[0].value = named[0].value.replace("DONI", "DANI")
saved = io.BytesIO()
book.save(saved)
print(saved.getvalue().hex())
