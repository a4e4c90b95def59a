"""How fast the pages answer, and how fast the program starts, with the medium demo.

    cargo xtask bench pages [REQUESTS]        default 200 a page

Starts the served program on the medium demo, finds pages by following links from the front
page, asks each one again and again over one connection, and prints the median and the 95th
percentile of each kind of page.
"""

import collections
import http.client
import os
import pathlib
import re
import subprocess
import sys
import time

CACHE = pathlib.Path(os.environ.get("XDG_CACHE_HOME", pathlib.Path.home() / ".cache")) / "tilsyn"
LISTEN = ("127.0.0.1", 18080)
PAGES_MAX = 60
# A handle (22 characters of base64url) or a number.
VALUE = re.compile(r"[\w-]{22}|\d+")
SKIPPED = re.compile(r"\.(css|woff2|xlsx|csv|json|ico|svg)(\?|$)|/assets/")


def get(connection, path):
    start = time.perf_counter()
    connection.request("GET", path)
    answer = connection.getresponse()
    body = answer.read()
    return (time.perf_counter() - start) * 1000, answer, body


def kind(path):
    """The page without its language, handle and filters."""
    parts = path.split("?")[0].strip("/").split("/")[1:]
    return "/".join("*" if VALUE.fullmatch(part) else part for part in parts) or "front page"


def start(data):
    """Starts the server; the seconds until its first page has come."""
    program = os.environ["TILSYN_BIN"]
    begin = time.perf_counter()
    server = subprocess.Popen([program, "--data", data, "serve", "--listen", "%s:%d" % LISTEN])
    while True:
        try:
            _, answer, _ = get(http.client.HTTPConnection(*LISTEN, timeout=30), "/nb/statement")
            if answer.status == 200:
                return server, time.perf_counter() - begin
        except ConnectionRefusedError:
            pass
        if server.poll() is not None:
            sys.exit("the server ended")
        time.sleep(0.005)


def crawl(connection):
    waiting, seen = collections.deque(["/nb/", "/nb/statement"]), {}
    while waiting and len(seen) < PAGES_MAX:
        path = waiting.popleft()
        if path in seen or sum(kind(path) == kind(known) for known in seen) >= 5:
            continue
        _, answer, body = get(connection, path)
        if answer.status != 200 or "text/html" not in answer.headers.get("Content-Type", ""):
            continue
        seen[path] = True
        for link in re.findall(rb'href="(/nb/[^"#]*)"', body):
            link = link.decode().replace("&amp;", "&")
            if not SKIPPED.search(link):
                waiting.append(link)
    return list(seen)


def main():
    times = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    data = CACHE / "bench-demo-medium"
    if not (data / "folder.json").exists():
        subprocess.run([os.environ["TILSYN_BIN"], "--data", data, "demo", "--size", "medium",
                        "--no-serve"], check=True)
    server, seconds = start(data)
    try:
        connection = http.client.HTTPConnection(*LISTEN, timeout=60)
        pages = crawl(connection)
        taken = collections.defaultdict(list)
        for path in pages:
            same = sum(kind(path) == kind(other) for other in pages)
            for _ in range(max(1, times // same)):
                milliseconds, answer, _ = get(connection, path)
                assert answer.status == 200, (kind(path), answer.status)
                taken[kind(path)].append(milliseconds)
        print(f"cold start to the first page: {seconds:.2f} s")
        print(f"{'page':40}{'asked':>8}{'median ms':>12}{'p95 ms':>10}")
        for page, values in sorted(taken.items()):
            values.sort()
            p95 = values[min(len(values) - 1, int(len(values) * 0.95))]
            print(f"{page:40}{len(values):>8}{values[len(values) // 2]:>12.1f}{p95:>10.1f}")
    finally:
        server.terminate()
        server.wait()


if __name__ == "__main__":
    main()
