"""Cash drawers, which are devices of their own behind a printer's socket."""
