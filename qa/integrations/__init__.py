"""Yinju inside the pipelines of others; each file needs the package that it is named after."""
