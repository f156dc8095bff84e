"""Questions across languages for fitting: glossed by dictionaries, and made of news that people translated."""

import gzip
import io
import random
import tarfile
from pathlib import Path
from typing import Any

import pytest

from benchmarks.across_languages import glossed, made_question
from embeddings.static import load_builtin
from embeddings.training.glossing import Glossary
from qa.asked import DATE, NAME, asked_for

DICTIONARY = """\
图书馆 图书馆 [tu2 shu1 guan3] /library/CL:家[jia1],個|个[ge4]/
圖書館 图书馆 [tu2 shu1 guan3] /library/CL:家[jia1],個|个[ge4]/
藏書 藏书 [cang2 shu1] /to collect books/library collection/
北京 北京 [Bei3 jing1] /Beijing, capital of the People's Republic of China/
陸 陆 [lu4] /land (as opposed to the sea)/
特 特 [te4] /special/
斯 斯 [si1] /this/
"""
CONCEPTS = """\
library\tzh\t图书馆
library\tes\tbiblioteca
program library; subroutine library; library\tes\tlibrería
"""


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data folder with a dictionary of a few words and the concepts of one."""
    for folder in ("raw", "train"):
        (tmp_path / folder).mkdir()
    content = gzip.compress(DICTIONARY.encode())
    with tarfile.open(tmp_path / "raw" / "cedict_cfdict.tar.gz", "w:gz") as archive:
        member = tarfile.TarInfo("cedict_cfdict/cedict_mdbg.txt.gz")
        member.size = len(content)
        archive.addfile(member, io.BytesIO(content))
    (tmp_path / "train" / "wordnet.lemmas.tsv.gz").write_bytes(gzip.compress(CONCEPTS.encode()))
    return tmp_path


@pytest.fixture
def glossary(data: Path) -> Glossary:
    return Glossary.of(data)


def test_the_longest_words_of_the_dictionary_are_glossed_and_numbers_stay(glossary: Glossary) -> None:
    assert glossary.gloss("北京的图书馆,2024年", "en", random.Random(1)) == "Beijing library 2024"


def test_a_concept_that_more_of_the_meanings_share_is_the_one_that_is_meant(glossary: Glossary) -> None:
    assert {glossary.gloss("圖書館", "es", random.Random(seed)) for seed in range(9)} == {"biblioteca"}


def test_a_name_of_single_characters_is_spelled_as_it_is_read(glossary: Glossary) -> None:
    assert glossary.gloss("陸特斯", "en", random.Random(1)) == "Lutesi"
    assert glossary.gloss("陸特斯", "ru", random.Random(1)) == "Лутеси"


def test_a_glossed_question_asks_for_the_same_and_its_near_miss_names_another_article(glossary: Glossary) -> None:
    def article(title: str) -> dict[str, Any]:
        return {"title": title, "paragraphs": [{"qas": [{"id": title, "question": f"{title}的图书馆在哪里?"}]}]}

    swapped = 0
    for seed in range(20):
        made = glossed({"data": [article("北京"), article("陸特斯")]}, glossary, seed)
        for entry in (each["paragraphs"][0]["qas"][0] for each in made["data"]):
            assert asked_for(entry["question"]) == NAME
            if "swapped" in entry:
                swapped += 1
                assert {entry["id"], entry["about"]} == {"北京", "陸特斯"}
                assert entry["swapped"] != entry["question"]
    assert swapped > 5


def test_a_made_question_leaves_out_what_it_asks_for() -> None:
    """A year, or the name with what follows it."""
    sentence = "yesterday the council said that Smith opened the library of the city in 2014 with many books"
    for seed in range(40):
        question = made_question(sentence, "en", load_builtin(), random.Random(seed))
        if asked_for(question) == DATE:
            assert "2014" not in question
        elif asked_for(question) == NAME:
            assert "Smith opened" not in question
