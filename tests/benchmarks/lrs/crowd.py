"""Several clients at once, each a process of its own, and what they and the servers spent."""

import multiprocessing
import os
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import quantiles

_TICKS = os.sysconf("SC_CLK_TCK")
_PAGE = os.sysconf("SC_PAGE_SIZE")
_processes = multiprocessing.get_context("fork")
Deed = Callable[[], None]


@dataclass(frozen=True)
class Measure:
    """`seconds` of each deed, and of the whole; `cpu` seconds by who spent them."""

    times: Sequence[float]
    elapsed: float
    cpu: Mapping[str, float]

    @property
    def per_second(self) -> float:
        return len(self.times) / self.elapsed

    def percentile(self, rank: int) -> float:
        """In milliseconds."""
        return 1000 * (quantiles(self.times, n=100)[rank - 1] if len(self.times) > 1 else self.times[0])


def run(deeds: Sequence[Iterator[Deed]], pids: Mapping[str, Callable[[], Sequence[int]]], most: float) -> Measure:
    """Each of `deeds` is one client; all start together and end with their deeds, or after `most` seconds."""
    start, answers = _processes.Barrier(len(deeds) + 1), _processes.SimpleQueue()
    clients = [_processes.Process(target=_do, args=(each, start, answers, most)) for each in deeds]
    for client in clients:
        client.start()
    start.wait()
    before, began = {name: _cpu(find()) for name, find in pids.items()}, time.perf_counter()
    told = [answers.get() for _ in clients]
    elapsed = time.perf_counter() - began
    cpu = {name: _cpu(find()) - before[name] for name, find in pids.items()}
    for client in clients:
        client.join()
    problems = [problem for _, _, problem in told if problem]
    if problems:
        raise RuntimeError(problems[0])
    times = [seconds for times, _, _ in told for seconds in times]
    return Measure(times, elapsed, {**cpu, "clients": sum(spent for _, spent, _ in told)})


def _do(deeds: Iterator[Deed], start: object, answers: object, most: float) -> None:
    times: list[float] = []
    problem = ""
    start.wait()  # type: ignore[attr-defined]
    spent, end = time.process_time(), time.perf_counter() + most
    try:
        for deed in deeds:
            began = time.perf_counter()
            deed()
            now = time.perf_counter()
            times.append(now - began)
            if now > end:
                break
    except Exception as error:  # noqa: BLE001 (told to the parent, which raises)
        problem = repr(error)
    answers.put((times, time.process_time() - spent, problem))  # type: ignore[attr-defined]
    os._exit(0)  # nothing of the parent's is to be closed twice


def _cpu(pids: Sequence[int]) -> float:
    """Seconds spent by these processes and by those of their children that have ended."""
    return sum(sum(map(int, fields[11:15])) for pid in pids if (fields := _stat(pid))) / _TICKS


def _stat(pid: int) -> list[str]:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except FileNotFoundError:  # ended since: its parent has its seconds
        return []


def resident(pids: Sequence[int]) -> list[float]:
    """Megabytes in memory, of each."""
    return [int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * _PAGE / 1e6 for pid in pids]
