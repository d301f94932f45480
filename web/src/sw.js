// The service worker: the shell and the screens for time capture without a network. It never touches the API, whose
// answers live in IndexedDB (src/offline), and it never takes over a running page: the page asks for it (src/shell/update.ts).
const BUILD = "__BUILD__";
const FILES = ["__FILES__"];
const CACHE = `honorar-${BUILD}`;
const ASSETS = "honorar-assets";
const OURS = /^\/(assets\/|$|manifest\.webmanifest|icon)/;
const NOT_THE_APP =
  /^\/(timer|invoicing|notifier|qbo-sync|identity|docs|\.well-known)(\/|$)|^\/rates\/(v1|docs|openapi)/;

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(FILES)));
});

self.addEventListener("activate", (event) => {
  const old = (name) => name.startsWith("honorar-") && name !== CACHE && name !== ASSETS;
  event.waitUntil(
    caches.keys().then((names) => Promise.all(names.filter(old).map((name) => caches.delete(name)))),
  );
});

self.addEventListener("message", (event) => {
  if (event.data === "take over") self.skipWaiting();
});

self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || url.origin !== location.origin) return;
  if (event.request.mode === "navigate" && !NOT_THE_APP.test(url.pathname)) {
    event.respondWith(cached("/", event.request));
  } else if (OURS.test(url.pathname)) {
    event.respondWith(cached(event.request, event.request));
  }
});

/** The file from the cache of this build, else from the network; hashed files are then kept. */
async function cached(key, request) {
  const found = await caches.match(key, { ignoreVary: true });
  if (found) return found;
  const response = await fetch(request);
  if (response.ok && new URL(request.url).pathname.startsWith("/assets/")) {
    const copy = response.clone();
    await (await caches.open(ASSETS)).put(request, copy);
  }
  return response;
}
