"""Files as they come: encodings and delimiters that are found, and what no import will take."""

import gzip
import io
import subprocess
import zipfile
from pathlib import Path

import pytest
from program import Program

HEADER = "text,source,quote\n"


def put(ct: Program, data: str | bytes, name: str = "rows.csv") -> Path:
    path = ct.folder / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


def refused(ct: Program, *arguments: str) -> str:
    """What an import that has to be refused says; it may have written nothing."""
    if not ct.ledger.exists():
        ct.ok("init")
    before = ct.ledger.read_bytes()
    run = ct("import", *arguments)
    assert run.code == 2, run
    assert not run.out
    assert "Traceback" not in run.err
    assert ct.ledger.read_bytes() == before
    return run.err


SPREADSHEET = (
    "text;source;quote\r\nDie Brücke ist gesperrt;Café Zeitung;„Nichts geht mehr“ – sagt er\r\n"
)


@pytest.mark.parametrize(
    ("encoding", "found"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8"),
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
        ("cp1252", "cp1252"),
    ],
)
def test_a_spreadsheet_with_semicolons_in_any_encoding(
    ct: Program, encoding: str, found: str
) -> None:
    put(ct, SPREADSHEET.encode(encoding))
    run = ct.ok("import", "rows.csv", "--new")
    assert f"rows.csv: CSV, {found}, separated by semicolons" in run.err
    claim = ct.claim(ct.ids("list")[0])
    assert claim["text"] == "Die Brücke ist gesperrt"
    assert claim["entries"][1]["quote"] == "„Nichts geht mehr“ – sagt er"
    assert ct.ids("source", "list") == ["cafe-zeitung"]


def test_excels_own_line_about_the_delimiter(ct: Program) -> None:
    put(ct, "sep=;\r\ntext;quote;source\r\nIt, is, so;a,b;Daily\r\n")
    ct.ok("import", "rows.csv", "--new")
    assert ct.json("list")[0]["text"] == "It, is, so"


@pytest.mark.parametrize("sign", [",", ";", "\t", "|"])
def test_delimiters(ct: Program, sign: str) -> None:
    rows = [["text", "source", "quote"], ["It is so", "Daily", '"a, b; c | d"']]
    put(ct, "".join(sign.join(row) + "\n" for row in rows), "rows.txt")
    ct.ok("import", "rows.txt", "--new")
    assert ct.json("log")[1]["quote"] == "a, b; c | d"


def test_a_wrong_encoding_is_named_with_its_place(ct: Program) -> None:
    put(ct, (HEADER + "Brücke,Daily,ä\n").encode("cp1252"))
    said = refused(ct, "rows.csv", "--encoding", "utf-8")
    assert "rows.csv:2: not utf-8 from byte" in said
    assert "--encoding" in said


def test_one_broken_byte_in_a_file_of_utf8_is_no_other_encoding(ct: Program) -> None:
    put(ct, (HEADER + "Brücke gesperrt – ja,Daily,ä\n").encode() + b"Stra\xdfe,Daily,x\n")
    said = refused(ct, "rows.csv", "--new")
    assert "rows.csv:3: byte 0xdf is not UTF-8" in said


def test_packed_files_are_not_unpacked(ct: Program) -> None:
    """A few kilobytes of these would be gigabytes."""
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("rows.csv", b"0" * 50_000_000)
    put(ct, bomb.getvalue(), "rows.csv")
    assert "rows.csv is a zip archive or a workbook" in refused(ct, "rows.csv")
    put(ct, gzip.compress(b"0" * 50_000_000), "rows.csv.gz")
    assert "rows.csv.gz is packed with gzip" in refused(ct, "rows.csv.gz")
    put(ct, b"\xd0\xcf\x11\xe0" + b"\0" * 600, "rows.xls")
    assert "an old workbook" in refused(ct, "rows.xls")
    put(ct, b"\x7fELF" + b"\0\1\2" * 600, "rows.csv")
    assert "rows.csv" in refused(ct, "rows.csv")


def test_a_line_of_a_gigabyte_is_not_read_to_its_end(ct: Program) -> None:
    ct.ok("init")
    endless = subprocess.Popen(["head", "-c", "1000000000", "/dev/zero"], stdout=subprocess.PIPE)
    done = subprocess.run(
        ["bash", "-c", f"ulimit -v 1500000; {' '.join(ct.command(['import', '-']))}"],
        stdin=endless.stdout,
        cwd=ct.folder,
        env=ct.environment(),
        capture_output=True,
        timeout=60,
        check=False,
    )
    endless.kill()
    endless.wait()
    assert done.returncode == 2
    assert b"-:1: the line is longer than 64 MB" in done.stderr.replace(b"standard input", b"-")


def test_a_long_cell_and_a_quote_that_is_not_closed(ct: Program) -> None:
    put(ct, HEADER + f"It is so,Daily,{'x' * 1_100_000}\nIt is not,Daily,no\n")
    said = refused(ct, "rows.csv", "--new")
    assert "rows.csv: line 2: a cell is longer than 1 MB" in said
    assert "1 of 2 rows is refused, 1 is good" in said
    put(ct, HEADER + 'First,Daily,ok\nSecond,Daily,"opened\nand on\nand on\n')
    assert "rows.csv: line 3: a quote that is opened here is never closed" in refused(
        ct, "rows.csv", "--new"
    )


def test_rows_of_another_width(ct: Program) -> None:
    put(ct, HEADER + "One,Daily,ok\nTwo,Daily,ok,too,many\nThree,Daily\n\n,,\n")
    said = refused(ct, "rows.csv", "--new")
    assert "line 3: 5 cells, where the header has 3" in said
    assert "1 of 3 rows is refused, 2 are good" in said


def test_lines_in_quoted_cells_keep_the_numbers_right(ct: Program) -> None:
    put(ct, HEADER + '"One\nmore",Daily,"a\nb"\nTwo,Nowhere,ok\n')
    said = refused(ct, "rows.csv")
    assert "line 2, column source: no source 'Daily'" in said
    assert "line 5, column source: no source 'Nowhere'" in said


def test_dates_in_the_other_order(ct: Program) -> None:
    put(ct, "text,source,on\nOne,Daily,3/4/2025\nTwo,Daily,25/12/2025\n")
    said = refused(ct, "rows.csv", "--new")
    assert "line 2, column on: '3/4/2025'" in said
    assert "dates.order" in said
    ct.ok("config", "dates.order", "day-first")
    ct.ok("import", "rows.csv", "--new")
    days = {entry["on"]["from"] for entry in ct.json("log")}
    assert days == {"2025-04-03", "2025-12-25"}


@pytest.mark.parametrize(
    "phrase", ["2015-01-03T12:34:56Z", "2014-10-07 10:31:00", "3 January 2015", "Jan 3, 2015"]
)
def test_dates_as_other_programs_write_them(ct: Program, phrase: str) -> None:
    put(ct, f'text,source,on\nOne,Daily,"{phrase}"\n')
    ct.ok("import", "rows.csv", "--new")
    assert ct.json("log")[1]["on"]["from"][:4] in ("2014", "2015")


def test_two_columns_of_one_name(ct: Program) -> None:
    put(ct, "text,source,quote,quote\nOne,Daily,a,b\n")
    said = refused(ct, "rows.csv", "--new", "--map", "text=text,source=source,quote=quote")
    assert "--map quote=quote: there are several of that name" in said


def test_json_that_is_none(ct: Program) -> None:
    ct.ok("add", "It is so", "--id", "abc23")
    ct.ok("export", "--out", "backup.jsonl")
    backup = (ct.folder / "backup.jsonl").read_bytes()
    put(ct, backup[:-60], "cut.jsonl")
    run = ct("import", "cut.jsonl", "--db", "other.json")
    assert run.code == 2
    assert "cut.jsonl: line 1:" in run.err
    put(ct, backup.splitlines(keepends=True)[0], "one.jsonl")
    run = ct.ok("import", "one.jsonl", "--db", "other.json")
    assert "it may have been cut off" in run.err


def test_hostile_text_is_inert_in_every_format(ct: Program) -> None:
    hostile = '=HYPERLINK("http://x") \x1b[31mred\x07 \u202egnp.exe <script>alert(1)</script> | `x`'
    row = '"' + hostile.replace('"', '""') + '"'
    put(ct, f"text,quote,source,place,tags\n{row},{row},Daily,{row},{row}\n")
    ct.ok("import", "rows.csv", "--new")
    for name in ("table", "json", "jsonl", "csv", "md", "ids"):
        for command in (("list",), ("log",), ("import", "rows.csv", "--dry-run")):
            out = ct.ok(*command, "--format", name).out
            assert not {"\x1b", "\x07", "\u202e"} & set(out), (command, name)
    for name in ("csv", "jsonl"):
        out = ct.ok("export", "--format", name).out
        assert not {"\x1b", "\x07", "\u202e"} & set(out), name
    cells = ct.ok("export", "--format", "csv").out
    assert ',"=' not in cells
    assert "\n=" not in cells
    put(ct, f"text,source,stance\n{row},Daily,{row}\n")
    run = ct("import", "rows.csv", "--skip-bad", "bad.csv")
    assert not {"\x1b", "\x07", "\u202e"} & set(run.err)
