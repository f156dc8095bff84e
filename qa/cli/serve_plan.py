"""What `yinju serve` is asked to do: each field of the plan is an option, an environment variable, or a line of a TOML file."""

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import typer

from qa.cli.common import INDEX, READER, IndexOption, ReaderOption, RerankerOption, ThresholdOption
from qa.errors import YinjuError
from qa.settings import Settings

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


@dataclass(frozen=True, slots=True, kw_only=True)
class ServePlan:
    """What is asked for; an option each, with what its help says."""

    config: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="TOML file of these options.",
            callback=_from_file,
            is_eager=True,
            envvar="YINJU_CONFIG",
        ),
    ] = None
    index: IndexOption = INDEX
    host: Annotated[str, typer.Option(help="Address to listen on.", envvar="YINJU_HOST")] = _HOST
    port: Annotated[int, typer.Option(min=1, max=65535, help="Port to listen on.", envvar="YINJU_PORT")] = _PORT
    docs: Annotated[
        Path | None,
        typer.Option(metavar="DOCS", help="Folder that the page rebuilds from; by default the indexed one."),
    ] = None
    auth: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="File of users, made of lines of `yinju password`.", envvar="YINJU_AUTH"),
    ] = None
    token_file: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="File with a token for programs (Bearer).", envvar="YINJU_TOKEN_FILE"),
    ] = None
    open_to_everyone: Annotated[
        bool, typer.Option("--open-to-everyone", help="Serve other machines without passwords.")
    ] = False
    tls_certificate: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Certificate; then it speaks HTTPS.", envvar="YINJU_TLS_CERTIFICATE"),
    ] = None
    tls_key: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Key of the certificate.", envvar="YINJU_TLS_KEY")
    ] = None
    rate: Annotated[
        int | None, typer.Option(metavar="N", min=1, help="Requests a minute from one address.", envvar="YINJU_RATE")
    ] = None
    read_only: Annotated[
        bool,
        typer.Option("--read-only", help="No adding, removing or rebuilding on the page.", envvar="YINJU_READ_ONLY"),
    ] = False
    mcp: Annotated[bool, typer.Option("--mcp", help="Also serve assistant programs at /mcp.", envvar="YINJU_MCP")] = (
        False
    )
    log: Annotated[bool, typer.Option(help="Print a JSON line for each question.", envvar="YINJU_LOG")] = True
    log_questions: Annotated[
        bool, typer.Option("--log-questions", help="With the questions themselves.", envvar="YINJU_LOG_QUESTIONS")
    ] = False
    threshold: ThresholdOption = None
    reranker: RerankerOption = None
    reader: ReaderOption = READER

    @property
    def settings(self) -> Settings:
        """How questions are answered."""
        return Settings(reranker=self.reranker, reader=self.reader)
