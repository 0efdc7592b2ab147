"""A person who uses the keyboard only: goes from control to control by its name, types into the one in focus."""

import re

from playwright.sync_api import Locator, Page, expect

# More stops than any page of a journey has: a control that is not met until then is not reached.
MOST_STOPS = 400
MOST_OPTIONS = 80
IN_FOCUS = "each => each === document.activeElement"
SHOWN = "each => each.selectedOptions[0].label"


def named(name: str) -> re.Pattern[str]:
    """Match the name of a field, whether it is needed or not."""
    return re.compile(rf"^{re.escape(name)}( \(needed\))?$")


class Keys:
    """Be the hands on the keyboard of a page."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.press = page.keyboard.press

    def to(self, control: Locator) -> Locator:
        """Press the tabulator until a control has the focus; it is seen then."""
        handle = control.element_handle()
        for _stop in range(MOST_STOPS):
            if handle.evaluate(IN_FOCUS):
                expect(control).to_be_in_viewport()
                return control
            self.press("Tab")
        msg = f"the tabulator does not reach {control}"
        raise AssertionError(msg)

    def enter(self, control: Locator) -> None:
        """Press Enter on a control that leads to a page."""
        self.to(control)
        with self.page.expect_navigation():
            self.press("Enter")

    def button(self, name: str) -> None:
        """Press a button."""
        self.enter(self.page.get_by_role("button", name=name, exact=True))

    def link(self, name: str | re.Pattern[str]) -> None:
        """Follow a link of the page's main part."""
        self.enter(self.page.get_by_role("main").get_by_role("link", name=name, exact=True))

    def type(self, control: Locator, text: str) -> None:
        """Type into a control in place of what it held."""
        self.to(control)
        self.press("Control+a")
        self.page.keyboard.type(text)

    def write(self, name: str, text: str) -> None:
        """Type into the field of this name."""
        self.type(self.page.get_by_role("textbox", name=named(name)), text)

    def choose(self, name: str, option: str) -> None:
        """Choose from a list with the arrow keys: the option that begins so."""
        box = self.to(self.page.get_by_role("combobox", name=named(name)))
        self.press("Home")
        for _option in range(MOST_OPTIONS):
            if box.evaluate(SHOWN).startswith(option):
                return
            self.press("ArrowDown")
        msg = f"the arrows do not reach {option}"
        raise AssertionError(msg)

    def tick(self, box: str | re.Pattern[str] | Locator) -> None:
        """Tick a box."""
        found = box if isinstance(box, Locator) else self.page.get_by_role("checkbox", name=box)
        self.to(found)
        self.press("Space")
        expect(found).to_be_checked()

    def pick(self, name: str) -> None:
        """Pick one of the choices of which only one holds, with the arrow keys."""
        self.to(self.page.get_by_role("radio", checked=True))
        wanted = self.page.get_by_role("radio", name=name)
        for _choice in range(wanted.page.get_by_role("radio").count()):
            if not wanted.is_checked():
                self.press("ArrowDown")
        expect(wanted).to_be_checked()

    def unfold(self, title: str) -> None:
        """Open what is folded away."""
        self.to(self.page.locator("summary", has_text=title))
        self.press("Enter")
