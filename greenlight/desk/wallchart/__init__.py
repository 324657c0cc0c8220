"""挂图作战: all projects one sees on one scale of time, with their lights; the desk composes it."""
