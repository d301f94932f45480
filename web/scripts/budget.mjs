// Fails when the build is heavier than promised: kB of gzip, as browsers that know no brotli get it.
import { readFileSync, statSync } from "node:fs";

const FRAME = 115;
const ASKED_FIRST = 130;
const SCREEN = 35;
const OFFLINE = 450;
const LAZY = { "src/ui/ComboboxPicker.tsx": 50 };

const manifest = JSON.parse(readFileSync("dist/.vite/manifest.json", "utf8"));
const page = readFileSync("dist/index.html", "utf8");
const frame = named(/<script[^>]+src="\/([^"]+)"/g);
const first = new Set([...frame, ...named(/<link[^>]+modulepreload[^>]+href="\/([^"]+)"/g)]);
const failures = [];

report("JavaScript of the frame, without which nothing is painted", weight(frame), FRAME);
report("JavaScript that the page asks for, the frame and the first screen", weight(first), ASKED_FIRST);
let heaviest = ["", 0];
for (const [name, chunk] of Object.entries(manifest)) {
  if (!chunk.isDynamicEntry || chunk.file.endsWith(".css")) continue;
  const own = weight([...closure(name)].filter((other) => !first.has(other)));
  const limit = LAZY[name] ?? SCREEN;
  if (own > limit) report(name, own, limit);
  if (!LAZY[name] && own > heaviest[1]) heaviest = [name, own];
}
report(`the heaviest screen, ${heaviest[0]}`, heaviest[1], SCREEN);
const worker = readFileSync("dist/sw.js", "utf8");
const kept = JSON.parse(/FILES = (\[.*?\]);/.exec(worker)?.[1] ?? "[]").filter((path) => path !== "/");
report(
  "all that is kept for offline",
  kept.reduce((sum, path) => sum + size(`dist${path}`), 0),
  OFFLINE,
);
process.exit(failures.length > 0 ? 1 : 0);

/** The chunks whose files the page names like this, with all that they import. */
function named(pattern) {
  const names = [...page.matchAll(pattern)].map(([, file]) => nameOf(file));
  return new Set(names.flatMap((name) => [...closure(name)]));
}

function nameOf(file) {
  return Object.keys(manifest).find((name) => manifest[name].file === file);
}

function closure(name, found = new Set()) {
  if (found.has(name)) return found;
  found.add(name);
  for (const other of manifest[name].imports ?? []) closure(other, found);
  return found;
}

function weight(names) {
  return [...names].reduce((sum, name) => sum + size(`dist/${manifest[name].file}`), 0);
}

function size(path) {
  try {
    return statSync(`${path}.gz`).size / 1000;
  } catch {
    return statSync(path).size / 1000;
  }
}

function report(what, kilobytes, limit) {
  const line = `${kilobytes.toFixed(1).padStart(6)} kB of ${limit}  ${what}`;
  if (kilobytes > limit) failures.push(line);
  console.log(line + (kilobytes > limit ? "  TOO HEAVY" : ""));
}
