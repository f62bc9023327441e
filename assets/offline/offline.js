// Serves the page from what was fetched once. tools/offline.mjs puts in which files the version has, by SHA-256.
//
// A file is kept under its name and hash, so that a new version fetches only what has changed. A new version takes over when no page of the
// old one is open: no page ever gets files of two versions, and nobody loses work to an update.
const FILES = {};
const scope = new URL(self.registration.scope);
// Another version beside it, in another folder, has its own.
const CACHE = `letopis ${scope.pathname}`;
const key = (path) => new URL(`${path}?${FILES[path]}`, scope).href;

async function hash(bytes) {
  const digest = await crypto.subtle.digest("SHA-256", bytes);
  return [...new Uint8Array(digest)].map((b) => b.toString(16).padStart(2, "0")).join("");
}

async function fetchFile(path) {
  // What the page has just fetched is not fetched again, unless it is of another version.
  for (const cache of ["force-cache", "reload"]) {
    const response = await fetch(new URL(path, scope), { cache });
    const bytes = await response.arrayBuffer();
    if (response.ok && (await hash(bytes)) === FILES[path]) {
      return new Response(bytes, { headers: { "content-type": response.headers.get("content-type") ?? "application/octet-stream" } });
    }
  }
  throw new Error(`${path} is of another version`);
}

async function install() {
  const cache = await caches.open(CACHE);
  for (const path of Object.keys(FILES)) {
    if (!(await cache.match(key(path)))) await cache.put(key(path), await fetchFile(path));
  }
}

async function activate() {
  const cache = await caches.open(CACHE);
  const wanted = new Set(Object.keys(FILES).map(key));
  for (const request of await cache.keys()) if (!wanted.has(request.url)) await cache.delete(request);
}

async function answer(request, path) {
  const cache = await caches.open(CACHE);
  return (await cache.match(key(path))) ?? fetch(request);
}

self.addEventListener("install", (event) => event.waitUntil(install()));
self.addEventListener("activate", (event) => event.waitUntil(activate()));
self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || url.origin !== scope.origin || !url.pathname.startsWith(scope.pathname)) return;
  const path = decodeURIComponent(url.pathname.slice(scope.pathname.length)) || "index.html";
  // Projects beside the page are not of it.
  if (Object.hasOwn(FILES, path)) event.respondWith(answer(event.request, path));
});
