"""Runs what the manual's page on many captures shows, and compares what it prints with what the page shows.

    python check.py ENTRACE

ENTRACE is the built binary. The packages are those of `requirements.txt` beside this file; Spark needs Java. Blocks are run in their order:
`sh` by bash, `sql` by DuckDB, `python` by this Python. A `text` block tells what the block before it prints. A line is printed for each
block; the exit status is 1 when one of them prints something else, with the difference.
"""

import difflib
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import duckdb

ROOT = Path(__file__).resolve().parents[2]
PAGE = "src/manual/many-captures.md"
# How many blocks of each kind have to show what they print, so that none is lost unseen.
SHOWN = {"sh": 1, "sql": 3, "python": 1}


class Wrong(Exception):
    """The page is not true, or the check cannot run."""


def blocks(text):
    """The fenced blocks: language, content, line, and the content of the `text` block that follows."""
    found = []
    for fence in re.finditer(r"^```(\w*)\n(.*?)^```$", text, flags=re.MULTILINE | re.DOTALL):
        language, content = fence.groups()
        if language != "text":
            found.append([language, content, text[: fence.start()].count("\n") + 1, None])
        elif not found or found[-1][3] is not None:
            raise Wrong("a `text` block follows no other block")
        else:
            found[-1][3] = content
    return found


def run(command, folder, environment):
    """What a program prints. entrace ends with 3 exactly when it named something that it could not read."""
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, timeout=300)
    expected = 3 if re.search(r"^error: samples/", done.stderr, flags=re.MULTILINE) else 0
    if done.returncode != expected:
        raise Wrong(f"exit status {done.returncode} and not {expected}:\n{done.stdout}{done.stderr}")
    return done


def run_sh(content, folder, environment):
    done = run(["bash", "-c", content], folder, environment)
    return done.stdout + done.stderr


def run_python(content, folder, environment):
    # Spark tells its progress on standard error.
    return run([sys.executable, "-c", content], folder, environment).stdout


def query(connection, content):
    """What DuckDB prints for the statements of a block."""
    printed = ""
    for statement in duckdb.extract_statements(content):
        try:
            table = connection.sql(statement.query)
        except duckdb.Error as error:
            raise Wrong(f"{error}\nin {statement.query}") from None
        # What is no question tells nothing, as in DuckDB's own shell.
        printed += f"{table}\n" if statement.type == duckdb.StatementType.SELECT else ""
    return printed


def tidy(text):
    return [line.rstrip() for line in text.strip("\n").splitlines()]


def difference(expected, printed):
    lines = difflib.unified_diff(tidy(expected), tidy(printed), PAGE, "printed", lineterm="")
    return "\n".join(lines)


def environment_for(entrace, folder):
    programs = folder / "bin"
    programs.mkdir()
    (programs / "entrace").symlink_to(entrace)
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("ENTRACE", "CLICOLOR", "SPARK", "PYSPARK"))}
    return kept | {
        "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}",
        "ENTRACE_PASSWORD": "contoso-trace",
        "PYSPARK_PYTHON": sys.executable,
        "SPARK_LOCAL_IP": "127.0.0.1",
        "TZ": "UTC",
    }


def check(entrace, folder):
    environment = environment_for(entrace, folder)
    (folder / "samples").symlink_to(ROOT / "samples")
    # The queries name files without a folder.
    os.chdir(folder)
    connection = duckdb.connect()
    connection.execute("SET TimeZone = 'UTC'")
    runners = {
        "sh": lambda content: run_sh(content, folder, environment),
        "sql": lambda content: query(connection, content),
        "python": lambda content: run_python(content, folder, environment),
    }
    shown = dict.fromkeys(SHOWN, 0)
    wrong = 0
    for language, content, line, expected in blocks((ROOT / PAGE).read_text(encoding="utf-8")):
        if language not in runners:
            continue
        printed = runners[language](content)
        shown[language] += expected is not None
        faults = difference(expected or "", printed)
        wrong += bool(faults)
        print(f"{'FAIL' if faults else 'ok  '} {PAGE}:{line} {language}", flush=True)
        if faults:
            print(faults, flush=True)
    if shown != SHOWN:
        raise Wrong(f"{PAGE} shows what these print: {shown}; it has to be {SHOWN}")
    return wrong


def main():
    if len(sys.argv) != 2:
        print("usage: check.py ENTRACE", file=sys.stderr)
        return 2
    if shutil.which("java") is None:
        print("Spark needs Java, and there is no `java` in the path", file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory(prefix="entrace-data-") as folder:
        try:
            return 1 if check(Path(sys.argv[1]).resolve(strict=True), Path(folder)) else 0
        except Wrong as error:
            print(f"FAIL {error}", file=sys.stderr)
            return 1
        finally:
            os.chdir(ROOT)


if __name__ == "__main__":
    sys.exit(main())
