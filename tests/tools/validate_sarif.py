"""Validate SARIF files with the official validator, under its own rules and those of GitHub's code scanning.

    python tests/tools/validate_sarif.py FILE...

Installs the validator (pinned) with npm into `.cache/sarif-multitool` unless it is there. Exits 0 when every file was
validated without an error or a warning, else 1. The validator itself exits 0 whatever it finds, so its log is read.
"""

import argparse
import json
import os
import re
import shutil
import stat
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any, Optional
from urllib.request import url2pathname

VERSION = "5.7.0"
CACHE = Path(__file__).resolve().parents[2] / ".cache" / "sarif-multitool"
PLATFORMS = {"linux": ("linux", ""), "darwin": ("darwin", ""), "win32": ("win32", ".exe")}


class ValidationError(Exception):
    """The validator cannot be installed or run, or it validated nothing."""


def validator() -> Path:
    """Return the validator's program, installed if needed; raises ValidationError."""
    platform, suffix = PLATFORMS.get(sys.platform, PLATFORMS["linux"])
    folder = CACHE / VERSION
    program = folder / "node_modules" / "@microsoft" / f"sarif-multitool-{platform}" / f"Sarif.Multitool{suffix}"
    if not program.is_file():
        npm = shutil.which("npm")
        if npm is None:
            raise ValidationError("npm is not on the PATH, so the SARIF validator cannot be installed")
        folder.mkdir(parents=True, exist_ok=True)
        flags = ["--prefix", str(folder), "--ignore-scripts", "--no-audit", "--no-fund"]
        done = subprocess.run(
            [npm, "install", *flags, f"@microsoft/sarif-multitool@{VERSION}"], capture_output=True, text=True
        )
        if done.returncode or not program.is_file():
            raise ValidationError(f"npm could not install the SARIF validator: {done.stderr.strip()[-500:]}")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    return program


def problems(files: list[Path], program: Path) -> list[str]:
    """Return the validator's errors and warnings on the files; raises ValidationError unless it read them all."""
    with tempfile.TemporaryDirectory() as folder:
        log_file = Path(folder, "log.sarif")
        options = ["--rule-kind", "Sarif;Ghas", "--level", "Error;Warning;Note", "--output", str(log_file)]
        done = subprocess.run(
            [str(program), "validate", *map(str, files), *options],
            capture_output=True,
            text=True,
            env={**os.environ, "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT": "1"},
        )
        output = (done.stdout + done.stderr).strip()
        scanned = re.search(r"(\d+) files? scanned", output)
        if done.returncode or scanned is None or not log_file.is_file():
            raise ValidationError(f"the validator did not finish: {output[-500:]}")
        if int(scanned[1]) != len(files):
            raise ValidationError(f"the validator read {scanned[1]} of {len(files)} files: {output[-500:]}")
        log = json.loads(log_file.read_text(encoding="utf-8-sig"))
    judged = {_file(result) for run in log["runs"] for result in run.get("results", [])}
    ignored = [str(file) for file in files if str(file) not in judged]
    if ignored:  # a file that it cannot load it skips without a word; on any other it has a note at least
        raise ValidationError(f"the validator could not load {', '.join(ignored)}")
    return [text for run in log["runs"] for text in _problems_of(run)]


def _problems_of(run: dict[str, Any]) -> list[str]:
    rules = run["tool"]["driver"].get("rules", [])
    texts = []
    for invocation in run.get("invocations", []):
        for key in ("toolExecutionNotifications", "toolConfigurationNotifications"):
            for notification in invocation.get(key, []):
                if notification.get("level", "warning") in ("error", "warning"):
                    texts.append(f"{notification.get('level', 'warning')}: {notification['message'].get('text')}")
    for result in run.get("results", []):
        rule = rules[result["ruleIndex"]] if result.get("ruleIndex", -1) >= 0 else {}
        level = result.get("level") or rule.get("defaultConfiguration", {}).get("level", "warning")
        if result.get("kind", "fail") == "fail" and level in ("error", "warning"):
            texts.append(f"{_file(result)}: {level}: {result.get('ruleId')}: {_text(result, rule)}")
    return texts


def _file(result: dict[str, Any]) -> str:
    for location in result.get("locations", []):
        uri = location.get("physicalLocation", {}).get("artifactLocation", {}).get("uri")
        if uri:
            return url2pathname(uri[len("file://") :]) if uri.startswith("file://") else str(uri)
    return "?"


def _text(result: dict[str, Any], rule: dict[str, Any]) -> str:
    message = result["message"]
    text = str(message.get("text") or rule.get("messageStrings", {}).get(message.get("id"), {}).get("text", ""))
    for number, argument in enumerate(message.get("arguments", [])):
        text = text.replace(f"{{{number}}}", argument)
    return text


def main(arguments: Optional[list[str]] = None) -> int:
    """Validate the files named on the command line and return the exit code."""
    parser = argparse.ArgumentParser(description="validate SARIF files with the official validator")
    parser.add_argument("files", nargs="*", metavar="FILE", type=Path)
    files = sorted({file.absolute() for file in parser.parse_args(arguments).files})
    absent = [str(file) for file in files if not file.is_file()]
    if not files or absent:
        print(f"nothing was validated: {'no such file: ' + ', '.join(absent) if absent else 'no file was named'}")
        return 1
    try:
        texts = problems(files, validator())
    except ValidationError as problem:
        print(f"nothing was validated: {problem}")
        return 1
    for text in texts:
        print(text)
    print(f"{len(files)} SARIF file(s) validated, {len(texts)} error(s) and warning(s)")
    return 1 if texts else 0


if __name__ == "__main__":
    sys.exit(main())
