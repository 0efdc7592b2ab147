/* The directory narrowed without leaving it: what a tick, the box, a chip, an order or a page leads to is fetched from
   the address that a plain browser would open, and takes the place of what is shown. Whatever goes wrong, that address
   is opened. All words come from the page. */
const form = document.querySelector("form.directory");
const found = form.querySelector(".found");
const sheet = form.querySelector(".sheet");
const status = found.querySelector("[role=status]");
const narrow = matchMedia("(width < 56rem)");
let asking;
let shown = location.pathname + location.search;

/* What a tick stands for, so that the focus finds it again among its new neighbours. */
const alike = (element) => {
  const { name, value, parentElement } = element;
  if (element.closest(".chips")) return ".chips a";
  if (element.matches("summary")) return parentElement.id && `#${parentElement.id} > summary`;
  return name ? `[name="${name}"][value="${CSS.escape(value)}"]` : `a[href="${element.getAttribute("href")}"]`;
};

const replace = (page) => {
  const next = page.querySelector("form.directory");
  for (const old of sheet.querySelectorAll("details")) {
    const fresh = next.querySelector(`#${old.id}`);
    const chosen = (box) => box.querySelector(":checked") !== null;
    if (fresh) fresh.open = old.open || (chosen(fresh) && !chosen(old));
  }
  sheet.replaceChildren(...next.querySelector(".sheet").childNodes);
  sheet.parentElement.hidden = next.querySelector(".facets").hidden;
  const results = next.querySelector(".found");
  status.replaceChildren(...results.querySelector("[role=status]").childNodes);
  while (status.nextSibling) status.nextSibling.remove();
  results.querySelector("[role=status]").remove();
  found.append(...results.childNodes);
  for (const old of form.querySelectorAll(":scope > [type=hidden]")) old.remove();
  form.prepend(...next.querySelectorAll(":scope > [type=hidden]"));
  document.title = page.title;
  for (const old of document.head.querySelectorAll("[rel=canonical], [rel=alternate]")) old.remove();
  document.head.append(...page.head.querySelectorAll("[rel=canonical], [rel=alternate]"));
  document.querySelector(".languages")?.replaceWith(page.querySelector(".languages"));
  return next.elements.q.value;
};

/* Put the focus back, and what has it where it stood: lists grow and shrink above it. */
const render = (page) => {
  const { activeElement } = document;
  const inside = sheet.contains(activeElement) || found.contains(activeElement);
  const top = activeElement.getBoundingClientRect().top;
  const rolled = activeElement.closest("ul")?.scrollTop;
  const text = replace(page);
  if (inside && activeElement !== found) {
    const again = form.querySelector(alike(activeElement) || "#found") ?? found;
    again.focus({ preventScroll: true });
    if (sheet.contains(again)) {
      if (rolled) again.closest("ul").scrollTop = rolled;
      (narrow.matches && sheet.open ? sheet : window).scrollBy(0, again.getBoundingClientRect().top - top);
    }
  }
  return text;
};

const toResults = () => {
  found.focus({ preventScroll: true });
  found.scrollIntoView();
};

const load = async (address, { back = false, to } = {}) => {
  asking?.abort();
  const { signal } = (asking = new AbortController());
  const typed = form.elements.q.value;
  form.dataset.waiting = "";
  try {
    const answer = await fetch(address, { signal });
    if (!answer.ok || answer.redirected) throw answer;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (signal.aborted) return;
    if (!back) {
      history.replaceState({ y: scrollY }, "");
      history.pushState(null, "", address);
    }
    shown = location.pathname + location.search;
    const text = render(page);
    // Who went on typing meanwhile keeps the text.
    if (form.elements.q.value === typed) form.elements.q.value = text;
    to?.();
    delete form.dataset.waiting;
  } catch {
    if (signal.aborted) return;
    if (back) location.reload();
    else location.assign(address);
  }
};

const asked = () => {
  const question = new URLSearchParams(new FormData(form));
  if (!question.get("q").trim()) question.delete("q");
  return question.size ? `${form.action}?${question}` : form.action;
};

const close = (then) => {
  const was = sheet.open && narrow.matches;
  if (was) sheet.open = false;
  if (was) then?.();
  return was;
};

form.addEventListener("change", ({ target }) => target.type === "checkbox" && load(asked()));
form.addEventListener("submit", (event) => {
  event.preventDefault();
  const closed = sheet.contains(event.submitter) && close(toResults);
  if (!closed) load(asked());
});
form.addEventListener("click", (event) => {
  const link = event.target.closest("a[href]");
  if (!link || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  if (link.origin + link.pathname !== form.action || link.hash) return;
  event.preventDefault();
  load(link.href, { to: link.closest(".pager") && toResults });
});
/* The sheet of a phone: Escape closes it, and so does who leaves it; a column stays. */
sheet.addEventListener("keydown", ({ key }) => key === "Escape" && close(() => sheet.querySelector("summary").focus()));
sheet.addEventListener("focusout", ({ relatedTarget }) => relatedTarget && !sheet.contains(relatedTarget) && close());
addEventListener("popstate", ({ state }) => {
  if (location.pathname + location.search === shown) return;
  load(location.href, { back: true, to: () => scrollTo(0, state?.y ?? 0) });
});
form.dataset.live = "";
