"""First step of the action: an environment of its own, in which this checkout runs with exactly what is locked.

Nothing is built, and the Python environment of the workflow that uses the action stays as it is.
"""

import os
import subprocess
import sys
import venv
from pathlib import Path

HERE = Path(__file__).resolve().parent
CHECKOUT = HERE.parents[1]


def main() -> int:
    """Make the environment, and write the path of its Python to the step's output `python`. Returns the exit code."""
    folder = Path(os.environ["RUNNER_TEMP"]) / "c8-lint-environment"
    venv.EnvBuilder(with_pip=True, clear=True, symlinks=os.name != "nt").create(folder)
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    command = [str(python), "-I", "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    locked = ["--require-hashes", "--no-deps", "--only-binary=:all:", f"--requirement={HERE / 'requirements.txt'}"]
    code = subprocess.run([*command, *locked], check=False).returncode
    if code:
        return code
    ask = "import sysconfig; print(sysconfig.get_path('purelib'))"
    packages = subprocess.run([str(python), "-I", "-c", ask], stdout=subprocess.PIPE, text=True, check=True).stdout
    (Path(packages.strip()) / "c8-lint.pth").write_text(f"{CHECKOUT}\n", encoding="utf-8")
    with open(os.environ["GITHUB_OUTPUT"], "a", encoding="utf-8") as output:
        output.write(f"python={python}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
