/* Keys of the moderators' pages, on top of links, buttons and the tabulator: nothing is only reached by them.
   The list of keys is on the page (templates/moderation/_keys.html), with the checkbox that switches them off. */
const OFF = "passerelle.keys.off";
const list = document.getElementById("keys");
const works = document.getElementById("keys-on");
const rows = [...document.querySelectorAll("[data-key-row]")];

const links = () => rows.map((row) => row.querySelector("th a"));
const row = () => document.activeElement?.closest("[data-key-row]");
const typing = (target) =>
  target.isContentEditable || target.closest("select, textarea, input:not([type=checkbox], [type=radio])");

const move = (by) => {
  const here = rows.indexOf(row());
  const next = here < 0 ? (by > 0 ? 0 : rows.length - 1) : Math.min(Math.max(here + by, 0), rows.length - 1);
  links()[next]?.focus();
};
const tick = () => row()?.querySelector("input[type=checkbox]")?.click();
/* The list lies over the page, which stays where it was; Escape, the key again or its title puts it back. */
const show = () => {
  if (!list) return;
  const open = list.closest("dialog");
  if (open) return open.close();
  const dialog = document.createElement("dialog");
  dialog.setAttribute("aria-label", list.querySelector("summary").textContent);
  list.before(dialog);
  dialog.append(list);
  list.open = true;
  list.addEventListener("toggle", () => list.open || dialog.close());
  dialog.addEventListener("close", () => {
    list.open = false;
    dialog.replaceWith(list);
  });
  dialog.showModal();
};
const keys = {
  j: () => move(1),
  ArrowDown: () => move(1),
  k: () => move(-1),
  ArrowUp: () => move(-1),
  x: tick,
  n: () => document.querySelector("[data-key=n], .pager [rel=next]")?.click(),
  "?": show,
};

/* The browser's storage may be shut: then the choice holds for this page. */
const remembered = () => {
  try {
    return localStorage.getItem(OFF);
  } catch {
    return null;
  }
};
const remember = () => {
  try {
    if (works.checked) localStorage.removeItem(OFF);
    else localStorage.setItem(OFF, "1");
  } catch {
    /* Nothing is lost but the memory. */
  }
};

/* What a key does is written at what it does, while keys work. */
const tell = () => document.documentElement.classList.toggle("keyed", works.checked);
if (works) {
  works.checked = !remembered();
  works.addEventListener("change", remember);
  works.addEventListener("change", tell);
  tell();
}

/* What was typed for a decision is kept in this window until it was accepted: a session may end in between. What was
   sent is forgotten on the next page, unless that is the sign-in or has the same form again. */
const PREFIX = "passerelle.typed ";
const decisions = [...document.forms].filter((form) => form.matches(".decision, .decision form, :has(.decision)"));
const fields = (form) => [...form.elements].filter((each) => each.matches(".decision textarea, [name^=remark-]"));
const named = (form) => `${PREFIX}${new URL(form.action).pathname} ${form.elements.version?.value ?? ""}`;
const kept = (act) => {
  try {
    return act(sessionStorage);
  } catch {
    return null;
  }
};
const keep = (form, sent) => {
  const told = JSON.stringify({ sent, typed: fields(form).map(({ name, value }) => [name, value]) });
  kept((storage) => storage.setItem(named(form), told));
};
const forget = (given = () => true) =>
  kept((storage) => {
    const names = Object.keys(storage).filter((name) => name.startsWith(PREFIX) && given(name, storage));
    for (const name of names) storage.removeItem(name);
  });
for (const form of decisions) {
  const found = kept((storage) => JSON.parse(storage.getItem(named(form))));
  const accepted = found?.sent && new URLSearchParams(location.search).has("after");
  /* What was refused is there as it was typed. */
  if (found && !accepted && !document.getElementById("error-summary"))
    for (const [name, value] of found.typed) if (form.elements[name]) form.elements[name].value = value;
  if (found && !accepted) keep(form, false);
  form.addEventListener("submit", () => keep(form, true));
}
document.addEventListener("input", ({ target }) => decisions.includes(target.form) && keep(target.form, false));
document.querySelector("form[action$='/sign-out']")?.addEventListener("submit", () => forget());
if (!document.querySelector("input[name=password]")) forget((name, storage) => JSON.parse(storage.getItem(name)).sent);

/* What is to be put right is read first. */
document.getElementById("error-summary")?.focus();

document.addEventListener("keydown", (event) => {
  const told = event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.defaultPrevented;
  if (told || typing(event.target) || !works?.checked) return;
  const arrow = event.key.startsWith("Arrow");
  if (arrow && !row()) return;
  const found = keys[event.key];
  const place = found || arrow ? null : document.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
  if (!found && !place) return;
  event.preventDefault();
  if (found) found();
  else place.focus();
});
