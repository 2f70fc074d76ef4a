"""What a colleague would say when evidence is logged: grades, parties' voices, urls seen before.

A confidential source is never named here: these lines may end in a log file.
"""

from shlex import quote

from claimtrack.desk.change import Change
from claimtrack.model.claim import Claim, standing_entries
from claimtrack.model.entries import Report, instant
from claimtrack.model.registry import Amended
from claimtrack.model.urls import same_page
from claimtrack.model.words import Reliability, Stance
from claimtrack.rules.evidence import CONFIRMED_CREDIBILITY, is_echo, voice_of
from claimtrack.rules.positions import parties_of
from claimtrack.store.base import Trace
from claimtrack.when import Window


def report_hints(change: Change, claim: Claim, report: Report) -> None:
    """Say what a report that was just logged gives, where that may surprise."""
    claim = change.view.claim(claim.id) or claim
    party = _voice(change, claim, report)
    if party:
        change.say(_speaks_for(change, claim, report, party))
    elif report.credibility not in CONFIRMED_CREDIBILITY and not _echo(change, claim, report):
        for key in filter(None, (report.source, report.via)):
            _ungraded_hint(change, key)


def same_url_hint(change: Change, claim: Claim, report: Report) -> None:
    """Say where the url of a report that is about to be logged is on file already."""
    if report.url is None:
        return
    page = same_page(report.url)
    snapshot = change.view.snapshot
    for claim_id in snapshot.traced(Trace.PAGE, [page]).get(page, ()):
        for record in snapshot.entries("claims", claim_id) or ():
            url = record.get("url")
            if record.get("recorded") == instant(change.moment):
                continue  # entered by this very command, on another claim
            if isinstance(url, str) and url and same_page(url) == page:
                place = "this claim" if claim_id == claim.id else f"claim {claim_id}"
                change.say(f"this url is on file already: {place}, entry {record.get('id')}")
                break


def _echo(change: Change, claim: Claim, report: Report) -> bool:
    return is_echo(report, claim.at(Report, change.today))


def _voice(change: Change, claim: Claim, report: Report) -> str | None:
    parties = {*parties_of(claim, change.today), claim.fields.claimant or ""}
    return voice_of(report, parties, change.view.context)


def _speaks_for(change: Change, claim: Claim, report: Report, party: str) -> str:
    registry = change.view.registry
    hidden = registry.confidential(report.source) or registry.confidential(report.via)
    who = "a confidential source" if hidden else report.source or "it"
    if party not in registry.parties:
        return f"{who} is the claimant's own voice, so it counts as no source"
    verb = {Stance.SUPPORTS: "confirm", Stance.REFUTES: "deny"}.get(report.stance)
    if verb is None:
        return f"{who} speaks for {party}, so it counts as no source"
    line = f"claimtrack {verb} {claim.id} --by {quote(party)}"
    if report.on != Window.day(change.today):
        line += f" --on {quote(report.on.text)}"
    if not hidden:
        line += f" --source {quote(who)}" + (f" --url {quote(report.url)}" if report.url else "")
    return f"{who} speaks for {party}, so it counts as no source; if this is its position: {line}"


def _ungraded_hint(change: Change, key: str) -> None:
    source = change.view.registry.sources[key]
    graded = any(
        isinstance(entry, Amended) and entry.changes.get("reliability")
        for entry in standing_entries(source.logged)
    )
    if source.fields.reliability != Reliability.F or graded:
        return
    if change.view.registry.confidential(key):
        change.say(
            "a confidential source is not graded, so it gives no weight: "
            "claimtrack source rate KEY A-F"
        )
    else:
        change.say(
            f"{key} is not graded, so what it says gives no weight: "
            f"claimtrack source rate {quote(key)} B   (A-F)"
        )
