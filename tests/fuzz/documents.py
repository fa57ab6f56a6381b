"""PDFs that nobody should send: real ones damaged at random, and traps that are built on purpose."""

from __future__ import annotations

import random
import re
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path

from tests.tools.printed import Printed, without_characters

ROOT = Path(__file__).parents[2]
LARGEST = 700_000  # bytes of a real report that is damaged: each case is read by the worker


@dataclass(frozen=True, slots=True)
class Case:
    """One document; ``name`` and the seed of the run say how to make it again."""

    name: str
    data: bytes


def cases(count: int, seed: int) -> Iterator[Case]:
    """Every trap once, then damaged documents until there are ``count``."""
    for trap in TRAPS[:count]:
        yield Case(trap.__name__, trap())
    healthy = originals()
    for number in range(count - len(TRAPS)):
        chance = random.Random(f"{seed}-{number}")
        damages = chance.choices(DAMAGES, k=chance.randint(1, 3))
        data = chance.choice(healthy)
        for damage in damages:
            data = damage(data, chance, healthy)
        yield Case(f"{number}:{'+'.join(damage.__name__ for damage in damages)}", data)


def originals() -> list[bytes]:
    """Healthy documents: printed here, the sample report, and the real ones where they lie beside the checkout."""
    found = [_printed(), without_characters(_printed()), (ROOT / "bot/sandbox/samples/sample-report.pdf").read_bytes()]
    real = sorted((ROOT.parent / "shared" / "reports" / "pdf").glob("*.pdf"))
    return found + [path.read_bytes() for path in real if path.stat().st_size < LARGEST]


def _printed() -> bytes:
    report = Printed()
    for number in range(3):
        report.add_page()
        report.write_at(200, 100, [f"正文第{number}页第{line}行：公司的收入在增长，" for line in range(20)])
        report.write_at(40, 100, ["证券分析师", "林示例", "联系人", "周样本", "相关研究", "甲行业周报"], 8)
        with report.rotation(45, 200, 400):
            report.write_at(120, 400, "仅供内部使用", 48)
    return report.bytes()


Damage = Callable[[bytes, random.Random, Sequence[bytes]], bytes]


def cut(data: bytes, chance: random.Random, _: Sequence[bytes]) -> bytes:
    """End anywhere, or begin anywhere behind the header."""
    place = chance.randrange(len(data))
    return data[:place] if chance.random() < 0.7 else data[:20] + data[place:]


def flip(data: bytes, chance: random.Random, _: Sequence[bytes]) -> bytes:
    """Flip some bits."""
    found = bytearray(data)
    for _number in range(chance.choice((1, 10, 100, 1000))):
        found[chance.randrange(len(found))] ^= 1 << chance.randrange(8)
    return bytes(found)


def splice(data: bytes, chance: random.Random, others: Sequence[bytes]) -> bytes:
    """The beginning of one document and the end of another."""
    other = chance.choice(others)
    return data[: chance.randrange(len(data))] + other[chance.randrange(len(other)) :]


def fill(data: bytes, chance: random.Random, _: Sequence[bytes]) -> bytes:
    """Overwrite a stretch with noise, zeros or brackets."""
    start, length = chance.randrange(len(data)), chance.randint(1, 2000)
    noise = chance.choice((chance.randbytes(length), bytes(length), b"[" * length, b"<<" * (length // 2)))
    return data[:start] + noise + data[start + length :]


def swap(data: bytes, chance: random.Random, _: Sequence[bytes]) -> bytes:
    """Give two objects each other's number."""
    numbers = re.findall(rb"(?<=\n)\d+(?= 0 obj)", data)
    if len(numbers) < 2:
        return data
    one, other = chance.sample(numbers, 2)
    for before, after in ((one, b"swapped"), (other, one), (b"swapped", other)):
        data = data.replace(b"\n%s 0 obj" % before, b"\n%s 0 obj" % after)
    return data


def refer(data: bytes, chance: random.Random, _: Sequence[bytes]) -> bytes:
    """Point some references at other objects: pages that hold themselves, fonts that are pages."""
    last = chance.randint(1, 40)
    return re.sub(
        rb"\d+ 0 R", lambda found: b"%d 0 R" % chance.randint(0, last) if chance.random() < 0.2 else found[0], data
    )


def number(data: bytes, chance: random.Random, _: Sequence[bytes]) -> bytes:
    """Replace some numbers by ones that no program expects."""
    wild = (b"-1", b"0", b"2147483648", b"99999999999999999999", b"1e30", b"-0.0000001", b"65536")
    return re.sub(
        rb"(?<=[ \[/A-Za-z])\d+(?=[ \]\n/>])",
        lambda found: chance.choice(wild) if chance.random() < 0.02 else found[0],
        data,
    )


def inflate(data: bytes, chance: random.Random, _: Sequence[bytes]) -> bytes:
    """Unpack a stream, damage it and pack it again, so that what is wrong lies behind the compression."""

    def damaged(stream: re.Match[bytes]) -> bytes:
        if chance.random() < 0.5:
            return stream[0]
        try:
            plain = bytearray(zlib.decompress(stream[1]))
        except zlib.error:
            return stream[0]
        for _number in range(min(len(plain), 30)):
            plain[chance.randrange(len(plain))] = chance.randrange(256)
        return b"stream\n" + zlib.compress(bytes(plain)) + b"\nendstream"

    return re.sub(rb"stream\r?\n(.*?)\r?\nendstream", damaged, data, flags=re.DOTALL)


DAMAGES: tuple[Damage, ...] = (cut, flip, splice, fill, swap, refer, number, inflate)


def _pdf(*objects: bytes) -> bytes:
    """A PDF of these objects, numbered from 1; the first is the catalogue."""
    bodies = [b"%d 0 obj\n%s\nendobj\n" % (index, body) for index, body in enumerate(objects, 1)]
    header, size = b"%PDF-1.7\n", len(objects) + 1
    *places, start = accumulate(map(len, bodies), initial=len(header))
    table = b"xref\n0 %d\n0000000000 65535 f \n" % size + b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (size, start)
    return b"".join((header, *bodies, table, end))


def _stream(plain: bytes, extra: bytes = b"") -> bytes:
    packed = zlib.compress(plain, 9)
    return b"<</Length %d/Filter/FlateDecode%s>>\nstream\n%s\nendstream" % (len(packed), extra, packed)


_CATALOGUE = b"<</Type/Catalog/Pages 2 0 R>>"
_PAGES = b"<</Type/Pages/Kids[3 0 R]/Count 1>>"
_FONT = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
_PAGE = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>"
_LINE = b"BT /F 10 Tf 50 700 Td (A line of a report, long enough to be one.) Tj ET\n"


def _one_page(content: bytes, page: bytes = _PAGE, pages: bytes = _PAGES) -> bytes:
    return _pdf(_CATALOGUE, pages, page, _stream(content), _FONT)


def page_tree_that_holds_itself() -> bytes:
    """Kids that are their own parents."""
    return _pdf(
        _CATALOGUE, b"<</Type/Pages/Kids[2 0 R 3 0 R]/Count 2/Parent 3 0 R>>", b"<</Type/Pages/Kids[2 0 R]/Count 9>>"
    )


def page_tree_as_deep_as_a_well() -> bytes:
    """Twenty thousand nodes, one in the other."""
    deep = [b"<</Type/Pages/Kids[%d 0 R]/Count 1>>" % (number + 3) for number in range(20_000)]
    return _pdf(_CATALOGUE, *deep, _PAGE)


def two_thousand_million_pages() -> bytes:
    """A count that nothing stands behind."""
    return _one_page(_LINE, pages=b"<</Type/Pages/Kids[3 0 R]/Count 2147483647>>")


def two_hundred_pages_of_which_one_is_there() -> bytes:
    """A count within the limit that nothing stands behind."""
    return _one_page(_LINE, pages=b"<</Type/Pages/Kids[3 0 R]/Count 200>>")


def page_as_large_as_a_country() -> bytes:
    """Edges that no screen has."""
    return _one_page(_LINE, _PAGE.replace(b"0 0 595 842", b"-1e30 -1e30 1e30 1e30"))


def page_without_size() -> bytes:
    """Edges that leave nothing."""
    return _one_page(_LINE, _PAGE.replace(b"0 0 595 842", b"0 0 0 0"))


def brackets_in_brackets() -> bytes:
    """An array in an array, two hundred thousand times."""
    return _pdf(_CATALOGUE, _PAGES, _PAGE, b"[" * 200_000 + b"]" * 200_000, _FONT)


def form_that_draws_itself() -> bytes:
    """A form whose content is the form."""
    resources = b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 4 0 R>>>>"
    page = _PAGE.replace(b"/Font<</F 5 0 R>>", b"/XObject<</X 4 0 R>>")
    return _pdf(_CATALOGUE, _PAGES, page, _stream(b"/X Do\n" * 50, resources), _FONT)


def two_thousand_million_spaces() -> bytes:
    """A stream of two gigabytes in two megabytes."""
    packer = zlib.compressobj(9)
    packed = packer.compress(b" " * 20_000_000) + packer.flush(zlib.Z_FULL_FLUSH)
    packed += packed[2:] * 100  # without the header a block can stand again
    content = b"<</Length %d/Filter/FlateDecode>>\nstream\n%s\nendstream" % (len(packed), packed)
    return _pdf(_CATALOGUE, _PAGES, _PAGE, content, _FONT)


def streams_packed_in_streams() -> bytes:
    """A stream packed three times over."""
    packed = zlib.compress(zlib.compress(zlib.compress(b" " * 50_000_000)))
    filters = b"/Filter[/FlateDecode/FlateDecode/FlateDecode]"
    content = b"<</Length %d%s>>\nstream\n%s\nendstream" % (len(packed), filters, packed)
    return _pdf(_CATALOGUE, _PAGES, _PAGE, content, _FONT)


def three_million_letters_on_a_page() -> bytes:
    """A page of more letters than a library."""
    return _one_page(b"BT /F 1 Tf 50 700 Td " + b"(A line of so many letters. ) Tj " * 110_000 + b"ET")


def letters_all_over_a_page() -> bytes:
    """Sixty thousand letters, each in a place of its own."""
    chance = random.Random(7)
    places = ((chance.randrange(5, 590), chance.randrange(5, 830)) for _ in range(60_000))
    return _one_page(b"BT /F 4 Tf " + b"".join(b"1 0 0 1 %d %d Tm (a) Tj " % place for place in places) + b"ET")


def columns_and_columns() -> bytes:
    """Three thousand pieces in as many columns and rows as a page can hold."""
    pieces = b"".join(
        b"1 0 0 1 %d %d Tm (ab) Tj " % (10 + 12 * column, 800 - 11 * row - column % 3)
        for row in range(65)
        for column in range(45)
    )
    return _one_page(b"BT /F 4 Tf " + pieces + b"ET")


def cross_references_in_a_circle() -> bytes:
    """A table before the last one that is the last one."""
    data = _one_page(_LINE)
    start = data.rindex(b"startxref\n") + len(b"startxref\n")
    place = data[start:].split(b"\n")[0]
    return data.replace(b"/Root 1 0 R", b"/Root 1 0 R/Prev " + place)


def header_alone() -> bytes:
    """A PDF that ends where it begins."""
    return b"%PDF-1.7\n%%EOF"


def line_of_one_page() -> bytes:
    """A page that is well: the traps are built right."""
    return _one_page(_LINE * 3)


TRAPS: tuple[Callable[[], bytes], ...] = (
    line_of_one_page,
    page_tree_that_holds_itself,
    page_tree_as_deep_as_a_well,
    two_thousand_million_pages,
    two_hundred_pages_of_which_one_is_there,
    page_as_large_as_a_country,
    page_without_size,
    brackets_in_brackets,
    form_that_draws_itself,
    two_thousand_million_spaces,
    streams_packed_in_streams,
    three_million_letters_on_a_page,
    letters_all_over_a_page,
    columns_and_columns,
    cross_references_in_a_circle,
    header_alone,
)
