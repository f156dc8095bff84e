"""What a question asks for, the readings that it may have, and what of it documents do not bear out."""
