"""Makes .venv from the hashed locks, once; a second run only compares a fingerprint.

Usage: python3 bootstrap.py tv|voice|run|test|bench

Standard library only, and readable by any Python 3, because it runs before anything is
installed and may have to say that this Python is too old. It never installs a file whose hash
is not in locks/, and never touches a Python outside .venv.
"""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from contextlib import contextmanager

ROOT = os.path.dirname(os.path.realpath(__file__))
VENV = os.path.join(ROOT, ".venv")
VENV_PYTHON = os.path.join(VENV, "bin", "python")
STAMP = os.path.join(VENV, "bootstrap.stamp")
LOG = os.path.join(VENV, "bootstrap.log")
OLDEST = (3, 11)
NEWER_PYTHONS = ["python3.14", "python3.13", "python3.12", "python3.11"]
# Each level holds all packages of the level before it, so an environment of a later one also serves an earlier.
LEVELS = ["tv", "voice", "run", "test", "bench"]
# What pip prints when no package server could be reached at all.
NO_NETWORK = [
    "NewConnectionError",
    "Failed to establish",
    "Temporary failure in name",
    "timed out",
    "Connection refused",
]


class BootstrapError(Exception):
    """One line for the person at the terminal: what is missing and how to get it."""


def lock_path(level):
    return os.path.join(ROOT, "locks", level + ".txt")


def fingerprint(level):
    """Changes whenever the environment of this level would be made differently."""
    digest = hashlib.sha256()
    # Scripts inside an environment name its folder, so a moved checkout needs a new one.
    digest.update(VENV.encode())
    for path in [lock_path("build"), lock_path(level), os.path.join(ROOT, "setup.cfg"), os.path.abspath(__file__)]:
        with open(path, "rb") as file:
            digest.update(hashlib.sha256(file.read()).digest())
    return level + " " + digest.hexdigest()


def is_ready(level):
    """True where .venv was completed for this level, or a later one, from the files as they are now."""
    if not os.path.exists(VENV_PYTHON) or not os.path.exists(STAMP):
        return False
    with open(STAMP) as file:
        stamp = file.read().strip()
    return stamp in [fingerprint(wider) for wider in LEVELS[LEVELS.index(level) :]]


def find_newer_python():
    """The first Python on PATH that is new enough and really starts (a pyenv shim may only refuse), or None."""
    for name in NEWER_PYTHONS:
        path = shutil.which(name)
        starts = path and subprocess.call([path, "-c", ""], stderr=subprocess.DEVNULL) == 0
        if starts:
            return path
    return None


def use_new_enough_python():
    """Goes on under Python 3.11 or newer; returns only where this already is one."""
    if sys.version_info >= OLDEST:
        return
    newer = find_newer_python()
    if newer is None:
        raise BootstrapError("Python 3.11 or newer is needed, this is %d.%d; install python3.11" % sys.version_info[:2])
    os.execv(newer, [newer, *sys.argv])


@contextmanager
def one_at_a_time():
    """Two bootstraps in one checkout wait for each other instead of installing over each other."""
    handle = os.open(ROOT, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def is_usable_environment():
    """False where .venv is missing, half made, moved here from elsewhere, or of an older Python."""
    program = "import sys, pip; sys.exit(sys.version_info < %r)" % (OLDEST,)
    try:
        # Scripts begin with the path of their interpreter; pip does not rewrite those it finds installed.
        with open(os.path.join(VENV, "bin", "pip"), encoding="utf-8") as script:
            was_made_here = VENV + "/bin/" in script.read(400)
        return was_made_here and subprocess.call([VENV_PYTHON, "-c", program], stderr=subprocess.DEVNULL) == 0
    except OSError:
        return False


def make_environment():
    try:
        import ensurepip  # noqa: F401  Debian takes it out of Python itself
        import venv
    except ImportError:
        raise BootstrapError("this Python cannot make environments; install the package python3-venv") from None
    shutil.rmtree(VENV, ignore_errors=True)
    try:
        venv.create(VENV, with_pip=True, symlinks=True)
    except (subprocess.CalledProcessError, OSError) as error:
        raise BootstrapError(
            "could not make %s (%s); is the disk full, is python3-venv installed?" % (VENV, error)
        ) from error


def run_pip(arguments):
    """One pip install, its chatter kept in .venv/bootstrap.log."""
    command = [VENV_PYTHON, "-m", "pip", "install", "--disable-pip-version-check", "--no-input", "--retries", "2"]
    with open(LOG, "ab") as log:
        begin = log.tell()
        failed = subprocess.call(command + arguments, stdout=log, stderr=log, cwd=ROOT) != 0
    if failed:
        with open(LOG, encoding="utf-8", errors="replace") as log:
            log.seek(begin)
            raise BootstrapError(explain_failure(log.read()))


def explain_failure(text):
    """What pip's chatter comes down to; retries that were overcome later are no reason."""
    errors = [line.strip() for line in text.splitlines() if line.startswith("ERROR")]
    reason = errors[0] if errors else "pip failed"
    found_nothing = "HASHES" not in reason
    if found_nothing and any(sign in text for sign in NO_NETWORK):
        return (
            "the package server cannot be reached; check the network and run this again (details: .venv/bootstrap.log)"
        )
    return "packages could not be installed: %s (details: .venv/bootstrap.log)" % reason


def install(level):
    """Installs exactly the lock of this level, then the project itself in place."""
    with open(lock_path(level), encoding="utf-8") as lock:
        count = sum("==" in line for line in lock)
    print("Installing %d packages into .venv, about a minute ..." % count, flush=True)
    run_pip(["--require-hashes", "--requirement", lock_path("build")])
    # Some packages come as source only: they build with the setuptools of the lock, not with whatever is newest today.
    run_pip(["--no-build-isolation", "--require-hashes", "--requirement", lock_path(level)])
    run_pip(["--no-build-isolation", "--no-deps", "--editable", "."])


def bootstrap(level):
    if is_ready(level):
        return
    use_new_enough_python()
    with one_at_a_time():
        if is_ready(level):
            return
        if not is_usable_environment():
            make_environment()
        # An environment never shrinks: what a test run installed stays when `make run` finds the lock changed.
        wanted = max([level, installed_level()], key=LEVELS.index)
        install(wanted)
        with open(STAMP, "w") as file:
            file.write(fingerprint(wanted) + "\n")


def installed_level():
    if not os.path.exists(STAMP):
        return LEVELS[0]
    with open(STAMP) as file:
        level = file.read().split(" ")[0]
    return level if level in LEVELS else LEVELS[0]


def main():
    if len(sys.argv) != 2 or sys.argv[1] not in LEVELS:
        print("usage: python3 bootstrap.py " + "|".join(LEVELS), file=sys.stderr)
        return 2
    try:
        bootstrap(sys.argv[1])
    except BootstrapError as error:
        print("bootstrap: %s" % error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
