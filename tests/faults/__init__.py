"""`make faults`: the real code in real processes, killed, paused and cut off at random."""
