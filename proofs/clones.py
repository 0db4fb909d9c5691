"""Two people, each with a clone, and random commands: what was recorded is there.

    python proofs/clones.py [STEPS]

Each step is a command in one of the clones (figures, corrections, remarks, goals,
owners, what is taken back) or a commit that is pulled, merged and pushed, with the
driver of `goaltrack git-setup`. At the end both ledgers are the same, and hold the
entries that were acknowledged and not taken back, and no other.
"""

import json
import os
import random
import subprocess
import sys
import tempfile
from pathlib import Path

from common import report

from goaltrack.ledger.load import load

LEDGER = "format = 1\n" + "".join(
    f'[goals.g{n}]\ntitle = "G{n}"\nkind = "total"\ntarget = 999\n'
    "start = 2026-01-01\nprogress = [\n]\n"
    for n in range(3)
)


class Clone:
    """A clone of the repository, and what its user knows."""

    def __init__(self, folder: Path, name: str) -> None:
        self.folder, self.name = folder, name
        self.own: list[tuple[str, str]] = []
        """The entries recorded here that count: goal and id."""
        self.goals = ["g0", "g1", "g2"]
        self.last: str = ""
        """The entry that `undo` would take back; empty for other changes."""
        self.env = {
            **os.environ,
            "XDG_STATE_HOME": str(folder.parent / f"state-{name}"),
            "GOALTRACK_TODAY": "2026-06-01",
            "GIT_AUTHOR_NAME": name,
            "GIT_AUTHOR_EMAIL": f"{name}@example.org",
            "GIT_COMMITTER_NAME": name,
            "GIT_COMMITTER_EMAIL": f"{name}@example.org",
        }

    def run(self, *words: str) -> "subprocess.CompletedProcess[str]":
        """Run a program in the clone."""
        return subprocess.run(
            words,
            cwd=self.folder,
            env=self.env,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )

    def goaltrack(self, *args: str) -> "subprocess.CompletedProcess[str]":
        """Run a command line."""
        return self.run(sys.executable, "-m", "goaltrack", *args)

    def git(self, *args: str) -> "subprocess.CompletedProcess[str]":
        """Run git."""
        return self.run("git", *args)

    def record(self, goal: str, *args: str) -> bool:
        """Record something; whether it was acknowledged."""
        ran = self.goaltrack(*args, "--json")
        if ran.returncode:
            return False
        self.last = json.loads(ran.stdout)["entry"]["id"]
        self.own.append((goal, self.last))
        return True


def step(
    clone: Clone, chance: random.Random, number: int, counts: dict[str, int]
) -> str:
    """One random step; what was wrong, or nothing."""
    way = chance.choices(
        ("add", "correct", "note", "new", "set", "undo", "sync"),
        (30, 8, 8, 4, 4, 8, 12),
    )[0]
    goal = chance.choice(clone.goals)
    counts[way] = counts.get(way, 0) + 1
    good = True
    if way == "add":
        day = f"2026-{chance.randint(1, 5):02}-{chance.randint(1, 28):02}"
        good = clone.record(goal, "add", goal, f"+{number + 1}", "--on", day, "--yes")
    elif way == "note":
        good = clone.record(goal, "note", goal, f"remark {number}")
    elif way == "correct" and clone.own:
        goal, name = chance.choice(clone.own)
        done = clone.record(goal, "correct", name, f"{number + 1}")
        counts["refused corrections"] = counts.get("refused corrections", 0) + (
            not done
        )
    elif way == "new":
        name = f"{clone.name}{number}"
        ran = clone.goaltrack("new", name, "T", "--kind", "total", "--target", "9")
        good, clone.last = ran.returncode == 0, ""
        clone.goals.append(name)
    elif way == "set":
        key = f"owner={clone.name} {number}"
        # Each sets the goals that are its own: the same key twice is a conflict.
        own = [g for g in clone.goals if g.startswith(clone.name)]
        if own:
            ran = clone.goaltrack("set", chance.choice(own), key)
            good, clone.last = ran.returncode == 0, ""
    elif way == "undo" and clone.last:
        ran = clone.goaltrack("undo", "--yes")
        good = ran.returncode == 0
        clone.own = [each for each in clone.own if each[1] != clone.last]
        clone.last = ""
    elif way == "sync":
        return sync(clone)
    return "" if good else f"{way} {goal} in {clone.name}"


def sync(clone: Clone) -> str:
    """Commit, take in what the other one has pushed, push."""
    clone.git("commit", "-qam", "more")
    pulled = clone.git("pull", "-q", "--no-rebase", "--no-edit")
    if pulled.returncode:
        return f"conflict in {clone.name}: {pulled.stdout[-300:]}{pulled.stderr[-300:]}"
    pushed = clone.git("push", "-q")
    checked = clone.goaltrack("check")
    if pushed.returncode or checked.returncode not in (0, 1):
        return f"after a merge in {clone.name}: {pushed.stderr}{checked.stdout}"
    # What the other one has recorded does not change what `undo` takes back here.
    return ""


def main(steps: int) -> None:
    """Run the steps; report what was lost, or came back."""
    chance = random.Random(1)
    wrong: list[str] = []
    counts: dict[str, int] = {}
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        subprocess.run(["git", "init", "-q", "--bare", "hub"], cwd=folder, check=True)
        clones = []
        for name in ("a", "b"):
            subprocess.run(
                ["git", "clone", "-q", "hub", name],
                cwd=folder,
                check=True,
                capture_output=True,
            )
            clones.append(Clone(folder / name, name))
        first, second = clones
        (first.folder / "goals.toml").write_text(LEDGER, encoding="utf-8")
        assert first.goaltrack("git-setup", "--yes").returncode == 0
        first.git("add", "-A")
        first.git("commit", "-qm", "begin")
        first.git("push", "-q", "-u", "origin", "HEAD")
        branch = first.git("branch", "--show-current").stdout.strip()
        second.git("pull", "-q", "origin", branch)
        second.git("branch", "-q", "-u", f"origin/{branch}")
        assert second.goaltrack("git-setup", "--yes").returncode == 0
        for number in range(steps):
            said = step(chance.choice(clones), chance, number, counts)
            if said:
                wrong.append(f"step {number}: {said}")
                break
        for clone in (first, second, first):
            wrong += [said for said in (sync(clone),) if said]
        texts = [(clone.folder / "goals.toml").read_bytes() for clone in clones]
        found = load(str(first.folder / "goals.toml")).ledger.entries
        wanted = {name for clone in clones for _, name in clone.own}
        lost, back = wanted - found.keys(), found.keys() - wanted
        merges = first.git("rev-list", "--merges", "--count", "HEAD").stdout.strip()
    for each in wrong:
        print(each)
    figures = {
        "steps": steps,
        "merges": merges,
        "entries acknowledged and not taken back": len(wanted),
        "lost": len(lost),
        "that were taken back and are there": len(back),
        "steps that failed": len(wrong),
        "clones that differ": int(texts[0] != texts[1]),
    }
    good = not (lost or back or wrong) and texts[0] == texts[1] and int(merges) > 0
    report("clones", figures, good=good)
    print(", ".join(f"{number} {way}" for way, number in sorted(counts.items())))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 500)
