"""Judges the simulated fingerprint module with the adafruit_fingerprint client library.

Usage: zfm_adafruit.py PORT. Exit 0: every command behaved; 77: the library is not installed.
"""

import sys
import types

# The library is made for microcontrollers; on a computer it needs these two names and nothing of them.
busio = types.ModuleType("busio")
busio.UART = object
sys.modules["busio"] = busio
micropython = types.ModuleType("micropython")
micropython.const = lambda value: value
sys.modules["micropython"] = micropython

try:
    import adafruit_fingerprint as client
    import serial
except ImportError as missing:
    print(f"skipped: {missing}", file=sys.stderr)
    sys.exit(77)


def expect(what, got, wanted=client.OK):
    if got != wanted:
        sys.exit(f"{what}: got {got!r}, wanted {wanted!r}")


def main(port):
    uart = serial.Serial(port, baudrate=57600, timeout=2)
    module = client.Adafruit_Fingerprint(uart)
    expect("system id", module.system_id, 9)
    expect("library", module.library_size, 162)
    expect("empty", module.empty_library())
    expect("picture", module.get_image())
    expect("features", module.image_2_tz(1))
    expect("unknown finger", module.finger_search(), client.NOTFOUND)
    expect("second picture", module.get_image())
    expect("second features", module.image_2_tz(2))
    expect("compare", module.compare_templates())
    expect("model", module.create_model())
    expect("store", module.store_model(7))
    expect("count", module.count_templates())
    expect("templates", module.template_count, 1)
    expect("index", module.read_templates())
    expect("pages", module.templates, [7])
    expect("search", module.finger_search())
    expect("found at", module.finger_id, 7)
    expect("fast search", module.finger_fast_search())
    expect("load", module.load_model(7, 1))
    characteristics = module.get_fpdata("char", 1)
    expect("template length", len(characteristics), 512)
    expect("send", module.send_fpdata(characteristics, "char", 2), True)
    expect("same finger", module.compare_templates())
    expect("read back", module.get_fpdata("char", 2), characteristics)
    expect("delete", module.delete_model(7))
    expect("gone", module.finger_search(), client.NOTFOUND)
    print("adafruit_fingerprint: all passed")


main(sys.argv[1])
