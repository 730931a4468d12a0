"""What is told of a project, cut to what a person reads: a name of a megabyte would fill every line that quotes it."""

from macrometa_conformance.finding import Finding, Related, Undecided, Verdict
from macrometa_conformance.plain import replace

MOST = 2_000  # characters of a message, a help, a subject or a reason


def brief(text: str) -> str:
    """Return the text, with `…` in place of its middle where it has more than MOST characters."""
    return text if len(text) <= MOST else f"{text[: MOST // 2]}…{text[1 - MOST // 2 :]}"


def brief_verdict(verdict: Verdict) -> Verdict:
    """Return what a rule says with each of its texts cut."""
    if isinstance(verdict, Finding):
        if max(map(len, (verdict.message, verdict.help, verdict.subject))) > MOST:
            texts = brief(verdict.message), brief(verdict.help), brief(verdict.subject)
            verdict = replace(verdict, message=texts[0], help=texts[1], subject=texts[2])
        if any(len(step.message) > MOST for step in verdict.related):
            related = tuple(Related(step.place, brief(step.message)) for step in verdict.related)
            verdict = replace(verdict, related=related)
    elif isinstance(verdict, Undecided) and len(verdict.reason) > MOST:
        verdict = replace(verdict, reason=brief(verdict.reason))
    return verdict
