"""The kinds of faults that people met in programs such as this one, and where each is tested, with two inputs at least."""

from importlib import import_module

import pytest

DOCX = "tests.documents.test_docx_as_printed"
SHEETS = "tests.documents.test_sheets_as_printed"
MAILS = "tests.documents.test_mails_as_printed"
PRINTED = "tests.documents.test_as_printed"
HIDDEN = "tests.documents.test_hidden_and_numbered"
ASKED = "tests.documents.test_classes_end_to_end"
LINES = "tests.layout.test_wrapped_lines"
CLASSES = {
    "tracked changes": (DOCX, "test_a_paragraph_of_docx_is_read_in_its_final_view"),
    "text wrapped in controls, fields and tables of DOCX": (DOCX, "test_a_paragraph_of_docx_is_read_in_its_final_view"),
    "superscripts glued to figures": ("tests.documents.test_pdf", "test_raised_figures_are_kept_apart"),
    "superscripts that only a style raises": (HIDDEN, "test_a_page_with_its_numbers_as_printed"),
    "struck-out text": (HIDDEN, "test_markdown_without_what_is_not_printed"),
    "content of HTML that is dropped": (PRINTED, "test_a_page_is_read_as_it_is_seen"),
    "what a sheet shows": (SHEETS, "test_a_sheet_is_read_as_it_is_shown"),
    "delimiters of CSV": (SHEETS, "test_the_delimiter_is_the_one_that_parts_cells"),
    "rows and their headers": ("tests.documents.test_blocks", "test_the_cell_below_the_header_that_is_said"),
    "tables side by side": ("tests.documents.test_tables_side_by_side", "test_two_tables_on_a_sheet_are_two"),
    "a question that is echoed": (ASKED, "test_a_question_is_not_echoed"),
    "copies that silence the answer": (ASKED, "test_copies_do_not_silence_the_answer"),
    "near misses of a number": ("tests.question.test_designations", "test_a_number_that_names_one_of_several_must_be_there"),
    "a mark on the neighbour": (ASKED, "test_the_mark_is_not_on_the_neighbour"),
    "sentences cut at the ends of lines": (LINES, "test_a_short_text_on_a_page_is_whole"),
    "sentences cut in subtitles": (MAILS, "test_captions_are_put_together_into_sentences"),
    "columns of PDF": (LINES, "test_columns_of_a_pdf_are_read_one_after_the_other"),
    "automatic numbers": (DOCX, "test_automatic_numbers_are_in_the_text"),
    "hidden content": (HIDDEN, "test_a_page_without_what_is_not_seen"),
    "the part of a mail that holds the words": (MAILS, "test_the_words_of_a_mail_are_read"),
    "values of forms": (PRINTED, "test_filled_forms_and_notes_of_pdf_are_read"),
    "values of charts": (SHEETS, "test_charts_and_hidden_slides"),
    "said not to be mentioned": (ASKED, "test_what_is_said_is_not_said_to_be_missing"),
    "a short name that is introduced above": (ASKED, "test_a_short_name_that_is_introduced_above"),
    "ruby": (PRINTED, "test_a_page_is_read_as_it_is_seen"),
    "old and new versions": ("tests.documents.test_blocks", "test_versions_stand_side_by_side"),
    "a figure inside a figure": ("tests.evaluation.test_metrics", "test_an_answer_is_no_part_of_a_longer_figure"),
    "composed names": (ASKED, "test_names_are_composed"),
}  # fmt: skip


@pytest.mark.parametrize(("module", "name"), CLASSES.values(), ids=CLASSES)
def test_each_class_has_two_inputs(module: str, name: str) -> None:
    test = getattr(import_module(module), name)
    inputs = [len(mark.args[1]) for mark in test.pytestmark if mark.name == "parametrize"]
    assert max(inputs, default=0) >= 2
