"""What the small networks of the reader are given, column by column. `joint_model.json` names the same, and must."""

# Of each sentence; scores are log-odds against "no answer", a tenth of them, so that all columns are of one size.
EVIDENCE = (
    "span",  # the best answer that begins in it
    "spans",  # all answers that begin in it
    "stated",  # the sentence as a whole
    "span_behind",  # how far the best answer of all sentences is ahead of its own
    "spans_behind",
    "stated_behind",
    "length",  # of its best answer, in characters, a hundredth of it
    "undated",  # a year or ordinal of the question stands neither in its passage nor above that
    "unnamed",  # a name of the question stands in no document
    "named_elsewhere",  # the share of its names that stand neither in the passage nor above it; 0 in another script
    # How what its document is about fits what the question says of it; from -1 to 1, and 0 where that is nothing.
    "year_fits",
    "passage_year_fits",
    "name_fits",
    # How search came to its passage.
    "lexical",  # BM25 score
    "dense",  # closeness by vectors
    "fused",  # both together, against the best passage's
    "rank",  # one over its place
    "foreign",  # it is written in another script than the question
    "back",  # the sentence begins by pointing back: this, it, he
    "alone",  # the best answer in it when it is read by itself below what stands above it
)
# Of the run of sentences that is quoted.
STANDING = (
    "share",  # of the softmax over all sentences
    "ahead_in_passage",  # of the best of the others in its own passage
    "ahead_of_passages",  # of the best in other passages
)
COLUMNS = {"ranking": EVIDENCE, "confidence": (*EVIDENCE, *STANDING)}
