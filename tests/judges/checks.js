// What axe-core does not look at, asked in the page; each answers with a list of faults.
(() => {
  const shown = (each) => each.checkVisibility({ visibilityProperty: true }) && each.getClientRects().length > 0;
  const named = (each) => `<${each.localName}${each.id ? `#${each.id}` : ""}> ${`${each.innerText || each.name || each.getAttribute("class") || ""}`.trim().slice(0, 50)}`;
  const controls = () => [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex='0']")].filter(
    (each) => !each.disabled && each.type !== "hidden" && shown(each),
  );
  const style = (each) => getComputedStyle(each);
  const ring = (each) => {
    const { outlineStyle, outlineWidth, boxShadow } = style(each);
    return (outlineStyle !== "none" && parseFloat(outlineWidth) >= 2) || boxShadow !== "none";
  };
  // What is drawn is ringed by its own line.
  const line = (each) => [...each.querySelectorAll("*")].map((part) => style(part).stroke + style(part).strokeWidth).join();
  const clips = (each) => ["hidden", "clip"].includes(style(each).overflowX) && !each.classList.contains("visually-hidden");

  globalThis.judge = {
    // A page that is wider than its window scrolls sideways.
    sideways() {
      const over = document.documentElement.scrollWidth - innerWidth;
      if (over <= 0) return [];
      const wide = [...document.body.querySelectorAll("*")].filter((each) => shown(each) && each.getBoundingClientRect().right > innerWidth + 0.5);
      return [`${over} px too wide: ${wide.slice(0, 3).map(named).join(" | ")}`];
    },
    // Words that do not fit into what must show them whole.
    cut() {
      const boxes = [...document.querySelectorAll("a, button, summary, label, legend, th, h1, h2, h3, .badge")].filter((each) => shown(each) && !each.closest(".visually-hidden"));
      return boxes
        .filter((each) => each.scrollWidth > each.clientWidth + 1 && each.clientWidth > 0 && (clips(each) || each.matches("button, .button")))
        .map((each) => `cut: ${named(each)}`);
    },
    focus() {
      const bare = [];
      for (const each of controls()) {
        const before = line(each);
        each.focus({ preventScroll: true });
        if (each.ownerSVGElement && line(each) !== before) continue;
        if (document.activeElement === each && !ring(each) && !ring(each.closest("label, .suggest, li, form") ?? each)) bare.push(`no ring: ${named(each)}`);
      }
      document.activeElement.blur();
      return bare;
    },
    structure() {
      const told = [];
      const heads = [...document.querySelectorAll("h1, h2, h3, h4, h5, h6")].filter(shown);
      if (heads.filter((each) => each.localName === "h1").length !== 1) told.push("not one h1");
      heads.reduce((before, each) => {
        const level = Number(each.localName[1]);
        if (level > before + 1) told.push(`h${before} is followed by ${named(each)}`);
        return level;
      }, 0);
      const first = controls()[0];
      if (!first?.matches("a.skip") || !document.querySelector(first.getAttribute("href"))) told.push("the skip link is not first");
      for (const role of ["main", "body > header", "body > footer"]) {
        if (document.querySelectorAll(role).length !== 1) told.push(`not one ${role}`);
      }
      if (!document.title.trim()) told.push("no title");
      const identities = [...document.querySelectorAll("[id]")].map((each) => each.id);
      if (new Set(identities).size !== identities.length) told.push("an id is there twice");
      return told;
    },
    moving() {
      const slow = (list) => list.split(",").some((each) => parseFloat(each) > 0.02);
      return [...document.querySelectorAll("body *")]
        .filter((each) => slow(style(each).transitionDuration) || slow(style(each).animationDuration))
        .map((each) => `moves: ${named(each)}`);
    },
    // WCAG 1.4.12: a reader's own spacing.
    spaced(on) {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync("* { letter-spacing: .12em !important; word-spacing: .16em !important; line-height: 1.5 !important } p { margin-block-end: 2em !important }");
      document.adoptedStyleSheets = on ? [sheet] : [];
    },
    enlarged(on) {
      document.documentElement.style.fontSize = on ? "200%" : "";
    },
  };
})();
