"""A little of the public data that the recipe of the reader learns from, laid out as the whole of it is."""

import gzip
import io
import json
import random
import tarfile
import zipfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Literal

from embeddings.training.reader.reading_examples import Coder, Example
from embeddings.training.reader.reasked import checksum
from embeddings.training.reader.row import Row

HARBOUR = (
    "The harbour of Lindwick was dug in 1871 by Henry Vance. It closes every January. Boats longer than nine metres "
    "moor at the outer pier. The keeper lives in a red house. Tickets cost 4 euros. Dogs travel free of charge."
)
REPORT = """---
title: {year}年{region}政府工作报告
---
**一、{last}年工作回顾**

全市新增就业{jobs}万人，城镇登记失业率为3.2%，新建公园{parks}个，建成地铁{metro}公里。各项事业全面进步。

**二、{year}年主要任务**

今年计划新建学校{schools}所，改造老旧小区{old}个，全力做好各项工作。
"""
LAW = "# 河湖保护条例\n\n## 第一章 总则\n\n" + "\n\n".join(
    f"第{number}条 河湖保护规划由市水务部门组织编制，并于每年3月15日前公布。违反规定的，处{fine}元罚款，依照《水工程管理办法》执行。"
    for number, fine in zip("一二三四五", (200, 500, 800, 1200, 3000), strict=True)
)
NEWS = [
    ("The council met on day {n} and approved {n}7 new houses.", "市议会第{n}天开会，批准新建{n}7套住房。"),
    ("A bridge near village number {n} was closed for repairs.", "{n}号村附近的一座桥因维修而关闭。"),
]
CEDICT = """\
港口 港口 [gang3 kou3] /port/harbour/
挖 挖 [wa1] /dug/
關閉 关闭 [guan1 bi4] /to close/
陸 陆 [lu4] /surname Lu/land/
"""
HARBOUR_ROW = Row(
    "When was the harbour of Lindwick dug?", "en", "Lindwick", "", HARBOUR, (35, 39), "made"
)  # fmt: skip


def packed_tar(path: Path, files: Mapping[str, str | bytes], mode: Literal["w:gz", "w:xz"]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with tarfile.open(path, mode) as archive:
        for name, content in files.items():
            data = content if isinstance(content, bytes) else content.encode()
            member = tarfile.TarInfo(name)
            member.size = len(data)
            archive.addfile(member, io.BytesIO(data))


def zipped(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(gzip.compress(text.encode()))


def squad(*articles: tuple[str, str, str, str]) -> str:
    data = [
        {
            "title": title,
            "paragraphs": [
                {
                    "context": text,
                    "qas": [{"question": asked, "answers": [{"text": answer, "answer_start": text.find(answer)}]}],
                }
            ],
        }
        for title, text, asked, answer in articles
    ]
    return json.dumps({"data": data}, ensure_ascii=False)


def public_data(folder: Path) -> None:
    """A folder laid out as the public data is, with a little of everything."""
    _of_texts(folder)
    _of_questions(folder)
    _of_archives(folder)
    _of_translations(folder)


def _of_texts(folder: Path) -> None:
    """Sets of paragraphs with questions, and questions of our own on some of them."""
    chinese = [
        (f"港口{n}", f"港口{n}建于18{n}1年。它在1月关闭。船长是陆特斯。", f"港口{n}建于哪年？", f"18{n}1年")
        for n in range(10, 30)
    ]
    for name in ("cmrc2018_trial", "drcd_dev", "jsquad_valid"):
        zipped(folder / f"eval/{name}.json.gz", squad(*chinese))
    again = {"q": "谁挖了这个港口？", "lang": "zh", "start": HARBOUR.find("Henry"), "length": 11}
    entries = [
        {"md5": checksum(HARBOUR), "qa": [again]},
        {"md5": checksum(chinese[0][1]), "held": True, "qa": [{**again, "start": 0, "length": 4}]},
    ]
    zipped(folder / "reasked/public.jsonl.gz", "\n".join(map(json.dumps, entries)))


def _of_questions(folder: Path) -> None:
    """Questions with their contexts, a line each; the Thai ones in an archive in an archive."""
    asked = {"question": "Who dug the harbour?", "lang": "en", "context": HARBOUR, "title": "Lindwick"}
    entries = [
        {**asked, "answers": ["Henry Vance"], "answer_start": [HARBOUR.find("Henry Vance")]},
        {**asked, "question": "Who dug the tunnel?", "unanswerable": True, "answers": [], "answer_start": []},
        {**asked, "question": "Not word for word?", "answers": ["no such words"], "answer_start": [-1]},
    ]
    for name in ("covidqa.en", "tydiqa_goldp", "afriqa"):
        zipped(folder / f"qa/{name}.jsonl.gz", "\n".join(map(json.dumps, entries)))
    thai = {"question": "ท่าเรือสร้างปีใด", "title": "ท่าเรือ", "context": "ท่าเรือสร้างในปี 1871 โดยชาวบ้าน"}
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as file:
        file.writestr("data/train.jsonl", json.dumps({**thai, "answers": {"text": ["1871"], "answer_start": [17]}}))
    packed_tar(folder / "raw/iapp_th.tar.gz", {"iapp_th/squad_format/data.zip": inner.getvalue()}, "w:gz")


def _of_archives(folder: Path) -> None:
    """Reports, laws, a glossary and a dictionary."""
    made = {
        f"government_reports/{region}/{year}.md": REPORT.format(
            region=region,
            year=year,
            last=year - 1,
            jobs=year % 97,
            parks=year % 89,
            metro=year % 83,
            schools=year % 79,
            old=41,
        )
        for region in ("上海市", "武汉市")
        for year in range(2010, 2016)
    }
    packed_tar(folder / "raw/government_reports.tar.xz", made, "w:xz")
    packed_tar(folder / "raw/laws_zh.tar.gz", {"laws_zh/河湖保护条例.md": LAW}, "w:gz")
    pages = {
        f"cncf_glossary/content/{language}/pod.md": f"---\ntitle: {title}\n---\n{text}\n\n{text[::-1]}\n"
        for language, title, text in (
            ("en", "Pod", "A [pod](/x) is a group of containers that run on one machine together. It is small."),
            ("zh-cn", "荚", "荚是一组在同一台机器上一起运行的容器，" * 4 + "它很小。"),
        )
    }
    packed_tar(folder / "raw/cncf_glossary.tar.gz", pages, "w:gz")
    packed_tar(folder / "raw/cedict_cfdict.tar.gz", {"c/cedict_mdbg.txt.gz": gzip.compress(CEDICT.encode())}, "w:gz")


def _of_translations(folder: Path) -> None:
    """Sentences and words beside those of another language."""
    rows = [[side.format(n=n) for side in NEWS[n % 2]] for n in range(10, 40)]
    zipped(
        folder / "train/ntrex.tsv.gz", "\n".join(["en\tzh\tde\tfr", *("\t".join([*row, *row]) for row in rows)]) + "\n"
    )
    zipped(folder / "train/docs.en-zh.tsv.gz", "\n".join("\t".join(row) for row in rows) + "\n")
    zipped(folder / "raw/tatoeba_cmn_eng.txt.gz", "\n".join("\t".join([*row, "CC-BY"]) for row in rows) + "\n")
    zipped(folder / "train/wordnet.lemmas.tsv.gz", "harbor; port\tes\tpuerto\nharbor; port\tzh\t港口\n")


def few(coder: Coder) -> list[Example]:
    """Some examples of two kinds."""
    asked = replace(HARBOUR_ROW, question="Does it snow in Lindwick?", answer=None, kind="made-none")
    made = [coder.example(row, random.Random(seed), width=40) for seed in range(6) for row in (HARBOUR_ROW, asked)]
    return [each for each in made if each]
