"""The last resort: a derived number nothing near explains, where one slip makes the nearest two give it.

The other rules go by the words; a new writer has new words. Here the words only say what sort of number
it is (a share, a growth, an average, a gap). Asked of only when three things hold: no two numbers in reach
give it to its last digit, the likeliest two do once one of the three is read with a slip put right, and
enough digits are printed that this is no accident.
"""
