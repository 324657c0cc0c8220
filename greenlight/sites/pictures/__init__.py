"""The pipeline of a photo: bytes are read within limits, looked at, made smaller and stamped. No database."""
