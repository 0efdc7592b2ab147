"""Be another process that checks links on a test's web: `elsewhere FOLDER NAME-SERVER PORT-80 PORT-443 [OPTION …]`."""

import sys
from pathlib import Path

import time_machine

from tests.conftest import DAY, settings_in, site
from tests.verification.servers import Web


def main() -> None:
    """Type the command as an operator does, and end as it ends."""
    folder, names, plain, encrypted, *options = sys.argv[1:]
    web = Web(ports={80: int(plain), 443: int(encrypted)})
    web.names.port = int(names)
    with time_machine.travel(DAY, tick=True), site(settings_in(Path(folder), link_check="on")) as app:
        app.extensions["visitor"] = lambda _settings: web.visitor()
        told = app.test_cli_runner().invoke(args=["verify", "links", *options])
    sys.stdout.write(told.output)
    raise SystemExit(told.exit_code)


if __name__ == "__main__":
    main()
