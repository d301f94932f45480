"""A logo as the typesetter takes it."""

from base64 import b64encode
from html import escape

from invoicing.domain.appearance import Logo
from invoicing.domain.drawings import SVG
from invoicing.domain.pictures import size


def as_svg(logo: Logo) -> str:
    """An SVG as it is, any other picture within one: text is the only thing that goes to the typesetter."""
    if logo.media_type == SVG:
        return logo.content.decode()
    width, height = size(logo.content)
    data = f"data:{escape(logo.media_type)};base64,{b64encode(logo.content).decode()}"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}">'
        f'<image width="{width}" height="{height}" href="{data}"/></svg>'
    )
