/* Suggestions under a search field: the ARIA practices' editable combobox with list autocomplete, manual selection.
   All that it says comes from the page or the answer; without it the field searches as well. */
const DELAY = 80;

const made = (tag, properties, ...content) => {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...content);
  return element;
};

/* Marks count characters, which a string of JavaScript does not. */
const marked = ({ name, marks }) => {
  const piece = (from, to) => [...name].slice(from, to).join("");
  let end = 0;
  const pieces = marks.flatMap(([from, to]) => [piece(end, from), made("mark", {}, piece(from, (end = to)))]);
  return [...pieces, piece(end)];
};

for (const input of document.querySelectorAll("input[data-suggest]")) {
  const answers = new Map();
  const id = `${input.id}-suggestions`;
  const list = made("div", { id, role: "listbox", ariaLabel: input.dataset.label });
  const status = made("p", { role: "status", className: "visually-hidden" });
  let active, timer, asking;

  const activate = (option) => {
    if (active) active.ariaSelected = null;
    input.removeAttribute("aria-activedescendant");
    active = option;
    if (!option) return;
    option.ariaSelected = true;
    option.scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", option.id);
  };

  /* Where the form has filters, a chosen one joins what is ticked and stands for the text that led to it. */
  const leads = ({ facet, code, address }) => {
    if (!facet || !("narrows" in input.dataset)) return address;
    const asked = new URLSearchParams(new FormData(input.form));
    asked.delete("q");
    asked.append(facet, code);
    return `${input.form.action}?${asked}`;
  };

  const show = ({ told, suggestions }) => {
    const option = (each, n) => {
      const told = [made("bdi", {}, ...marked(each)), " ", made("span", {}, each.label), " ", made("bdi", {}, each.detail)];
      return made("a", { id: `${id}-${n}`, role: "option", href: leads(each), tabIndex: -1 }, ...told);
    };
    activate();
    list.replaceChildren(...suggestions.map(option));
    list.hidden = !suggestions.length;
    input.ariaExpanded = !list.hidden;
    status.textContent = told;
  };

  const wait = () => {
    clearTimeout(timer);
    asking?.abort();
  };

  const close = () => {
    wait();
    show({ told: "", suggestions: [] });
  };

  const ask = async () => {
    wait();
    const q = input.value.trim();
    if (!q) return close();
    if (answers.has(q)) return show(answers.get(q));
    const { signal } = (asking = new AbortController());
    try {
      const response = await fetch(`${input.dataset.suggest}?${new URLSearchParams({ q })}`, { signal });
      if (!response.ok) throw response;
      answers.set(q, await response.json());
      show(answers.get(q));
    } catch {
      if (!signal.aborted) close();
    }
  };

  const typed = ({ isComposing }) => {
    wait();
    activate();
    if (!isComposing) timer = setTimeout(ask, DELAY);
  };

  const move = (event, step) => {
    if (list.hidden) ask();
    if (list.hidden) return;
    event.preventDefault();
    if (event.altKey) return step < 0 && close();
    const options = [...list.children];
    const start = active ? options.indexOf(active) : Math.min(-step, 0);
    activate(options.at((start + step) % options.length));
  };

  const caret = () => activate();
  const keys = {
    ArrowDown: (event) => move(event, 1),
    ArrowUp: (event) => move(event, -1),
    ArrowLeft: caret,
    ArrowRight: caret,
    Home: caret,
    End: caret,
    Enter(event) {
      if (active) event.preventDefault();
      active?.click();
      close();
    },
    Escape(event) {
      event.preventDefault();
      if (list.hidden) input.value = "";
      close();
    },
  };

  Object.assign(input, { role: "combobox", ariaAutoComplete: "list" });
  input.setAttribute("aria-controls", id);
  close();
  input.after(list, status);
  input.addEventListener("input", typed);
  input.addEventListener("compositionend", typed);
  input.addEventListener("keydown", (event) => event.isComposing || keys[event.key]?.(event));
  input.addEventListener("blur", close);
  list.addEventListener("click", close);
  // A press must not take the focus from the field: the list would close before the click.
  list.addEventListener("mousedown", (event) => event.preventDefault());
}
