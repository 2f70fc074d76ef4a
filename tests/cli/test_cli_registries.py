"""Sources, parties, settings, and how a ledger begins."""

from program import Program

SOURCE_KEYS = {"key", "name", "kind", "url", "reliability", "owner", "aliases", "confidential"}
PARTY_KEYS = {"key", "name", "aliases"}


def test_sources(ct: Program) -> None:
    ct.ok("init")
    written = ct.json(
        *("source", "add", "Irra", "--name", "The Irrawaddy", "--kind", "outlet"),
        *("--reliability", "B", "--owner", "Irrawaddy Group", "--new", "--alias", "IRR"),
        *("--url", "https://www.irrawaddy.com"),
    )
    assert set(written) == {"source", "entries"} and written["entries"]
    assert set(written["source"]) >= SOURCE_KEYS
    assert written["source"]["key"] == "irra"

    ct.ok("source", "rate", "irr", "c", "--because", "Two errors.")
    ct.ok("source", "alias", "IRRA", "Irrawaddy Daily", "TI")
    ct.ok(
        *("source", "edit", "ti", "--name", "Irrawaddy", "--kind", "agency", "--owner", "none"),
        *("--url", "https://irrawaddy.example", "--alias", "IW", "--confidential"),
        *("--reliability", "A", "--because", "They said so."),
    )
    ct.ok("source", "edit", "irra", "--not-confidential")
    shown = ct.json("source", "show", "irrawaddy DAILY")
    assert shown["aliases"] == ["IRR", "Irrawaddy Daily", "TI", "IW"]
    assert (shown["name"], shown["kind"], shown["owner"]) == ("Irrawaddy", "agency", None)
    assert (shown["reliability"], shown["confidential"]) == ("A", False)
    assert shown["url"] == "https://irrawaddy.example"
    assert shown["entries"][0]["type"] and len(shown["entries"]) >= 5
    (listed,) = ct.json("source", "list")
    assert {key: shown[key] for key in listed} == listed
    assert ct.ok("source", "list").out.count("\n") == 1
    assert ct.ids("source", "list") == ["irra"]
    assert ct.ok("source", "list", "--format", "csv").lines[0].split(",")[0] == "key"
    assert "Irrawaddy" in ct.ok("source", "show", "irra").out
    assert "Irrawaddy" in ct.ok("source", "show", "irra", "--format", "md").out


def test_sources_and_parties_are_never_refused_for_likeness(ct: Program) -> None:
    ct.ok("init")
    for name in ("reuters", "reuterz"):
        ct.ok("source", "add", name)
        ct.ok("party", "add", name)
    assert len(ct.ids("source", "list")) == len(ct.ids("party", "list")) == 2


def test_parties(ct: Program) -> None:
    ct.ok("init")
    written = ct.json("party", "add", "regime", "--name", "The regime", "--alias", "junta")
    assert set(written) == {"party", "entries"} and len(written["entries"]) == 1
    assert written["party"] == {"key": "regime", "name": "The regime", "aliases": ["junta"]}
    ct.ok("party", "alias", "JUNTA", "the military", "SAC")
    ct.ok("party", "edit", "sac", "--name", "State Council", "--alias", "SSPC", "--because", "New.")
    shown = ct.json("party", "show", "sspc")
    assert set(shown) >= {*PARTY_KEYS, "entries"}
    assert shown["name"] == "State Council"
    assert shown["aliases"] == ["junta", "the military", "SAC", "SSPC"]
    assert ct.json("party", "list") == [{key: shown[key] for key in PARTY_KEYS}]
    assert "State Council" in ct.ok("party", "show", "regime").out
    assert ct.ids("party", "list") == ["regime"]
    ct.ok("add", "It fell", "--party", "The Military", "--id", "abc23")
    assert ct.claim("abc23")["parties"] == ["regime"]


def test_a_rating_changes_what_counts_and_known_at_brings_back_what_stood(filed: Program) -> None:
    before = filed.json("source", "list")
    moment = filed.json("log")[-1]["recorded"]
    filed.ok("source", "rate", "khit-thit", "E")
    assert filed.claim("abc23")["status"] == "unconfirmed"
    assert filed.claim("abc23", "--known-at", moment)["status"] == "corroborated"
    assert filed.json("source", "list", "--known-at", moment) == before


def test_a_source_is_named_by_its_url_wherever_one_is_named(filed: Program) -> None:
    url = "https://www.irrawaddy.com/news/9"
    assert filed.json("source", "show", url)["key"] == "irrawaddy"
    filed.ok("source", "rate", url, "A")
    filed.ok("source", "edit", url, "--name", "Irrawaddy")
    filed.ok("source", "alias", "https://irrawaddy.com", "Irra")
    assert filed.ids("list", f"source:{url}") == ["abc23"]
    filed.ok("source", "edit", "gossip", "--owner", url)
    filed.ok("edit", "abc23", "--claimant", url)
    filed.ok("edit", "abc23", "--claimant", "none")
    filed.ok("assess", "abc23", url, "--note", "Seen.")
    filed.ok("retract", "abc23", url, "--because", "It was wrong.")
    source = {s["key"]: s for s in filed.json("source", "list")}
    assert (source["irrawaddy"]["reliability"], source["gossip"]["owner"]) == ("A", "irrawaddy")
    assert filed("source", "show", "https://nowhere.example").code == 3


def test_known_at_leaves_out_what_was_logged_about_a_source_later(ct: Program) -> None:
    ct.ok("source", "add", "daily", env={"CLAIMTRACK_NOW": "2025-01-01T09:00:00Z"})
    ct.ok("party", "add", "kia", env={"CLAIMTRACK_NOW": "2025-01-01T09:00:00Z"})
    ct.ok("source", "rate", "daily", "B")
    ct.ok("party", "alias", "kia", "Kachin")
    for noun, key in (("source", "daily"), ("party", "kia")):
        assert len(ct.json(noun, "show", key)["entries"]) == 2
        assert len(ct.json(noun, "show", key, "--known-at", "2025-02-01")["entries"]) == 1


def test_none_is_nobody(filed: Program) -> None:
    filed.ok("source", "add", "daily", "--owner", "none")
    assert filed.json("source", "show", "daily")["owner"] is None
    before = filed.state()
    for arguments in (
        ("source", "add", "None"),
        ("party", "add", "x", "--alias", "none"),
        ("add", "x", "--party", "none"),
        ("add", "x", "--source", "none"),
        ("add", "x", "--tag", "none"),
        ("report", "abc23", "--source", "none"),
        ("report", "abc23", "--source", "gossip", "--via", "none"),
        ("confirm", "abc23", "--by", "none"),
        ("deny", "abc23", "--by", "regime", "--source", "none"),
    ):
        run = filed(*arguments)
        assert (run.code, run.out) == (2, ""), arguments
        assert "none" in run.err.lower()
    assert filed.state() == before


def test_config_shows_sets_and_unsets(filed: Program) -> None:
    rows = {row["key"]: row for row in filed.json("config")}
    assert {"weight.grades", "timezone", "lock.wait"} <= set(rows)
    run = filed.ok("config", "weight.grades", "A,B")
    assert "A,B" in run.out
    assert filed.claim("abc23")["status"] == "unconfirmed"
    assert "A,B" in filed.ok("config", "weight.grades").out
    filed.ok("config", "weight.grades", "default")
    assert filed.claim("abc23")["status"] == "corroborated"
    filed.ok("config", "timezone", "Asia/Yangon", "--by-user", "bea")
    assert '"by": "bea"' in filed.ledger.read_text()


def test_config_shows_what_holds_and_whether_it_was_set(filed: Program) -> None:
    filed.ok("config", "lock.wait", "3")
    rows = {row["key"]: row for row in filed.json("config")}
    assert (rows["weight.grades"]["value"], rows["weight.grades"]["set"]) == ("A,B,C", False)
    assert (rows["lock.wait"]["value"], rows["lock.wait"]["set"]) == ("3", True)
    assert (rows["verdict.WORD"]["value"], rows["verdict.WORD"]["set"]) == (None, False)
    assert filed.json("config", "timezone")[0]["value"] == "UTC"
    assert "\tA,B,C\t" in filed.ok("config").lines[0]
    assert filed.ok("config", "--format", "csv").lines[1].startswith('weight.grades,"A,B,C",')


def test_a_setting_of_a_later_version_is_kept_and_has_no_effect(filed: Program) -> None:
    filed.ok("config", "lock.wait", "3")
    data = filed.ledger.read_bytes().replace(b'"key": "lock.wait"', b'"key": "later.key"')
    filed.ledger.write_bytes(data)
    assert filed.ids("list")
    filed.ok("note", "abc23", "x")
    filed.ok("config", "timezone", "Asia/Yangon")
    rows = {row["key"]: row for row in filed.json("config")}
    assert (rows["later.key"]["value"], rows["later.key"]["set"]) == ("3", True)
    assert "not known" in rows["later.key"]["meaning"]
    refused = filed("config", "later.key", "4")
    assert refused.code == 2 and "no setting 'later.key'" in refused.err


def test_what_is_a_persons_own_is_not_the_ledgers(filed: Program) -> None:
    own = filed.home / "own.toml"
    own.write_text('name = "carol"\n')
    env = {"CLAIMTRACK_CONFIG": str(own), "CLAIMTRACK_USER": None}
    filed.ok("note", "abc23", "Mine", env=env)
    assert filed.json("log", "abc23")[-1]["by"] == "carol"
    refused = filed("config", "name", "dave", env=env)
    assert refused.code == 2 and str(own) in refused.err
    own.write_text("name = \n")
    assert filed("note", "abc23", "Mine", env=env).code == 4


def test_init_starts_an_empty_ledger_and_leaves_one_that_is_there(ct: Program) -> None:
    run = ct.ok("init")
    assert run.out == "claims.json\n" and "new ledger" in run.err
    assert '"schema": 1' in ct.ledger.read_text()
    before = ct.ledger.read_bytes()
    assert ct("init").code == 2
    assert ct("init", "--example").code == 2
    assert ct.ledger.read_bytes() == before
    ct.ok("init", "--db", "other.json")
    (ct.folder / "sub").mkdir()
    ct.ok("init", "sub")
    assert (ct.folder / "other.json").is_file() and (ct.folder / "sub" / "claims.json").is_file()
    assert ct.ok("list").out == ""


def test_init_starts_the_ledger_that_the_environment_names(ct: Program) -> None:
    ct.ok("init", env={"CLAIMTRACK_DB": "named.json"})
    assert [path.name for path in ct.folder.glob("*.json")] == ["named.json"]
    ct.ok("init", "other.json", env={"CLAIMTRACK_DB": "named.json"})
    assert (ct.folder / "other.json").is_file()


def test_init_says_a_hostile_name_as_marks(ct: Program) -> None:
    run = ct.ok("init", "y\x1b[31m.json")
    assert "\x1b" not in run.out + run.err
    assert "y\u241b[31m.json" in run.out


def test_init_with_the_example(ct: Program) -> None:
    ct.ok("init", "--example")
    claims = ct.json("list")
    assert len(claims) > 10
    unconfirmed = ct.json("list", "--unconfirmed")
    assert 0 < len(unconfirmed) < len(claims)
    assert all(
        claim["verdict"] is None or claim["verdict"]["rating"] == "unproven"
        for claim in unconfirmed
    )
