"""Cross-checks of reported money: run over facts of several rooms, kept, explained or confirmed."""
