"""The tests; none of them reaches the network, which the libraries are told before they are imported."""

import os

os.environ["HF_HUB_OFFLINE"] = "1"
