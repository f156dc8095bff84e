"""One protocol, two implementations: what a user relies on holds wherever an index is kept."""

import random
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

import qa.indexing.milvus_draft
from qa import Assistant, build_index
from qa.errors import IndexBusy, IndexNotFound, IndexUnreachable
from qa.facets.question_facets import AskedPeriod, asked_periods
from qa.retrieval.bm25 import Run
from qa.retrieval.engines import engine_of
from qa.retrieval.index import Index
from qa.retrieval.milvus.address import Address, address_of
from qa.retrieval.naming import Mention
from qa.types import Progress
from tests.builders.milvus import needs_milvus
from tests.conftest import LetterEncoder

pytestmark = pytest.mark.slow
SYLLABLES = "宁夏内蒙古工会会员职工之家驿站建成新增培训补助发放医疗互助"


@pytest.fixture
def milvus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The address of an index in a file of Milvus Lite."""
    needs_milvus()
    from qa.retrieval.milvus.store import close

    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    path = Path(f"milvus+lite:{tmp_path}/index.db")
    yield path
    address = address_of(path)
    assert address
    close(address)


@pytest.fixture(params=["folder", "milvus"])
def place(request: pytest.FixtureRequest, index_path: Path) -> Path:
    """Where the index is kept."""
    return request.getfixturevalue("milvus") if request.param == "milvus" else index_path


def content(index_path: Path) -> list[object]:
    """Everything that an index says of its documents, whatever rows it keeps them in."""
    index = Index.open(index_path)
    catalogue, found = index.catalogue, []
    for source in catalogue.sources:
        passages = catalogue.passages_of(source)
        rows = [row for row, _ in passages]
        vectors = index.vectors.vectors(rows).tobytes()
        told: list[object] = [catalogue.document(source), catalogue.blocks(source), catalogue.facets(source), vectors]
        told += [catalogue.opening(source), catalogue.rims(source), catalogue.version(source)]
        found.append((told, [passage for _, passage in passages]))
        assert catalogue.passages(rows) == [passage for _, passage in passages]
        assert all(row in dict(index.vectors.search(index.vectors.vectors([row]), 9)[0]) for row in rows)
    assert len(catalogue) == len(index.lexical) == len(catalogue.rows())
    return [found, catalogue.entries(), catalogue.fingerprints(), catalogue.formats(), list(catalogue.verdicts())]


def fits(index: Index, runs: Sequence[Run], mentions: Sequence[Mention], periods: Sequence[AskedPeriod]) -> object:
    found = index.documents.fits([first for first, _ in runs], mentions, periods)
    return [(round(fit.name, 5), round(fit.year, 5)) for fit in found]


def words_of(seed: random.Random, length: int) -> str:
    return "".join(seed.choice(SYLLABLES) for _ in range(length))


def test_an_index_grows_goes_back_and_stays_whole(
    docs: Path, place: Path, encoder: LetterEncoder, tmp_path: Path
) -> None:
    """Changed, moved, new and removed files cost what changed, and give what a build from nothing gives; a build can be gone back from."""
    with pytest.raises(IndexNotFound, match="yinju index --index"):
        Assistant.open(place)
    first = build_index(docs, place)
    assistant = Assistant.open(place)
    assert not build_index(docs, place).changed
    before = content(place)
    changed = docs / "宁夏.md"
    changed.write_text(changed.read_text("utf-8").replace("3958万元", "4000万元"), "utf-8")
    (docs / "english.html").rename(docs / "moved.html")
    (docs / "内蒙古/2024.txt").unlink()
    (docs / "new.txt").write_text("新文件\n\n新的驿站有99个。\n", "utf-8")
    encoder.encoded.clear()
    second = build_index(docs, place)
    assert second.encoded == len(encoder.encoded) == 2
    assert engine_of(place).verify() == []
    build_index(docs, tmp_path / "fresh")
    assert content(place) == content(tmp_path / "fresh")
    assert not Index.open(place).lexical.holds("971")
    assert assistant.info.generation == first.generation  # until it takes up the new one
    assert assistant.refresh() and assistant.info.generation == second.generation
    assert engine_of(place).rollback().name == first.generation
    assert content(place) == before
    assert build_index(docs, place).encoded == 2  # what was gone back from is gone
    assert content(place) == content(tmp_path / "fresh")
    assert engine_of(place).verify() == engine_of(place).leftovers() == []


def test_a_build_that_breaks_off_changes_nothing(docs: Path, place: Path, encoder: LetterEncoder) -> None:
    """Whatever step it breaks off at; the next one takes it up and is right."""
    build_index(docs, place)
    before = content(place)
    (docs / "宁夏.md").write_text("# 宁夏工会2024年报告\n\n宁夏有工会会员130万人。\n", "utf-8")

    def broken(progress: Progress) -> None:
        if progress.step == "writing":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        build_index(docs, place, progress=broken)
    assert content(place) == before
    assert engine_of(place).verify() == []
    build_index(docs, place)
    assert engine_of(place).verify() == []
    assert any("130万人" in hit.passage.text for hit in Assistant.open(place).search("130万"))
    assert not Index.open(place).lexical.holds("129")


def test_both_find_the_same_with_the_same_scores(
    tmp_path: Path, index_path: Path, milvus: Path, encoder: LetterEncoder
) -> None:
    """BM25 as inner products is tantivy's BM25, for texts of all lengths; documents by names and years, and their words, likewise."""
    seed = random.Random(3)
    docs = tmp_path / "many"
    docs.mkdir()
    places = ("宁夏", "内蒙古", "青海", "甘肃")
    for at in range(40):
        title = f"{places[at % 4]}工会{2010 + at // 4}年报告"
        text = "。".join(words_of(seed, seed.randint(3, 120)) for _ in range(seed.randint(1, 6)))
        (docs / f"{at}.md").write_text(f"# {title}\n\n{text}。\n", "utf-8")
    for each in (index_path, milvus):
        build_index(docs, each)
    folder, other = Index.open(index_path), Index.open(milvus)
    for _ in range(30):
        question = words_of(seed, seed.randint(2, 20))
        expected = dict(folder.lexical.search(question, 300))
        assert expected
        assert dict(other.lexical.search(question, 300)) == pytest.approx(expected, abs=1e-6)
        runs = [(3, 9), (12, 12)]
        inside = dict(folder.lexical.search(question, 300, runs))
        assert dict(other.lexical.search(question, 300, runs)) == pytest.approx(inside, abs=1e-6)
        for term in question:
            assert other.lexical.idf(term) == folder.lexical.idf(term)
            assert other.lexical.count(term) == folder.lexical.count(term)
    for question in ("宁夏2012年有多少会员?", "青海工会", "2015年", "甘肃2013年和宁夏2014年的报告"):
        mentions = folder.documents.mentions(question)
        assert other.documents.mentions(question) == mentions
        periods = asked_periods(question)
        runs, same = (each.documents.search(mentions, periods, 4, (0.2, 0.2)) for each in (folder, other))
        assert fits(other, same, mentions, periods) == fits(folder, runs, mentions, periods)
        assert fits(other, runs, mentions, periods) == fits(folder, runs, mentions, periods)
    assert other.documents.dated == folder.documents.dated
    assert other.documents.knows(2012) and not other.documents.knows(1999)
    assert other.catalogue.sources_holding(["工会", "报告"]) == folder.catalogue.sources_holding(["工会", "报告"])
    assert set(folder.catalogue.rows_holding(["驿站"])) <= set(other.catalogue.rows_holding(["驿站"]))
    assert list(other.catalogue.names()) == list(folder.catalogue.names())
    assert other.catalogue.runs(lambda source, *_: source > "3") == folder.catalogue.runs(
        lambda source, *_: source > "3"
    )


def test_weights_are_worked_out_anew_when_passages_grow(
    docs: Path, index_path: Path, milvus: Path, encoder: LetterEncoder
) -> None:
    """The average length is in every weight: where it moves, scores stay those of the folder, and no vector is made again."""
    build_index(docs, milvus)
    (docs / "long.txt").write_text("工会报告\n\n" + words_of(random.Random(5), 400) + "\n", "utf-8")
    report = build_index(docs, milvus)
    assert report.encoded < report.passages
    assert engine_of(milvus).verify() == []
    build_index(docs, index_path)
    for question in ("工会会员", "library books", "驿站建成"):
        scores = [
            sorted(score for _, score in Index.open(each).lexical.search(question, 50)) for each in (milvus, index_path)
        ]
        assert scores[0] == pytest.approx(scores[1], abs=1e-6)


def test_a_row_that_is_lost_or_changed_is_found(docs: Path, milvus: Path, encoder: LetterEncoder) -> None:
    """Milvus has no checksums of ours: `verify` reads all rows and names the collection."""
    build_index(docs, milvus)
    from qa.retrieval.milvus.store import Store

    address = address_of(milvus)
    assert address
    store = Store(address)
    (row,) = store.rows("yinju_e000001_passages", "row == 1", ["row"])
    store.call("delete", "yinju_e000001_passages", filter="row == 1")
    assert row == {"row": 1}
    (problem,) = engine_of(milvus).verify()
    assert problem.startswith("yinju_e000001_passages at milvus+lite:")
    assert "yinju index --full --index milvus+lite:" in problem
    build_index(docs, milvus, full=True)
    assert Assistant.open(milvus).search("宁夏")
    assert all("_e000001_" in each for each in engine_of(milvus).verify())  # the generation before, until it is swept


def test_who_publishes_second_is_refused(
    docs: Path, milvus: Path, encoder: LetterEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two machines that build one index: the alias has moved since the second one began."""
    build_index(docs, milvus)
    (docs / "new.txt").write_text("新文件\n\n新的驿站有99个。\n", "utf-8")
    told = iter([1, 7])
    monkeypatch.setattr(qa.indexing.milvus_draft, "answering", lambda _: next(told))
    with pytest.raises(IndexBusy, match="somebody else"):
        build_index(docs, milvus)


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("milvus://localhost:19530/news", Address("http://localhost:19530", "news", "milvus://localhost:19530/news")),
        ("milvus+lite:/data/news.db", Address("/data/news.db", "yinju", "milvus+lite:/data/news.db")),
        ("index", None),
    ],
)
def test_addresses(address: str, expected: Address | None) -> None:
    """As they are typed, also after a path took one of the slashes away."""
    assert address_of(Path(address)) == expected


@pytest.mark.parametrize(
    "address", ["milvus://localhost/news", "milvus://h:1/no-dash", "milvus+lite:index", "milvus:x"]
)
def test_what_is_no_address_is_said(address: str, docs: Path) -> None:
    """One line with the form."""
    with pytest.raises(IndexNotFound, match=r"give milvus://HOST:PORT/NAME .* or milvus\+lite:FILE\.db"):
        build_index(docs, Path(address))


def test_where_no_milvus_answers_is_said(docs: Path, tmp_path: Path) -> None:
    """One line with the address; for a file in a folder that is not there as well."""
    needs_milvus()
    for work in (build_index, lambda _, place: Assistant.open(place)):
        with pytest.raises(IndexUnreachable, match=r"no Milvus answers at milvus://127.0.0.1:9/news; start it"):
            work(docs, Path("milvus://127.0.0.1:9/news"))
    with pytest.raises(IndexUnreachable, match=r"the folder .*nowhere is not there; make it first"):
        build_index(docs, Path(f"milvus+lite:{tmp_path}/nowhere/index.db"))
