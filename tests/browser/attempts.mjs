// Ways to get something out of a page, and who listens for what arrives. Each attempt runs in the page, in a frame of it or in a worker, and gets an
// address; `where` says where there is such a way at all, `open` where no policy can close it, `as` what arrives when it is no request.

import { createServer } from "node:http";
import { createSocket } from "node:dgram";

/** A page without a policy, from which everything arrives: else an attempt would show nothing. */
export const control = "<!doctype html><title>control</title><body></body>";

/** Listens for requests, and for packets of WebRTC. */
export async function listen() {
  const hits = [];
  const server = createServer((request, response) => {
    hits.push(request.url);
    response.writeHead(204, { "access-control-allow-origin": "*", connection: "close" }).end();
  });
  server.on("upgrade", (request, socket) => {
    hits.push(request.url);
    socket.destroy();
  });
  const datagrams = createSocket("udp4");
  datagrams.on("message", () => hits.push("datagram"));
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  const { port } = server.address();
  await new Promise((ready) => datagrams.bind(port, "127.0.0.1", ready));
  const close = () => {
    server.closeAllConnections();
    server.close();
    datagrams.close();
  };
  return { hits, url: `http://127.0.0.1:${port}`, close };
}

const PAGE = ["page"];

export const attempts = {
  fetch: { run: (url) => fetch(url, { mode: "no-cors" }) },
  "fetch, kept alive": { run: (url) => fetch(url, { method: "POST", body: "secret", mode: "no-cors", keepalive: true }), where: PAGE },
  XMLHttpRequest: {
    run: (url) => {
      const request = new XMLHttpRequest();
      request.open("POST", url);
      request.send("secret");
    },
  },
  WebSocket: { run: (url) => void new WebSocket(url.replace("http", "ws")) },
  EventSource: { run: (url) => void new EventSource(url) },
  importScripts: { where: ["worker"], run: (url) => importScripts(url) },
  "import()": { run: (url) => import(url) },
  "worker inside a worker": { where: ["worker"], run: (url) => void new Worker(URL.createObjectURL(new Blob([`fetch("${url}", { mode: "no-cors" })`]))) },
  beacon: { where: PAGE, run: (url) => navigator.sendBeacon(url, "secret") },
  image: { where: PAGE, run: (url) => void (new Image().src = url) },
  "image of a style": {
    where: PAGE,
    run: (url) => {
      document.body.style.backgroundImage = `url(${url})`;
    },
  },
  script: { where: PAGE, run: (url) => document.body.append(Object.assign(document.createElement("script"), { src: url })) },
  style: { where: PAGE, run: (url) => document.head.append(Object.assign(document.createElement("link"), { rel: "stylesheet", href: url })) },
  prefetch: { where: PAGE, run: (url) => document.head.append(Object.assign(document.createElement("link"), { rel: "prefetch", href: url })) },
  preload: { where: PAGE, run: (url) => document.head.append(Object.assign(document.createElement("link"), { rel: "preload", as: "image", href: url })) },
  font: {
    where: PAGE,
    run: (url) => new FontFace("leak", `url(${url})`).load(),
  },
  video: { where: PAGE, run: (url) => document.body.append(Object.assign(document.createElement("video"), { src: url, preload: "auto" })) },
  object: { where: PAGE, run: (url) => document.body.append(Object.assign(document.createElement("object"), { data: url })) },
  frame: { where: PAGE, run: (url) => document.body.append(Object.assign(document.createElement("iframe"), { src: url })) },
  "frame of a frame": {
    where: PAGE,
    run: (url) => document.body.append(Object.assign(document.createElement("iframe"), { srcdoc: `<img src="${url}">` })),
  },
  form: {
    where: PAGE,
    run: (url) => {
      const sink = Object.assign(document.createElement("iframe"), { name: "sink" });
      const form = Object.assign(document.createElement("form"), { action: url, method: "post", target: "sink" });
      document.body.append(sink, form);
      form.submit();
    },
  },
  ping: {
    where: PAGE,
    run: (url) => {
      const link = Object.assign(document.createElement("a"), { href: "#here", ping: url });
      document.body.append(link);
      link.click();
    },
  },
  "code in a string": { where: PAGE, run: (url) => document.body.append(Object.assign(document.createElement("script"), { textContent: `new Image().src = "${url}"` })) },
  // These are not for a policy to close: who writes the page must not write them.
  WebRTC: {
    where: PAGE,
    as: "datagram",
    open: ["page", "report"],
    run: (url) => {
      const connection = new RTCPeerConnection({ iceServers: [{ urls: `stun:${new URL(url).host}` }] });
      connection.createDataChannel("leak");
      connection.createOffer().then((offer) => connection.setLocalDescription(offer));
    },
  },
  "window.open": { where: PAGE, open: ["page", "report"], run: (url) => void window.open(url) },
  "navigation of the whole": { where: PAGE, open: ["page"], run: (url) => (top.location.href = url) },
  navigation: { where: PAGE, open: ["page"], run: (url) => (location.href = url) },
};
