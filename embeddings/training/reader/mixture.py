"""How much of each source is trained on."""

import random
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from embeddings.training.reader.across_languages import parallel_rows
from embeddings.training.reader.clauses import clause_rows
from embeddings.training.reader.cloze import cloze, law_rows
from embeddings.training.reader.definitions import definition_rows
from embeddings.training.reader.glossed import glossed
from embeddings.training.reader.public_sets import SQUADS, reading_sets, squad, thai
from embeddings.training.reader.reasked import KIND as REASKED
from embeddings.training.reader.reasked import reasked_rows
from embeddings.training.reader.reports import reports
from embeddings.training.reader.row import Row, Script
from embeddings.training.reader.talks import talk_rows
from embeddings.training.reader.titled import titled_rows
from embeddings.training.reader.written import written_rows

WRITTEN, TALKS = "written", "talks"
# Most rows of each set, so that none of them decides what a question is.
MOST = {
    **{"jsquad": 3600, "jaquad": 13000, "tydiqa_goldp": 12500, "pquad": 7000, "idk_mrc": 9000, "fairytaleqa": 3000},
    **{"afriqa": 6000, "enelpi_ottoman": 5000, "norquad": 2354, "cmrc2017_user": 2000, "covidqa": 1233, "faquad": 898},
    **{"kazqad": 761, "cmrc2018_train_part": 122, "thai": 5000, "report": 24000, "report-cloze": 3000},
    **{"wiki-cloze": 2000, "law": 6000, "definition": 2000},
}
ACROSS, _GLOSSED_CHINESE, _GLOSSED_ENGLISH = 30_000, 5000, 4000
_TITLED = 16_000
_OF_A_REPORT = 36  # questions
_CHECKED = 1200  # rows of each of the sets that networks are judged on
# Their questions name place and time already, or have passages without a title.
_WITHOUT_TITLES = ("report", "report-cloze", "law", "glossed", "across", "definition", TALKS)
# How many answerable rows get a near miss; of most sets four fifths.
MISSES = {
    **{"across": 0.0, "report": 0.12, "report-cloze": 0.6, "wiki-cloze": 0.5, "law": 0.5, "definition": 0.3},
    **{"glossed": 0.5, "titled": 0.3},
}
USUAL_MISSES = 0.8
# How often an example of a source is drawn, for one of another: what we wrote is most like what people ask, and what is asked of reports
# that look alike is where a wrong quote is nearest.
WEIGHTS = {WRITTEN: 2.1, TALKS: 0.9, "report": 2.9, REASKED: 1.6, "titled": 0.85, "across": 0.35}


def sources(data: Path, draw: random.Random) -> dict[str, list[Row]]:
    """The rows of every source by its name, in a fixed order.

    Args:
        data: Folder of the public data.
        draw: Decides which.

    Returns:
        Rows by the name of their source.
    """
    unseen = _unseen(data)
    found = {name: list(_held_in(data, name)) for name in SQUADS}
    found["jsquad"] = _sample(found["jsquad"], "jsquad", draw)
    found["cmrc"], found["drcd"] = _scripts(found["cmrc"], found["drcd"], draw)
    by_kind: dict[str, list[Row]] = defaultdict(list)
    for row in reading_sets(data, held_out=False):
        if row.text not in unseen:
            by_kind[row.kind].append(row)
    for kind, rows in by_kind.items():
        found[kind] = _sample(_of_languages(kind, rows, draw), kind, draw)
    made: dict[str, Callable[[], Iterable[Row]]] = {
        "thai": lambda: thai(data),
        "report": lambda: clause_rows(data, draw, _OF_A_REPORT),
        "report-cloze": lambda: _on_reports(data, draw),
        "wiki-cloze": lambda: _on_wikipedia(found["cmrc"] + found["drcd"], draw),
        "law": lambda: law_rows(data, draw, 7000),
        "definition": lambda: definition_rows(data, draw, 950),
        "across": lambda: parallel_rows(data, draw, ACROSS),
        "glossed": lambda: glossed(_to_gloss(found, draw), data, draw),
        WRITTEN: lambda: written_rows(data, draw, held_out=False),
        REASKED: lambda: reasked_rows(data, held_out=False),
        TALKS: lambda: talk_rows(draw, held_out=False),
    }
    made["titled"] = lambda: titled_rows(_with_titles(found), draw, _TITLED)
    for name, rows_of in made.items():
        began = time.monotonic()
        found[name] = _sample((row for row in rows_of() if row.text not in unseen), name, draw)
        print(f"{name}: {len(found[name]):,} rows, {time.monotonic() - began:.0f} s", flush=True)
    return found


def held_sets(data: Path) -> dict[str, list[Row]]:
    """The rows of the articles that are held out of the SQuAD sets."""
    return {name: list(_held_in(data, name, held_out=True)) for name in SQUADS}


def checked_sets(data: Path, draw: random.Random) -> dict[str, list[Row]]:
    """What networks are judged on: rows of documents that are held out, by what is asked of them."""
    written: dict[str, list[Row]] = defaultdict(list)
    for row in written_rows(data, draw, held_out=True):
        same = row.language == (row.passage_language or "zh")
        written[f"our own, {'same' if same else 'another'} language"].append(row)
    public = [row for row in reading_sets(data, held_out=True) if row.answer]
    squads = [row for rows in held_sets(data).values() for row in rows]
    found = {
        **written,
        "our own conversations": list(talk_rows(draw, held_out=True)),
        "asked again": list(reasked_rows(data, held_out=True)),
        "public sets": public,
        "CMRC, DRCD, JSQuAD": squads,
    }
    return {name: draw.sample(rows, min(_CHECKED, len(rows))) for name, rows in found.items()}


def _held_in(data: Path, name: str, *, held_out: bool = False) -> Iterator[Row]:
    file, language = SQUADS[name]
    return squad(data / "eval" / f"{file}.json.gz", name, language, held_out=held_out)


def _sample(rows: Iterable[Row], name: str, draw: random.Random) -> list[Row]:
    found = list(rows)
    if name in MOST:
        draw.shuffle(found)
    return found[: MOST.get(name)]


def _scripts(cmrc: list[Row], drcd: list[Row], draw: random.Random) -> tuple[list[Row], list[Row]]:
    """Half of the traditional rows in simplified Chinese, and every sixth simplified one in traditional."""
    simplified, traditional = Script("t2s"), Script("s2t")
    drcd = [_in_script(row, simplified) if draw.random() < 0.55 else row for row in drcd]
    return [row if number % 6 else _in_script(row, traditional) for number, row in enumerate(cmrc)], drcd


def _in_script(row: Row, script: Script) -> Row:
    return replace(row, question=script(row.question), title=script(row.title), text=script(row.text))


def _of_languages(kind: str, rows: list[Row], draw: random.Random) -> list[Row]:
    """Fewer of the languages that the model knows least of."""
    kept = {"tydiqa_goldp": (("en", "ko", "ar", "ru"), 0.45), "afriqa": (("en", "fr"), 0.25)}
    if kind not in kept:
        return rows
    languages, share = kept[kind]
    return [row for row in rows if row.language in languages or draw.random() < share]


def _on_reports(data: Path, draw: random.Random) -> Iterator[Row]:
    for report in reports(data):
        for section, heading, text in draw.sample(report.paragraphs, min(14, len(report.paragraphs))):
            above = "\n".join(filter(None, (section, heading)))
            yield from cloze(text, report.title, "report-cloze", draw, above=above, always_above=True)


def _on_wikipedia(rows: list[Row], draw: random.Random) -> Iterator[Row]:
    for row in {row.text: row for row in rows}.values():
        yield from cloze(row.text, row.title, "wiki-cloze", draw, tries=2)


def _unseen(data: Path) -> set[str]:
    """The passages that are kept out of training, whatever is asked of them."""
    kept_out = {row.text for row in reading_sets(data, held_out=True)} | {
        row.text for row in reasked_rows(data, held_out=True)
    }
    return kept_out.union(row.text for rows in held_sets(data).values() for row in rows)


def _with_titles(found: dict[str, list[Row]]) -> Iterator[Row]:
    for name, rows in found.items():
        if name not in _WITHOUT_TITLES:
            yield from rows


def _to_gloss(found: dict[str, list[Row]], draw: random.Random) -> list[Row]:
    chinese = found["cmrc"] + found["drcd"]
    english = [row for kind in ("tydiqa_goldp", "covidqa", "afriqa") for row in found[kind] if row.language == "en"]
    english = [row for row in english if row.answer]
    return draw.sample(chinese, min(_GLOSSED_CHINESE, len(chinese))) + draw.sample(
        english, min(_GLOSSED_ENGLISH, len(english))
    )
