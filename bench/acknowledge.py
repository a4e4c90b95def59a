"""How soon events that come at a steady rate are acknowledged, beside a plain synced file.

    cargo xtask bench acknowledge [EVENTS A SECOND] [SECONDS]        default 5000, 60

The goal is a p99 of 50 milliseconds at 5,000 events a second (R8). The plain file gets the same
bytes at the same rate, synced after each batch: what the disk itself allows.
"""

import subprocess
import sys

from archive import ROOT

if __name__ == "__main__":
    subprocess.run(["cargo", "run", "--release", "--quiet", "-p", "tilsyn-ledger", "--example",
                    "acknowledge", "--", *sys.argv[1:]], check=True, cwd=ROOT)
