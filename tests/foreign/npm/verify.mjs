// Evidence files checked with npm's @sigstore/verify: that the checkpoint is signed, and that the
// entry is in its tree.
//
// Reads lines "proof VKEY BASE64" on standard input and answers each with a line of JSON. The form
// of the file is read here, as docs/ledger-format.md has it; the checkpoint and the way to its
// head are Sigstore's to judge. Not here: openings, which Sigstore knows nothing of.

import { createPublicKey } from "node:crypto";
import { createRequire } from "node:module";
import { createInterface } from "node:readline";

const sigstore = createRequire(import.meta.url)("@sigstore/verify/dist/tlog");

const FIRST_LINE = "c2sp.org/tlog-proof@v1";
// An Ed25519 key in the form that X.509 has for keys begins so (RFC 8410).
const SPKI_ED25519 = Buffer.from("302a300506032b6570032100", "hex");

function fail(what) {
  throw new Error(what);
}

/** Base64 that is not what would be written is refused; Buffer takes anything. */
function base64(text) {
  const bytes = Buffer.from(text, "base64");
  return bytes.toString("base64") === text ? bytes : fail("base64 that nobody writes");
}

function number(text) {
  return /^(0|[1-9][0-9]*)$/.test(text) ? text : fail("no number");
}

function after(line, prefix) {
  return line?.startsWith(prefix) ? line.slice(prefix.length) : fail(`no line "${prefix}"`);
}

/** The log as Sigstore's verifier wants to be told of it. */
function logOf(vkey) {
  const [, name, id, key] = /^([^+]+)\+([0-9a-f]{8})\+(.+)$/.exec(vkey) ?? fail("no key");
  const typed = base64(key);
  if (typed.length !== 33 || typed[0] !== 1) fail("not an Ed25519 key");
  const der = Buffer.concat([SPKI_ED25519, typed.subarray(1)]);
  return {
    logID: Buffer.from(id, "hex"),
    baseURL: name,
    publicKey: createPublicKey({ key: der, format: "der", type: "spki" }),
  };
}

function read(file) {
  const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(file);
  const middle = text.indexOf("\n\n");
  const lines = text.slice(0, middle).split("\n");
  if (middle < 0 || lines[0] !== FIRST_LINE) fail("no evidence file");
  const extra = base64(after(lines[1], "extra "));
  if (extra.toString("latin1", 0, 8) !== "TILSYNPF" || extra.readUInt16BE(8) !== 1) {
    fail("another kind or version");
  }
  const entry = extra.subarray(10, 98);
  if (entry.length !== 88) fail("no entry");
  const hashes = lines.slice(3).map(base64);
  if (hashes.some((hash) => hash.length !== 32)) fail("a hash of another length");
  const envelope = text.slice(middle + 2);
  const [checkpoint, signatures] = envelope.split("\n\n");
  if (!signatures || !/^(\u2014 [^ \n]+ [^ \n]+\n)+$/.test(signatures)) fail("no signatures");
  signatures.trimEnd().split("\n").forEach((line) => base64(line.split(" ")[2]));
  const [origin, size, root, ...more] = checkpoint.split("\n");
  if (more.length > 0 || base64(root).length !== 32) fail("no checkpoint");
  return { entry, index: number(after(lines[2], "index ")), hashes, envelope, origin, size };
}

function check(vkey, file) {
  const log = logOf(vkey);
  const proof = read(file);
  number(proof.size);
  if (proof.origin !== log.baseURL) fail("another log");
  const entry = {
    logId: { keyId: log.logID },
    canonicalizedBody: proof.entry,
    inclusionProof: {
      logIndex: proof.index,
      hashes: proof.hashes,
      checkpoint: { envelope: proof.envelope },
    },
  };
  sigstore.verifyTLogInclusion(entry, [log]);
  return { ok: true, index: Number(proof.index), size: Number(proof.size) };
}

for await (const line of createInterface({ input: process.stdin })) {
  const [, vkey, file] = line.split(" ");
  let answer;
  try {
    answer = check(vkey, Buffer.from(file, "base64"));
  } catch (error) {
    answer = { ok: false, what: error.message };
  }
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
