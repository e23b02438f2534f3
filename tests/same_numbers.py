#!/usr/bin/env python3
"""Whether two programs give the same numbers.

    python3 tests/same_numbers.py BEFORE AFTER [COLUMN ...]

BEFORE and AFTER are two results directories, or two directories of such directories, made by the
same commands. Tables are equal when they hold the same rows, whatever the order of rows and columns,
the decimals of a whole number and the name of a unit. Columns that only one side has are listed;
those named behind the directories are passed over.
"""

import collections
import csv
import pathlib
import sys

# Names of units, before and after they became words that no reader takes for true or a number.
UNITS = {"t": "tonnes", "t/y": "tonnes/y", "d": "days", "h": "hours", "1": "share", "index": "share"}
# Names of columns, before and after.
RENAMED = {"for": "objective"}
# Columns whose names are made when a program runs; their order stays.
MADE = {"design.csv", "table.csv"}
# Made from the other columns, so of no weight; `label` and `verdict` are words for people.
IGNORED = {"label", "verdict"}


def value(column, text):
    if column == "unit":
        return UNITS.get(text, text)
    if column in ("date", "from", "until", "time", "period", "entity", "name"):
        return text
    try:
        return float(text)
    except ValueError:
        return text


def table(path, columns=None):
    """Columns and rows (as a multiset) of a table, of `columns` only where given."""
    with open(path, encoding="utf-8-sig", newline="") as file:
        rows = csv.reader(file)
        names = [RENAMED.get(name, name) for name in next(rows)]
        if path.name in MADE:
            names = [f"{at}" for at, _ in enumerate(names)]
        chosen = [name for name in (columns or sorted(names)) if name in names]
        places = [(name, names.index(name)) for name in chosen if name not in IGNORED]
        counted = collections.Counter(
            tuple(value(name, row[at]) for name, at in places) for row in rows
        )
    return set(names), counted


def compare(before, after):
    """Says what differs between two results directories; the number of tables that do."""
    bad = 0
    files = {path.name for path in before.glob("*.csv")} | {path.name for path in after.glob("*.csv")}
    for file in sorted(files - {"journal.csv"}):
        sides = [before / file, after / file]
        missing = [side for side in sides if not side.exists()]
        if missing:
            print(f"{missing[0]}: there is none")
            bad += 1
            continue
        names = [table(side)[0] for side in sides]
        both = sorted(names[0] & names[1])
        if names[0] != names[1]:
            print(f"{after / file}: columns {sorted(names[0] ^ names[1])} are in one only")
        rows = [table(side, both)[1] for side in sides]
        if rows[0] != rows[1]:
            bad += 1
            lost, new = rows[0] - rows[1], rows[1] - rows[0]
            print(f"{after / file}: {sum(lost.values())} rows are gone, {sum(new.values())} are new")
            for what, some in (("gone", lost), ("new", new)):
                for row in sorted(some, key=str)[:3]:
                    print(f"  {what}: {dict(zip([n for n in both if n not in IGNORED], row))}")
    return bad, len(files)


def main(before, after):
    before, after = pathlib.Path(before), pathlib.Path(after)
    if (before / "manifest.json").exists():
        pairs = [(before, after)]
    else:
        names = sorted(path.parent.name for path in before.glob("*/manifest.json"))
        pairs = [(before / name, after / name) for name in names]
    bad = tables = 0
    for pair in pairs:
        found, all_of_it = compare(*pair)
        bad, tables = bad + found, tables + all_of_it
    print(f"{tables} tables of {len(pairs)} results, {bad} differ")
    return 1 if bad or not tables else 0


if __name__ == "__main__":
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    IGNORED.update(sys.argv[3:])
    sys.exit(main(*sys.argv[1:3]))
