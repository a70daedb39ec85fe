"""What all simulated devices share: a line to be plugged in, faults, a control port."""
