/* The television in a browser: keys out, pictures in. Written in the JavaScript of 2009, for sets as old as ten years;
   no library, no font and no host but the one it came from. The television itself decides everything. */
(function () {
  "use strict";

  var CALM_MS = 500;            /* a Back that comes as a key and as history within this is one Back */
  var RETRY_MS = [250, 500, 1000, 2000, 5000];
  var FULL_RETRY_MS = 15000;
  var PAUSE_MS = 375;           /* between sentences */
  var ELSEWHERE = 4001, FULL = 4003;  /* why the server closed */
  var WIDTH_SHARE = 0.86, HEIGHT_SHARE = 0.875;  /* of two cells, of a row; the rest is air */
  var BASE = 0.88;              /* a Chinese character reaches so far above the base line */
  var SMALL_PX = 450;
  var FONT = "'Noto Sans Mono CJK SC','Noto Sans CJK SC','Source Han Sans SC','Microsoft YaHei','PingFang SC','Heiti SC'," +
    "'WenQuanYi Micro Hei','Droid Sans Fallback',sans-serif";

  var body = document.body;
  var canvas = document.getElementById("picture");
  var notice = document.getElementById("notice");
  var text = document.getElementById("text");
  var said = document.getElementById("said");
  var keys = JSON.parse(body.getAttribute("data-keys"));    /* code of a key: its command */
  var words = JSON.parse(body.getAttribute("data-words"));
  var pen = canvas.getContext && canvas.getContext("2d");

  var place = "";               /* where we are, for a server that was started anew and knows nobody */
  var picture = null;           /* columns, paints, rows */
  var cell = null;              /* left, top, width, height, font */
  var socket = null;
  var failures = 0;
  var timer = 0;
  var waitsForKey = false;
  var backAt = -CALM_MS;
  var unsaid = [];              /* sounds of the sentences still to be said */
  var sounding = null;
  var pause = 0;

  function show(message) {
    notice.className = message ? "" : "hidden";
    notice.textContent = message || "";
  }

  /* ---- the picture ---- */

  function fit() {
    var ratio = window.devicePixelRatio || 1;
    canvas.width = Math.round(window.innerWidth * ratio);
    canvas.height = Math.round(window.innerHeight * ratio);
    if (!picture) { return; }
    /* As wide and high as a screen of 16:9 allows: a window of another shape gets edges, not stretched characters. */
    var width = Math.min(canvas.width, canvas.height * 16 / 9);
    var height = Math.min(canvas.height, canvas.width * 9 / 16);
    var across = Math.max(Math.floor(width / picture.columns), 1);
    var down = Math.max(Math.floor(height / picture.rows.length), 1);
    cell = {
      width: across,
      height: down,
      left: Math.floor((canvas.width - across * picture.columns) / 2),
      top: Math.floor((canvas.height - down * picture.rows.length) / 2),
      font: Math.max(Math.floor(Math.min(2 * across * WIDTH_SHARE, down * HEIGHT_SHARE)), 1)
    };
    pen.fillStyle = picture.paints.screen[1];
    pen.fillRect(0, 0, canvas.width, canvas.height);
    body.style.background = picture.paints.screen[1];
    for (var y = 0; y < picture.rows.length; y++) { drawRow(y); }
    drawPoints();
  }

  function drawRow(y) {
    var top = cell.top + y * cell.height;
    pen.fillStyle = picture.paints.screen[1];
    pen.fillRect(cell.left, top, picture.columns * cell.width, cell.height);
    for (var i = 0; i < picture.rows[y].length; i++) { drawRun(picture.rows[y][i], top); }
  }

  function drawRun(run, top) {
    var characters = split(run[1]), paint = picture.paints[run[2]], width = run[3] * cell.width;
    var left = cell.left + run[0] * cell.width;
    pen.fillStyle = paint[1];
    pen.fillRect(left, top, characters.length * width, cell.height);
    pen.fillStyle = paint[0];
    pen.font = (paint[2] ? "bold " : "") + cell.font + "px " + FONT;
    pen.textAlign = "center";
    pen.textBaseline = "alphabetic";
    var base = top + (cell.height - cell.font) / 2 + BASE * cell.font;
    for (var i = 0; i < characters.length; i++) {
      if (characters[i] !== " ") { pen.fillText(characters[i], left + (i + 0.5) * width, base, width); }
    }
  }

  function drawPoints() {
    /* A QR code, finer than cells: whole points of the screen for each square, or no camera could read it. */
    var points = picture.points;
    if (!points) { return; }
    var width = points.width * cell.width, height = points.height * cell.height, count = points.squares.length;
    var side = Math.max(Math.floor(Math.min(width, height) / count), 1);
    var left = cell.left + points.x * cell.width + Math.floor((width - side * count) / 2);
    var top = cell.top + points.y * cell.height + Math.floor((height - side * count) / 2);
    pen.fillStyle = picture.paints.code[1];
    pen.fillRect(left, top, side * count, side * count);
    pen.fillStyle = picture.paints.code[0];
    for (var y = 0; y < count; y++) {
      for (var x = 0; x < count; x++) {
        if (points.squares[y].charAt(x) === "1") { pen.fillRect(left + x * side, top + y * side, side, side); }
      }
    }
  }

  function split(string) {
    /* Into characters as they are seen: pairs of surrogates and combining marks stay with what they belong to. */
    return string.match(/[\uD800-\uDBFF][\uDC00-\uDFFF][\u0300-\u036F]*|[\s\S][\u0300-\u036F]*/g) || [];
  }

  function take(message) {
    var y;
    if (message.rows) {
      picture = message;
      fit();
    }
    for (y in message.changed || {}) {
      picture.rows[y] = message.changed[y];
      drawRow(Number(y));
    }
    if (message.place) { place = JSON.stringify(message.place); }
    if ("points" in message) { picture.points = message.points; }
    if (message.changed || "points" in message) { drawPoints(); }
    if (message.rows || message.changed) { text.textContent = picture.rows.map(plain).join("\n"); }
    if (message.said) {
      announce(message.said.join(""));
      speak(message.sounds || []);
    }
  }

  function announce(sentences) {
    /* A screen reader is silent where nothing changes: what is said once more differs by a blank nobody hears. */
    said.textContent = said.textContent === sentences ? sentences + "\u00a0" : sentences;
  }

  /* ---- speech ---- */

  function speak(sounds) {
    /* Each sentence is an address and how long it would take: where there is no sound, the next one waits so long. */
    hush();
    unsaid = sounds.slice();
    sayNext();
  }

  function sayNext() {
    var next = unsaid.shift();
    if (!next || !window.Audio) { return; }
    var mine = sounding = new Audio(next[0]);
    var goOn = function (milliseconds) {
      return function () {
        if (mine !== sounding) { return; }
        mine.onended = mine.onerror = null;
        clearTimeout(pause);
        pause = setTimeout(sayNext, milliseconds);
      };
    };
    mine.onended = goOn(PAUSE_MS);
    mine.onerror = goOn(next[1]);
    var begun = mine.play();
    if (begun && begun["catch"]) { begun["catch"](goOn(next[1])); }  /* some browsers are silent until the first key */
    if (unsaid.length) { new Audio(unsaid[0][0]).preload = "auto"; }
  }

  function hush() {
    unsaid = [];
    clearTimeout(pause);
    if (sounding) { sounding.pause(); }
    sounding = null;
  }

  function plain(row) {
    return row.map(function (run) { return run[1]; }).join("").replace(/\s+$/, "");
  }

  /* ---- the connection ---- */

  function connect() {
    clearTimeout(timer);
    if (socket || document.hidden) { return; }
    var asking = new XMLHttpRequest();
    asking.open("POST", "session");
    asking.onload = function () {
      if (asking.status === 204) { open(); return; }
      place = "";  /* whatever was wrong: without it home can still be reached */
      lost(0);
    };
    asking.onerror = function () { lost(0); };
    asking.send(place || null);
  }

  function open() {
    if (socket) { return; }
    var here = window.location;
    var address = here.protocol.replace("http", "ws") + "//" + here.host + here.pathname.replace(/[^\/]*$/, "") + "ws";
    /* Somebody looks with a telephone: the largest text, for the usual one is for a screen across the room. */
    var size = here.search || (Math.min(window.innerWidth, window.innerHeight) < SMALL_PX ? "?size=largest" : "");
    var mine = socket = new WebSocket(address + size);
    mine.onmessage = function (event) {
      if (mine !== socket) { return; }
      failures = 0;
      show("");
      take(JSON.parse(event.data));
    };
    mine.onclose = function (event) {
      if (mine === socket) {
        socket = null;
        lost(event.code);
      }
    };
  }

  function lost(code) {
    waitsForKey = code === ELSEWHERE;
    show(code === ELSEWHERE ? words.elsewhere : code === FULL ? words.full : picture ? words.lost : words.opening);
    if (waitsForKey) { return; }
    timer = setTimeout(connect, code === FULL ? FULL_RETRY_MS : RETRY_MS[Math.min(failures, RETRY_MS.length - 1)]);
    failures += 1;
  }

  function leave() {
    /* Out of sight, out of the room: the server forgets what is personal as soon as nobody looks. */
    clearTimeout(timer);
    var mine = socket;
    socket = null;
    if (mine) { mine.close(); }
    hush();
  }

  function send(message) {
    if (socket && socket.readyState === 1) { socket.send(JSON.stringify(message)); }
  }

  /* ---- keys ---- */

  function tell(motion) {
    return function (event) {
      var code = String(event.keyCode);
      var isForBrowser = event.ctrlKey || event.altKey || event.metaKey;
      if (isForBrowser || !event.keyCode) { return; }
      if (keys[code]) {
        event.preventDefault();
        event.stopPropagation();
      }
      if (keys[code] && motion === "press") { hush(); }
      if (keys[code] === "BACK") { backAt = Date.now(); }
      if (motion === "press") { keepHistory(); }
      if (waitsForKey && keys[code] === "OK" && motion === "press") {
        waitsForKey = false;
        connect();
        return;
      }
      send(["key", code, event.repeat ? "repeat" : motion, event.timeStamp || Date.now()]);
    };
  }

  /* Some sets have no code for Back and only go back in the history: there is always one entry more to go back from.
     Browsers pass over an entry that was made before any key was pressed, so it is made again at the first one. */
  var entries = 0;

  function keepHistory() {
    if (entries < 2) {
      entries += 1;
      window.history.pushState({ television: entries }, "");
    }
  }

  window.onpopstate = function () {
    entries -= 1;
    keepHistory();
    if (Date.now() - backAt >= CALM_MS) { send(["back"]); }
  };

  /* ---- begin ---- */

  if (!pen || !window.WebSocket) {
    show(words.too_old);
    return;
  }
  window.addEventListener("keydown", tell("press"), true);
  window.addEventListener("keyup", tell("release"), true);
  window.addEventListener("resize", fit);
  window.addEventListener("pagehide", leave);
  document.addEventListener("visibilitychange", function () { document.hidden ? leave() : connect(); });
  keepHistory();
  fit();
  canvas.focus();
  connect();
}());
