"""What tests and benchmarks are made of: small documents, hostile ones, faults of the disk. Imports no test and no benchmark."""
