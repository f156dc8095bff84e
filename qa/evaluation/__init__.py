"""Batch evaluation: question sets, exact scores, intervals, comparisons, gates.

questions sets squad beir trec skeleton    what is asked, in every form that it comes in
anchors checking                           whether it can be scored as meant
relevance rankings scoring                 one question: its answer and its scores
journal running                            all of them: over all cores, resumable
statistics confidence summary results      figures with intervals
comparing difference gates configurations  two runs and more
"""
