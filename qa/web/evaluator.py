"""What the evaluation page does: runs a question set, keeps the run, compares any two, and offers reports for download."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from qa.assistant import Assistant
from qa.errors import YinjuError
from qa.web.evaluating import figures_html
from qa.web.jobs import Job
from qa.web.notices import alert, failure
from qa.web.runs import Runs
from qa.web.shelf import Shelf
from qa.web.words import say


class Evaluator:
    """Runs question sets, one at a time."""

    def __init__(self, assistant: Assistant, shelf: Shelf, runs: Runs | None = None) -> None:
        self._assistant, self._shelf, self.runs = assistant, shelf, runs or Runs()
        self._job = Job()

    def cancel(self) -> None:
        """Stop the evaluation that runs."""
        self._job.cancel()

    def evaluate(
        self, chosen: str, upload: str | None, earlier: str, language: str
    ) -> Iterator[tuple[str, str | None]]:
        """Run a question set, keep the run, and show its figures.

        Args:
            chosen: The set that was chosen from the list; blank if none was.
            upload: The file of one that was brought, which goes before.
            earlier: The run that it is compared with; blank for none.
            language: Of the page: zh or en.

        Yields:
            HTML, and at the end the file of the run.
        """
        path = upload or chosen
        if not path:
            yield alert(say("choose_set", language)), None
            return

        def work(tell: Any) -> tuple[str, str]:
            return self._evaluated(Path(path), earlier, tell, language)

        for state, value in self._job.run(work, (0, 0)):
            if state == "progress":
                (done, total), _ = value
                told = say("asked_of", language, done, total) if total else f"{say('starting', language)} …"
                bar = f'<progress max="{total}" value="{done}" aria-label="{told}"></progress>' if total else ""
                yield f'<p role="status">{told}</p>{bar}', None
            elif state == "done":
                yield value
            elif state == "failed":
                yield failure(value, language), None
            else:
                yield alert(say("stopped" if state == "cancelled" else "evaluating", language)), None

    def compared(self, run: str, earlier: str, language: str) -> str:
        """The figures of a run that was kept, compared with another if wanted."""
        if not run:
            return ""
        try:
            return self._shown(self.runs.read(run), Path(run).stem, earlier, language)
        except YinjuError as error:
            return failure(error, language)

    def _evaluated(self, path: Path, earlier: str, tell: Any, language: str) -> tuple[str, str]:
        # Imported by who evaluates: it takes as long as all the rest.
        from qa.evaluation.results import evaluate
        from qa.evaluation.set_checks import checked
        from qa.evaluation.set_formats import load_questions

        questions, findings = checked(self._assistant, load_questions(path).questions)
        result = evaluate(self._assistant, questions, progress=lambda done: tell((done, len(questions))))
        result |= {"set": path.name, "findings": findings}
        kept = self.runs.keep(result, path.name)
        return self._shown(result, path.name, earlier, language), kept

    def _shown(self, result: dict[str, Any], name: str, earlier: str, language: str) -> str:
        from qa.evaluation.comparing import compare

        comparison = compare(self.runs.read(earlier)["rows"], result["rows"]) if earlier else None
        result = {"findings": [], **result}  # of a run at the command line that had none
        places = zip(("report", "result"), self._shelf.put_report(name, result), strict=True)
        downloads = " · ".join(f'<a href="{link}" download>{say(word, language)}</a>' for word, link in places)
        found = len(result.get("findings") or ())
        findings = f"<p>{say('findings', language, found)}</p>" if found else ""
        return f"<p>{downloads}</p>{findings}{figures_html(result, comparison, language)}"
