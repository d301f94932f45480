// Fails when a screen shows words of a folder that do not come with it: they would stay English, or be ids. What a screen
// imports is walked from the maps of screens; what is fetched later may bring its words itself, by `loadWords`.
import { existsSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";

const MAPS = ["src/routes.tsx", "src/desk.tsx"];
const SCREEN = /\bscreen\(\s*"(\w+)",\s*\(\) => import\("([^"]+)"\)((?:,\s*"\w+")*),?\s*\)/g;
const files = new Map();
const failures = [];

for (const map of MAPS) {
  const { text, later } = file(map);
  const screens = [...text.matchAll(SCREEN)];
  const read = new Set(screens.map(([, , from]) => resolved(map, from)));
  for (const other of later)
    if (!read.has(other) && !MAPS.includes(other))
      failures.push(`${map}: ${other} is no screen(…) that can be read`);
  for (const [, folder, from, shared] of screens)
    check(
      resolved(map, from),
      folder,
      [...shared.matchAll(/"(\w+)"/g)].map(([, name]) => name),
    );
}
check("src/main.tsx", "i18n", []);
for (const failure of new Set(failures)) console.error(failure);
process.exit(failures.length > 0 ? 1 : 0);

function check(path, folder, shared) {
  const shown = foldersShown(path);
  const brought = ["i18n", folder, ...shared];
  for (const [name, by] of shown)
    if (!brought.includes(name))
      failures.push(`${path}: shows words of ${name} (${by}), which it does not bring`);
  for (const name of shared)
    if (!shown.has(name)) failures.push(`${path}: brings words of ${name}, and shows none`);
}

/** The folders whose words are shown by what a file imports, each with a file that does; not those which come by themselves. */
function foldersShown(start) {
  const shown = new Map();
  const seen = new Set();
  visit(start, new Set());
  return shown;

  function visit(path, brought) {
    const key = `${path} ${[...brought].sort()}`;
    if (seen.has(key) || MAPS.includes(path)) return;
    seen.add(key);
    const { folder, now, later, brings } = file(path);
    if (folder && !brought.has(folder) && !shown.has(folder)) shown.set(folder, path);
    for (const other of now) visit(other, brought);
    for (const other of later) visit(other, new Set([...brought, ...brings]));
  }
}

/** A file: whose words it shows, what it imports at once and later, and whose words it asks for. */
function file(path) {
  if (!files.has(path)) files.set(path, read(path));
  return files.get(path);
}

function read(path) {
  const text = readFileSync(path, "utf8");
  const all = (pattern) => [...text.matchAll(pattern)].map(([, found]) => found);
  const local = (pattern) =>
    all(pattern)
      .map((from) => resolved(path, from))
      .filter((other) => /\.tsx?$/.test(other));
  return {
    text,
    folder: /from "@lingui\/(core|react)\/macro"/.test(text) && wordsOf(path),
    now: local(/^(?:import|export)(?! type)[^;"]*"(\.[^"]+)";/gm),
    later: local(/\bimport\("(\.[^"]+)"\)/g),
    brings: all(/\bloadWords\("(\w+)"\)/g),
  };
}

function resolved(path, from) {
  return normalize(join(dirname(path), from));
}

/** The folder whose catalog has a file's words; those of the frame lie together. */
function wordsOf(path) {
  const [, folder] = /^src\/(\w+)\//.exec(path) ?? [];
  return folder && existsSync(`src/${folder}/words`) ? folder : "i18n";
}
