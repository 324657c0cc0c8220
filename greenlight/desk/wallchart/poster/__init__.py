"""挂图作战 on paper: A0, A1 and A3 sheets as one drawing each, the same on the screen and in the PDF."""
