"""Commands for who runs the server: serve, mcp, password. Options come from flags, the environment or a TOML file."""

import sys
from importlib.metadata import entry_points
from pathlib import Path
from typing import Annotated, Any

import typer

from qa.cli.common import INDEX, READER, SEEDS, IndexOption, ReaderOption, RerankerOption, ThresholdOption, app
from qa.cli.plans import takes
from qa.cli.serve_plan import ServePlan
from qa.errors import AccessError, YinjuError

_PAGE = "yinju.page"


@app.command()
@takes(ServePlan)
def serve(plan: ServePlan) -> None:
    """Open the chat page and the API on this machine."""
    from qa.server.listening import Serving

    serving = Serving(
        host=plan.host,
        port=plan.port,
        passwords=plan.auth,
        token_file=plan.token_file,
        open_to_everyone=plan.open_to_everyone,
        certificate=plan.tls_certificate,
        key=plan.tls_key,
        rate=plan.rate,
    )
    serving.access()  # before anything slow
    from qa.assistant import Assistant

    assistant = Assistant.open(plan.index, threshold=plan.threshold, settings=plan.settings)
    from qa.server import create_app, run
    from qa.server.observing import Observer

    folder = plan.docs or Path(assistant.docs or SEEDS)
    observer = Observer(sys.stderr if plan.log else None, with_questions=plan.log_questions)
    page = _page_builder()(assistant, folder, observer=observer, read_only=plan.read_only)
    tools = None
    if plan.mcp:
        from qa.server.mcp import mcp_server

        tools = mcp_server(assistant, observer).streamable_http_app(
            streamable_http_path="/", stateless_http=True, json_response=True, host=plan.host
        )
    run(create_app(assistant, page, observer, tools, docs=folder), serving)


def _page_builder() -> Any:
    """What builds the page: who brings one names it among the entry points `yinju.page`, as `pyproject.toml` does."""
    for brought in entry_points(group=_PAGE):
        return brought.load()
    raise YinjuError("no page is installed; install the whole project: pip install -e . (or make setup)")


@app.command()
def mcp(
    index: IndexOption = INDEX,
    threshold: ThresholdOption = None,
    reranker: RerankerOption = None,
    reader: ReaderOption = READER,
) -> None:
    """Serve one assistant program over standard input and output (Model Context Protocol)."""
    from qa.assistant import Assistant
    from qa.server.mcp import mcp_server
    from qa.settings import Settings

    mcp_server(Assistant.open(index, threshold=threshold, settings=Settings(reranker=reranker, reader=reader))).run(
        "stdio"
    )


@app.command()
def password(
    user: Annotated[str, typer.Argument(help="Name of the user.")],
) -> None:
    """Ask for a password and print the line of a user for the file of `serve --auth`."""
    from qa.server.access import password_line

    if sys.stdin.isatty():
        secret = typer.prompt("Password", hide_input=True, confirmation_prompt=True, err=True)
    else:
        secret = sys.stdin.readline().rstrip("\n")
    if not secret:
        raise AccessError("the password is blank; take another")
    print(password_line(user, secret))
