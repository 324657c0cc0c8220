"""Relations the words only hint at: asked about where one slip of the pen, put right, makes them hold."""
