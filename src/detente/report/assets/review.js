"use strict";
// The review page. All words come from the server escaped; nothing here writes markup.
const find = (selector, within = document) => within.querySelector(selector);
let data = JSON.parse(find("#data").textContent);
let current = null;
let editing = null;

function coder() { return find("#coder").value.trim(); }

function complain(words) {
  const fault = find("#fault");
  fault.textContent = words;
  fault.hidden = !words;
  if (words) fault.scrollIntoView({ block: "nearest" });
}

async function send(act) {
  if (!coder()) { complain("Say who you are first: the field above takes your name or initials."); find("#coder").focus(); return false; }
  const main = find("#main");
  main.ariaBusy = "true"; // until the page is taken anew, or the act was refused
  const done = await post(act);
  if (done) await refresh();
  main.ariaBusy = null;
  return done;
}

async function post(act) {
  let answer;
  try {
    answer = await fetch("act", { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ coder: coder(), ...act }) });
  } catch {
    complain("The program behind this page does not answer. Start detente review again; what was decided is kept.");
    return false;
  }
  const said = await answer.json();
  if (!answer.ok) { complain(said.error); return false; }
  complain("");
  return true;
}

// Take the page anew from the server, and keep the place.
async function refresh() {
  const scrolled = ["#text", ".sheet .side"].map((s) => find(s)?.scrollTop ?? 0);
  const answer = await fetch(location.href);
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  find("#main").replaceWith(document.adoptNode(find("#main", fresh)));
  data = JSON.parse(find("#data", fresh).textContent);
  [["#text", scrolled[0]], [".sheet .side", scrolled[1]]].forEach(([s, top]) => { const node = find(s); if (node) node.scrollTop = top; });
}

const cards = () => [...document.querySelectorAll("#cards .card:not([hidden])")];

function goTo(card, scroll = true) {
  if (!card) return;
  cards().forEach((other) => { other.tabIndex = other === card ? 0 : -1; });
  current = card.id;
  if (!card.contains(document.activeElement)) card.focus({ preventScroll: !scroll });
  shine(card.id, scroll);
}

function shine(id, scroll) {
  let first = null;
  document.querySelectorAll("#text mark").forEach((mark) => {
    const here = mark.dataset.p.split(" ").includes(id);
    mark.classList.toggle("here", here);
    if (here && !first) first = mark;
  });
  if (first && scroll) first.scrollIntoView({ block: "nearest" });
}

// To the next open proposal, or stay.
function onward(before) {
  const all = cards();
  goTo(all.slice(before + 1).find((card) => card.dataset.state === "open") ?? all[Math.max(before, 0)]);
}

async function decide(id, act) {
  const before = cards().findIndex((card) => card.id === id);
  if (!(await send({ act, proposal: id }))) return;
  const now = cards().findIndex((card) => card.id === id);
  if (act === "undo") goTo(cards()[now]); else onward(act === "none" ? now - 1 : now);
}

function fieldset(claim) {
  const made = find("#claim-fields").content.cloneNode(true).firstElementChild;
  const options = find("[name=option]", made);
  const element = find("[name=element]", made);
  const fill = (chosen) => {
    options.replaceChildren(...(data.options[element.value] ?? []).map(([id, title]) => new Option(title, id, false, chosen.includes(id))));
    options.disabled = options.options.length === 0;
  };
  const known = [...element.options].some((option) => option.value === claim.element);
  element.value = known ? claim.element : "";
  fill((claim.option ?? "").split("|"));
  element.addEventListener("change", () => fill([]));
  for (const name of ["actor", "stance", "package", "condition", "condition_option", "speaker", "said_on"]) {
    find(`[name=${name}]`, made).value = claim[name] ?? "";
  }
  for (const name of ["red_line", "hedged"]) find(`[name=${name}]`, made).checked = Boolean(claim[name]);
  made.original = claim;
  find("[data-act=drop]", made).addEventListener("click", () => { made.remove(); number(); });
  return made;
}

function number() {
  const sets = [...document.querySelectorAll("#claims fieldset")];
  sets.forEach((set, at) => {
    find("legend", set).textContent = sets.length > 1 ? `Claim ${at + 1}` : "Claim";
    find("[data-act=drop]", set).hidden = sets.length < 2;
  });
}

function read(set) {
  const claim = { ...set.original };
  for (const name of ["actor", "stance", "package", "condition", "condition_option", "speaker", "said_on"]) {
    claim[name] = find(`[name=${name}]`, set).value.trim() || null;
  }
  const element = find("[name=element]", set).value;
  claim.element = element || set.original.element;
  claim.option = [...find("[name=option]", set).selectedOptions].map((option) => option.value).join("|") || null;
  for (const name of ["red_line", "hedged"]) claim[name] = find(`[name=${name}]`, set).checked;
  return claim;
}

function edit(what, claims, title) {
  editing = what;
  find("#editor-h").textContent = title;
  find("#claims").replaceChildren(...claims.map(fieldset));
  number();
  find("#editor-fault").textContent = "";
  find("#editor").showModal();
  find("#claims select").focus();
}

function act(name, id) {
  if (["confirm", "only", "none", "reject", "undo"].includes(name)) decide(id, name);
  else if (name === "edit") edit({ act: "edit", proposal: id }, data.claims[id], "Edit the claim");
  else if (name === "split") {
    const claims = data.claims[id];
    edit({ act: "edit", proposal: id }, claims.length > 1 ? claims : [claims[0], claims[0]], "Split into several claims");
  }
}

// Places are counted in code points, as the program counts them.
function marked() {
  const text = find("#text"), chosen = getSelection();
  if (!text || chosen.rangeCount === 0 || chosen.isCollapsed) return null;
  const range = chosen.getRangeAt(0);
  if (!text.contains(range.startContainer) || !text.contains(range.endContainer)) return null;
  const before = document.createRange();
  before.selectNodeContents(text);
  before.setEnd(range.startContainer, range.startOffset);
  const start = [...before.toString()].length;
  return { start, end: start + [...range.toString()].length };
}

function mark() {
  const place = marked();
  if (!place) { complain("Mark the words in the text first, then press m or the button."); return; }
  const blank = { stance: "proposes", element: "", speaker: "", said_on: "undated" };
  blank.actor = find("#claim-fields").content.querySelector("[name=actor] option").value;
  edit({ act: "mark", document: data.document, ...place }, [blank], "A claim that no rule found");
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("button[data-act]");
  const inCard = event.target.closest("#cards .card");
  if (event.target.id === "mark") mark();
  else if (event.target.id === "more") { const first = find("#claims fieldset"); find("#claims").append(fieldset(read(first))); number(); }
  else if (button?.dataset.group) decide(button.dataset.group, "none");
  else if (button && inCard) act(button.dataset.act, inCard.id);
  else if (button) other(button);
  else if (event.target.closest("#text mark")) {
    const [id] = event.target.closest("#text mark").dataset.p.split(" ").slice(-1);
    if (getSelection().isCollapsed) goTo(document.getElementById(id));
  }
});

function other(button) {
  const { act: name, what, name: words } = button.dataset;
  const proposal = button.closest(".dispute")?.id;
  if (name === "adjudicate") send({ act: "adjudicate", proposal, take: button.dataset.coder });
  else if (name === "neither") send({ act: "adjudicate", proposal, take: null });
  else if (name === "unsettle") send({ act: "unsettle", proposal });
  else if (name === "part") send({ act: "merge", what, name: words, into: null });
  else if (name === "pick") { find("#merge-what").value = what; find("#merge-name").value = words; find("#merge-into").focus(); }
}

document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (form.closest("#editor")) {
    if (event.submitter?.value !== "save") return;
    event.preventDefault();
    const claims = [...document.querySelectorAll("#claims fieldset")].map(read);
    const at = editing;
    const before = cards().findIndex((card) => card.id === at.proposal);
    if (await send({ ...at, claims })) { find("#editor").close(); onward(before); }
    else find("#editor-fault").textContent = find("#fault").textContent;
    return;
  }
  event.preventDefault();
  if (form.id === "coder-form") await send({ act: "coder" });
  else if (form.matches(".reliability")) await send({ act: "reliability", document: form.dataset.document, value: Number(find("[name=value]", form).value) });
  else if (form.id === "merge-form") await send({ act: "merge", what: form.elements.what.value, name: form.elements.name.value, into: form.elements.into.value });
});

document.addEventListener("focusin", (event) => {
  const card = event.target.closest?.("#cards .card");
  if (card) goTo(card);
});

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || find("#editor").open) return;
  if (event.key === "m" && event.target.closest?.("#text, #cards")) { event.preventDefault(); mark(); return; }
  const card = event.target.closest?.("#cards .card");
  if (!card || event.target.matches("input, select, textarea")) return;
  const all = cards(), at = all.indexOf(card);
  const moves = { j: at + 1, ArrowDown: at + 1, k: at - 1, ArrowUp: at - 1, Home: 0, End: all.length - 1 };
  const acts = { c: "confirm", o: "only", n: "none", x: "reject", e: "edit", s: "split", u: "undo" };
  if (event.key in moves) { event.preventDefault(); goTo(all[Math.max(0, Math.min(all.length - 1, moves[event.key]))]); }
  else if (event.key in acts) { event.preventDefault(); act(acts[event.key], card.id); }
});

document.addEventListener("DOMContentLoaded", () => {
  const all = cards();
  if (all.length && innerWidth > 820) goTo(all.find((card) => card.dataset.state === "open") ?? all[0], false);
});
