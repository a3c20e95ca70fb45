"""Which place lies in which: provinces of China and what the references name inside them."""

import re

_INSIDE = {
    **dict.fromkeys(
        "Anhui Beijing Chongqing Fujian Gansu Guangdong Guangxi Guizhou Hainan Hebei Heilongjiang Henan Hubei Hunan "
        "Jiangsu Jiangxi Jilin Liaoning Macau Ningxia Qinghai Shaanxi Shandong Shanghai Shanxi Sichuan Tianjin Tibet "
        "Xinjiang Yunnan Zhejiang".split()
        + ["Hong Kong", "Inner Mongolia"],
        "China",
    ),
    **dict.fromkeys([*"Guixi Yingtan Shangrao Fuzhou Nanchang Ganzhou Jiujiang".split(), "Jiangxi Copper"], "Jiangxi"),
    **dict.fromkeys(
        "Australia Brazil Canada Chile China Congo Germany India Indonesia Japan Kazakhstan Mexico Peru Poland Russia "
        "Vietnam Zambia".split()
        + ["South Korea", "United States"],
        "world",
    ),
}
_NAMES = re.compile(rf"\b(?:{'|'.join(sorted(_INSIDE, key=len, reverse=True))})\b")


def inside(region: str, outer: str) -> bool:
    """Whether a region lies in another, at any depth; no region lies in itself.

    >>> inside("Guixi", "China"), inside("China", "Jiangxi"), inside("China", "China")
    (True, False, False)
    """
    while region in _INSIDE:
        region = _INSIDE[region]
        if region == outer:
            return True
    return False


def named_in(text: str) -> list[str]:
    """Return the regions that a text names, in order, each once.

    >>> named_in("Smelters in Hunan, China, and Hunan again")
    ['Hunan', 'China']
    """
    return list(dict.fromkeys(_NAMES.findall(text)))
