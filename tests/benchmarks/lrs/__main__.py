"""`make bench-lrs`: a table on the console, and everything in a file of JSON."""

import argparse
import json
import logging
import os
import platform
import signal
import sys
from pathlib import Path
from typing import Any

from tests.benchmarks.lrs.house import House, open_house

_WRITE_FROM = 10_000  # statements of one slice of writing, at the smallest size


def main() -> None:
    options = _read_options()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("Arrêté."))  # the servers are stopped, the folder swept away
    with open_house() as house:
        os.environ.update(house.environment)
        try:
            report = _measure(house, options)
        except RuntimeError:
            sys.stderr.write(house.last_words() + "\n")
            raise
    Path(options.output).write_text(json.dumps(report, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    _say(f"\nTout est dans {options.output}")


def _measure(house: House, options: argparse.Namespace) -> dict[str, Any]:
    import django

    django.setup()
    logging.disable(logging.INFO)
    from tests.benchmarks.lrs.bench import Bench

    bench = Bench(house, house.open_credential(), options.seconds)
    report: dict[str, Any] = {"machine": f"{os.cpu_count()} × {platform.machine()}", "sizes": []}
    for size in options.sizes:
        found: dict[str, Any] = {"size": size, "load": os.getloadavg()[0]}
        found["fill"] = bench.fill(size)
        _say(f"\n{size} énoncés · charge de la machine {found['load']:.1f}")
        if found["fill"]:
            _say_line({"deed": "remplissage par 500", "clients": 4, **found["fill"]})
        found["read"] = _said(bench.read())
        found["whole_readings"] = bench.plans()
        read_whole = {name: tables for name, tables in found["whole_readings"].items() if tables}
        _say(f"  lectures entières d’une table : {read_whole or 'aucune'}")
        found["storage"] = bench.storage()
        _say(f"  octets gardés par énoncé : {found['storage']['bytes']} {found['storage']['table, indexes']}")
        small = size <= 2 * _WRITE_FROM
        found["write"] = _said(bench.write(1 if small else options.rounds, _WRITE_FROM if small else options.slice))
        report["sizes"].append(found)
    report["memory"] = bench.growth(options.requests)
    _say("\nMémoire des processus web (Mo) :")
    for step in report["memory"]:
        _say(f"  après {step['requests']} requêtes : {step['megabytes']}")
    return report


def _said(found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    for each in found:
        _say_line(each)
    return found


def _say_line(each: dict[str, Any]) -> None:
    share = f"  = {each['share_of_copy']:.0%} de COPY" if "share_of_copy" in each else ""
    cpu = " ".join(f"{name} {spent}" for name, spent in each["cpu"].items())
    _say(
        f"  {each['deed']:26} × {each['clients']}  {each['per_second']:>7}/s  p50 {each['p50']:>8.2f} ms"
        f"  p95 {each['p95']:>8.2f} ms  µs : {cpu}{share}"
    )


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def _read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench-lrs", description="Mesure la vitesse du LRS.")
    sizes = [10_000, 100_000, 1_000_000]
    parser.add_argument("--sizes", type=int, nargs="+", default=sizes, help="énoncés, en croissant (10000000 possible)")
    parser.add_argument("--seconds", type=float, default=3, help="de chaque mesure")
    parser.add_argument("--rounds", type=int, default=3, help="tranches alternées de COPY et de POST par 500")
    parser.add_argument("--slice", type=int, default=40_000, help="énoncés d’une tranche")
    parser.add_argument("--requests", type=int, default=20_000, help="pour la mesure de la mémoire (100000 possible)")
    parser.add_argument("--output", default="bench-lrs.json", help="le fichier de JSON")
    return parser.parse_args()


if __name__ == "__main__":
    main()
