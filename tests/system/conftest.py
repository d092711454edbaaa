"""Fixtures of the system tests: a guest in QEMU, its console, its raw prompt.

`./pyrite test --level system` sets PYRITE_QEMU to the command that boots the
firmware, a JSON list with places for a socket and a root folder, and
PYRITE_RESULTS to the file that takes a line of JSON for each test.
"""

import json
import os
import subprocess

import launcher
import pytest
from console import Console
from guest import Guest


def pytest_configure(config):
    config.addinivalue_line("markers", "features(*ids): rows of tests/features.tsv that the test shows")


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item, call):
    """Puts the marked features where the report can tell them."""
    outcome = yield
    report = outcome.get_result()
    report.features = [i for mark in item.iter_markers("features") for i in mark.args]


def pytest_runtest_logreport(report):
    path = os.environ.get("PYRITE_RESULTS")
    ended = report.when == "call" or report.outcome != "passed"
    # With several workers the first process reports what they did.
    if path is None or not ended or "PYTEST_XDIST_WORKER" in os.environ:
        return
    row = {
        "id": "system/" + report.nodeid.removeprefix("tests/system/"),
        "outcome": report.outcome,
        "features": getattr(report, "features", []),
        "detail": "" if report.passed else report.longreprtext,
    }
    with open(path, "a") as file:
        file.write(json.dumps(row) + "\n")


@pytest.fixture(scope="session")
def template(tmp_path_factory):
    """The command that boots a guest; one that never shows a prompt fails all tests at once."""
    if "PYRITE_QEMU" not in os.environ:
        pytest.skip("run it by ./pyrite test --level system")
    template = json.loads(os.environ["PYRITE_QEMU"])
    guest = Guest(template, tmp_path_factory.mktemp("first"))
    try:
        Console(guest.link).wait(b">>> ")
    finally:
        guest.stop()
    return template


@pytest.fixture
def boot(template, tmp_path):
    """Boots guests, each with an empty root folder; ends them all."""
    guests = []

    def start(*options):
        place = tmp_path / f"guest{len(guests)}"
        guest = Guest(template, place, options)
        guests.append(guest)
        return guest

    yield start
    for guest in guests:
        guest.stop()


@pytest.fixture
def guest(boot):
    """A guest that has just started."""
    return boot()


@pytest.fixture
def console(guest):
    """The console of a guest, at its first prompt."""
    console = Console(guest.link)
    console.wait(b">>> ")
    return console


@pytest.fixture
def raw(guest):
    """The console of a guest, at the raw prompt."""
    console = Console(guest.link)
    console.enter_raw()
    return console


@pytest.fixture(scope="session")
def pyrite():
    """Runs ./pyrite with arguments and gives what subprocess.run gives."""

    def run(*words, timeout=120, **options):
        command = [launcher.PYRITE, *map(str, words)]
        if "input" not in options:
            options["stdin"] = subprocess.DEVNULL
        return subprocess.run(command, capture_output=True, timeout=timeout, **options)

    return run
