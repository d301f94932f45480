"""Tables, and how the domain is loaded from them and saved in them."""
