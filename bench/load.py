"""How a page answers while others do what keeps servers from answering.

    cargo xtask bench load [SECONDS]          default 20 a kind of load

Serves the small demo. Somebody asks for the statement twenty times a second, each time over a new
connection, as somebody does who comes; meanwhile nobody else is there, or thousands of connections
are open and silent, send a head or a form a byte a second, or send what is no HTTP. Prints the
median and the 95th percentile of each, the latter beside the quiet one, and what was not answered.
"""

import http.client
import os
import pathlib
import random
import resource
import selectors
import socket
import subprocess
import sys
import tempfile
import threading
import time

LISTEN = ("127.0.0.1", 18081)
PAGE = "/nb/statement"
SILENT = 10_000
SLOW = 2_000
EVERY_SECONDS = 0.05


def ask():
    """Milliseconds until the page has come, or why it has not."""
    begin = time.perf_counter()
    connection = http.client.HTTPConnection(*LISTEN, timeout=30)
    try:
        connection.request("GET", PAGE)
        answer = connection.getresponse()
        answer.read()
        if answer.status != 200:
            return None, str(answer.status)
        return (time.perf_counter() - begin) * 1000, None
    except (OSError, http.client.HTTPException) as error:
        return None, type(error).__name__
    finally:
        connection.close()


def asked_for(seconds):
    """What came of asking for so long."""
    taken, missed = [], {}
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        milliseconds, why = ask()
        if why:
            missed[why] = missed.get(why, 0) + 1
        else:
            taken.append(milliseconds)
        time.sleep(EVERY_SECONDS)
    taken.sort()
    return taken, missed


def opened():
    one = socket.create_connection(LISTEN, timeout=10)
    one.setblocking(False)
    return one


class Load(threading.Thread):
    """Keeps so many connections open; `say` gives what each sends next."""

    def __init__(self, count, say, pause):
        super().__init__(daemon=True)
        self.count, self.say, self.pause = count, say, pause
        self.over = threading.Event()
        self.ready = threading.Event()
        self.again = 0

    def run(self):
        selector, open_ones = selectors.DefaultSelector(), {}

        def let_go(one):
            selector.unregister(one)
            open_ones.pop(one)
            one.close()

        while not self.over.is_set():
            while len(open_ones) < self.count and not self.over.is_set():
                try:
                    one = opened()
                except OSError:
                    break
                open_ones[one] = 0
                selector.register(one, selectors.EVENT_READ)
                self.again += 1
            self.ready.set()
            # Whoever is closed on comes again.
            for key, _ in selector.select(timeout=0):
                try:
                    if not key.fileobj.recv(4096):
                        let_go(key.fileobj)
                except BlockingIOError:
                    pass
                except OSError:
                    let_go(key.fileobj)
            for one, said in list(open_ones.items()):
                piece = self.say(said)
                if piece:
                    try:
                        one.send(piece)
                        open_ones[one] = said + 1
                    except OSError:
                        let_go(one)
            self.over.wait(self.pause)
        for one in list(open_ones):
            let_go(one)


HEAD = b"GET /nb/statement HTTP/1.1\r\nHost: 127.0.0.1\r\nX-A: " + b"a" * 4000
FORM = (
    b"POST /nb/search HTTP/1.1\r\nHost: 127.0.0.1\r\nOrigin: http://127.0.0.1\r\n"
    b"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 9000\r\n\r\n"
)


def letter_of(text, at_once):
    """First so much of a text, then a letter at a time."""
    return lambda said: text[:at_once] if said == 0 else text[at_once + said :][:1] or b"a"


LOADS = [
    ("nobody else", 0, None, 1.0),
    (f"{SILENT} silent", SILENT, lambda said: None, 0.2),
    (f"{SLOW} slow heads", SLOW, letter_of(HEAD, 20), 1.0),
    (f"{SLOW} slow forms", SLOW, letter_of(FORM, len(FORM)), 1.0),
    ("200 of no HTTP", 200, lambda said: random.randbytes(400), 0.2),
    ("nobody else again", 0, None, 1.0),
]


def room_for_handles():
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    if most < SILENT + 100:
        sys.exit(f"the system gives {most} file handles, and {SILENT + 100} are needed")


def served(data):
    words = ["--data", data, "demo", "--size", "small", "--listen", "%s:%d" % LISTEN]
    server = subprocess.Popen([os.environ["TILSYN_BIN"], *words], stderr=subprocess.DEVNULL)
    for _ in range(1200):
        if ask()[1] is None:
            return server
        if server.poll() is not None:
            sys.exit("the server ended")
        time.sleep(0.1)
    sys.exit("the server does not answer")


def resident_mib(process):
    for line in pathlib.Path(f"/proc/{process}/status").read_text().splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) // 1024
    return 0


def main():
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 20
    room_for_handles()
    with tempfile.TemporaryDirectory() as home:
        server = served(os.path.join(home, "data"))
        try:
            asked_for(2)
            quiet = None
            print(f"{'meanwhile':22}{'asked':>7}{'median ms':>11}{'p95 ms':>9}{'/quiet':>8}"
                  f"{'most MiB':>10}  not answered")
            for name, count, say, pause in LOADS:
                load = Load(count, say, pause) if count else None
                if load:
                    load.start()
                    load.ready.wait(60)
                taken, missed = asked_for(seconds)
                if load:
                    load.over.set()
                    load.join()
                if not taken:
                    print(f"{name:22}{0:>7}  nothing was answered: {missed}")
                    continue
                p95 = taken[min(len(taken) - 1, int(len(taken) * 0.95))]
                quiet = quiet or p95
                asked = len(taken) + sum(missed.values())
                print(f"{name:22}{asked:>7}{taken[len(taken) // 2]:>11.1f}{p95:>9.1f}"
                      f"{p95 / quiet:>8.2f}{resident_mib(server.pid):>10}  {missed or 'none'}",
                      flush=True)
        finally:
            server.terminate()
            server.wait()


if __name__ == "__main__":
    main()
