"""The list of commands, and the groups that load a command's module only when it is called."""

from importlib import import_module
from inspect import cleandoc
from typing import Annotated, Any, ClassVar, NamedTuple

import typer
from typer.core import TyperGroup

from claimtrack.cli.common import Common
from claimtrack.cli.frame import NOT_GIVEN, framed
from claimtrack.errors import BadInput

UsageError: type[Exception] = typer.BadParameter.__mro__[2]
"""What Typer raises for any wrong usage: the base of its public BadParameter."""

Abort = typer.Abort
"""What Typer raises where a question was broken off."""

SETTINGS = {"help_option_names": ["-h", "--help"], "max_content_width": 100}


class Command(NamedTuple):
    """A command: the function that runs it (module:name), and its line in the help."""

    function: str
    summary: str
    panel: str = ""


LOG, READ, NOTICE, DECIDE, REGISTRIES, EXCHANGE, CARE = (
    "Log what is learned",
    "Read",
    "Notice",
    "Decide, link and mend",
    "Sources and parties",
    "To and from the rest of the world",
    "Care of the ledger",
)

COMMANDS = {
    "add": Command("opening:add", "Open a claim, with its first report in the same stroke.", LOG),
    "report": Command("evidence:report", "Add a report: who says so, or says not.", LOG),
    "confirm": Command("evidence:confirm", "A party confirms the claim.", LOG),
    "deny": Command("evidence:deny", "A party denies the claim.", LOG),
    "position": Command("evidence:position", "A party hedges, declines, is asked, is silent.", LOG),
    "assess": Command("evidence:assess", "Say what was found out about a report.", LOG),
    "retract": Command("evidence:retract", "A source or a party takes back what it said.", LOG),
    "note": Command("deciding:note", "Put free text on a claim.", LOG),
    "list": Command("reading:list_claims", "List claims, all or those that filters name.", READ),
    "show": Command("reading:show", "Show all that is on file about a claim.", READ),
    "why": Command("reading:why", "Say why a claim has its status.", READ),
    "timeline": Command("reading:timeline", "Draw a claim's life on a line of time.", READ),
    "log": Command("reading:log", "Show what was logged, when and by whom.", READ),
    "search": Command(
        "reading:search", "Find words anywhere, or the claims that cite a url.", READ
    ),
    "stale": Command("noticing:stale", "List what needs attention, and why.", NOTICE),
    "due": Command("noticing:due", "List what falls due.", NOTICE),
    "changes": Command("noticing:changes", "Show what moved since a moment.", NOTICE),
    "board": Command("noticing:board", "Show one screen for the morning meeting.", NOTICE),
    "snooze": Command("deciding:snooze", "Look at a claim again on a later day.", NOTICE),
    "verdict": Command("deciding:verdict", "Decide a claim, with a reason.", DECIDE),
    "reopen": Command("deciding:reopen", "Take the verdict off a claim again.", DECIDE),
    "link": Command("deciding:link", "Say how a claim bears on another.", DECIDE),
    "edit": Command("mending:edit", "Change a claim's fields, or an entry typed wrong.", DECIDE),
    "move": Command("mending:move", "Move an entry to the claim that it belongs to.", DECIDE),
    "withdraw": Command("deciding:withdraw", "Take back one of the desk's own entries.", DECIDE),
    "undo": Command("undoing:undo", "Take back your own last command.", DECIDE),
    "redo": Command("undoing:redo", "Bring back what the last undo took.", DECIDE),
    "assign": Command("mending:assign", "Say who works on a claim.", DECIDE),
    "take": Command("mending:take", "Work on a claim yourself.", DECIDE),
    "source": Command("sources", "Sources: add, list, show, edit, rate, alias, merge.", REGISTRIES),
    "party": Command("parties", "Parties: add, list, show, edit, alias, merge.", REGISTRIES),
    "import": Command("exchanging:import_file", "Take claims and reports from a file.", EXCHANGE),
    "export": Command("exchanging:export", "Write claims to a file, in many formats.", EXCHANGE),
    "when": Command("dates:when", "Show how a date is read.", CARE),
    "init": Command("care:init", "Start a ledger here, empty or with an example.", CARE),
    "doctor": Command("doctor:doctor", "Find what is wrong with the ledger, and mend it.", CARE),
    "restore": Command("restoring:restore", "List earlier states, or bring one back.", CARE),
    "seal": Command("sealing:seal", "Print one hash over the whole ledger.", CARE),
    "verify": Command("sealing:verify", "Say whether all that was sealed is still there.", CARE),
    "merge": Command("uniting:merge", "Unite another ledger with this one.", CARE),
    "git-setup": Command("uniting:git_setup", "Have git merge branches of the ledger.", CARE),
    "merge-driver": Command("uniting:merge_driver", "Merge two branches' ledgers, for git.", CARE),
    "migrate": Command(
        "migrating:migrate", "Move the ledger to another store, such as a database.", CARE
    ),
    "forget": Command("undoing:forget", "Erase a claim for good, where the law asks.", CARE),
    "config": Command("care:config", "Show or set the ledger's configuration.", CARE),
}
"""Every command, in the order of the help; a name without a function is a group of its own."""

SOURCE_COMMANDS = {
    "add": Command("sources:add", "Enter a source."),
    "list": Command("sources:list_sources", "List the sources."),
    "show": Command("sources:show", "Show a source, with all that was logged about it."),
    "edit": Command("sources:edit", "Change what is on file about a source."),
    "rate": Command("sources:rate", "Grade a source from A to F by the Admiralty code."),
    "alias": Command("sources:alias", "Give a source another name."),
    "merge": Command("sources:merge", "Two sources are one: one key becomes the other's alias."),
}

PARTY_COMMANDS = {
    "add": Command("parties:add", "Enter a party."),
    "list": Command("parties:list_parties", "List the parties."),
    "show": Command("parties:show", "Show a party, with all that was logged about it."),
    "edit": Command("parties:edit", "Rename a party."),
    "alias": Command("parties:alias", "Give a party another name."),
    "merge": Command("parties:merge", "Two parties are one: one key becomes the other's alias."),
}

GROUPS = {"source": SOURCE_COMMANDS, "party": PARTY_COMMANDS}


class LazyGroup(TyperGroup):
    """A group that knows its commands by name and loads each when it is asked for."""

    table: ClassVar[dict[str, Command]] = {}

    def list_commands(self, ctx: Any) -> list[str]:
        """The names of the commands, in the order of the table."""
        return list(self.table)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """The command of that name, built now; None where there is none."""
        if cmd_name not in self.table:
            return None
        if cmd_name not in self.commands:
            self.commands[cmd_name] = _built(cmd_name, self.table[cmd_name])
        return self.commands[cmd_name]

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """As Typer does it, but knowing all names for its "did you mean"."""
        if args and args[0] not in self.table and not args[0].startswith("-"):
            from difflib import get_close_matches

            near = get_close_matches(args[0], self.table, n=3)
            hint = f"did you mean {' or '.join(near)}?" if near else "-h lists the commands"
            raise BadInput(f"no command {args[0]!r}: {hint}")
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """The commands in their panels, without loading any."""
        width = max(map(len, self.table))
        for panel in dict.fromkeys(command.panel for command in self.table.values()):
            rows = [
                (name.ljust(width), command.summary)
                for name, command in self.table.items()
                if command.panel == panel
            ]
            with formatter.section(panel or "Commands"):
                formatter.write_dl(rows)


class RootGroup(LazyGroup):
    """The program itself."""

    table = COMMANDS


class SourceGroup(LazyGroup):
    """``claimtrack source``."""

    table = SOURCE_COMMANDS


class PartyGroup(LazyGroup):
    """``claimtrack party``."""

    table = PARTY_COMMANDS


def _typer(**settings: Any) -> typer.Typer:
    return typer.Typer(
        rich_markup_mode=None,  # plain help: no box, the same in a pipe, and twice as fast
        pretty_exceptions_enable=False,
        context_settings=SETTINGS,
        **settings,
    )


def _built(name: str, command: Command) -> Any:
    module, _, function = command.function.partition(":")
    if not function:
        group = {"source": SourceGroup, "party": PartyGroup}[name]
        sub = _typer(
            cls=group, invoke_without_command=True, add_completion=False, help=command.summary
        )
        sub.callback()(_group)
        return typer.main.get_command(sub)
    run = getattr(import_module(f"claimtrack.cli.{module}"), function)
    sub = _typer(add_completion=False)
    details = f"\n\n{cleandoc(run.__doc__)}" if run.__doc__ else ""
    sub.command(name, help=command.summary + details, cls=getattr(run, "cls", None))(run)
    return typer.main.get_command(sub)


def _help_without_command(ctx: typer.Context) -> None:
    """Whoever names no command is told which there are."""
    if ctx.invoked_subcommand is None:
        print(ctx.get_help())


def _keep(ctx: typer.Context, common: Common) -> None:
    """Keep the options given so far for the command after them."""
    ctx.obj = {name: value for name, value in vars(common).items() if value not in NOT_GIVEN}


@framed
def _group(ctx: typer.Context, common: Common) -> None:
    _help_without_command(ctx)
    _keep(ctx, common)


app = _typer(cls=RootGroup, invoke_without_command=True)


@app.callback(
    help="A ledger for claims and rumors: what is unconfirmed, who says so, and who denies it.",
    epilog='Start with: claimtrack add "..." --source https://t.me/name/123',
)
@framed
def root(
    ctx: typer.Context,
    common: Common,
    version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False,
) -> None:
    """Keep the options given before the verb for the command after it."""
    if version:
        from claimtrack import __version__

        print(f"claimtrack {__version__}")
        raise typer.Exit(0)
    _help_without_command(ctx)
    _keep(ctx, common)
