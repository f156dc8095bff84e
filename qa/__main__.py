"""`python -m qa` is the `yinju` command."""

from qa.cli import main

main()
