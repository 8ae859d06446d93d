"""How does Segue start? Sets up what is missing, then runs the web server and the job worker."""

import argparse
import os
import subprocess
import sys
from pathlib import Path

from launch import address, children, environment, frontend, messages
from launch.environment import PYTHON
from launch.programs import HOME, ROOT, call, say

# A connection stays with the process that it fell to. Of two processes one had often all the work of four people; with
# three they wait a sixth less. That these are more than there may be cores is what granian would warn of.
WEB = [
    *("-m", "granian", "segue.config.wsgi:application", "--interface", "wsgi", "--no-ws", "--workers", "3"),
    *("--blocking-threads", "2", "--workers-kill-timeout", "5", "--respawn-failed-workers", "--log-level", "error"),
]
WORKER = ["manage.py", "work", "--verbosity", "0"]
DEMO_SIGN_INS = """
  Demo accounts, password segue-demo:
    alice@segue.test     sells
    bob@segue.test       sells, in Alice's department
    charlie@segue.test   sells, in another department
    dana@segue.test      administrator
"""
DEMO_IS_PRIVATE = """\
This database has the demo accounts, whose password everybody knows, so only this machine may reach it.
Start with an empty one instead: SEGUE_HOME={home}-live ./run --no-demo --host {host}"""


def start(arguments: list[str]) -> None:
    """Serve until Ctrl+C."""
    options = parse(arguments)
    host, port = options.host, options.port
    address.refuse_if_taken(host, port)
    env = os.environ | address.names(host)
    prepare()
    state = fill(demo=options.demo and address.is_private(host))
    if state == "demo" and not address.is_private(host):
        sys.exit(DEMO_IS_PRIVATE.format(home=HOME, host=host))
    with children.family(env | {"SEGUE_DEMO": "yes" if state == "demo" else "no"}) as programs:
        programs.start(PYTHON, *WEB, "--host", host, "--port", str(port))
        if programs.wait(until=lambda: address.answers(host, port)):
            programs.keep("The job worker", PYTHON, *WORKER)  # afterwards, so that people do not wait for it
            greet(address.url(host, port), state)
            programs.wait()
        sys.exit("A part of Segue ended by itself; the reason is above.")


def parse(arguments: list[str]) -> argparse.Namespace:
    """The options of a plain `./run`."""
    parser = argparse.ArgumentParser(prog="./run", description="Set up Segue and start it.")
    parser.add_argument("--host", default="127.0.0.1", help="the address to listen on (default: this machine only)")
    parser.add_argument("--port", default=8000, type=int)
    parser.add_argument("--no-demo", dest="demo", action="store_false", help="leave an empty database empty")
    return parser.parse_args(arguments)


def manage(arguments: list[str]) -> None:
    """Run a command of manage.py in a complete environment."""
    prepare()
    call(PYTHON, "manage.py", *arguments)


def keep(command: str, arguments: list[str]) -> None:
    """Run backup or restore; their file is meant from where the person stands, not from ROOT."""
    manage([command, *(word if word.startswith("-") else str(Path(word).absolute()) for word in arguments)])


def prepare() -> None:
    """Install and build what changed since the last time."""
    close(HOME)
    environment.install("runtime")
    frontend.build()
    messages.compile_changed()


def close(home: Path) -> None:
    """Make the home of database and files, and let nobody else read what is in it, also where it was there before."""
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        home.chmod(0o700)
    except PermissionError:
        say(f"{home} belongs to somebody else, who decides who may read what is in it.")


def fill(*, demo: bool) -> str:
    """Bring the database up to date; "demo" when it has demo accounts, "empty" without anyone, else "ready"."""
    command = [str(PYTHON), "manage.py", "prepare", *(["--demo"] if demo else [])]
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=False)
    if done.returncode:
        sys.exit(done.returncode)
    return done.stdout.split()[-1]


def greet(url: str, state: str) -> None:
    """Say where Segue is and who can sign in."""
    say(f"\n  Segue is running at {url}   (Ctrl+C stops it)")
    if state == "demo":
        say(DEMO_SIGN_INS)
    if state == "empty":
        say("\n  Nobody can sign in yet. In another terminal, make the first administrator: ./run admin\n")
