"""Judges the simulated fingerprint module with the pyfingerprint client library.

Usage: zfm_pyfingerprint.py PORT. Exit 0: every command behaved; 77: the library is not installed.
"""

import os
import sys
import tempfile

try:
    from pyfingerprint.pyfingerprint import (
        FINGERPRINT_CHARBUFFER1,
        FINGERPRINT_CHARBUFFER2,
        PyFingerprint,
    )
except ImportError as missing:
    print(f"skipped: {missing}", file=sys.stderr)
    sys.exit(77)


def expect(what, got, wanted):
    if got != wanted:
        sys.exit(f"{what}: got {got!r}, wanted {wanted!r}")


def main(port):
    module = PyFingerprint(port, 57600, 0xFFFFFFFF, 0)
    expect("password", module.verifyPassword(), True)
    expect("parameters", module.getSystemParameters(), (0, 9, 162, 3, 0xFFFFFFFF, 2, 6))
    expect("baud", module.getBaudRate(), 57600)
    expect("packet", module.getMaxPacketSize(), 128)
    module.clearDatabase()
    expect("empty library", module.getTemplateCount(), 0)

    expect("picture", module.readImage(), True)
    expect("features", module.convertImage(FINGERPRINT_CHARBUFFER1), True)
    expect("unknown finger", module.searchTemplate()[0], -1)
    expect("second picture", module.readImage(), True)
    expect("second features", module.convertImage(FINGERPRINT_CHARBUFFER2), True)
    if module.compareCharacteristics() <= 0:
        sys.exit("two captures of one finger do not match")
    expect("model", module.createTemplate(), True)
    expect("stored at", module.storeTemplate(5), 5)
    expect("count", module.getTemplateCount(), 1)
    used = [page for page, set_ in enumerate(module.getTemplateIndex(0)) if set_]
    expect("index", used, [5])
    expect("found at", module.searchTemplate()[0], 5)
    expect("loaded", module.loadTemplate(5, FINGERPRINT_CHARBUFFER1), True)

    characteristics = module.downloadCharacteristics(FINGERPRINT_CHARBUFFER1)
    expect("template length", len(characteristics), 512)
    # The library reads the block back and compares it.
    expect("upload", module.uploadCharacteristics(FINGERPRINT_CHARBUFFER2, characteristics), True)

    for size in (32, 64, 256, 128):
        module.setMaxPacketSize(size)
        expect("packet", module.getMaxPacketSize(), size)
        expect("same template", module.downloadCharacteristics(1), characteristics)

    with tempfile.TemporaryDirectory() as folder:
        picture = os.path.join(folder, "finger.bmp")
        module.readImage()
        module.downloadImage(picture)
        if os.path.getsize(picture) < 256 * 288 // 2:
            sys.exit("picture too small")

    expect("delete", module.deleteTemplate(5), True)
    expect("library after delete", module.getTemplateCount(), 0)
    expect("clear", module.clearDatabase(), True)
    print("pyfingerprint: all passed")


main(sys.argv[1])
