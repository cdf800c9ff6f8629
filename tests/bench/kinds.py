"""Each kind of model, trained by the tabular container: the portable file, and how fast its own library is."""

import json
import sys
import time
from pathlib import Path

from modelkeep_tabular.columns import to_columns
from modelkeep_tabular.estimators import fit, positive_probability
from modelkeep_tabular.export import dump, portable_model
from modelkeep_tabular.hyperparameters import ALGORITHMS, read_settings
from modelkeep_tabular.specification import parse_specification
from modelkeep_tabular.table import clean, read_text_table
from portable_reference import cells
from xgboost import DMatrix


def per_second(call, rows, seconds=1.0):
    start, calls = time.perf_counter(), 0
    while time.perf_counter() - start < seconds:
        call(calls)
        calls += 1
    return calls * rows / (time.perf_counter() - start)


def measured(algorithm, specification, table, columns):
    settings = read_settings({"algorithm": algorithm})
    model = fit(settings, columns, table.labels, None)
    one = [columns[i : i + 1] for i in range(len(columns))]
    portable = portable_model(
        model, settings, specification, columns, metrics={}, rows=1, positives=1, data_hash="0" * 64
    )
    explain = None
    if algorithm == "xgboost":
        booster, rows = model.get_booster(), [DMatrix(row) for row in one]
        explain = per_second(lambda i: booster.predict(rows[i % len(rows)], pred_contribs=True), 1)
    return {
        "algorithm": algorithm,
        "model": dump(portable),
        "rows": cells(table, specification.features),
        "scoresPerSecond": per_second(lambda i: positive_probability(model, one[i % len(one)]), 1),
        "batchPerSecond": per_second(lambda _: positive_probability(model, columns), len(columns)),
        "explanationsPerSecond": explain,
    }


asked = json.loads(sys.argv[1])
specification = parse_specification(asked["usecase"])
table = clean(read_text_table(Path(asked["csv"])), specification)
columns = to_columns(table.values, specification.features)
print(json.dumps([measured(algorithm, specification, table, columns) for algorithm in ALGORITHMS]))
