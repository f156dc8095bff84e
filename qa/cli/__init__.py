"""The `yinju` command: parse, call, print.

Exit codes: 0 done; 1 the answer was "not found", or a gate failed; 2 wrong use or bad input, with one line that
names the thing and the mend. Rooms that take long to import are imported by the command that needs them.
"""

import os
import sys

from qa.cli import ask_commands, evaluate_commands, index_commands, serve_commands
from qa.cli.common import app
from qa.cli.show import shown
from qa.errors import YinjuError

__all__ = ["app", "ask_commands", "evaluate_commands", "index_commands", "main", "serve_commands"]


def main() -> None:
    """Run the command; errors that a user can mend become one line and exit code 2.

    Raises:
        ModuleNotFoundError: A module of ours is missing, which no user can mend.
    """
    from embeddings.errors import EncoderUnavailable

    try:
        app()
    except (YinjuError, EncoderUnavailable) as error:
        print(f"yinju: {shown(str(error))}", file=sys.stderr)
        sys.exit(2)
    except ModuleNotFoundError as error:  # of a slim install, see constraints-slim.txt
        if (error.name or "qa").partition(".")[0] in ("qa", "embeddings", "ui"):
            raise
        mend = "install the whole project: pip install . (or make setup)"
        print(f"yinju: the package {error.name} is not installed; {mend}", file=sys.stderr)
        sys.exit(2)
    except KeyboardInterrupt:
        print("yinju: stopped; nothing was changed", file=sys.stderr)
        sys.exit(130)
    except BrokenPipeError:  # `yinju ... | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
