// Starts the program with the small demo in a folder of its own, and stops it again.

import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

const SECONDS_MAX = 180;

function freePort() {
  return new Promise((done) => {
    const server = createServer();
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => done(port));
    });
  });
}

async function answers(base) {
  try {
    return (await fetch(base, { redirect: "manual" })).status < 500;
  } catch {
    return false;
  }
}

/** The served demo: its address and how to stop it. */
export async function serveDemo() {
  if (process.env.TILSYN_URL) {
    return { base: process.env.TILSYN_URL.replace(/\/$/, ""), stop() {} };
  }
  const program = process.env.TILSYN_BIN;
  if (!program) {
    throw new Error("TILSYN_BIN names no program");
  }
  const home = mkdtempSync(join(tmpdir(), "tilsyn-browser-"));
  const listen = `127.0.0.1:${await freePort()}`;
  const words = ["--data", join(home, "data"), "demo", "--size", "small", "--listen", listen];
  const child = spawn(program, words, { stdio: ["ignore", "ignore", "pipe"], cwd: home });
  let said = "";
  let ended = false;
  child.stderr.on("data", (text) => (said = (said + text).slice(-4000)));
  child.on("exit", () => (ended = true));
  const stop = () => {
    child.kill("SIGKILL");
    rmSync(home, { recursive: true, force: true });
  };
  const base = `http://${listen}`;
  const start = Date.now();
  while (!(await answers(base))) {
    if (ended || Date.now() - start > SECONDS_MAX * 1000) {
      stop();
      throw new Error(`the demo does not answer; it said:\n${said}`);
    }
    await new Promise((done) => setTimeout(done, 100));
  }
  return { base, stop };
}
