"""The tests: without network, and with one thread of OpenMP; libraries take both from here before they are imported."""

import os

os.environ["HF_HUB_OFFLINE"] = "1"
# Threads of torch and FAISS that wait for one another on a busy core take minutes for what takes a second.
os.environ["OMP_NUM_THREADS"] = "1"
