"""The one error of this package."""


class EncoderUnavailable(Exception):
    """A model cannot be loaded; the message is one line with its name, the reason and the mend."""
