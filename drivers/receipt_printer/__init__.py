"""Receipt printers: bytes, status, papers and a printer made of software."""
