"""What every command function is framed with: bundles of options become one argument each.

Typer reads a function's signature. A parameter whose type is a dataclass marked with
:func:`bundle` is spread out into the options that its fields are, and put together again when
the command runs; so an option is written once, wherever it is used.
"""

import inspect
from collections.abc import Callable
from dataclasses import dataclass, fields
from typing import Any, TypeVar, dataclass_transform, get_type_hints

import typer

T = TypeVar("T")

NOT_GIVEN = (None, False)
"""The values of an option that was left out."""

SAME_THING = frozenset({"format", "json"})
"""Options that say one thing: given after the verb, either puts aside both that came before."""

_BUNDLES: dict[type, dict[str, Any]] = {}

_running: list[str] = []
"""The command that runs, with its group: the last one that was framed."""


def running() -> str:
    """The command that runs, such as ``claimtrack source add``; never its arguments."""
    return " ".join(("claimtrack", *_running))


@dataclass_transform()
def bundle(cls: type[T]) -> type[T]:
    """Mark a class of annotated options, each with a default, as a bundle."""
    made = dataclass(cls)
    _BUNDLES[made] = get_type_hints(made, include_extras=True)
    return made


def framed(function: Callable[..., None]) -> Callable[..., None]:
    """The function with its bundles spread out, as Typer can read it."""
    spread: dict[str, type] = {}
    own = inspect.signature(function, eval_str=True).parameters
    parameters = [
        inspect.Parameter("ctx", inspect.Parameter.KEYWORD_ONLY, annotation=typer.Context)
    ]
    for parameter in own.values():
        if parameter.annotation in _BUNDLES:
            spread[parameter.name] = parameter.annotation
            parameters += _options(parameter.annotation)
        else:
            parameters.append(parameter.replace(kind=inspect.Parameter.KEYWORD_ONLY))

    def run(ctx: typer.Context, **values: Any) -> None:
        _running[:] = _path(ctx)
        inherited = ctx.obj if isinstance(ctx.obj, dict) else {}
        bundles: dict[str, Any] = {}
        spent: set[str] = set()
        for name, kind in spread.items():
            given = {field: values[field] for field in _BUNDLES[kind]}
            spent |= given.keys()
            bundles[name] = kind(**_laid_over(given, inherited))
        if "ctx" in own:
            bundles["ctx"] = ctx
        function(**{k: v for k, v in values.items() if k not in spent}, **bundles)

    run.__doc__ = function.__doc__
    run.__name__ = function.__name__
    run.__signature__ = inspect.Signature(_once(parameters))  # type: ignore[attr-defined]
    run.__annotations__ = {p.name: p.annotation for p in parameters}
    return run


def _path(ctx: Any) -> list[str]:
    """The names by which a command was called, without that of the program."""
    return [*_path(ctx.parent), ctx.info_name or ""] if ctx.parent else []


def _options(kind: type) -> list[inspect.Parameter]:
    return [
        inspect.Parameter(
            field.name,
            inspect.Parameter.KEYWORD_ONLY,
            default=field.default,
            annotation=_BUNDLES[kind][field.name],
        )
        for field in fields(kind)
    ]


def _once(parameters: list[inspect.Parameter]) -> list[inspect.Parameter]:
    return list({parameter.name: parameter for parameter in parameters}.values())


def _laid_over(given: dict[str, Any], inherited: dict[str, Any]) -> dict[str, Any]:
    """Options after the verb, and where those were not given the ones before it."""
    said = {name for name, value in given.items() if value not in NOT_GIVEN}
    if said & SAME_THING:
        said |= SAME_THING
    return {
        name: value if name in said else inherited.get(name, value) for name, value in given.items()
    }
