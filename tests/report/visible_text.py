"""The visible text of a page outside of code and documents, and the words of a machine in it."""

import re

from lxml import etree

# Names with underscores, values that are no numbers, units as they are stored, and a hyphen for a minus.
MACHINE = re.compile(
    r"(?<![\w/.@-])[a-z0-9]+(?:_[a-z0-9]+)+\b|\bnan\b|\binf\b|\b(?:USD|CNY)/(?!USD\b|CNY\b)|\b(?:CNY|USD) bn\b|"
    r"\bfraction\b|\b(?:um|m2|cm3)\b|(?<=[ (])-(?=\d)|\bcount:\w+|\b(?:t|Mt|GWh)/year\b"
)
HIDDEN = (
    "//code|//pre|//script|//style|//head|//details[@class='code']|//*[contains(@class,'document')]|//math|"
    "//*[contains(@class,'tip')]|//footer"
)


def machine_words(tree, references=()) -> list[str]:
    """Return the words of a machine in the visible text of a parsed page, and the ids of references in it."""
    for element in tree.xpath(HIDDEN):
        element.drop_tree()
    etree.strip_tags(tree, "wbr")  # a name that may be broken is still one
    found = []
    for text in (part for item in tree.iter("*") for part in (item.text, item.tail) if part):
        found += [match[0] for match in MACHINE.finditer(text)]
        found += [word for word in re.findall(r"\b[A-Z][A-Z0-9]{2,}\b", text) if word in references]
    return found
