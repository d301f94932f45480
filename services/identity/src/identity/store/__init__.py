"""Tables, loading and saving."""
