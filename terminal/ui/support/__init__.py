"""What screens and view-models share: queue, texts, translation, scans."""
