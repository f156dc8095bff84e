"""The recipe, one command: `python -m embeddings.training --data ../shared/data --out embeddings/builtin`."""

import argparse
import functools
import random
from pathlib import Path

import torch

from embeddings.folding import fold
from embeddings.training.export import export
from embeddings.training.held_back import table
from embeddings.training.overlap import without_evaluation_texts
from embeddings.training.sources import all_pairs
from embeddings.training.tokenizer import train_tokenizer
from embeddings.training.trainer import Settings, Texts, train

# How often an epoch goes through a kind: much for the few texts that look most like what is asked and found, little for
# the many short ones.
REPEATS = {
    **{"news": 2.0, "news zh": 2.0, "news across": 2.0, "guide": 3.0, "guide zh": 3.0, "guide across": 3.0},
    **{"glossary": 3.0, "glossary zh": 3.0, "questions": 3.0, "cloze": 2.0, "documentation across": 0.5},
    **{"words": 0.5, "words across": 0.5, "words zh": 0.7, "japanese dictionary": 0.5},
    **{"interface": 0.5, "interface zh": 0.5, "interface across": 0.3},
}


def main() -> None:
    """Read, learn the vocabulary, train, write."""
    default = Settings()
    parser = argparse.ArgumentParser(prog="python -m embeddings.training", description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"), help="folder of the public data")
    parser.add_argument("--out", type=Path, default=Path("embeddings/builtin"), help="folder of the model")
    parser.add_argument("--epochs", type=int, default=default.epochs)
    parser.add_argument("--rate", type=float, default=default.rate)
    parser.add_argument("--temperature", type=float, default=default.temperature)
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    settings = Settings(epochs=options.epochs, rate=options.rate, temperature=options.temperature)
    pairs = without_evaluation_texts(all_pairs(options.data, settings.seed), options.data)
    pairs = [(kind, fold(first), fold(second)) for kind, first, second in pairs]
    # One order for all runs, so that two languages of a sentence do not always meet the same neighbours.
    random.Random(settings.seed).shuffle(pairs)
    kinds = [kind for kind, _, _ in pairs]
    print(f"{len(pairs):,} pairs of {len(set(kinds))} kinds")
    tokenizer = train_tokenizer([text for _, *texts in pairs for text in texts], settings.tokens, settings.seed)
    first = Texts(tokenizer, [text for _, text, _ in pairs], settings.longest)
    second = Texts(tokenizer, [text for _, _, text in pairs], settings.longest)
    checkpoint = functools.partial(export, options.out, tokenizer)
    checkpoint(train(first, second, kinds, REPEATS, settings, checkpoint))
    print(table(options.out, options.data))
    print(f"written to {options.out}; measure it with: python -m benchmarks.retrieval")


if __name__ == "__main__":
    main()
