"""Starting after kill -9 with a large ledger: how long until the first page.

    cargo xtask bench restart [EVENTS] [TIMES]        default 10000000, 5

The server is killed in the middle of an import, so that it finds what a crash leaves: a segment
to write anew, leaves that no checkpoint covers, event keys and rows that were in memory alone.
The goal is 5 seconds with ten million events (R17).
"""

import os
import pathlib
import shutil
import signal
import subprocess
import sys
import time

from archive import CACHE
from chain import PROGRAM, register, take_in
from pages import start

# Events of the import that is cut off, and how long after its start that happens.
CUT_OFF_EVENTS = 1_000_000
CUT_OFF_SECONDS = [0.5, 1.0, 2.0, 3.0, 4.0]
SERVING_SECONDS_GOAL = 5.0


def others(folder, number):
    """Events of a register under other ids, in a file for an import to be cut off."""
    path = folder / f"others-{number}.ndjson"
    with open(folder / "events.ndjson") as events, open(path, "w") as changed:
        for count, line in enumerate(events):
            if count == CUT_OFF_EVENTS:
                break
            changed.write(line.replace('"id":"', f'"id":"again-{number}-', 1))
    return path


def cut_off(data, path, seconds):
    """Starts an import through the server and kills that so many seconds later."""
    server, _ = start(data)
    command = [PROGRAM, "--data", data, "--json", "import", "events", path]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    source = subprocess.Popen(command, **quiet)
    time.sleep(seconds)
    was_cut_off = source.poll() is None
    server.send_signal(signal.SIGKILL)
    server.wait()
    source.wait()
    return was_cut_off


def main():
    events = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000_000
    times = int(sys.argv[2]) if len(sys.argv) > 2 else len(CUT_OFF_SECONDS)
    folder = register(events)
    data = pathlib.Path(os.environ.get("TILSYN_BENCH_DATA", CACHE / "bench-restart"))
    seconds, _ = take_in(folder, data)
    sys.stderr.write(f"{events:,} events taken in, in {seconds:.1f} s\n")
    print(f"{'killed after':>14}{'in an import':>14}{'first page after':>18}")
    worst = 0.0
    for number in range(times):
        after = CUT_OFF_SECONDS[number % len(CUT_OFF_SECONDS)]
        path = others(folder, number)
        was_cut_off = cut_off(data, path, after)
        path.unlink()
        server, seconds = start(data)
        server.terminate()
        server.wait()
        worst = max(worst, seconds)
        print(f"{after:>12.1f} s{'yes' if was_cut_off else 'no':>14}{seconds:>16.2f} s")
    whole = subprocess.run([PROGRAM, "--data", data, "verify"], stdout=subprocess.DEVNULL)
    print(f"verify: {'whole' if whole.returncode == 0 else 'NOT WHOLE'}")
    print(f"longest: {worst:.2f} s; the goal is {SERVING_SECONDS_GOAL:.0f} s")
    shutil.rmtree(data, ignore_errors=True)


if __name__ == "__main__":
    main()
