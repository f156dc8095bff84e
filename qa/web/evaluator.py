"""What the evaluation page does: runs a question set, compares it, keeps its report for download."""

from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import Any

from qa.assistant import Assistant
from qa.web.evaluating import figures_html
from qa.web.jobs import Job
from qa.web.notices import alert, failure
from qa.web.shelf import Shelf
from qa.web.words import say


class Evaluator:
    """Runs question sets, one at a time."""

    def __init__(self, assistant: Assistant, shelf: Shelf) -> None:
        self._assistant, self._shelf = assistant, shelf
        self._job = Job()

    def cancel(self) -> None:
        """Stop the evaluation that runs."""
        self._job.cancel()

    def evaluate(self, chosen: str, upload: str | None, earlier: str, language: str) -> Iterator[str]:
        """Run a question set and show its figures, compared with an earlier run if wanted."""
        path = upload or chosen
        if not path:
            yield alert(say("choose_set", language))
            return

        def work(tell: Any) -> str:
            return self._evaluated(Path(path), Path(earlier) if earlier else None, tell, language)

        for state, value in self._job.run(work, (0, 0)):
            if state == "progress":
                (done, total), _ = value
                bar = f'<progress max="{total}" value="{done}"></progress>' if total else ""
                yield f'<p role="status">{say("asked_of", language, done, total)}</p>{bar}'
            elif state == "done":
                yield value
            elif state == "failed":
                yield failure(value, language)
            else:
                yield alert(say("cancelled", language) if state == "cancelled" else "…")

    def _evaluated(self, path: Path, earlier: Path | None, tell: Any, language: str) -> str:
        # Imported by who evaluates: it takes as long as all the rest.
        from qa.evaluation.comparing import compare
        from qa.evaluation.results import evaluate, read_result
        from qa.evaluation.set_checks import checked
        from qa.evaluation.set_formats import load_questions

        questions, findings = checked(self._assistant, load_questions(path).questions)
        result = evaluate(self._assistant, questions, progress=lambda done: tell((done, len(questions))))
        result |= {"set": path.name, "findings": findings}
        comparison = compare(read_result(earlier)["rows"], result["rows"]) if earlier else None
        links = self._shelf.put_report(path.name, result)
        told = "".join(f"<li>{escape(finding)}</li>" for finding in findings[:20])
        places = zip(("report", "result"), links, strict=True)
        downloads = " · ".join(f'<a href="{link}" download>{say(word, language)}</a>' for word, link in places)
        return f"<p>{downloads}</p><ul>{told}</ul>{figures_html(result, comparison, language)}"
