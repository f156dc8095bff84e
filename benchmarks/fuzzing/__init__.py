"""Seeded mutations of every kind of input: files of each format, questions, requests, an index.

    python -m benchmarks.fuzzing [--reader pdf | --question | --manifest | --http] [--runs 1000000] [--minutes 10]

Each input is made from the seed and its number alone and runs in a child process under limits, so that a crash, a hang
or a hunger for memory is found like any other exception. What is allowed: a document or `Unreadable`, an answer or
`QuestionError`, an index that is as it was or `IndexProblem`. Anything else is a finding: printed once for each type
and place, and saved with its input, made as small as a few seconds allow.
"""
