"""The command line. Nothing below this module prints or ends the process.

Imports are made where they are needed: `c8-lint --version` loads no rule, and an unused reporter is never loaded.
"""

import gc
import os
import re
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any, Callable, Optional, TypeVar

import click

from macrometa_conformance.errors import LintError, ToolError, UsageError, nearest
from macrometa_conformance.reporters import FORMATS, RenderOptions, render
from macrometa_conformance.version import VERSION

if TYPE_CHECKING:
    from click._termui_impl import ProgressBar

    from macrometa_conformance.baseline import Change
    from macrometa_conformance.config import Overrides
    from macrometa_conformance.registry import Registry
    from macrometa_conformance.rule import Rule

_Function = TypeVar("_Function", bound=Callable[..., Any])
_LEVELS = ("error", "warning", "note")
_CODES = re.compile(r"C8[0-9]{0,3}")
_CONTEXT = {"help_option_names": ["-h", "--help"], "max_content_width": 100}
_WORTH_A_BAR = 5  # connectors
_INTERRUPTED = 130  # what shells give a process that was interrupted
_EPILOG = """\b
Commands:
  c8-lint [check] [PATH]...                 check connectors
  c8-lint rules [-f text|json] [RULE]...    list the rules, or those that are named
  c8-lint explain RULE...                   tell what rules demand, with examples
  A command's name wins over a folder's: write ./check for a folder named check.

\b
Exit code: 0 nothing that fails the run; 1 findings; 2 wrong usage or settings; 3 the tool failed.
"""


def run(name: str = "") -> None:
    """Run the command line, and end the process with its exit code at once.

    What the run made is not freed first, which would take a tenth of its time. `name` is that by which the run can be
    remembered, empty where it cannot be.
    """
    code = main(name=name)
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError):  # `main` has told it
            stream.flush()
    os._exit(code)


def main(arguments: Optional[Sequence[str]] = None, *, name: Optional[str] = None) -> int:
    """Run the command line and return the exit code: 0, 1 (findings), 2 (usage, settings) or 3 (the tool failed).

    `name` is that of the run, under which it can be remembered, empty where it cannot be; with None there is no cache.
    """
    args = list(sys.argv[1:] if arguments is None else arguments)
    command, shown = check, "c8-lint"
    if args and args[0] in _COMMANDS:
        command, shown = _COMMANDS[args[0]], f"c8-lint {args[0]}"
        args = args[1:]
    _accept_any_text()
    collecting = gc.isenabled()
    gc.disable()  # a run leaves few cycles behind and ends soon: looking for them takes a tenth of its time
    try:
        code = command.main(args, prog_name=shown, standalone_mode=False, obj=name)
        return int(code or 0)
    except LintError as error:
        _complain(str(error))
        return error.exit_code
    except click.NoSuchOption as error:  # click words it otherwise in each of its versions
        words = [word.lstrip("-") for word in error.possibilities or ()]  # the dashes would make all of them alike
        near = nearest(error.option_name.lstrip("-"), words)
        hint = f"did you mean `--{near}`?" if near else f"`{shown} --help` shows the usage"
        _complain(f"no such option `{error.option_name}`; {hint}")
        return 2
    except click.ClickException as error:
        message = error.format_message().rstrip(".")
        _complain(f"{message[:1].lower()}{message[1:]}; `{shown} --help` shows the usage")
        return 2
    except (click.Abort, KeyboardInterrupt):
        _complain("interrupted")
        return _INTERRUPTED
    except Exception as error:  # the last line of defence: one clear line in place of a traceback
        verbose = any(argument in ("-v", "--verbose") for argument in args)
        if verbose:
            import traceback

            traceback.print_exc()
        _complain(
            f"the tool failed: {type(error).__name__}: {error}; "
            + ("please report it" if verbose else "`-v` shows the traceback")
        )
        return 3
    finally:
        if collecting:
            gc.enable()


def _accept_any_text() -> None:
    """Make the standard streams write what their encoding lacks as an escape."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="backslashreplace")


def _complain(message: str) -> None:
    from macrometa_conformance.brevity import brief
    from macrometa_conformance.reporters.escape import visible

    told = visible(brief(message))
    print(f"c8-lint: error: {told}", file=sys.stderr)  # noqa: T201 - standard error is the command line's


def _tell(message: str) -> None:
    from macrometa_conformance.reporters.escape import visible

    print(f"c8-lint: {visible(message)}", file=sys.stderr)  # noqa: T201 - as above


def _warn(warnings: Sequence[str]) -> None:
    from macrometa_conformance.reporters.escape import visible

    for warning in warnings:
        print(f"c8-lint: warning: {visible(warning)}", file=sys.stderr)  # noqa: T201 - as above


def _words(_: click.Context, parameter: click.Parameter, values: Sequence[str]) -> tuple[str, ...]:
    """Split lists at commas and blanks. Raises BadParameter on one that names nothing."""
    words = tuple(word for value in values for word in value.replace(",", " ").split())
    if values and not words:
        raise click.BadParameter("it names no rule", param=parameter)
    return words


def _path(_: click.Context, parameter: click.Parameter, value: Optional[str]) -> str:
    """Return a path, empty where the option is not given. Raises BadParameter on one that is given and names none."""
    if value == "":
        raise click.BadParameter("it names no file", param=parameter)
    if value == "-":
        raise click.BadParameter("`-` is not standard input or output here, and a file is `./-`", param=parameter)
    return value or ""


def _path_option(name: str, metavar: str, help_text: str) -> Callable[[_Function], _Function]:
    return click.option(name, metavar=metavar, callback=_path, help=help_text)


def _rule_option(name: str, help_text: str) -> Callable[[_Function], _Function]:
    return click.option(name, multiple=True, metavar="CODES", callback=_words, help=help_text)


@click.command(context_settings=_CONTEXT, epilog=_EPILOG)
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@click.option("-f", "--format", "formats", multiple=True, metavar="NAME[=FILE]",
              help=f"How to report: {', '.join(FORMATS)}; with =FILE into a file. Repeatable.")  # fmt: skip
@_rule_option("--select", "Run these rules alone: codes, names or first characters (C83), with commas.")
@_rule_option("--extend-select", "Run these rules too, such as opt-in ones.")
@_rule_option("--ignore", "Do not run these rules.")
@click.option("--fail-on", type=click.Choice([*_LEVELS, "never"]), help="From which severity on to exit 1 [error].")
@click.option("--exit-zero", is_flag=True, help="Exit 0 whatever is found.")
@click.option("--severity-min", type=click.Choice(_LEVELS), default="note", help="Tell findings from this severity on.")
@click.option("--report", "show_report", is_flag=True, help="Tell how every rule ended, and why.")
@click.option("--statistics", is_flag=True, help="Count the findings of each rule.")
@click.option("--matrix", is_flag=True, help="Show how each rule ended on each connector.")
@_path_option("--config", "FILE", "Take the settings of FILE, not those of the project.")
@_path_option("--baseline", "FILE", "Do not count the findings that FILE knows.")
@_path_option("--write-baseline", "FILE", "Write what is found to FILE; drop from one that exists what is gone.")
@click.option("--extend-baseline", is_flag=True, help="With --write-baseline: take new findings, too.")
@click.option("--isolated", is_flag=True, help="Heed no settings or comments of the project, load no plug-in.")
@click.option("--no-suppressions", is_flag=True, help="Count what comments and `per-file-ignores` suppress, too.")
@click.option("--require-reason", is_flag=True, help="Suppressions that give no reason do not count.")
@click.option("--sarif-suppressed", is_flag=True, help="Put what is suppressed into SARIF, marked as such.")
@click.option("--tracked", is_flag=True, help="Judge the files that git tracks, as if no others were there.")
@click.option("-j", "--jobs", type=click.IntRange(min=1), metavar="N",
              help="Spread several connectors over N processes [what the machine has].")  # fmt: skip
@_path_option("--cache-dir", "DIR", "Keep there what the next run can use again.")
@click.option("--no-cache", is_flag=True, help="Use nothing that an earlier run has kept, and keep nothing.")
@click.option("--show-settings", is_flag=True, help="Show the settings that hold, and where they come from.")
@click.option("--color", type=click.Choice(["auto", "always", "never"]), default="auto", help="Colour in text.")
@click.option("-q", "--quiet", is_flag=True, help="Findings alone, without summary and warnings.")
@click.option("-v", "--verbose", is_flag=True, help="Tell what was undecided or suppressed too.")
@click.version_option(VERSION, prog_name="c8-lint", message="%(prog)s %(version)s")
@click.pass_obj
def check(
    name: Optional[str], paths: tuple[str, ...], formats: tuple[str, ...], select: tuple[str, ...],
    extend_select: tuple[str, ...], ignore: tuple[str, ...], fail_on: Optional[str], exit_zero: bool, severity_min: str,
    show_report: bool, statistics: bool, config: str, isolated: bool, tracked: bool, show_settings: bool, color: str,
    quiet: bool, verbose: bool, no_suppressions: bool, require_reason: bool, sarif_suppressed: bool, baseline: str,
    write_baseline: str, extend_baseline: bool, jobs: Optional[int], cache_dir: str, no_cache: bool,
    matrix: bool,
) -> int:  # fmt: skip
    """Check that Macrometa C8 connectors obey the connector guidelines.

    Each PATH is the root folder of one connector; without one it is the working folder.
    """
    from macrometa_conformance.baseline import baseline_asked_for, rewritten
    from macrometa_conformance.config import LEVELS, Overrides
    from macrometa_conformance.engine import Means, lint
    from macrometa_conformance.files import Writing
    from macrometa_conformance.keeping import Keeping
    from macrometa_conformance.outputs import outputs_of
    from macrometa_conformance.registry import load_registry
    from macrometa_conformance.reporters.links import link_base
    from macrometa_conformance.reporters.summary import change_line, total_line

    outputs = outputs_of(formats, write_baseline or baseline)
    keeping = Keeping(None if no_cache else name, cache_dir, paths or (".",), (config, baseline))
    known = baseline_asked_for(baseline, write_baseline, extend=extend_baseline)
    spelt: dict[str, str] = {}
    for path in paths:
        spelt.setdefault(os.path.normpath(path), path)
    folders = tuple(spelt.values()) or (".",)
    overrides = Overrides(
        select, extend_select, ignore, fail_on or "", LEVELS[severity_min], config, isolated=isolated, tracked=tracked,
        no_suppressions=no_suppressions, require_reason=require_reason, baseline=known,
        writes_baseline=bool(write_baseline),
    )  # fmt: skip
    _check_paths(folders)
    registry = load_registry(plugins=not isolated, roots=folders)
    if show_settings:
        _print(_settings(folders, overrides, registry))
        return 0
    with _progress(len(folders), quiet=quiet) as told:
        means = Means(keeping.facts, keeping.reports(registry), keeping.witness, jobs or 0, told)
        report = lint(folders, overrides, registry, means)
    if not quiet:
        _warn(report.warnings)
    options = RenderOptions(
        quiet=quiet, verbose=verbose, show_report=show_report, statistics=statistics, version=VERSION,
        link_base=link_base(os.environ), sarif_suppressed=sarif_suppressed, matrix=matrix,
    )  # fmt: skip
    with Writing() as files:
        change: Optional[Change] = None
        if write_baseline and known:
            report, change = rewritten(known, report, files, extend=extend_baseline)
        for output in outputs:
            if output.file:
                files.add("the report", output.file, render(output.format, report, options))
        printed = "".join(
            render(output.format, report, _for_terminal(options, color)) for output in outputs if not output.file
        )
        _print(printed)
        files.finish()
    if change and not quiet:
        _tell(change_line(write_baseline, change))
    if not quiet and all(output.file for output in outputs):
        _tell(f"{total_line(report)}; the report is in {', '.join(f'`{output.file}`' for output in outputs)}")
    code = 0 if exit_zero and report.exit_code == 1 else report.exit_code
    alone = not outputs[0].file and len(outputs) == 1 and not write_baseline and not tracked
    keeping.finish(report, printed, code, alone=alone, plugins=registry.foreign)
    return code


@contextmanager
def _progress(count: int, *, quiet: bool) -> Iterator[Optional[Callable[[int], None]]]:
    """Give what shows on a terminal how many connectors are done; nothing of it is left there."""
    if count < _WORTH_A_BAR or quiet or not sys.stderr.isatty() or os.environ.get("TERM") == "dumb":
        yield None
        return
    bar: ProgressBar[int]
    with click.progressbar(length=count, label="connectors", file=sys.stderr, show_pos=True) as bar:
        yield bar.update
    sys.stderr.write("\x1b[1A\x1b[2K")
    sys.stderr.flush()


@click.command(context_settings=_CONTEXT)
@click.argument("words", nargs=-1, metavar="[RULE]...", callback=_words)
@click.option("-f", "--format", "form", type=click.Choice(["text", "json"]), default="text", help="How to list them.")
def rules(words: tuple[str, ...], form: str) -> None:
    """List the rules, those of installed plug-ins too.

    Each RULE is a code, a name or the first characters of codes (C83); without one all are listed.
    """
    from macrometa_conformance.registry import load_registry
    from macrometa_conformance.reporters import rule_list

    registry = load_registry()
    listed = _named(words, registry) if words else registry.rules
    _print(rule_list.as_json(listed) if form == "json" else rule_list.as_text(listed))


@click.command(context_settings=_CONTEXT)
@click.argument("words", nargs=-1, required=True, metavar="RULE...", callback=_words)
def explain(words: tuple[str, ...]) -> None:
    """Tell what rules demand, why, what breaks and what fulfils them, and how well they were measured to do.

    Each RULE is a code, a name or the first characters of codes (C83).
    """
    from macrometa_conformance.registry import load_registry
    from macrometa_conformance.reporters import rule_list

    _print("\n\n".join(rule_list.explanation(rule) for rule in _named(words, load_registry())))


def _named(words: Sequence[str], registry: "Registry") -> "tuple[Rule, ...]":
    """Return the rules that the words name, each once, in the order of the words. Raises UsageError."""
    return tuple(dict.fromkeys(rule for word in words for rule in registry.find(word)))


_COMMANDS = {"check": check, "rules": rules, "explain": explain}


def _check_paths(paths: Sequence[str]) -> None:
    """Raise UsageError on a command or a rule that stands where it is taken for a path."""
    near = "" if paths[0] in _COMMANDS else nearest(paths[0], _COMMANDS)
    if near and not os.path.exists(paths[0]):
        raise UsageError(f"there is no folder and no command `{paths[0]}`", f"did you mean `c8-lint {near}`?")
    for path in paths:
        if path in _COMMANDS and not os.path.exists(path):
            raise UsageError(f"there is no folder `{path}`", f"the command comes first: `c8-lint {path} …`")
        if _CODES.fullmatch(path) and not os.path.exists(path):
            raise UsageError(f"there is no folder `{path}`", "write rules with commas between them: `--select C81,C83`")


def _settings(paths: Sequence[str], overrides: "Overrides", registry: "Registry") -> str:
    from macrometa_conformance.config import describe, plan_for
    from macrometa_conformance.engine import open_folder, settings_doubts, settings_for

    lines = []
    for path in paths:
        tree = open_folder(path, tracked=overrides.tracked)
        settings = settings_for(tree, path, overrides)
        _warn(tuple(settings_doubts(tree, path, overrides)))
        plan_for(settings, overrides, registry)
        if len(paths) > 1:
            lines.append(f"# {path}")
        lines += describe(settings, overrides)
    return "".join(line + "\n" for line in lines)


def _for_terminal(options: RenderOptions, color: str) -> RenderOptions:
    from shutil import get_terminal_size

    from macrometa_conformance.plain import replace

    terminal = sys.stdout.isatty()
    wanted = terminal and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    width = get_terminal_size().columns if terminal else options.width
    return replace(options, color=color == "always" or (color == "auto" and wanted), width=width)


def _print(text: str) -> None:
    """Write to standard output; a reader that has gone is no error."""
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:
        with open(os.devnull, "w") as devnull:  # what is still buffered must go somewhere when the process ends
            os.dup2(devnull.fileno(), sys.stdout.fileno())
    except OSError as error:
        raise ToolError(f"the report cannot be written: {error.strerror}") from error
