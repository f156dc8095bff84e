"""Commands for who runs the server: serve, mcp, password. Options come from flags, the environment or a TOML file."""

import sys
import tomllib
from importlib.metadata import entry_points
from pathlib import Path
from typing import Annotated, Any

import typer

from qa.cli.common import INDEX, READER, SEEDS, IndexOption, ReaderOption, RerankerOption, ThresholdOption, app
from qa.errors import AccessError, YinjuError

_PAGE = "yinju.page"
_HOST, _PORT = "127.0.0.1", 7860


def _from_file(context: typer.Context, path: Path | None) -> Path | None:
    """Take what a TOML file says as the defaults; flags and the environment go before it."""
    if path is None:
        return None
    try:
        settings: dict[str, Any] = tomllib.loads(path.read_text("utf-8"))
    except OSError as error:
        raise YinjuError(f"{path}: cannot be read ({error.strerror}); give a TOML file") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise YinjuError(f"{path}: is not TOML ({error})") from error
    named = {name.lstrip("-"): option.name for option in context.command.params for name in option.opts}
    unknown = sorted(settings.keys() - named.keys())
    if unknown:
        raise YinjuError(
            f"{path}: there is no setting {unknown[0]!r}; settings are named as the options of yinju serve"
        )
    context.default_map = {str(named[name]): value for name, value in settings.items()}
    return path


@app.command()
def serve(
    config: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="TOML file of these options.",
            callback=_from_file,
            is_eager=True,
            envvar="YINJU_CONFIG",
        ),
    ] = None,
    index: IndexOption = INDEX,
    host: Annotated[str, typer.Option(help="Address to listen on.", envvar="YINJU_HOST")] = _HOST,
    port: Annotated[int, typer.Option(min=1, max=65535, help="Port to listen on.", envvar="YINJU_PORT")] = _PORT,
    docs: Annotated[
        Path | None,
        typer.Option(metavar="DOCS", help="Folder that the page rebuilds from; by default the indexed one."),
    ] = None,
    auth: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="File of users, made of lines of `yinju password`.", envvar="YINJU_AUTH"),
    ] = None,
    token_file: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="File with a token for programs (Bearer).", envvar="YINJU_TOKEN_FILE"),
    ] = None,
    open_to_everyone: Annotated[
        bool, typer.Option("--open-to-everyone", help="Serve other machines without passwords.")
    ] = False,
    tls_certificate: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Certificate; then it speaks HTTPS.", envvar="YINJU_TLS_CERTIFICATE"),
    ] = None,
    tls_key: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Key of the certificate.", envvar="YINJU_TLS_KEY")
    ] = None,
    rate: Annotated[
        int | None, typer.Option(metavar="N", min=1, help="Requests a minute from one address.", envvar="YINJU_RATE")
    ] = None,
    read_only: Annotated[
        bool,
        typer.Option("--read-only", help="No adding, removing or rebuilding on the page.", envvar="YINJU_READ_ONLY"),
    ] = False,
    mcp: Annotated[
        bool, typer.Option("--mcp", help="Also serve assistant programs at /mcp.", envvar="YINJU_MCP")
    ] = False,
    log: Annotated[bool, typer.Option(help="Print a JSON line for each question.", envvar="YINJU_LOG")] = True,
    log_questions: Annotated[
        bool, typer.Option("--log-questions", help="With the questions themselves.", envvar="YINJU_LOG_QUESTIONS")
    ] = False,
    threshold: ThresholdOption = None,
    reranker: RerankerOption = None,
    reader: ReaderOption = READER,
) -> None:
    """Open the chat page and the API on this machine."""
    from qa.server.listening import Serving

    serving = Serving(host, port, auth, token_file, open_to_everyone, tls_certificate, tls_key, rate)
    serving.access()  # before anything slow
    from qa.assistant import Assistant
    from qa.settings import Settings

    assistant = Assistant.open(index, threshold=threshold, settings=Settings(reranker=reranker, reader=reader))
    from qa.server import create_app, run
    from qa.server.observing import Observer

    folder = docs or Path(assistant.docs or SEEDS)
    observer = Observer(sys.stderr if log else None, with_questions=log_questions)
    page = _page_builder()(assistant, folder, observer=observer, read_only=read_only)
    tools = None
    if mcp:
        from qa.server.mcp import mcp_server

        tools = mcp_server(assistant, observer).streamable_http_app(
            streamable_http_path="/", stateless_http=True, json_response=True, host=host
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
