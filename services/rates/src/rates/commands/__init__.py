"""What changes something: rates, and the prices that follow from them."""
