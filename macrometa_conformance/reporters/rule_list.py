"""The rules themselves: as a list for people and for programs, and one rule in full."""

import json
from collections.abc import Sequence

from macrometa_conformance.reporters.escape import visible
from macrometa_conformance.reporters.rule_help import plain, rule_url
from macrometa_conformance.rule import ALL, Rule


def as_text(rules: Sequence[Rule]) -> str:
    """Return a line for each rule: code, name, severity, what it is for, and its summary."""
    rows = [(rule.code, rule.name, rule.severity.label, _scope(rule)) for rule in rules]
    widths = [max((len(row[column]) for row in rows), default=0) for column in range(4)]
    lines = []
    for rule, row in zip(rules, rows):
        cells = "  ".join(cell.ljust(width) for cell, width in zip(row, widths))
        lines.append(f"{cells}  {visible(rule.summary)}\n")
    return "".join(lines)


def as_json(rules: Sequence[Rule]) -> str:
    """Return the rules as JSON: `docs/json.md` describes it."""
    listed = [
        {
            "code": rule.code,
            "name": rule.name,
            "severity": rule.severity.label,
            "types": list(rule.applies_to.words),
            "opt_in": rule.opt_in,
            "source": rule.source,
            "summary": rule.summary,
            "plugin": rule.plugin,
            "url": rule_url(rule),
        }
        for rule in rules
    ]
    return json.dumps({"version": 1, "rules": listed}, indent=2) + "\n"


def explanation(rule: Rule) -> str:
    """Return a rule's documentation as plain text, under a line that says what it is."""
    parts = [rule.severity.label, f"for {', '.join(rule.applies_to.words)}", f"from: {rule.source}"]
    parts += ["opt-in"] if rule.opt_in else []
    parts += [f"of the plug-in {rule.plugin}"] if rule.plugin else []
    body = "\n".join(visible(line) for line in plain(rule).splitlines())
    return f"{rule.code} {rule.name} ({'; '.join(visible(part) for part in parts)})\n\n{body}\n"


def _scope(rule: Rule) -> str:
    types = "all" if rule.applies_to == ALL else ", ".join(rule.applies_to.words)
    return f"{types}, opt-in" if rule.opt_in else types
