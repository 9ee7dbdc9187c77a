"""Our bytes against python-escpos, and their codes through an independent reader.

Arguments: a file with the bytes of a slip, the code it carries.
"""

import shutil
import subprocess
import sys
import tempfile

try:
    import barcode
    import qrcode
    from barcode.writer import ImageWriter
    from escpos.printer import Dummy
except ImportError:
    sys.exit(77)
if shutil.which("zbarimg") is None:
    sys.exit(77)

data = open(sys.argv[1], "rb").read()
code = sys.argv[2]

# 1. The same commands as another encoder writes.
theirs = Dummy()
theirs.qr(code, native=True, size=6, ec=1, model=2)
block = theirs.output[theirs.output.index(b"\x1d(k") :].rstrip(b"\n")
assert block in data, (block, data)
theirs = Dummy()
theirs.barcode("{B" + code, "CODE128", height=64, width=2, pos="OFF", align_ct=False, function_type="B")
block = theirs.output.rstrip(b"\x00")
assert block in data, (block, data)


# 2. What the commands carry, cut out here anew, drawn by other programs and read by a third.
def stored_qr(data):
    at = data.index(b"1P0")
    length = int.from_bytes(data[at - 2 : at], "little") - 3
    return data[at + 3 : at + 3 + length].decode("ascii")


def stored_bars(data):
    at = data.index(b"\x1dkI")
    assert data[at + 4 : at + 6] == b"{B"
    return data[at + 6 : at + 4 + data[at + 3]].decode("ascii")


def read(image, kind):
    out = subprocess.run(["zbarimg", "--quiet", image], capture_output=True, text=True, check=True).stdout
    assert out.strip() == f"{kind}:{code}", out


with tempfile.TemporaryDirectory() as folder:
    drawn = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_M, box_size=6)
    drawn.add_data(stored_qr(data))
    drawn.make_image().save(f"{folder}/qr.png")
    read(f"{folder}/qr.png", "QR-Code")
    with open(f"{folder}/bars.png", "wb") as out:
        barcode.Code128(stored_bars(data), writer=ImageWriter()).write(out, {"write_text": False})
    read(f"{folder}/bars.png", "CODE-128")
