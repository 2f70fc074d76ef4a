"""Whose page a url is: by host, on platforms by host and account, in archives by what they keep.

No url is ever opened: all of it is read from the letters. A sub-domain is a host of its own
(``burmese.example.org`` is not ``example.org``), except those that show the same pages on other
screens: ``www.``, ``m.``, ``mobile.`` and ``amp.``.
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
    """Its front page, or the account's, spelled as in the url."""


class Parts(NamedTuple):
    """A url taken apart: host in lower case and bare, path without slashes at its ends."""

    host: str
    path: str
    query: str


class Platform(NamedTuple):
    """Where the account stands in the paths of a platform."""

    names: str = r"[^@].*"
    """Which first segments are accounts; a pattern that nothing fits where none is."""
    under: frozenset[str] = frozenset()
    """Segments that belong to the account that follows them: ``channel/ID``."""
    pages: frozenset[str] = frozenset()
    """First segments that are pages of the platform itself."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


AT_NAME = r"@.+"
NOBODY = r"(?!)"

PLATFORMS = {
    "t.me": Platform(
        names=r"\w+",
        pages=_words(
            "s c joinchat share iv proxy socks login addlist addstickers addemoji addtheme bg "
            "boost confirmphone contact giftcode invoice setlanguage"
        ),
    ),
    "x.com": Platform(
        names=r"\w+",
        pages=_words(
            "i search hashtag home intent explore settings messages notifications login signup "
            "share compose tos privacy"
        ),
    ),
    "facebook.com": Platform(
        under=_words("p"),
        pages=_words(
            "pg watch groups events event story.php permalink.php profile.php share sharer "
            "sharer.php photo photo.php photos reel reels video.php videos hashtag media stories "
            "marketplace gaming login login.php l.php plugins dialog help people pages public "
            "search notes home.php"
        ),
    ),
    "youtube.com": Platform(names=AT_NAME, under=_words("channel c user")),
    "instagram.com": Platform(
        pages=_words("p reel reels stories explore tv accounts direct s share")
    ),
    "threads.net": Platform(names=AT_NAME),
    "tiktok.com": Platform(names=AT_NAME),
    "bsky.app": Platform(names=NOBODY, under=_words("profile")),
    "vk.com": Platform(
        names=r"(?!(?:wall|photo|video|clip|topic|album|doc|story|audio|market|product)s?-?\d)[^@].*",
        pages=_words(
            "feed search video videos clips im groups away.php share.php audio audios photos "
            "albums docs friends market login wall video_ext.php"
        ),
    ),
    "weibo.com": Platform(
        under=_words("n p"),
        pages=_words("u detail tv search status ttarticle hot login.php newlogin"),
    ),
    "ok.ru": Platform(
        under=_words("profile group"), pages=_words("video live feed search dk music games")
    ),
    "truthsocial.com": Platform(names=AT_NAME),
    "medium.com": Platform(names=AT_NAME),
    "reddit.com": Platform(names=NOBODY, under=_words("user r")),
    "linkedin.com": Platform(names=NOBODY, under=_words("in company school showcase")),
    "rumble.com": Platform(names=NOBODY, under=_words("c user")),
}
"""Hosts whose pages belong to accounts."""

SAME_HOST = {
    "twitter.com": "x.com",
    "telegram.me": "t.me",
    "telegram.dog": "t.me",
    "fb.com": "facebook.com",
    "web.facebook.com": "facebook.com",
    "mbasic.facebook.com": "facebook.com",
    "touch.facebook.com": "facebook.com",
    "threads.com": "threads.net",
    "vk.ru": "vk.com",
    "weibo.cn": "weibo.com",
    "old.reddit.com": "reddit.com",
    "new.reddit.com": "reddit.com",
}
"""Hosts that are one platform."""

SAME_PATH = {
    "t.me": (r"(?:s/)+(?=[^/])", ""),
    "facebook.com": (r"(?:pg/)+(?=[^/])", ""),
    "weibo.com": (r"(?:u/)+(?=[^/])", ""),
    "reddit.com": (r"u/", "user/"),
}
"""Beginnings of a path under which a platform shows the same pages again."""

FACEBOOK_NUMBER = r"(?:people|pages)/[^/]+/([0-9]+)(?=/|$)"
FACEBOOK_QUERY = r"(?:^|&)id=([0-9]+)(?=&|$)"
FACEBOOK_BY_QUERY = ("profile.php", "permalink.php", "story.php")
"""Facebook's pages that name an account by its number, which also stands alone as its name."""

SILENT = _words(
    "youtu.be fb.watch fb.me t.co bit.ly goo.gl tinyurl.com ow.ly is.gd buff.ly vm.tiktok.com "
    "vt.tiktok.com redd.it lnkd.in web.archive.org ghostarchive.org perma.cc "
    "webcache.googleusercontent.com "
    "archive.today archive.ph archive.is archive.li archive.vn archive.md archive.fo"
)
"""Hosts of short links and of archives: their own urls do not tell whose page they lead to."""

FEDIVERSE = r"@[\w.-]+(?:@[\w.-]+)?(?=/|$)"
"""A path that begins with an account, on any host: Mastodon and its like."""

ARCHIVED = (
    r"(?is)(?:web\.archive\.org/(?:web|save)|archive\.(?:today|ph|is|li|vn|md|fo))/"
    r"(?:(?:(?:[0-9][0-9.*-]*|\*)(?:[a-z]{2}_)?|newest|oldest)/(?:https?:/+)?|https?:/+)"
    r"(?P<host>[^/.?][^/?]*\.[^/?]+)(?P<page>.*)"
)
"""An archive's url with the page that it keeps written out in it."""

SCHEME = r"(?i)([a-z][a-z0-9+-]*):(?!\d)(//)?"
LABEL = r"[\w\-\x80-\U0010ffff]+"
HOST = (
    r"(?i)(?:\[[0-9a-f:.]+\]|"
    rf"(?=[^:]*[^\W_]){LABEL}(?:\.{LABEL})*\.?)(?::(?P<port>[0-9]{{1,5}}))?"
)
BARE = r"(?:(?:www|mobile|m|amp)\.)+(?=[^.]+\.)"
DEVIANT = "\u00df\u03c2\u200c\u200d"
"""Letters that the codec reads by an older rule than browsers do: as others, or as none."""
JOINERS = "\u200c\u200d"
"""Without a width, and yet letters of Persian and Burmese words and of emoji."""

TRACKING = (
    r"(?i)utm_\w+|fbclid|gclid|dclid|yclid|msclkid|igshid|igsh|mibextid|mc_cid|mc_eid|ref_src|si"
)
TRACKING_ON = {"x.com": ("s", "t")}
"""Parameters that say how a reader came to a page, not which page it is."""


def check_url(text: str) -> str:
    """The url, its ends trimmed; ``BadInput`` unless it is one of the web, with a plain host.

    A host with a name before it (``bank.example@other.example``) is refused, as a reader takes the
    name for the host; so are signs that cannot be seen.
    """
    url = text.strip()
    shown = repr(url[:80])
    if not url:
        raise BadInput("a url is empty: write https://...")
    if any(c.isspace() for c in url):
        raise BadInput(f"{shown} is no url: write https://..., without spaces")
    if any(_hidden(c) for c in url):
        raise BadInput(f"{shown} holds a sign that cannot be seen: type the url without it")
    scheme = re.match(SCHEME, url)
    if scheme is None:
        raise BadInput(f"{shown} is no url of the web: add https:// before it")
    if scheme[1].lower() not in ("http", "https"):
        raise BadInput(f"{shown} is no url of the web: only http:// and https:// can be cited")
    host = re.split(r"[/?#]", url[scheme.end() :], maxsplit=1)[0]
    if not scheme[2] or not host:
        raise BadInput(f"{shown} has no host: write https://host/page")
    if "@" in host:
        raise BadInput(f"{shown} has a name before its host: write https://host/page")
    if not _plausible(host):
        raise BadInput(f"{shown} has no host that can be read: write https://host/page")
    return url


def looks_like_url(text: str) -> bool:
    """Did somebody mean a url? With http(s) before it, or a known host and what follows.

    Known are platforms, archives and link shorteners. ``https://`` alone decides, so that a url
    with a slip in it is refused and not taken for a name.
    """
    text = text.strip()
    if re.match(r"https?://", text, re.IGNORECASE):
        return True
    host, _, rest = text.partition("/")
    written = bool(rest) and not re.search(r"\s", text)
    return written and (_host(host) in PLATFORMS or _host(host) in SILENT)


def outlet_of(url: str) -> Outlet | None:
    """Whose page it is; None where the url does not tell, as on a link shortener."""
    parts = _parts(url)
    host, path, _ = parts
    if host in SILENT or not _plausible(host):
        return None
    if host == "facebook.com" and (number := _facebook_number(parts)):
        return _account(host, number)
    if platform := PLATFORMS.get(host):
        account = _account_in(platform, path)
        return _account(host, account) if account else None
    if account_at := re.match(FEDIVERSE, path):
        return _account(host, account_at[0])
    return Outlet(host, social=False, home=f"https://{host}")


def same_page(url: str) -> str:
    """A url for comparing: without scheme, ``www.``, fragment and tracking, out of its archive.

    What it returns is for comparing only; saying it again changes nothing.
    """
    host, path, query = _parts(url)
    kept = [
        parameter
        for parameter in query.split("&")
        if parameter
        and not re.fullmatch(TRACKING, name := parameter.partition("=")[0])
        and name not in TRACKING_ON.get(host, ())
    ]
    return "/".join(filter(None, (host, path))) + ("?" + "&".join(kept) if kept else "")


def _account(host: str, account: str) -> Outlet:
    return Outlet(f"{host}/{account}".lower(), social=True, home=f"https://{host}/{account}")


def _account_in(platform: Platform, path: str) -> str | None:
    """The account that a path begins with, with the segment that it stands under."""
    first, *others = path.split("/")
    if first.lower() in platform.under:
        return f"{first}/{others[0]}" if others and others[0] else None
    own = first.lower() in platform.pages
    return first if not own and re.fullmatch(platform.names, first, re.DOTALL) else None


def _facebook_number(parts: Parts) -> str | None:
    if parts.path in FACEBOOK_BY_QUERY:
        match = re.search(FACEBOOK_QUERY, parts.query)
    else:
        match = re.match(FACEBOOK_NUMBER, parts.path)
    return match[1] if match else None


def _parts(url: str) -> Parts:
    """A url taken apart; an archive's gives the parts of the page that it keeps."""
    rest = re.sub(r"^https?://", "", url.strip(), flags=re.IGNORECASE).partition("#")[0]
    while True:
        address, mark, query = rest.partition("?")
        host, _, path = address.partition("/")
        host, path = _host(host), path.strip("/")
        kept = re.fullmatch(ARCHIVED, f"{host}/{path}{mark}{query}") if host in SILENT else None
        if kept is None or not _plausible(kept["host"]):
            break
        rest = kept["host"] + kept["page"]
    if host.endswith(".t.me"):
        host, path = "t.me", f"{host.removesuffix('.t.me')}/{path}".strip("/")
    if again := SAME_PATH.get(host):
        beginning, instead = again
        if match := re.match(beginning, path):
            path = instead + path[match.end() :]
    return Parts(host, path, query)


def _host(host: str) -> str:
    """A host as it is compared: in lower case and ASCII, bare, without a port that goes unsaid."""
    if not host.isascii():
        host = _ascii(host)
    host = re.sub(r":(?:80|443)$", "", host.lower()).rstrip(".")
    if prefix := re.match(BARE, host):
        host = host[prefix.end() :]
    if re.fullmatch(r"[a-z]{2}(?:-[a-z]{2})?\.(?:linkedin|facebook)\.com", host):
        host = host.partition(".")[2]
    return SAME_HOST.get(host, host)


def _ascii(host: str) -> str:
    """The form that browsers send, which no look-alike letter can imitate; else as it is."""
    name, colon, port = host.partition(":")
    if any(letter in name for letter in DEVIANT):
        return host
    try:
        return name.encode("idna").decode("ascii") + colon + port
    except UnicodeError:
        return host


def _plausible(host: str) -> bool:
    """Can this be a host? Read as browsers read it: a wide slash is a slash."""
    match = re.fullmatch(HOST, unicodedata.normalize("NFKC", host))
    return match is not None and int(match["port"] or 0) < 2**16


def _hidden(sign: str) -> bool:
    """Control characters, marks that turn the direction of reading, half characters."""
    return unicodedata.category(sign) in ("Cc", "Cf", "Cs") and sign not in JOINERS
