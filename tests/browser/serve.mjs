// Serves dist/ under a sub-path, as a static host would: the page must not assume that it lives at the root.
import { createReadStream, existsSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join, normalize, resolve } from "node:path";

const TYPES = {
  ".css": "text/css", ".html": "text/html; charset=utf-8", ".js": "text/javascript", ".svg": "image/svg+xml",
  ".wasm": "application/wasm", ".webp": "image/webp", ".gz": "application/gzip", ".webmanifest": "application/manifest+json",
};

export const SUB_PATH = "/archive/letopis/";

/** Starts a server on a free port of this machine; resolves to { url, close }. */
export function serve(folder = new URL("../../dist/", import.meta.url).pathname) {
  const root = resolve(folder);
  const server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url, "http://localhost").pathname);
    const name = path.startsWith(SUB_PATH) ? path.slice(SUB_PATH.length) || "index.html" : null;
    const file = name === null ? null : normalize(join(root, name));
    if (!file?.startsWith(root) || !existsSync(file) || !statSync(file).isFile()) {
      response.writeHead(404).end();
      return;
    }
    response.writeHead(200, { "content-type": TYPES[extname(file)] ?? "application/octet-stream" });
    createReadStream(file).pipe(response);
  });
  // A test that fails leaves it open: it must not keep the process.
  server.unref();
  return new Promise((done) =>
    server.listen(0, "127.0.0.1", () =>
      done({ url: `http://127.0.0.1:${server.address().port}${SUB_PATH}`, close: () => (server.close(), server.closeAllConnections()) }),
    ),
  );
}
