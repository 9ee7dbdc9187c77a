"""The device's half of a USB card printer, on the kernel's printer gadget.

Reads the commands of the Evolis language from /dev/g_printer0 and answers them, independent of the driver
under test. Steered by lines on standard input: `status N`, `silent COMMAND`, `works`. Tells each command it
heard on standard output.
"""

import errno
import fcntl
import os
import sys
import threading
import time

SET_STATUS = 0xC0016722  # GADGET_SET_PRINTER_STATUS
SIZES = {b"Db;k;2;": 81 * 1016}
COLOUR = 567 * 1016

def plugged():
    """The gadget, once the host has taken it up: until then the kernel says that there is no such device."""
    until = time.monotonic() + 60
    while True:
        try:
            return os.open("/dev/g_printer0", os.O_RDWR)
        except OSError as why:
            if why.errno != errno.ENODEV or time.monotonic() > until:
                raise
        time.sleep(0.05)


gadget = plugged()
silent = [b""]


def steer():
    for line in sys.stdin:
        words = line.split()
        if words[0] == "status":
            fcntl.ioctl(gadget, SET_STATUS, int(words[1], 0))
        elif words[0] == "silent":
            silent[0] = words[1].encode()
        else:
            silent[0] = b""
        print("steered", line.strip(), flush=True)


class Wire:
    """What the host sent, by the byte or by the block."""

    def __init__(self):
        self.waiting = b""

    def take(self, count):
        while len(self.waiting) < count:
            try:
                self.waiting += os.read(gadget, 65536)
            except OSError as error:
                print("end", error.errno, flush=True)
                sys.exit(0)
        taken, self.waiting = self.waiting[:count], self.waiting[count:]
        return taken


def size(command):
    """Bytes of the panel that follows a download command."""
    if command.startswith(b"Db;") and command.count(b";") == 3:
        return SIZES.get(command, COLOUR)
    return 0


threading.Thread(target=steer, daemon=True).start()
print("ready", flush=True)
wire = Wire()
command = b""
while True:
    byte = wire.take(1)
    if byte == b"\x1b":
        command = b""
        continue
    if byte != b"\r":
        command += byte
        if not size(command):
            continue
        wire.take(size(command) + 1)
    print("heard", command.decode("latin-1"), flush=True)
    if not (silent[0] and command.startswith(silent[0])):
        os.write(gadget, b"SIM0002\r" if command == b"Rsn" else b"OK\r")
    command = b""
