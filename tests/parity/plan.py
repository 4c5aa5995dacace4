"""Chooses the calls whose requests are recorded, and writes `calls.jsonl`.

In: what docwright read from the pages of both services, as `extract --format flat` prints it, and the SDKs. Out: calls of
the operations that both have, with parameters that both know by name; types and shapes are the SDK's. Run by hand when
there is more to compare: `plan.py VPC.json APIG.json`.
"""

import json
import pathlib
import typing
import sys

import sdks

# Text that each encoding treats in its own way.
AWKWARD = "a +/*~%=&?#:,;@!$'()[]{}|\\^`\"<>中ü\U0001f680"
SETS = ("all", "awkward", "edges")


def text(which, place, number):
    # An empty value or a slash would lead to another path.
    if place == "path":
        return {"all": f"id-{number}", "awkward": "a b+c*~%=&中文", "edges": "0"}[which]
    return {"all": f"value-{number}", "awkward": AWKWARD, "edges": "" if number % 2 else "x" * 40}[which]


def scalar(kind, which, place, number):
    if kind in (int, "int"):
        return {"all": 10 + number, "awkward": 0, "edges": 2147483647 if number % 2 else -1}[which]
    if kind in (float, "float"):
        return {"all": 1.5, "awkward": 0.25, "edges": 1000000.5}[which]
    if kind in (bool, "bool"):
        return {"all": True, "awkward": False, "edges": True}[which]
    if kind in (str, "str"):
        return text(which, place, number)
    return None


def times(which):
    return {"all": 2, "awkward": 1, "edges": 11}[which]


def alibaba(sdk, model, known, prefix, which):
    values = {}
    for number, (wire, kind) in enumerate(sorted(sdk.shape(model).items())):
        path = f"{prefix}{wire}"
        if path.lower() not in known:
            continue
        inner = typing.get_args(kind)
        if typing.get_origin(kind) is list and hasattr(inner[0], "from_map"):
            value = [alibaba(sdk, inner[0], known, f"{path}.", which) for _ in range(times(which))]
            value = value if all(value) else None
        elif typing.get_origin(kind) is list:
            value = [scalar(inner[0], which, "query", number + index) for index in range(times(which))]
        elif hasattr(kind, "from_map"):
            value = alibaba(sdk, kind, known, f"{path}.", which) or None
        else:
            value = scalar(kind, which, "query", number)
        if value is not None:
            values[wire] = value
    return values


def huawei(sdk, shape, known, prefix, which, depth=0):
    if shape.startswith("list["):
        count = 0 if which == "edges" else times(which)
        items = [huawei(sdk, shape[5:-1], known, prefix, which, depth) for _ in range(count)]
        return items if all(item is not None for item in items) else None
    kind = getattr(sdk.models, shape, None)
    if kind is None or not hasattr(kind, "openapi_types"):
        return scalar(shape, which, "body", len(prefix))
    if depth > 4:
        return None
    values = {}
    for member, wire in sorted(kind.attribute_map.items()):
        path = f"{prefix}{wire}"
        if path.lower() in known:
            value = huawei(sdk, kind.openapi_types[member], known, f"{path}.", which, depth + 1)
            if value is not None:
                values[wire] = value
    return values or None


def plain(name):
    return ".".join(part for part in name.replace("[]", "").split(".") if part not in ("N", "M", "n", "m")).lower()


def calls_of_alibaba(facts):
    new, old = sdks.NewAlibaba(), sdks.OldAlibaba()
    for operation in sorted(facts["operations"], key=lambda one: one["name"]):
        name = operation["name"]
        model = new.model(name)
        if model is None:
            continue
        known = {plain(parameter["name"]) for parameter in operation["request"]} - {"action"}
        for which in SETS:
            values = alibaba(new, model, known, "", which)
            values = {wire: value for wire, value in values.items() if old.has(name, wire)}
            values["RegionId"] = "cn-hangzhou"
            yield {"id": f"{name}/{which}", "vendor": "alibaba", "operation": name, "values": values}


def calls_of_huawei(facts):
    sdk = sdks.Huawei()
    operations = sdk.operations()
    facts = sorted(facts["operations"], key=lambda one: (one["path"], one["method"]))
    for fact in facts:
        method, path = fact["method"], fact["path"]
        if (method, path) not in operations:
            continue
        name, query, inside = operations[method, path]
        kind = sdk.request(name)
        known = {plain(parameter["name"]) for parameter in fact["request"] if parameter["in"] != "body"}
        body = {plain(parameter["name"]) for parameter in fact["request"] if parameter["in"] == "body"}
        for which in SETS:
            values = {}
            for number, (member, wire) in enumerate(sorted(kind.attribute_map.items())):
                shape = kind.openapi_types[member]
                if wire == "body":
                    value = huawei(sdk, shape, body, "", which)
                elif wire.lower() not in known or not (wire in query or wire in inside):
                    value = None
                elif shape.startswith("list["):
                    value = [scalar(shape[5:-1], which, "query", number + index) for index in range(times(which))]
                else:
                    value = scalar(shape, which, "path" if wire in inside else "query", number)
                if value is not None:
                    values[wire] = value
            if all(wire in values for wire in inside) and len(values) > len(inside):
                call = {"id": f"{name}/{which}", "vendor": "huawei", "operation": name}
                yield call | {"method": method, "path": path, "values": values}


def main():
    facts = [json.loads(pathlib.Path(path).read_text(encoding="utf-8")) for path in sys.argv[1:3]]
    calls = [*calls_of_alibaba(facts[0]), *calls_of_huawei(facts[1])]
    seen = set()
    with open(pathlib.Path(__file__).with_name("calls.jsonl"), "w", encoding="utf-8") as file:
        for call in calls:
            # Sets that give the same values are one.
            key = json.dumps([call["operation"], call["values"]], sort_keys=True)
            if key not in seen:
                seen.add(key)
                file.write(json.dumps(call, ensure_ascii=False, separators=(",", ":")) + "\n")


main()
