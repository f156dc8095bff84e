"""The shorter way to tokens gives the tokens that any library reads from the model's folder."""

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st
from tokenizers import Tokenizer

import embeddings
from embeddings import load_builtin
from embeddings.folding import fold
from embeddings.static_pieces import Pieces

TOKENIZER = Tokenizer.from_file(str(Path(embeddings.__file__).parent / "builtin" / "tokenizer.json"))
PIECES = Pieces(TOKENIZER, [*TOKENIZER.get_vocab()])
COMMON = st.text(alphabet="工会员發展々〇abcéZ019٣ \n\u3000。。,.;“”‘—·()[UNK]+%℃ا", max_size=60)


@given(st.lists(st.one_of(st.text(), COMMON), max_size=4))
def test_any_text_has_the_tokens_of_the_whole_tokenizer(texts: list[str]) -> None:
    folded = [fold(text) for text in texts]
    whole = TOKENIZER.encode_batch_fast(folded, add_special_tokens=False)
    tokens, sizes = PIECES.encode(folded)
    assert tokens.tolist() == [token for each in whole for token in each.ids]
    assert sizes.tolist() == [len(each.ids) for each in whole]


@given(st.lists(st.lists(st.one_of(st.text(max_size=5), COMMON), min_size=1, max_size=4), min_size=1, max_size=4))
def test_a_passage_read_sentence_by_sentence_has_the_vector_of_the_whole(passages: list[list[str]]) -> None:
    """To the last digit, whatever stands where a sentence ends: an index is the same however it is read."""
    whole = load_builtin().encode_passages(["".join(passage) for passage in passages])
    assert load_builtin().read(passages).vectors.tobytes() == whole.tobytes()
