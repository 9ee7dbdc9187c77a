"""Reads an exported PDF with pikepdf and checks what an archive needs of PDF/A-2b (ISO 19005-2).

Usage: agenda_pdfa.py FILE. Exit 0: all found; 77: the library is not installed. Not a full validator: output intent,
identification, metadata that agree, embedded fonts, nothing that runs, hides, is encrypted or lies elsewhere.
"""

import sys

try:
    import pikepdf
except ImportError as missing:
    print(f"skipped: {missing}", file=sys.stderr)
    sys.exit(77)


def dictionaries(pdf):
    for found in pdf.objects:
        if isinstance(found, (pikepdf.Dictionary, pikepdf.Stream)):
            yield found


def main(file):
    with pikepdf.open(file) as pdf:
        assert not pdf.is_encrypted and "/ID" in pdf.trailer
        [intent] = pdf.Root.OutputIntents
        assert intent.S == "/GTS_PDFA1" and intent.DestOutputProfile.N == 3
        assert bytes(intent.DestOutputProfile.read_bytes())[36:40] == b"acsp", "an ICC profile"
        with pdf.open_metadata() as xmp:
            assert (xmp["pdfaid:part"], xmp["pdfaid:conformance"]) == ("2", "B"), "its identification"
            assert xmp["dc:title"] == str(pdf.docinfo["/Title"])
            assert xmp["xmp:CreateDate"], "a date"
        for key in ("/Names", "/AA", "/OpenAction", "/AcroForm", "/OCProperties"):
            assert key not in pdf.Root, key
        assert pdf.Root.Lang == "id-ID"
        fonts = 0
        for found in dictionaries(pdf):
            kind = found.get("/Type")
            if kind == "/Font" and found.Subtype == "/Type0":
                assert "/ToUnicode" in found and found.Encoding == "/Identity-H"
                [below] = found.DescendantFonts
                assert "/FontFile2" in below.FontDescriptor or "/FontFile3" in below.FontDescriptor, "embedded"
                assert "+" in str(below.BaseFont), "a subset"
                assert below.get("/CIDToGIDMap") in (None, pikepdf.Name.Identity)
                fonts += 1
            elif kind == "/Font":
                assert found.Subtype in ("/CIDFontType2", "/CIDFontType0"), found.Subtype
            elif kind == "/ExtGState":
                assert found.get("/CA", 1) == 1 and found.get("/ca", 1) == 1, "opaque"
                assert found.get("/SMask", "/None") == "/None" and "/TR" not in found
            elif kind == "/Page":
                assert found.get("/Group", {}).get("/S") in (None, "/Transparency")
                assert "/Annots" not in found
            assert "/JS" not in found and "/F" not in found, "nothing runs, nothing lies elsewhere"
            filters = found.get("/Filter", [])
            filters = [filters] if isinstance(filters, pikepdf.Name) else list(filters)
            assert "/LZWDecode" not in filters and "/Crypt" not in filters
        assert fonts == 2, fonts


main(sys.argv[1])
