"""Small Genius scenarios written by hand, and one change at a time."""

from __future__ import annotations

DOMAIN = """<negotiation_template>
<utility_space number_of_issues="2">
<objective index="0" etype="objective" type="objective" name="root">
<issue index="1" type="discrete" name="Border">
<item index="1" value="open"/><item index="2" value="closed"/>
</issue>
<issue index="2" type="discrete" name="Transit fee">
<item index="1" value="none"/><item index="2" value="low"/><item index="3" value="high"/>
</issue>
</objective>
</utility_space>
</negotiation_template>
"""

NORTH = """<utility_space>
<objective index="0" name="root">
<issue index="1" type="discrete" name="Border">
<item index="1" value="open" evaluation="3"/><item index="2" value="closed" evaluation="1"/>
</issue>
<issue index="2" type="discrete" name="Transit fee">
<item index="1" value="none" evaluation="10"/>
<item index="2" value="low" evaluation="5"/>
<item index="3" value="high" evaluation="0"/>
</issue>
<weight index="1" value="0.4"/>
<weight index="2" value="0.6"/>
</objective>
<discount_factor value="0.9"/>
<reservation value="1.5"/>
</utility_space>
"""

SOUTH = """<utility_space>
<objective index="0" name="root">
<weight index="7" value="0.25"/>
<weight index="9" value="0.75"/>
<issue index="9" type="discrete" name="Transit fee">
<item index="1" value="high" evaluation="8"/>
<item index="2" value="low" evaluation="4"/>
<item index="3" value="none" evaluation="2"/>
</issue>
<issue index="7" type="discrete" name="Border">
<item index="1" value="closed" evaluation="6"/><item index="2" value="open" evaluation="1"/>
</issue>
</objective>
</utility_space>
"""

FILES = {"border.xml": DOMAIN, "north.xml": NORTH, "south.xml": SOUTH}


def write(folder, **changed):
    """Write the three files; a keyword replaces one (None leaves it out) or adds another."""
    folder.mkdir(exist_ok=True)
    for name, text in {**{n.removesuffix(".xml"): t for n, t in FILES.items()}, **changed}.items():
        if text is not None:
            content = text if isinstance(text, bytes) else text.encode()
            (folder / f"{name}.xml").write_bytes(content)
    return folder
