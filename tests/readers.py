#!/usr/bin/env python3
"""Loads every table of results directories as their readers do, with one default call.

    readers.py DIR...

pandas, polars, DuckDB and, where Rscript is, R's read.csv must give each column the type that
datapackage.json says, keep its name, and warn of nothing. Frictionless validates the package, the
digests of the tables among it. Ends with code 1 and a line a fault.
"""

import json
import shutil
import subprocess
import sys
import warnings
from pathlib import Path

import duckdb
import pandas
import polars
from frictionless import Package

FAULTS = []


def fault(table, reader, message):
    FAULTS.append(f"{table}: {reader}: {message}")


def pandas_type(column):
    kinds = {"i": "integer", "f": "number", "b": "boolean"}
    return kinds.get(column.dtype.kind, "string")


def polars_type(kind):
    if kind.is_integer():
        return "integer"
    if kind.is_float():
        return "number"
    return "boolean" if kind == polars.Boolean else "string"


DUCKDB = {"BIGINT": "integer", "DOUBLE": "number", "BOOLEAN": "boolean", "DATE": "date", "VARCHAR": "string"}
# Hours and minutes of a ship's event are text elsewhere; it reads them as what they are.
DUCKDB["TIME"] = "string"
R = {"integer": "integer", "numeric": "number", "logical": "boolean", "character": "string"}


def judge(table, reader, fields, found, filled):
    """found: name and type by column; filled: whether a column has no gap, some gaps or no value."""
    names = [field["name"] for field in fields]
    if [name for name, _ in found] != names:
        fault(table, reader, f"columns {[name for name, _ in found]} instead of {names}")
        return
    for field, (name, kind) in zip(fields, found):
        allowed = {field["type"]}
        if field["type"] == "date":
            # Only DuckDB looks for days by itself.
            allowed.add("string")
        if field["type"] == "integer" and filled[name] == "gaps" and reader == "pandas":
            # A column of whole numbers with gaps is one of floats there.
            allowed.add("number")
        if filled[name] != "nothing" and kind not in allowed:
            fault(table, reader, f"column {name} is {kind} instead of {field['type']}")


def filling(frame):
    gaps = frame.isna()
    return {
        name: "nothing" if gaps[name].all() else "gaps" if gaps[name].any() else "whole" for name in frame.columns
    }


def by_r(path):
    program = "options(warn = 2); t <- read.csv(commandArgs(TRUE)); cat(paste(names(t), sapply(t, class)), sep = '\\n')"
    lines = subprocess.run(["Rscript", "-e", program, path], check=True, capture_output=True, text=True).stdout
    return [(name, R.get(kind, kind)) for name, kind in (line.split(" ") for line in lines.splitlines())]


READERS = {
    "polars": lambda path: [(name, polars_type(kind)) for name, kind in polars.read_csv(path).schema.items()],
    "DuckDB": lambda path: [
        (name, DUCKDB.get(str(kind), str(kind)))
        for name, kind in zip(*(lambda table: (table.columns, table.types))(duckdb.sql(f"from '{path}'")))
    ],
}
if shutil.which("Rscript"):
    READERS["R"] = by_r


def load(path, fields):
    frame = pandas.read_csv(path)
    if frame.empty:
        return
    filled = filling(frame)
    judge(path, "pandas", fields, [(name, pandas_type(frame[name])) for name in frame.columns], filled)
    # All rows, not only those by which types were guessed.
    duckdb.sql(f"from '{path}'").fetchnumpy()
    for reader, read in READERS.items():
        try:
            judge(path, reader, fields, read(path), filled)
        except Exception as error:  # whatever a reader says is a fault of the table
            fault(path, reader, str(error).splitlines()[0])


def main(directories):
    warnings.simplefilter("error")
    tables = 0
    for directory in map(Path, directories):
        package = json.loads((directory / "datapackage.json").read_text())
        listed = {resource["path"] for resource in package["resources"]}
        for resource in package["resources"]:
            if resource.get("format") == "csv":
                load(str(directory / resource["path"]), resource["schema"]["fields"])
                tables += 1
        for path in directory.glob("*.csv"):
            if path.name not in listed and path.name != "journal.csv":
                fault(path, "package", "not listed")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            report = Package(str(directory / "datapackage.json")).validate()
        for error in report.flatten(["title", "message"]):
            fault(directory, "frictionless", error)
    for line in FAULTS:
        print(line)
    print(f"{tables} tables by pandas, {', '.join(READERS)} and frictionless: {len(FAULTS)} faults")
    return 1 if FAULTS or tables == 0 else 0


sys.exit(main(sys.argv[1:]))
