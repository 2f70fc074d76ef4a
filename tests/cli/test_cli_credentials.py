"""A password is never printed: whatever the url, the command, and what goes wrong."""

from pathlib import Path

import pytest
from postgres import Server
from secrecy import CALLS
from within import Within

from claimtrack.place import shown

URLS = [
    "postgresql://desk:s3cr3t@localhost:1/db",
    "postgresql+psycopg://desk:s3cr3t@localhost:1/db",
    "postgres://desk:s3cr3t@localhost:1,localhost:2/db",
    "POSTGRESQL://desk:s3cr3t@[::1]:1/db",
    "postgresql://desk:s3%63r3t@localhost:1/db",
    "postgresql://:s3cr3t@localhost:1/db",
    "postgresql://desk:s3cr3t@/db?host=/nowhere",
    "postgresql://desk@/db?host=/nowhere&password=s3cr3t",
    "postgresql://desk@/db?host=/nowhere&%70assword=s3cr3t&sslmode=require",
    "postgresql://desk@/db?host=/nowhere&sslpassword=s3cr3t",
    "postgresql:///db?password=s3cr3t&host=/nowhere",
    "postgresql://desk:s3@cr3t@localhost:1/db",
    "postgresql://desk:s3/cr3t@localhost:1/db",
    "postgresql://desk:s3?cr3t@localhost:1/db",
    "postgresql://desk:s3#cr3t@localhost:1/db",
    "postgresql://desk:s3:cr3t@localhost:1/db",
    "postgresql://desk:s3&cr3t@localhost:1/db",
    "postgresql://desk:s3 cr3t@localhost:1/db",
    "postgresql://desk:s3[cr3t@localhost:1/db",
    "postgresql://desk:%zzs3cr3t@localhost:1/db",
    "postgresql://desk:s3cr3t@localhost:port/db",
    "postgresql://desk:s3cr3t@[::1/db",
    "postgresql://desk:s3cr3t/db",
    "postgresql://desk:s3cr3t",
    "postgresql://desk@/db?password=s3&cr3t",
    "postgresql://desk@/db?host=/nowhere&nonsense=s3cr3t",
    "postgresql://desk@/db?host=/nowhere&s3cr3t",
    "postgresql:/desk:s3cr3t@localhost/db",
    "postgresql:desk:s3cr3t@localhost/db",
    " postgresql://desk:s3cr3t@localhost:1/db",
    "\n\tpostgresql://desk:s3cr3t@localhost:1/db ",
    '"postgresql://desk:s3cr3t@localhost:1/db"',
    "'postgres://desk:s3cr3t@localhost:1/db'",
    '" postgresql:/desk:s3cr3t@localhost/db"',
    "\u201cpostgresql://desk:s3cr3t@localhost:1/db\u201d",
    "postgresql//desk:s3cr3t@localhost/db",
    "postgresql+psycopg//desk:s3cr3t@localhost/db",
    "postgresql ://desk:s3cr3t@localhost/db",
    "postgressql//desk:s3cr3t@localhost/db",
    "CLAIMTRACK_DB=postgresql://desk:s3cr3t@localhost:1/db",
    "s3cr3t/s://localhost/db",
    "mysql://desk:s3cr3t@localhost/db",
    "cockroachdb+psycopg://desk:s3cr3t@localhost/db",
    "host=localhost port=1 dbname=db user=desk password=s3cr3t",
    "password=s3cr3t",
    "password=s3/cr3t",
    "password = 's3 cr3t'",
    "host = /nowhere password = 's3 cr3t' dbname = db",
    "host=/nowhere password=s3/cr3t",
    "service=desk sslpassword=s3cr3t",
    " dbname=db\tpassword=s3cr3t\n",
    "'host=localhost password=s3cr3t'",
    "Host=localhost;Password=s3cr3t",
    "host=localhost application_name=s3cr3t://db",
]
SECRETS = ("s3cr3t", "cr3t", "s3%63r3t", "s3@", "s3/", "s3?", "s3#", "s3:", "s3&", "s3 ", "s3[")


def told(text: str) -> list[str]:
    return [secret for secret in SECRETS if secret in text.lower()]


@pytest.mark.parametrize("url", URLS)
def test_a_url_is_shown_without_its_password(url: str) -> None:
    assert not told(shown(url)), shown(url)
    assert shown(shown(url)) == shown(url)


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://desk@db.example:5432/claims?sslmode=verify-full&sslrootcert=/etc/ca.pem",
        "postgresql:///?service=newsroom",
        "postgresql:///claims?options=-csearch_path%3Dpolitics",
        "postgresql://db.example/claims",
        "postgresql://desk@[::1]:5432/claims",
        "postgresql://a:1,b:2/claims?target_session_attrs=read-write",
        "sqlite:////srv/desk@home:1.db",
        "desk/claims.json",
        "C:/claims.json",
        "/srv/postgres//claims.json",
        "./postgresql:/claims.json",
        "postgres/claims.json",
        " claims.json",
        "user=anna/claims.json",
        "./dbname=claims password=x",
        "/srv/host=a/claims.json",
        "hostname=a",
        "user=anna of the desk.json",
    ],
)
def test_what_is_no_secret_is_shown(url: str) -> None:
    assert shown(url) == url


def test_the_user_and_the_place_stay() -> None:
    assert shown("postgresql://desk:s3cr3t@host/db") == "postgresql://desk:***@host/db"
    assert shown("postgresql:///db?password=x&host=h") == "postgresql:///db?password=***&host=h"
    assert shown("postgresql:///db?pasword=x&host=h") == "postgresql:///db?pasword=***&host=h"
    assert shown("host=db.example password=x") == "host=***"


@pytest.fixture
def ct(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Within:
    return Within(tmp_path, monkeypatch)


@pytest.mark.parametrize("url", URLS)
def test_no_command_says_it_where_nobody_answers(ct: Within, url: str) -> None:
    before = list(ct.folder.iterdir())
    for command in ("list", "add", "init", "doctor", "config", "export", "restore", "forget"):
        arguments = CALLS[command][-1] if command != "config" else ()
        run = ct(*command.split(), *arguments, "--db", url)
        assert run.code in (2, 4), run
        assert run.err.count("\n") == 1 and not run.out, run
        assert not told(run.err), run.err
    for arguments in (("init", url), ("merge", url), ("git-setup", "--db", url)):
        run = ct(*arguments)
        assert run.code in (2, 4) and not told(run.err + run.out), run
    assert list(ct.folder.iterdir()) == before  # it is no path either


def test_a_connection_string_is_refused_with_the_url_to_write(ct: Within) -> None:
    for said in (
        "service=newsroom",
        "dbname=claims user=desk",
        "host=/run/postgresql user=desk",
        "HOST = db",
    ):
        run = ct("list", "--db", said)
        assert run.code == 2
        assert "is a connection string" in run.err and "postgresql://user@host/data" in run.err, run


def test_a_path_that_is_there_is_no_connection_string(ct: Within) -> None:
    for path in ("dbname=claims", "dbname=claims user=desk"):
        assert ct("init", f"./{path}").code == 0
        assert ct("add", "The bridge closes", "--db", path).code == 0


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("sslmod=require", "no parameter 'sslmod' in the url of a database: did you mean sslmode?"),
        (
            "pasword=s3cr3t",
            "no parameter 'pasword' in the url of a database: did you mean password?",
        ),
        ("host=/x&zzz=s3cr3t", "no parameter 'zzz' in the url of a database: leave it out"),
    ],
)
def test_a_parameter_that_there_is_not_is_named(ct: Within, query: str, said: str) -> None:
    run = ct("list", "--db", f"postgresql://desk:s3cr3t@localhost:1/db?{query}")
    assert (run.code, run.err) == (2, f"claimtrack: {said}\n")


@pytest.fixture(scope="module")
def guarded(postgres: Server) -> Server:
    """A server on which the user ``guarded`` has a password, another than anybody says."""
    postgres.do("CREATE ROLE guarded LOGIN PASSWORD 'right-one'", "CREATE DATABASE guarded")
    rules = postgres.data / "pg_hba.conf"
    rules.write_text(f"local guarded guarded scram-sha-256\n{rules.read_text()}")
    postgres.do("SELECT pg_reload_conf()", "GRANT ALL ON DATABASE guarded TO guarded")
    postgres.do("GRANT ALL ON SCHEMA public TO guarded", database="guarded")
    return postgres


def test_no_command_says_it_where_it_is_wrong(ct: Within, guarded: Server) -> None:
    url = f"postgresql://guarded:s3cr3t@/guarded?host={guarded.folder}"
    for command, calls in CALLS.items():
        run = ct(*command.split(), *calls[0], "--db", url)
        assert not told(run.err + run.out), run
        if command not in ("when", "merge", "merge-driver", "git-setup", "restore", "import"):
            assert run.code == 4 and "refuses this user or password" in run.err, run
            assert run.err.count("\n") == 1


def test_it_may_be_said_in_other_ways(
    ct: Within, guarded: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = f"postgresql://guarded@/guarded?host={guarded.folder}"
    assert ct("list", "--db", url).code == 4
    ct.ok("add", "It is so", "--id", "abc23", "--db", url.replace("guarded@", "guarded:right-one@"))
    monkeypatch.setenv("PGPASSWORD", "right-one")
    assert ct.ok("list", "--format", "ids", "--db", url).out == "abc23\n"
    monkeypatch.setenv("PGPASSWORD", "s3cr3t")
    assert not told(ct("list", "--db", url).err)
    monkeypatch.delenv("PGPASSWORD")
    secret = ct.folder / "pgpass"
    secret.write_text("*:*:*:guarded:right-one\n")
    secret.chmod(0o600)
    monkeypatch.setenv("PGPASSFILE", str(secret))
    assert ct.ok("list", "--format", "ids", "--db", url).out == "abc23\n"
    monkeypatch.delenv("PGPASSFILE")
    services = ct.folder / "services.conf"
    services.write_text(
        f"[newsroom]\nhost={guarded.folder}\nuser=guarded\npassword=right-one\ndbname=guarded\n"
    )
    monkeypatch.setenv("PGSERVICEFILE", str(services))
    named = "postgresql:///?service=newsroom"
    assert ct.ok("list", "--format", "ids", "--db", named).out == "abc23\n"


def test_what_asks_for_tls_is_passed_on(ct: Within, postgres: Server) -> None:
    run = ct("list", "--db", "postgresql://desk@localhost:1/db?sslmode=verify-full&sslrootcert=/no")
    assert run.code == 4 and "/no" in run.err
