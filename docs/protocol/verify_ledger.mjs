// Checks an exported ledger with nothing but Node.js, by the rules of protocol.md, section 3.
//   node verify_ledger.mjs FILE… [--key BASE64] [--head HASH]   one line of verdict a file; exit 0 or 1
// --key: the till's public key; without it the file is checked with the key that it names itself.
// --head: hash (or its first digits, as printed on the last receipt) of the newest event; only it
// shows that the last lines were taken away.
import { createHash, createPublicKey, verify } from "node:crypto";
import { readFileSync } from "node:fs";
const [INTEGER_MAX, HEADER_BYTES_MAX, ZEROS] = [Number.MAX_SAFE_INTEGER, 16 * 1024, "00".repeat(32)];
const HEADER_FIELDS =
  "v alg_hash alg_signature event_id tenant store workstation lane epoch parent seq type" +
  " type_v app schema feed_pos t_wall t_mono boot_id t_est t_err biz_day deps ctl";
const LINE = new RegExp(
  '^\\{"epoch":"([0-9a-f]{16})","seq":([1-9][0-9]{0,15}),"header":"([A-Za-z0-9+/]*={0,2})",' +
    '"body":"([A-Za-z0-9+/]*={0,2})","prev":"([0-9a-f]{64})","hash":"([0-9a-f]{64})",' +
    '"signature":"([0-9a-f]{128})"\\}$',
);
const [EPOCH, HASH] = [/^[0-9a-f]{16}$/, /^[0-9a-f]{64}$/];
const EVENT_ID = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const TYPE = /^[a-z0-9_]+(\.[a-z0-9_]+)*$/;
const DAY = /^[0-9]{4}-[0-9]{2}-[0-9]{2}$/;
const MONEY = new Set(["sale.completed 1", "sale.completed 2", "transaction.voided 1", "transaction.voided 2"]);
const SETTLED = new Set(["till.settled 1", "till.settled 2"]);
// Types of this version that move no money: their headers carry no control totals.
const SILENT = new Set(
  ("access.approved access.refused business_day.closed business_day.opened devices.reported epoch.opened item.refused" +
    " line.voided no_sale.recorded operator.sign_on_failed operator.signed_off operator.signed_on" +
    " receipt.reprinted report.reprinted report.taken request.recorded setting.changed" +
    " tender_control.recorded till.counted till_period.opened till.settled transaction.cancelled" +
    " transaction.retrieved transaction.suspended").split(" ").map((type) => `${type} 1`),
).add("till.settled 2").add("epoch.opened 2").add("epoch.opened 3");

// Throws unless *condition*; returns nothing, so that `need(…) ?? value` is the value.
function need(condition, check, detail) {
  if (!condition) throw Object.assign(new Error(detail), { check });
}

const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
const isInteger = (value, least) => Number.isSafeInteger(value) && value >= least;
const isName = (value) =>
  typeof value === "string" && /^[^\x00-\x1f\x7f]+$/.test(value) && [...value].length <= 128;
const matches = (value, pattern) => typeof value === "string" && pattern.test(value);
const fieldsOf = (value) => Object.keys(value).join(" ");
const byCodePoint = (one, other) => Buffer.compare(Buffer.from(one), Buffer.from(other));

function fromBase64(text) {
  const bytes = Buffer.from(text, "base64");
  return need(bytes.toString("base64") === text, "form", "not canonical base64") ?? bytes;
}

// A lone surrogate is no character, but its escape would bring one here.
function isText(value) {
  if (typeof value === "string") return value.isWellFormed();
  if (typeof value !== "object" || value === null) return true;
  return Object.entries(value).every(([name, each]) => name.isWellFormed() && isText(each));
}

function parse(bytes) {
  try {
    const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
    const value = JSON.parse(text);
    return isText(value) ? { text, value } : null;
  } catch {
    return null;
  }
}

function isControl(ctl) {
  if (!isObject(ctl) || fieldsOf(ctl) !== "count gross_minor tax_minor tenders quantity_micro") return false;
  const amounts = [ctl.count, ctl.gross_minor, ctl.tax_minor, ctl.quantity_micro];
  if (!amounts.every((amount) => isInteger(amount, -INTEGER_MAX)) || !Array.isArray(ctl.tenders)) return false;
  return ctl.tenders.every((pair, at) => {
    if (!Array.isArray(pair) || pair.length !== 2 || !isName(pair[0])) return false;
    if (!isInteger(pair[1], -INTEGER_MAX)) return false;
    return at === 0 || byCodePoint(ctl.tenders[at - 1][0], pair[0]) < 0;
  });
}

const isParent = (parent) =>
  isObject(parent) && fieldsOf(parent) === "epoch seq hash" && matches(parent.epoch, EPOCH) &&
  isInteger(parent.seq, 1) && matches(parent.hash, HASH);

// Rule 2: the header is canonical, each field has its form.
function readHeader(bytes) {
  need(bytes.length <= HEADER_BYTES_MAX, "header", "too long");
  const { text, value: header } = parse(bytes) ?? {};
  need(isObject(header) && fieldsOf(header) === HEADER_FIELDS, "header", "not JSON of its fields");
  need(JSON.stringify(header) === text, "header", "not canonical");
  const h = header;
  const forms = [
    h.v === 1, h.alg_hash === "sha256", h.alg_signature === "ed25519", matches(h.event_id, EVENT_ID),
    isName(h.tenant), isName(h.store), isName(h.workstation), isName(h.lane), matches(h.epoch, EPOCH),
    isInteger(h.seq, 1), h.parent === null || (h.seq === 1 && isParent(h.parent)),
    matches(h.type, TYPE) && h.type.length <= 128, isInteger(h.type_v, 1), isName(h.app), isName(h.schema),
    h.feed_pos === null || typeof h.feed_pos === "string", isInteger(h.t_wall, 0), isInteger(h.t_mono, 0),
    isName(h.boot_id), h.t_est === null || isInteger(h.t_est, 0), h.t_err === null || isInteger(h.t_err, 0),
    h.biz_day === null || matches(h.biz_day, DAY), h.ctl === null || isControl(h.ctl),
    Array.isArray(h.deps) && h.deps.every((id) => matches(id, EVENT_ID)),
  ];
  return need(forms.every(Boolean), "header", "a field has not its form") ?? header;
}

function readBody(bytes, check) {
  const body = parse(bytes)?.value;
  return need(isObject(body), check, "the body cannot be read") ?? body;
}

function eventHash(prev, header, body) {
  const length = Buffer.alloc(8);
  length.writeBigUInt64BE(BigInt(header.length));
  return createHash("sha256").update(Buffer.concat([Buffer.from(prev, "hex"), length, header, body])).digest();
}

function isSigned(key, hash, signature) {
  const der = Buffer.concat([Buffer.from("302a300506032b6570032100", "hex"), key]); // RFC 8410
  try {
    return verify(null, hash, createPublicKey({ key: der, format: "der", type: "spki" }), signature);
  } catch {
    return false;
  }
}

const total = (amounts) => amounts.reduce((sum, amount) => sum + BigInt(amount), 0n);
const sameSums = (one, other) =>
  one.size === other.size && [...one].every(([method, amount]) => other.get(method) === amount);

function amountOf(value, check) {
  return need(isInteger(value, -INTEGER_MAX), check, "an amount is no integer") ?? value;
}

function tenderSums(pairs, check) {
  const sums = new Map();
  for (const [method, amount] of pairs) {
    need(typeof method === "string", check, "a tender has no name");
    sums.set(method, (sums.get(method) ?? 0n) + BigInt(amountOf(amount, check)));
  }
  return sums;
}

class Checker {
  constructor(key) {
    [this.key, this.givenKey, this.hasGivenKey] = [null, key, key === null];
    this.epoch = null;
    this.events = 0;
    this.epochs = new Map(); // epoch -> [hash of each event]
    this.content = new Map(); // event_id -> what it was the first time
    this.quantity = new Map(); // event_id of a sale -> its quantity
    this.period = null; // events of this epoch: id, control totals
  }

  take(line) {
    const form = LINE.exec(line); // Rule 1
    need(form !== null && Number(form[2]) <= INTEGER_MAX, "form", "not a line of an export");
    const [, epoch, seq, headerText, bodyText, prev, hash, signature] = form;
    const bytes = fromBase64(headerText);
    const body = fromBase64(bodyText);
    const header = readHeader(bytes);
    need(header.epoch === epoch && header.seq === Number(seq), "header", "says another place");
    this.checkPlace(header);
    const digest = eventHash(prev, bytes, body); // Rule 4
    need(digest.toString("hex") === hash, "hash", "is not its own");
    this.checkChain(header, prev);
    if (header.seq === 1) this.enter(header, body);
    need(isSigned(this.key, digest, Buffer.from(signature, "hex")), "signature", "is not the till's");
    const isCopy = this.checkIdentity(header, body);
    this.checkMoney(header, body, prev, isCopy);
    this.epochs.get(epoch).push((this.last = hash));
    this.events += 1;
  }

  // Rule 3: dense numbers, epochs one after the other.
  checkPlace({ epoch, seq }) {
    if (epoch === this.epoch) return need(seq === this.epochs.get(epoch).length + 1, "number", "is out of order");
    need(!this.epochs.has(epoch) && seq === 1, "number", `epoch ${epoch} does not begin here`);
    this.isFirst = this.epochs.size === 0;
    this.epochs.set(epoch, []);
    this.epoch = epoch;
    this.period = [];
  }

  // Rule 5: each event continues the one before it, each epoch its parent.
  checkChain({ epoch, seq, parent }, prev) {
    if (seq > 1) return need(prev === this.epochs.get(epoch)[seq - 2], "chain", "does not continue its epoch");
    need(prev === (parent?.hash ?? ZEROS), "parent", "prev is not the parent's hash");
    if (this.isFirst) return; // The ledger of a new home may continue one that is elsewhere.
    const held = parent === null ? undefined : this.epochs.get(parent.epoch)?.[parent.seq - 1];
    need(held !== undefined && held === parent.hash, "parent", "is not in this file");
  }

  // Rule 6: each epoch names its key; another one than before needs the word of that.
  enter(header, bytes) {
    need(header.type === "epoch.opened", "key", "the epoch names no key");
    const body = readBody(bytes, "key");
    const named = Buffer.from(String(body.public_key), "base64");
    need(named.length === 32 && named.toString("base64") === body.public_key, "key", "the epoch names no key");
    const isNext = this.key === null || named.equals(this.key) || this.isVouched(header, body);
    need(isNext, "key", "another key than the till's");
    [this.key, this.isSalvaged] = [named, body.reason === "salvage"];
    this.hasGivenKey ||= named.equals(this.givenKey);
  }

  isVouched({ type_v }, { succession: said, public_key: named }) {
    const text = Buffer.from(`evertill key succession 1\n${said?.workstation}\n${named}`);
    const isNamed = type_v === 3 && said?.public_key === this.key.toString("base64");
    return isNamed && isSigned(this.key, text, Buffer.from(String(said.signature), "base64"));
  }

  // Rule 7: an event comes again only as a copy in another epoch.
  checkIdentity({ event_id, epoch, type, type_v }, body) {
    const content = `${type} ${type_v} ${createHash("sha256").update(body).digest("hex")}`;
    const known = this.content.get(event_id);
    this.content.set(event_id, { epoch, content });
    need(known === undefined || (known.epoch !== epoch && known.content === content), "identity", "used before");
    return known !== undefined;
  }

  // Rule 8: control totals say what the body says.  Rule 9: a settlement what its period says.
  checkMoney(header, bytes, prev, isCopy) {
    const kind = `${header.type} ${header.type_v}`;
    if (MONEY.has(kind)) this.checkControl(header, readBody(bytes, "control"));
    else if (SILENT.has(kind)) need(header.ctl === null, "control", "totals without a transaction");
    this.period.push({ id: header.event_id, ctl: header.ctl });
    if (SETTLED.has(kind) && !isCopy && !this.isSalvaged) {
      this.checkSettlement(header, readBody(bytes, "settlement"), prev);
    }
  }

  checkControl({ ctl, event_id, type }, body) {
    need(ctl !== null && ctl.count === 1, "control", "no totals");
    need(ctl.gross_minor === amountOf(body.gross_minor, "control"), "control", "gross");
    need(ctl.tax_minor === amountOf(body.tax_minor, "control"), "control", "tax");
    need(Array.isArray(body.tenders) && body.tenders.every(isObject), "control", "tenders");
    const told = tenderSums(body.tenders.map((t) => [t.method, t.amount_minor]), "control");
    need(sameSums(told, tenderSums(ctl.tenders, "control")), "control", "tenders");
    let quantity;
    if (type === "sale.completed") {
      need(Array.isArray(body.lines) && body.lines.every(isObject), "control", "lines");
      const counted = body.lines.filter((line) => line.is_voided !== true);
      quantity = total(counted.map((line) => amountOf(line.quantity_micro, "control")));
      this.quantity.set(event_id, quantity);
    } else {
      need(isObject(body.voids), "control", "names no sale");
      const sold = this.quantity.get(body.voids.event_id);
      if (sold === undefined) return; // The sale is elsewhere.
      quantity = -sold;
    }
    need(quantity === BigInt(ctl.quantity_micro), "control", "quantity");
  }

  checkSettlement({ seq }, body, prev) {
    const from = this.period.findIndex((event) => event.id === body.opened_event_id);
    if (from < 0) return; // The period began in an earlier epoch.
    const gone = this.period.slice(from, -1);
    const isHere = body.first_seq === from + 1 && body.last_seq === seq - 1;
    need(isHere && body.event_count === gone.length, "settlement", "covers other events");
    need(body.head_hash === prev, "settlement", "covers another chain");
    const totals = gone.map((event) => event.ctl).filter((ctl) => ctl !== null);
    for (const name of ["gross_minor", "tax_minor"]) {
      const sum = total(totals.map((ctl) => ctl[name]));
      need(sum === BigInt(amountOf(body[name], "settlement")), "settlement", name);
    }
    const pairs = body.tenders_minor;
    const isPair = (pair) => Array.isArray(pair) && pair.length === 2;
    need(Array.isArray(pairs) && pairs.every(isPair), "settlement", "tenders");
    const told = tenderSums(pairs, "settlement");
    const sums = tenderSums(totals.flatMap((ctl) => ctl.tenders), "settlement");
    const used = (all) => new Map([...all].filter(([, amount]) => amount !== 0n));
    need(sameSums(used(told), used(sums)), "settlement", "tenders");
  }
}

function check(file, key, head) {
  const bytes = readFileSync(file);
  const checker = new Checker(key);
  for (let line = 1, at = 0, end; at < bytes.length; line += 1, at = end + 1) {
    end = bytes.indexOf(10, at);
    try {
      need(end >= 0, "form", "the last line is not whole");
      checker.take(bytes.toString("latin1", at, end));
    } catch (error) {
      if (error.check === undefined) throw error;
      return `not ok: line ${line}: ${error.check}: ${error.message}`;
    }
  }
  const { events, epochs, epoch, last } = checker;
  if (events === 0 || !checker.hasGivenKey) return `not ok: line 1: ${events ? "key: not the till's" : "form: no events"}`;
  if (head !== null && !last.startsWith(head)) return `not ok: line ${events}: end: the last event is not ${head}`;
  return `ok: ${events} events in ${epochs.size} epochs, head ${epoch}/${epochs.get(epoch).length} ${last}`;
}

const words = process.argv.slice(2);
const option = (name) => (words.includes(name) ? words.splice(words.indexOf(name), 2)[1] ?? "" : null);
const [keyText, head] = [option("--key"), option("--head")];
const key = keyText === null ? null : Buffer.from(keyText, "base64");
if (words.length === 0 || (key !== null && key.length !== 32) || head === "") {
  process.exit(console.error("usage: node verify_ledger.mjs FILE… [--key BASE64] [--head HASH]") ?? 2);
}
const verdicts = words.map((file) => check(file, key, head));
console.log(verdicts.join("\n"));
process.exitCode = verdicts.every((verdict) => verdict.startsWith("ok")) ? 0 : 1;
