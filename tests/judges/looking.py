"""How a kind of page is looked at: in Chromium, by axe-core and by our own questions, in every light and width."""

import urllib.parse
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Browser, Page, Response, Route

from tests.judges import kinds
from tests.judges.stage import Kind, Stage

HERE = Path(__file__).parent
AXE = HERE.parents[1] / "judges" / "node_modules" / "axe-core" / "axe.min.js"
CHECKS = HERE / "checks.js"
NARROW, WIDE = {"width": 320, "height": 800}, {"width": 1280, "height": 900}
# `target-size` is of WCAG 2.2 and off unless it is asked for.
ASKED = {"resultTypes": ["violations", "incomplete"], "rules": {"target-size": {"enabled": True}}}
# axe-core cannot tell what a letter in a drawing stands on; tests/web/test_chart_colours.py reckons it from the tokens.
FOUND = """
asked => axe.run(document, asked).then(told => [...told.violations, ...told.incomplete].flatMap(
  rule => rule.nodes.filter(node => rule.id !== "color-contrast" || node.any[0]?.data?.contrastRatio ||
    !document.querySelector(node.target[0])?.closest("svg")).map(node =>
    `${rule.id}: ${node.html.slice(0, 150)} (${node.any.concat(node.all, node.none)[0]?.message})`)))
"""


@dataclass
class Looker:
    """Be a browser on a stage: one window for each of the people."""

    browser: Browser
    stage: Stage
    windows: dict[str, Page] = field(default_factory=dict)
    told: list[str] = field(default_factory=list)

    def window(self, who: str) -> Page:
        """Give somebody's window; it listens to its console, and to where it goes."""
        if who not in self.windows:
            context = self.browser.new_context(base_url=self.stage.address, viewport=WIDE)
            context.add_cookies(self.stage.cookies(who))
            self.windows[who] = opened = context.new_page()
            opened.on("console", lambda message: self.told.append(message.text))
            opened.on("pageerror", lambda error: self.told.append(str(error)))
            opened.on("request", lambda sent: self._outside(sent.url))
        return self.windows[who]

    def _outside(self, url: str) -> None:
        if not url.startswith((self.stage.address, "data:")):
            self.told.append(f"asks another host: {url}")

    def open(self, kind: Kind, language: str = "") -> Page:
        """Open a kind of page the way its reader comes to it."""
        page, data = self.window(kind.who), self.stage.posted(kind)
        page.set_viewport_size(WIDE)
        page.emulate_media(color_scheme="light", reduced_motion="no-preference", forced_colors="none")
        where = f"/{language}{kind.address}" if language else kind.address
        answer = page.goto(where) if data is None else self._post(page, where, data)
        assert answer.status == kind.status, (kind, answer.status)
        page.evaluate(CHECKS.read_text())
        return page

    def _post(self, page: Page, where: str, data: dict[str, list[str]]) -> Response:
        """Send a form as a navigation, so that the browser shows what is answered."""
        body = urllib.parse.urlencode(data, doseq=True)
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        address = f"{self.stage.address}{where}"

        def post(route: Route) -> None:
            route.continue_(method="POST", post_data=body, headers=route.request.headers | kind)

        page.route(address, post, times=1)
        return page.goto(where)

    def said(self, kind: Kind) -> list[str]:
        """Give what the browser told since the last time, but that a page of an error is one."""
        told, self.told[:] = list(self.told), []
        return [line for line in told if f"status of {kind.status}" not in line or kind.status < 400]


@contextmanager
def looking(browser: Browser, stage: Stage) -> Iterator[Looker]:
    """Look at a stage."""
    looker = Looker(browser, stage)
    try:
        yield looker
    finally:
        for page in looker.windows.values():
            page.context.close()


def everywhere(browser: Browser, stage: Stage, *groups: str) -> dict[str, list[str]]:
    """Look at every kind of page of some groups; give what is wrong, by kind."""
    with looking(browser, stage) as looker:
        seen = {kind.name: faults(looker, kind) for kind in kinds.every(stage, *groups)}
    return {name: told for name, told in seen.items() if told}


def faults(looker: Looker, kind: Kind) -> list[str]:
    """Look at a kind of page from every side; list what is wrong."""
    page = looker.open(kind)
    page.evaluate(AXE.read_text())
    found = [f"{name}: {told}" for name in ("structure", "focus") for told in ask(page, name)]
    for scheme, size in (("light", WIDE), ("light", NARROW), ("dark", NARROW), ("dark", WIDE)):
        page.set_viewport_size(size)
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        seen = [*axe(page), *ask(page, "sideways"), *ask(page, "cut")]
        found += [f"{scheme} {size['width']}: {told}" for told in seen]
    found += ask(page, "moving")
    page.emulate_media(forced_colors="active", reduced_motion="reduce")
    found += [f"forced colours: {told}" for told in [*ask(page, "focus"), *ask(page, "sideways")]]
    page.emulate_media(color_scheme="light", forced_colors="none", reduced_motion="reduce")
    found += reader_s_own(page)
    return found + looker.said(kind)


def reader_s_own(page: Page) -> list[str]:
    """See whether a page bears the spacing and the size of letters that its reader asks for."""
    found = []
    for change, sizes in (("spaced", (WIDE, NARROW)), ("enlarged", (WIDE,))):
        page.evaluate(f"judge.{change}(true)")
        for size in sizes:
            page.set_viewport_size(size)
            found += [f"{change} {size['width']}: {told}" for told in ask(page, "sideways")]
        page.evaluate(f"judge.{change}(false)")
    return found


def ask(page: Page, question: str) -> list[str]:
    """Ask one of our own questions."""
    return page.evaluate(f"judge.{question}()")


def axe(page: Page) -> list[str]:
    """Ask axe-core: what it finds wrong, and what it cannot decide."""
    return page.evaluate(FOUND, ASKED)
