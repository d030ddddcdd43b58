"""The reader's MOVE file: what is read, and in which words what cannot be read is refused."""

from __future__ import annotations

from datetime import date

import pytest

from treasury.errors import BadInput
from treasury.ui import move_file

TODAY = date(2026, 11, 23)
GOOD = b"date,value\n2026-10-02,98.4\n2026-10-01,97\n"


def fault(content: bytes) -> str:
    with pytest.raises(BadInput) as caught:
        move_file.read(content, TODAY)
    return str(caught.value)


@pytest.mark.parametrize(
    "content", [GOOD, b"\xef\xbb\xbf" + GOOD, GOOD.replace(b"\n", b"\r\n"), b"Date, Value\n\n" + GOOD[11:] + b"\n,\n"]
)
def test_a_good_file_is_read_in_order_of_its_days(content):
    made = move_file.read(content, TODAY)
    assert made.to_dict() == dict(zip(made.index, [97.0, 98.4], strict=True))
    assert [str(day.date()) for day in made.index] == ["2026-10-01", "2026-10-02"]
    assert made.name == "MOVE"


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (b"2026-13-45,98", "line 3: date: 2026-13-45 does not exist"),
        (b"10/02/2026,98", "line 3: date: '10/02/2026' is no date; write it as YYYY-MM-DD"),
        (b"2027-01-04,98", "line 3: date: 4 Jan 2027 lies in the future"),
        (b",98", "line 3: date: no date given"),
        (b"2026-10-05,", "line 3: no value given"),
        (b"2026-10-05,high", "line 3: the value 'high' is no number such as 98.4"),
        (b'2026-10-05,"98,4"', "line 3: the value '98,4' is no number"),
        (b"2026-10-05,nan", "line 3: the value 'nan' is no number"),
        (b"2026-10-05,1e3", "line 3: the value '1e3' is no number"),
        (b"2026-10-05,0", "line 3: the value '0' is not above zero"),
        (b"2026-10-05,99999", "line 3: the value '99999' is not above zero and at most 10,000"),
        (b"2026-10-05,-5", "line 3: the value '-5' begins like a formula"),
        (b"2026-10-05,=1+1", "line 3: the value '=1+1' begins like a formula"),
        (b'"=HYPERLINK(""http://x"")",98', "line 3: the date '=HYPERLINK(\"http://x\")' begins like a formula"),
        (b"@SUM(A1),98", "line 3: the date '@SUM(A1)' begins like a formula"),
        (b"2026-10-02,98", "line 3: 2 Oct 2026 stands already in line 2"),
        (b"2026-10-05;98", "line 3: 1 cells instead of two"),
        (b"2026-10-05,98,4", "line 3: 3 cells instead of two"),
        (b'2026-10-05,"98', "line 3: the quotes or cells cannot be read"),
        (b"2026-10-05,\xff", "line 3: this is no UTF-8 text"),
        (b"2026-10-05,\x00", "line 3: this is no text"),
        ("2026-10-05,９８".encode(), "line 3: the value '９８' is no number"),
    ],
)
def test_a_wrong_line_is_named_with_its_fault(line, words):
    assert words in fault(b"date,value\n2026-10-02,98.4\n" + line + b"\n")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "the file is empty; its first line must read date,value"),
        (b"\n\n", "the file is empty"),
        (b"2026-10-02,98.4\n", "line 1: the first line must read date,value, not '2026-10-02,98.4'"),
        (b"date;value\n", "line 1: the first line must read date,value"),
        (b"date,value\n", "no line of figures below the header"),
        (b"date,value\n2026-10-02,98\n", "one line of figures below the header"),
        (b"PK\x03\x04\xff\xfe", "line 1: this is no UTF-8 text"),
        (b"x" * (move_file.LARGEST_BYTES + 1), "the file has 1,000,001 bytes; at most 1,000,000 are read"),
    ],
)
def test_a_wrong_file_is_refused_as_a_whole(content, words):
    assert words in fault(content)


def test_many_faults_are_counted_not_listed():
    said = fault(b"date,value\n" + b"x,y\n" * 100)
    assert said.count("line ") == move_file.FAULTS_SAID
    assert said.endswith("; and 95 more lines with faults")
    assert len(fault(b"date,value\n" + b"z" * 100_000 + b",1\n")) < 300
