// Keeps the page for the next time without a network, once it is there and at work: what it has fetched is then in the browser's cache.
const waiting = setInterval(() => {
  const state = document.querySelector("main")?.dataset.state;
  if (!state || state === "loading") return;
  clearInterval(waiting);
  // A browser that allows none goes on with the network.
  navigator.serviceWorker?.register("offline.js").catch(() => {});
}, 1000);
