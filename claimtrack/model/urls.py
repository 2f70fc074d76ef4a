"""Whose page a url is: by host, on platforms by host and account, in archives by what they keep.

No url is ever opened: all of it is read from the letters.
"""

import re
import unicodedata
from typing import NamedTuple

from claimtrack.errors import BadInput


class Outlet(NamedTuple):
    """Whose page a url is."""

    key_url: str
    """What identifies it: ``irrawaddy.com``, or on a platform ``t.me/name``, in lower case."""
    social: bool
    """Is it an account on a platform?"""
    home: str
    """Its front page, or the account's."""


class Parts(NamedTuple):
    """A url taken apart: host in lower case and bare, path without slashes at its ends."""

    host: str
    path: str
    query: str


SAME_HOST = {
    "twitter.com": "x.com",
    "telegram.me": "t.me",
    "telegram.dog": "t.me",
    "fb.com": "facebook.com",
    "threads.com": "threads.net",
}
"""Hosts that are one platform."""

NAME = r"(?P<account>[^/?#]+)"
ACCOUNTS = {
    "t.me": rf"(?:s/)?(?!c/|joinchat/|\+){NAME}",
    "x.com": rf"(?!i/|search|hashtag|home|intent){NAME}",
    "facebook.com": rf"(?:people/[^/]+/)?(?!watch|groups|events|story\.php|share|photo|reel|hashtag){NAME}",
    "youtube.com": r"(?P<account>@[^/]+|(?:channel|c|user)/[^/]+)",
    "instagram.com": rf"(?!p/|reel/|reels/|stories/|explore/|tv/){NAME}",
    "threads.net": r"(?P<account>@[^/]+)",
    "tiktok.com": r"(?P<account>@[^/]+)",
    "bsky.app": r"(?P<account>profile/[^/]+)",
    "vk.com": rf"(?!wall|photo|video|feed|search){NAME}",
    "weibo.com": r"(?P<account>u/[^/]+|(?!detail|tv|search)[^/]+)",
    "ok.ru": r"(?P<account>(?:profile|group)/[^/]+|(?!video|live)[^/]+)",
    "truthsocial.com": r"(?P<account>@[^/]+)",
    "medium.com": r"(?P<account>@[^/]+)",
    "reddit.com": r"(?P<account>(?:user|u|r)/[^/]+)",
    "linkedin.com": r"(?P<account>(?:in|company|school)/[^/]+)",
    "rumble.com": r"(?P<account>(?:c|user)/[^/]+)",
}
"""Where the account stands in the path of each platform."""

BY_QUERY = {("facebook.com", "profile.php"): "id", ("facebook.com", "permalink.php"): "id"}
"""Pages whose account is in the query."""

SHORTENED = ("youtu.be", "fb.watch", "t.co", "bit.ly", "vm.tiktok.com", "redd.it", "lnkd.in")
"""Hosts whose urls do not tell whose page they lead to."""

FEDIVERSE = re.compile(r"@[\w.-]+(?:@[\w.-]+)?(?:/|$)")
"""A path that begins with an account, on any host: Mastodon and its like."""

ARCHIVED = re.compile(
    r"(?:web\.archive\.org/web|archive\.(?:today|ph|is|li|vn|md|fo))/[0-9*]{1,14}(?:[a-z]{2}_)?/(.+)",
    re.IGNORECASE | re.DOTALL,
)
ARCHIVES = re.compile(r"web\.archive\.org|archive\.(?:today|ph|is|li|vn|md|fo)|ghostarchive\.org")

TRACKING = re.compile(r"(?:utm_\w+|fbclid|gclid|igshid|igsh|mc_cid|mc_eid|ref_src|si)$")
TRACKING_ON = {"x.com": ("s", "t")}
"""Parameters that say how a reader came to a page, not which page it is."""


def check_url(text: str) -> str:
    """The url, its ends trimmed; ``BadInput`` unless it is one of the web, with a host."""
    url = text.strip()
    if not url or any(c.isspace() or unicodedata.category(c)[0] == "C" for c in url):
        raise BadInput(f"{text[:80]!r} is no url: write https://..., without spaces")
    scheme, separator, rest = url.partition("://")
    if not separator:
        raise BadInput(f"{url[:80]!r} is no url of the web: write https://... before it")
    if scheme.lower() not in ("http", "https"):
        raise BadInput(f"{url[:80]!r}: only http and https urls can be cited")
    host = re.split(r"[/?#]", rest, maxsplit=1)[0]
    if "@" in host or not re.search(r"\w", host):
        raise BadInput(f"{url[:80]!r} has no plain host: write https://host/page")
    return url


def looks_like_url(text: str) -> bool:
    """Did somebody mean a url? With http(s) before it, or a platform's host and an account."""
    if re.match(r"https?://\S+$", text.strip(), re.IGNORECASE):
        return True
    host, slash, rest = text.strip().partition("/")
    return bool(slash and rest) and not re.search(r"\s", text) and _host(host) in ACCOUNTS


def outlet_of(url: str) -> Outlet | None:
    """Whose page it is; None where the url does not tell, as on a link shortener."""
    parts = _parts(_unarchived(url))
    host, path, query = parts
    if not host or host in SHORTENED or ARCHIVES.fullmatch(host):
        return None
    if host not in ACCOUNTS:
        if FEDIVERSE.match(path):
            return _account(host, path.split("/")[0])
        return Outlet(host, social=False, home=f"https://{host}")
    if (host, path) in BY_QUERY:
        number = re.search(rf"(?:^|&){BY_QUERY[host, path]}=([^&]+)", query)
        return _account(host, f"profile.php?id={number[1]}") if number else None
    match = re.match(ACCOUNTS[host], path)
    return _account(host, match["account"]) if match else None


def same_page(url: str) -> str:
    """A url for comparing: without scheme, ``www.``, fragment and tracking, out of its archive."""
    host, path, query = _parts(_unarchived(url))
    kept = [
        parameter
        for parameter in query.split("&")
        if parameter
        and not TRACKING.match(name := parameter.partition("=")[0])
        and name not in TRACKING_ON.get(host, ())
    ]
    return f"{host}/{path}" + ("?" + "&".join(kept) if kept else "")


def _account(host: str, account: str) -> Outlet:
    return Outlet(f"{host}/{account}".lower(), social=True, home=f"https://{host}/{account}")


def _unarchived(url: str) -> str:
    """The page that an archive's url keeps; any other url as it is."""
    bare = re.sub(r"^https?://(?:www\.)?", "", url.strip(), flags=re.IGNORECASE)
    match = ARCHIVED.match(bare)
    if not match:
        return url
    kept = match[1]
    return kept if "://" in kept else f"https://{kept}"


def _parts(url: str) -> Parts:
    rest = url.strip().partition("://")[2] or url.strip()
    rest = rest.partition("#")[0]
    address, _, query = rest.partition("?")
    host, _, path = address.partition("/")
    return Parts(_host(host), path.strip("/"), query)


def _host(host: str) -> str:
    bare = re.sub(r"^(?:www|m|mobile|amp)\.(?=[^.]+\.)", "", host.lower().rstrip("."))
    bare = re.sub(r":(?:80|443)$", "", bare)
    return SAME_HOST.get(bare, bare)
