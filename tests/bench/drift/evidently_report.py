"""Evidently's data drift preset on two CSV files, as JSON."""

import sys

import pandas as pd
from evidently import Report
from evidently.presets import DataDriftPreset

reference, current = pd.read_csv(sys.argv[1]), pd.read_csv(sys.argv[2])
result = Report([DataDriftPreset()]).run(current_data=current, reference_data=reference)
sys.stdout.write(result.json())
