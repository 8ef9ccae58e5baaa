"""200 people at one portal, in SQLite and in PostgreSQL: median, 95 percent and errors.

Give locust from an environment of its own. PostgreSQL is started here, as the tests do.
"""

from __future__ import annotations

import argparse
import csv
import os
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from contextlib import contextmanager
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
sys.path.insert(0, str(ROOT / "tests"))
from unit.record.servers import running_server  # noqa: E402

PORT = 8467
SERVE = """
import sys
from pathlib import Path
from detente.portal.serving import Place, open_portal, serve
place = Place(Path(sys.argv[1]), port=int(sys.argv[2]), processes=int(sys.argv[3]))
open_portal(place, second_factor=False)
serve(place, lambda: None)
"""


def main() -> None:
    """Measure with each database that was asked for."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--locust", required=True, help="the program locust of an environment of its own")
    asked.add_argument("--people", type=int, default=200)
    asked.add_argument("--events", type=int, default=100_000)
    asked.add_argument("--seconds", type=int, default=75)
    asked.add_argument("--processes", type=int, default=2)
    asked.add_argument("--together", action="store_true", help="as many people at once as ask in a second")
    asked.add_argument("--database", choices=("sqlite", "postgresql"), action="append")
    given = asked.parse_args()
    for name in given.database or ("sqlite", "postgresql"):
        with tempfile.TemporaryDirectory(prefix="detente-load-") as folder:
            if name == "sqlite":
                measure(name, Path(folder), dict(os.environ), given)
            else:
                with running_server() as server:
                    url = f"postgres://tester@/postgres?host={server.folder}"
                    measure(name, Path(folder), {**os.environ, "DATABASE_URL": url}, given)


def measure(name: str, data: Path, environment: dict[str, str], given: argparse.Namespace) -> None:
    """Fill, serve, load, and print one line for all requests and one for each page."""
    fill = [sys.executable, str(HERE / "filling.py"), str(data), str(given.people), str(given.events)]
    begun = time.perf_counter()
    subprocess.run(fill, env=environment, check=True, stdout=subprocess.DEVNULL)
    say(f"{name}: filled in {time.perf_counter() - begun:.0f} s, load before {os.getloadavg()[0]:.1f}")
    with served(data, environment, given.processes) as server:
        used = processor_seconds(server)
        load = [given.locust, "-f", str(HERE / "people.py"), "--headless", "--only-summary", "--reset-stats"]
        size = ["-u", str(given.people), "-r", "20", "-t", f"{given.seconds + 10}s"]
        more = ["-H", f"http://127.0.0.1:{PORT}", "--csv", str(data / "load"), "--loglevel", "ERROR"]
        told = {**environment, "PORTAL_SESSIONS": str(data / "sessions.json")}
        told |= {"PORTAL_TOGETHER": "1"} if given.together else {}
        ended = subprocess.run([*load, *size, *more], env=told, capture_output=True, text=True, check=False)
        used = processor_seconds(server) - used
    say(ended.stderr[-2000:] if ended.returncode > 1 else "")
    answered = show(data / "load_stats.csv")
    say(f"the server took {1000 * used / max(answered, 1):.1f} ms of the processor for each request, ", end="")
    say(f"{used / (given.seconds + 10):.2f} processors in all; load after {os.getloadavg()[0]:.1f}")


def processor_seconds(process: int) -> float:
    """What a process and those that it has started have taken of the processors; the same whoever else waits."""
    fields = Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    children = Path(f"/proc/{process}/task/{process}/children").read_text(encoding="utf-8").split()
    own = (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    return own + sum(processor_seconds(int(child)) for child in children)


@contextmanager
def served(data: Path, environment: dict[str, str], processes: int):
    """The number of the portal's process, while it answers."""
    command = [sys.executable, "-c", SERVE, str(data), str(PORT), str(processes)]
    with subprocess.Popen(command, env=environment) as server:
        try:
            for _ in range(120):
                try:
                    urllib.request.urlopen(f"http://127.0.0.1:{PORT}/api/processes", timeout=5).close()
                    break
                except OSError:
                    time.sleep(1)
            yield server.pid
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(timeout=60)


def say(line: str, end: str = "\n") -> None:
    """One line, at once."""
    sys.stdout.write(f"{line}{end}")
    sys.stdout.flush()


def show(file: Path) -> int:
    """The table of locust, shortened; how many requests were answered."""
    count = 0
    with file.open(encoding="utf-8", newline="") as rows:
        for row in csv.DictReader(rows):
            count, failed = int(row["Request Count"]), int(row["Failure Count"])
            times = f"median {row['50%']} ms, 95 percent {row['95%']} ms, 99 percent {row['99%']} ms"
            say(f"{row['Name'] or 'all':45} {count:6} requests, {failed} failed, {times}")
    # The last row is the sum.
    return count


if __name__ == "__main__":
    main()
