"""Tasks shared by the machines of a dask cluster."""

from __future__ import annotations

import platform
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import metadata
from typing import Any

from threadpoolctl import threadpool_limits

from detente import __version__
from detente.case import DetenteError
from detente.workers.processes import Processes, available_cores
from detente.workers.protocol import Result, Shared, Task, Workers

ADDRESS = re.compile(r"(tcp|tls)://\S+:[0-9]+")
PATIENCE_SECONDS = 5
"""How long to wait for an answer of the scheduler, and for a first worker."""

SAME_EVERYWHERE = ("numpy", "scipy", "distributed")
"""Packages whose version must be the same on every machine, like that of Python and of this program."""


@contextmanager
def cluster_workers(address: str, jobs: int | None = None) -> Iterator[Workers]:
    """Connect to the scheduler of a dask cluster, and part from it at the end.

    Every worker must run the same versions as this process, `detente` included. `jobs` are the cores of this machine,
    for what is done here: all that are available unless stated.

    Raises
    ------
    DetenteError
        When the package `distributed` is missing, the address is none, nobody answers within seconds, no worker has
        joined, versions differ, or the connection is lost while work is done.
    """
    distributed = _distributed()
    if not ADDRESS.fullmatch(address):
        raise DetenteError(f'"{address}" is not the address of a scheduler.\nWrite tcp://HOST:PORT, as it prints it.')
    try:
        client = distributed.Client(address, timeout=PATIENCE_SECONDS, set_as_default=False)
    except (OSError, ValueError, RuntimeError) as error:
        raise DetenteError(_no_answer(address)) from error
    try:
        _refuse_other_versions(client, address)
        yield _Cluster(client, address, available_cores() if jobs is None else jobs)
    finally:
        client.close(timeout=PATIENCE_SECONDS)


@contextmanager
def open_workers(jobs: int | None = None, cluster: str | None = None) -> Iterator[Workers]:
    """Who is there to work: up to `jobs` cores of this machine, all available ones unless stated; or a cluster.

    Examples
    --------
    >>> with open_workers(jobs=1) as workers:
    ...     workers.spread(divmod, 17, [5, 3], expected_seconds=0.0)
    [(3, 2), (5, 2)]
    """
    if cluster is None:
        yield Processes(available_cores() if jobs is None else jobs)
    else:
        with cluster_workers(cluster, jobs) as workers:
            yield workers


@dataclass(frozen=True, slots=True, eq=False)
class _Cluster:
    client: Any
    address: str
    jobs: int

    def spread(
        self,
        function: Callable[[Shared, Task], Result],
        shared: Shared,
        tasks: Sequence[Task],
        expected_seconds: float,
    ) -> list[Result]:
        """Share the tasks with all who have joined the cluster; see `Workers`."""
        errors = _losses(_distributed())
        try:
            # A list around it: dask takes a mapping or a tuple apart and sends its entries one by one.
            held = self.client.scatter([shared], broadcast=True, hash=False)[0]
            futures = self.client.map(_do, [function] * len(tasks), [held] * len(tasks), tasks, pure=False)
            return list(self.client.gather(futures))
        except errors as error:
            raise DetenteError(
                f"The cluster at {self.address} was lost before its work was done ({type(error).__name__}).\n"
                "Look at the output of its workers, or run without --cluster."
            ) from error


def _do(function: Callable[[Shared, Task], Result], shared: Shared, task: Task) -> Result:
    """One task on a worker; a worker may be new, so that each task sees to its own threads."""
    threadpool_limits(1, "blas")
    return function(shared, task)


def _distributed() -> Any:
    # Imported only when asked for: it takes most of a second.
    try:
        import distributed  # noqa: PLC0415
    except ImportError as error:
        raise DetenteError(
            "A cluster needs the package distributed, which is not installed.\n"
            'Install it: pip install "detente[cluster]"'
        ) from error
    return distributed


def _losses(distributed: Any) -> tuple[type[BaseException], ...]:
    """What the client raises when a scheduler or workers go away."""
    return (distributed.KilledWorker, distributed.CancelledError, OSError, TimeoutError)


def _no_answer(address: str) -> str:
    return (
        f"No scheduler answers at {address} within {PATIENCE_SECONDS} seconds.\n"
        "Start one with `dask scheduler`, use the address that it prints, and see that no firewall is between."
    )


def _versions() -> dict[str, str]:
    """What runs here; done on every worker before it gets any work."""
    packages = {name: metadata.version(name) for name in SAME_EVERYWHERE}
    return {"detente": __version__, "python": platform.python_version(), **packages}


def _refuse_other_versions(client: Any, address: str) -> None:
    try:
        client.wait_for_workers(1, timeout=PATIENCE_SECONDS)
    except TimeoutError as error:
        raise DetenteError(
            f"The cluster at {address} has no workers.\nStart some with: dask worker {address} --nworkers auto"
        ) from error
    found: Mapping[str, Any] = client.run(_versions, on_error="return")
    ours = _versions()
    wrong = [_difference(worker, theirs, ours) for worker, theirs in found.items() if theirs != ours]
    if wrong:
        raise DetenteError("\n".join([*wrong, "Install the same versions on every machine; results depend on them."]))


def _difference(worker: str, theirs: Any, ours: Mapping[str, str]) -> str:
    if not isinstance(theirs, dict):
        return f"Worker {worker} cannot run detente: {theirs}."
    differing = [f"{name} {theirs[name]} (here {ours[name]})" for name in ours if theirs[name] != ours[name]]
    return f"Worker {worker} has {', '.join(differing)}."
