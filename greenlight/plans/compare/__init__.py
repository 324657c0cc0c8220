"""Two states of plans side by side: baselines, days, and today; 周变化表."""
