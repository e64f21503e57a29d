"""The service as a process of its own, and a real browser that reports all it sees."""

from __future__ import annotations

import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator

import pytest
from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request, sync_playwright

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
COMMAND = "from crosstrace.cli.main import main; main()"
REPORT_CSP = (
    "document.addEventListener('securitypolicyviolation', "
    "event => console.error('CSP: ' + event.violatedDirective))"
)


@pytest.fixture(scope="session")
def base() -> Iterator[str]:
    """The address of `crosstrace serve`, started as anyone would start it."""
    process = subprocess.Popen(
        [sys.executable, "-c", COMMAND, "serve", "--port", "0", "--workers", "1"],
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stderr is not None
    try:
        for line in process.stderr:
            if found := re.search(r"running on (http://127\.0\.0\.1:\d+)", line):
                yield found[1]
                break
        else:
            pytest.fail("the service did not start")
    finally:
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=60)


@pytest.fixture(scope="module")  # its event loop may not outlive these tests
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[BrowserContext]:
    executable = next(filter(None, map(shutil.which, BROWSERS)), None)
    if executable is None:
        pytest.fail(f"no browser: one of {', '.join(BROWSERS)} has to be installed")
    with sync_playwright() as playwright:
        context = playwright.chromium.launch_persistent_context(
            tmp_path_factory.mktemp("browser"),
            executable_path=executable,
            headless=True,
            args=ARGUMENTS,
        )
        context.add_init_script(REPORT_CSP)
        yield context
        context.close()


@pytest.fixture
def page(browser: BrowserContext, base: str) -> Iterator[Page]:
    """A page at the front page; afterwards nothing may have gone wrong in it or left the host."""
    complaints: list[str] = []

    def listen(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            complaints.append(message.text)

    def watch(request: Request) -> None:
        if not request.url.startswith((base, "data:")):
            complaints.append(f"left the host: {request.url}")

    opened = browser.new_page()
    opened.on("console", listen)
    opened.on("request", watch)
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    opened.goto(base)
    yield opened
    opened.close()
    assert complaints == []
