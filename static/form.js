/* The comfort of the forms: parts come and go in place, letters are counted, what may be listed already is shown, and
   what was typed is kept in this browser for a week. All of it works by the form's own posts; without it so do they. */
const PAUSE = 400;
const WEEK = 7 * 24 * 3600 * 1000;
const PREFIX = "passerelle ";
const UNKEPT = ["form_token", "step", "draft", "work"];

const made = (tag, properties, ...content) => {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...content);
  return element;
};
const after = (wait, act) => {
  let timer;
  return (...given) => {
    clearTimeout(timer);
    timer = setTimeout(act, wait, ...given);
  };
};

/* A browser may refuse to keep anything: then nothing is kept. */
const kept = {
  read(name) {
    try {
      const found = JSON.parse(localStorage.getItem(name));
      return found && Date.now() - found.at < WEEK ? found : null;
    } catch {
      return null;
    }
  },
  write(name, value) {
    try {
      localStorage.setItem(name, JSON.stringify(value));
    } catch {
      /* full, or forbidden */
    }
  },
  drop(accepts) {
    try {
      const names = Object.keys(localStorage).filter((name) => name.startsWith(PREFIX));
      for (const name of names.filter((name) => accepts(name))) localStorage.removeItem(name);
    } catch {
      /* forbidden */
    }
  },
};

/* Whoever was refused is led to what is to be put right. */
document.getElementById("error-summary")?.focus();

const form = document.querySelector("form[data-form]");
if (form) help(form);
/* Any other page with this script is the private page that a form ends on: what was sent from here has arrived. */
else kept.drop((name) => !kept.read(name) || kept.read(name).sent);

function help(form) {
  const key = PREFIX + location.pathname;
  const words = form.dataset;
  const status = made("p", { role: "status", className: "visually-hidden" });
  form.before(status);

  /* Adding and removing parts: the same post as without a script, and its form in place of this one. */
  const put = async (body) => {
    const response = await fetch(location.href, { method: "POST", body });
    const fresh = new DOMParser().parseFromString(await response.text(), "text/html").querySelector("form[data-form]");
    if (!fresh) throw response;
    const open = [...form.querySelectorAll("details[id][open]")].map(({ id }) => id);
    form.replaceChildren(...fresh.childNodes);
    for (const id of open) document.getElementById(id)?.setAttribute("open", "");
    count();
    progress();
  };

  const first = (part) => part?.querySelector("input:not([type=hidden]), select, textarea, summary");

  const press = async (button) => {
    const [verb] = button.value.split(" ");
    const target = new URL(button.formAction).hash.slice(1);
    const top = button.getBoundingClientRect().top;
    try {
      await put(new URLSearchParams(new FormData(form, button)));
    } catch {
      status.textContent = words.failed;
      return;
    }
    const part = document.getElementById(target);
    if (verb === "add") return first(part)?.focus();
    /* What was removed is gone: its neighbour's button, or the one that adds, stands where the pointer was. */
    const buttons = [...form.querySelectorAll("button[name=step]")];
    const near = buttons.find((each) => each.value === button.value) ?? buttons.findLast((each) => each.offsetParent);
    near?.focus({ preventScroll: true });
    if (near) scrollBy(0, near.getBoundingClientRect().top - top);
  };

  form.addEventListener("submit", (event) => {
    const pressed = event.submitter;
    if (pressed?.name === "step") {
      event.preventDefault();
      press(pressed);
      return;
    }
    sent = true;
    keep();
  });

  /* Letters left, told aloud only near the end. */
  const count = () => {
    for (const field of form.querySelectorAll("textarea[data-longest]")) {
      const told = field.nextElementSibling?.matches(".count")
        ? field.nextElementSibling
        : field.parentElement.insertBefore(made("p", { className: "count" }), field.nextSibling);
      const left = field.dataset.longest - [...field.value.trim()].length;
      told.textContent = (left < 0 ? words.over : words.left).replace("{number}", Math.abs(left));
      told.classList.toggle("over", left < 0);
      if (field === document.activeElement && left <= 20) announce(told.textContent);
    }
  };
  const announce = after(1000, (text) => (status.textContent = text));

  /* How far each section is; what is to be put right stays so until it is sent again. */
  const empty = (field) => !field.value.trim() && !form.elements[field.name.replace(/[^-]+$/, field.dataset.either)]?.value;
  const progress = () => {
    const list = form.querySelector(".progress");
    for (const state of list?.querySelectorAll(".open, .filled") ?? []) {
      const section = document.getElementById(state.previousElementSibling.hash.slice(1));
      const lacks =
        [...section.querySelectorAll("[aria-required=true]:not([type=checkbox]), [data-either]")].some(empty) ||
        section.querySelector("[data-needed]:not(:has(:checked)), [aria-required=true][type=checkbox]:not(:checked)");
      const told = lacks ? "open" : "filled";
      state.className = `state ${told}`;
      state.textContent = list.dataset[told];
    }
  };

  /* The link to copies of a source follows its address; the person opens it, nothing is fetched from here. */
  const archive = (field) => {
    const told = form.querySelector(`.archive[data-of="${field.id}"]`);
    if (!told) return;
    const address = field.value.trim();
    told.hidden = !/^https?:\/\/\S+$/.test(address);
    if (!told.hidden) told.firstElementChild.href = `https://web.archive.org/web/*/${address}`;
  };

  /* Entries that may be the same company. */
  const dismissed = new Set([...form.querySelectorAll("[name=not_it]:checked")].map(({ value }) => value));
  let asking;
  const ask = after(PAUSE, async () => {
    const box = form.querySelector("[data-duplicates]");
    asking?.abort();
    const { signal } = (asking = new AbortController());
    const about = new URL(box.dataset.duplicates, location.origin);
    for (const name of ["name", "website"]) about.searchParams.set(name, form.elements[name].value);
    const sources = [...form.querySelectorAll("input[name$='-url']")].map(({ value }) => value).filter(Boolean);
    for (const source of sources.slice(0, 5)) about.searchParams.append("source", source);
    try {
      const response = await fetch(about, { signal });
      if (!response.ok) return;
      const told = new DOMParser().parseFromString(await response.text(), "text/html").body;
      show(box, told);
    } catch {
      /* asked again at the next letter */
    }
  });

  const show = (box, told) => {
    for (const tick of told.querySelectorAll("[name=not_it]")) tick.checked = dismissed.has(tick.value);
    const before = box.querySelectorAll("li").length;
    box.replaceChildren(...told.childNodes);
    hide(box);
    const left = box.querySelectorAll("li:not([hidden])").length;
    if (left && left !== before) announce(`${box.querySelector("legend").textContent} ${left}`);
  };

  /* What is ticked away stays in the form, out of sight; with nothing left to look at the box goes too. */
  const hide = (box) => {
    for (const tick of box.querySelectorAll("[name=not_it]")) tick.closest("li").hidden = tick.checked;
    const twins = box.querySelector(".twins");
    if (twins) twins.hidden = !box.querySelector("li:not([hidden])");
  };

  form.addEventListener("change", ({ target }) => {
    progress();
    if (target.name !== "not_it") return;
    dismissed[target.checked ? "add" : "delete"](target.value);
    const box = target.closest("[data-duplicates]");
    if (!box) return;
    hide(box);
    (box.querySelector("li:not([hidden]) [name=not_it]") ?? form.elements.country).focus();
  });

  /* The copy in this browser. */
  const fields = () => [...new FormData(form)].filter(([name, value]) => !UNKEPT.includes(name) && value !== "");
  /* A copy that is due may be written while what was sent is on its way: it is a copy of what was sent, too. */
  let sent = false;
  const keep = () => kept.write(key, { at: Date.now(), fields: fields(), sent });
  const later = after(PAUSE, keep);

  form.addEventListener("input", ({ target }) => {
    sent = false;
    count();
    progress();
    if (target.name?.endsWith("-url")) archive(target);
    if (form.querySelector("[data-duplicates]") && /^(name|website|.*-url)$/.test(target.name)) ask();
    later();
  });

  /* As the server writes moments: 24 Nov 2026 13:05 UTC. */
  const moment = (at) => {
    const asked = { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" };
    const parts = new Intl.DateTimeFormat(document.documentElement.lang, asked).formatToParts(at);
    const day = Object.keys(asked).map((name) => parts.find(({ type }) => type === name)?.value);
    return [...day, new Date(at).toISOString().slice(11, 16), "UTC"].filter(Boolean).join(" ");
  };

  const offer = ({ at, fields }) => {
    const restore = made("button", { type: "button", className: "button quiet" }, words.offer.replace("{moment}", moment(at)));
    const forget = made("button", { type: "button", className: "button quiet" }, words.forget);
    const box = made("div", { className: "note restore" }, restore, forget);
    restore.addEventListener("click", async () => {
      /* The server shows it as typed, with as many parts as there were; an unknown step changes nothing. */
      const token = form.elements.form_token.value;
      try {
        await put(new URLSearchParams([...fields, ["form_token", token], ["step", "restore"]]));
        box.remove();
        first(form.querySelector("fieldset"))?.focus();
        keep();
      } catch {
        status.textContent = words.failed;
      }
    });
    forget.addEventListener("click", () => {
      kept.drop((name) => name === key);
      box.remove();
      first(form.querySelector("fieldset"))?.focus();
    });
    form.before(box);
  };

  const found = kept.read(key);
  if (found && "fresh" in words) offer(found);
  if (found?.sent && !("fresh" in words)) keep();
  count();
  progress();
}
