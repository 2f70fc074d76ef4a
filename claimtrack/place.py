"""Where a ledger is: a path or a url, and how that is named without its password."""

import os.path
import re
from urllib.parse import unquote_plus

URL = re.compile(r"([a-zA-Z][a-zA-Z0-9+.-]*)://(.*)", re.DOTALL)
MEANT = re.compile(r"[^\w/.~]*((?:postgres\w*|sqlite)(?:\+\w+)?)\s*(?::|//)", re.IGNORECASE)
"""How a url begins that was written wrong, such as in quotes: a path would be shown as it is."""
HIDDEN = "***"
SQLITE = "sqlite:///"
"""What the path of an SQLite file follows."""

OPEN = frozenset(
    (
        "application_name",
        "channel_binding",
        "client_encoding",
        "connect_timeout",
        "dbname",
        "fallback_application_name",
        "gssdelegation",
        "gssencmode",
        "gsslib",
        "host",
        "hostaddr",
        "keepalives",
        "keepalives_count",
        "keepalives_idle",
        "keepalives_interval",
        "krbsrvname",
        "load_balance_hosts",
        "max_protocol_version",
        "min_protocol_version",
        "oauth_client_id",
        "oauth_issuer",
        "oauth_scope",
        "options",
        "passfile",
        "port",
        "replication",
        "require_auth",
        "requirepeer",
        "service",
        "ssl",
        "sslcert",
        "sslcertmode",
        "sslcompression",
        "sslcrl",
        "sslcrldir",
        "sslkey",
        "sslkeylogfile",
        "sslmode",
        "sslnegotiation",
        "sslrootcert",
        "sslsni",
        "ssl_min_protocol_version",
        "ssl_max_protocol_version",
        "target_session_attrs",
        "tcp_user_timeout",
        "user",
    )
)
"""The parameters of a url whose values may be shown; any other may be a secret, or one misspelt."""

SECRET = frozenset(("password", "sslpassword"))
"""Those whose values are never shown."""

PAIR = r"(?:^[^\w/.~]*|[\s;])(\w+)\s*="
"""How each pair of a connection string of libpq begins: ``host=db.example dbname=claims``."""


def is_url(where: str) -> bool:
    """Is it a url, or was one meant, and no path?"""
    return "://" in where or MEANT.match(where) is not None or is_pairs(where)


def is_pairs(where: str) -> bool:
    """Is it a connection string of libpq, and no path that there is?

    One pair alone that has a slash or a space in it may be a path, unless it is a password.
    """
    first = _first_name(where)
    if first not in OPEN | SECRET or os.path.lexists(where):
        return False
    known = [name for name in re.findall(PAIR, where) if name.lower() in OPEN | SECRET]
    value = where.partition("=")[2].strip()
    return first in SECRET or len(known) > 1 or re.search(r"[\s/]", value) is None


def as_meant(where: str) -> str:
    """A url without the spaces around it, which are of whoever pasted it; a path as it is."""
    return where.strip() if is_url(where) else where


def scheme_of(where: str) -> str:
    """The scheme of a url in small letters; empty for a path, and for a url that has none."""
    found = URL.match(where.strip()) or MEANT.match(where)
    return found[1].lower() if found and is_url(where) else ""


def is_readable(url: str) -> bool:
    """Is a url written as one?"""
    return URL.match(url) is not None


def shown(where: str) -> str:
    """A path as it is, a url without what may be a password: also one that is written wrong.

    A password with a sign in it that ought to be encoded reaches up to the last ``@``.
    """
    if not is_url(where) or scheme_of(where).startswith("sqlite"):
        return where
    if is_pairs(where):
        return f"{_first_name(where)}={HIDDEN}"
    found = URL.match(where.strip())
    if found is None:
        scheme = scheme_of(where)
        return f"{scheme}:{HIDDEN}" if scheme else f"{HIDDEN}://{HIDDEN}"
    scheme, rest = found.groups()
    user, at, rest = rest.rpartition("@")
    if at:
        name, colon, _ = user.partition(":")
        user = f"{_beginning(name)}{colon}{HIDDEN if colon else ''}"
    rest, question, query = rest.partition("?")
    authority, slash, path = rest.partition("/")
    if question:
        query = "&".join(map(_parameter, query.split("&")))
    return f"{scheme}://{user}{at}{_host(authority)}{slash}{path}{question}{query}"


def file_of(where: str) -> str | None:
    """The path of the file that a ledger is in: that itself, or SQLite's; None on a server."""
    if not is_url(where):
        return where
    return where[len(SQLITE) :] if where.lower().startswith(SQLITE) else None


def _first_name(where: str) -> str:
    """The name in the first pair of a connection string, in small letters; empty in another."""
    found = re.match(PAIR, where) if "=" in where else None
    return found[1].lower() if found else ""


def _beginning(name: str) -> str:
    """A user's name; a query that holds an ``@`` is no name."""
    return re.sub(r"[/?#].*", f"/{HIDDEN}", name, flags=re.DOTALL)


def _host(authority: str) -> str:
    """Hosts with their ports; what stands in the place of a port and is none may be a password."""
    if re.fullmatch(r"[^:]*|([^:,\[\]]*|\[[0-9a-fA-F:.%]*\])(:[0-9]*)?", authority):
        return authority
    return ",".join(re.sub(r"(?<!\[):(?![0-9]*$).*", f":{HIDDEN}", h) for h in authority.split(","))


def _parameter(said: str) -> str:
    name, equals, _ = said.partition("=")
    if not equals:
        return HIDDEN
    return said if unquote_plus(name).strip().lower() in OPEN else f"{name}={HIDDEN}"
