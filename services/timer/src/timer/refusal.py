"""How the domain says no."""


class RefusedError(Exception):
    """A rule forbids it. `slug` is stable for programs, `title` is for people."""

    def __init__(self, slug: str, title: str) -> None:
        super().__init__(title)
        self.slug = slug
        self.title = title
