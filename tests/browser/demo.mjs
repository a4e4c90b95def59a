// Starts the program with the small demo in a folder of its own, and stops it again; where people
// sign in, with the demo's provider of logins beside it.

import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const SECONDS_MAX = 180;
const PROVIDER = fileURLToPath(new URL("../../demo/provider", import.meta.url));

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

/** Waits for a server that a child process is to be. */
async function served(child, base) {
  let said = "";
  let ended = false;
  child.stderr.on("data", (text) => (said = (said + text).slice(-4000)));
  child.on("exit", () => (ended = true));
  const start = Date.now();
  while (!(await answers(base))) {
    if (ended || Date.now() - start > SECONDS_MAX * 1000) {
      throw new Error(`${base} does not answer; it said:\n${said}`);
    }
    await new Promise((done) => setTimeout(done, 100));
  }
}

/** The served demo: its address and how to stop it. */
export async function serveDemo() {
  if (process.env.TILSYN_URL) {
    return { base: process.env.TILSYN_URL.replace(/\/$/, ""), stop() {} };
  }
  const home = mkdtempSync(join(tmpdir(), "tilsyn-browser-"));
  return serveIn(home, `127.0.0.1:${await freePort()}`);
}

/** The same, where people sign in; and who they are: `{ sub, name, about }`. */
export async function serveDemoWithPeople() {
  const home = mkdtempSync(join(tmpdir(), "tilsyn-browser-"));
  const listen = `127.0.0.1:${await freePort()}`;
  const back = `http://${listen}`;
  const at = `127.0.0.1:${await freePort()}`;
  const data = join(home, "data");
  const secret = join(home, "login-secret");
  mkdirSync(data);
  writeFileSync(secret, "a secret of a test\n", { mode: 0o600 });
  const settings = {
    issuer: `http://${at}`,
    client_id: "tilsyn",
    secret_file: secret,
    public_address: back,
  };
  const text = ([key, value]) => `${key} = ${JSON.stringify(value)}\n`;
  const lines = Object.entries(settings).map(text);
  writeFileSync(join(data, "settings.toml"), `[login]\n${lines.join("")}strengths = ["high"]\n`);
  const demo = await serveIn(home, listen);
  const people = join(data, "demo-people.json");
  const words = ["--listen", at, "--back", back, "--secret", secret, "--people", people];
  const provider = spawn(process.execPath, ["provider.mjs", ...words], {
    stdio: ["ignore", "ignore", "pipe"],
    cwd: PROVIDER,
  });
  const stop = () => {
    provider.kill("SIGKILL");
    demo.stop();
  };
  try {
    await served(provider, `http://${at}/.well-known/openid-configuration`);
  } catch (error) {
    stop();
    throw error;
  }
  return { base: back, people: JSON.parse(readFileSync(people, "utf8")), stop };
}

async function serveIn(home, listen) {
  const program = process.env.TILSYN_BIN;
  if (!program) {
    throw new Error("TILSYN_BIN names no program");
  }
  const words = ["--data", join(home, "data"), "demo", "--size", "small", "--listen", listen];
  const child = spawn(program, words, { stdio: ["ignore", "ignore", "pipe"], cwd: home });
  const stop = () => {
    child.kill("SIGKILL");
    rmSync(home, { recursive: true, force: true });
  };
  const base = `http://${listen}`;
  try {
    await served(child, base);
  } catch (error) {
    stop();
    throw error;
  }
  return { base, stop };
}
