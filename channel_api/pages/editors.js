// Makes the form of a text safer where scripts run: what is typed is kept on the server every few seconds, on this
// computer while the server cannot be reached, and is thrown away only by somebody who was asked. Without this file
// every page works all the same. It never decides what may be done, and never keeps what looks like an identity number.
"use strict";
(function () {
  const FORM = "text-form";
  const KEEP_AFTER_MS = 2000; // after the last key: a pause for thought
  const SOON_MS = 100; // when everything of the page has begun
  const TRY_AGAIN_MS = 15000;
  const FORGET_AFTER_MS = 7 * 24 * 3600 * 1000; // a copy nobody came back for
  const PREFIX = "zhengwu.unsaved.";
  const NOT_KEPT = new Set(["form", "do"]);
  // Longer than any other number in a guide: telephones have up to 12 digits, codes of services have letters in them.
  const LONG_NUMBER = /(?:[0-9０-９][\s\-－]?){14,}[0-9０-９xXＸ]/g;

  const form = () => document.getElementById(FORM);
  const button = (target) => (target instanceof Element ? target.closest("button") : null);

  function typedFields() {
    return [...new FormData(form()).entries()].filter(([name]) => !NOT_KEPT.has(name));
  }

  // --- Copies on this computer
  function copyName(place, who) {
    return `${PREFIX}${who}.${place}`;
  }

  function readCopy(name) {
    try {
      const copy = JSON.parse(localStorage.getItem(name));
      return copy && Date.now() - copy.at < FORGET_AFTER_MS ? copy : null;
    } catch {
      return null; // no storage in this browser, or not ours
    }
  }

  function writeCopy(name) {
    const fields = typedFields().map(([field, value]) => [field, value.replace(LONG_NUMBER, "〔数字〕")]);
    try {
      localStorage.setItem(name, JSON.stringify({ at: Date.now(), fields }));
    } catch {
      return; // full or forbidden: the page itself still holds the text
    }
  }

  // Whether the form shows all that a copy holds; the token of the page it was typed in counts for nothing.
  function isInForm(copy) {
    const said = (fields) => JSON.stringify(fields.filter(([name]) => name !== "token").map(
      ([name, value]) => [name, value.replace(/\r\n/g, "\n").replace(LONG_NUMBER, "〔数字〕")]));
    return form() !== null && said(copy.fields) === said(typedFields());
  }

  function removeCopies(beginning) {
    try {
      const names = Object.keys(localStorage).filter((name) => name.startsWith(beginning));
      names.forEach((name) => localStorage.removeItem(name));
    } catch {
      return;
    }
  }

  // --- The form of a text
  // `state`: quiet (nothing typed), waiting (typed, to be kept), kept, unreachable, session_over, too_long.
  const WORSE = { 0: "unreachable", 401: "session_over", 403: "session_over", 413: "too_long" };

  function keeping() {
    return {
      state: "quiet",
      isRefused: false,
      copy: null,
      isPassing: false,
      timer: 0,

      get isNotKept() { return this.state !== "kept"; },
      get isNotWaiting() { return this.state !== "waiting"; },
      get isReachable() { return this.state !== "unreachable" || this.isRefused; },
      get isNotRefused() { return !this.isRefused; },
      get isInSession() { return this.state !== "session_over"; },
      get isShort() { return this.state !== "too_long"; },
      get hasNoCopy() { return this.copy === null; },
      get copyMoment() { return this.copy === null ? "" : new Date(this.copy.at).toLocaleString("zh-CN"); },
      get isUnkept() { return !["quiet", "kept"].includes(this.state); },

      init() {
        const { place, who, unsaved } = this.$el.dataset;
        this.place = place;
        this.name = copyName(place, who);
        this.element = this.$el;
        this.copy = readCopy(this.name);
        if (this.copy !== null && isInForm(this.copy)) { this.copy = null; } // came back with the sign-in
        this.listen();
        if (unsaved === "yes") {
          this.typed();
          this.keepLater(SOON_MS);
        }
      },

      listen() {
        const isOurs = (event) => event.target.form === form() || event.target === form();
        document.addEventListener("input", (event) => { if (isOurs(event)) { this.typed(); } });
        document.addEventListener("submit", (event) => { if (isOurs(event)) { this.send(event); } });
        document.body.addEventListener("htmx:afterSwap", (event) => {
          if (event.detail.target.id === FORM) { this.typed(); }
        });
        this.element.addEventListener("htmx:afterOnLoad", (event) => this.answered(event.detail.xhr.status));
        document.body.addEventListener("htmx:sendError", (event) => this.lost(event.detail.elt));
        document.body.addEventListener("htmx:timeout", (event) => this.lost(event.detail.elt));
        document.body.addEventListener("htmx:responseError", (event) => this.refused(event));
        window.addEventListener("online", () => { if (this.state === "unreachable") { this.keep(); } });
        window.addEventListener("beforeunload", (event) => {
          if (this.isUnkept && !this.isPassing) { event.preventDefault(); }
        });
        document.addEventListener("visibilitychange", () => {
          if (document.visibilityState === "hidden") { this.leave(); }
        });
      },

      typed() {
        if (!form() || form().querySelector("fieldset:disabled.whole")) { return; }
        if (this.state === "quiet" || this.state === "kept") { this.state = "waiting"; }
        this.isRefused = false;
        this.keepLater(KEEP_AFTER_MS);
      },

      keepLater(wait) {
        clearTimeout(this.timer);
        this.timer = setTimeout(() => this.keep(), wait);
      },

      keep() {
        clearTimeout(this.timer);
        htmx.trigger(this.element, "keep");
      },

      // `status` 0: nothing answered.
      answered(status) {
        if (status === 200) {
          this.state = "kept";
          this.copy = null;
          this.isRefused = false;
          removeCopies(this.name);
        } else {
          this.state = WORSE[status] ?? "unreachable";
          writeCopy(this.name);
          if (this.state === "unreachable") { this.keepLater(TRY_AGAIN_MS); }
        }
        this.element.dispatchEvent(new CustomEvent("kept-or-not"));
      },

      // Sends the form only when the server has been heard: a page that cannot be loaded would take the text with it.
      send(event) {
        if (this.isPassing) { return; }
        const isNothingNew = this.state === "quiet";
        if (isNothingNew) { this.isPassing = true; return; }
        event.preventDefault();
        this.element.addEventListener("kept-or-not", () => this.sendOn(event.submitter), { once: true });
        this.keep();
      },

      sendOn(submitter) {
        this.isRefused = this.state === "unreachable";
        if (this.isRefused) { return; }
        this.isPassing = true;
        form().requestSubmit(submitter);
      },

      lost(element) {
        if (element === this.element || element.form === form()) { this.answered(0); }
      },

      // A row that could not be moved without loading the page is moved by loading it.
      refused(event) {
        const { elt, xhr } = event.detail;
        if (elt.id === "here" && xhr.status === 401) {
          elt.remove();
          this.answered(401);
        } else if (elt.form === form()) {
          this.isPassing = true;
          form().requestSubmit(elt);
        }
      },

      leave() {
        if (!this.isUnkept || this.isPassing || !form()) { return; }
        const isHeard = this.state === "waiting";
        const isSent = isHeard && navigator.sendBeacon(`/editors/unsaved/${this.place}`, new FormData(form()));
        if (!isSent) { writeCopy(this.name); }
      },

      async useCopy() {
        const body = new FormData();
        body.append("form", form().elements.form.value);
        this.copy.fields.forEach(([field, value]) => body.append(field, value));
        const sent = fetch(`/editors/unsaved/${this.place}`, { method: "POST", body });
        const answer = await sent.catch(() => ({ status: 0 }));
        if (answer.status === 200) {
          removeCopies(this.name);
          this.isPassing = true;
          location.assign(`/editors/unsaved/${this.place}`);
        } else {
          this.state = WORSE[answer.status] ?? "unreachable";
        }
      },

      dropCopy() {
        removeCopies(this.name);
        this.copy = null;
      },
    };
  }

  // --- On every page
  function hasText(row) {
    return [...row.querySelectorAll("input[type=text], textarea")].some((field) => field.value.trim() !== "");
  }

  document.addEventListener("htmx:confirm", (event) => {
    const asked = event.detail.elt;
    const row = asked.value?.startsWith("remove:") ? asked.closest("fieldset.row") : null;
    const question = document.getElementById("keeping")?.dataset.confirmRemove;
    if (row && hasText(row) && !confirm(question)) { event.preventDefault(); }
  });
  document.addEventListener("click", (event) => {
    const question = button(event.target)?.dataset.confirm;
    if (question && !confirm(question)) { event.preventDefault(); event.stopImmediatePropagation(); }
  }, true);
  document.addEventListener("submit", (event) => {
    if (event.target.getAttribute("action") === "/editors/sign-out") { removeCopies(PREFIX); }
  });
  window.addEventListener("pagehide", () => {
    const here = document.getElementById("here");
    if (!here) { return; }
    const body = new FormData();
    body.append("form", here.querySelector("[name=form]").value);
    navigator.sendBeacon(`/editors/left/${here.dataset.place}`, body);
  });
  document.addEventListener("alpine:init", () => Alpine.data("keeping", keeping));
})();
