"""python-escpos asks the simulated printer how it is and prints on it. Argument: host:port."""

import sys

try:
    from escpos.printer import Network
except ImportError:
    sys.exit(77)

host, port = sys.argv[1].rsplit(":", 1)
printer = Network(host, port=int(port), timeout=10, profile="default")
assert printer.is_online() is True
assert printer.paper_status() == 2, printer.paper_status()
printer.set(align="center", bold=True)
printer.text("TANDA TERIMA\n")
printer.set_with_default()
printer.text("No. register: 0129\n")
printer.qr("LKT26-0129-7F", native=True, size=6, ec=1)
printer.barcode("{BLKT26-0129-7F", "CODE128", height=64, width=2, pos="OFF", function_type="B")
printer.text("\n")
printer.cut(feed=True)
# The connection is one answer behind the paper: asked in turn, it comes when all is printed.
assert printer.is_online() is True
printer.close()
