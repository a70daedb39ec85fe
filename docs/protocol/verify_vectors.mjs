// Checks the golden vectors without any code of the product.
//   node verify_vectors.mjs [vectors.json]      exit 0: all agree, 1: one does not
import { createHash, createPublicKey, verify } from "node:crypto";
import { readFileSync } from "node:fs";

const path = process.argv[2] ?? new URL("vectors.json", import.meta.url);
const vectors = JSON.parse(readFileSync(path, "utf8"));
const HEADER_FIELDS =
  "v alg_hash alg_signature event_id tenant store workstation lane epoch parent seq type" +
  " type_v app schema feed_pos t_wall t_mono boot_id t_est t_err biz_day deps ctl";
const ZEROS = "00".repeat(32);

function ed25519(publicHex, message, signature) {
  const prefix = Buffer.from("302a300506032b6570032100", "hex"); // RFC 8410
  const der = Buffer.concat([prefix, Buffer.from(publicHex, "hex")]);
  const key = createPublicKey({ key: der, format: "der", type: "spki" });
  return verify(null, message, key, signature);
}

function eventHash(prevHex, header, body) {
  const length = Buffer.alloc(8);
  length.writeBigUInt64BE(BigInt(header.length));
  const parts = [Buffer.from(prevHex, "hex"), length, header, body];
  return createHash("sha256").update(Buffer.concat(parts)).digest();
}

function requireThat(condition, what) {
  if (!condition) throw new Error(what);
}

function checkEvents(events, publicHex) {
  const heads = new Map();
  for (const { name, header, body, prev, hash, signature } of events) {
    const fields = JSON.parse(header);
    const order = Object.keys(fields).join(" ");
    requireThat(order === HEADER_FIELDS, `${name}: fields of the header`);
    requireThat(JSON.stringify(fields) === header, `${name}: canonical header`);
    requireThat(JSON.stringify(JSON.parse(body)) === body, `${name}: body without white space`);
    const last = heads.get(fields.epoch);
    requireThat(fields.seq === (last?.seq ?? 0) + 1, `${name}: seq`);
    const expectedPrev = last?.hash ?? fields.parent?.hash ?? ZEROS;
    requireThat(prev === expectedPrev, `${name}: prev`);
    if (fields.parent !== null) {
      const { epoch, seq } = fields.parent;
      requireThat(heads.get(epoch)?.seq === seq, `${name}: parent`);
      requireThat(heads.get(epoch)?.hash === fields.parent.hash, `${name}: parent`);
    }
    const digest = eventHash(prev, Buffer.from(header, "utf8"), Buffer.from(body, "utf8"));
    requireThat(digest.toString("hex") === hash, `${name}: hash`);
    const signed = ed25519(publicHex, digest, Buffer.from(signature, "hex"));
    requireThat(signed, `${name}: signature`);
    heads.set(fields.epoch, { seq: fields.seq, hash });
  }
}

function checkRequest(request, publicHex) {
  const digest = createHash("sha256").update(request.body, "utf8").digest("hex");
  const { method, target, nonce, time_ms: time } = request;
  const text = [method, target, digest, nonce, time].join("\n");
  requireThat(text === request.signed_text, "request: signed text");
  const signature = Buffer.from(request.headers["X-Evertill-Signature"], "base64");
  requireThat(ed25519(publicHex, Buffer.from(text, "utf8"), signature), "request: signature");
}

function checkCheckpoint(sealed, publicHex) {
  // The signature covers the exact bytes of the inner object: cut out, never formatted again.
  const match = /^\{"checkpoint":(\{.*\}),"signature":"([A-Za-z0-9+/=]+)"\}$/s.exec(sealed);
  requireThat(match !== null, "checkpoint: form");
  const message = Buffer.from("evertill feed checkpoint 1\n" + match[1], "utf8");
  const signed = ed25519(publicHex, message, Buffer.from(match[2], "base64"));
  requireThat(signed, "checkpoint: signature");
}

function eightBytes(number) {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64BE(BigInt(number));
  return bytes;
}

function checkFeedDigest(feed) {
  let sum = 0n;
  for (const row of feed.rows) {
    const [kind, key] = [Buffer.from(row.kind, "utf8"), Buffer.from(row.key, "utf8")];
    const parts = [eightBytes(kind.length), kind, eightBytes(key.length), key,
      eightBytes(row.version), Buffer.from(row.data, "utf8")];
    sum += BigInt("0x" + createHash("sha256").update(Buffer.concat(parts)).digest("hex"));
  }
  const digest = (sum % (1n << 256n)).toString(16).padStart(64, "0");
  requireThat(digest === feed.digest, "feed digest");
}

try {
  checkEvents(vectors.events, vectors.keys.workstation_public);
  checkRequest(vectors.request, vectors.keys.workstation_public);
  checkCheckpoint(vectors.checkpoint.sealed, vectors.keys.central_public);
  checkFeedDigest(vectors.feed_digest);
  console.log(`${vectors.events.length} events, 1 request, 1 checkpoint, 1 digest agree`);
} catch (error) {
  console.log(`not as it should be: ${error.message}`);
  process.exitCode = 1;
}
