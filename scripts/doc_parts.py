"""The parts of the pages that are made from the program: its commands, rules, words and models."""

from collections.abc import Callable, Sequence
from dataclasses import fields
from typing import Any

from doc_models import MODEL_PARTS
from doc_tables import cell, code, table
from typer.main import get_command

from claimtrack import errors
from claimtrack.cli.app import COMMANDS, GROUPS, app
from claimtrack.cli.common import Common, Reading
from claimtrack.config import PERSONAL
from claimtrack.desk.rows import CLAIM_FIELDS, OWN_FIELDS, REPORT_FIELDS
from claimtrack.exchange.formats import FORMATS
from claimtrack.model.settings import DEFAULT_SCALE, KEYS
from claimtrack.model.words import CREDIBILITY, Relation
from claimtrack.query import KEYS as FILTERS
from claimtrack.query import SORTS
from claimtrack.rules.evidence import Omission
from claimtrack.rules.status import RULES

COMMON = frozenset(field.name for field in fields(Common))
READING = frozenset(field.name for field in fields(Reading)) - COMMON
PROGRAM = "claimtrack"


def command_index() -> str:
    """Every command with its line, by panels as in the help."""
    lines = []
    for panel in dict.fromkeys(command.panel for command in COMMANDS.values()):
        rows = []
        for name, command in COMMANDS.items():
            if command.panel == panel:
                rows += [(_linked(name), command.summary), *_group_rows(name)]
        lines += [f"**{panel}**", "", table(("command", "does"), rows), ""]
    return "\n".join(lines)


def command_pages() -> str:
    """Every command with its usage, description, examples, arguments and options."""
    root = get_command(app)
    pages = []
    for name in COMMANDS:
        command = root.get_command(None, name)  # type: ignore[attr-defined]
        if name not in GROUPS:
            pages.append(_command_page(name, command))
            continue
        for inner in GROUPS[name]:
            pages.append(_command_page(f"{name} {inner}", command.get_command(None, inner)))
    return "\n\n".join(pages)


def common_options() -> str:
    """The options of every command, and those of the commands that read."""
    root = get_command(app)
    params = root.get_command(None, "list").params  # type: ignore[attr-defined]
    every = [p for p in params if p.name in COMMON]
    reading = [p for p in params if p.name in READING]
    return "\n".join(
        (
            "Every command takes these, before or after its name:",
            "",
            _options(every),
            "",
            f"Those that read ({', '.join(map(code, _readers(root)))}, and the lists and cards of "
            "sources and parties) also take:",
            "",
            _options(reading),
        )
    )


def _readers(root: Any) -> list[str]:
    """The commands that take the options of reading."""
    built = {name: root.get_command(None, name) for name in COMMANDS if name not in GROUPS}
    return [name for name, command in built.items() if {p.name for p in command.params} >= READING]


def filter_terms() -> str:
    """The keys of filters and of sorting."""
    rows = [(code(f"{key}:"), cell(filter_key.means)) for key, filter_key in FILTERS.items()]
    sorts = ", ".join(map(code, SORTS))
    return f"{table(('term', 'values'), rows)}\n\n`--sort` knows {sorts}."


def exit_codes() -> str:
    """What the program's exit codes mean, from the classes of its errors."""
    rows = [("0", "done")]
    for error in errors.ClaimtrackError.__subclasses__():
        if error.exit_code == 0:  # nothing is wrong, and nobody is told
            continue
        sentence = (error.__doc__ or "").strip().rstrip(".")
        rows.append((str(error.exit_code), cell(sentence[0].lower() + sentence[1:])))
    return table(("code", "meaning"), sorted(rows))


def formats() -> str:
    """The formats of ``import`` and ``export``."""
    rows = [
        (
            code(name),
            cell(f"{known.title}: {known.summary}"),
            "yes" if known.reads else "",
            "yes" if known.writes else "",
            ", ".join(map(code, known.suffixes)),
            code(f"claimtrack[{known.extra}]") if known.extra else "",
        )
        for name, known in FORMATS.items()
    ]
    return table(("format", "", "import", "export", "files", "needs"), rows)


def import_fields() -> str:
    """The fields of ``import --map``."""
    fields = {"of the claim": CLAIM_FIELDS, "of a report": REPORT_FIELDS, "of our own": OWN_FIELDS}
    rows = [
        (code(name), whose, cell(means))
        for whose, known in fields.items()
        for name, means in known.items()
    ]
    return table(("field", "", "holds"), rows)


def settings() -> str:
    """The ledger's settings and a person's own."""
    ledger = [(code(name), cell(key.means)) for name, key in KEYS.items()]
    person = [(code(key), cell(meaning)) for key, meaning in PERSONAL.items()]
    return "\n\n".join(
        (
            "Kept in the ledger, set with `claimtrack config KEY VALUE`:",
            table(("key", "meaning"), ledger),
            "Kept in a TOML file of your own:",
            table(("key", "meaning"), person),
        )
    )


def status_rules() -> str:
    """The table of statuses, in the order in which its rules are tried."""
    rows = [(str(number), code(rule.status), rule.sentence) for number, rule in enumerate(RULES, 1)]
    return table(("", "status", "when"), rows)


def omissions() -> str:
    """Why a report counts in no origin, in the order in which the reasons are looked for."""
    return "\n".join(f"{number}. {reason}" for number, reason in enumerate(Omission, 1))


def credibility() -> str:
    """The Admiralty code for what a report says."""
    return table(("", "what the report says is"), [(str(n), w) for n, w in CREDIBILITY.items()])


def verdict_scale() -> str:
    """The words of the verdict scale that a new ledger has."""
    rows = [
        (
            code(rating.word),
            "" if rating.value is None else str(rating.value),
            "yes" if rating.settles else "no",
            "" if rating.lean == "neither" else rating.lean,
        )
        for rating in DEFAULT_SCALE.values()
    ]
    return table(("rating", "value", "closes the claim", "leans"), rows)


def relations() -> str:
    """The relations of links, and from where they are seen."""
    rows = [
        (code(r), "both claims" if r.mutual else "one claim, and shown on the other as ←")
        for r in Relation
    ]
    return table(("relation", "seen from"), rows)


def _group_rows(name: str) -> list[tuple[str, str]]:
    return [(_linked(f"{name} {inner}"), c.summary) for inner, c in GROUPS.get(name, {}).items()]


def _linked(name: str) -> str:
    known = name if name not in GROUPS else f"{name} {next(iter(GROUPS[name]))}"
    return f"[{code(name)}](#{known.replace(' ', '-')})"


def _command_page(name: str, command: Any) -> str:
    """A command's heading, usage, description, examples and its own options."""
    arguments = [p for p in command.params if p.param_type_name == "argument"]
    options = [p for p in command.params if p.param_type_name == "option"]
    own = [p for p in options if p.name not in COMMON | READING]
    prose, examples = _described(command.help or "")
    parts = [f"### {name}", prose, _block(_usage(name, arguments, own))]
    if arguments:
        rows = [(code(p.metavar or p.name.upper()), cell(p.help or "")) for p in arguments]
        parts.append(table(("argument", ""), rows))
    if own:
        parts.append(_options(own))
    if examples:
        parts.append("For example:\n\n" + _block("\n".join(examples)))
    return "\n\n".join(filter(None, parts))


def _described(text: str) -> tuple[str, list[str]]:
    """A command's help as prose, and the examples in it."""
    prose, examples = [], []
    for paragraph in text.split("\n\n"):
        line = " ".join(paragraph.split())
        if line.startswith(f"{PROGRAM} "):
            examples.append(line)
        elif line:
            prose.append(line.replace("<", "&lt;"))
    return "\n\n".join(prose), examples


def _usage(name: str, arguments: Sequence[Any], options: Sequence[Any]) -> str:
    words = [PROGRAM, name]
    for argument in arguments:
        word = argument.metavar or argument.name.upper()
        words.append(word if argument.required or word.startswith("[") else f"[{word}]")
    words += [f"{o.opts[0]} {o.metavar}" for o in options if o.required]
    return " ".join([*words, "[OPTIONS]"])


def _options(options: Sequence[Any]) -> str:
    return table(("option", ""), [(_option(o), cell(_meaning(o))) for o in options])


def _option(option: Any) -> str:
    names = "/".join([*option.opts, *option.secondary_opts])
    return code(f"{names} {option.metavar}" if option.metavar else names)


def _meaning(option: Any) -> str:
    words = [option.help or ""]
    if choices := getattr(option.type, "choices", None):
        words.append(f"One of {', '.join(f'`{choice}`' for choice in choices)}.")
    if option.required:
        words.append("Required.")
    return " ".join(words)


def _block(text: str) -> str:
    return f"```sh\n{text}\n```"


PARTS: dict[str, Callable[[], str]] = {
    "command-index": command_index,
    "command-pages": command_pages,
    "common-options": common_options,
    "filter-terms": filter_terms,
    "exit-codes": exit_codes,
    "formats": formats,
    "import-fields": import_fields,
    "settings": settings,
    "status-rules": status_rules,
    "omissions": omissions,
    "credibility": credibility,
    "verdict-scale": verdict_scale,
    "relations": relations,
    **MODEL_PARTS,
}
"""By the name in ``<!-- generated: NAME -->``."""
